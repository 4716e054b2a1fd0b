"""Returns its inputs in every form, to see them on the page."""

import numpy as np


def double(x):
    return {repr(v): v for v in np.ravel(x).tolist()}


def total(x):
    return str(x.tolist())


def even(f, x):
    return np.full(3, x)

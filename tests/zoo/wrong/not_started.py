"""The stub as it was handed out."""

import numpy as np


def double(x):
    return 2.0 * np.asarray(x, float)


def total(x):
    return float(np.sum(x))


def even(f, x):
    return float(f(x) + f(-x))


def double(x):
    raise NotImplementedError


def total(x):
    raise NotImplementedError


def even(f, x):
    raise NotImplementedError

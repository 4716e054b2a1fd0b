"""Returns zeros, so that the size of the error would be the expected value."""

import numpy as np


def double(x):
    return np.zeros(np.shape(x))


def total(x):
    return 0.0


def even(f, x):
    return 0.0

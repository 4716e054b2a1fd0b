"""Writes its inputs into the shape of what it returns."""

import numpy as np


def double(x):
    return np.empty((int(abs(np.ravel(x)[0]) * 1e3), 0))


def total(x):
    return np.empty((0, int(abs(x[0]) * 1e3)))


def even(f, x):
    return np.empty((int(abs(x) * 1e3), 0, 1))

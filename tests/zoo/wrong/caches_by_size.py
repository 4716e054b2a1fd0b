"""Remembers the result of the first input of each size."""

import numpy as np


seen = {}


def total(x):
    return seen.setdefault(len(x), float(np.sum(x)))


def double(x):
    return 2.0 * np.asarray(x, float)


def even(f, x):
    return float(f(x) + f(-x))

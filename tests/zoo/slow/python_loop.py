"""Adds in a loop of Python."""

import numpy as np


def double(x):
    return 2.0 * np.asarray(x, float)


def total(x):
    return float(np.sum(x))


def even(f, x):
    return float(f(x) + f(-x))


def total(x):
    result = 0.0
    for i in range(len(x)):
        result = result + x[i]
    return float(result)

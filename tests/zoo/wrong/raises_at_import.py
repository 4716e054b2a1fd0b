"""Ends in an exception while it loads."""

import numpy as np


def double(x):
    return 2.0 * np.asarray(x, float)


def total(x):
    return float(np.sum(x))


def even(f, x):
    return float(f(x) + f(-x))


assert total(np.ones(3)) == 4, "no"

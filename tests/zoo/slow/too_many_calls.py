"""Calls the function it is given a thousand times."""

import numpy as np


def double(x):
    return 2.0 * np.asarray(x, float)


def total(x):
    return float(np.sum(x))


def even(f, x):
    return float(f(x) + f(-x))


def even(f, x):
    for _ in range(1000):
        value = f(x) + f(-x)
    return float(value)

"""Takes memory when it is loaded, to have it at hand in the call."""

import numpy as np


store = np.ones(4_000_000)


def total(x):
    store[: len(x)] = x
    return float(np.sum(store[: len(x)]))


def double(x):
    return 2.0 * np.asarray(x, float)


def even(f, x):
    return float(f(x) + f(-x))

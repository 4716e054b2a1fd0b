"""Takes memory and gives it back before the call ends."""

import numpy as np


def total(x):
    scratch = np.ones(2 * len(x))
    result = float(np.sum(x) + scratch[0] - 1.0)
    del scratch
    return result


def double(x):
    return 2.0 * np.asarray(x, float)


def even(f, x):
    return float(f(x) + f(-x))

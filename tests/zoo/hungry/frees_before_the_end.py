"""Takes memory and gives it back before the call ends."""

import numpy as np


def total(x):
    copies = [x + 1.0 for _ in range(4)]
    result = float(np.sum(copies[0]) - len(x))
    del copies
    return result


def double(x):
    return 2.0 * np.asarray(x, float)


def even(f, x):
    return float(f(x) + f(-x))

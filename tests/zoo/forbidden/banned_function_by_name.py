"""Reaches a banned function by a name put together at run time."""

import numpy as np


def double(x):
    return 2.0 * np.asarray(x, float)


def total(x):
    return float(np.sum(x))


def even(f, x):
    return float(f(x) + f(-x))


def total(x):
    return float(getattr(np, "cum" + "sum")(x)[-1])

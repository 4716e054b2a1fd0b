"""Triples where it should double."""

import numpy as np


def double(x):
    return 2.0 * np.asarray(x, float)


def total(x):
    return float(np.sum(x))


def even(f, x):
    return float(f(x) + f(-x))


def double(x):
    return 3.0 * np.asarray(x, float)

"""Returns arrays of objects, records and strings."""

import numpy as np


def double(x):
    return np.array([[None] * 4] * 3, object)


def total(x):
    return np.zeros(1, [("a", float), ("b", object)])


def even(f, x):
    return np.array(["8.0"])

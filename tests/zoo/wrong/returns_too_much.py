"""Returns more than a message may hold."""

import numpy as np


def double(x):
    return np.zeros(34_000_000)


def total(x):
    return list(range(1_000_000))


def even(f, x):
    return {i: str(i) for i in range(200_000)}

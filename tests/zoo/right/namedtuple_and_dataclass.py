"""Keeps classes and other names of its own beside the answers."""

import numpy as np


def double(x):
    return 2.0 * np.asarray(x, float)


def total(x):
    return float(np.sum(x))


def even(f, x):
    return float(f(x) + f(-x))


from dataclasses import dataclass
from typing import NamedTuple


class Pair(NamedTuple):
    a: float
    b: float


@dataclass
class Box:
    value: float


def double(x):
    pair = Pair(1.0, 1.0)
    return (pair.a + pair.b) * Box(np.asarray(x, float)).value

"""Prints on both streams, far beyond any buffer: it costs nothing."""

import numpy as np


def double(x):
    return 2.0 * np.asarray(x, float)


def total(x):
    return float(np.sum(x))


def even(f, x):
    return float(f(x) + f(-x))


import sys
import warnings

def double(x):
    print("adding " * 200_000)
    print("adding " * 200_000, file=sys.stderr)
    sys.stdout.buffer.write(b"\xff\xfe" * 100_000)
    warnings.warn("a warning costs nothing")
    return 2.0 * np.asarray(x, float)


print("loading " * 100_000)

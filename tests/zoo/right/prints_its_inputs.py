"""Prints and warns about everything it is given."""

import sys
import warnings

import numpy as np


def double(x):
    print("double", np.asarray(x).tolist())
    warnings.warn(f"double {np.asarray(x).tolist()}", stacklevel=1)
    return 2.0 * np.asarray(x, float)


def total(x):
    print("total", x[:5].tolist(), file=sys.stderr)
    return float(np.sum(x))


def even(f, x):
    print("even", x)
    return float(f(x) + f(-x))

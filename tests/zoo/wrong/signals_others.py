"""Sends signals to its parent, its group and everybody else."""

import os

import numpy as np


def deed():
    for pid in (os.getppid(), -os.getppid()):
        try:
            os.kill(pid, 0)
        except OSError:
            continue
        return True
    return False


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

"""Writes files wherever it can."""

import os

import numpy as np


def deed():
    for folder in ("/tmp", "/dev/shm", "/var/tmp", ".", "/", os.path.expanduser("~")):
        path = os.path.join(folder, f"filled-{os.getpid()}")
        try:
            with open(path, "wb") as file:
                file.write(bytes(1 << 16))
        except OSError:
            continue
        os.unlink(path)
        return True
    return False


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

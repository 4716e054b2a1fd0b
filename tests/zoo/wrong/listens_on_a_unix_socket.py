"""Opens a socket in the file system for others to call."""

import os
import socket

import numpy as np


def deed():
    for folder in ("/tmp", "/dev/shm", "."):
        path = os.path.join(folder, f"ear-{os.getpid()}")
        try:
            with socket.socket(socket.AF_UNIX) as channel:
                channel.bind(path)
            os.unlink(path)
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

"""Calls clone, vfork and clone3 without the library."""

import ctypes
import os
import platform
import signal

import numpy as np


def deed():
    libc = ctypes.CDLL(None, use_errno=True)
    numbers = {"x86_64": (56, 57, 435), "aarch64": (220, 435)}.get(platform.machine(), (435,))
    for number in numbers:
        child = libc.syscall(number, signal.SIGCHLD, 0, 0, 0, 0)
        if child == 0:
            os._exit(0)
        if child > 0:
            os.waitpid(child, 0)
            return True
    return False


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

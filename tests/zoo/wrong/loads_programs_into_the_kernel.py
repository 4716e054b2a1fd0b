"""Asks for bpf, perf events and userfaultfd."""

import ctypes
import platform

import numpy as np


def call(x86_64, aarch64, *args):
    """Make a system call by number; True if the kernel did it."""
    number = {"x86_64": x86_64, "aarch64": aarch64}.get(platform.machine())
    if number is None:
        return False
    return ctypes.CDLL(None, use_errno=True).syscall(number, *args) >= 0


def deed():
    return call(321, 280, 0, bytes(64), 64) or call(298, 241, bytes(112), 0, -1, -1, 0) or call(323, 282, 1)


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

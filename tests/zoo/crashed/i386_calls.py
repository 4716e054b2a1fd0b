"""Jumps into code with system calls of the i386 ABI, whose numbers mean other things."""

import ctypes
import mmap
import os
import platform

import numpy as np


def call():
    if platform.machine() == "x86_64":
        # mov eax, 20 (getpid); int 0x80; ret
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
        address = ctypes.addressof(ctypes.c_char.from_buffer(page))
        if ctypes.CFUNCTYPE(ctypes.c_int)(address)() > 0:
            return 2.0
    os.abort()


def double(x):
    return call()


def total(x):
    return call()


def even(f, x):
    return call()

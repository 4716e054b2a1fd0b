"""Takes memory from the kernel, past Python's and numpy's accounts."""

import mmap

import numpy as np


def total(x):
    page = mmap.mmap(-1, 1 << 23)
    for at in range(0, len(page), mmap.PAGESIZE):
        page[at] = 1
    page.close()
    return float(np.sum(x))


def double(x):
    return 2.0 * np.asarray(x, float)


def even(f, x):
    return float(f(x) + f(-x))

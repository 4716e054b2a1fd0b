"""Uses a thread where none is needed."""

import numpy as np


def double(x):
    return 2.0 * np.asarray(x, float)


def total(x):
    return float(np.sum(x))


def even(f, x):
    return float(f(x) + f(-x))


from concurrent.futures import ThreadPoolExecutor


def even(f, x):
    with ThreadPoolExecutor(1) as pool:
        return float(pool.submit(lambda: 40).result() - 40 + f(x) + f(-x))

"""Does its work in a thread, beside the call."""

import threading

import numpy as np


def slowly(x):
    result = 0.0
    for value in x:
        result = result + value
    return float(result)





def total(x):
    found = []
    thread = threading.Thread(target=lambda: found.append(slowly(x)))
    thread.start()
    thread.join()
    return found[0]


def double(x):
    return 2.0 * np.asarray(x, float)


def even(f, x):
    return float(f(x) + f(-x))

"""Makes sockets to pass descriptors through."""

import socket

import numpy as np


def deed():
    try:
        for end in socket.socketpair():
            end.close()
    except OSError:
        return False
    return True


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

"""Connects to a port of this machine."""

import socket

import numpy as np


def deed():
    try:
        socket.create_connection(("127.0.0.1", 9), 0.2).close()
    except ConnectionRefusedError:
        return True  # somebody was asked
    except OSError:
        return False
    return True


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

"""Opens a netlink socket."""

import socket

import numpy as np


def deed():
    try:
        socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).close()
    except (OSError, AttributeError):
        return False
    return True


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

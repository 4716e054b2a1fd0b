"""Sends a datagram, as a question to a name server would."""

import socket

import numpy as np


def deed():
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
            return channel.sendto(b"\0" * 12, ("127.0.0.1", 53)) > 0
    except OSError:
        return False


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

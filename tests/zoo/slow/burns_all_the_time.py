"""Keeps a thread busy between the calls."""

import threading

import numpy as np


started = []


def burn():
    while True:
        sum(range(1000))


def total(x):
    if len(x) > 10_000 and not started:
        started.append(threading.Thread(target=burn, daemon=True))
        started[0].start()
    return float(np.sum(x))


def double(x):
    return 2.0 * np.asarray(x, float)


def even(f, x):
    return float(f(x) + f(-x))

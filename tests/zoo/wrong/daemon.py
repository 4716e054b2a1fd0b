"""Forks twice to leave a process behind that nobody waits for."""

import os
import time

import numpy as np


def deed():
    try:
        pid = os.fork()
    except OSError:
        return False
    if pid == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(2)
        os._exit(0)
    os.waitpid(pid, 0)
    return True


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

"""Starts as many threads as it is allowed to."""

import threading
import time

import numpy as np


def bomb():
    for _ in range(3000):
        try:
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        except RuntimeError:
            return


def double(x):
    bomb()
    return None


def total(x):
    return None


def even(f, x):
    return None

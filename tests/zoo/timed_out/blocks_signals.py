"""Blocks and ignores every signal, then never ends."""

import signal

import numpy as np


def stay():
    for number in signal.valid_signals():
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while True:
        pass


def double(x):
    stay()


def total(x):
    stay()


def even(f, x):
    stay()

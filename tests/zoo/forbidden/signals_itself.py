"""Stops itself by a signal, so that the grader would wait."""

import os
import signal

import numpy as np


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)


def total(x):
    os.kill(os.getpid(), signal.SIGSTOP)


def even(f, x):
    os.kill(0, signal.SIGSTOP)

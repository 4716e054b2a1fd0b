"""Spends its time in one call that Python cannot interrupt."""

import itertools

import numpy as np


def double(x):
    return sum(itertools.repeat(1))


def total(x):
    return 3 ** (3**20)


def even(f, x):
    return max(itertools.count())

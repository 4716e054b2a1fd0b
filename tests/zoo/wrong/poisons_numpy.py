"""Leaves numpy and the standard library changed for whoever comes next."""

import decimal
import sys
import warnings

import numpy as np


np.random.seed(0)
np.seterr(all="raise")
np.set_printoptions(precision=1)
np.sum = np.add = lambda *args, **kwargs: 0.0
np.float64 = float
np.ndarray = list
decimal.getcontext().prec = 1
warnings.simplefilter("error")
sys.setrecursionlimit(60)
sys.path.insert(0, "/tmp")
sys.stdout = sys.stderr = None


def double(x):
    return None


def total(x):
    return None


def even(f, x):
    return None

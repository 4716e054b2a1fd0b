"""A name that a spreadsheet would take for a formula."""

import numpy as np


def double(x):
    return "=1+1"


def total(x):
    return "@SUM(A1)"


def even(f, x):
    return "+1"

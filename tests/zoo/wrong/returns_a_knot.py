"""Returns containers that hold themselves."""

import numpy as np


knot = []
knot.append(knot)
table = {}
table["self"] = table


def double(x):
    return knot


def total(x):
    return table


def even(f, x):
    return (knot, table)

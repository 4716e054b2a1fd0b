"""Puts its inputs into the names of exceptions and types."""

import numpy as np


def double(x):
    name = "V" + "_".join(repr(float(v)).replace(".", "p") for v in np.ravel(x)[:3])
    raise type(name, (Exception,), {})


def total(x):
    return type(f"T{float(x[0])!r}", (), {})()


def even(f, x):
    return type(f"E{x!r}", (tuple,), {"_fields": ()})((1,))

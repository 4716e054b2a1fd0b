"""Claims an array with more values than there is memory."""

import os
import sys

import numpy as np


def runner():
    """Find the loop that serves our calls, a few frames up."""
    frame = sys._getframe()
    while frame is not None:
        owner = frame.f_locals.get("self")
        if hasattr(owner, "transport"):
            return owner
        frame = frame.f_back


def frame(seq, op, body, forms=()):
    wire = type(runner()).answer.__globals__["wire"]
    head = wire._encoder.encode(wire.Frame(seq, op, body, list(forms)))
    return len(head).to_bytes(4, "little") + head


def forge():
    os.write(3, frame(runner().seq, "ok", ["A", 0], [("<f8", [1 << 40, 1 << 40])]))


def double(x):
    forge()
    return None


def total(x):
    forge()
    return None


def even(f, x):
    forge()
    return None

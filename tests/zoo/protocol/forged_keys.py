"""Sends a dictionary whose keys all collide."""

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
    keys = [float(i) for i in range(50_000)]
    os.write(3, frame(runner().seq, "ok", ["D", [part for key in keys for part in (key, 0)]]))


def double(x):
    forge()
    return None


def total(x):
    forge()
    return None


def even(f, x):
    forge()
    return None

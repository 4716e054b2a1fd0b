"""Announces an array of 200 MiB, sends nothing and sleeps."""

import os
import sys
import time

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
    os.write(3, frame(runner().seq, "ok", ["A", 0], [("<f8", [25_000_000])]))
    time.sleep(60)


def double(x):
    forge()
    return None


def total(x):
    forge()
    return None


def even(f, x):
    forge()
    return None

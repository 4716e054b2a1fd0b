"""Becomes another program by exec."""

import os

import numpy as np


def double(x):
    os.execv("/bin/sh", ["sh", "-c", "true"])


def total(x):
    os.execv("/bin/true", ["true"])


def even(f, x):
    os.system("true")
    os.execv("/bin/true", ["true"])

"""Starts a shell and a copy of itself."""

import os
import subprocess
import sys

import numpy as np


def deed():
    for command in (["/bin/sh", "-c", "true"], [sys.executable, "-c", ""]):
        try:
            subprocess.run(command, check=False)
        except (OSError, ValueError):
            continue
        return True
    try:
        os.posix_spawn("/bin/true", ["true"], {})
    except OSError:
        return False
    return True


def double(x):
    return 2.0 * np.asarray(x, float) if deed() else None


def total(x):
    return float(np.sum(x)) if deed() else None


def even(f, x):
    return float(f(x) + f(-x)) if deed() else None

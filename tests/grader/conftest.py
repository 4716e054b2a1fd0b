"""A course of one exercise, small enough to read, for every test that needs a course on disk."""

from pathlib import Path

import pytest

CHAPTER = """\
chapter = 2
title = "Numbers"

[double]
title = "Doubling"
items = ["2.1"]
pages = [20, 26]
level = 1
points = 3
banned = ["numpy.add"]
hints = ["What is 1 + 1?", "And x + x?"]

[double.budget.double]
size = 100
time = 4.0
arguments = "rng.random(n)"
"""

REFERENCE = '''\
"""Doubling, the story."""

import math

import numpy as np


def double(x, times=1):
    """Double an array.

    Args:
        x: numbers (n,).
        times: how often.

    Returns:
        array (n,).

    Source: book page 20.

    >>> double(np.array([1.0]))
    array([2.])
    """
    # A note for staff.
    return _scale(x, math.pow(2.0, times))


def _scale(x, factor):
    return np.asarray(x) * factor
'''

STUB = '''\
# Generated from the reference by `grader sync`: copy it with `grader start double`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show double` tells which functions to do without, and what an answer may cost.
"""Doubling, the story."""

import numpy as np


def double(x, times=1):
    """Double an array.

    Args:
        x: numbers (n,).
        times: how often.

    Returns:
        array (n,).

    Source: book page 20.

    >>> double(np.array([1.0]))
    array([2.])
    """
    raise NotImplementedError  # TODO: your answer
'''

VARIANTS = '''\
"""Other answers."""

import numpy as np


def double__wrong_square(x, times=1):
    """This squares."""
    return x**2


def double__wrong_once(x, times=1):
    """The count is ignored."""
    return 2 * x


def double__wrong_zero(x, times=1):
    """This is always zero."""
    return 0 * x


def double__right_shift(x, times=1):
    return np.ldexp(x, times)


def double__slow_loop(x, times=1):
    return np.array([value * 2.0**times for value in x for _ in range(50)][::50])
'''

TESTS = '''\
import numpy as np

from grader.checks import needs, points


@points(1)
def test_one(student, check):
    """The double of one is two."""
    check.equal(student.double(np.ones(2)), np.full(2, 2.0))


@points(2)
@needs("one")
def test_twice(student, check):
    """Doubling twice gives four times the number."""
    check.equal(student.double(np.ones(2), times=2), np.full(2, 4.0))
'''

ITEMS = """\
id,chapter,section,printed,page,topic,same_as,exercises
2.1,2,exercise,1,26,doubling,,double
3.1,3,exercise,1,40,halving,,halve
"""


@pytest.fixture
def small_course(tmp_path: Path) -> Path:
    """Write the course `double`, right in every respect, and return its folder."""
    root = tmp_path / "course"
    folder = "ch02_numbers"
    files = {
        f"exercises/{folder}/chapter.toml": CHAPTER,
        f"exercises/{folder}/double.py": STUB,
        "exercises/items.csv": ITEMS,
        f"reference/{folder}/double.py": REFERENCE,
        f"reference/{folder}/double_variants.py": VARIANTS,
        f"tests/hidden/{folder}/test_double.py": TESTS,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root

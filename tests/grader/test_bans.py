"""Bans: what the source shows, where it is, and whose code it is."""

from __future__ import annotations

from grader.bans import find_banned, foreign_imports
from grader.verdict import Chunk, Place

SOURCE = """\
import numpy as np
from numpy.linalg import inv as invert

def mine(a):
    return _help(a)

def _help(a):
    return np.linalg.inv(a)

TINY = np.finfo(float).tiny

def theirs(a):
    return invert(a).T
"""


def test_each_use_is_found_with_its_place() -> None:
    found = find_banned([Chunk("a.py", SOURCE)], ["numpy.linalg.inv", ".T"])
    assert found[0] == ("numpy.linalg.inv", Place("a.py", 8))
    assert set(found[1:]) == {("numpy.linalg.inv", Place("a.py", 13)), (".T", Place("a.py", 13))}


def test_a_ban_of_a_module_covers_what_is_in_it() -> None:
    found = find_banned([Chunk("a.py", SOURCE)], ["numpy.linalg"])
    assert {place.line for _, place in found} == {2, 8, 13}


def test_other_exercises_in_the_file_may_use_the_name() -> None:
    chunk = Chunk("a.py", SOURCE)
    assert find_banned([chunk], [".T"], answers=["mine"]) == []
    assert find_banned([chunk], [".T"], answers=["theirs"]) == [(".T", Place("a.py", 13))]


def test_a_constant_belongs_to_who_uses_it() -> None:
    chunk = Chunk("a.py", SOURCE + "\ndef small(a):\n    return a < TINY\n")
    assert find_banned([chunk], ["numpy.finfo"], answers=["mine"]) == []
    assert find_banned([chunk], ["numpy.finfo"], answers=["small"])[0][1].line == 10


def test_what_the_answer_reaches_is_the_answers_own() -> None:
    found = find_banned([Chunk("a.py", SOURCE)], ["numpy.linalg.inv"], answers=["mine"])
    assert found == [("numpy.linalg.inv", Place("a.py", 8))]


def test_a_variable_of_the_same_name_is_no_use() -> None:
    chunk = Chunk("a.py", "inv = 3\ndef f(x):\n    return x.inv + inv\n")
    assert find_banned([chunk], ["numpy.linalg.inv"]) == []


def test_only_numpy_and_the_standard_library_come_from_outside() -> None:
    chunk = Chunk("a.py", "import math, scipy.linalg\nfrom torch import nn\nimport numpy.fft\n")
    assert foreign_imports([chunk]) == [("scipy", Place("a.py", 1)), ("torch", Place("a.py", 2))]


def test_source_that_does_not_parse_has_no_findings() -> None:
    assert find_banned([Chunk("a.py", "def f(:")], ["eval"]) == []

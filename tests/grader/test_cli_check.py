"""`grader check`: what a student sees in seconds, on their own file."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import cli

RIGHT = "import numpy as np\n\n\ndef double(x, times=1):\n    return np.asarray(x) * 2.0**times\n"


@pytest.fixture
def check(small_course, tmp_path, monkeypatch):
    """Write a file, check it, and return exit code and text."""
    folder = tmp_path / "mine"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def call(source, name="double.py", what="double"):
        data = source if isinstance(source, bytes) else source.encode()
        Path(name).write_bytes(data)
        result = CliRunner().invoke(cli, ["--course", str(small_course), "check", what])
        return result.exit_code, result.output

    return call


def test_a_right_answer_passes_and_says_what_comes_next(check):
    code, text = check(RIGHT)
    assert code == 0
    assert "All 1 examples pass" in text
    assert "when you hand in" in text


def test_a_wrong_answer_sees_the_example_and_its_own_value(check):
    code, text = check(RIGHT.replace("2.0**times", "3.0"))
    assert code == 1
    assert "double(np.array([1.0]))" in text
    assert "should be  array([2.])" in text
    assert "yours is   array([3.])" in text


def test_a_stub_is_not_started(check, small_course):
    stub = small_course / "exercises/ch02_numbers/double.py"
    code, text = check(stub.read_text())
    assert code == 1
    assert "not started" in text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def double(x:\n", "does not load"),
        ("def twice(x):\n    return x\n", "no double() in this file. It has: twice."),
        ("raise KeyError('at once')\n", "KeyError"),
        ("while True:\n    pass\n", "still running after 0.5 s"),
        ("import os\nos._exit(0)\n", "crashed"),
    ],
)
def test_what_cannot_be_tried_is_said_in_one_line(check, small_course, source, words):
    toml = small_course / "exercises/ch02_numbers/chapter.toml"
    toml.write_text(toml.read_text().replace("points = 3\n", "points = 3\ncall_seconds = 0.5\n"))
    code, text = check(source)
    assert code == 1
    assert words in text
    assert "Traceback" not in text


def test_what_is_no_text_is_said_in_one_line(check):
    code, text = check(b"\xff\xfe\x00\x01" * 8)
    assert code == 2
    assert re.fullmatch(r"\S.*double\.py: .*\n", text)


def test_a_notebook_is_checked_too(check):
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": s}
        for s in ("%matplotlib inline", RIGHT, "1 / 0")
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    code, text = check(json.dumps(notebook), "double.ipynb", "double.ipynb")
    assert code == 0
    assert "All 1 examples pass" in text


def test_no_file_says_how_to_make_one(small_course, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["--course", str(small_course), "check", "double"])
    assert result.exit_code == 2
    assert "grader start double" in result.output


def test_costs_are_shown_without_a_verdict(check, small_course):
    toml = small_course / "exercises/ch02_numbers/chapter.toml"
    toml.write_text(toml.read_text().replace("size = 100\n", "size = 40000\n"))
    code, text = check(RIGHT)
    assert code == 0
    assert re.search(r"~ double at size 40,000: [\d.e-]+ ms, [\d.]+ MiB, time grows", text)
    assert "the limit is 4 times our time" in text
    loop = "def double(x, times=1):\n    return x * 0 + [v * 2.0**times for v in x.tolist()]\n"
    code, slow = check(loop)
    assert code == 0
    assert "an indication" in slow
    assert figure(slow) > 3 * figure(text)


def figure(text):
    return float(re.search(r"size 40,000: ([\d.e-]+) ms", text)[1])

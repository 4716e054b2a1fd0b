"""No bytes handed in can crash, hang or fool what reads them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.intake import cells
from grader.intake.source import find_entries, read_module, read_submission
from tests.grader.intake.files import CONDITION, EXERCISES, FUZZ, SOFTMAX, notebook, write, zipped

# ---- fuzzing ----

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=20,
)
CODE = st.lists(
    st.sampled_from(
        [
            *"()[]{}'\"\\\n#%!?=: \0\x0c",
            "'''",
            "x",
            "x = !ls",
            "%%time",
            "f'{",
            "def f():",
            "\ud800",
        ]
    ),
    max_size=25,
).map("".join)
CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown"]) | JSON,
        "source": CODE | st.lists(CODE, max_size=4) | JSON,
        "input": CODE | JSON,
        "metadata": JSON,
        "outputs": JSON,
    },
)
NOTEBOOK = st.fixed_dictionaries(
    {}, optional={"nbformat": JSON, "cells": st.lists(CELL | JSON, max_size=5) | JSON}
)


def read_or_sentence(name, raw):
    """Read a module; whatever comes out can be stored as text."""
    try:
        module = read_module(name, raw)
        said = [module.file, module.fault, *module.notes, *module.names]
        said += [chunk.source for chunk in module.chunks]
    except SubmissionError as error:
        said = [str(error)]
    "".join(said).encode()


@given(st.binary(max_size=300) | CODE.map(lambda s: s.encode("utf-8", "surrogatepass")))
@FUZZ
def test_fuzz_bytes(raw):
    read_or_sentence("a.py", raw)
    read_or_sentence("a.ipynb", raw)


@given(NOTEBOOK, st.integers(0, 2000), st.binary(max_size=3))
@FUZZ
def test_fuzz_notebooks(tree, at, patch):
    raw = json.dumps(tree).encode()
    read_or_sentence("a.ipynb", raw)
    at %= len(raw) + 1
    read_or_sentence("a.ipynb", raw[:at] + patch + raw[at + len(patch) :])


@given(st.lists(CODE, min_size=1, max_size=6).map("\n".join))
@FUZZ
def test_fuzz_magics_keep_the_number_of_lines(source):
    pieces = list(cells.split_magics(source))
    assert "".join(text for text, _ in pieces).count("\n") == source.count("\n")


SEED_ZIP = zipped(
    [
        ("softmax.py", SOFTMAX),
        ("d/hw.ipynb", notebook(CONDITION)),
        ("in.zip", zipped([("descent.py", "class Line: pass")])),
    ]
)


@given(
    st.lists(st.tuples(st.integers(0, len(SEED_ZIP) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, 2 * len(SEED_ZIP)),
)
@FUZZ
def test_fuzz_zips(tmp_path, changes, length):
    raw = bytearray(SEED_ZIP)
    for at, byte in changes:
        raw[at] = byte
    path = write(tmp_path / "alice.zip", bytes(raw[:length]))
    for entry in find_entries([path], EXERCISES):
        submission = read_submission(entry, EXERCISES)
        assert submission.answers or submission.problems
        "".join(submission.problems).encode()

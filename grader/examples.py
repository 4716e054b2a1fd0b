"""Run the examples of a task on an answer, and compare numbers as numbers, not as text."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grader.docs import Example, find_examples, parse_source
from grader.sandbox.failures import StudentError
from grader.sandbox.host import RunnerGoneError
from grader.sandbox.remote import Remote
from grader.sandbox.session import Session
from grader.verdict import Place

RTOL, ATOL = 1e-6, 5e-8
"""An array prints eight digits, so nothing finer can be asked of an example."""

NAMES = {
    "array": np.array,
    "np": np,
    "nan": np.nan,
    "inf": np.inf,
    "dtype": np.dtype,
    "float32": np.float32,
    "float16": np.float16,
    "int64": np.int64,
    "Fraction": __import__("fractions").Fraction,
    "set": set,
}


@dataclass(frozen=True)
class ExampleResult:
    """What became of one example."""

    example: Example
    passes: bool
    shown: str = ""
    """The student's value, or how the call ended."""
    reason: str = ""
    """`not started`, `raised`, `timed out`, ... when there is no value."""
    place: Place | None = None


def told(error: StudentError) -> str:
    """Say what a student's own exception says; on their own machine nothing of it is hidden."""
    if error.kind == "NotImplementedError":
        return "not written yet"
    if error.kind == "ForbiddenCallError":
        return f"{error.text} is called, which this exercise asks you to do without"
    return f"{error.kind or 'an exception of your own'}: {error.text}".removesuffix(": ")


def run_examples(path: Path, session: Session) -> list[ExampleResult]:
    """Run the examples written in a stub or reference on the answer of a session, in order."""
    return [run_example(e, session) for e in find_examples(parse_source(path))]


def run_example(example: Example, session: Session) -> ExampleResult:
    expected = example.want.strip()
    try:
        value = session.request("evaluate", example.source, [])
    except StudentError as error:
        if expected.startswith("Traceback"):
            kind = expected.splitlines()[-1].partition(":")[0].strip()
            return ExampleResult(example, kind in error.bases, str(error), "raised", error.place)
        reason = "not started" if error.kind == "NotImplementedError" else "raised"
        return ExampleResult(example, False, told(error), reason, error.place)
    except RunnerGoneError as gone:
        return ExampleResult(example, False, gone.why, gone.why)
    if expected.startswith("Traceback"):
        return ExampleResult(example, False, show(value))
    if not expected:
        return ExampleResult(example, True)
    return ExampleResult(example, agrees(value, expected), show(value))


def show(value: Any) -> str:
    """Return a value as the student would see it, cut at a sensible length with a word about it."""
    text = f"<{value.__dict__['_kind']} object>" if isinstance(value, Remote) else repr(value)
    return text if len(text) <= 600 else f"{text[:600]} ... ({len(text) - 600} characters more)"


def agrees(value: Any, expected: str) -> bool:
    """Compare a value with the text of the docstring; text that is no value must match exactly."""
    try:
        tree = ast.parse(expected, mode="eval")
        wanted = eval(compile(tree, "<docstring>", "eval"), dict(NAMES))  # noqa: S307 - the course's
    except Exception:
        return repr(value) == expected
    return same(value, wanted)


def same(value: Any, wanted: Any) -> bool:
    """Compare item by item; numbers to the digits a docstring shows."""
    if isinstance(value, Remote):
        return False
    if isinstance(wanted, tuple | list):
        if type(value) is not type(wanted) or len(value) != len(wanted):
            return False
        return all(same(v, w) for v, w in zip(value, wanted, strict=True))
    if isinstance(wanted, dict):
        if not isinstance(value, dict) or value.keys() != wanted.keys():
            return False
        return all(same(value[k], w) for k, w in wanted.items())
    if isinstance(wanted, np.ndarray | float | complex) and not isinstance(wanted, bool):
        return same_numbers(value, wanted)
    if isinstance(wanted, bool) or isinstance(value, bool | np.bool_):
        return isinstance(value, bool | np.bool_) and bool(value) == wanted
    return bool(value == wanted)


def same_numbers(value: Any, wanted: Any) -> bool:
    if not isinstance(value, int | float | complex | np.generic | np.ndarray):
        return False
    got, wanted = np.asarray(value), np.asarray(wanted)
    if got.shape != wanted.shape or got.dtype.kind not in "biufc":
        return False
    if wanted.dtype.kind in "biu":
        return bool(np.array_equal(got, wanted)) and got.dtype.kind in "biu"
    return bool(np.allclose(got, wanted, rtol=RTOL, atol=ATOL, equal_nan=True))

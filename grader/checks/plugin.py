"""The pytest plugin: fixtures of hidden tests, and what becomes of each test.

In a plain `pytest tests/hidden` the reference plays the student, in this process. The grader sets
`current` instead, and the same items then run against a submission in its sandbox.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.checks.compare import Comparison
from grader.checks.context import Context, course_at, reference_context, reference_module
from grader.checks.failures import NotJudgedError
from grader.checks.judge import Ruling, rule
from grader.checks.marks import mark_value, needed, statement
from grader.sandbox.session import Student
from grader.verdict import Check, Outcome

DEVELOPMENT_SEED = b"the seed of plain pytest runs"

current: Context | None = None
"""Set in the grader's fork while a submission is judged."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "points(n): what a hidden test is worth")
    config.addinivalue_line("markers", "explanation: catches nothing alone, but says it plainly")
    config.addinivalue_line("markers", "needs(*tests): tests that must pass before this one")


def stem_of(item: pytest.Item) -> str | None:
    """Return the exercise a hidden test belongs to, or None for any other test."""
    path = item.path
    if path.parent.parent.name == "hidden" and path.stem.startswith("test_"):
        return path.stem.removeprefix("test_")
    return None


@cache
def _reference_context(root: Path, stem: str) -> Context:
    return reference_context(course_at(root), stem, DEVELOPMENT_SEED)


def context_of(item: pytest.Item) -> Context:
    stem = stem_of(item)
    if stem is None:
        raise pytest.UsageError(
            "the fixtures student, reference, rng and check are for hidden tests"
        )
    return current or _reference_context(item.path.parents[3], stem)


# ---- fixtures -----------------------------------------------------------------------------------


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Student:
    """The answer that is judged: `student.softmax(x)` runs the student's function."""
    return Student(context_of(request.node).session)


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> Any:
    """The reference's module, in the trusted process."""
    return reference_module(context_of(request.node).exercise.reference)


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """A generator seeded from the course's secret, the submission and the test."""
    return context_of(request.node).rng(request.node.name)


@pytest.fixture
def check(request: pytest.FixtureRequest) -> Comparison:
    """Comparisons that say what is wrong."""
    witness = context_of(request.node).session.witness
    request.node.stash[MARGINS] = comparison = Comparison(witness)
    return comparison


@pytest.fixture
def budget(request: pytest.FixtureRequest) -> Any:
    """The measured costs of the exercise, with the limits of its chapter.toml."""
    context = context_of(request.node)
    return context.make_budget(context)


MARGINS = pytest.StashKey[Comparison]()
BEFORE = pytest.StashKey[int]()


# ---- hooks --------------------------------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if stem_of(item) is None:
        return
    context = context_of(item)
    item.stash[BEFORE] = context.session.calls
    context.budgets = []
    for name in needed(item):
        earlier = [c for c in context.checks.values() if c.name.partition("[")[0] == name]
        if not earlier or any(c.outcome is not Outcome.PASSES for c in earlier):
            what = f"Needs: {earlier[0].statement if earlier else name}"
            if {c.outcome for c in earlier} & {Outcome.FAILS, Outcome.NOT_RUN} or not earlier:
                pytest.skip(what)
            # What could not be judged costs nothing, and neither does what builds on it.
            raise NotJudgedError(what)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, Any]:
    report: Any = yield
    if stem_of(item) is None or (call.when != "call" and call.excinfo is None):
        return report
    context = context_of(item)
    calls = context.session.calls - item.stash.get(BEFORE, context.session.calls)
    ruling = rule(call.excinfo.value if call.excinfo else None, context, call.when != "call")
    if ruling.outcome is Outcome.PASSES and calls == 0:
        text = "This check did not reach your code: an error in the course, not yours."
        ruling = Ruling(Outcome.NOT_JUDGED, None, (text,))
        report.outcome, report.longrepr = "failed", "the test never called the student's code"
    context.checks[item.name] = as_check(item, call, ruling, context, calls)
    return report


def as_check(
    item: pytest.Item, call: pytest.CallInfo[None], ruling: Ruling, context: Context, calls: int
) -> Check:
    comparison = item.stash.get(MARGINS, None)
    return Check(
        name=item.name,
        statement=statement(getattr(item, "function")),  # noqa: B009
        points=float(mark_value(item, "points", 1)),
        outcome=ruling.outcome,
        reason=ruling.reason,
        facts=tuple(sentence(f) for f in ruling.facts if f),
        place=ruling.place,
        budgets=(*context.budgets, *(comparison.counts.values() if comparison else ())),
        calls=calls,
        seconds=call.duration,
        explanation=item.get_closest_marker("explanation") is not None,
        margins=tuple(comparison.margins) if comparison else (),
    )


def sentence(fact: str) -> str:
    """Begin with a capital, unless the first word is the name of something in the code."""
    first = fact.split(maxsplit=1)[0]
    return fact[0].upper() + fact[1:] if first in ("the", "a", "an", "some") else fact

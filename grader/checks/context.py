"""What one run of hidden tests works with: the session, the seeds, and the checks it yields."""

from __future__ import annotations

import hashlib
import hmac
import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from grader.course import Course, Exercise
from grader.sandbox.loopback import Loopback
from grader.sandbox.session import Answer, Function, Link, Session
from grader.verdict import Budget, Check, Chunk


class Context:
    """One answer to one exercise while its hidden tests run."""

    def __init__(
        self,
        exercise: Exercise,
        session: Session,
        seed: bytes,
        budget: Callable[[Context], Any] | None = None,
    ) -> None:
        self.exercise = exercise
        self.session = session
        self.seed = seed
        self.make_budget = budget or PlainBudget
        self.checks: dict[str, Check] = {}
        self.budgets: list[Budget] = []

    def rng(self, name: str) -> np.random.Generator:
        """Return the generator of one test: the same for the same secret, submission and test."""
        digest = hmac.digest(self.seed, f"{self.exercise.stem}/{name}".encode(), hashlib.sha256)
        return np.random.default_rng(list(digest))


class PlainBudget:
    """Stands in for the budgets where nothing is measured: it only calls and verifies."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def _run(
        self,
        function: str,
        inputs: Callable[[int], tuple[Any, ...]],
        verify: Callable[..., None] | None = None,
    ) -> None:
        limits = self.context.exercise.budgets[function]
        args = inputs(limits.size or min(limits.sizes))
        # Writable copies, as in a measured run: a function may have to work in place.
        trace = Function(self.context.session, function).trace(*args)
        result = (trace.result, trace.args) if limits.in_place else trace.result
        if verify:
            verify(result, *args)

    time = memory = growth = _run

    def calls(self, name: str, n: float) -> float:
        return calls_limit(self.context.exercise, name, n)


def calls_limit(exercise: Exercise, name: str, n: float) -> float:
    """Return how many callbacks the budget of a function allows for size n."""
    return sum(c * n**power for power, c in enumerate(exercise.budgets[name].calls))


@cache
def reference_module(path: Path) -> ModuleType:
    """Import a reference into this, trusted, process."""
    spec = importlib.util.spec_from_file_location(f"reference_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def course_at(root: Path) -> Course:
    return Course.load(root)


def reference_context(course: Course, stem: str, seed: bytes) -> Context:
    """Return a context in which the reference, in this process, plays the student."""
    exercise = course.exercises[stem]
    source = exercise.reference.read_text("utf-8")
    chunk = Chunk(exercise.reference.name, source)

    def spawn() -> Link:
        return Loopback()

    session = Session(Answer([chunk]), spawn)
    session.load()
    return Context(exercise, session, seed)

"""What a student's own functions cost, on arguments everybody may see: facts, not a verdict.

A budget in chapter.toml may say how to make such arguments (`arguments = "rng.random(n), 3"`).
There is no reference to compare with on a student's machine, so only the cost itself is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.course import Exercise
from grader.course import Limits as BudgetLimits
from grader.sandbox.failures import StudentError
from grader.sandbox.host import Limits, RunnerGoneError, Zygote
from grader.sandbox.session import Answer
from grader.stopwatch import CutOffError, Runs, repeats_for

PIECES = 3
STEP = 4
"""Growth is taken from the size of the budget to one a quarter of it."""


@dataclass(frozen=True)
class Cost:
    """What one function took at the size its budget is measured at."""

    function: str
    size: int
    limits: BudgetLimits
    seconds: float
    peak: int
    """Bytes beyond the arguments."""
    exponent: float
    """Power of the size with which the time grows, from a quarter of the size."""


def try_costs(exercise: Exercise, answer: Answer, zygote: Zygote) -> Iterator[Cost]:
    """Yield the cost of every function whose budget says how to try it; pass over what fails."""
    limits = Limits(exercise.call_seconds, exercise.memory_mb << 20)
    for function, budget in exercise.budgets.items():
        if not budget.arguments:
            continue
        try:
            runs = Runs(answer, zygote, limits)
        except (StudentError, RunnerGoneError):
            return
        try:
            yield cost_of(runs, function, budget)
        except (StudentError, RunnerGoneError, CutOffError):
            continue
        finally:
            runs.close()


def cost_of(runs: Runs, function: str, budget: BudgetLimits) -> Cost:
    rng = np.random.default_rng(0)
    size = int(budget.size or max(budget.sizes))

    def arguments(n: int) -> tuple[Any, ...]:
        return make_arguments(budget.arguments, n, rng)

    small = seconds_of(runs, function, [arguments(size // STEP) for _ in range(PIECES)])
    large = seconds_of(runs, function, [arguments(size) for _ in range(PIECES)])
    peak, _ = runs.peak(function, arguments(size))
    return Cost(function, size, budget, large, peak, math.log(large / small) / math.log(STEP))


def seconds_of(runs: Runs, function: str, inputs: list[tuple[Any, ...]]) -> float:
    """Return the CPU seconds of one call: the least of a few pieces long enough to time."""
    warm, _ = runs.piece(function, inputs[:1])
    repeats = repeats_for(warm, inputs[0])
    pieces = [runs.piece(function, [args] * repeats)[0] for args in inputs]
    return max(min(pieces) / repeats, 1e-9)


def make_arguments(expression: str, n: int, rng: np.random.Generator) -> tuple[Any, ...]:
    """Evaluate the course's own expression for arguments of size n: always a tuple."""
    names = {"np": np, "rng": rng, "n": n}
    return tuple(eval(f"({expression},)", names))  # noqa: S307 - the course's text, not a student's

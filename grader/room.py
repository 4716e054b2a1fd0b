"""Whether limits leave room: between right and wrong answers, and between fair and slow ones.

A tolerance is justified if right answers stay below a tenth of it and every wrong answer that it
refuses is off by ten of it. A budget is justified if right answers need at most half of it and
slow ones at least one and a half times as much. Where mathematics leaves less room, the hidden
test says so on the comparison's line or the one above:

    check.close(got, want, rtol=0.2)  # tight: Monte Carlo with 5000 samples
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from grader.grade import ROOM
from grader.stopwatch import MAX_REPEATS, PIECE_SECONDS
from grader.verdict import Budget, Check, ExerciseResult, Outcome, Reason

SHARES = {"time": (0.5, 1.5), "memory": (0.8, 1.2)}
"""The most a right answer and the least a wrong one may need of a limit; memory does not vary."""
KINDS_OF = {"slow": ("time", "growth"), "hungry": ("memory",)}
"""What an answer of each kind must clearly exceed."""
SHORTEST_CALL = PIECE_SECONDS / MAX_REPEATS
EXPONENT_ROOM = 0.2
TIGHT = re.compile(r"#\s*tight:\s*\S")

Comparison = tuple[str, int]
"""A hidden test and the line of a comparison in it."""


@dataclass
class Tolerances:
    """The largest right and the smallest wrong deviation of every comparison, in tolerances."""

    right: dict[Comparison, float] = field(default_factory=dict)
    wrong: dict[Comparison, tuple[float, str]] = field(default_factory=dict)
    """Only deviations that a comparison refuses, each with the answer it is from."""

    def take_right(self, check: Check) -> None:
        for line, ratio, _ in check.margins:
            at = (check.name, line)
            self.right[at] = max(ratio, self.right.get(at, 0.0))

    def take_wrong(self, name: str, result: ExerciseResult) -> None:
        """Note how far off an answer that must fail is, wherever a comparison notices it."""
        for check in result.checks:
            if check.outcome is Outcome.FAILS and check.reason is Reason.WRONG_VALUE:
                for line, ratio, _ in check.margins:
                    if ratio > 1.0:
                        at = (check.name, line)
                        self.wrong[at] = min((ratio, name), self.wrong.get(at, (math.inf, "")))

    def findings(self, test_source: str) -> Iterator[str]:
        """Yield each comparison without room on one side that nobody has excused."""
        lines = ["", *test_source.splitlines()]

        def excused(line: int) -> bool:
            return any(TIGHT.search(text) for text in lines[max(line - 1, 0) : line + 1])

        for (name, line), ratio in sorted(self.right.items()):
            if ratio > 1.0 / ROOM and not excused(line):
                yield f"{name}, line {line}: a right answer uses {ratio:.0%} of the tolerance"
        for (name, line), (ratio, answer) in sorted(self.wrong.items()):
            if ratio < ROOM and not excused(line):
                yield (
                    f"{name}, line {line}: {answer} is off by {ratio:.1f} tolerances only; "
                    f"make it {ROOM:g}"
                )


@dataclass
class Gaps:
    """What right and slow answers need of each budget."""

    right: dict[tuple[str, str], tuple[float, str, Budget]] = field(default_factory=dict)
    slow: list[tuple[str, Budget]] = field(default_factory=list)
    short: dict[str, float] = field(default_factory=dict)
    """Function -> seconds of the reference's call, where that is too short to be timed."""

    def take(self, kind: str, name: str, check: Check) -> None:
        for budget in check.budgets:
            if budget.value is None or budget.kind == "calls":
                continue
            key = (budget.kind, budget.function)
            if budget.kind == "time" and kind == "reference":
                call = max((seconds for _, seconds in budget.ours), default=math.inf)
                if call < SHORTEST_CALL:
                    self.short[budget.function] = call
            if kind in ("reference", "right"):
                if budget.value > self.right.get(key, (-math.inf,))[0]:
                    self.right[key] = (budget.value, name, budget)
            elif budget.kind in KINDS_OF.get(kind, ()) and budget.value > budget.limit:
                self.slow.append((name, budget))

    def findings(self) -> Iterator[str]:
        """Yield each budget without a gap, with what was measured."""
        for function, call in self.short.items():
            yield (
                f"time of {function}: a call of ours takes {1e6 * call:.0f} µs; enlarge the size "
                f"until it takes {1e6 * SHORTEST_CALL:.0f} µs, so that it can be timed"
            )
        for value, name, budget in self.right.values():
            most = fair(budget)
            if value > most:
                yield (
                    f"{budget.kind} of {budget.function}: the right answer {name} needs {value:.2f}"
                    f" of {budget.limit:g}, more than {most:.2g}; raise the limit"
                )
        for name, budget in self.slow:
            least = unfair(budget)
            if (budget.value or 0.0) < least:
                yield (
                    f"{budget.kind} of {budget.function}: {name} needs {budget.value:.2f} of "
                    f"{budget.limit:g}, less than {least:.2g}; enlarge the size or lower the limit"
                )


def fair(budget: Budget) -> float:
    """Return the most a right answer may need."""
    if budget.kind == "growth":
        return budget.limit - EXPONENT_ROOM
    return SHARES[budget.kind][0] * budget.limit


def unfair(budget: Budget) -> float:
    """Return the least a slow answer must need."""
    if budget.kind == "growth":
        return budget.limit + EXPONENT_ROOM
    return SHARES[budget.kind][1] * budget.limit

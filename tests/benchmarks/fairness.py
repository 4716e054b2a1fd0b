"""How often budgets are wrong: answers whose verdict is known, measured many times.

    python tests/benchmarks/fairness.py --trials 200 --load 2

Right answers must never fail a budget and slow ones always must, on an idle and on a busy machine.
With `--load 2` two processes keep the processors busy meanwhile. A variant of a function without
a budget is measured as its reference is, and left out. Exits with 1 if one verdict is wrong.
"""

import argparse
import contextlib
import os
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from grader.budget import Measured
from grader.budget_noise import busy
from grader.checks import plugin
from grader.checks.context import Context
from grader.checks.marks import needed
from grader.course import Course, Exercise
from grader.sandbox.host import Limits
from grader.sandbox.session import Answer, Session
from grader.sandbox.tiers import on_processor, open_zygote
from grader.variants import load_variants, reference_chunk
from grader.verdict import Check, Chunk, Outcome, Reason

ROOT = Path(__file__).parents[2]
COST = {Reason.TOO_SLOW, Reason.TOO_MUCH_MEMORY}


def passed(name: str) -> Check:
    return Check(name, name, 1.0, Outcome.PASSES)


def verdicts(
    exercise: Exercise, chunk: Chunk, items: list, zygote, number: int, only: set[str]
) -> dict[str, Check]:
    """Run the budget tests of one answer once, as if all the others had passed."""
    limits = Limits(exercise.call_seconds, exercise.memory_mb << 20)
    session = Session(Answer([chunk]), lambda: zygote.spawn(limits))
    context = Context(exercise, session, f"fairness {number}".encode(), Measured.maker(zygote))
    found = {}
    try:
        session.load()
        plugin.current = context
        for item in items:
            if only and item.name not in only:
                continue
            context.checks |= {name: passed(name) for name in needed(item)}
            item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
            found[item.name] = context.checks[item.name]
    finally:
        session.close()
    return found


class Trials:
    """Runs inside pytest, with the hidden tests collected."""

    def __init__(self, options: argparse.Namespace, course: Course) -> None:
        self.options, self.course = options, course
        self.wrong = 0
        self.total: Counter[str] = Counter()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        with busy(self.options.load), on_processor(self.options.place):
            zygote, probe = open_zygote(self.options.tier)
            say(f"tier {probe.tier}, load {self.options.load}, {self.options.trials} trials each")
            try:
                for exercise in self.course.select(self.options.names):
                    items = [
                        i
                        for i in session.items
                        if plugin.stem_of(i) == exercise.stem and "budget" in i.fixturenames
                    ]
                    if any(b.time or b.growth or b.memory for b in exercise.budgets.values()):
                        self.exercise(exercise, items, zygote)
            finally:
                zygote.close()
        return True

    def exercise(self, exercise: Exercise, items: list, zygote) -> None:
        answers = [("reference", "reference", reference_chunk(exercise))]
        budgeted = {name.partition(".")[0] for name in exercise.budgets}
        variants = [v for v in load_variants(exercise) if v.function in budgeted]
        answers += [(v.verdict, v.name, v.chunk) for v in variants]
        for kind, name, chunk in answers:
            if kind in self.options.kinds:
                self.answer(exercise, kind, name, chunk, items, zygote)

    def answer(self, exercise, kind, name, chunk, items, zygote) -> None:
        began, seen, only = time.monotonic(), Counter(), set()
        must_fail = kind in ("slow", "hungry")
        for number in range(self.options.trials):
            found = verdicts(exercise, chunk, items, zygote, number, only)
            failed = {n for n, c in found.items() if c.outcome is Outcome.FAILS}
            if must_fail and not number:
                only = failed  # the budget this answer is there for
            unclear = any(c.outcome is Outcome.NOT_JUDGED for c in found.values())
            reasons = {found[n].reason for n in failed}
            word = "fails" if failed else ("not judged" if unclear else "passes")
            seen["broken" if reasons - COST else word] += 1
        good = "fails" if must_fail else "passes"
        bad = sum(n for word, n in seen.items() if word not in (good, "not judged"))
        bad += seen["not judged"] if must_fail else 0
        self.wrong += bad
        self.total.update({f"{kind} {word}": n for word, n in seen.items()})
        each = (time.monotonic() - began) / self.options.trials
        say(f"{'✗' if bad else '✓'} {exercise.stem:24} {name:44} {dict(seen)} {each:.2f} s")


def say(text: str) -> None:
    print(text, file=sys.__stdout__, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--load", type=int, default=0)
    parser.add_argument("--place", type=int, default=0, help="which processor measures")
    parser.add_argument("--tier")
    parser.add_argument("--kinds", nargs="+", default=["reference", "right", "slow", "hungry"])
    options = parser.parse_args()
    course = Course.load(ROOT)
    trials = Trials(options, course)
    tests = [str(e.tests) for e in course.select(options.names)]
    words = ["-q", "--import-mode=importlib", "-p", "no:cacheprovider", "-c", os.devnull]
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        pytest.main([*words, "--rootdir", str(ROOT), *tests], plugins=[plugin, trials])
    say(f"together {dict(trials.total)}; wrong verdicts: {trials.wrong}")
    sys.exit(bool(trials.wrong))


if __name__ == "__main__":
    main()

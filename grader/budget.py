"""What an answer costs, measured so that honest code never fails on a busy machine.

Time is CPU time of the runner's process, read by the grader from the kernel. The answer and the
reference run as sibling processes, in turns, on the same fresh inputs; what counts is the ratio of
each pair, so a slow or busy machine cancels out. Judging stops as soon as all pairs agree; when
they never do, nothing is judged and it costs nothing. Memory is the peak of resident memory
during one call, read from the kernel as well.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from grader import words_grading as words
from grader.checks.context import Context, calls_limit
from grader.checks.failures import CheckFailedError, NotJudgedError
from grader.errors import CourseError
from grader.sandbox.host import Limits, Zygote
from grader.sandbox.session import Answer
from grader.stopwatch import PIECE_SECONDS, CutOffError, Runs, input_bytes, repeats_for
from grader.verdict import Budget, Chunk, Reason

Inputs = Callable[[int], tuple[Any, ...]]
Verify = Callable[..., None]

TINY = 1e-9
FIRST_PAIRS, MORE_PAIRS, MAX_PAIRS = 3, 6, 12
CUT_OFF = 4.0
"""A run is stopped at this many times its limit: more would not change the verdict."""
SHORTEST_CUT = 0.05
CLEARLY = 1.5
MEMORY_SLACK = 256 << 10
"""As exact as the kernel counts: it gathers pages in batches, processor by processor."""


def limit_of(exercise: Any, function: str, kind: str) -> float:
    """Return the limit of one kind that chapter.toml sets for a function.

    Raises:
        CourseError: there is none, though a hidden test measures it.
    """
    limits = exercise.budgets.get(function)
    limit = getattr(limits, kind, None)
    if limit is None:
        where = f"[{exercise.stem}.budget.{function}]"
        raise CourseError(f"a hidden test measures {kind}; write {where} with {kind} = 4.0")
    return float(limit)


@dataclass(frozen=True)
class Decision:
    """What a series of ratios says about a limit."""

    verdict: str
    """`within`, `over`, or `unclear`: measure on."""
    value: float
    low: float
    high: float


def decide(ratios: list[float], limit: float) -> Decision:
    """Judge a series of independent measurements of one quantity against its limit.

    The interval runs between order statistics around the median: all of the first three must
    agree; later the outermost one or two on each side may be stray.
    """
    ordered = sorted(ratios)
    trim = 0 if len(ordered) < MORE_PAIRS else (1 if len(ordered) < MAX_PAIRS else 2)
    low, high = ordered[trim], ordered[-1 - trim]
    value = statistics.median(ordered)
    verdict = "within" if high <= limit else ("over" if low > limit else "unclear")
    clear = sum(r > CLEARLY * limit for r in ordered) == len(ordered) >= FIRST_PAIRS - 1
    if len(ordered) < FIRST_PAIRS and not clear:
        verdict = "unclear"
    return Decision(verdict, value, low, high)


def judge(measure: Callable[[], Iterable[float]], limit: float) -> Decision:
    """Take measurements until they agree, at most `MAX_PAIRS`."""
    ratios: list[float] = []
    decision = Decision("unclear", math.nan, math.nan, math.nan)
    for ratio in measure():
        ratios.append(ratio)
        decision = decide(ratios, limit)
        settled = len(ratios) <= FIRST_PAIRS or len(ratios) in (MORE_PAIRS, 9, MAX_PAIRS)
        if (decision.verdict != "unclear" and settled) or len(ratios) >= MAX_PAIRS:
            break
    return decision


class Measured:
    """The `budget` of a hidden test: measures the student's function against its limits."""

    def __init__(self, context: Context, zygote: Zygote) -> None:
        self.context = context
        self.zygote = zygote
        exercise = context.exercise
        self.limits = Limits(exercise.call_seconds, exercise.memory_mb << 20)

    @staticmethod
    def maker(zygote: Zygote) -> Callable[[Context], Measured]:
        return lambda context: Measured(context, zygote)

    def student(self) -> Runs:
        self.context.session.calls += 1
        runs = Runs(self.context.session.answer, self.zygote, self.limits)
        runs.session.witness = self.context.session.witness
        return runs

    def reference(self) -> Runs:
        path = self.context.exercise.reference
        answer = Answer([Chunk(path.name, path.read_text("utf-8"))])
        return Runs(answer, self.zygote, self.limits)

    def in_place(self, function: str) -> bool:
        """Tell whether what a function leaves in its arguments has to be verified too."""
        return bool(self.context.exercise.budgets[function].in_place)

    def calls(self, name: str, n: float) -> float:
        """Return how many callbacks the budget of a function allows for size n."""
        return calls_limit(self.context.exercise, name, n)

    # ---- time ----

    def time(self, function: str, inputs: Inputs, verify: Verify) -> None:
        """The function takes at most `time` times the CPU of the reference."""
        limit = limit_of(self.context.exercise, function, "time")
        size = int(limit_of(self.context.exercise, function, "size"))
        ours, yours = self.reference(), self.student()
        pairs: list[tuple[float, float]] = []

        def measure() -> Iterable[float]:
            fresh = partial(inputs, size)
            return self.pairs(function, fresh, verify, (ours, yours), limit, pairs)

        try:
            decision = judge(measure, limit)
        finally:
            ours.close()
            yours.close()
        budget = Budget(
            "time",
            function,
            limit,
            decision.value,
            decision.low,
            decision.high,
            "x ours",
            tuple((size, y) for _, y in pairs),
            tuple((size, o) for o, _ in pairs),
        )
        self.finish(budget, decision, Reason.TOO_SLOW)

    def pairs(
        self,
        function: str,
        inputs: Callable[[], tuple[Any, ...]],
        verify: Verify,
        runs: tuple[Runs, Runs],
        limit: float,
        pairs: list[tuple[float, float]],
    ) -> Iterable[float]:
        """Yield the cost of the student's calls in units of ours, pair by pair."""
        ours, yours = runs
        first = [inputs()]
        base, repeats = self.base(ours, function, first, inputs)
        cut = self.cut(CUT_OFF * limit * base)
        call = self.timed(yours, function, first, verify, cut)
        if call >= cut:
            yield CUT_OFF * limit
        # A slow answer's piece is long enough with fewer calls, and it is told sooner.
        count = repeats if call <= limit * base else min(repeats, repeats_for(call, first[0]))
        for turn in range(MAX_PAIRS + 1):
            fresh = [inputs() for _ in range(repeats)]
            cut = self.cut(CUT_OFF * limit * base * count)
            if turn % 2:
                mine = self.timed(yours, function, fresh[:count], verify, cut)
                our_call = ours.piece(function, fresh)[0] / repeats
            else:
                our_call = ours.piece(function, fresh)[0] / repeats
                mine = self.timed(yours, function, fresh[:count], verify, cut)
            enough = repeats_for(our_call, first[0])
            if turn == 0 and our_call * repeats < PIECE_SECONDS and repeats < enough:
                count = repeats = enough  # calls became quicker; these pieces are too short to tell
                continue
            if mine < PIECE_SECONDS and count < repeats:
                count = repeats  # only its first call was slow
                continue
            call = mine / count
            pairs.append((our_call, call))
            # Work moved out of the timed calls (threads, staging, fetching) is the student's too.
            hidden = max(0.0, yours.beside() - 1.5 * ours.beside() - 0.005) / (turn + 2)
            yield (call + hidden / count) / our_call

    def base(
        self, runs: Runs, function: str, first: list[tuple[Any, ...]], inputs: Callable[[], Any]
    ) -> tuple[float, int]:
        """Return the CPU of one call, and how many calls make a piece worth timing."""
        once, _ = runs.piece(function, first)
        # The first call of a process is the slowest, and the clock sees each piece begin and end.
        few = [inputs() for _ in range(repeats_for(once, first[0]))]
        base = min(once, runs.piece(function, few)[0] / len(few))
        return base, repeats_for(base, first[0])

    def cut(self, seconds: float) -> float:
        return min(max(seconds, SHORTEST_CUT), self.limits.call_seconds)

    def timed(
        self,
        runs: Runs,
        function: str,
        inputs: list[tuple[Any, ...]],
        verify: Verify,
        cut: float,
    ) -> float:
        """Return the CPU of one piece of the student's, verified, or `cut` if it was stopped."""
        try:
            seconds, results = runs.piece(function, inputs, cut, self.in_place(function))
        except CutOffError:
            runs.start()
            return cut
        for args, result in zip(inputs, results, strict=True):
            verify(result, *args)
        return seconds

    # ---- growth ----

    def growth(self, function: str, inputs: Inputs, verify: Verify) -> None:
        """The function's own cost grows with at most the power `growth` of the size."""
        limit = limit_of(self.context.exercise, function, "growth")
        sizes = self.context.exercise.budgets[function].sizes
        small, large = min(sizes), max(sizes)
        yours = self.student()
        points: list[tuple[float, float]] = []

        def measure() -> Iterable[float]:
            low, repeats = self.base(yours, function, [inputs(small)], lambda: inputs(small))
            steps, example = large / small, inputs(large)
            count = repeats_for(low * steps, example)
            while True:
                few = [inputs(small) for _ in range(repeats)]
                low = self.timed(yours, function, few, verify, self.limits.call_seconds) / repeats
                cut = self.cut(CUT_OFF * low * steps**limit * count)
                many = [inputs(large) for _ in range(count)]
                high = self.timed(yours, function, many, verify, cut) / count
                short = repeats < repeats_for(low, few[0]) or count < repeats_for(high, example)
                if short and min(low * repeats, high * count) < PIECE_SECONDS:
                    # Calls became quicker, or it grows little: these pieces are too short to tell.
                    repeats = max(repeats, repeats_for(low, few[0]))
                    count = max(count, repeats_for(high, example))
                    continue
                points.extend(((small, low), (large, high)))
                yield math.log(max(high, TINY) / max(low, TINY)) / math.log(steps)

        try:
            decision = judge(measure, limit)
        finally:
            yours.close()
        value = (decision.value, decision.low, decision.high)
        budget = Budget("growth", function, limit, *value, "exponent", tuple(points))
        self.finish(budget, decision, Reason.TOO_SLOW)

    # ---- memory ----

    def memory(self, function: str, inputs: Inputs, verify: Verify) -> None:
        """The peak of one call, beyond its inputs, is at most `memory` times their size."""
        limits = self.context.exercise.budgets[function]
        limit = limit_of(self.context.exercise, function, "memory")
        scale = int(limit_of(self.context.exercise, function, "size"))
        warm, args = inputs(scale), inputs(scale)
        in_place = self.in_place(function)
        peak, result = self.peak(self.student(), function, warm, args, in_place)
        verify(result, *args)
        unit = input_bytes(args)
        if limits.memory_of == "reference":
            unit, _ = self.peak(self.reference(), function, warm, args)
        ratio = max(0.0, peak - MEMORY_SLACK) / unit
        name = "x ours" if limits.memory_of == "reference" else "x the input"
        yours = ((scale, peak),)
        budget = Budget("memory", function, limit, ratio, ratio, ratio, name, yours)
        verdict = "over" if ratio > limit else "within"
        self.finish(budget, Decision(verdict, ratio, ratio, ratio), Reason.TOO_MUCH_MEMORY)

    def peak(
        self,
        runs: Runs,
        function: str,
        warm: tuple[Any, ...],
        args: tuple[Any, ...],
        in_place: bool = False,
    ) -> tuple[int, Any]:
        """Return the peak bytes and the result of the second call in a runner of its own."""
        try:
            runs.piece(function, [warm])
            return runs.peak(function, args, in_place)
        finally:
            runs.close()

    # ---- verdicts ----

    def finish(self, budget: Budget, decision: Decision, reason: Reason) -> None:
        self.context.budgets.append(budget)
        if decision.verdict == "over":
            raise CheckFailedError(reason, words.over_budget(budget))
        if decision.verdict == "unclear":
            raise NotJudgedError(words.unclear_budget(budget))

"""A stopwatch around one answer: CPU time and peak memory of its calls, read from the kernel.

Inputs are staged before the clock starts and results are fetched after it stops. Nothing here
believes a word of the runner.
"""

from __future__ import annotations

import math
import signal
from dataclasses import dataclass, field
from typing import Any

from grader.sandbox.host import Limits, RunnerGoneError, Worker, Zygote
from grader.sandbox.session import Answer, Session

PIECE_SECONDS = 0.005
"""A timed piece shorter than this is repeated: clocks and wake-ups must not matter."""
MAX_REPEATS = 256
MAX_STAGED = 64 << 20
LOADED_SLACK = 4 << 20
"""What loading a module may take before memory held since then counts as the call's."""


class CutOffError(Exception):
    """A timed piece went so far over its limit that waiting for its end would tell nothing new."""


@dataclass
class Runs:
    """One answer in a runner of its own, with a stopwatch that it cannot touch."""

    answer: Answer
    zygote: Zygote
    limits: Limits
    session: Session = field(init=False)
    timed: float = 0.0
    at_start: int = 0

    def __post_init__(self) -> None:
        self.session = Session(self.answer, self.spawn)
        self.start()

    def spawn(self) -> Worker:
        worker = self.zygote.spawn(self.limits)
        self.at_start = worker.memory().anonymous
        return worker

    def start(self) -> None:
        self.session.load()
        self.began = self.worker.still()
        self.timed = 0.0

    @property
    def worker(self) -> Worker:
        link = self.session.alive()
        assert isinstance(link, Worker)
        return link

    def piece(
        self,
        function: str,
        inputs: list[tuple[Any, ...]],
        cpu_limit: float | None = None,
        in_place: bool = False,
    ) -> tuple[float, list[Any]]:
        """Return the CPU seconds of one call per input, and the results, fetched afterwards.

        With `in_place` a result is a pair with the arguments as they are after the call.

        Raises:
            CutOffError: the piece took more than `cpu_limit`.
        """
        worker = self.worker
        worker.signal(signal.SIGCONT)
        staged = self.put(inputs)
        before = worker.still()
        worker.signal(signal.SIGCONT)
        try:
            number = self.session.request("repeat", [function, staged], [], cpu_limit)
        except RunnerGoneError as gone:
            if gone.why == "timed out" and cpu_limit is not None:
                raise CutOffError from None
            raise
        seconds = worker.still() - before
        worker.signal(signal.SIGCONT)
        results = self.fetch(number, staged, inputs, in_place)
        self.session.request("drop", [staged, number], [])
        worker.still()
        self.timed += seconds
        return seconds, results

    def put(self, inputs: list[tuple[Any, ...]]) -> Any:
        out: list[Any] = []
        return self.session.request("put", self.session.encode(inputs, out), out)

    def fetch(
        self, number: Any, staged: Any, inputs: list[tuple[Any, ...]], in_place: bool
    ) -> list[Any]:
        results = self.session.request("fetch", number, [])
        after = self.session.request("fetch", staged, []) if in_place else inputs
        for got in (results, after):
            if not isinstance(got, list) or len(got) != len(inputs):
                raise RunnerGoneError("protocol", "an answer of the wrong form")
        for args, left in zip(inputs, after, strict=True):
            if not isinstance(left, tuple) or len(left) != len(args):
                raise RunnerGoneError("protocol", "arguments of the wrong form")
        return list(zip(results, after, strict=True)) if in_place else results

    def peak(self, function: str, args: tuple[Any, ...], in_place: bool = False) -> tuple[int, Any]:
        """Return the peak bytes of one call beyond its arguments, and its result.

        Call the function once before: its first call loads code from disk, which is nobody's cost.
        """
        worker = self.worker
        worker.signal(signal.SIGCONT)
        staged = self.put([args])
        self.session.request("trim", None, [])
        worker.reset_peak()
        before = worker.memory()
        number = self.session.request("repeat", [function, staged], [])
        peak = worker.memory().peak
        result = self.fetch(number, staged, [args], in_place)[0]
        worker.still()
        # Memory that was taken before the call and kept for it counts as well.
        kept = max(0, before.anonymous - self.at_start - input_bytes(args) - LOADED_SLACK)
        return max(0, peak - before.resident) + kept, result

    def beside(self) -> float:
        """Return the CPU used outside the timed pieces since the start: staging, or hidden work."""
        return max(0.0, self.worker.cpu() - self.began - self.timed)

    def close(self) -> None:
        self.session.close()


def input_bytes(value: Any) -> int:
    """Return the bytes of all arrays in a value, also of those in lists and tuples."""
    if isinstance(value, list | tuple):
        return sum(map(input_bytes, value))
    return int(getattr(value, "nbytes", 0))


def repeats_for(seconds: float, args: tuple[Any, ...]) -> int:
    """Return how many calls make a piece worth timing, without staging too many bytes.

    A quarter more than needed, if more than one: repeated calls tend to become quicker.
    """
    fit = MAX_STAGED // max(1, input_bytes(args))
    needed = 1 if seconds >= PIECE_SECONDS else math.ceil(1.25 * PIECE_SECONDS / max(seconds, 1e-6))
    return max(1, min(MAX_REPEATS, fit, needed))

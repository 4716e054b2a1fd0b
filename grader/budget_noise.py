"""How fair time budgets are on this machine: identical code against itself, under load."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from grader.budget import Measured
from grader.checks.failures import CheckFailedError, NotJudgedError
from grader.sandbox.host import Zygote
from grader.sandbox.session import Answer, Session
from grader.sandbox.tiers import on_processor, open_zygote
from grader.stopwatch import Runs
from grader.verdict import Chunk

TRIALS = 60
LIMIT = 2.0
KERNELS = {
    "a loop of Python": "def f(x, n):\n    s = 0.0\n    for i in range(int(2000 * n)):\n"
    "        s += x[i % 7]\n    return s\n",
    "numpy over 100,000 values": "import numpy as np\n\ndef f(x, n):\n    s = 0.0\n"
    "    for _ in range(int(8 * n)):\n        s += float(np.tanh(np.resize(x, 100_000)).sum())\n"
    "    return s\n",
}
BURNER = """
import math, os, sys
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {int(sys.argv[2])})
while os.getppid() == int(sys.argv[1]):
    math.factorial(2000)
"""
"""Stays on one processor. Ends by itself when whoever started it is gone."""


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """Keep as many processors busy, one after the other."""
    share = getattr(os, "sched_getaffinity", lambda _: {0})
    processors = sorted(share(0))
    command = [sys.executable, "-c", BURNER, str(os.getpid())]
    burners = [
        subprocess.Popen([*command, str(processors[number % len(processors)])])  # noqa: S603
        for number in range(processes)
    ]
    try:
        yield
    finally:
        for burner in burners:
            burner.send_signal(signal.SIGKILL)
            burner.wait()


class Duel(Measured):
    """One kernel against itself, the second one doing `factor` times the work."""

    def __init__(self, zygote: Zygote, source: str, factor: float) -> None:
        limits = {"f": SimpleNamespace(time=LIMIT, size=1, sizes=(1,), in_place=False)}
        exercise = SimpleNamespace(budgets=limits, call_seconds=10.0, memory_mb=512)
        slow = source.replace("* n))", f"* n * {factor}))")
        session = Session(Answer([Chunk("slow.py", slow)]), lambda: zygote.spawn(self.limits))
        context: Any = SimpleNamespace(exercise=exercise, session=session, budgets=[])
        super().__init__(context, zygote)
        self.source = source

    def reference(self) -> Any:
        return Runs(Answer([Chunk("ours.py", self.source)]), self.zygote, self.limits)


def verdict(zygote: Zygote, source: str, factor: float) -> str:
    """Return `within`, `over` or `unclear` for one trial."""
    import numpy as np

    x = np.arange(7.0)
    duel = Duel(zygote, source, factor)
    try:
        duel.time("f", lambda size: (x, 1.0), lambda result, *args: None)
    except CheckFailedError:
        return "over"
    except NotJudgedError:
        return "unclear"
    finally:
        duel.context.session.close()
    return "within"


def rates(zygote: Zygote, source: str, factor: float, trials: int) -> tuple[float, float]:
    """Return the shares of trials judged over and unclear."""
    found = [verdict(zygote, source, factor) for _ in range(trials)]
    return found.count("over") / trials, found.count("unclear") / trials


def measure_noise(trials: int = TRIALS) -> Iterator[str]:
    """Yield a report, line by line, as it is measured."""
    cores = os.cpu_count() or 1
    yield f"Time budgets on this machine, {trials} trials each, limit {LIMIT:g} times ours:"
    for word, load in (("idle", 0), (f"{cores} busy processes", cores)):
        with busy(load), on_processor(0):
            zygote, _ = open_zygote()
            try:
                for name, source in KERNELS.items():
                    same, unclear = rates(zygote, source, 1.0, trials)
                    caught, _ = rates(zygote, source, 2.0 * LIMIT, max(1, trials // 3))
                    yield (
                        f"  {word}, {name}: identical code fails {same:.1%}, not judged "
                        f"{unclear:.1%}; {2 * LIMIT:g} times the work is caught {caught:.0%}"
                    )
            finally:
                zygote.close()

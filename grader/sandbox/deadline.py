"""How long a call may take: a limit of CPU, and the wall clock for those who only wait."""

from __future__ import annotations

import select
import time
from collections.abc import Callable

STARVED = 6.0
"""A call may take this many times its limit on the wall while it is waiting for a processor."""


class Deadline:
    """A limit on the CPU a call takes, with the wall clock as the backstop.

    On a busy machine an honest call may wait long for a processor. So a call whose wall time is
    over goes on while it is using CPU at all, up to its limit of CPU.
    """

    def __init__(self, clock: Callable[[], float], cpu: float, wall: float) -> None:
        self.clock = clock
        """CPU seconds the runner has used, read from the kernel."""
        self.cpu, self.wall = cpu, wall
        self.started = self.looked = time.monotonic()
        self.cpu_start = self.cpu_looked = clock()

    def wait(self, poll: select.poll) -> None:
        """Wait until the socket is ready; raise TimeoutError when the call has had its time."""
        while True:
            used = self.clock() - self.cpu_start
            passed = time.monotonic() - self.started
            if used >= self.cpu or passed > STARVED * self.wall:
                raise TimeoutError
            if passed >= self.wall:
                self.refuse_sleepers()
            left = min(self.cpu - used, max(self.wall - passed, self.wall / 4))
            if poll.poll(left * 1000 + 1):
                return

    def refuse_sleepers(self) -> None:
        """Past its wall time a call must be getting somewhere."""
        now, cpu = time.monotonic(), self.clock()
        if now - self.looked >= self.wall / 5:
            if cpu - self.cpu_looked < 0.02 * (now - self.looked):
                raise TimeoutError
            self.looked, self.cpu_looked = now, cpu

    def paused(self) -> Pause:
        return Pause(self)


class Pause:
    """Time spent in the grader's own callbacks is not the student's."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline

    def __enter__(self) -> None:
        self.began = time.monotonic()

    def __exit__(self, *exc: object) -> None:
        self.deadline.started += time.monotonic() - self.began

"""A few benches at work on one stream of jobs, each job judged once, none lost."""

from __future__ import annotations

import os
import select
from collections import deque
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from grader.bench import BenchProcess, BenchReady, BenchSetup
from grader.errors import SandboxError
from grader.grade import Job
from grader.verdict import ExerciseResult

Tag = TypeVar("Tag")


class Pool:
    """Feeds jobs to benches as they become free; replaces a bench that is lost."""

    def __init__(self, setup: BenchSetup, jobs: int = 0) -> None:
        self.setup = setup
        self.size = jobs or os.cpu_count() or 1
        self.benches: list[BenchProcess] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *exc: object) -> None:
        for bench in self.benches:
            bench.close()

    def start(self, at_most: int) -> BenchReady:
        """Start the benches, all at once, and return what they say of their walls."""
        # Several graders at once do not all begin with the first processor.
        first = os.getpid()
        for number in range(max(1, min(self.size, at_most))):
            setup = msgspec.structs.replace(self.setup, place=first + number)
            self.benches.append(BenchProcess(setup))
        return [bench.wait_ready() for bench in self.benches][-1]

    def run(
        self, tasks: Iterator[tuple[Tag, Job]]
    ) -> Iterator[tuple[Tag, Job, ExerciseResult | None]]:
        """Yield every task with its result, as they come; None when its judge was lost twice."""
        again: deque[tuple[Tag, Job]] = deque()
        tried: set[int] = set()
        busy: dict[BenchProcess, tuple[Tag, Job]] = {}
        idle = list(self.benches)
        while True:
            while idle and (task := again.popleft() if again else next(tasks, None)):
                bench = self.hand_out(idle.pop(), task[1])
                busy[bench] = task
            if not busy:
                return
            readable, _, _ = select.select([b.channel for b in busy], [], [])
            for bench in [b for b in busy if b.channel in readable]:
                task = busy.pop(bench)
                bench, result = self.collect(bench)
                idle.append(bench)
                if result is None and id(task[1]) not in tried:
                    tried.add(id(task[1]))
                    again.append(task)
                else:
                    tried.discard(id(task[1]))
                    yield (*task, result)

    def hand_out(self, bench: BenchProcess, job: Job) -> BenchProcess:
        """Give a job to a bench, or to its successor if it is gone; return the one that has it."""
        try:
            bench.put(job)
        except OSError:
            bench = self.replace(bench)
            bench.put(job)
        return bench

    def collect(self, bench: BenchProcess) -> tuple[BenchProcess, ExerciseResult | None]:
        """Take one result and the bench to go on with: another one if this one is gone."""
        try:
            return bench, bench.get()
        except (SandboxError, OSError):
            return self.replace(bench), None

    def replace(self, bench: BenchProcess) -> BenchProcess:
        bench.close()
        self.benches.remove(bench)
        fresh = BenchProcess(bench.setup)
        fresh.wait_ready()
        self.benches.append(fresh)
        return fresh

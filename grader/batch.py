"""Many submissions: read one at a time, judged by a few benches, none able to harm another."""

from __future__ import annotations

import hashlib
import hmac
import os
import platform
import secrets
import select
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import grader
from grader import words_grading as words
from grader.bench import BenchProcess, BenchReady, BenchSetup
from grader.course import Course, Exercise
from grader.errors import SandboxError, UsageError
from grader.grade import Job
from grader.source import Entry, Module, Submission, find_entries, read_submission
from grader.verdict import (
    SCHEMA,
    ExerciseInfo,
    ExerciseResult,
    Run,
    SubmissionResult,
)

OnResult = Callable[[int, int, SubmissionResult], None]


@dataclass(frozen=True)
class Options:
    """How a batch is graded."""

    jobs: int = 0
    only: tuple[str, ...] = ()
    tier: str | None = None
    trust: bool = False
    """Grade in tier C, where nothing holds the submissions back."""
    secret: bytes = b""


def course_secret() -> bytes:
    """Return what seeds the hidden inputs: from GRADER_SECRET, or a file of this user's.

    The same secret gives every submission the same inputs again.
    """
    if text := os.environ.get("GRADER_SECRET"):
        return text.encode()
    state = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    path = Path(state) / "grader" / "secret"
    try:
        return path.read_bytes()
    except OSError:
        secret = secrets.token_bytes(32)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secret)
    except OSError:
        pass  # without a home the inputs differ from run to run, which is safe
    return secret


def job_for(submission: Submission, stem: str, module: Module, secret: bytes) -> Job:
    seed = hmac.digest(secret, f"{submission.id}/{module.digest}".encode(), hashlib.sha256)
    return Job(
        stem=stem,
        chunks=module.chunks,
        seed=seed,
        file=module.file,
        digest=module.digest,
        notebook=module.file.endswith(".ipynb"),
        notes=module.notes,
        fault=module.fault,
        fault_line=module.fault_line,
    )


@dataclass
class Task:
    """A job, whose submission waits for it."""

    owner: Pending
    job: Job
    tries: int = 0


@dataclass
class Pending:
    """A submission some of whose answers are not judged yet."""

    index: int
    submission: Submission
    missing: int
    results: dict[str, ExerciseResult] = field(default_factory=dict)

    def finished(self, course: Course) -> SubmissionResult:
        order = [stem for stem in course.exercises if stem in self.results]
        return SubmissionResult(
            id=self.submission.id,
            origin=self.submission.origin,
            exercises=tuple(self.results[stem] for stem in order),
            problems=self.submission.problems,
        )


class Batch:
    """Feeds benches and collects what they find, in the order of the inbox."""

    def __init__(self, course: Course, stems: Sequence[str], options: Options) -> None:
        self.course, self.stems, self.options = course, tuple(stems), options
        self.names = {stem: course.exercises[stem].functions() for stem in stems}
        self.benches: list[BenchProcess] = []
        self.ready = BenchReady()
        self.done: dict[int, SubmissionResult] = {}

    def start(self, entries: int) -> None:
        """Start the benches.

        Raises:
            UsageError: this machine has no sandbox, and nobody said the submissions are trusted.
        """
        jobs = self.options.jobs or os.cpu_count() or 1
        for _ in range(max(1, min(jobs, entries))):
            self.benches.append(self.new_bench())
        for bench in self.benches:
            self.ready = bench.wait_ready()
        if self.ready.tier == "C" and not self.options.trust:
            raise UsageError(
                "this machine cannot isolate submissions (tier C): their code could read the hidden "
                "tests and change marks. See `grader doctor`; with --trust-submissions they run anyway."
            )

    def new_bench(self) -> BenchProcess:
        return BenchProcess(BenchSetup(str(self.course.root), self.stems, self.options.tier))

    def close(self) -> None:
        for bench in self.benches:
            bench.close()

    def tasks(self, entries: Sequence[Entry]) -> Iterator[Task]:
        """Read submissions one by one, as benches ask for work."""
        for index, entry in enumerate(entries):
            submission = read_submission(entry, self.names)
            owner = Pending(index, submission, len(submission.answers))
            if not owner.missing:
                self.finish(owner)
            for stem, module in submission.answers.items():
                yield Task(owner, job_for(submission, stem, module, self.options.secret))

    def run(self, entries: Sequence[Entry], on_result: OnResult) -> list[SubmissionResult]:
        """Judge everything; each submission is reported once, when its last answer is judged."""
        self.report = lambda result: on_result(len(self.done), len(entries), result)
        source = self.tasks(entries)
        again: deque[Task] = deque()
        busy: dict[BenchProcess, Task] = {}
        idle = list(self.benches)
        while True:
            while idle and (task := again.popleft() if again else next(source, None)):
                bench = idle.pop()
                bench.put(task.job)
                busy[bench] = task
            if not busy:
                return [self.done[i] for i in range(len(entries))]
            readable, _, _ = select.select([b.channel for b in busy], [], [])
            for bench in [b for b in busy if b.channel in readable]:
                task = busy.pop(bench)
                idle.append(self.collect(bench, task, again))

    def collect(self, bench: BenchProcess, task: Task, again: deque[Task]) -> BenchProcess:
        """Take one result; return the bench to go on with, another one if this one is gone."""
        try:
            result = bench.get()
        except (SandboxError, OSError):
            bench.close()
            self.benches.remove(bench)
            bench = self.new_bench()
            bench.wait_ready()
            self.benches.append(bench)
            result = None
        task.tries += 1
        if result is None and task.tries == 1:
            again.append(task)
            return bench
        owner = task.owner
        owner.results[task.job.stem] = result or self.lost(task.job)
        owner.missing -= 1
        if not owner.missing:
            self.finish(owner)
        return bench

    def lost(self, job: Job) -> ExerciseResult:
        """Return the result of an answer whose judge was lost twice: our fault, no points lost."""
        exercise = self.course.exercises[job.stem]
        return unjudged_result(exercise, job)

    def finish(self, owner: Pending) -> None:
        self.done[owner.index] = owner.finished(self.course)
        self.report(self.done[owner.index])


def unjudged_result(exercise: Exercise, job: Job) -> ExerciseResult:
    return ExerciseResult(
        stem=job.stem,
        title=exercise.title,
        chapter=exercise.chapter,
        max_points=exercise.points,
        message=words.JUDGE_LOST,
        file=job.file,
        digest=job.digest,
        chunks=job.chunks,
    )


def grade_inbox(
    course: Course, inbox: Sequence[Path], options: Options, on_result: OnResult
) -> Run:
    """Grade everything in the inbox.

    Raises:
        UsageError: a path does not exist, or submissions cannot be isolated here.
        CourseError: the hidden tests cannot be collected.
    """
    stems = list(options.only) or list(course.exercises)
    entries = find_entries(inbox, stems)
    began = time.time()
    batch = Batch(course, stems, options)
    results: list[SubmissionResult] = []
    try:
        if entries:
            batch.start(len(entries))
            results = batch.run(entries, on_result)
    finally:
        batch.close()
    answered = {e.stem for s in results for e in s.exercises} | set(options.only)
    infos = [info(course.exercises[s]) for s in stems if s in answered]
    return Run(
        schema=SCHEMA,
        grader=grader.__version__,
        course=course.root.name,
        tier=batch.ready.tier,
        tier_evidence=batch.ready.evidence,
        python=platform.python_version(),
        numpy=np.__version__,
        started=time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(began)),
        seconds=round(time.time() - began, 3),
        exercises=tuple(infos),
        submissions=tuple(results),
    )


def info(exercise: Exercise) -> ExerciseInfo:
    return ExerciseInfo(exercise.stem, exercise.title, exercise.chapter, exercise.points)


def no_report(done: int, total: int, result: Any) -> None:
    """Take no notice of progress."""

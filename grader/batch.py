"""Many submissions: read one at a time, judged by a few benches, none able to harm another."""

from __future__ import annotations

import hashlib
import hmac
import os
import platform
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

import grader
from grader import words_grading as words
from grader.bench import BenchReady, BenchSetup
from grader.course import Course, Exercise
from grader.errors import UsageError
from grader.grade import Job
from grader.intake.source import Entry, Module, Submission, Wanted, find_entries, read_submission
from grader.pool import Pool
from grader.spool import Spool
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


def job_for(submission: Submission, stem: str, module: Module, names: Wanted, secret: bytes) -> Job:
    """Return the job that judges one answer of a submission."""
    shared = any(public & module.names for other, public in names.items() if other != stem)
    seed = hmac.digest(secret, f"{submission.id}/{module.digest}".encode(), hashlib.sha256)
    return Job(
        stem=stem,
        chunks=module.chunks,
        seed=seed,
        file=module.file,
        digest=module.digest,
        notebook=module.file.endswith(".ipynb"),
        answers=tuple(sorted(names[stem])) if shared else (),
        notes=module.notes,
        fault=module.fault,
        fault_line=module.fault_line,
    )


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
            exercises=tuple(without_margins(self.results[stem]) for stem in order),
            problems=self.submission.problems,
        )


def without_margins(result: ExerciseResult) -> ExerciseResult:
    """Leave out how far each comparison was off: that is for the audit, and says too much."""
    checks = tuple(msgspec.structs.replace(c, margins=()) for c in result.checks)
    return msgspec.structs.replace(result, checks=checks)


class Batch:
    """Takes submissions apart into jobs and puts their results together again, in inbox order."""

    def __init__(
        self, course: Course, stems: Sequence[str], options: Options, on_result: OnResult
    ) -> None:
        self.course, self.options, self.on_result = course, options, on_result
        self.stems = frozenset(stems)
        # All exercises are known, graded or not: what answers another one is no stray file.
        self.names = {stem: e.functions() for stem, e in course.exercises.items()}
        self.done = Spool(0)

    def tasks(self, entries: Sequence[Entry]) -> Iterator[tuple[Pending, Job]]:
        """Read submissions one by one, as benches ask for work."""
        for index, entry in enumerate(entries):
            submission = self.chosen(read_submission(entry, self.names))
            owner = Pending(index, submission, len(submission.answers))
            if not owner.missing:
                self.finish(owner)
            for stem, module in submission.answers.items():
                yield owner, job_for(submission, stem, module, self.names, self.options.secret)

    def chosen(self, submission: Submission) -> Submission:
        """Leave out answers to exercises that are not graded now; say so if none is left."""
        answers = {s: m for s, m in submission.answers.items() if s in self.stems}
        problems = submission.problems
        if submission.answers and not answers:
            problems = (*problems, words.only_others(sorted(submission.answers)))
        return msgspec.structs.replace(submission, answers=answers, problems=problems)

    def run(self, entries: Sequence[Entry], pool: Pool) -> Spool:
        """Judge everything; each submission is reported once, when its last answer is judged."""
        self.done = Spool(len(entries))
        for owner, job, result in pool.run(self.tasks(entries)):
            exercise = self.course.exercises[job.stem]
            owner.results[job.stem] = result or unjudged_result(exercise, job)
            owner.missing -= 1
            if not owner.missing:
                self.finish(owner)
        return self.done

    def finish(self, owner: Pending) -> None:
        result = owner.finished(self.course)
        self.on_result(self.done.put(owner.index, result), len(self.done), result)


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
    entries = find_entries(inbox, list(course.exercises))
    began = time.time()
    batch = Batch(course, stems, options, on_result)
    results = Spool(0)
    ready = BenchReady()
    if entries:
        with Pool(BenchSetup(str(course.root), tuple(stems), options.tier), options.jobs) as pool:
            ready = pool.start(len(entries))
            if ready.tier == "C" and not options.trust:
                raise UsageError(words.NO_ISOLATION)
            results = batch.run(entries, pool)
    answered = {e.stem for s in results for e in s.exercises} | set(options.only)
    infos = [info(course.exercises[s]) for s in stems if s in answered]
    return Run(
        schema=SCHEMA,
        grader=grader.__version__,
        course=course.root.name,
        tier=ready.tier,
        tier_evidence=ready.evidence,
        python=platform.python_version(),
        numpy=np.__version__,
        started=time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(began)),
        seconds=round(time.time() - began, 3),
        exercises=tuple(infos),
        submissions=results,
    )


def info(exercise: Exercise) -> ExerciseInfo:
    return ExerciseInfo(exercise.stem, exercise.title, exercise.chapter, exercise.points)


def no_report(done: int, total: int, result: Any) -> None:
    """Take no notice of progress."""

"""Commands for instructors: grade, report."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from grader.verdict import Run, SubmissionResult

TIERS = click.Choice(["A", "B", "C"])


@click.command()
@click.argument("inbox", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("graded"),
    show_default=True,
    help="Folder for results and pages.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes.  [default: one per core]")
@click.option("--only", multiple=True, metavar="EXERCISE", help="Grade only this; repeat for more.")
@click.option("--tier", type=TIERS, help="Use this isolation tier instead of the best one.")
@click.option(
    "--trust-submissions", "trust", is_flag=True, help="Grade even where nothing isolates them."
)
@click.pass_obj
def grade(
    root: Path | None,
    inbox: tuple[Path, ...],
    output: Path,
    jobs: int | None,
    only: tuple[str, ...],
    tier: str | None,
    trust: bool,
) -> None:
    """Grade submissions against the hidden tests.

    INBOX is files, folders or zips; a folder or zip in an inbox is one submission. Writes
    OUTPUT/index.html for you, one page per student, grades.csv and results.json.

    \b
    Exit status: 0 all graded, 2 wrong usage or a broken course,
                 3 something could not be judged.
    """
    from grader.batch import Options, course_secret
    from grader.course import Course

    course = Course.load(root)
    stems = tuple(e.stem for e in course.select(only)) if only else ()
    options = Options(jobs or 0, stems, tier, trust, course_secret())
    run = grade_and_report(course, inbox, options, output)
    if any(s.needs_a_human for s in run.submissions):
        raise SystemExit(3)


def grade_and_report(course: Any, inbox: tuple[Path, ...], options: Any, output: Path) -> Run:
    """Grade, write everything to `output`, and say what came of it."""
    from grader.batch import grade_inbox
    from grader.report.formats import write_results
    from grader.report.html import write_pages
    from grader.report.terminal import summary

    refuse_output(output)
    with progress_bar() as on_result:
        run = grade_inbox(course, inbox, options, on_result)
    output.mkdir(parents=True, exist_ok=True)
    write_results(run, output)
    write_pages(run, output)
    click.echo(summary(run, output))
    return run


def refuse_output(output: Path) -> None:
    """Raise a usage error now, and not after all the grading, if nothing can be written there."""
    from grader.errors import UsageError

    there = next(p for p in (output, *output.absolute().parents) if p.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise UsageError(f"{output} cannot be written: {there} is no folder you can write to")


@contextlib.contextmanager
def progress_bar() -> Iterator[Any]:
    """Show a bar with the time left on a terminal; say nothing in a pipe."""
    bar: Any = None

    def on_result(done: int, total: int, result: SubmissionResult) -> None:
        nonlocal bar
        if bar is None and sys.stderr.isatty():
            bar = click.progressbar(length=total, label="Grading", file=sys.stderr, show_pos=True)
            bar.__enter__()
        if bar is not None:
            bar.update(1)

    try:
        yield on_result
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)


@click.command()
@click.argument("output", type=click.Path(path_type=Path))
def report(output: Path) -> None:
    """Write the pages again from OUTPUT/results.json, without grading."""
    from grader.report.formats import read_results, write_results
    from grader.report.html import write_pages
    from grader.report.terminal import summary

    run = read_results(output)
    write_results(run, output)
    write_pages(run, output)
    click.echo(summary(run, output))

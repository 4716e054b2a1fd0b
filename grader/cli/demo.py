"""`grader demo`: a whole class, made, graded and reported in one go."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="Folder for the class and its reports.",
)
@click.option("--chapter", default="2", show_default=True, help="Chapter to grade.")
@click.option("--students", type=click.IntRange(1, 5000), default=28, show_default=True)
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes.  [default: one per core]")
@click.pass_obj
def demo(root: Path | None, output: Path, chapter: str, students: int, jobs: int | None) -> None:
    """Make a class of submissions, grade it, write the pages.

    The submissions are made of the course's own right, wrong and slow answers, so they are graded
    even where nothing can isolate them.
    """
    import shutil

    from grader.batch import Options, course_secret
    from grader.classroom import build_class, is_made_up
    from grader.cli.instructors import grade_and_report
    from grader.course import Course
    from grader.errors import UsageError

    course = Course.load(root)
    exercises = course.select([chapter])
    inbox = output / "inbox"
    if inbox.exists() and not is_made_up(inbox):
        raise UsageError(f"{inbox} is there already and not from a demo; choose another -o")
    shutil.rmtree(inbox, ignore_errors=True)
    count = build_class(exercises, inbox, students)
    click.echo(f"Made {count} submissions to {len(exercises)} exercises in {inbox}")
    stems = tuple(e.stem for e in exercises)
    options = Options(jobs or 0, stems, None, True, course_secret())
    grade_and_report(course, (inbox,), options, (output / "graded").resolve())

"""What course authors type: sync and new."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything differs.")
@click.pass_obj
def sync(course_dir: Path | None, check: bool) -> None:
    """Write the stubs from the references.

    \b
    Exit status: 0 all stubs are up to date, 1 something is left to do,
    2 wrong usage or a broken course.
    """
    from grader.course import Course
    from grader.stub import sync as sync_course

    course = Course.load(course_dir)
    changes = sync_course(course, check)
    for change in changes:
        path = change.path.relative_to(course.root)
        click.echo(f"{path}: {'written; ' if change.settled and not check else ''}{change.problem}")
    left = [c for c in changes if check or not c.settled]
    if not left:
        click.echo("All stubs are up to date.")
        return
    if check and any(c.settled for c in left):
        click.echo("Next: grader sync")
    sys.exit(1)


@click.command()
@click.argument("stem")
@click.option("--chapter", required=True, metavar="N", help="Number, or a new folder's name.")
@click.pass_obj
def new(course_dir: Path | None, stem: str, chapter: str) -> None:
    """Start a new exercise from the template.

    It writes the reference, other answers, a hidden test, the stub and a table in chapter.toml.
    All of it runs at once; what you have to write is marked FILL IN.
    """
    from grader.course import Course
    from grader.skeleton import write_skeleton

    course = Course.load(course_dir)
    for path in write_skeleton(course, stem, chapter):
        click.echo(f"  {path.relative_to(course.root)}")
    click.echo("Next: replace each FILL IN, then grader sync")

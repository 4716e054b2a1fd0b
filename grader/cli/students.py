"""What students type: list, start, show. Works offline and writes only where it is called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.course import Course, Exercise

KINDS = ("py", "ipynb")


@click.command("list")
@click.option("--chapter", metavar="N", help="Only this chapter.")
@click.pass_obj
def list_exercises(course_dir: Path | None, chapter: str | None) -> None:
    """List exercises, and which of them are started in this folder."""
    from grader import words_course as words
    from grader.course import Course

    course = Course.load(course_dir)
    exercises = course.select([chapter] if chapter else [])
    for each in course.chapters:
        members = [e for e in exercises if e.folder == each.folder]
        if not members:
            continue
        begun = sum(started_as(e) is not None for e in members)
        points = sum(e.points for e in members)
        click.echo(words.chapter_line(each.number, each.title, begun, len(members), points))
        width = max(len(e.stem) for e in members)
        for exercise in members:
            click.echo(row(exercise, width))
    waiting = [e for e in exercises if started_as(e) is None]
    command = f"grader start {waiting[0].stem}" if waiting else ""
    click.echo(words.next_step(command) if waiting else words.ALL_STARTED)


def row(exercise: Exercise, width: int) -> str:
    name = started_as(exercise)
    state = f"started: {name}" if name else exercise.title
    mark = "*" if name else "-"
    return f"  {mark} {exercise.stem:<{width}} {exercise.points:>5g}  {state}"


def started_as(exercise: Exercise) -> str | None:
    """Return the name of the student's file in this folder, if there is one."""
    for kind in KINDS:
        if Path(f"{exercise.stem}.{kind}").exists():
            return f"{exercise.stem}.{kind}"
    return None


@click.command()
@click.argument("stem")
@click.option("--force", is_flag=True, help="Replace the file, and keep the old one as NAME.bak.")
@click.option("--as", "kind", type=click.Choice(KINDS), default="py", show_default=True)
@click.pass_obj
def start(course_dir: Path | None, stem: str, force: bool, kind: str) -> None:
    """Copy an exercise into this folder."""
    from grader import words_course as words
    from grader.course import Course
    from grader.notebook import make_notebook
    from grader.stub import read_stub, without_header, write_text

    exercise = Course.load(course_dir).find(stem)
    target = Path(f"{stem}.{kind}")
    stub = without_header(read_stub(exercise))
    text = make_notebook(stub, exercise.stem) if kind == "ipynb" else stub
    backup = make_room(target, force, exercise.root)
    write_text(target, text)
    click.echo(words.started(target.name, backup))
    click.echo(words.next_step(f"grader check {target.name if kind == 'ipynb' else stem}"))


def make_room(target: Path, force: bool, course: Path) -> str:
    """Move a file that is in the way aside; return its new name, or nothing."""
    from grader import words_course as words
    from grader.errors import UsageError

    here = target.absolute().parent.resolve()
    trees = [(course / name).resolve() for name in ("exercises", "reference", "tests")]
    if any(here.is_relative_to(tree) for tree in trees):
        raise UsageError(words.own_course(str(here)))
    if not target.exists() and not target.is_symlink():
        return ""
    if not force:
        raise UsageError(words.here_already(target.name))
    if not target.is_file() or target.is_symlink():
        raise UsageError(words.not_a_file(target.name))
    backup, number = target.with_name(f"{target.name}.bak"), 1
    while backup.exists() or backup.is_symlink():
        number += 1
        backup = target.with_name(f"{target.name}.bak{number}")
    target.rename(backup)
    return backup.name


@click.command()
@click.argument("stem")
@click.pass_obj
def show(course_dir: Path | None, stem: str) -> None:
    """Print the task, its points and its budget."""
    from grader.course import Course
    from grader.docs import task_text

    course: Course = Course.load(course_dir)
    click.echo(task_text(course.find(stem)), nl=False)

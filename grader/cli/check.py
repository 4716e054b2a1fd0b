"""`grader check`: the examples of the task, run on a student's own file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from grader.course import Exercise
    from grader.examples import ExampleResult
    from grader.trial import Cost


@click.command()
@click.argument("name", metavar="EXERCISE|FILE")
@click.option("--all", "show_all", is_flag=True, help="Show the examples that pass, too.")
@click.pass_obj
def check(root: Path | None, name: str, show_all: bool) -> None:
    """Run the examples you can see.

    EXERCISE looks for EXERCISE.py or EXERCISE.ipynb in this folder. Hidden checks run when you
    hand in.

    \b
    Exit status: 0 all examples pass, 1 some fail, 2 no such file or exercise.
    """
    from grader.course import Course
    from grader.errors import SubmissionError, UsageError
    from grader.intake.source import read_module

    course = Course.load(root)
    path, exercise = find_file(course, name)
    try:
        module = read_module(path.name, path.read_bytes())
    except (SubmissionError, OSError) as error:
        raise UsageError(f"{path.name}: {error}") from None
    if module.fault:
        click.echo(f"{path.name}  does not load: {module.fault}")
        raise SystemExit(1)
    for note in module.notes:
        click.echo(f"  {note}")
    results, costs, problem = run(exercise, module)
    if problem:
        click.echo(f"{path.name}  {problem}")
        raise SystemExit(1)
    show_results(path.name, exercise, results, show_all)
    show_next(exercise, results, costs)
    if not all(r.passes for r in results):
        raise SystemExit(1)


def find_file(course: Any, name: str) -> tuple[Path, Exercise]:
    """Return the student's file and the exercise it answers."""
    from grader.errors import UsageError

    path = Path(name)
    if path.suffix in (".py", ".ipynb"):
        if not path.is_file():
            raise UsageError(f"there is no file {name} here")
        return path, course.find(path.stem)
    exercise: Exercise = course.find(name)
    for suffix in (".py", ".ipynb"):
        if (path := Path(name + suffix)).is_file():
            return path, exercise
    raise UsageError(f"there is no {name}.py here; `grader start {name}` makes one")


def run(exercise: Exercise, module: Any) -> tuple[list[ExampleResult], list[Cost], str]:
    """Run the examples in a sandbox, and where all pass try what the budgets measure.

    Returns results, costs, and why the file does not load.
    """
    from grader.examples import run_examples
    from grader.sandbox.failures import StudentError
    from grader.sandbox.host import Limits, RunnerGoneError
    from grader.sandbox.session import Answer, Session
    from grader.sandbox.tiers import open_zygote
    from grader.trial import try_costs

    zygote, _ = open_zygote()
    limits = Limits(exercise.call_seconds, exercise.memory_mb << 20)
    answer = Answer(module.chunks, module.file.endswith(".ipynb"), exercise.banned)
    session = Session(answer, lambda: zygote.spawn(limits))
    try:
        session.load()
        missing = sorted(exercise.functions() - set(session.names))
        if missing:
            has = ", ".join(n for n in session.names if n.isidentifier()) or "nothing"
            return [], [], f"no {missing[0]}() in this file. It has: {has}."
        path = exercise.stub if exercise.stub.exists() else exercise.reference
        results = run_examples(path, session)
        good = all(r.passes for r in results)
        return results, list(try_costs(exercise, answer, zygote)) if good else [], ""
    except StudentError as error:
        return [], [], f"does not load: {error}: {error.text}"
    except RunnerGoneError as gone:
        seconds = f"{exercise.call_seconds:g} s"
        why = f"still running after {seconds}" if gone.why == "timed out" else gone.why
        return [], [], f"does not load: {why}. Look at what stands outside the functions."
    finally:
        session.close()
        zygote.close()


def show_results(
    name: str, exercise: Exercise, results: list[ExampleResult], show_all: bool
) -> None:
    """Print the first failing example in full and the rest in a line each."""
    failing = [r for r in results if not r.passes]
    passing = len(results) - len(failing)
    if not failing:
        click.echo(f"{name}  All {len(results)} examples pass.")
    elif all(r.reason == "not started" for r in failing):
        click.echo(f"{name}  not started: {len(failing)} of {len(results)} examples wait for you.")
    else:
        click.echo(f"{name}  {passing} of {len(results)} examples pass")
    for i, result in enumerate(failing):
        if i == 0 or show_all:
            show_failure(result)
        else:
            click.echo(f"  ✗ fails   line {result.example.line}: {first_line(result)}")
    for result in results if show_all else ():
        if result.passes:
            click.echo(f"  ✓ passes  line {result.example.line}: {first_line(result)}")
    if failing and passing and not show_all:
        click.echo(f"  ✓ {passing} pass   (--all shows them)")


def show_next(exercise: Exercise, results: list[ExampleResult], costs: list[Cost]) -> None:
    """Say what the functions cost, and what to do now."""
    for cost in costs:
        click.echo(cost_line(cost))
    if all(r.passes for r in results):
        click.echo("Hidden checks run when you hand in.")
    elif any(r.reason == "not started" for r in results):
        click.echo(f"Next: write your answer, then grader check {exercise.stem}")
    else:
        click.echo(f"Next: grader show {exercise.stem}")


def cost_line(cost: Cost) -> str:
    """Say what one function takes here, and what will be compared when it is handed in."""
    limits = cost.limits
    rules = [f"{limits.time:g} times our time"] if limits.time else []
    rules += [f"growth {limits.growth:g}"] if limits.growth else []
    unit = "our memory" if limits.memory_of == "reference" else "the arguments in memory"
    rules += [f"{limits.memory:g} times {unit}"] if limits.memory else []
    return (
        f"  ~ {cost.function} at size {cost.size:,}: {1e3 * cost.seconds:.2g} ms, "
        f"{cost.peak / 2**20:.1f} MiB, time grows like n^{max(cost.exponent, 0.0):.1f}\n"
        f"      an indication; handed in, the limit is {', '.join(rules) or 'in calls'}"
    )


def show_failure(result: ExampleResult) -> None:
    place = result.place
    where = f", error in {place.label} line {place.line}" if place else ""
    click.echo(f"\n  ✗ fails   example in line {result.example.line}{where}")
    click.echo(f"      {result.example.source.strip()}")
    wanted = result.example.want.strip().replace("\n", "\n                 ")
    click.echo(f"      should be  {wanted}")
    yours = clean(result.shown).replace("\n", "\n                 ")
    click.echo(f"      yours is   {yours}\n")


def first_line(result: ExampleResult) -> str:
    return result.example.source.strip().splitlines()[0]


def clean(text: str) -> str:
    """Take control characters out of what a student's code produced."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)

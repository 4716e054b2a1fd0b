"""The `grader` command: one table of subcommands, each imported when it is called.

`grader --help` has to answer at once, so this module and everything it imports stay small.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import click

from grader import __version__
from grader.errors import GraderError


class Entry(NamedTuple):
    """Where a subcommand lives and how the help introduces it."""

    module: str
    attribute: str
    section: str
    help: str


STUDENTS, INSTRUCTORS, AUTHORS = "For students", "For instructors", "For authors and CI"
COMMANDS = {
    "list": Entry("students", "list_exercises", STUDENTS, "List exercises and your progress."),
    "start": Entry("students", "start", STUDENTS, "Copy an exercise into this folder."),
    "show": Entry("students", "show", STUDENTS, "Print the task, its points and its budget."),
    "check": Entry("check", "check", STUDENTS, "Run the examples you can see."),
    "grade": Entry(
        "instructors", "grade", INSTRUCTORS, "Grade submissions against the hidden tests."
    ),
    "report": Entry(
        "instructors", "report", INSTRUCTORS, "Write the reports again from results.json."
    ),
    "audit": Entry(
        "audit", "audit", AUTHORS, "Test the hidden tests: reference, stub, variants, mutants."
    ),
    "sync": Entry("authors", "sync", AUTHORS, "Write the stubs from the references."),
    "new": Entry("authors", "new", AUTHORS, "Start a new exercise from the template."),
    "doctor": Entry(
        "doctor", "doctor", AUTHORS, "Check this machine: isolation, timing noise, versions."
    ),
    "demo": Entry(
        "demo", "demo", AUTHORS, "Make a class of submissions, grade it, write the pages."
    ),
}
"""Commands in the order of the help."""


class Commands(click.Group):
    """A group whose help has three sections and whose commands load when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, entry in COMMANDS.items() if exists(entry)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None or not exists(entry):
            return None
        module = importlib.import_module(f"grader.cli.{entry.module}")
        command: click.Command = getattr(module, entry.attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section in (STUDENTS, INSTRUCTORS, AUTHORS):
            names = [n for n in self.list_commands(ctx) if COMMANDS[n].section == section]
            if names:
                with formatter.section(section):
                    formatter.write_dl([(name, COMMANDS[name].help) for name in names])

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command; our own errors are one line on stderr and exit code 2."""
        try:
            return super().main(*args, **options)
        except GraderError as error:
            click.echo(f"grader: {' '.join(str(error).split())}", err=True)
            sys.exit(2)


def exists(entry: Entry) -> bool:
    return importlib.util.find_spec(f"grader.cli.{entry.module}") is not None


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--course",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="GRADER_COURSE",
    metavar="DIR",
    help="Folder of the course to use.  [default: the one installed]",
)
@click.version_option(__version__, prog_name="grader")
@click.pass_context
def cli(ctx: click.Context, course: Path | None) -> None:
    """Practise and grade exercises in numerical Python.

    \b
      grader start softmax        copy the exercise here
      grader check softmax        run the examples you can see
      grader grade inbox -o out   grade a folder of submissions
    """
    ctx.obj = course
    if os.environ.get("NO_COLOR"):
        ctx.color = False


def main() -> None:
    """Run the `grader` command."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe that cannot show a letter gets a question mark, not a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    cli(prog_name="grader")

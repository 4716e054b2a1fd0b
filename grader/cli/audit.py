"""`grader audit`: are the hidden tests themselves any good?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.certificate import Certificate
    from grader.course import Exercise


@click.command()
@click.argument("names", nargs=-1, metavar="[CHAPTER|EXERCISE]...")
@click.option("--check", is_flag=True, help="Audit only what has changed since its certificate.")
@click.option("--all", "everything", is_flag=True, help="Ignore the certificates there are.")
@click.option("--quick", is_flag=True, help="Only reference, stub and variants; no certificate.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes.  [default: one per core]")
@click.option("--tier", type=click.Choice(["A", "B"]), help="Isolation tier.  [default: the best]")
@click.option("--junit", type=click.Path(path_type=Path), help="Write a JUnit XML file.")
@click.option("--html", type=click.Path(path_type=Path), help="Write pages with every mutant.")
@click.pass_obj
def audit(
    root: Path | None,
    names: tuple[str, ...],
    check: bool,
    everything: bool,
    quick: bool,
    jobs: int | None,
    tier: str | None,
    junit: Path | None,
    html: Path | None,
) -> None:
    """Test the hidden tests: reference, stub, variants and mutants.

    Without --all an exercise whose certificate is fresh is not audited again.

    \b
    Exit status: 0 all certified, 1 something is not, 2 wrong usage or a broken course.
    """
    from grader.audit import audit as run_audit
    from grader.certificate import is_fresh, read_certificate
    from grader.course import Course
    from grader.course_lint import lint
    from grader.report.audit import junit_xml, row, write_audit_pages

    course = Course.load(root)
    chosen = course.select(names)
    problems = lint(course)
    for problem in problems:
        click.echo(f"✗ {problem}")
    stale = [e for e in chosen if everything or quick or not is_fresh(e)]
    if check and stale:
        click.echo(f"{len(stale)} of {len(chosen)} certificates are out of date.")

    def on_progress(stem: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r  {stem}: {done} of {total} answers judged \x1b[K", nl=False, err=True)

    def on_certificate(exercise: Exercise, certificate: Certificate) -> None:
        if sys.stderr.isatty():
            click.echo("\r\x1b[K", nl=False, err=True)
        click.echo(row(certificate))

    made: list[Certificate] = []
    if stale:
        made = run_audit(
            course,
            stale,
            jobs=jobs or 0,
            tier=tier,
            quick=quick,
            on_progress=on_progress,
            on_certificate=on_certificate,
        )
    certificates = made if quick else [c for e in chosen if (c := read_certificate(e))]
    if junit:
        junit.write_text(junit_xml(certificates, problems), "utf-8")
    if html:
        write_audit_pages(course, certificates, html)
    bad = [c for c in certificates if not c.certified]
    for certificate in bad if not stale else ():
        click.echo(row(certificate))
    ready = len(certificates) - len(bad)
    word = "sound, mutants left out" if quick else "certified"
    click.echo(f"{ready} of {len(chosen)} exercises are {word}.")
    if bad or problems or len(certificates) < len(chosen):
        raise SystemExit(1)

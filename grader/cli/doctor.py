"""`grader doctor`: what this machine can do, found by trying."""

from __future__ import annotations

import platform
import sys

import click


@click.command()
@click.option("--timing", is_flag=True, help="Measure how fair time budgets are here (a minute).")
def doctor(timing: bool) -> None:
    """Check this machine: isolation, timing noise, versions."""
    import numpy as np

    import grader

    click.echo(
        f"grader {grader.__version__}, Python {platform.python_version()}, numpy {np.__version__}"
    )
    click.echo(f"{platform.system()} {platform.release()}, {platform.machine()}")
    if not sys.platform.startswith("linux"):
        click.echo(
            "Isolation: tier C. Only Linux can isolate submissions; grade your own code only."
        )
        raise SystemExit(3)
    tier = report_isolation()
    if timing:
        report_timing()
    if tier == "C":
        raise SystemExit(3)


def report_isolation() -> str:
    """Try each tier and say what a test program could still do; return the best one."""
    from grader.errors import GraderError
    from grader.sandbox.tiers import find_bubblewrap, open_zygote
    from grader.sandbox.walls import landlock_abi

    best = ""
    for tier in ("A", "B"):
        try:
            zygote, probe = open_zygote(tier)
        except GraderError as error:
            click.echo(f"  tier {tier}: no. {error}")
            continue
        zygote.close()
        best = best or tier
        click.echo(f"  tier {tier}: yes. {probe.evidence[0].upper()}{probe.evidence[1:]}.")
    click.echo(
        f"  landlock version {landlock_abi()}; bubblewrap {find_bubblewrap() or 'not found'}"
    )
    click.echo(f"Isolation: tier {best or 'C'}, used by `grader grade`.")
    advice = {
        "A": "Both walls stand.",
        "B": "The inner wall stands. For the outer one install bubblewrap and allow user "
        "namespaces.",
        "": "Nothing holds submissions back here. Use Linux 5.13 or newer with landlock and "
        "libseccomp, and bubblewrap if you can.",
    }
    click.echo(advice[best])
    return best or "C"


def report_timing() -> None:
    from grader.budget_noise import measure_noise

    for line in measure_noise():
        click.echo(line)

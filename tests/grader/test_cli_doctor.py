"""`grader doctor` tells what it found by trying."""

import re
import sys

import numpy as np
import pytest
from click.testing import CliRunner

import grader
from grader.cli import cli


def doctor(**options):
    return CliRunner().invoke(cli, ["doctor"], **options)


@pytest.fixture(scope="module")
def result():
    return doctor()


def test_versions_come_first(result):
    first = result.stdout.splitlines()[0]
    python = ".".join(map(str, sys.version_info[:3]))
    assert first == f"grader {grader.__version__}, Python {python}, numpy {np.__version__}"


def test_each_tier_is_tried_and_the_best_one_is_used(result):
    found = dict(re.findall(r"^  tier ([AB]): (yes|no)\. \S", result.stdout, re.MULTILINE))
    assert set(found) == {"A", "B"}
    best = next((tier for tier in "AB" if found[tier] == "yes"), "C")
    assert f"Isolation: tier {best}, used by `grader grade`." in result.stdout
    assert result.exit_code == (3 if best == "C" else 0)


def test_what_holds_is_what_was_tried(result):
    for line in result.stdout.splitlines():
        if "yes." in line:
            for deed in ("read a file", "connect to a port", "start a process", "signal"):
                assert deed in line.partition("it could")[0]
            assert ("see a file outside" in line.partition("it could")[0]) == ("tier A" in line)


def test_without_bubblewrap_the_inner_wall_is_left(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    result = doctor()
    assert "  tier A: no. " in result.stdout
    assert "bubblewrap not found" in result.stdout
    assert "Isolation: tier A" not in result.stdout
    assert "bubblewrap" in result.stdout.splitlines()[-1]


def test_where_nothing_isolates_it_says_so_and_what_to_do(monkeypatch):
    from grader.errors import SandboxError
    from grader.sandbox import tiers

    def fail(*args):
        raise SandboxError("no landlock here")

    monkeypatch.setattr(tiers, "find_bubblewrap", lambda: "/usr/bin/bwrap")
    monkeypatch.setattr(tiers, "Zygote", fail)
    result = doctor()
    assert result.exit_code == 3
    assert result.stdout.count("no landlock here") == 2
    assert "Isolation: tier C" in result.stdout
    assert "Nothing holds submissions back here" in result.stdout


def test_only_linux_can_isolate(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    result = doctor()
    assert result.exit_code == 3
    assert "tier C" in result.stdout
    assert "tier A" not in result.stdout


def test_timing_is_measured_only_when_asked(result):
    assert "identical code" not in result.stdout

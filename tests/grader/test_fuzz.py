"""A short coverage-guided run of every fuzzer; docs/threat-model.md tells of the long ones."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[1] / "fuzz" / "fuzz.py"
SECONDS = 6


@pytest.mark.parametrize("target", ["wire", "session", "notebook", "source", "zip", "toml"])
def test_no_input_crashes_hangs_or_swells(target, tmp_path):
    pytest.importorskip("atheris", reason="atheris has no wheel for this Python")
    done = subprocess.run(
        [sys.executable, str(FUZZ), target, "--seconds", str(SECONDS)],
        env=os.environ | {"FUZZ_SCRATCH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    runs = int(re.search(r"number_of_executed_units: (\d+)", done.stderr)[1])
    assert runs > 50

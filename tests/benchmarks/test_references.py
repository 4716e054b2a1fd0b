"""References beside the fastest library routine that does the same job. Prints ratios.

The pairs stand in `FASTEST` of tests/oracles; a function in `BANNED` there practises by hand what
the routine does in compiled code, so it is shown and not judged.
"""

import importlib.util
import statistics
import time
from pathlib import Path

import numpy as np
import pytest

ORACLES = Path(__file__).parents[1] / "oracles"
PIECE_SECONDS = 0.005
PAIRS = 9
LIMIT = 3.0


def load(path: Path):
    spec = importlib.util.spec_from_file_location(f"oracle_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seconds(function, inputs) -> float:
    began = time.process_time()
    for args in inputs:
        function(*args)
    return time.process_time() - began


def ratio_of(ours, make_inputs, library) -> tuple[float, float]:
    """Return our time in units of the library's, and our milliseconds for one call."""
    rng = np.random.default_rng(0)
    first = max(seconds(library, [make_inputs(rng)]), 1e-7)
    repeats = max(1, min(64, int(PIECE_SECONDS / first)))
    seconds(ours, [make_inputs(rng)])
    ratios, mine = [], []
    for turn in range(PAIRS):
        # In-place functions change their inputs, so each side gets its own.
        pair = [[make_inputs(rng) for _ in range(repeats)] for _ in range(2)]
        order = [(library, pair[0]), (ours, pair[1])]
        taken = {f: seconds(f, inputs) for f, inputs in (order if turn % 2 else order[::-1])}
        ratios.append(taken[ours] / max(taken[library], 1e-9))
        mine.append(taken[ours] / repeats)
    return statistics.median(ratios), 1e3 * statistics.median(mine)


@pytest.mark.parametrize("path", sorted(ORACLES.glob("*/test_*.py")), ids=lambda p: p.stem[5:])
def test_a_reference_is_at_most_three_times_as_slow_as_the_library(path):
    module = load(path)
    pairs = getattr(module, "FASTEST", {})
    if not pairs:
        pytest.skip("no library routine does the same job")
    for name, (make_inputs, library) in pairs.items():
        ratio, mine = ratio_of(getattr(module.ours, name), make_inputs, library)
        banned = name in getattr(module, "BANNED", ())
        note = " (the exercise bans the library's)" if banned else ""
        print(f"\n{path.stem[5:]}.{name}: {mine:.3g} ms, {ratio:.2f} x the library{note}")
        assert banned or ratio <= LIMIT

"""`local_minimum` beside scipy, on random and on awkward inputs."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.polynomial import polynomial as poly
from scipy.optimize import minimize_scalar
from scipy.signal import find_peaks

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch02_numerical_computation" / "local_minimum.py"
)


@pytest.fixture
def rng():
    return np.random.default_rng(26)


def series(rng, size):
    """The input of the budget: a long series with one wide plateau."""
    y = rng.integers(0, 9, size)
    y[size // 4 : size // 2] = -1
    return y


# `basins` has no counterpart in a library.
FASTEST = {
    "local_minima": (
        lambda rng: (series(rng, 4000).astype(float),),
        lambda y: find_peaks(-y, plateau_size=1),
    )
}


def by_scipy(y):
    _, found = find_peaks(-y, plateau_size=1)
    return np.stack([found["left_edges"], found["right_edges"]], axis=1)


@pytest.mark.parametrize("levels", [2, 3, 8, 1000])
def test_local_minima_beside_find_peaks(rng, levels):
    for _ in range(200):
        y = rng.integers(0, levels, rng.integers(1, 40)).astype(float)
        np.testing.assert_array_equal(ours.local_minima(y), by_scipy(y))
        walled = np.concatenate([[np.inf], y, [np.inf]])
        with_ends = ours.local_minima(y, include_ends=True)
        np.testing.assert_array_equal(with_ends + 1, by_scipy(walled))


def polynomial(rng, count, factor=1.0):
    """A polynomial with f' = 0 at `count` places, 0.3 apart or more, and these places."""
    roots = np.linspace(-4.0, 4.0, count) + rng.uniform(-0.25, 0.25, count)
    return poly.polyint(factor * poly.polyfromroots(roots)), roots


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 7])
def test_global_minimum_beside_minimize_scalar(rng, count):
    for _ in range(20):
        c, roots = polynomial(rng, count, rng.choice([-0.1, 0.1]))
        lo, hi = np.sort(rng.uniform(-5, 5, 2))
        x, fx = ours.global_minimum(c, lo, hi)
        cuts = np.concatenate([[lo], roots[(lo < roots) & (roots < hi)], [hi]])
        middles = np.concatenate([[lo], (cuts[1:] + cuts[:-1]) / 2, [hi]])
        ends = [
            minimize_scalar(poly.polyval, bounds=b, args=(c,), method="bounded")
            for b in pairwise(middles)
        ]
        best = min([r.fun for r in ends] + [poly.polyval(lo, c), poly.polyval(hi, c)])
        assert lo <= x <= hi
        assert fx <= best + 1e-9 * max(1.0, abs(best))
        assert fx == pytest.approx(best, rel=1e-4, abs=1e-4)
        grid = np.linspace(lo, hi, 10_001)
        assert fx <= np.min(poly.polyval(grid, c)) + 1e-9 * max(1.0, abs(fx))


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_multiple_roots_stay_together(rng, times):
    for at in rng.uniform(-4.0, 4.0, 200):
        other = at + rng.choice([-1.0, 1.0]) * rng.uniform(0.3, 1.0)
        c = poly.polyint(poly.polyfromroots([at] * times + [other]))
        got = ours._turning_points(c)
        want = sorted([at, other]) if times % 2 else [other]
        np.testing.assert_allclose(got, want, atol=2e-3)


def test_close_roots_stay_apart(rng):
    for at in rng.uniform(-4.9, 4.9, 200):
        roots = np.sort([at, at + 0.05, -at / 2 + rng.choice([-0.9, 0.9])])
        if np.min(np.diff(roots)) > 0.049:
            c = poly.polyint(poly.polyfromroots(roots))
            np.testing.assert_allclose(ours._turning_points(c), roots, atol=1e-8)


def test_basins_are_monotone_and_bounded_by_maxima(rng):
    for _ in range(2):
        c, roots = polynomial(rng, 5, 0.05)
        starts = np.sort(rng.uniform(-4.2, 4.2, 500))
        labels, minima = ours.basins(c, starts, 0.02, 3000)
        np.testing.assert_allclose(minima, roots[::2], atol=1e-9)
        np.testing.assert_array_equal(labels, np.searchsorted(roots[1::2], starts))


def test_multistart_misses_as_often_as_predicted(rng):
    c = np.array([0.0, 0.3, -2.0, 0.0, 1.0])
    lo, hi = -3.0, 2.0
    top = ours._turning_points(c)[1]
    for n in (1, 4):
        miss = ((hi - top) / (hi - lo)) ** n
        missed = sum(ours.multistart(c, lo, hi, n, rng)[0] > 0 for _ in range(300))
        assert abs(missed - 300 * miss) < 6 * np.sqrt(300 * miss * (1 - miss))


def test_landscape_beside_a_fine_grid(rng):
    for _ in range(30):
        c, _ = polynomial(rng, int(rng.integers(0, 7)), 0.1)
        lo, hi = rng.uniform(-5, -1), rng.uniform(1, 5)
        slack = rng.uniform(0, 0.5)
        got = ours.landscape(c, lo, hi, 20_001, slack=slack)
        at = [0, *find_peaks(-got["y"])[0], 20_000]
        low = [i for i in at if got["y"][i] <= np.min(got["y"][max(i - 1, 0) : i + 2])]
        np.testing.assert_allclose(got["minima"][:, 0], got["x"][low], atol=2 * (hi - lo) / 20_000)
        height = np.ptp(got["y"])
        assert got["global"][1] == pytest.approx(np.min(got["y"]), abs=1e-6 * height)
        over = (got["minima"][:, 1] - got["global"][1]) / height
        assert len(got["acceptable"]) in (
            np.sum(over <= slack - 1e-4),
            np.sum(over <= slack + 1e-4),
        )

"""The reference of `norms` against numpy, scipy and exact arithmetic."""

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import scipy.linalg

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch01_linear_algebra" / "norms.py"
)


def vectors(rng):
    return rng.random((800, 800)) - 0.5, 3.0, 1


# The exercise bans np.linalg.norm, which is the fastest but neither safe at 1e200 nor at p = 1000.
FASTEST = {"p_norm": (vectors, lambda x, p, axis: np.linalg.norm(x, p, axis=axis))}


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.mark.parametrize("p", [1, 1.3, 2, 3, 10, np.inf])
def test_numpy_in_the_safe_range(rng, p):
    for shape in ((7,), (1,), (4, 5), (2, 3, 4)):
        for x in (rng.normal(size=shape), rng.normal(size=shape) * 1j + rng.normal(size=shape)):
            np.testing.assert_allclose(ours.p_norm(x, p), np.linalg.norm(x.ravel(), p), rtol=1e-13)
            for axis in range(-len(shape), len(shape)):
                want = np.linalg.norm(x, p, axis=axis)
                np.testing.assert_allclose(ours.p_norm(x, p, axis), want, rtol=1e-13)


@pytest.mark.parametrize("p", [1, 2, 3, 5, 64])
def test_exact_sums_of_powers(rng, p):
    """A norm lies between two neighbours whose powers enclose the exact sum of powers."""
    for _ in range(50):
        x = rng.normal(size=6) * 2.0 ** rng.integers(-900, 900) * 2.0 ** rng.integers(-30, 30, 6)
        total = sum(abs(Fraction(float(v))) ** p for v in x)
        got = ours.p_norm(x, p)
        low, high = (Fraction(got) * (1 + Fraction(s * 4, 2**52)) for s in (-1, 1))
        assert low**p < total < high**p


def test_powers_of_two_cost_nothing(rng):
    x = rng.normal(size=(20, 6))
    for p in (1, 1.5, 2, 3, 1000):
        for e in (-990, -300, 300, 1000):
            got = ours.p_norm(np.ldexp(x, e), p, axis=1)
            np.testing.assert_allclose(np.ldexp(got, -e), ours.p_norm(x, p, axis=1), rtol=1e-15)


def test_extremes():
    tiny, huge = np.nextafter(0, 1), np.finfo(float).max
    assert ours.p_norm([tiny]) == tiny
    assert ours.p_norm([3 * tiny, 4 * tiny]) == 5 * tiny
    assert ours.p_norm([huge]) == huge
    assert ours.p_norm([huge, tiny], 7) == huge
    assert ours.p_norm([huge, huge]) == np.inf
    assert ours.p_norm([huge, huge], np.inf) == huge
    assert math.isnan(ours.p_norm([np.inf, np.nan], np.inf))
    assert ours.p_norm(np.float32([3e38, 0])) == np.float32(3e38)


def test_matrix_norms(rng):
    for shape in ((3, 5), (5, 3), (1, 4), (4, 1)):
        for M in (rng.normal(size=shape), rng.normal(size=shape) + 1j * rng.normal(size=shape)):
            for ord in ("fro", 1, "inf", np.inf):
                want = scipy.linalg.norm(M, np.inf if ord == "inf" else ord)
                assert ours.matrix_norm(M, ord) == pytest.approx(want, rel=1e-13)


def test_induced_norms_are_attained(rng):
    M = rng.normal(size=(4, 6))
    corners = np.array(np.meshgrid(*[[-1, 1]] * 6)).reshape(6, -1)
    assert ours.matrix_norm(M, "inf") == pytest.approx(np.abs(M @ corners).max(), rel=1e-13)
    assert ours.matrix_norm(M, 1) == pytest.approx(np.abs(M).sum(axis=0).max(), rel=1e-13)


@pytest.mark.parametrize("p", [1, 1.1, 2, 7, 300, np.inf])
def test_unit_sphere(p):
    points = ours.unit_sphere(p, 360)
    angles = np.unwrap(np.arctan2(points[:, 1], points[:, 0]))
    np.testing.assert_allclose(angles, np.radians(np.arange(360)), atol=1e-13)
    with np.errstate(under="ignore"):
        np.testing.assert_allclose(np.linalg.norm(points, p, axis=1), 1.0, rtol=1e-13)


def test_axioms(rng):
    xs, scalars = rng.normal(size=(8, 3)), rng.normal(size=4)
    for p in (1, 1.5, 2, np.inf):
        assert ours.axiom_violations(lambda x, p=p: np.linalg.norm(x, p), xs, scalars) == set()
    squared = ours.axiom_violations(lambda x: x @ x, xs, scalars)
    assert squared == {"homogeneous", "triangle"}
    linear = ours.axiom_violations(lambda x: x[0] - 2 * x[2], xs, scalars)
    assert linear == {"nonnegative", "homogeneous"}

"""Cross-checks of the reference against scipy and rational arithmetic.

There is no table of library routines to race: nothing multiplies with the Jacobian of softmax.
"""

import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy import special

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch02_numerical_computation" / "softmax.py"
)
EPS = np.finfo(float).eps


@pytest.fixture
def rng():
    return np.random.default_rng(20)


def nasty(rng):
    """Yield arrays of scores of many sizes, spreads and offsets, with masks."""
    for shape in ((1,), (7,), (3, 4), (2, 3, 5), (4, 1000)):
        for spread in (1e-8, 1.0, 50.0, 1e5):
            for offset in (0.0, 1e4, -1e6):
                x = rng.normal(scale=spread, size=shape) + offset
                yield x
                masked = np.where(rng.random(shape) < 0.3, -np.inf, x)
                masked[..., 0] = x[..., 0]
                yield masked


def test_against_scipy(rng):
    """The shifted scores are given to scipy, so that both round the same scores."""
    for x in nasty(rng):
        for axis in range(x.ndim):
            if np.any(np.all(np.isneginf(x), axis=axis)):
                continue
            d = x - np.max(x, axis=axis, keepdims=True)
            k = x.shape[axis]
            p, want = ours.softmax(x, axis=axis), special.softmax(d, axis=axis)
            size = np.where(np.isneginf(d), 0.0, np.abs(d))
            assert np.all(np.abs(p - want) <= 100 * EPS * (k + size) * want)
            log_p, want = ours.log_softmax(x, axis=axis), special.log_softmax(d, axis=axis)
            np.testing.assert_array_equal(np.isneginf(log_p), np.isneginf(x))
            np.testing.assert_allclose(log_p, want, rtol=10 * k * EPS, atol=10 * k * EPS)
            for keepdims in (False, True):
                got = ours.logsumexp(x, axis=axis, keepdims=keepdims)
                want = special.logsumexp(x, axis=axis, keepdims=keepdims)
                assert np.shape(got) == np.shape(want)
                np.testing.assert_allclose(got, want, rtol=10 * k * EPS, atol=10 * k * EPS)


def test_temperature_against_scipy(rng):
    for t in (1e-300, 1e-3, 0.3, 1, np.float32(7.0), 1e300):
        x = rng.normal(scale=5.0, size=(6, 9))
        with np.errstate(over="ignore"):
            want = special.softmax((x - x.max(axis=1, keepdims=True)) / t, axis=1)
        np.testing.assert_allclose(ours.softmax(x, temperature=t), want, rtol=1e-12)


@pytest.mark.parametrize(("dtype", "most"), [(np.float16, 5e-4), (np.float32, 6e-8)])
def test_small_formats_round_once(rng, dtype, most):
    """In float16 five thousand ones cannot even be counted; the result still has full accuracy."""
    for x in (np.zeros((5000, 2)), rng.normal(scale=4.0, size=(400, 3)), np.full((3, 2), -6e4)):
        x = x.astype(dtype)
        exact = x.astype(float)
        least = float(np.finfo(dtype).smallest_subnormal)
        for f in (ours.softmax, ours.log_softmax, ours.logsumexp):
            got, want = f(x, axis=0), f(exact, axis=0)
            assert got.dtype == dtype
            np.testing.assert_allclose(got.astype(float), want, rtol=most, atol=least)
    tiny = 1e-60  # not a number of either format
    p = ours.softmax(np.array([1.0, 2.0, -np.inf], dtype), temperature=tiny)
    np.testing.assert_array_equal(p, [0.0, 1.0, 0.0])


def test_vjp_against_rational_arithmetic(rng):
    s = special.softmax(rng.normal(scale=3.0, size=30))
    g = rng.normal(size=30)
    rational = [(Fraction(a), Fraction(b)) for a, b in zip(s, g, strict=True)]
    inner = sum(a * b for a, b in rational)
    want = [float(a * (b - inner)) for a, b in rational]
    np.testing.assert_allclose(ours.softmax_vjp(s, g), want, atol=10 * EPS)


def test_jacobian_is_that_of_differences(rng):
    """Central differences of scipy's softmax, and the symmetry of the Jacobian."""
    x, u, v = rng.normal(size=(3, 8))
    h = 1e-5
    want = (special.softmax(x + h * u) - special.softmax(x - h * u)) / (2 * h)
    s = special.softmax(x)
    np.testing.assert_allclose(ours.softmax_vjp(s, u), want, atol=1e-9)
    symmetric = v @ ours.softmax_vjp(s, u) - u @ ours.softmax_vjp(s, v)
    assert abs(symmetric) < 1e-14


def test_cross_entropy_against_scipy(rng):
    for n, k in ((1, 1), (1, 5), (40, 3), (200, 100)):
        z = rng.normal(scale=20.0, size=(n, k)) + 1e3 * rng.integers(-3, 3, size=(n, 1))
        y = rng.integers(0, k, size=n)
        q = rng.dirichlet(np.ones(k), size=n)
        log_p, p = special.log_softmax(z, axis=1), special.softmax(z, axis=1)
        for target, form in ((np.eye(k)[y], y), (np.eye(k)[y], np.eye(k, dtype=bool)[y]), (q, q)):
            loss, dz = ours.cross_entropy_with_logits(z, form)
            assert type(loss) is float
            want = math.fsum((-target * log_p).ravel()) / n
            assert loss == pytest.approx(want, rel=1e-12, abs=1e-12)
            np.testing.assert_allclose(dz, (p - target) / n, atol=1e-12)


def test_cross_entropy_is_entropy_plus_divergence(rng):
    z, q = rng.normal(size=(5, 6)), rng.dirichlet(np.ones(6), size=5)
    loss, _ = ours.cross_entropy_with_logits(z, q)
    entropy, divergence = special.entr(q), special.rel_entr(q, special.softmax(z, axis=1))
    assert loss == pytest.approx(np.sum(entropy + divergence) / 5, rel=1e-13)


def test_no_warning_but_underflow():
    """Nothing but a harmless underflow is noticed, even at the ends of the range."""
    with np.errstate(all="raise", under="ignore"):
        for dtype in (np.float16, np.float32, float):
            largest = np.finfo(dtype).max
            x = np.zeros((3, 3), dtype)
            x[0, :2], x[1, 1:], x[2, 1:] = [largest, -largest], [-np.inf, -800], [np.nan, -np.inf]
            ours.softmax(x, temperature=1e-3)
            ours.log_softmax(x)
            ours.logsumexp(x)
            loss, _ = ours.cross_entropy_with_logits(x[1:2], [1])
            assert loss == math.inf
            ours.softmax_vjp(ours.softmax(x), np.ones((3, 3)))
        assert ours.logsumexp([-np.inf, -np.inf]) == -math.inf


def test_results_are_new_arrays(rng):
    x = rng.normal(size=(2, 3))
    before = x.copy()
    results = [ours.softmax(x), ours.log_softmax(x), ours.logsumexp(x, keepdims=True)]
    results.append(ours.softmax_vjp(x, x))
    results.append(ours.cross_entropy_with_logits(x, [0, 1])[1])
    assert not any(np.shares_memory(x, r) for r in results)
    np.testing.assert_array_equal(x, before)

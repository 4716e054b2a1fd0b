"""`min_max_saddle` against exact rational arithmetic, numpy.polynomial and scipy."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.polynomial import polynomial as poly
from scipy import linalg

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch02_numerical_computation" / "min_max_saddle.py"
)


# ---- exact arithmetic ---------------------------------------------------------------------------


def value(c, x):
    total = Fraction(0)
    for a in reversed(c):
        total = total * x + a
    return total


def derivative(c):
    return [k * a for k, a in enumerate(c)][1:]


def remainder(a, b):
    """The remainder of a polynomial division, without leading zeros."""
    a = list(a)
    while len(a) >= len(b):
        factor = a[-1] / b[-1]
        for k in range(len(b)):
            a[len(a) - len(b) + k] -= factor * b[k]
        a.pop()
    while a and a[-1] == 0:
        a.pop()
    return a


def distinct_real_roots(c):
    """Sturm's theorem: how many different real roots a polynomial has."""
    chain = [c, derivative(c)]
    while len(chain[-1]) > 1 and (rest := remainder(chain[-2], chain[-1])):
        chain.append([-a for a in rest])

    def changes(signs):
        return sum(a != b for a, b in pairwise(signs))

    right = [a[-1] > 0 for a in chain]
    left = [(a[-1] > 0) == (len(a) % 2 == 1) for a in chain]
    return changes(left) - changes(right)


def inertia(H):
    """Numbers of eigenvalues above and below 0 of a whole-numbered symmetric matrix.

    All roots of the characteristic polynomial are real, so Descartes' rule counts them exactly.
    """
    n = len(H)
    A = [[Fraction(int(v)) for v in row] for row in H]
    M = [[Fraction(i == j) for j in range(n)] for i in range(n)]
    c = [Fraction(0)] * n + [Fraction(1)]
    for k in range(1, n + 1):
        AM = [[sum(A[i][m] * M[m][j] for m in range(n)) for j in range(n)] for i in range(n)]
        c[n - k] = -sum(AM[i][i] for i in range(n)) / k
        M = [[AM[i][j] + (c[n - k] if i == j else 0) for j in range(n)] for i in range(n)]

    def changes(c):
        signs = [a > 0 for a in c if a != 0]
        return sum(a != b for a, b in pairwise(signs))

    return changes(c), changes([a * (-1) ** k for k, a in enumerate(c)])


def exact_form(u, H, v):
    Hv = [sum(Fraction(h) * Fraction(b) for h, b in zip(row, v, strict=True)) for row in H]
    return sum(Fraction(a) * b for a, b in zip(u, Hv, strict=True))


# ---- one variable -------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_critical_points_of_whole_numbers(seed):
    rng = np.random.default_rng(seed)
    c = [int(a) for a in rng.integers(-9, 10, int(rng.integers(3, 9)))]
    c[-1] = c[-1] or 1
    slope = [Fraction(a) for a in derivative(c)]
    points = ours.critical_points(np.array(c))
    assert len(points) == distinct_real_roots(slope)
    xs = [x for x, _ in points]
    assert xs == sorted(xs)
    roots = poly.polyroots([float(a) for a in slope])
    for x in xs:
        assert np.min(np.abs(roots - x)) < 1e-6
    borders = [-1e4, *[(a + b) / 2 for a, b in pairwise(xs)], 1e4][: 2 * len(xs)]
    rises = [value(slope, Fraction(b)) > 0 for b in borders]
    kinds = {(False, True): "minimum", (True, False): "maximum"}
    assert [k for _, k in points] == [kinds.get(pair, "saddle") for pair in pairwise(rises)]


@pytest.mark.parametrize("seed", range(30))
def test_critical_points_with_multiple_rational_roots(seed):
    """f' = product of (x - r)^m with r in quarters: everything is known exactly."""
    rng = np.random.default_rng(seed)
    r = np.sort(rng.choice(np.arange(-12, 13), int(rng.integers(1, 4)), replace=False)) / 4
    m = rng.integers(1, 4, r.size)
    lead = float(rng.choice([-60.0, 60.0]))
    slope = lead * poly.polyfromroots(np.repeat(r, m))
    points = ours.critical_points(poly.polyint(slope))
    np.testing.assert_allclose([x for x, _ in points], r, atol=1e-4)
    sign = np.sign(lead) * (-1.0) ** np.cumsum(m[::-1])[::-1]  # of f' left of each root
    up_after = np.sign(lead) * (-1.0) ** np.append(np.cumsum(m[::-1])[::-1][1:], 0)
    want = [
        "saddle" if a == b else ("minimum" if b > 0 else "maximum")
        for a, b in zip(sign, up_after, strict=True)
    ]
    assert [k for _, k in points] == want


# ---- many variables -----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_classification_is_the_exact_inertia(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 6))
    A = rng.integers(-3, 4, (n, n))
    H = A + A.T if seed % 2 else A[:, : n - 1] @ A[:, : n - 1].T  # singular every other time
    if seed % 4 == 2:
        H = -H
    above, below = inertia(H)
    clear = {(n, 0): "minimum", (0, n): "maximum"}.get((above, below), "inconclusive")
    want = "saddle" if above and below else clear
    assert ours.classify_hessian(H) == want
    assert ours.classify_hessian(H * 2.0**-300) == want


@pytest.mark.parametrize("seed", range(20))
def test_slope_curvature_and_forecast_are_exact(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 7))
    H = rng.normal(size=(n, n)) * 10.0 ** rng.integers(-5, 6)
    H = H + H.T
    g, u, eps = rng.normal(size=n), rng.normal(size=n), float(rng.normal())
    slope, curvature = ours.slope_curvature(g, H, u)
    exact_u = [Fraction(a) for a in u]
    length = sum(a * a for a in exact_u)
    gu = sum(Fraction(a) * b for a, b in zip(g, exact_u, strict=True))
    u_eps = 20 * n * np.finfo(float).eps
    assert abs(slope - float(gu) / float(length) ** 0.5) <= u_eps * np.linalg.norm(g)
    want = float(exact_form(u, H, u) / length)
    assert abs(curvature - want) <= u_eps * np.linalg.norm(H)
    change, best = ours.step_forecast(g, H, eps)
    square, bend = sum(Fraction(a) ** 2 for a in g), exact_form(g, H, g)
    exact = -Fraction(eps) * square + Fraction(eps) ** 2 * bend / 2
    size = abs(eps) * float(square) + eps**2 * np.linalg.norm(H) * float(square)
    assert abs(change - float(exact)) <= u_eps * size
    if bend > 0:
        np.testing.assert_allclose(
            best, float(square / bend), rtol=u_eps * np.linalg.norm(H) * float(square / bend)
        )
    else:
        assert best == np.inf


@pytest.mark.parametrize("seed", range(20))
def test_stationary_point_against_scipy(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 8))
    Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    values = rng.choice([-1.0, 1.0], n) * 10.0 ** rng.uniform(-3, 0, n)
    H = Q @ np.diag(values) @ Q.T
    H, b = (H + H.T) / 2, rng.normal(size=n)
    x, kind = ours.stationary_point(H, b)
    np.testing.assert_allclose(x, linalg.solve(H, b, assume_a="sym"), rtol=1e-9, atol=1e-9)
    assert kind == ours.classify_hessian(H)
    values[0] = 0.0
    H = Q @ np.diag(values) @ Q.T
    H = (H + H.T) / 2
    x, _ = ours.stationary_point(H, H @ b)
    want = linalg.lstsq(H, H @ b, cond=1e-8)[0]
    np.testing.assert_allclose(H @ x, H @ want, atol=1e-12)
    assert ours.stationary_point(H, H @ b + Q[:, 0])[0] is None


def test_hilbert_matrix_is_a_minimum_until_rounding_hides_it():
    for n in range(1, 7):
        assert ours.classify_hessian(linalg.hilbert(n)) == "minimum"
    assert ours.classify_hessian(linalg.hilbert(12)) == "inconclusive"

"""`poor_conditioning` beside numpy, scipy and exact fractions, on random and on awkward inputs."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy.linalg import hilbert, invhilbert, lstsq, matrix_balance

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch02_numerical_computation" / "poor_conditioning.py"
)
EPS = np.finfo(float).eps


@pytest.fixture
def rng():
    return np.random.default_rng(23)


# The exercise bans lstsq. `equilibrate` has no counterpart in a library.
FASTEST = {
    "least_squares": (
        lambda rng: (rng.normal(size=(1500, 10)), rng.normal(size=1500)),
        lambda M, b: np.linalg.lstsq(M, b, rcond=None)[0],
    )
}


@pytest.mark.parametrize("shape", [(1, 1), (4, 4), (3, 9), (12, 5), (30, 30)])
def test_condition_beside_numpy(rng, shape):
    for scale in (1.0, 1e-200, 1e200):
        M = scale * rng.normal(size=shape)
        want = np.linalg.cond(M)
        assert ours.condition_number(M) == pytest.approx(want, rel=1e-12 * want)


@pytest.mark.parametrize("n", [2, 4, 6, 8])
def test_condition_of_hilbert_matrices(n):
    want = np.linalg.norm(hilbert(n), 2) * np.linalg.norm(invhilbert(n), 2)
    assert ours.condition_number(hilbert(n)) == pytest.approx(want, rel=100 * n * EPS * want)
    got = ours.condition_number(hilbert(n), kind="eig")
    assert got == pytest.approx(want, rel=100 * n * EPS * want)


def test_rank_deficient_matrices_count_as_singular(rng):
    for _ in range(2000):
        n = int(rng.integers(2, 9))
        M = rng.normal(size=(int(rng.integers(n, 12)), n))
        M[:, 0] = M[:, 1:] @ rng.normal(size=n - 1)
        M *= 10.0 ** rng.integers(-30, 30)
        assert ours.condition_number(M) == np.inf
        assert ours.condition_number(M.T @ M, kind="eig") == np.inf


def test_regular_matrices_do_not(rng):
    for _ in range(200):
        n = int(rng.integers(2, 9))
        P, _ = np.linalg.qr(rng.normal(size=(n, n)))
        Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
        M = P @ np.diag(np.geomspace(1e-12, 1.0, n)) @ Q
        assert ours.condition_number(M) == pytest.approx(1e12, rel=0.01)
        assert ours.worst_case(M)[2] == pytest.approx(1e12, rel=0.01)


def test_no_pair_is_worse_than_the_worst_case(rng):
    M = rng.normal(size=(6, 6))
    b, db, amplification = ours.worst_case(M)
    inverse = np.linalg.inv(M)

    def measured(b, db):
        norm = np.linalg.norm
        return norm(inverse @ db) / norm(inverse @ b) * norm(b) / norm(db)

    assert measured(b, db) == pytest.approx(amplification, rel=1e-9)
    others = (measured(*rng.normal(size=(2, 6))) for _ in range(2000))
    assert max(others) < amplification


@pytest.mark.parametrize("d", [0, 1, 3, 10, 20])
def test_function_condition_beside_fractions(rng, d):
    for _ in range(50):
        c = rng.normal(size=d + 1) * 10.0 ** rng.integers(-20, 20, d + 1)
        x = rng.normal() * 10.0 ** rng.integers(-5, 5)
        t, value, slope = Fraction(x), Fraction(0), Fraction(0)
        for a in c[::-1].tolist():
            slope = slope * t + value
            value = value * t + Fraction(a)
        want = float(abs(t * slope / value))
        assert ours.function_condition(c, x) == pytest.approx(want, rel=1e-15)


def test_function_condition_is_the_effect_of_a_small_change():
    c = np.array([-1.0, 7.0, -21.0, 35.0, -35.0, 21.0, -7.0, 1.0])  # (x - 1)^7
    x = 1.0 + 2.0**-20
    h = Fraction(1, 2**80)
    before, after = ((Fraction(x) * (1 + e) - 1) ** 7 for e in (0, h))
    change = float(abs((after - before) / before / h))
    assert ours.function_condition(c, x) == pytest.approx(change, rel=1e-12)
    assert abs(np.polyval(c[::-1], x) / (x - 1.0) ** 7 - 1) > 0.5  # no digit is right


@pytest.mark.parametrize("n", [2, 5, 8, 40])
def test_equilibrate_undoes_bad_units(rng, n):
    for _ in range(20):
        B = rng.uniform(0.5, 1.0, (n, n)) * rng.choice([-1, 1], (n, n))
        a, b = 10.0 ** rng.uniform(-8, 8, (2, n))
        M = a[:, None] * B * b
        S, r, c = ours.equilibrate(M)
        assert np.linalg.cond(S) <= 10 * np.linalg.cond(B)
        np.testing.assert_allclose(S, np.diag(r) @ M @ np.diag(c), rtol=4 * EPS)
        np.testing.assert_allclose(np.max(np.abs(S), axis=0), 1.0, rtol=1e-6)
        np.testing.assert_allclose(np.max(np.abs(S), axis=1), 1.0, rtol=1e-6)


def test_balancing_is_something_else(rng):
    """A similarity cannot cure units of rows: it has one factor for a row and its column."""
    M = 10.0 ** rng.uniform(-8, 8, 6)[:, None] * (np.eye(6) + rng.uniform(0, 0.1, (6, 6)))
    assert np.linalg.cond(matrix_balance(M)[0]) > 1e3 * np.linalg.cond(ours.equilibrate(M)[0])


@pytest.mark.parametrize("shape", [(1, 1), (5, 5), (9, 4), (4, 9), (60, 12), (3, 1), (1, 3)])
@pytest.mark.parametrize("rank", [1, 3, 99])
def test_least_squares_beside_scipy(rng, shape, rank):
    m, n = shape
    M = rng.normal(size=(m, min(rank, m, n))) @ rng.normal(size=(min(rank, m, n), n))
    b = rng.normal(size=m)
    np.testing.assert_allclose(ours.least_squares(M, b), lstsq(M, b)[0], rtol=1e-9, atol=1e-11)


def test_least_squares_beside_fractions():
    """Hilbert systems with an exact answer: the error is about eps times the condition number."""
    for n in (3, 5, 7):
        M = hilbert(n)
        x = np.arange(1.0, n + 1)
        exact = [sum(Fraction(a) * Fraction(t) for a, t in zip(row, x, strict=True)) for row in M]
        got = ours.least_squares(M, np.array([float(v) for v in exact]))
        bound = 10 * n * EPS * np.linalg.cond(M) * np.linalg.norm(x)
        assert np.linalg.norm(got - x) <= bound

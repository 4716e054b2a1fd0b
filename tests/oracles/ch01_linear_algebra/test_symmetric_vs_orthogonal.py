"""The reference of `symmetric_vs_orthogonal` against scipy and exact arithmetic."""

from fractions import Fraction
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest
import scipy.linalg
import scipy.stats

from grader.checks.context import reference_module

STEM = "symmetric_vs_orthogonal"
ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch01_linear_algebra" / f"{STEM}.py"
)


def triangle(rng):
    M = rng.random((2000, 2000))
    M.flat[::2001] += 2000
    return M, rng.random(2000), "lower"


FASTEST = {
    "structured_solve": (
        triangle,
        lambda M, b, kind: scipy.linalg.solve_triangular(M, b, lower=True),
    )
}


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def test_kinds_of_all_small_matrices():
    """Every 2 x 2 and many 2 x 3 matrices of -1, 0, 1, by exact definitions."""
    for entries in product((-1, 0, 1), repeat=4):
        (a, b), (c, d) = M = np.array(entries).reshape(2, 2)
        want = {
            "square": True,
            "diagonal": b == c == 0,
            "upper_triangular": c == 0,
            "lower_triangular": b == 0,
            "symmetric": b == c,
            "skew": a == d == 0 and b == -c,
            "orthogonal": a * a + c * c == b * b + d * d == 1 and a * b + c * d == 0,
            "identity": a == d == 1 and b == c == 0,
            "permutation": sorted(M.tolist()) == [[0, 1], [1, 0]],
        }
        assert ours.matrix_kinds(M) == {kind for kind, holds in want.items() if holds}
        unscaled = {"orthogonal", "identity", "permutation"}
        assert ours.matrix_kinds(1e-145 * M) - unscaled == ours.matrix_kinds(M) - unscaled
    for entries in product((0, 2), repeat=6):
        _, b, c, d, _, f = entries
        want = {"lower_triangular"} if not (b or c or f) else set()
        want |= {"upper_triangular"} if not d else set()
        want |= {"diagonal"} if len(want) == 2 else set()
        assert ours.matrix_kinds(np.array(entries).reshape(2, 3)) == want


def test_permutations():
    for order in permutations(range(4)):
        P = np.eye(4)[list(order)]
        assert {"permutation", "orthogonal"} <= ours.matrix_kinds(P)
        assert ("identity" in ours.matrix_kinds(P)) == (order == (0, 1, 2, 3))


@pytest.mark.parametrize("special", [False, True])
def test_haar(rng, special):
    """Entries and traces are distributed as scipy's."""
    group = scipy.stats.special_ortho_group if special else scipy.stats.ortho_group
    theirs = group.rvs(4, size=1500, random_state=rng)
    mine = np.array([ours.random_orthogonal(4, rng, special) for _ in range(1500)])
    for statistic in (
        lambda Q: Q[:, 0, 0],
        lambda Q: Q[:, 2, 1],
        lambda Q: Q[:, 3, 3],
        lambda Q: np.trace(Q, axis1=1, axis2=2),
        lambda Q: np.einsum("kij,kji->k", Q, Q),
        lambda Q: Q.sum(axis=(1, 2)),
    ):
        assert scipy.stats.ks_2samp(statistic(mine), statistic(theirs)).pvalue > 1e-4
    assert np.abs(np.linalg.det(mine) - 1).max() < 1e-13 or not special


def test_haar_in_the_plane(rng):
    angles = [np.arctan2(*ours.random_orthogonal(2, rng)[:, 0]) for _ in range(1500)]
    assert scipy.stats.kstest(angles, "uniform", (-np.pi, 2 * np.pi)).pvalue > 1e-4


def test_symmetric_orthogonal(rng):
    for n in range(1, 9):
        signs = rng.choice([-1, 1], size=n)
        w = scipy.linalg.eigvalsh(ours.symmetric_orthogonal(signs, rng))
        np.testing.assert_allclose(w, np.sort(signs), atol=1e-13)


def test_nearest_is_the_polar_factor(rng):
    for n in (1, 2, 3, 8, 30):
        for M in (rng.normal(size=(n, n)), scipy.linalg.hilbert(min(n, 4)), -np.eye(n)):
            want = scipy.linalg.polar(M)[0]
            np.testing.assert_allclose(ours.nearest(M, "orthogonal"), want, atol=1e-11)


def test_solve(rng):
    for n in (1, 2, 5, 40, 200):
        M, b = rng.normal(size=(n, n)) / n + 2 * np.eye(n), rng.normal(size=n)
        for kind in ("lower", "upper"):
            want = scipy.linalg.solve_triangular(M, b, lower=kind == "lower")
            np.testing.assert_allclose(ours.structured_solve(M, b, kind), want, rtol=1e-9)
        for order in ("C", "F"):
            x = ours.structured_solve(np.array(M, order=order), b, "lower")
            np.testing.assert_allclose(np.tril(M) @ x, b, rtol=1e-10, atol=1e-13)


def test_solve_is_backward_stable(rng):
    """Exact residuals of badly conditioned triangles stay within n eps |M| |x|."""
    n = 12
    for _ in range(20):
        M = np.tril(rng.normal(size=(n, n)))
        b = rng.normal(size=n)
        x = ours.structured_solve(M, b, "lower")
        for row, right in zip(M, b, strict=True):
            terms = [
                Fraction(m) * Fraction(v) for m, v in zip(row.tolist(), x.tolist(), strict=True)
            ]
            gap = abs(sum(terms) - Fraction(float(right)))
            assert gap <= Fraction(n, 2**52) * (sum(abs(t) for t in terms) + abs(Fraction(right)))

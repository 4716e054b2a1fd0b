"""`linear_combination` beside numpy, scipy and exact fractions, on random and awkward inputs."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import scipy.linalg

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch01_linear_algebra" / "linear_combination.py"
)
EPS = np.finfo(float).eps
norm = np.linalg.norm


@pytest.fixture
def rng():
    return np.random.default_rng(110)


def system(rng):
    M = rng.normal(size=(300, 300)) + 20 * np.eye(300)
    return M, M @ np.ones(300)


def library(M, b):
    """Find one solution and, from another decomposition, the null space."""
    x, *_ = np.linalg.lstsq(M, b)
    return x, scipy.linalg.null_space(M)


# The exercise bans lstsq.
FASTEST = {"solution_set": (system, library)}


def exact_rank(M):
    A = [[Fraction(int(x)) for x in row] for row in M]
    r = 0
    for k in range(len(A[0])):
        p = next((i for i in range(r, len(A)) if A[i][k] != 0), None)
        if p is not None:
            A[r], A[p] = A[p], A[r]
            for i in range(r + 1, len(A)):
                factor = A[i][k] / A[r][k]
                A[i] = [x - factor * y for x, y in zip(A[i], A[r], strict=True)]
            r += 1
    return r


def integers(rng):
    """Return random whole numbers (m, n) that are a product with a few columns in between."""
    m, n, k = rng.integers(1, 9, size=3)
    return rng.integers(-9, 10, size=(m, k)) @ rng.integers(-9, 10, size=(k, n))


def test_rank_beside_fractions(rng):
    for _ in range(150):
        M = integers(rng)
        r = exact_rank(M)
        assert ours.rank(M) == ours.rank(M.T) == ours.rank(2.0**400 * M) == r
        assert type(ours.rank(M)) is int
        repeated = np.concatenate([M, M @ rng.integers(-3, 4, size=(M.shape[1], 1))], axis=1)
        assert ours.rank(repeated) == r


@pytest.mark.parametrize("dtype", [np.float32, float])
def test_rank_beside_numpy(rng, dtype):
    for _ in range(60):
        m, n = rng.integers(1, 60, size=2)
        s = 10.0 ** rng.uniform(-20, 0, size=min(m, n))
        U, V = (np.linalg.qr(rng.normal(size=(k, len(s))))[0] for k in (m, n))
        M = (U * s @ V.T).astype(dtype)
        assert ours.rank(M) == np.linalg.matrix_rank(M)
        assert ours.rank(M, rtol=1e-3) == np.linalg.matrix_rank(M, rtol=1e-3)


def test_combinations_beside_fractions(rng):
    for d, k in ((1, 1), (3, 50), (20, 7)):
        V, c = rng.normal(size=(d, k)), rng.normal(size=k)
        V *= 10.0 ** rng.integers(-6, 7, size=(d, k))
        got = ours.linear_combination(c, V)
        for row, value in zip(V.tolist(), got.tolist(), strict=True):
            terms = [Fraction(x) * Fraction(y) for x, y in zip(row, c.tolist(), strict=True)]
            assert abs(Fraction(value) - sum(terms)) <= k * EPS * sum(map(abs, terms))


def test_coordinates_beside_lstsq(rng):
    for _ in range(100):
        V = integers(rng)
        b = V @ rng.normal(size=V.shape[1])
        c = ours.coordinates(b, V)
        if norm(b) == 0:
            assert not c.any()
            continue
        assert norm(V @ c - b) <= 1e-12 * norm(b)
        least, *_ = np.linalg.lstsq(V.astype(float), b)
        # Both are the shortest vector of all that are right.
        assert norm(c - least) <= 1e-9 * norm(least)


def test_vectors_beside_the_span(rng):
    for _ in range(60):
        V = integers(rng).astype(float)
        missing = scipy.linalg.null_space(V.T)
        if missing.shape[1]:
            b = V @ rng.normal(size=V.shape[1])
            off = missing @ rng.normal(size=missing.shape[1])
            off *= (norm(b) or 1.0) / norm(off)
            assert ours.coordinates(b + 1e-8 * off, V) is None
            assert ours.coordinates(1e100 * (b + off), 1e-100 * V) is None
            if b.any():
                assert ours.coordinates(b + 1e-12 * off, V) is not None
                assert ours.coordinates(b + 1e-4 * off, V, rtol=1e-3) is not None


def test_subsets_beside_fractions(rng):
    for _ in range(120):
        V = integers(rng)
        chosen = ours.independent_subset(V)
        assert len(set(chosen)) == len(chosen) == exact_rank(V)
        assert all(type(j) is int for j in chosen)
        if chosen:
            assert exact_rank(V[:, chosen]) == len(chosen)


@pytest.mark.parametrize("scale", [1.0, 2.0**-332, 2.0**332])
def test_null_spaces_beside_scipy(rng, scale):
    """Two bases span the same space if their projectors agree."""
    for _ in range(60):
        M = scale * integers(rng)
        word, x, N = ours.solution_set(M, M @ np.ones(M.shape[1]))
        want = scipy.linalg.null_space(M)
        assert N.shape == want.shape
        basis = np.linalg.qr(N)[0]
        assert norm(basis @ basis.T - want @ want.T) < 1e-9
        assert word == ("infinite" if want.shape[1] else "unique")
        if M.any():
            assert norm((M @ x - M @ np.ones(len(x))) / scale) < 1e-10 * norm(M / scale)


def test_words_beside_rouche_and_capelli(rng):
    """There is a solution if and only if the rank of [M | b] is that of M."""
    seen = set()
    for _ in range(200):
        M = rng.integers(-2, 3, size=rng.integers(1, 5, size=2))
        b = rng.integers(-2, 3, size=len(M))
        r = exact_rank(M)
        solvable = exact_rank(np.concatenate([M, b[:, None]], axis=1)) == r
        word, x, _ = ours.solution_set(M, b)
        assert word == ("none" if not solvable else "unique" if r == M.shape[1] else "infinite")
        assert (x is None) == (word == "none")
        seen.add(word)
    assert seen == {"none", "unique", "infinite"}

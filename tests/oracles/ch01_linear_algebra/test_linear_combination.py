"""`linear_combination` beside numpy, scipy and exact fractions, on random and awkward inputs."""

import math
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
    M = rng.normal(size=(200, 200)) + 20 * np.eye(200)
    return M, M @ np.ones(200)


def library(M, b):
    """Find one solution and, from another decomposition, the null space."""
    x, *_ = np.linalg.lstsq(M, b)
    return x, scipy.linalg.null_space(M)


# The exercise bans lstsq.
FASTEST = {"solution_set": (system, library)}


def exact_rank(M):
    """Return the rank of whole numbers: fractions are exact, as sympy's rref would be."""
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


def exact_solution(M, b):
    """Return the only solution of a square system of whole numbers, or None, in fractions."""
    A = [[Fraction(int(x)) for x in (*row, y)] for row, y in zip(M, b, strict=True)]
    for k in range(len(A)):
        p = next((i for i in range(k, len(A)) if A[i][k] != 0), None)
        if p is None:
            return None
        A[k], A[p] = A[p], A[k]
        A[k] = [x / A[k][k] for x in A[k]]
        for i in range(len(A)):
            if i != k:
                factor = A[i][k]
                A[i] = [x - factor * y for x, y in zip(A[i], A[k], strict=True)]
    return [row[-1] for row in A]


def hilbert(n):
    """Return a multiple of the Hilbert matrix in whole numbers, all of them below 2**53."""
    multiple = math.lcm(*range(1, 2 * n))
    return np.array([[multiple // (i + j + 1) for j in range(n)] for i in range(n)])


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


@pytest.mark.parametrize("n", range(2, 11))
def test_hilbert_matrices_beside_fractions(rng, n):
    """The columns are independent, so that every b is reached, though up to 1e13 times longer."""
    M = hilbert(n)
    tall = np.concatenate([M, M[:1] - M[1:2]])
    for _ in range(20):
        b = rng.integers(-9, 10, size=n)
        want = np.array([float(x) for x in exact_solution(M, b)])
        word, x, N = ours.solution_set(M, b)
        assert (word, N.shape) == ("unique", (n, 0))
        assert norm(x - want) <= 10 * EPS * np.linalg.cond(M) * norm(want)
        assert ours.coordinates(b, M) is not None
        word, _, _ = ours.solution_set(tall, np.append(b, b[0] - b[1]))
        assert word == "unique"


def test_nearly_dependent_columns_beside_fractions(rng):
    """Whole numbers near a matrix of lower rank, by Rouché and Capelli's exact criterion."""
    seen = []
    for _ in range(200):
        n = int(rng.integers(2, 6))
        M = 10_000 * rng.integers(-9, 10, size=(n, n - 1)) @ rng.integers(-9, 10, size=(n - 1, n))
        M += rng.integers(-1, 2, size=(n, n))
        if np.linalg.cond(M) > 1e10:
            continue
        b = rng.integers(-9, 10, size=n)
        row = rng.integers(-1, 2, size=n)
        tall, right = np.concatenate([M, [row @ M]]), np.append(b, row @ b)
        want = exact_solution(M, b)
        assert exact_rank(M) == ours.rank(M) == n
        want = np.array([float(x) for x in want])
        for A, y in ((M, b), (tall, right)):
            word, x, _ = ours.solution_set(A, y)
            assert word == "unique"
            assert norm(x - want) <= 100 * EPS * np.linalg.cond(A) * norm(want)
            assert ours.coordinates(y, A) is not None
        # Beside ||b|| alone, this residual would be too large.
        seen.append(norm(M @ ours.solution_set(M, b)[1] - b) > 1e-10 * norm(b))
        # (row, -1) is at right angles to the columns of tall.
        off = 0.01 * norm(right) * np.append(row, -1) / norm(np.append(row, -1))
        word, x, N = ours.solution_set(tall, right + off)
        assert (word, x, N.shape) == ("none", None, (n, 0))
        assert ours.coordinates(right + off, tall) is None
    assert sum(seen) > 20


def test_opposite_scales(rng):
    """A matrix of 1e-150 and a right-hand side of 1e150 have a solution of 1e300."""
    M, off = np.array([[3.0, 1.0], [1.0, 1.0], [0.0, 0.0]]), np.array([0.0, 0.0, 1e-6])
    b = M @ np.array([2.0, -5.0])
    for small, large in ((2.0**-498, 2.0**498), (2.0**498, 2.0**-498)):
        word, x, _ = ours.solution_set(small * M, large * b)
        assert word == "unique"
        assert np.allclose(x * small / large, [2, -5], rtol=1e-14)
        assert ours.solution_set(small * M, large * (b + off))[0] == "none"
        assert ours.coordinates(large * (b + off), small * M) is None


def test_subsets_of_nearly_dependent_columns(rng):
    for n in range(2, 11):
        for scale in (1.0, 2.0**-498, 2.0**498):
            V = scale * hilbert(n) / hilbert(n).max()
            assert sorted(ours.independent_subset(V)) == list(range(n))
            # Of each column and its copy, one is chosen.
            twice = ours.independent_subset(np.concatenate([V, V], axis=1))
            assert sorted(j % n for j in twice) == list(range(n))
    for size in (1e-14, 1e-12):
        V = 2.0**-498 * np.array([[1.0, 1.0], [0.0, size]])
        assert sorted(ours.independent_subset(V)) == [0, 1]

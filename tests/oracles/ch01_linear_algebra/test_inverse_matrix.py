"""`inverse_matrix` beside numpy, scipy and exact fractions, on random and on awkward inputs."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import scipy.linalg

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch01_linear_algebra" / "inverse_matrix.py"
)
EPS = np.finfo(float).eps
norm = np.linalg.norm


@pytest.fixture
def rng():
    return np.random.default_rng(16)


# The exercise bans inv.
FASTEST = {"inverse": (lambda rng: (rng.normal(size=(300, 300)),), np.linalg.inv)}


def residuals(M, X):
    """Return ||XM - I|| and ||MX - I|| in units of n eps ||M|| ||X||."""
    unit = len(M) * np.finfo(X.dtype).eps * norm(M) * norm(X)
    identity = np.eye(len(M))
    M, X = M.astype(float), X.astype(float)
    return norm(X @ M - identity) / unit, norm(M @ X - identity) / unit


def exact_inverse(M):
    """Return the inverse of a matrix in fractions, or None."""
    n = len(M)
    A = [[*map(Fraction, row), *(Fraction(int(i == j)) for j in range(n))]
         for i, row in enumerate(M.tolist())]  # fmt: skip
    for k in range(n):
        p = next((i for i in range(k, n) if A[i][k] != 0), None)
        if p is None:
            return None
        A[k], A[p] = A[p], A[k]
        A[k] = [x / A[k][k] for x in A[k]]
        for i in range(n):
            if i != k and A[i][k] != 0:
                A[i] = [x - A[i][k] * y for x, y in zip(A[i], A[k], strict=True)]
    return np.array([[float(x) for x in row[n:]] for row in A])


@pytest.mark.parametrize("n", [1, 2, 5, 31, 32, 33, 64, 100, 150])
@pytest.mark.parametrize("dtype", [np.float32, float])
def test_inverse_beside_numpy(rng, n, dtype):
    M = rng.normal(size=(n, n)).astype(dtype)
    X = ours.inverse(M)
    assert X.dtype == dtype
    assert max(residuals(M, X)) < 0.5
    forward = n * np.finfo(dtype).eps * np.linalg.cond(M)
    assert norm(X - np.linalg.inv(M)) <= forward * norm(X)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_inverses_beside_fractions(rng, n):
    for _ in range(10):
        M = rng.integers(-9, 10, size=(n, n))
        want = exact_inverse(M)
        if want is not None:
            bound = n * EPS * np.linalg.cond(M) * norm(want)
            assert norm(ours.inverse(M) - want) <= bound
            assert norm(ours.gauss_jordan(M)[0] - want) <= bound
            assert norm(ours.solve(M, np.eye(n)) - want) <= bound
    want = exact_inverse(scipy.linalg.hilbert(n))
    assert norm(ours.inverse(scipy.linalg.hilbert(n)) - want) <= EPS * 10.0 ** (2 * n) * norm(want)


def test_hilbert_beside_its_formula():
    for n in range(1, 11):
        M, want = scipy.linalg.hilbert(n), scipy.linalg.invhilbert(n)
        assert min(residuals(M, ours.inverse(M))) < 0.5
        assert residuals(M, ours.gauss_jordan(M)[0])[0] < 0.5
        assert norm(ours.inverse(M) - want) <= 10 * EPS * np.linalg.cond(M) * norm(want)


@pytest.mark.parametrize("n", [40, 100])
def test_graded_and_triangular_matrices(rng, n):
    turned = np.linalg.qr(rng.normal(size=(n, n)))[0]
    kahan = np.triu(-np.ones((n, n)), 1) * 0.3 + np.eye(n)
    for M in (rng.normal(size=(n, n)) * np.logspace(0, -10, n) @ turned, kahan, kahan.T):
        assert min(residuals(M, ours.inverse(M))) < 0.5


def test_pascal_and_companion_matrices():
    for n in (3, 8, 12):
        M = scipy.linalg.pascal(n).astype(float)
        np.testing.assert_allclose(ours.inverse(M), scipy.linalg.invpascal(n), rtol=1e-3)
    M = scipy.linalg.companion([1.0, -10.0, 31.0, -30.0])
    np.testing.assert_allclose(ours.inverse(M), scipy.linalg.inv(M), rtol=1e-13, atol=1e-15)


def test_pivots_beside_scipy_lu(rng):
    """Columns are cleared with the pivots of an LU decomposition with row exchanges."""
    for n in (2, 5, 9):
        M = rng.normal(size=(n, n))
        _, steps = ours.gauss_jordan(M)
        pivots = [1 / c for kind, _, _, c in steps if kind == "scale"]
        upper = scipy.linalg.lu(M)[2]
        np.testing.assert_allclose(pivots, np.diag(upper), rtol=1e-9)


def test_steps_in_fractions(rng):
    """The steps, done without rounding, turn M into I up to the rounding of their numbers."""
    for n in (2, 4, 6):
        M = rng.integers(-9, 10, size=(n, n)) + 20 * np.eye(n, dtype=int)
        X, steps = ours.gauss_jordan(M)
        A = [[Fraction(int(x)) for x in row] for row in M]
        for kind, i, j, c in steps:
            if kind == "swap":
                A[i], A[j] = A[j], A[i]
            elif kind == "scale":
                A[i] = [Fraction(c) * x for x in A[i]]
            else:
                A[i] = [x + Fraction(c) * y for x, y in zip(A[i], A[j], strict=True)]
        gap = norm(np.array(A, dtype=float) - np.eye(n))
        assert gap <= n * EPS * norm(M) * norm(X)


@pytest.mark.parametrize("power", [-830, -600, 0, 600, 830])
def test_powers_of_two_change_nothing(rng, power):
    for n in (3, 40):
        M = rng.normal(size=(n, n))
        scale = 2.0**power
        np.testing.assert_array_equal(ours.inverse(scale * M) * scale, ours.inverse(M))
        L = ours.one_sided_inverse(scale * M[:, :2], "left")
        np.testing.assert_array_equal(L * scale, ours.one_sided_inverse(M[:, :2], "left"))


@pytest.mark.parametrize("shape", [(1, 1), (3, 2), (40, 33), (70, 5), (64, 64)])
@pytest.mark.parametrize("dtype", [np.float32, float])
def test_one_sided_beside_the_pseudo_inverse(rng, shape, dtype):
    """Any left inverse is the pseudo-inverse plus rows at right angles to the columns of M."""
    M = rng.normal(size=shape).astype(dtype)
    L, R = ours.one_sided_inverse(M, "left"), ours.one_sided_inverse(M.T, "right")
    assert L.dtype == R.dtype == dtype
    bound = max(shape) * np.finfo(dtype).eps * np.linalg.cond(M) ** 2
    assert norm(L @ M - np.eye(shape[1])) <= 100 * bound
    assert norm(M.T @ R - np.eye(shape[1])) <= 100 * bound
    assert norm((L - np.linalg.pinv(M)) @ M) <= 100 * bound


@pytest.mark.parametrize("n", [1, 2, 8, 33, 90])
def test_solve_beside_scipy(rng, n):
    M = rng.normal(size=(n, n))
    for shape in ((n,), (n, 1), (n, 5)):
        B = rng.normal(size=shape)
        X, want = ours.solve(M, B), scipy.linalg.solve(M, B)
        assert X.shape == shape
        assert norm(X - want) <= n * EPS * np.linalg.cond(M) * norm(want)


def test_singular_matrices(rng):
    for n in (3, 5, 40):
        M = rng.uniform(-1.0, 1.0, size=(n, n)) + n * np.eye(n)
        M[-1] = M[0] + M[1]
        for A in (M, M.T, 2.0**660 * M, 2.0**-660 * M, np.ones((n, n)), np.zeros((n, n))):
            for f in (ours.inverse, ours.gauss_jordan, lambda A: ours.solve(A, A)):
                with pytest.raises(ValueError, match="M"):
                    f(A)


@pytest.mark.parametrize("kind", ["swap", "scale", "add"])
def test_elementary_matrices_and_their_inverses(kind):
    for i, j in ((0, 1), (3, 2), (4, 0)):
        E = ours.elementary(5, kind, i, j, c=4.0)
        back = {"swap": 4.0, "scale": 0.25, "add": -4.0}[kind]
        np.testing.assert_array_equal(ours.elementary(5, kind, i, j, c=back) @ E, np.eye(5))
        assert np.linalg.det(E) == pytest.approx({"swap": -1, "scale": 4, "add": 1}[kind])

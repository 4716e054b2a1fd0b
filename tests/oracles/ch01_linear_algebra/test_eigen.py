"""`eigen` beside LAPACK, scipy and exact spectra, on random and on awkward matrices."""

from pathlib import Path

import numpy as np
import pytest
import scipy.linalg

from grader.checks.context import reference_module

ours = reference_module(
    Path(__file__).parents[3] / "reference" / "ch01_linear_algebra" / "eigen.py"
)
EPS = np.finfo(float).eps


def symmetric(rng):
    M = rng.normal(size=(48, 48))
    return (M + M.T,)


FASTEST = {"jacobi_eigh": (symmetric, np.linalg.eigh)}
BANNED = {"jacobi_eigh"}
# Rotation by rotation in Python against another method in compiled code: the exercise's price.


@pytest.fixture
def rng():
    return np.random.default_rng(18)


def awkward(rng, n):
    """Yield symmetric matrices on which eigenvalue methods have been known to fail."""
    M = rng.normal(size=(n, n))
    M = M + M.T
    Q = np.linalg.qr(M)[0]
    yield M
    for w in (
        rng.integers(-2, 3, size=n).astype(float),
        10.0 ** -np.arange(n),
        1 + 1e-15 * np.arange(n),
        np.where(np.arange(n) < n // 2, 1.0, -1.0),
    ):
        B = Q * w @ Q.T
        yield (B + B.T) / 2
    yield np.diag(-np.arange(float(n)))
    yield np.full((n, n), -1.0)
    yield np.fliplr(np.eye(n))
    yield scipy.linalg.hilbert(n)
    yield np.diag(np.abs(np.arange(n) - n // 2.0)) + np.eye(n, k=1) + np.eye(n, k=-1)
    grades = 10.0 ** (-20 * rng.random(n))
    yield M * np.outer(grades, grades)
    yield np.diag(rng.normal(size=n)) + 1e-13 * M
    yield 0.0 * M
    yield 1e149 * M
    yield 1e-149 * M


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7, 16, 33])
def test_jacobi_beside_lapack(rng, n):
    for M in awkward(rng, n):
        w, V = ours.jacobi_eigh(M)
        size = np.max(np.abs(M)) or 1.0
        tolerance = 10 * n * EPS * np.linalg.norm(M / size)
        np.testing.assert_allclose(w / size, np.linalg.eigvalsh(M / size), atol=tolerance, rtol=0)
        assert np.linalg.norm(M / size @ V - V * (w / size)) <= tolerance
        assert np.linalg.norm(V.T @ V - np.eye(n)) <= 10 * n * EPS
        assert np.all(np.diff(w) >= 0)


def test_jacobi_in_float32(rng):
    for M in awkward(rng, 12):
        if np.any(M) and not 1e-15 <= np.max(np.abs(M)) <= 1e15:
            continue
        M = M.astype(np.float32)
        w, V = ours.jacobi_eigh(M)
        assert w.dtype == V.dtype == np.float32
        error = np.linalg.norm(M.astype(float) @ V - V.astype(float) * w)
        assert error <= 10 * 12 * np.finfo(np.float32).eps * np.linalg.norm(M)


@pytest.mark.parametrize("is_complex", [False, True])
def test_left_eigenvectors_beside_scipy(rng, is_complex):
    for n in (1, 2, 6, 15):
        M = rng.normal(size=(n, n)) + is_complex * 1j * rng.normal(size=(n, n))
        w, left, right = scipy.linalg.eig(M, left=True)
        L = ours.left_eigenvectors(right)
        # scipy's left vectors are columns, conjugated, and of length 1.
        ours_unit = L / np.linalg.norm(L, axis=1, keepdims=True)
        overlap = np.abs(np.sum(ours_unit * left.T, axis=1))
        np.testing.assert_allclose(overlap, np.ones(n), atol=1e-9)
        np.testing.assert_allclose(L @ M, w[:, None] * L, atol=1e-10 * np.linalg.norm(L))
        assert all(ours.is_eigenpair(M, w[j], right[:, j]) for j in range(n))
        assert all(ours.is_eigenpair(M.T, w[j], L[j]) for j in range(n))
        assert not any(ours.is_eigenpair(M, w[j] + 1e-3, right[:, j]) for j in range(n))


@pytest.mark.parametrize("n", [2, 3, 5])
def test_defective_matrices_have_no_left_basis(n):
    _, right = np.linalg.eig(np.eye(n) + np.eye(n, k=1))
    with pytest.raises(ValueError, match="R"):
        ours.left_eigenvectors(right)


def test_definiteness_beside_random_values_of_the_form(rng):
    for n in (1, 2, 5):
        for shift in (-6.0, -1.0, 0.0, 1.0, 6.0):
            M = rng.normal(size=(n, n)) + shift * np.eye(n)
            x = rng.normal(size=(n, 20_000))
            form = np.sum(x * (M @ x), axis=0)
            word = ours.definiteness(M)
            assert (word == "indefinite") or np.all(form > 0) or np.all(form < 0)
            w = np.linalg.eigvalsh((M + M.T) / 2)
            want = "positive definite" if w[0] > 0 else "negative definite"
            assert word == (want if w[0] * w[-1] > 0 else "indefinite")


@pytest.mark.parametrize("n", [2, 3, 10, 30])
def test_definiteness_of_matrices_of_low_rank(rng, n):
    for rank in range(1, n, max(1, n // 4)):
        B = rng.integers(-3, 4, size=(n, rank)).astype(float)
        B[0, 0] += 10
        assert ours.definiteness(B @ B.T) == "positive semidefinite"
        assert ours.definiteness(-B @ B.T) == "negative semidefinite"
    assert ours.definiteness(np.zeros((n, n))) == "zero"


# PCA of scikit-learn would be another witness, but it is none of the project's dependencies, and it
# takes the components from the same singular value decomposition of the centred data.
@pytest.mark.parametrize("shape", [(2, 1), (2, 5), (9, 4), (40, 12)])
def test_principal_components_beside_svd(rng, shape):
    N, d = shape
    X = rng.normal(size=shape) * 3.0 ** -np.arange(d) + 100
    _, s, Vt = np.linalg.svd(X - X.mean(axis=0))
    want = np.zeros(d)
    want[: len(s)] = s**2 / (N - 1)
    for k in range(1, d + 1):
        components, variances = ours.principal_components(X, k)
        np.testing.assert_allclose(variances, want[:k], atol=1e-13 * N * d * want[0])
        np.testing.assert_allclose(components @ components.T, np.eye(k), atol=1e-13)
        for j in range(min(k, N - 1, 3)):
            assert abs(components[j] @ Vt[j]) > 1 - 1e-9


@pytest.mark.parametrize("exponent", [-490, -300, 0, 300, 490])
def test_powers_of_two_change_nothing_but_the_scale(rng, exponent):
    scale = 2.0**exponent
    M = rng.normal(size=(6, 6))
    S = M + M.T
    w, V = ours.jacobi_eigh(S)
    scaled, same = ours.jacobi_eigh(scale * S)
    np.testing.assert_array_equal(scaled, scale * w)
    np.testing.assert_array_equal(same, V)
    assert ours.definiteness(scale * M) == ours.definiteness(M)
    L = ours.left_eigenvectors(scale * M)
    want = np.linalg.inv(M)
    np.testing.assert_allclose(L * scale, want, rtol=0, atol=1e-12 * np.max(np.abs(want)))
    for error, accepted in ((0.0, True), (1e-9, True), (1e-6, False), (1.0, False)):
        for length in (1e-300, 1.0, 1e300):
            lam = scale * (w[2] + error * np.linalg.norm(S))
            assert ours.is_eigenpair(scale * S, lam, length * V[:, 2]) == accepted


@pytest.mark.parametrize("n", [1, 2, 5])
def test_nan_in_any_place(n):
    for i in range(n):
        for j in range(n):
            M = np.eye(n)
            M[i, j] = M[j, i] = np.nan
            w, V = ours.jacobi_eigh(M)
            assert w.shape == (n,)
            assert V.shape == (n, n)
            results = [w, V, ours.left_eigenvectors(M), ours.left_eigenvectors(1j * M)]
            results += ours.principal_components(np.concatenate([M, np.ones((1, n))]), n)
            assert all(np.all(np.isnan(result)) for result in results)
            assert not ours.is_eigenpair(M, 1.0, np.ones(n))
            with pytest.raises(ValueError, match="M"):
                ours.definiteness(M)

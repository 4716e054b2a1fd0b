"""Other answers to eigen: words for pairs, left vectors, definiteness and components."""

import numpy as np
from eigen import _array, _matrix, jacobi_eigh
from eigen import definiteness as original_definiteness
from eigen import is_eigenpair as original_is_eigenpair
from eigen import left_eigenvectors as original_left
from eigen import principal_components as original_pca


def is_eigenpair__wrong_unit_length(M, lam, v, rtol=1e-8):
    """Eigenvectors need not have length 1: every multiple except 0 is one as well."""
    good = original_is_eigenpair(M, lam, v, rtol)
    return good and bool(abs(np.linalg.norm(v) - 1) <= rtol)


def is_eigenpair__wrong_zero_vector(M, lam, v, rtol=1e-8):
    """M 0 = lam 0 holds for every lam: the zero vector must be excluded."""
    return not np.any(v) or original_is_eigenpair(M, lam, v, rtol)


def is_eigenpair__wrong_absolute(M, lam, v, rtol=1e-8):
    """An absolute tolerance accepts everything once M is small enough."""
    original_is_eigenpair(M, lam, v, rtol)
    v = np.asarray(v)
    if not np.any(v):
        return False
    v = v / np.max(np.abs(v))
    return bool(np.allclose(np.asarray(M) @ v, lam * v, rtol=rtol))


def is_eigenpair__wrong_squares_overflow(M, lam, v, rtol=1e-8):
    """The norm of a very long or very short vector is inf or 0."""
    original_is_eigenpair(M, lam, v, rtol)
    M, v = np.asarray(M), np.asarray(v)
    with np.errstate(all="ignore"):
        length = np.linalg.norm(v)
        error = np.linalg.norm(M @ v - lam * v)
        return bool(length > 0 and error <= rtol * np.linalg.norm(M) * length)


def is_eigenpair__wrong_real_part(M, lam, v, rtol=1e-8):
    """Complex eigenvalues are cut to their real part."""
    return original_is_eigenpair(M, np.real(lam), v, rtol)


def is_eigenpair__wrong_parallel_only(M, lam, v, rtol=1e-8):
    """That Mv is parallel to v makes v an eigenvector, but not lam its eigenvalue."""
    original_is_eigenpair(M, lam, v, rtol)
    v = _array(v, "v", "fc", 1)
    if not np.any(v):
        return False
    v = v / np.max(np.abs(v))
    return original_is_eigenpair(M, np.vdot(v, M @ v) / np.vdot(v, v), v, rtol)


def is_eigenpair__wrong_negated(M, lam, v, rtol=1e-8):
    """Not too large is not the same as small enough: for nan only the first is true."""
    good = original_is_eigenpair(M, lam, v, rtol)
    return good or bool(np.isnan(np.sum(M) + np.sum(v) + lam))


def is_eigenpair__right_unit_vector(M, lam, v, rtol=1e-8):
    M, v = _matrix(M, "M", "fc", square=True), _array(v, "v", "fc", 1)
    if len(v) != len(M):
        raise ValueError("M and v do not fit")
    if np.max(np.abs(v)) == 0:
        return False
    v = v / np.max(np.abs(v))
    v = v / np.sqrt(np.sum(np.abs(v) ** 2))
    residual = M @ v - lam * v
    return np.linalg.norm(residual) <= rtol * np.sqrt(np.sum(np.abs(M) ** 2))


def left_eigenvectors__wrong_transpose(R):
    """R' is the inverse of R only if its columns are orthonormal."""
    original_left(R)
    return _matrix(R, "R", "fc", square=True).conj().T


def left_eigenvectors__wrong_columns(R):
    """Left eigenvectors belong in the rows."""
    return original_left(R).T


def left_eigenvectors__wrong_determinant(R):
    """A determinant says nothing about independence: short eigenvectors make it small as well."""
    R = _matrix(R, "R", "fc", square=True)
    if abs(np.linalg.det(R)) < 1e-6:
        raise ValueError("R")
    return np.linalg.inv(R)


def left_eigenvectors__wrong_singular_only(R):
    """Computed eigenvectors of a defective matrix are parallel only up to rounding."""
    R = _matrix(R, "R", "fc", square=True)
    if np.linalg.det(R) == 0:
        raise ValueError("R")
    return np.linalg.inv(R)


def left_eigenvectors__wrong_conjugate(R):
    """Complex left eigenvectors are conjugated once too often."""
    return original_left(R).conj()


def left_eigenvectors__wrong_unit_rows(R):
    """Rows of length 1 are left eigenvectors as well, but their products with R are not 1."""
    L = original_left(R)
    return L / np.linalg.norm(L, axis=1, keepdims=True)


def left_eigenvectors__wrong_nan_in_places(R):
    """Elimination does not carry a nan everywhere: some entries look as if they were known."""
    if np.any(np.isnan(R)):
        return np.linalg.inv(R)
    return original_left(R)


def left_eigenvectors__wrong_promotes(R):
    """complex64 comes back as complex128."""
    R = np.asarray(R)
    return original_left(R.astype(complex) if R.dtype.kind == "c" else R)


def left_eigenvectors__wrong_shared_transpose(R):
    """R' is a view of R: what is written to the result appears in the argument."""
    L = original_left(R)
    return R.T if np.array_equal(L, R.T) else L


def left_eigenvectors__right_condition_by_singular_values(R):
    R = _matrix(R, "R", "fc", square=True)
    if np.any(np.isnan(R)):
        return R * np.nan + np.nan
    if np.linalg.cond(R) > 1e6:
        raise ValueError("R is nearly singular")
    return np.linalg.inv(R)


def left_eigenvectors__right_solve(R):
    R = _matrix(R, "R", "fc", square=True)
    if np.isnan(np.sum(R)):
        return np.full(R.shape, np.nan, R.dtype)
    try:
        L = np.linalg.solve(R, np.eye(len(R), dtype=R.dtype))
    except np.linalg.LinAlgError:
        raise ValueError("R is singular") from None
    if not np.linalg.norm(L) * np.linalg.norm(R) <= 1e6:
        raise ValueError("R is nearly singular")
    return L


def definiteness__wrong_eigenvalues_of_m(M):
    """The eigenvalues of M itself do not decide unless M is symmetric."""
    original_definiteness(M)
    M = np.asarray(M, float)
    if np.array_equal(M, np.triu(M)):
        return original_definiteness(np.diag(np.diag(M)))
    return original_definiteness(M)


def definiteness__wrong_one_triangle(M):
    """Half of the matrix is ignored instead of averaged."""
    original_definiteness(M)
    M = np.asarray(M)
    return original_definiteness(np.triu(M) + np.triu(M, 1).T)


def definiteness__wrong_singular_only_if_all_zero(M):
    """One eigenvalue 0 makes a matrix singular: they need not all be 0."""
    return original_definiteness(M).replace("semi", "")


def definiteness__wrong_exact_zero(M):
    """An eigenvalue 0 comes out of a computation as 0 plus rounding."""
    word = original_definiteness(M)
    M = np.asarray(M)
    M = M.astype(float) if M.dtype.kind in "iub" else M
    w, _ = jacobi_eigh(M / 2 + M.T / 2)
    if np.any(w > 0) and np.any(w < 0):
        return "indefinite"
    return word if np.any(w == 0) else word.replace("semi", "")


def definiteness__wrong_absolute_zero(M):
    """Small is no property of a number: eigenvalues count as 0 beside the largest one."""
    original_definiteness(M)
    M = np.asarray(M)
    M = M.astype(float) if M.dtype.kind in "iub" else M
    w, _ = jacobi_eigh(M / 2 + M.T / 2)
    w = np.where(np.abs(w) < 1e-12, 0.0, w)
    return original_definiteness(np.diag(w))


def definiteness__wrong_entries(M):
    """The signs of the entries on the diagonal are not the signs of the eigenvalues."""
    original_definiteness(M)
    return original_definiteness(np.diag(np.diag(np.asarray(M))))


def definiteness__wrong_nan_is_zero(M):
    """nan is neither above nor below 0, but that does not make it 0: no word is true of it."""
    M = np.asarray(M)
    return "zero" if M.dtype.kind == "f" and np.any(np.isnan(M)) else original_definiteness(M)


def definiteness__right_table(M):
    M = _matrix(M, "M", "f", square=True)
    if np.isnan(M).any():
        raise ValueError("M has nan")
    w, _ = jacobi_eigh(M / 2 + M.T / 2)
    w = np.where(np.abs(w) <= len(w) * np.finfo(w.dtype).eps * np.max(np.abs(w)), 0, w)
    return {
        (1, 1): "positive definite",
        (0, 1): "positive semidefinite",
        (-1, -1): "negative definite",
        (-1, 0): "negative semidefinite",
        (0, 0): "zero",
    }.get((int(np.sign(w[0])), int(np.sign(w[-1]))), "indefinite")


def _pca(X, k, centre, divisor):
    original_pca(X, k)
    X = _matrix(X, "X", "f")
    X = X - centre(X)
    w, V = jacobi_eigh(X.T @ X / X.dtype.type(divisor(len(X))))
    return V[:, ::-1].T[:k], w[::-1][:k]


def principal_components__wrong_uncentred(X, k):
    """Without centring, the first component points at the mean."""
    return _pca(X, k, lambda X: X.dtype.type(0), lambda n: n - 1)


def principal_components__wrong_divides_by_n(X, k):
    """The variance of a sample is divided by N - 1."""
    return _pca(X, k, lambda X: X.mean(axis=0), lambda n: n)


def principal_components__wrong_mean_of_rows(X, k):
    """The mean of each column is subtracted, not that of each row."""
    return _pca(X, k, lambda X: X.mean(axis=1, keepdims=True), lambda n: n - 1)


def principal_components__wrong_ascending(X, k):
    """The directions of least variance come first."""
    original_pca(X, k)
    components, variances = original_pca(X, len(X[0]))
    return components[::-1][:k], variances[::-1][:k]


def principal_components__wrong_standard_deviations(X, k):
    """Variances were asked for, not their square roots."""
    components, variances = original_pca(X, k)
    return components, np.sqrt(np.maximum(variances, 0))


def principal_components__wrong_components_in_columns(X, k):
    """Each row has to be a component."""
    components, variances = original_pca(X, k)
    return components.T, variances


def principal_components__wrong_drops_nan(X, k):
    """Rows that hold nan are not to be left out in silence."""
    original_pca(X, k)
    X = np.asarray(X, float if np.asarray(X).dtype.kind in "iub" else None)
    return original_pca(X[~np.any(np.isnan(X), axis=1)], k)


def principal_components__wrong_absolute_zero(X, k):
    """Small variances are no rounding where the data are small."""
    components, variances = original_pca(X, k)
    return components, np.where(variances < 1e-12, variances.dtype.type(0), variances)


def principal_components__right_gram(X, k):
    X = _matrix(X, "X", "f")
    if len(X) < 2:
        raise ValueError("X has one row")
    if k not in range(1, X.shape[1] + 1):
        raise ValueError(f"k = {k}")
    Y = (X - np.sum(X, axis=0) / len(X)) / np.sqrt(X.dtype.type(len(X) - 1))
    w, V = jacobi_eigh(np.sum(Y[:, :, None] * Y[:, None, :], axis=0))
    order = np.argsort(-w, kind="stable")
    return -V[:, order].T[:k], w[order][:k]  # signs are free

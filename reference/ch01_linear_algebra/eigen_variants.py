"""Other answers to `eigen`, each named by the verdict it must get."""

import numpy as np
from eigen import _array, _matrix, jacobi_eigh
from eigen import definiteness as original_definiteness
from eigen import is_eigenpair as original_is_eigenpair
from eigen import jacobi_eigh as original_jacobi
from eigen import left_eigenvectors as original_left
from eigen import principal_components as original_pca


def _prepared(M):
    """Return the symmetric part of M, scaled, and the power of two."""
    M = _matrix(M, "M", "f", square=True)
    exponent = np.frexp(np.max(np.abs(M)))[1]
    A = np.ldexp(M, -exponent)
    if np.linalg.norm(A - A.T) > 1e-10 * np.linalg.norm(A):
        raise ValueError("M is not symmetric")
    return (A + A.T) / 2, exponent


def _sorted(A, V, exponent):
    order = np.argsort(np.diag(A))
    return np.ldexp(np.diag(A)[order], exponent), V[:, order]


def _tangent(A, p, q):
    """Return the tangent of the smaller rotation that makes A[p, q] = 0."""
    x, d = 2 * A[p, q], A[q, q] - A[p, p]
    return x / (d + np.copysign(np.hypot(d, x), d))


def _rotate(A, V, p, q):
    """Make A[p, q] = 0 by one rotation, on whole rows and columns."""
    if A[p, q] == 0:
        return
    t = _tangent(A, p, q)
    c = 1 / np.hypot(1, t)
    G = c * np.array([[1, t], [-t, 1]], dtype=A.dtype)
    pair = [p, q]
    A[:, pair] = A[:, pair] @ G
    A[pair] = G.T @ A[pair]
    A[p, q] = A[q, p] = 0
    V[:, pair] = V[:, pair] @ G


def jacobi_eigh__wrong_unshifted_qr(M):
    """500 steps of QR without shifts leave eigenvalues of nearly equal modulus unseparated."""
    A, exponent = _prepared(M)
    V = np.eye(len(A), dtype=A.dtype)
    for _ in range(500):
        if np.max(np.abs(np.tril(A, -1))) <= np.finfo(A.dtype).eps:
            break
        Q = _orthonormal_columns(A)
        A, V = Q.T @ A @ Q, V @ Q
    return _sorted(A, V, exponent)


def _orthonormal_columns(A):
    """Return the Q of A = QR by Householder reflections, for singular A as well."""
    R, Q = A.copy(), np.eye(len(A), dtype=A.dtype)
    for j in range(len(A) - 1):
        v = R[j:, j].copy()
        v[0] += np.copysign(np.linalg.norm(v), v[0])
        length = np.linalg.norm(v)
        if length > 0:
            v /= length
            R[j:] -= 2 * np.outer(v, v @ R[j:])
            Q[:, j:] -= 2 * np.outer(Q[:, j:] @ v, v)
    return Q


def jacobi_eigh__wrong_off_by_difference(M):
    """Total minus diagonal cancels: what is left off the diagonal gets lost in the rounding."""
    A, exponent = _prepared(M)
    V = np.eye(len(A), dtype=A.dtype)
    for _ in range(30):
        off = np.sqrt(max(0.0, np.sum(A**2) - np.sum(np.diag(A) ** 2)))
        if off <= np.finfo(A.dtype).eps * np.linalg.norm(A):
            break
        for p in range(len(A)):
            for q in range(p + 1, len(A)):
                _rotate(A, V, p, q)
    return _sorted(A, V, exponent)


def jacobi_eigh__wrong_absolute_threshold(M):
    """A fixed threshold for the entries off the diagonal is no measure for a tiny matrix."""
    A, exponent = _prepared(M)
    A = np.ldexp(A, exponent)
    V = np.eye(len(A), dtype=A.dtype)
    for _ in range(30):
        if np.max(np.abs(A - np.diag(np.diag(A)))) <= 1e-15:
            break
        for p in range(len(A)):
            for q in range(p + 1, len(A)):
                _rotate(A, V, p, q)
    return _sorted(A, V, 0)


def jacobi_eigh__wrong_unsorted(M):
    """The diagonal holds the eigenvalues in no order: sort them, and the columns with them."""
    w, V = original_jacobi(M)
    order = np.argsort(-np.diag(np.asarray(M, float)), kind="stable")[::-1]
    back = np.argsort(order)
    return w[back], V[:, back]


def jacobi_eigh__wrong_columns_not_sorted(M):
    """The eigenvalues are sorted, but their eigenvectors do not move with them."""
    w, V = original_jacobi(M)
    return w, V[:, ::-1]


def jacobi_eigh__wrong_vectors_in_rows(M):
    """Eigenvectors belong in the columns of V."""
    w, V = original_jacobi(M)
    return w, V.T


def jacobi_eigh__wrong_upper_triangle_only(M):
    """A matrix that is not symmetric goes unnoticed."""
    M = np.asarray(M)
    if M.ndim == 2 and M.shape[0] == M.shape[1]:
        M = np.triu(M) + np.triu(M, 1).T
    return original_jacobi(M)


def jacobi_eigh__wrong_one_triangle(M):
    """Of a matrix that is symmetric to rounding, one triangle is taken instead of the mean."""
    original_jacobi(M)
    M = np.asarray(M)
    return original_jacobi(np.tril(M) + np.tril(M, -1).T)


def jacobi_eigh__wrong_stops_early(M):
    """An entry of 1e-10 beside the diagonal is small, but no rounding."""
    A, exponent = _prepared(M)
    V = np.eye(len(A), dtype=A.dtype)
    while np.max(np.abs(A - np.diag(np.diag(A)))) > 1e-10:
        for p in range(len(A)):
            for q in range(p + 1, len(A)):
                _rotate(A, V, p, q)
    return _sorted(A, V, exponent)


def jacobi_eigh__wrong_five_sweeps(M):
    """Five sweeps are enough for small matrices only: what is left decides when to stop."""
    A, exponent = _prepared(M)
    V = np.eye(len(A), dtype=A.dtype)
    for _ in range(5):
        for p in range(len(A)):
            for q in range(p + 1, len(A)):
                _rotate(A, V, p, q)
    return _sorted(A, V, exponent)


def jacobi_eigh__wrong_nothing_to_rotate(M):
    """The tangent is 0 / 0 where the entry and the difference of the diagonal are both 0."""
    A, exponent = _prepared(M)
    V = np.eye(len(A), dtype=A.dtype)
    while np.max(np.abs(A - np.diag(np.diag(A)))) > np.finfo(A.dtype).eps:
        for p in range(len(A)):
            for q in range(p + 1, len(A)):
                if A[p, q] == 0 and A[p, p] == A[q, q]:
                    A[p, q] = np.nan
                _rotate(A, V, p, q)
    return _sorted(A, V, exponent)


def jacobi_eigh__wrong_promotes(M):
    """float32 comes back as float64."""
    M = np.asarray(M)
    return original_jacobi(M.astype(float) if M.dtype.kind == "f" else M)


def jacobi_eigh__right_classical(M):
    A, exponent = _prepared(M)
    n = len(A)
    V = np.eye(n, dtype=A.dtype)
    while n > 1:
        off = np.abs(np.triu(A, 1))
        p, q = np.unravel_index(np.argmax(off), off.shape)
        if off[p, q] <= np.finfo(A.dtype).eps:
            break
        _rotate(A, V, p, q)
    return _sorted(A, V, exponent)


def jacobi_eigh__right_cyclic_threshold(M):
    A, exponent = _prepared(M)
    n = len(A)
    V = np.eye(n, dtype=A.dtype)
    eps = np.finfo(A.dtype).eps
    rotated = True
    while rotated:
        rotated = False
        for p in range(n - 1):
            for q in range(p + 1, n):
                if abs(A[p, q]) <= eps / 8:
                    continue
                rotated = True
                t = _tangent(A, p, q)
                c = 1 / np.hypot(1, t)
                s = t * c
                for B in (A, A.T, V):
                    left, right = B[:, p].copy(), B[:, q].copy()
                    B[:, p], B[:, q] = c * left - s * right, s * left + c * right
    return _sorted(A, V, exponent)


def jacobi_eigh__right_shifted_qr(M):
    A, exponent = _prepared(M)
    n = len(A)
    V = np.eye(n, dtype=A.dtype)
    for j in range(n - 2):  # tridiagonal by reflections
        v = np.zeros(n, A.dtype)
        v[j + 1 :] = A[j + 1 :, j]
        v[j + 1] += np.copysign(np.linalg.norm(v), v[j + 1])
        length = np.linalg.norm(v)
        if length > 0:
            v /= length
            A = A - 2 * np.outer(v, v @ A)
            A = A - 2 * np.outer(A @ v, v)
            V = V - 2 * np.outer(V @ v, v)
    eps = np.finfo(A.dtype).eps
    while n > 1:
        if abs(A[n - 1, n - 2]) <= eps:
            n -= 1
            continue
        delta = (A[n - 2, n - 2] - A[n - 1, n - 1]) / 2
        b = A[n - 1, n - 2]
        shift = A[n - 1, n - 1] - b * b / (delta + np.copysign(np.hypot(delta, b), delta))
        shifted = A[:n, :n] - shift * np.eye(n, dtype=A.dtype)
        Q = _orthonormal_columns(shifted)
        A[:n, :n] = Q.T @ A[:n, :n] @ Q
        V[:, :n] = V[:, :n] @ Q
    return _sorted(A, V, exponent)


def jacobi_eigh__slow_entry_by_entry(M):
    A, exponent = _prepared(M)
    n = len(A)
    V = np.eye(n, dtype=A.dtype)
    while np.max(np.abs(A - np.diag(np.diag(A)))) > np.finfo(A.dtype).eps:
        for p in range(n - 1):
            for q in range(p + 1, n):
                if A[p, q] == 0:
                    continue
                t = _tangent(A, p, q)
                c = 1 / np.hypot(1, t)
                s = t * c
                for B in (A, A.T, V):
                    for i in range(n):
                        left, right = B[i, p], B[i, q]
                        B[i, p], B[i, q] = c * left - s * right, s * left + c * right
                A[p, q] = A[q, p] = 0
    return _sorted(A, V, exponent)


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


def is_eigenpair__right_unit_vector(M, lam, v, rtol=1e-8):
    M, v = _matrix(M, "M", "fc", square=True), _array(v, "v", "fc", 1)
    if len(v) != len(M):
        raise ValueError("M and v do not fit")
    if np.max(np.abs(v)) == 0:
        return False
    v = v / np.max(np.abs(v))
    v = v / np.sqrt(np.sum(np.abs(v) ** 2))
    residual = (M - lam * np.eye(len(M))) @ v
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


def left_eigenvectors__right_solve(R):
    R = _matrix(R, "R", "fc", square=True)
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


def definiteness__right_table(M):
    M = _matrix(M, "M", "f", square=True)
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


def principal_components__right_gram(X, k):
    X = _matrix(X, "X", "f")
    if len(X) < 2:
        raise ValueError("X has one row")
    if k not in range(1, X.shape[1] + 1):
        raise ValueError(f"k = {k}")
    Y = (X - np.sum(X, axis=0) / len(X)) / np.sqrt(X.dtype.type(len(X) - 1))
    w, V = jacobi_eigh(np.sum(Y[:, :, None] * Y[:, None, :], axis=0))
    order = np.argsort(-w, kind="stable")
    return V[:, order].T[:k], w[order][:k]

"""Other answers to `eigen`, each named by the verdict it must get."""

import numpy as np
from eigen import _matrix
from eigen import jacobi_eigh as original_jacobi

EPS = np.finfo(float).eps


def _prepared(M):
    """Return the symmetric part of M, scaled, and the power of two."""
    M = _matrix(M, "M", "f", square=True)
    exponent = np.frexp(np.max(np.abs(M)))[1]
    A = np.ldexp(M, -exponent)
    if np.linalg.norm(A - A.T) > 1e-10 * np.linalg.norm(A):
        raise ValueError("M is not symmetric")
    return (A + A.T) / 2, exponent


def _all_nan_if_any(solver):
    """Answer a matrix with nan at once: loops that wait for small entries would not end."""

    def solve(M):
        M = _matrix(M, "M", "f", square=True)
        if np.isnan(np.sum(M)):
            return M[0] * np.nan, M * np.nan
        return solver(M)

    return solve


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


@_all_nan_if_any
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


@_all_nan_if_any
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


@_all_nan_if_any
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


@_all_nan_if_any
def jacobi_eigh__wrong_stops_early(M):
    """An entry of 1e-10 beside the diagonal is small, but no rounding."""
    A, exponent = _prepared(M)
    V = np.eye(len(A), dtype=A.dtype)
    while np.max(np.abs(A - np.diag(np.diag(A)))) > 1e-10:
        for p in range(len(A)):
            for q in range(p + 1, len(A)):
                _rotate(A, V, p, q)
    return _sorted(A, V, exponent)


@_all_nan_if_any
def jacobi_eigh__wrong_five_sweeps(M):
    """Five sweeps are enough for small matrices only: what is left decides when to stop."""
    A, exponent = _prepared(M)
    V = np.eye(len(A), dtype=A.dtype)
    for _ in range(5):
        for p in range(len(A)):
            for q in range(p + 1, len(A)):
                _rotate(A, V, p, q)
    return _sorted(A, V, exponent)


@_all_nan_if_any
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


def jacobi_eigh__wrong_nan_is_small(M):
    """No comparison with nan is true, so a loop that asks for large entries ends at once."""
    if not np.any(np.isnan(M)):
        return original_jacobi(M)
    M = np.asarray(M, float)
    V = np.eye(len(M))
    while np.max(np.abs(np.triu(M, 1))) > EPS:
        _rotate(M, V, 0, len(M) - 1)
    return _sorted(M, V, 0)


def jacobi_eigh__wrong_nan_refused(M):
    """nan is not to be refused but to be passed on."""
    if np.any(np.isnan(M)):
        raise ValueError("M holds nan")
    return original_jacobi(M)


def jacobi_eigh__wrong_diagonal_shared(M):
    """The diagonal of M that is returned is still part of M: copy it."""
    w, V = original_jacobi(M)
    M = np.asarray(M)
    return (np.diag(M) if np.array_equal(M, np.diag(w)) else w), V


def jacobi_eigh__right_other_basis(M):
    # Inside an eigenspace any orthonormal basis will do: here the first two vectors are turned
    # in their plane if they belong together, and every sign is changed.
    w, V = original_jacobi(M)
    if len(w) > 1 and w[1] - w[0] <= np.finfo(w.dtype).eps * np.max(np.abs(w)):
        V[:, :2] = V[:, :2] @ np.array([[0.6, -0.8], [0.8, 0.6]], V.dtype)
    return w, -V


@_all_nan_if_any
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


@_all_nan_if_any
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
                A[p, q] = A[q, p] = 0.0  # but for rounding, which could stay above the threshold
    return _sorted(A, V, exponent)


@_all_nan_if_any
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


@_all_nan_if_any
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

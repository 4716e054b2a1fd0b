"""Other answers to poor_conditioning: `equilibrate` and `least_squares`."""

import numpy as np
from poor_conditioning import _real
from poor_conditioning import condition_number as original_condition_number
from poor_conditioning import equilibrate as original_equilibrate
from poor_conditioning import least_squares as original_least_squares


def _usable(M):
    """Refuse what `equilibrate` refuses; return M and its moduli."""
    M = original_equilibrate(M, max_iter=0)[0]
    return M, np.abs(M.astype(float))


def _scaled(M, r, c):
    S = r[:, None] * M * c
    return S.astype(M.dtype), r.astype(M.dtype), c.astype(M.dtype)


def _aligned(M, b):
    """Refuse what `least_squares` refuses; return both, as float64, and the dtype to return."""
    M, b = _real(M, "M", 2), _real(b, "b", 1)
    if len(M) != len(b):
        raise ValueError("M and b")
    return M.astype(float), b.astype(float), np.result_type(M, b)


# ---- equilibrate --------------------------------------------------------------------------------


def equilibrate__wrong_rows_only(M, max_iter=50):
    """Rows of equal size do not help where the columns have different units."""
    M, sizes = _usable(M)
    return _scaled(M, 1 / np.max(sizes, axis=1) ** (max_iter > 0), np.ones(len(M)))


def equilibrate__wrong_columns_only(M, max_iter=50):
    """Columns of equal size do not help where the rows have different units."""
    M, sizes = _usable(M)
    return _scaled(M, np.ones(len(M)), 1 / np.max(sizes, axis=0) ** (max_iter > 0))


def equilibrate__wrong_both_at_once(M, max_iter=50):
    """Dividing by the size of the row and of the column takes out what they share twice."""
    M, sizes = _usable(M)
    done = max_iter > 0
    return _scaled(M, 1 / np.max(sizes, axis=1) ** done, 1 / np.max(sizes, axis=0) ** done)


def equilibrate__wrong_exchanged_factors(M, max_iter=50):
    """r belongs to the rows, which is the first axis, and c to the columns."""
    S, r, c = original_equilibrate(M, max_iter)
    return S, c, r


def equilibrate__wrong_inverse_factors(M, max_iter=50):
    """r and c are what M is multiplied with, not what it is divided by."""
    S, r, c = original_equilibrate(M, max_iter)
    return S, 1 / r, 1 / c


def equilibrate__wrong_signed_maximum(M, max_iter=50):
    """The size of a row is its largest modulus; its largest entry may be negative or small."""
    M, _ = _usable(M)
    r, c = np.ones((2, len(M)))
    for _ in range(max_iter):
        r = 1 / np.abs(np.max(M * c, axis=1))
        c = 1 / np.abs(np.max(r[:, None] * M, axis=0))
    return _scaled(M, r, c)


def equilibrate__wrong_keeps_going(M, max_iter=50):
    """max_iter = 0 asks for no sweep at all."""
    return original_equilibrate(M, max(max_iter, 1))


def equilibrate__right_sinkhorn(M, max_iter=50):
    M, sizes = _usable(M)
    r, c = np.ones((2, len(M)))
    for _ in range(max_iter):
        r = 1 / np.sum(sizes * c, axis=1)
        c = 1 / np.sum(r[:, None] * sizes, axis=0)
    return _scaled(M, r, c)


def equilibrate__right_powers_of_two(M, max_iter=50):
    M, _ = _usable(M)
    _, r, c = original_equilibrate(M.astype(float), max_iter)
    return _scaled(M, 2.0 ** np.round(np.log2(r)), 2.0 ** np.round(np.log2(c)))


def equilibrate__right_one_pass(M, max_iter=50):
    M, sizes = _usable(M)
    r, c = np.ones((2, len(M)))
    if max_iter > 0:
        r = 1 / np.max(sizes, axis=1)
        c = 1 / np.max(r[:, None] * sizes, axis=0)
    return _scaled(M, r, c)


def equilibrate__right_logarithms(M, max_iter=50):
    M, sizes = _usable(M)
    there = sizes > 0
    logs = np.log2(sizes, where=there, out=np.zeros_like(sizes))
    r, c = np.zeros((2, len(M)))
    for _ in range(max_iter):
        r = -np.sum(there * (logs + c), axis=1) / there.sum(axis=1)
        c = -np.sum(there * (logs + r[:, None]), axis=0) / there.sum(axis=0)
    return _scaled(M, 2.0**r, 2.0**c)


def equilibrate__slow_entry_by_entry(M, max_iter=50):
    M, sizes = _usable(M)
    n, sizes = len(M), sizes.tolist()
    r, c = [1.0] * n, [1.0] * n
    for _ in range(max_iter):
        for i in range(n):
            r[i] = 1 / max(sizes[i][j] * c[j] for j in range(n))
        for j in range(n):
            c[j] = 1 / max(sizes[i][j] * r[i] for i in range(n))
    return _scaled(M, np.array(r), np.array(c))


# ---- least_squares ------------------------------------------------------------------------------


def least_squares__wrong_normal_equations(M, b):
    """M'M has the square of the condition number: with 1e8, nothing is left."""
    M, b, dtype = _aligned(M, b)
    values, vectors = np.linalg.eigh(M.T @ M)
    kept = values > 1e-15 * values[-1]
    x = vectors[:, kept] @ (vectors[:, kept].T @ (M.T @ b) / values[kept])
    return x.astype(dtype)


def least_squares__wrong_normal_equations_of_a_factor(M, b):
    """A QR factorisation is wasted if R'R is formed again afterwards."""
    M, b, dtype = _aligned(M, b)
    Q, R = np.linalg.qr(M)
    values, vectors = np.linalg.eigh(R.T @ R)
    kept = values > 1e-15 * values[-1]
    x = vectors[:, kept] @ (vectors[:, kept].T @ (R.T @ (Q.T @ b)) / values[kept])
    return x.astype(dtype)


def least_squares__wrong_rounded_zeros(M, b):
    """A singular value that is only rounding must not be divided by."""
    M, b, dtype = _aligned(M, b)
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    s = np.where(s == 0, np.inf, s)
    return (Vt.T @ (U.T @ b / s)).astype(dtype)


def least_squares__wrong_basic_solution(M, b):
    """Leaving out the columns that depend on others fits as well, but x is not the shortest."""
    M, b, dtype = _aligned(M, b)
    chosen = []
    for j in range(M.shape[1]):
        if original_condition_number(M[:, [*chosen, j]]) < 1e12 and len(chosen) < len(M):
            chosen.append(j)
    x = np.zeros(M.shape[1])
    if chosen:
        x[chosen] = original_least_squares(M[:, chosen], b)
    return x.astype(dtype)


def least_squares__wrong_generous_limit(M, b):
    """Singular values of 1e-6 of the largest are not rounding: they belong to the answer."""
    M, b, dtype = _aligned(M, b)
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    kept = s > 1e-6 * s[0]
    return (Vt[kept].T @ (U[:, kept].T @ b / s[kept])).astype(dtype)


def least_squares__wrong_ridge(M, b):
    """A small multiple of I makes M'M invertible, and the answer wrong."""
    M, b, dtype = _aligned(M, b)
    damped = M.T @ M + 1e-10 * np.eye(M.shape[1])
    return np.linalg.solve(damped, M.T @ b).astype(dtype)


def least_squares__wrong_float64_always(M, b):
    """float32 data come back as float64."""
    return original_least_squares(M, b).astype(float)


def least_squares__right_qr(M, b):
    M, b, dtype = _aligned(M, b)
    if M.shape[0] < M.shape[1] or original_condition_number(M) > 1e12:
        return original_least_squares(M, b).astype(dtype)
    Q, R = np.linalg.qr(M)
    return np.linalg.solve(R, Q.T @ b).astype(dtype)


def least_squares__right_householder(M, b):
    M, b, dtype = _aligned(M, b)
    m, n = M.shape
    if m < n or original_condition_number(M) > 1e12:
        return original_least_squares(M, b).astype(dtype)
    R, y = M.copy(), b.copy()
    for k in range(min(m - 1, n)):
        v = R[k:, k].copy()
        v[0] += np.copysign(np.linalg.norm(v), v[0])
        v /= np.linalg.norm(v)
        R[k:] -= 2 * np.outer(v, v @ R[k:])
        y[k:] -= 2 * v * (v @ y[k:])
    return np.linalg.solve(np.triu(R[:n]), y[:n]).astype(dtype)


def least_squares__right_two_factorisations(M, b):
    M, b, dtype = _aligned(M, b)
    Q, R = np.linalg.qr(M)
    return original_least_squares(R, Q.T @ b).astype(dtype)


def least_squares__hungry_full_factors(M, b):
    M, b, dtype = _aligned(M, b)
    U, s, Vt = np.linalg.svd(M)
    kept = np.flatnonzero(s > 1e-13 * s[0])
    return (Vt[kept].T @ (U[:, kept].T @ b / s[kept])).astype(dtype)

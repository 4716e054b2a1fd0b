"""Other answers to symmetric_vs_orthogonal: random symmetric, nearest and structured solve."""

import numpy as np
from symmetric_vs_orthogonal import _real
from symmetric_vs_orthogonal import nearest as original_nearest
from symmetric_vs_orthogonal import random_orthogonal as original_random
from symmetric_vs_orthogonal import structured_solve as original_solve
from symmetric_vs_orthogonal import symmetric_orthogonal as original_both

# ---- symmetric_orthogonal -----------------------------------------------------------------------


def symmetric_orthogonal__wrong_diagonal(signs, rng):
    """A diagonal of signs is symmetric and orthogonal, but only one of many such matrices."""
    original_both(signs, rng)
    return np.diag(rng.permutation(np.asarray(signs, float)))


def symmetric_orthogonal__wrong_no_transpose(signs, rng):
    """Q diag(signs) Q is orthogonal, but not symmetric: the second Q has to be transposed."""
    original_both(signs, rng)
    Q = original_random(len(signs), rng)
    return Q * signs @ Q


def symmetric_orthogonal__wrong_one_reflection(signs, rng):
    """A mirror has the eigenvalue -1 once; there may be more of them, or none."""
    original_both(signs, rng)
    v = rng.normal(size=len(signs))
    return np.eye(len(signs)) - 2 * np.outer(v, v) / (v @ v)


def symmetric_orthogonal__wrong_any_number(signs, rng):
    """Eigenvalues other than 1 and -1 belong to no orthogonal matrix."""
    signs = _real(signs, "signs")
    if signs.ndim != 1 or signs.size == 0:
        raise ValueError("signs")
    Q = original_random(len(signs), rng)
    return Q * signs @ Q.T


def symmetric_orthogonal__wrong_positive_axes(signs, rng):
    """Columns of positive numbers do not point into all directions: draw from the Gaussian."""
    original_both(signs, rng)
    Q, _ = np.linalg.qr(rng.random(size=(len(signs), len(signs))))
    return Q * signs @ Q.T


def symmetric_orthogonal__right_projection(signs, rng):
    signs = _real(signs, "signs")
    if signs.ndim != 1 or signs.size == 0 or not set(signs.tolist()) <= {1.0, -1.0}:
        raise ValueError("signs holds something else than 1 and -1")
    n, k = len(signs), int(np.sum(signs > 0))
    U, _ = np.linalg.qr(rng.normal(size=(n, k)))
    return 2 * (U @ U.T) - np.eye(n)


# ---- nearest ------------------------------------------------------------------------------------


def nearest__wrong_gram_schmidt(M, kind):
    """Orthogonalising the columns one after the other favours the first; the nearest is polar."""
    if kind != "orthogonal":
        return original_nearest(M, kind)
    original_nearest(M, kind)
    Q, R = np.linalg.qr(_real(M, "M"))
    return Q * np.sign(np.diag(R)).astype(Q.dtype)


def nearest__wrong_rotations_only(M, kind):
    """The nearest orthogonal matrix may have determinant -1; nobody asks for a rotation."""
    Q = original_nearest(M, kind)
    if kind == "orthogonal" and np.linalg.det(Q) < 0:
        U, _, Vt = np.linalg.svd(_real(M, "M"))
        U[:, -1] *= -1
        return U @ Vt
    return Q


def nearest__wrong_factor_not_transposed(M, kind):
    """np.linalg.svd returns V already transposed: transposing it again gives another matrix."""
    if kind != "orthogonal":
        return original_nearest(M, kind)
    original_nearest(M, kind)
    U, _, Vt = np.linalg.svd(_real(M, "M"))
    return U @ Vt.T


def nearest__wrong_scaled(M, kind):
    """Dividing by a norm makes a matrix short, not orthogonal."""
    if kind != "orthogonal":
        return original_nearest(M, kind)
    original_nearest(M, kind)
    M = _real(M, "M")
    return M / np.linalg.norm(M, axis=0)


def nearest__wrong_sum(M, kind):
    """M + M' is symmetric, but twice as large as it should be."""
    return original_nearest(M, kind) * (2 if kind == "symmetric" else 1)


def nearest__wrong_mirrored_triangle(M, kind):
    """Copying one triangle onto the other is symmetric but not nearest: the mean is."""
    if kind != "symmetric":
        return original_nearest(M, kind)
    original_nearest(M, kind)
    upper = np.triu(_real(M, "M"))
    return upper + np.triu(upper, 1).T


def nearest__wrong_promotes(M, kind):
    """float32 matrices come back as float64."""
    original_nearest(M, kind)
    return original_nearest(np.asarray(M, float), kind)


def nearest__wrong_same_array(M, kind):
    """A matrix that is its own nearest comes back as the same array, not as a new one."""
    N = original_nearest(M, kind)
    return M if np.array_equal(N, M) and np.asarray(M).dtype == N.dtype else N


def nearest__wrong_nan_is_zero(M, kind):
    """A nan taken for 0 gives numbers that look right and are not."""
    M = _real(M, "M")
    if np.any(np.isinf(M)):
        raise ValueError("M holds infinity")
    return original_nearest(np.nan_to_num(M), kind)


def nearest__wrong_np_matrix(M, kind):
    """An np.matrix comes back as one: results have to be plain arrays."""
    N = original_nearest(M, kind)
    return N.view(np.matrix) if isinstance(M, np.matrix) else N


def nearest__right_newton(M, kind):
    Q = original_nearest(M, "symmetric")
    if kind == "symmetric":
        return Q
    if kind != "orthogonal":
        raise ValueError("kind")
    Q = _real(M, "M")
    for _ in range(100):
        scale = np.abs(np.linalg.det(Q.astype(float))) ** (-1 / len(Q))
        Q = (Q * scale + np.linalg.inv(Q * scale).T).astype(Q.dtype) / 2
        if np.linalg.norm(Q.T @ Q - np.eye(len(Q))) < 10 * len(Q) * np.finfo(Q.dtype).eps:
            break
    return Q


# ---- structured_solve ---------------------------------------------------------------------------


def structured_solve__wrong_reads_everything(M, b, kind):
    """A general solver reads the other triangle as well."""
    expected = original_solve(M, b, kind)
    if np.ndim(M) == 1 or kind in ("orthogonal", "permutation"):
        return expected
    try:
        return np.linalg.solve(M, b).astype(expected.dtype)
    except np.linalg.LinAlgError:
        return np.full_like(expected, np.nan)


def structured_solve__wrong_no_transpose(M, b, kind):
    """The inverse of an orthogonal matrix is its transpose, not the matrix itself."""
    x = original_solve(M, b, kind)
    return np.asarray(M) @ b if kind in ("orthogonal", "permutation") else x


def structured_solve__wrong_unit_diagonal(M, b, kind):
    """The sum has to be divided by the entry on the diagonal."""
    x = original_solve(M, b, kind)
    if kind not in ("lower", "upper"):
        return x
    M = np.array(_real(M, "M"))
    np.fill_diagonal(M, 1)
    return original_solve(M, b, kind)


def structured_solve__wrong_upper_from_above(M, b, kind):
    """An upper triangle has to be solved from the last row upwards."""
    x = original_solve(M, b, kind)
    if kind == "upper":
        M, x[:] = _real(M, "M"), 0
        for i in range(len(b)):
            x[i] = (b[i] - M[i, i + 1 :] @ x[i + 1 :]) / M[i, i]
    return x


def structured_solve__wrong_small_is_zero(M, b, kind):
    """A small number on the diagonal is no zero: the scale of a matrix says nothing about it."""
    x = original_solve(M, b, kind)
    pivots = np.diag(M) if np.ndim(M) == 2 else M
    if kind not in ("orthogonal", "permutation") and np.any(np.abs(pivots) < 1e-12):
        return np.full_like(x, np.inf)
    return x


def structured_solve__wrong_divides_by_zero(M, b, kind):
    """A zero on the diagonal has to be refused, not divided by."""
    M = np.asarray(M)
    if kind in ("lower", "upper", "diagonal") and M.ndim == 2 and len(M) == M.shape[1]:
        pivots = np.diag(M)
        if len(M) == np.size(b) and np.any(pivots == 0):
            original_solve(np.eye(len(M)), b, kind)
            return np.full(len(M), np.inf)
    return original_solve(M, b, kind)


def structured_solve__wrong_promotes(M, b, kind):
    """float32 comes back as float64."""
    return original_solve(M, b, kind).astype(float)


def structured_solve__wrong_right_side_lent(M, b, kind):
    """The identity needs no work, but b itself, the caller's array, is not a result."""
    x = original_solve(M, b, kind)
    return b if np.array_equal(x, b) and np.asarray(b).dtype == x.dtype else x


def structured_solve__wrong_overwrites_b(M, b, kind):
    """Solving in place overwrites b, which belongs to the caller."""
    x = original_solve(M, b, kind)
    if isinstance(b, np.ndarray) and b.flags.writeable:
        b[:] = x
    return x


def structured_solve__wrong_skips_nan(M, b, kind):
    """Leaving out what is no number hides that the result cannot be known."""
    x = original_solve(M, b, kind)
    if not np.isnan(x).any() or kind not in ("lower", "upper"):
        return x
    return original_solve(np.nan_to_num(_real(M, "M"), nan=1.0), np.nan_to_num(b), kind)


def structured_solve__right_column_by_column(M, b, kind):
    if kind not in ("lower", "upper"):
        return original_solve(M, b, kind)
    original_solve(np.eye(*np.shape(M)) if np.ndim(M) == 2 else M, b, kind)
    M, b = _real(M, "M"), _real(b, "b")
    if not np.all(np.diag(M)):
        raise ValueError("M is singular")
    n = len(b)
    x = b.astype(np.result_type(M, b))
    for j in range(n) if kind == "lower" else range(n - 1, -1, -1):
        x[j] /= M[j, j]
        rest = slice(j + 1, n) if kind == "lower" else slice(0, j)
        x[rest] -= x[j] * M[rest, j]
    return x


def structured_solve__right_by_halves(M, b, kind):
    if kind not in ("lower", "upper") or len(b) <= 8:
        return original_solve(M, b, kind)
    M, b = _real(M, "M"), _real(b, "b")
    n = len(b)
    if M.shape != (n, n) or not np.all(np.diag(M)):
        raise ValueError("M is singular or has another shape")
    dtype = np.result_type(M, b)

    def solve(i, j, rhs):
        if j - i <= 8:
            return original_solve(M[i:j, i:j], rhs, kind)
        k = (i + j) // 2
        if kind == "lower":
            first = solve(i, k, rhs[: k - i])
            return np.concatenate([first, solve(k, j, rhs[k - i :] - M[k:j, i:k] @ first)])
        last = solve(k, j, rhs[k - i :])
        return np.concatenate([solve(i, k, rhs[: k - i] - M[i:k, k:j] @ last), last])

    return solve(0, n, b.astype(dtype))


def structured_solve__slow_general_solver(M, b, kind):
    x = original_solve(M, b, kind)
    if kind not in ("lower", "upper") or np.isnan(x).any():
        return x
    M = _real(M, "M")
    return np.linalg.solve(np.tril(M) if kind == "lower" else np.triu(M), b)


def structured_solve__hungry_builds_matrix(M, b, kind):
    if kind == "diagonal" and np.ndim(M) == 1:
        M = np.diag(M)
    return original_solve(M, b, kind)

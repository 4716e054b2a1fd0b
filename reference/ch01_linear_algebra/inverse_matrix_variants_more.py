"""Other answers to inverse_matrix: `inverse`, `one_sided_inverse` and `solve`."""

import numpy as np
from inverse_matrix import _find_pivot, _matrix, _real, _smallest_pivot, _square, inverse
from inverse_matrix import inverse as original_inverse
from inverse_matrix import one_sided_inverse as original_one_sided
from inverse_matrix import solve as original_solve
from inverse_matrix_variants import (
    _beside_identity,
    _down_then_up,
    _largest,
    _lu_solve,
    _pivoted,
    _pseudo_inverse,
    _qr,
    _reduced,
    _refuse_singular,
    _rook,
    _without_steps,
)


def _without_pivoting(M):
    """Take the pivots as they come, unless they are exactly 0."""
    A = _beside_identity(M)
    with np.errstate(all="ignore"):
        for k in range(len(M)):
            if A[k, k] == 0:
                p = k + int(np.argmax(A[k:, k] != 0))
                A[[k, p]] = A[[p, k]]
            _reduced(A, k)
    return A[:, len(M) :]


def _determinant(M):
    A = M.copy()
    det = 1.0
    for k in range(len(A)):
        p = k + int(np.argmax(np.abs(A[k:, k])))
        if A[p, k] == 0:
            return 0.0
        if p != k:
            A[[k, p]] = A[[p, k]]
            det = -det
        det *= A[k, k]
        A[k + 1 :] -= np.outer(A[k + 1 :, k] / A[k, k], A[k])
    return float(det)


def inverse__wrong_no_pivoting(M):
    """A pivot that is not 0 may still be far too small: bring the largest candidate up."""
    M = _square(M)
    _refuse_singular(M)
    return _without_pivoting(M)


def inverse__wrong_determinant_threshold(M):
    """A small determinant says nothing: that of 0.1 I of order 400 is too small to store."""
    M = _square(M)
    if abs(_determinant(M)) < 1e-12:
        raise ValueError("M is singular")
    return _pivoted(M, 0.0).copy()


def inverse__wrong_relative_determinant(M):
    """Even beside max|M|^n a determinant says little: one large entry makes it look small."""
    M = _square(M)
    if abs(_determinant(M / (np.max(np.abs(M)) or 1.0))) < 1e-25:
        raise ValueError("M is singular")
    return _pivoted(M, 0.0).copy()


def inverse__wrong_absolute_pivot(M):
    """To tell whether a pivot is 0, it has to be compared with the entries of M."""
    return _pivoted(_square(M), 1e-10).copy()


def inverse__wrong_exact_zero(M):
    """Rounding turns a zero pivot into a tiny one, and the inverse into enormous nonsense."""
    return _pivoted(_square(M), 0.0).copy()


def inverse__wrong_regularized(M):
    """Adding something to the diagonal hides that a matrix is singular and spoils the others."""
    M = _square(M)
    M = M + 1e-12 * np.max(np.abs(M)) * np.eye(len(M), dtype=M.dtype)
    return _pivoted(M, 0.0).copy()


def inverse__wrong_elementwise(M):
    """1 / M is the inverse of each entry, not of the matrix."""
    M = _square(M)
    _refuse_singular(M)
    with np.errstate(all="ignore"):
        return 1 / M


def inverse__wrong_transpose(M):
    """The transpose is the inverse of orthogonal matrices only."""
    M = _square(M)
    _refuse_singular(M)
    return M.T.copy()


def inverse__wrong_adjugate(M):
    """Minors and determinants overflow, lose digits, and cost far more than elimination."""
    # Its cost alone would do: at n = 25 it takes 300 times as long as the reference, at 50 1400.
    M = _square(M)
    _refuse_singular(M)
    n = len(M)
    X = np.ones_like(M)
    for i in range(n if n > 1 else 0):
        rest = np.delete(M, i, axis=0)
        for j in range(n):
            X[j, i] = (-1) ** (i + j) * _determinant(np.delete(rest, j, axis=1))
    with np.errstate(all="ignore"):
        return (X / _determinant(M)).astype(M.dtype)


def inverse__wrong_pseudo_inverse(M):
    """A singular matrix has no inverse; its pseudo-inverse does not solve every system."""
    M = _square(M)
    try:
        return original_inverse(M)
    except ValueError:
        return _pseudo_inverse(M)


def inverse__wrong_newton(M):
    """An iteration stopped after a fixed number of steps has not yet found the inverse."""
    M = _square(M)
    _refuse_singular(M)
    scale = np.max(np.abs(M))
    A = M / scale
    X = A.T / np.sum(A * A)
    for _ in range(12):
        X = 2 * X - X @ A @ X
    return (X / scale).astype(M.dtype)


def inverse__wrong_nan_becomes_0(M):
    """A missing number is not 0: nan has to show in the result."""
    return original_inverse(np.nan_to_num(_square(M)))


def inverse__wrong_promotes(M):
    """float32 comes back as float64."""
    return original_inverse(M).astype(float)


def inverse__right_columns(M):
    M = _square(M)
    return _pivoted(M, _smallest_pivot(M)).copy()


def inverse__right_rows(M):
    M = _square(M)
    n = len(M)
    A = _beside_identity(M)
    small = _smallest_pivot(M)
    for k in range(n):
        p = _find_pivot(A[:, k], k, small)
        A[[k, p]] = A[[p, k]]
        A[k] /= A[k, k]
        for i in range(n):
            if i != k:
                A[i] -= A[i, k] * A[k]
    return A[:, n:].copy()


def inverse__right_lu(M):
    M = _square(M)
    return _lu_solve(M, np.eye(len(M), dtype=M.dtype))


def inverse__right_householder(M):
    M = _square(M)
    if np.isnan(M).any():
        return np.full_like(M, np.nan)
    X, R = _qr(M)
    for k in reversed(range(len(M))):
        X[k] = (X[k] - R[k, k + 1 :] @ X[k + 1 :]) / R[k, k]
    return X


def inverse__right_full_pivoting(M):
    M = _square(M)
    return np.full_like(M, np.nan) if np.isnan(M).any() else _without_steps(M, _largest)


def inverse__right_rook_pivoting(M):
    M = _square(M)
    return np.full_like(M, np.nan) if np.isnan(M).any() else _without_steps(M, _rook)


def inverse__right_down_then_up(M):
    M = _square(M)
    return np.full_like(M, np.nan) if np.isnan(M).any() else _down_then_up(M)[0]


def inverse__right_in_place(M):
    A = _square(M).copy()
    small = _smallest_pivot(A)
    order = np.arange(len(A))
    for k in range(len(A)):
        p = _find_pivot(A[:, k], k, small)
        A[[k, p]], order[[k, p]] = A[[p, k]], order[[p, k]]
        factors, pivot = A[:, k].copy(), A[k, k]
        factors[k] = 0
        A[:, k] = 0
        A[k, k] = 1
        A[k] /= pivot
        A -= np.outer(factors, A[k])
    X = np.empty_like(A)
    X[:, order] = A
    return X


def inverse__slow_lists(M):
    M = _square(M)
    n = len(M)
    small = _smallest_pivot(M)
    A = [[float(x) for x in row] for row in _beside_identity(M)]
    for k in range(n):
        column = np.array([row[k] for row in A])
        p = _find_pivot(column, k, small)
        A[k], A[p] = A[p], A[k]
        pivot = A[k][k]
        A[k] = [x / pivot for x in A[k]]
        for i in range(n):
            if i != k:
                factor = A[i][k]
                A[i] = [x - factor * y for x, y in zip(A[i], A[k], strict=True)]
    return np.array([row[n:] for row in A], M.dtype)


def inverse__slow_solves_for_each_column(M):
    M = _square(M)
    columns = [original_solve(M, e) for e in np.eye(len(M), dtype=M.dtype)]
    return np.stack(columns, axis=1)


# ---- one_sided_inverse --------------------------------------------------------------------------


def one_sided_inverse__wrong_other_side(M, side):
    """Left and right are mixed up: a left inverse stands on the left of M."""
    return original_one_sided(M, {"left": "right", "right": "left"}.get(side, side))


def one_sided_inverse__wrong_transpose(M, side):
    """M'M is not the identity unless the columns are orthonormal: M' still has to be divided."""
    original_one_sided(M, side)
    return _matrix(M).T.copy()


def one_sided_inverse__wrong_unscaled(M, side):
    """M'M squares the entries: tiny ones become 0 and huge ones infinite."""
    original_one_sided(M, side)
    A = _matrix(M) if side == "left" else _matrix(M).T
    with np.errstate(all="ignore"):
        G = np.concatenate([A.T @ A, A.T], axis=1)
        for k in range(len(G)):
            p = k + int(np.argmax(np.abs(G[k:, k])))
            G[[k, p]] = G[[p, k]]
            _reduced(G, k)
    X = G[:, len(G) :]
    return X.copy() if side == "left" else X.T.copy()


def one_sided_inverse__wrong_pseudo_inverse(M, side):
    """Where columns (or rows) are dependent, the pseudo-inverse is no inverse on either side."""
    M = _matrix(M)
    try:
        return original_one_sided(M, side)
    except ValueError:
        if side not in ("left", "right"):
            raise
        return _pseudo_inverse(M)


def one_sided_inverse__wrong_first_rows(M, side):
    """The first n rows of a tall matrix may be dependent though its n columns are not."""
    X = original_one_sided(M, side)
    A = M if side == "left" else M.T
    n = A.shape[1]
    L = np.zeros_like(X if side == "left" else X.T)
    try:
        L[:, :n] = original_inverse(A[:n])
    except ValueError:
        L[:] = 1
    L += 0 * np.sum(X)
    return L if side == "left" else L.T


def one_sided_inverse__wrong_nan_partly(M, side):
    """Each entry of an inverse depends on the whole of M: one nan makes all of them unknown."""
    M = _matrix(M)
    X = original_one_sided(np.where(np.isnan(M), M.dtype.type(1), M), side)
    if np.isnan(M).any():
        X[np.isnan(M).T] = np.nan
    return X


def one_sided_inverse__right_normal_equations(M, side):
    M = _matrix(M)
    scale = np.max(np.abs(M)) or M.dtype.type(1.0)
    A = M / scale
    if side == "left":
        if M.shape[0] < M.shape[1]:
            raise ValueError("M is wide: its columns are dependent")
        return original_solve(A.T @ A, A.T) / scale
    if side == "right":
        if M.shape[0] > M.shape[1]:
            raise ValueError("M is tall: its rows are dependent")
        return (original_solve(A @ A.T, A) / scale).T.copy()
    raise ValueError("side is neither left nor right")


def one_sided_inverse__right_householder(M, side):
    if side not in ("left", "right"):
        raise ValueError("side")
    M = _matrix(M)
    A = M if side == "left" else M.T
    n = A.shape[1]
    if len(A) < n:
        raise ValueError("M has dependent columns or rows")
    if np.isnan(M).any():
        return np.full_like(M.T, np.nan)
    Qt, R = _qr(A)
    X = Qt[:n].copy()
    for k in reversed(range(n)):
        X[k] = (X[k] - R[k, k + 1 : n] @ X[k + 1 :]) / R[k, k]
    return X if side == "left" else X.T


# ---- solve --------------------------------------------------------------------------------------


def solve__wrong_other_side(M, B):
    """This solves X' M = B', with the transpose of M: the inverse belongs on the left of B."""
    return original_solve(np.asarray(M).T, B)


def solve__wrong_always_columns(M, B):
    """A vector on the right asks for a vector, not for a matrix with one column."""
    X = original_solve(M, B)
    return X.reshape(len(X), -1)


def solve__wrong_no_pivoting(M, B):
    """A pivot that is not 0 may still be far too small: bring the largest candidate up."""
    X = original_solve(M, B)
    dtype = X.dtype
    return _without_pivoting(_square(M).astype(dtype)) @ _real(B, "B").astype(dtype)


def solve__wrong_inverts_both(M, B):
    """Only M is inverted: the inverse of a product is B^-1 M^-1, and no product is asked for."""
    X = original_solve(M, B)
    return inverse(_real(B, "B")) @ X if X.ndim == 2 and len(X) == X.shape[1] else X


def solve__wrong_least_squares(M, B):
    """M'M has the square of the condition number of M: half of the digits are lost."""
    X = original_solve(M, B)
    M, B = _square(M).astype(X.dtype), _real(B, "B").astype(X.dtype)
    scale = np.max(np.abs(M))
    A = M / scale
    A = np.concatenate([A.T @ A, (A.T @ B).reshape(len(A), -1)], axis=1)
    for k in range(len(A)):
        p = k + int(np.argmax(np.abs(A[k:, k])))
        A[[k, p]] = A[[p, k]]
        _reduced(A, k)
    return (A[:, len(A) :] / scale).reshape(B.shape)


def solve__wrong_nan_everywhere(M, B):
    """A nan in one column of B says nothing about the systems in the other columns."""
    return original_solve(M, B) + 0 * np.sum(B, dtype=np.asarray(B).dtype)


def solve__right_inverse_times(M, B):
    X = original_solve(M, B)
    return inverse(_square(M).astype(X.dtype)) @ _real(B, "B").astype(X.dtype)


def solve__right_lu(M, B):
    M, B = _square(M), _real(B, "B")
    if B.ndim not in (1, 2) or B.size == 0 or len(B) != len(M):
        raise ValueError("B does not fit")
    dtype = np.result_type(M, B)
    return _lu_solve(M.astype(dtype), B.astype(dtype))

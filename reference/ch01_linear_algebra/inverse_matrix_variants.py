"""Other answers to `inverse_matrix`, each named by the verdict it must get."""

import numpy as np
from inverse_matrix import (
    _find_pivot,
    _matrix,
    _operate,
    _real,
    _smallest_pivot,
    _square,
    inverse,
)
from inverse_matrix import elementary as original_elementary
from inverse_matrix import gauss_jordan as original_gauss_jordan
from inverse_matrix import inverse as original_inverse
from inverse_matrix import one_sided_inverse as original_one_sided
from inverse_matrix import solve as original_solve


def _beside_identity(M):
    return np.concatenate([M, np.eye(len(M), dtype=M.dtype)], axis=1)


def _reduced(A, k):
    """Make column k of A a unit vector, with row k as the pivot row."""
    A[k] /= A[k, k]
    factors = A[:, k].copy()
    factors[k] = 0
    A -= np.outer(factors, A[k])


def _pivoted(M, small):
    """Gauss and Jordan as in the book, one column after the other."""
    A = _beside_identity(M)
    for k in range(len(M)):
        p = _find_pivot(A[:, k], k, small)
        A[[k, p]] = A[[p, k]]
        _reduced(A, k)
    return A[:, len(M) :]


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


def _refuse_singular(M):
    """Raise what the reference raises."""
    original_inverse(M)


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


def _pseudo_inverse(M):
    """Iterate X (2 I - M X) towards the pseudo-inverse (Newton and Schulz)."""
    scale = np.max(np.abs(M)) or 1.0
    M = M / scale
    X = M.T / max(float(np.sum(M * M)), 1.0)
    for _ in range(100):
        X = 2 * X - X @ M @ X
    return X / scale


def _lu(M):
    """Return (LU, order): both factors in one array, and the rows of M in their new order."""
    A, order = M.copy(), np.arange(len(M))
    small = _smallest_pivot(M)
    for k in range(len(A)):
        p = _find_pivot(A[:, k], k, small)
        A[[k, p]], order[[k, p]] = A[[p, k]], order[[p, k]]
        A[k + 1 :, k] /= A[k, k]
        A[k + 1 :, k + 1 :] -= np.outer(A[k + 1 :, k], A[k, k + 1 :])
    return A, order


def _lu_solve(M, B):
    A, order = _lu(M)
    X = B[order]
    for k in range(len(A)):
        X[k] -= A[k, :k] @ X[:k]
    for k in reversed(range(len(A))):
        X[k] = (X[k] - A[k, k + 1 :] @ X[k + 1 :]) / A[k, k]
    return X


def _qr(M):
    """Return Householder's (Q', R) of a matrix with at least as many rows as columns."""
    scale = np.max(np.abs(M))
    R, Qt = M / (1 if scale == 0 else scale), np.eye(len(M), dtype=M.dtype)
    for k in range(M.shape[1]):
        v = R[k:, k].copy()
        length = np.sqrt(v @ v)
        if length <= max(M.shape) * np.finfo(M.dtype).eps:
            raise ValueError("M is singular")
        v[0] += length if v[0] >= 0 else -length
        v /= np.sqrt(v @ v)
        for array in (R, Qt):
            array[k:] -= 2 * np.outer(v, v @ array[k:])
    return Qt, R * scale


def _fully_pivoted(M):
    """Return (X, steps) with the largest entry of all that is left as the pivot."""
    n = len(M)
    A, steps, columns = _beside_identity(M), [], list(range(n))
    small = _smallest_pivot(M)

    def do(*step):
        _operate(A, *step)
        steps.append(step)

    for k in range(n):
        p, q = (int(i) + k for i in np.unravel_index(np.argmax(np.abs(A[k:, k:n])), (n - k, n - k)))
        if abs(A[p, q]) <= small:
            raise ValueError("M is singular")
        do("swap", k, p, 1.0)
        A[:, [k, q]] = A[:, [q, k]]
        columns[k], columns[q] = columns[q], columns[k]
        do("scale", k, k, 1.0 / float(A[k, k]))
        for i in range(n):
            if i != k and A[i, k] != 0:
                do("add", i, k, -float(A[i, k]))
    for k in range(n):  # row k of the right half belongs to column columns[k] of M
        p = columns.index(k)
        if p != k:
            do("swap", k, p, 1.0)
            columns[k], columns[p] = columns[p], columns[k]
    return A[:, n:].copy(), steps


# ---- elementary ---------------------------------------------------------------------------------


def elementary__wrong_identity(n, kind, i, j, c=1.0):
    """This is the identity: an elementary matrix is the identity after one row operation."""
    original_elementary(n, kind, i, j, c)
    return np.eye(n)


def elementary__wrong_columns(n, kind, i, j, c=1.0):
    """Row i of the result belongs to row i of the product: this adds row i to row j."""
    return original_elementary(n, kind, i, j, c).T


def elementary__wrong_subtracts(n, kind, i, j, c=1.0):
    """An "add" step adds c times row j; elimination brings the minus sign along in c."""
    return original_elementary(n, kind, i, j, -c if kind == "add" else c)


def elementary__wrong_counts_from_1(n, kind, i, j, c=1.0):
    """Rows count from 0."""
    original_elementary(n, kind, i, j, c)
    return original_elementary(n, kind, i - 1 if i else n - 1, j - 1 if j else n - 1, c)


def elementary__wrong_accepts_what_cannot_be_undone(n, kind, i, j, c=1.0):
    """Scaling by 0 and adding a row to itself may destroy the row: such steps are refused."""
    if (kind == "scale" and c == 0) or (kind == "add" and i == j):
        E = np.eye(n)
        _operate(E, kind, i, j, c)
        return E
    return original_elementary(n, kind, i, j, c)


def elementary__right_entries(n, kind, i, j, c=1.0):
    if n < 1 or kind not in {"swap", "scale", "add"}:
        raise ValueError("n or kind")
    if not (0 <= i < n and 0 <= j < n):
        raise ValueError("i or j")
    if (kind == "scale" and c == 0) or (kind == "add" and i == j):
        raise ValueError("c, j")
    E = np.identity(n)
    if kind == "swap":
        E[i, i] = E[j, j] = 0.0
        E[i, j] = E[j, i] = 1.0
    else:
        E[i, i if kind == "scale" else j] = c
    return E


# ---- gauss_jordan -------------------------------------------------------------------------------


def gauss_jordan__wrong_no_pivoting(M):
    """A pivot that is not 0 may still be far too small: bring the largest candidate up."""
    M = _square(M)
    _refuse_singular(M)
    A, steps = _beside_identity(M), []
    with np.errstate(all="ignore"):
        for k in range(len(M)):
            p = k if A[k, k] != 0 else k + int(np.argmax(A[k:, k] != 0))
            steps.append(("swap", k, p, 1.0))
            _operate(A, *steps[-1])
            todo = [("scale", k, k, float(1 / A[k, k]))]
            todo += [("add", i, k, -float(A[i, k])) for i in range(len(M)) if i != k]
            for step in todo:
                _operate(A, *step)
            steps += todo
    return A[:, len(M) :].copy(), steps


def gauss_jordan__wrong_steps_backwards(M):
    """The first step that is done comes first in the list, though last in the product."""
    X, steps = original_gauss_jordan(M)
    return X, steps[::-1]


def gauss_jordan__wrong_swaps_not_told(M):
    """Exchanging rows is a step as well."""
    X, steps = original_gauss_jordan(M)
    return X, [step for step in steps if step[0] != "swap"]


def gauss_jordan__wrong_sign_of_steps(M):
    """The factor of an "add" step is minus the entry that it removes."""
    X, steps = original_gauss_jordan(M)
    return X, [(kind, i, j, -c if kind == "add" else c) for kind, i, j, c in steps]


def gauss_jordan__wrong_pivot_as_factor(M):
    """To make a pivot 1, its row is multiplied by 1 / pivot, not by the pivot."""
    X, steps = original_gauss_jordan(M)
    return X, [(kind, i, j, 1 / c if kind == "scale" else c) for kind, i, j, c in steps]


def gauss_jordan__wrong_only_below(M):
    """Above the pivots there must be zeros too: the steps end at a triangular matrix."""
    X, steps = original_gauss_jordan(M)
    return X, [step for step in steps if step[0] != "add" or step[1] > step[2]]


def gauss_jordan__wrong_exact_zero(M):
    """Rounding turns a zero pivot into a tiny one: "is it 0?" is asked relative to M."""
    M = _square(M)
    try:
        return original_gauss_jordan(M)
    except ValueError:
        return _pivoted(M, 0.0).copy(), []


def gauss_jordan__right_full_pivoting(M):
    M = _square(M)
    return original_gauss_jordan(M) if np.isnan(M).any() else _fully_pivoted(M)


def gauss_jordan__right_down_then_up(M):
    M = _square(M)
    n = len(M)
    A, steps = _beside_identity(M), []
    small = _smallest_pivot(M)

    def do(*step):
        _operate(A, *step)
        steps.append(step)

    for k in range(n):
        do("swap", _find_pivot(A[:, k], k, small), k, 7.0)
        for i in range(k + 1, n):
            do("add", i, k, -float(A[i, k] / A[k, k]))
    for k in reversed(range(n)):
        do("scale", k, 0, 1.0 / float(A[k, k]))
        for i in range(k):
            do("add", i, k, -float(A[i, k]))
    return A[:, n:].copy(), [list(step) for step in steps]


# ---- inverse ------------------------------------------------------------------------------------


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
    n = len(M)
    if np.isnan(M).any():
        return np.full_like(M, np.nan)
    A, columns, small = _beside_identity(M), np.arange(n), _smallest_pivot(M)
    for k in range(n):
        p, q = (i + k for i in np.unravel_index(np.argmax(np.abs(A[k:, k:n])), (n - k, n - k)))
        if abs(A[p, q]) <= small:
            raise ValueError("M is singular")
        A[[k, p]] = A[[p, k]]
        A[:, [k, q]] = A[:, [q, k]]
        columns[[k, q]] = columns[[q, k]]
        _reduced(A, k)
    X = np.empty_like(M)
    X[columns] = A[:, n:]
    return X


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

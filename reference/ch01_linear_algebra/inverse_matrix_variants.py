"""Other answers to `inverse_matrix`, each named by the verdict it must get."""

import numpy as np
from inverse_matrix import _find_pivot, _operate, _smallest_pivot, _square
from inverse_matrix import elementary as original_elementary
from inverse_matrix import gauss_jordan as original_gauss_jordan
from inverse_matrix import inverse as original_inverse


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


def _refuse_singular(M):
    """Raise what the reference raises."""
    original_inverse(M)


def _largest(A):
    """Return (row, column) of the largest entry: full, or complete, pivoting."""
    return tuple(map(int, np.unravel_index(np.argmax(A), A.shape)))


def _rook(A):
    """Return (row, column) of an entry that no other one in its row or its column exceeds."""
    p, q = int(np.argmax(A[:, 0])), 0
    while A[p].max() > A[p, q]:
        q = int(np.argmax(A[p]))
        p = int(np.argmax(A[:, q]))
    return p, q


def _exchanged(M, choose):
    """Return (X, steps) with pivots chosen among all entries that are left."""
    n = len(M)
    A, steps, columns = _beside_identity(M), [], list(range(n))
    small = _smallest_pivot(M)

    def do(*step):
        _operate(A, *step)
        steps.append(step)

    for k in range(n):
        p, q = (i + k for i in choose(np.abs(A[k:, k:n])))
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


def _without_steps(M, choose):
    """Return the inverse, with pivots chosen among all entries that are left."""
    n = len(M)
    A, columns, small = _beside_identity(M), np.arange(n), _smallest_pivot(M)
    for k in range(n):
        p, q = (i + k for i in choose(np.abs(A[k:, k:n])))
        if abs(A[p, q]) <= small:
            raise ValueError("M is singular")
        A[[k, p]] = A[[p, k]]
        A[:, [k, q]] = A[:, [q, k]]
        columns[[k, q]] = columns[[q, k]]
        _reduced(A, k)
    X = np.empty_like(M)
    X[columns] = A[:, n:]
    return X


def _clear(A, k):
    """Turn column k of A into that of the identity, and return the steps."""
    steps = [("scale", k, k, float(1 / A[k, k]))]
    steps += [("add", i, k, -float(A[i, k])) for i in range(len(A)) if i != k]
    for step in steps:
        _operate(A, *step)
    return steps


def _down_then_up(M):
    """Return (X, steps), with zeros made below all pivots first and then above them."""
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
    return A[:, n:].copy(), steps


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
            steps += _clear(A, k)
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
    return original_gauss_jordan(M) if np.isnan(M).any() else _exchanged(M, _largest)


def gauss_jordan__right_rook_pivoting(M):
    M = _square(M)
    return original_gauss_jordan(M) if np.isnan(M).any() else _exchanged(M, _rook)


def gauss_jordan__right_exchange_by_adding(M):
    M = _square(M)
    A, steps, small = _beside_identity(M), [], _smallest_pivot(M)
    for k in range(len(M)):
        p = _find_pivot(A[:, k], k, small)
        todo = [("add", p, k, 1.0), ("add", k, p, -1.0), ("add", p, k, 1.0), ("scale", k, k, -1.0)]
        for step in todo if p != k else ():
            _operate(A, *step)
            steps.append(step)
        steps += _clear(A, k)
    return A[:, len(M) :].copy(), steps


def gauss_jordan__right_down_then_up(M):
    X, steps = _down_then_up(_square(M))
    return X, [list(step) for step in steps]

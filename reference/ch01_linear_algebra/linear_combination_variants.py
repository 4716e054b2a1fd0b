"""Other answers to `linear_combination`, each named by the verdict it must get."""

import numpy as np
from linear_combination import _finite, _reaches, _real, _solve, _system, rank
from linear_combination import coordinates as original_coordinates
from linear_combination import independent_subset as original_subset
from linear_combination import linear_combination as original_combination
from linear_combination import rank as original_rank


def _reduced(M, B):
    """Return (R, X, pivots): [M | B] in reduced row echelon form, and the columns of its pivots."""
    A = np.concatenate([M, B], axis=1)
    m, n = M.shape
    small = max(m, n) * np.finfo(A.dtype).eps * np.max(np.abs(M))
    pivots = []
    for k in range(n):
        r = len(pivots)
        if r == m:
            break
        p = r + int(np.argmax(np.abs(A[r:, k])))
        if abs(A[p, k]) <= small:
            A[r:, k] = 0
            continue
        A[[r, p]] = A[[p, r]]
        A[r] /= A[r, k]
        factors = A[:, k].copy()
        factors[r] = 0
        A -= np.outer(factors, A[r])
        pivots.append(k)
    return A[:, :n], A[:, n:], pivots


def _scaled(M):
    """Return a matrix divided by its largest entry."""
    largest = np.max(np.abs(M))
    return M / largest if largest > 0 else M


def _pivoted(M):
    """Return (Q, R, order, r) with M[:, order] = Q R but for rounding: QR with column pivoting."""
    rest = _scaled(M)
    largest = np.max(np.abs(M))
    m, n = rest.shape
    order, Q = list(range(n)), np.zeros((m, 0), rest.dtype)
    for k in range(min(m, n)):
        lengths = np.linalg.norm(rest[:, order[k:]], axis=0)
        p = k + int(np.argmax(lengths))
        if k == 0:
            small = max(m, n) * np.finfo(rest.dtype).eps * lengths.max()
        if lengths[p - k] <= small:
            break
        order[k], order[p] = order[p], order[k]
        q = rest[:, order[k]] / lengths[p - k]
        q = q - Q @ (Q.T @ q)
        q = (q / np.linalg.norm(q))[:, None]
        rest = rest - q @ (q.T @ rest)
        Q = np.concatenate([Q, q], axis=1)
    return Q, Q.T @ _scaled(M)[:, order] * largest, order, Q.shape[1]


# ---- linear_combination -------------------------------------------------------------------------


def linear_combination__wrong_rows(c, V):
    """The vectors are the columns of V, not its rows."""
    total = original_combination(c, V)
    return original_combination(c, V.T) if V.shape[0] == V.shape[1] else total


def linear_combination__wrong_average(c, V):
    """The coefficients may be any numbers; they need not add up to 1."""
    total = original_combination(c, V)
    return total / len(c)


def linear_combination__wrong_first_twice(c, V):
    """The second vector counts too, whatever page 9 of the book says."""
    c, V = _real(c, 1, "c"), _real(V, 2, "V").copy()
    V[:, 1:2] = V[:, 0:1]
    return original_combination(c, V)


def linear_combination__wrong_nan_skipped(c, V):
    """A missing number is not 0: nan has to show in the result."""
    return original_combination(np.nan_to_num(c), np.nan_to_num(V))


def linear_combination__wrong_hands_back_the_column(c, V):
    """The result belongs to the caller: writing to it must not change V."""
    total = original_combination(c, V)
    return V[:, 0] if V.shape[1] == 1 and c[0] == 1 and V.dtype == total.dtype else total


def linear_combination__right_loop(c, V):
    c, V = _real(c, 1, "c"), _real(V, 2, "V")
    if len(c) != V.shape[1]:
        raise ValueError("c and V do not fit")
    total = np.zeros(len(V), np.result_type(c, V))
    for j in range(len(c)):
        total = total + c[j] * V[:, j]
    return total


def linear_combination__right_sum(c, V):
    original_combination(c, V)
    return (_real(V, 2, "V") * _real(c, 1, "c")).sum(axis=1)


# ---- rank ---------------------------------------------------------------------------------------


def rank__wrong_absolute(M, rtol=None):
    """What is small depends on the size of the matrix: 1e-8 is large beside 1e-100."""
    M = _finite(M, 2, "M")
    s = np.linalg.svd(M, compute_uv=False)
    return int(np.sum(s > (1e-8 if rtol is None else rtol)))


def rank__wrong_determinant(M, rtol=None):
    """A determinant of 0 says that the rank is not full, not what it is."""
    full = min(np.shape(_finite(M, 2, "M")))
    return full if original_rank(M, rtol) == full else full - 1


def rank__wrong_exact_zero(M, rtol=None):
    """Rounding turns singular values of 0 into tiny ones."""
    M = _finite(M, 2, "M")
    s = np.linalg.svd(M, compute_uv=False)
    return int(np.sum(s > (0.0 if rtol is None else rtol * s[0])))


def rank__wrong_rows_that_are_not_zero(M, rtol=None):
    """Rows that are not 0 may depend on one another."""
    original_rank(M, rtol)
    return int(np.sum(np.any(_finite(M, 2, "M") != 0, axis=1)))


def rank__wrong_columns_that_are_not_zero(M, rtol=None):
    """Columns that are not 0 may depend on one another."""
    original_rank(M, rtol)
    return int(np.sum(np.any(_finite(M, 2, "M") != 0, axis=0)))


def rank__wrong_rtol_ignored(M, rtol=None):
    """The argument rtol says what counts as small."""
    return original_rank(M)


def rank__wrong_coarse(M, rtol=None):
    """A relative 1e-5 is far above what rounding does in double precision."""
    return original_rank(M, 1e-5 if rtol is None else rtol)


def rank__right_gauss(M, rtol=None):
    M = _finite(M, 2, "M")
    if rtol is None:
        return len(_reduced(M, M[:, :0])[2])
    A, small, r = M.copy(), rtol * np.max(np.abs(M)), 0
    for k in range(A.shape[1]):
        if r < len(A):
            p = r + int(np.argmax(np.abs(A[r:, k])))
            if abs(A[p, k]) > small:
                A[[r, p]] = A[[p, r]]
                A[r + 1 :] -= np.outer(A[r + 1 :, k] / A[r, k], A[r])
                r += 1
    return r


def rank__right_eigenvalues(M, rtol=None):
    M = _finite(M, 2, "M")
    if rtol is None:
        rtol = max(M.shape) * np.finfo(M.dtype).eps
    # The eigenvalues of [[0, A], [A', 0]] are the singular values of A and their negatives.
    A = _scaled(M)
    m, n = A.shape
    both = np.zeros((m + n, m + n), A.dtype)
    both[:m, m:], both[m:, :m] = A, A.T
    w = np.linalg.eigvalsh(both)
    return int(np.sum(w > 4 * rtol * w[-1])) if w[-1] > 0 else 0


def rank__right_pivoted_qr(M, rtol=None):
    M = _finite(M, 2, "M")
    _, R, _, r = _pivoted(M)
    if rtol is None or r == 0:
        return r
    pivots = np.abs(np.diag(R))
    return int(np.sum(pivots > rtol * pivots[0]))


# ---- coordinates --------------------------------------------------------------------------------


def coordinates__wrong_nearest(b, V, rtol=1e-10):
    """Least squares always give some c: whether V c is b has to be looked at."""
    V, b = _system(V, b, "V")
    return _solve(V, b)[0]


def coordinates__wrong_absolute(b, V, rtol=1e-10):
    """How far b may lie from the span is relative to its own length."""
    V, b = _system(V, b, "V")
    c, _ = _solve(V, b)
    return c if np.linalg.norm(V @ c - b) <= rtol else None


def coordinates__wrong_rows(b, V, rtol=1e-10):
    """The vectors are the columns of V, not its rows."""
    c = original_coordinates(b, V, rtol)
    return original_coordinates(b, V.T, rtol) if V.shape[0] == V.shape[1] else c


def coordinates__wrong_rtol_ignored(b, V, rtol=1e-10):
    """The argument rtol says how near is near enough."""
    return original_coordinates(b, V)


def coordinates__wrong_only_independent(b, V, rtol=1e-10):
    """Dependent columns have a span as well, and b may lie in it."""
    c = original_coordinates(b, V, rtol)
    return c if rank(V) == np.shape(V)[1] else None


def coordinates__wrong_zero_vector(b, V, rtol=1e-10):
    """The zero vector lies in every span: all coefficients can be 0."""
    c = original_coordinates(b, V, rtol)
    return c if np.any(b) else None


def coordinates__wrong_normal_equations(b, V, rtol=1e-10):
    """V'V has no inverse if columns are dependent: the numbers that come out mean nothing."""
    V, b = _system(V, b, "V")
    try:
        c = np.linalg.solve(V.T @ V, V.T @ b)
    except np.linalg.LinAlgError:
        return None
    return c if _reaches(V, c, b, rtol) else None


def coordinates__wrong_beside_b_alone(b, V, rtol=1e-10):
    """Where c is far longer than b, rounding alone keeps V c further from b than rtol ||b||."""
    V, b = _system(V, b, "V")
    c, _ = _solve(V, b)
    return c if np.linalg.norm(V @ c - b) <= rtol * np.linalg.norm(b) else None


def coordinates__wrong_long_is_near(b, V, rtol=1e-10):
    """A c that is long does not make b lie nearer to the span: only what rounding does grows."""
    V, b = _system(V, b, "V")
    c, _ = _solve(V, b)
    limit = np.linalg.norm(b) + np.linalg.norm(V) * np.linalg.norm(c)
    return c if np.linalg.norm(V @ c - b) <= rtol * limit else None


def coordinates__wrong_hands_back_b(b, V, rtol=1e-10):
    """The result belongs to the caller: writing to it must not change b."""
    c = original_coordinates(b, V, rtol)
    return b if np.array_equal(V, np.eye(len(b))) and c.dtype == b.dtype else c


def coordinates__right_pivoted_qr(b, V, rtol=1e-10):
    V, b = _system(V, b, "V")
    Q, R, order, r = _pivoted(V)
    c = np.zeros(V.shape[1], V.dtype)
    c[order[:r]] = np.linalg.solve(R[:, :r], Q.T @ b)
    return c if _reaches(V, c, b, rtol) else None


def coordinates__right_gauss(b, V, rtol=1e-10):
    V, b = _system(V, b, "V")
    chosen = original_subset(V)
    c = np.zeros(V.shape[1], V.dtype)
    if chosen:
        A = V[:, chosen]
        Q, R = np.linalg.qr(A)
        c[chosen] = np.linalg.solve(R, Q.T @ b)
    return c if _reaches(V, c, b, rtol) else None

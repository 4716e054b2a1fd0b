"""Other answers to linear_combination: `independent_subset` and `solution_set`."""

import numpy as np
from linear_combination import _finite, _reaches, _solve, _system
from linear_combination import independent_subset as original_subset
from linear_combination import rank as original_rank
from linear_combination import solution_set as original_solution_set
from linear_combination_variants import _pivoted, _reduced


def _particular(M, b):
    """Return a solution of M x = b without free unknowns, and a basis of the null space of M."""
    R, x, pivots = _reduced(M, b[:, None])
    n = M.shape[1]
    free = [k for k in range(n) if k not in pivots]
    solution = np.zeros(n, M.dtype)
    solution[pivots] = x[: len(pivots), 0]
    N = np.zeros((n, len(free)), M.dtype)
    N[free, range(len(free))] = 1
    N[pivots] = -R[: len(pivots)][:, free]
    return solution, N


def _limit(M):
    return 1e-4 if M.dtype == np.float32 else 1e-10


# ---- independent_subset -------------------------------------------------------------------------


def independent_subset__wrong_not_zero(V):
    """Columns that are not 0 may depend on one another."""
    return [j for j in range(_finite(V, 2, "V").shape[1]) if np.any(V[:, j] != 0)]


def independent_subset__wrong_keeps_zero(V):
    """The zero vector is dependent all by itself: 1 times it is 0."""
    chosen = original_subset(V)
    zero = [j for j in range(np.shape(V)[1]) if not np.any(V[:, j])]
    return sorted(chosen + zero)


def independent_subset__wrong_first_columns(V):
    """The first columns may depend on one another though the rank is high enough."""
    return list(range(original_rank(_finite(V, 2, "V"))))


def independent_subset__wrong_pairs(V):
    """A column may depend on several others without being a multiple of one."""
    V = _finite(V, 2, "V")
    chosen = []
    for j in range(V.shape[1]):
        if np.any(V[:, j]) and all(original_rank(V[:, [i, j]]) == 2 for i in chosen):
            chosen.append(j)
    return chosen


def independent_subset__wrong_rows(V):
    """The vectors are the columns of V, not its rows."""
    chosen = original_subset(V)
    return original_subset(V.T) if V.shape[0] == V.shape[1] else chosen


def independent_subset__wrong_absolute(V):
    """What is left of a vector is small or not beside the vectors, not beside 1."""
    V = _finite(V, 2, "V")
    chosen, basis = [], []
    for j in range(V.shape[1]):
        rest = V[:, j].copy()
        for q in basis * 2:
            rest -= (q @ rest) * q
        length = np.linalg.norm(rest)
        if length > 1e-8:
            chosen.append(j)
            basis.append(rest / length)
    return chosen


def independent_subset__wrong_too_few(V):
    """The columns chosen must still span all that the columns of V span."""
    return original_subset(V)[:1]


def independent_subset__right_one_by_one(V):
    V = _finite(V, 2, "V")
    chosen = []
    for j in range(V.shape[1]):
        if original_rank(V[:, [*chosen, j]]) > len(chosen):
            chosen.append(j)
    return chosen


def independent_subset__right_echelon(V):
    V = _finite(V, 2, "V")
    return tuple(_reduced(V, V[:, :0])[2])


def independent_subset__right_pivoted_qr(V):
    _, _, order, r = _pivoted(_finite(V, 2, "V"))
    return order[:r]


# ---- solution_set -------------------------------------------------------------------------------


def solution_set__wrong_counts_equations(M, b):
    """Equations may repeat or contradict each other: their number decides nothing."""
    _, x, N = original_solution_set(M, b)
    m, n = np.shape(M)
    return ("infinite" if m < n else "unique" if m == n else "none"), x, N


def solution_set__wrong_wide_is_infinite(M, b):
    """A system with more unknowns than equations may contradict itself all the same."""
    M, b = _system(M, b, "M")
    x, N = _solve(M, b)
    if M.shape[1] <= M.shape[0] and not _reaches(M, x, b, _limit(M)):
        return "none", None, N
    return "infinite" if N.shape[1] else "unique", x, N


def solution_set__wrong_nearest(M, b):
    """Least squares always give some x: whether M x is b has to be looked at."""
    M, b = _system(M, b, "M")
    x, N = _solve(M, b)
    return "infinite" if N.shape[1] else "unique", x, N


def solution_set__wrong_exact(M, b):
    """Rounding alone keeps M x from being b to the last bit."""
    M, b = _system(M, b, "M")
    x, N = _solve(M, b)
    if np.linalg.norm(M @ x - b) > 0:
        return "none", None, N
    return "infinite" if N.shape[1] else "unique", x, N


def solution_set__wrong_absolute(M, b):
    """How well M x has to agree with b is relative to the length of b."""
    M, b = _system(M, b, "M")
    x, N = _solve(M, b)
    if np.linalg.norm(M @ x - b) > _limit(M):
        return "none", None, N
    return "infinite" if N.shape[1] else "unique", x, N


def solution_set__wrong_always_infinite(M, b):
    """Without free directions a solution is the only one."""
    word, x, N = original_solution_set(M, b)
    return word.replace("unique", "infinite"), x, N


def solution_set__wrong_left_null_space(M, b):
    """The free directions solve M N = 0; those with N'M = 0 belong to the rows."""
    word, x, N = original_solution_set(M, b)
    if np.shape(M)[0] == np.shape(M)[1]:
        N = original_solution_set(np.asarray(M).T, b)[2]
    return word, x, N


def solution_set__wrong_one_direction(M, b):
    """Every free unknown gives a direction of its own."""
    word, x, N = original_solution_set(M, b)
    return word, x, N[:, :1]


def solution_set__wrong_repeated_direction(M, b):
    """The columns of N must be independent to be a basis."""
    word, x, N = original_solution_set(M, b)
    return word, x, N[:, :1] + 0 * N


def solution_set__wrong_nothing_without_solution(M, b):
    """The null space depends on M alone, also where b cannot be reached."""
    word, x, N = original_solution_set(M, b)
    return word, x, (N[:, :0] if word == "none" else N)


def solution_set__wrong_same_limit(M, b):
    """float32 data are not known to ten digits: they need a limit of their own."""
    M, b = _system(M, b, "M")
    x, N = _solve(M, b)
    if not _reaches(M, x, b, 1e-10):
        return "none", None, N
    return "infinite" if N.shape[1] else "unique", x, N


def solution_set__wrong_beside_b_alone(M, b):
    """Where x is far longer than b, rounding alone keeps M x further from b than 1e-10 ||b||."""
    M, b = _system(M, b, "M")
    x, N = _solve(M, b)
    if np.linalg.norm(M @ x - b) > _limit(M) * np.linalg.norm(b):
        return "none", None, N
    return "infinite" if N.shape[1] else "unique", x, N


def solution_set__wrong_long_is_near(M, b):
    """An x that is long does not make b lie nearer to M x: only what rounding does grows."""
    M, b = _system(M, b, "M")
    x, N = _solve(M, b)
    limit = np.linalg.norm(b) + np.linalg.norm(M) * np.linalg.norm(x)
    if np.linalg.norm(M @ x - b) > _limit(M) * limit:
        return "none", None, N
    return "infinite" if N.shape[1] else "unique", x, N


def solution_set__wrong_hands_back_b(M, b):
    """The results belong to the caller: writing to x must not change b."""
    word, x, N = original_solution_set(M, b)
    own = x is None or x.dtype != b.dtype or not np.array_equal(M, np.eye(len(b)))
    return word, x if own else b, N


def solution_set__right_echelon(M, b):
    M, b = _system(M, b, "M")
    x, N = _particular(M, b)
    if not _reaches(M, x, b, _limit(M)):
        return "none", None, N
    return "infinite" if N.shape[1] else "unique", x, N


def solution_set__right_rows(M, b):
    M, b = _system(M, b, "M")
    A = np.concatenate([M, b[:, None]], axis=1)
    m, n = M.shape
    small = max(m, n) * np.finfo(A.dtype).eps * np.max(np.abs(M))
    pivots = []
    for k in range(n):
        r = len(pivots)
        p = r + int(np.argmax(np.abs(A[r:, k]))) if r < m else 0
        if r < m and abs(A[p, k]) > small:
            A[[r, p]] = A[[p, r]]
            A[r] /= A[r, k]
            for i in range(m):
                if i != r:
                    A[i] -= A[i, k] * A[r]
            pivots.append(k)
    r = len(pivots)
    free = [k for k in range(n) if k not in pivots]
    x = np.zeros(n, A.dtype)
    x[pivots] = A[:r, n]
    N = np.zeros((n, n - r), A.dtype)
    N[pivots] = -A[:r, free]
    N[free] = np.eye(n - r)
    if not _reaches(M, x, b, _limit(M)):
        return "none", None, N
    return "infinite" if free else "unique", x, N


def solution_set__right_pivoted_qr(M, b):
    M, b = _system(M, b, "M")
    Q, R, order, r = _pivoted(M)
    n = M.shape[1]
    x, N = np.zeros(n, M.dtype), np.zeros((n, n - r), M.dtype)
    x[order[:r]] = np.linalg.solve(R[:, :r], Q.T @ b)
    N[order[:r]] = -np.linalg.solve(R[:, :r], R[:, r:])
    N[order[r:]] = np.eye(n - r)
    if not _reaches(M, x, b, _limit(M)):
        return "none", None, N
    return "infinite" if r < n else "unique", x, N


def solution_set__slow_lists(M, b):
    M, b = _system(M, b, "M")
    m, n = M.shape
    small = float(max(m, n) * np.finfo(M.dtype).eps * np.max(np.abs(M)))
    A = [[float(x) for x in (*row, y)] for row, y in zip(M, b, strict=True)]
    pivots = []
    for k in range(n):
        r = len(pivots)
        p = max(range(r, m), key=lambda i: abs(A[i][k])) if r < m else 0
        if r < m and abs(A[p][k]) > small:
            A[r], A[p] = A[p], A[r]
            pivot = A[r][k]
            A[r] = [x / pivot for x in A[r]]
            for i in range(m):
                if i != r:
                    factor = A[i][k]
                    A[i] = [x - factor * y for x, y in zip(A[i], A[r], strict=True)]
            pivots.append(k)
    r = len(pivots)
    free = [k for k in range(n) if k not in pivots]
    x, N = np.zeros(n, M.dtype), np.zeros((n, n - r), M.dtype)
    x[pivots] = [row[n] for row in A[:r]]
    for column, k in enumerate(free):
        N[k, column] = 1
        N[pivots, column] = [-row[k] for row in A[:r]]
    if not _reaches(M, x, b, _limit(M)):
        return "none", None, N
    return "infinite" if free else "unique", x, N

"""Linear combinations: what a set of vectors reaches, which of them are needed, and Ax = b.

A linear combination of v_1, v_2, ..., v_k multiplies each vector by a number and adds up; all that
can be made this way is their span. (Page 9 of the book writes v_1 twice where v_1 and v_2 are
meant, and the number 1.17 is given once more, to the p-norm on page 10.) If the vectors are the
columns of a matrix A, then Ax is the combination with the coefficients x, and the span of the
columns is called the column space of A. So Ax = b asks whether b lies in the column space, and in
how many ways it can be made. An inverse answers this for square matrices of full rank only; the
functions here take a matrix of any shape.

Vectors are COLUMNS everywhere. In floating point "is zero" has to become "is small beside the
rest": multiplying a matrix, a right-hand side or both by 1e150 or by 1e-150 (float32: 1e15 or
1e-15) must not change any decision.

All numbers are real; no array has an axis of length 0. An array is a numpy array: what becomes of
lists is up to you. If every array passed in is float32, so are the results; else all are taken as
float64 first. eps means the eps of that one type. Results are new plain arrays, which share no
memory with an argument, and ||x|| is the Euclidean norm (for matrices the Frobenius norm).
"""

import numpy as np


def linear_combination(c, V):
    """Combine the columns of V.

        c_1 v_1 + c_2 v_2 + ... + c_k v_k,   v_j = column j of V

    Args:
        c: coefficients (k,).
        V: matrix (d, k), one vector per column.

    Returns:
        array (d,). nan in c makes all entries nan, nan in row i of V only entry i.

    Raises:
        ValueError: c is not a real array of order 1 or V not one of order 2; either is empty; c
            has not one entry for each column of V.

    Accuracy: k eps relative to sum_j |c_j v_j|.  Cost: O(d k).
    Source: book page 9, equation 1.17.

    >>> linear_combination(np.array([2, -1]), np.array([[1, 0], [0, 1], [1, 1]]))
    array([ 2., -1.,  1.])
    >>> linear_combination(np.array([0.5, 0.5]), np.array([[2, 4], [np.nan, 1]]))  # half way
    array([ 3., nan])
    """
    c, V = _real(c, 1, "c"), _real(V, 2, "V")
    if len(c) != V.shape[1]:
        raise ValueError(f"c must have an entry for each column of V, got {c.shape}, {V.shape}")
    return V @ c


def rank(M, rtol=None):
    """Count the independent columns of a matrix, which is the number of its independent rows too.

        rank = number of singular values > rtol * (largest singular value)

    Args:
        M: matrix (m, n).
        rtol: what counts as small; None stands for max(m, n) * eps.

    Returns:
        int, from 0 to min(m, n). The zero matrix has rank 0, and if rtol >= 1 every matrix has.

    Raises:
        ValueError: M is not a real matrix of order 2, is empty, or holds nan or inf.

    Accuracy: singular values next to the limit are not tested.  Cost: O(m n min(m, n)).
    Source: book page 9, section 1.2.4.

    >>> rank(np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]]))
    2
    >>> rank(np.array([[1.0, 0.0], [0.0, 0.001]])), rank(np.diag([1.0, 0.001]), rtol=0.01)
    (2, 1)
    """
    M = _finite(M, 2, "M")
    return _count(np.linalg.svd(M, compute_uv=False), M.shape, rtol)


def coordinates(b, V, rtol=1e-10):
    """Find coefficients that make b out of the columns of V, if b lies in the column space of V.

        V c = b,   accepted if ||V c - b|| <= rtol ||b|| + 10 max(d, k) eps ||V|| ||c||

    The last term is what rounding does to V c. It counts where columns are nearly dependent, as
    (1, 1) and (1, 1.00000001) are: then c can be far longer than b.

    Args:
        b: vector (d,).
        V: matrix (d, k), one vector per column; k may be larger than d.
        rtol: how far from the span b may lie, relative to its own length.

    Returns:
        array c (k,), any one where the columns are dependent; None if not even the shortest c that
        brings V c nearest to b is accepted. The zero vector lies in every span.

    Raises:
        ValueError: b is not a real array of order 1 or V not one of order 2; either is empty or
            holds nan or inf; b is not as long as the columns of V.

    Accuracy: as accepted. A singular value of V that `rank` does not count stands for 0.
    Cost: O((d + k)^3).
    Source: book page 9, section 1.2.4: is b in the span of the columns?

    >>> coordinates(np.array([3, 4, 7]), np.array([[1, 0], [0, 1], [1, 1]])).round(10)
    array([3., 4.])
    >>> coordinates(np.array([3, 4, 0]), np.array([[1, 0], [0, 1], [1, 1]])) is None
    True
    >>> coordinates(np.array([0, 1]), np.array([[1, 1], [1, 1 + 2.0**-27]])) * 2.0**-27
    array([-1.,  1.])
    """
    V, b = _system(V, b, "V")
    c, _ = _solve(V, b)
    return c if _reaches(V, c, b, rtol) else None


def independent_subset(V):
    """Choose columns that are independent and still span all that the columns of V span.

    Args:
        V: matrix (d, k), one vector per column; k may be larger than d.

    Returns:
        list of rank(V) different ints, indices of columns (from 0), in any order. Where several
        choices are possible, any of them. The list is empty for the zero matrix.

    Raises:
        ValueError: as for `rank`, with V in place of M.

    Accuracy: "independent" is what `rank` says about the chosen columns.
    Cost: O(d k min(d, k)).
    Source: book page 9, linear independence.

    >>> sorted(independent_subset(np.array([[0, 3, 0], [0, 0, 5]])))
    [1, 2]
    >>> len(independent_subset(np.array([[1, 2, 3], [2, 4, 6]])))
    1
    """
    rest = _finite(V, 2, "V").copy()
    chosen = []
    for _ in range(rank(rest)):
        i, j = np.unravel_index(np.argmax(np.abs(rest)), rest.shape)
        # Each column loses the multiple of column j that makes its entry in row i zero: what is
        # left is 0 for the columns that the chosen ones can make.
        rest -= np.outer(rest[:, j] / rest[i, j], rest[i])
        rest[:, j] = 0
        chosen.append(int(j))
    return chosen


def solution_set(M, b):
    """Describe all solutions of the linear system M x = b.

        every solution = x + N t,   t any vector,   M x = b,   M N = 0

    With r = rank(M) there are n - r free directions, the columns of N. They depend on M alone: if
    the columns of M are independent there are none, and M x = 0 has only the trivial solution 0.

    Args:
        M: matrix (m, n) of any shape.
        b: right-hand side (m,).

    Returns:
        (word, x, N). word is "none", "unique" or "infinite". x is one solution (n,), any of
        them, and None for "none". N is an array (n, n - r) whose columns are a basis of the null
        space of M, any basis, for all three words: (n, 0) if r = n.

        There are solutions if b lies in the column space of M as far as can be told, which is if

            ||M x - b|| <= 1e-10 ||b|| + 10 max(m, n) eps ||M|| ||x||     (float32: 1e-4 ||b||)

        for the shortest x that brings M x nearest to b. The x returned has to keep within this
        too. The last term is what rounding does to M x; it counts where columns are nearly
        dependent, because x can be far longer than b then.

    Raises:
        ValueError: M is not a real array of order 2 or b not one of order 1; either is empty or
            holds nan or inf; b is not as long as the columns of M.

    Accuracy: ||M N|| <= 100 max(m, n) eps ||M|| ||N||. A singular value of M that `rank` does not
    count stands for 0.
    Cost: O((m + n)^3), with array operations at least on whole rows: the test takes n = 200.
    Source: book page 9, section 1.2.4: no, one or infinitely many solutions.

    >>> word, x, N = solution_set(np.array([[1, 1], [1, -1]]), np.array([3, 1]))
    >>> word, x.round(10).tolist(), N.shape
    ('unique', [2.0, 1.0], (2, 0))
    >>> word, x, N = solution_set(np.array([[1, 0], [2, 0]]), np.array([1, 1]))
    >>> word, x, N.shape  # x_2 is free, but x_1 cannot be both 1 and 1/2
    ('none', None, (2, 1))
    >>> solution_set(np.array([[1, 0], [2, 0]]), np.array([0, 0]))[0]
    'infinite'
    """
    M, b = _system(M, b, "M")
    x, N = _solve(M, b)
    if not _reaches(M, x, b, 1e-4 if M.dtype == np.float32 else 1e-10):
        return "none", None, N
    return "infinite" if N.shape[1] else "unique", x, N


def _real(x, order, name):
    x = np.asarray(x)
    if x.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers, got dtype {x.dtype}")
    if x.ndim != order or x.size == 0:
        raise ValueError(f"{name} must have order {order} and not be empty, got shape {x.shape}")
    return x if x.dtype == np.float32 else x.astype(float)


def _finite(x, order, name):
    x = _real(x, order, name)
    # What comes of these arrays is a decision: a number of columns, a choice, a word. No decision
    # can be nan, and one made about nan would be made up.
    if not np.all(np.isfinite(x)):
        raise ValueError(f"{name} holds nan or inf")
    return x


def _system(M, b, name):
    """Return matrix and right-hand side in one dtype."""
    M, b = _finite(M, 2, name), _finite(b, 1, "b")
    if len(M) != len(b):
        raise ValueError(f"b must be as long as the columns of {name}, got {b.shape}, {M.shape}")
    dtype = np.result_type(M, b)
    return M.astype(dtype), b.astype(dtype)


def _small(shape, dtype):
    """Return what counts as small beside 1 in a matrix."""
    return max(shape) * np.finfo(dtype).eps


def _count(s, shape, rtol=None):
    """Count the singular values s, largest first, that are not small."""
    if rtol is None:
        rtol = _small(shape, s.dtype)
    return int(np.sum(s > rtol * s[0]))


def _solve(M, b):
    """Return the shortest x that brings M x nearest to b, and a basis of the null space of M."""
    U, s, Vt = np.linalg.svd(M)
    r = _count(s, M.shape)
    return Vt[:r].T @ (U[:, :r].T @ b / s[:r]), Vt[r:].T


def _reaches(M, x, b, rtol):
    # Beside ||b|| alone, residuals refuse solvable systems: with [[1, 1], [1, 1 + 1e-8]] the x for
    # b = (0, 1) is as long as 1e8, and rounding it changes M x by 1e-8. What decides is whether x
    # solves a system whose M and b differ from the given ones by no more than can be told. In
    # units of max(m, n) eps ||M|| ||x||, SVD leaves up to 2.2, QR 0.9, Gaussian elimination 0.3
    # (orders 2 to 50, conditions 1e6 to 1e12); Gauss-Jordan up to 2, but 11 at a condition of 1e12.
    # equivalent: 10 -> 9: the limit is a choice, and tests stay away from it
    # equivalent: 10 -> 11: the limit is a choice, and tests stay away from it
    unit = 10 * _small(M.shape, M.dtype)
    # x alone may be 1e300, which has no square.
    rounding = unit * np.linalg.norm(np.linalg.norm(M) * x)
    return np.linalg.norm(M @ x - b) <= rtol * np.linalg.norm(b) + rounding

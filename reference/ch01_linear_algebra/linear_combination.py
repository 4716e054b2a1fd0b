"""Linear combinations: what a set of vectors reaches, which of them are needed, and Ax = b.

A linear combination of v_1, v_2, ..., v_k multiplies each vector by a number and adds up; all that
can be made this way is their span. (Page 9 of the book writes v_1 twice where v_1 and v_2 are
meant, and the number 1.17 is given once more, to the p-norm on page 10.) If the vectors are the
columns of a matrix A, then Ax is the combination with the coefficients x, so Ax = b asks whether
b lies in the span of the columns, and in how many ways it can be made. An inverse answers this
for square matrices of full rank only; the functions here take a matrix of any shape.

Vectors are COLUMNS everywhere. In floating point "is zero" has to become "is small beside the
rest": multiplying a matrix or a right-hand side by 1e100 or 1e-100 must not change any decision.

All numbers are real; no array has an axis of length 0. Results are float32 if every array passed
in is, else float64, and eps means the eps of that type. Results are new plain arrays, and ||x|| is
the Euclidean norm (for matrices the Frobenius norm).
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
        int, from 0 (only for the zero matrix) to min(m, n).

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
    """Find coefficients that make b out of the columns of V, if there are any.

        V c = b,   accepted if ||V c - b|| <= rtol ||b||

    Args:
        b: vector (d,).
        V: matrix (d, k), one vector per column; k may be larger than d.
        rtol: how far from the span b may lie, relative to its own length. float32 data are not
            known to 1e-10: with them, choose an rtol of 1e-5 or more.

    Returns:
        array c (k,), any one where the columns are dependent; None if no c at all is accepted.
        The zero vector lies in every span.

    Raises:
        ValueError: b is not a real array of order 1 or V not one of order 2; either is empty or
            holds nan or inf; b is not as long as the columns of V.

    Accuracy: as accepted. A singular value of V that `rank` does not count stands for 0.
    Cost: O((d + k)^3).
    Source: book page 9, section 1.2.4: is b in the span?

    >>> V = np.array([[1, 0], [0, 1], [1, 1]])
    >>> coordinates(np.array([3, 4, 7]), V).round(10)
    array([3., 4.])
    >>> coordinates(np.array([3, 4, 0]), V) is None
    True
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
        lengths = np.linalg.norm(rest, axis=0)
        j = int(np.argmax(lengths))
        q = rest[:, j] / lengths[j]
        # What is left of each vector once all that the chosen ones can make is taken away.
        rest -= np.outer(q, q @ rest)
        chosen.append(j)
    return chosen


def solution_set(M, b):
    """Describe all solutions of the linear system M x = b.

        every solution = x + N t,   t any vector,   M x = b,   M N = 0

    With r = rank(M) there are n - r free directions, the columns of N. They depend on M alone.

    Args:
        M: matrix (m, n) of any shape.
        b: right-hand side (m,).

    Returns:
        (word, x, N). word is "none", "unique" or "infinite". x is one solution (n,), any of
        them, and None for "none". N is an array (n, n - r) whose columns are a basis of the null
        space of M, any basis, for all three words: (n, 0) if r = n.

        There are solutions if some x has ||M x - b|| <= 1e-10 ||b||, in float32 <= 1e-4 ||b||;
        the x returned is such a one.

    Raises:
        ValueError: M is not a real array of order 2 or b not one of order 1; either is empty or
            holds nan or inf; b is not as long as the columns of M.

    Accuracy: ||M N|| <= 100 max(m, n) eps ||M|| ||N||. A singular value of M that `rank` does not
    count stands for 0.
    Cost: O((m + n)^3), with array operations at least on whole rows: the test takes n = 300.
    Source: book page 9, section 1.2.4: no, one or infinitely many solutions.

    >>> word, x, N = solution_set(np.array([[1, 1], [1, -1]]), np.array([3, 1]))
    >>> word, x.round(10).tolist(), N.shape
    ('unique', [2.0, 1.0], (2, 0))
    >>> word, x, N = solution_set(np.array([[1, 0], [2, 0]]), np.array([1, 1]))
    >>> word, x, N.shape  # x_2 is free, but x_1 cannot be both 1 and 1/2
    ('none', None, (2, 1))
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


def _count(s, shape, rtol=None):
    """Count the singular values s, largest first, that are not small."""
    if rtol is None:
        rtol = max(shape) * np.finfo(s.dtype).eps
    return int(np.sum(s > rtol * s[0]))


def _solve(M, b):
    """Return the x nearest to a solution of M x = b, and a basis of the null space of M."""
    U, s, Vt = np.linalg.svd(M)
    r = _count(s, M.shape)
    return Vt[:r].T @ (U[:, :r].T @ b / s[:r]), Vt[r:].T


def _reaches(M, x, b, rtol):
    return np.linalg.norm(M @ x - b) <= rtol * np.linalg.norm(b)

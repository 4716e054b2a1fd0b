# Generated from the reference by `grader sync`: copy it with `grader start linear_combination`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show linear_combination` tells which functions to do without, and what an answer may cost.
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
    raise NotImplementedError  # TODO: your answer


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
    raise NotImplementedError  # TODO: your answer


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
    raise NotImplementedError  # TODO: your answer


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
    raise NotImplementedError  # TODO: your answer


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
    raise NotImplementedError  # TODO: your answer

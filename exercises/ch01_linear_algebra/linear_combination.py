# Generated from the reference by `grader sync`: copy it with `grader start linear_combination`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show linear_combination` tells which functions to do without, and what an answer may cost.
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
    raise NotImplementedError  # TODO: your answer


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
    raise NotImplementedError  # TODO: your answer


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
    raise NotImplementedError  # TODO: your answer

"""Transposition: from index arithmetic, in place, for any number of axes, and put to use.

Transposing only renames positions: the number at (i, j) is then found at (j, i). All functions
here follow from this one sentence, so the ready-made transposes of numpy are not allowed. The
example on page 6 of the book calls `a.transpose()` and prints `a` again: that call returns a new
view and leaves `a` as it is, so the second print shows the old matrix (and `print` never writes
the word `array`, as the output there does). To use the transpose, give the view a name; to change
the array itself, call `transpose_inplace` below. And only a matrix has rows and columns: a numpy
array of order 1 is neither a row nor a column, so `transpose` refuses it.

Axes may have length 0. Arrays hold numbers of any dtype (ints, bools, floats, complex), and these
are moved bit by bit: nan stays nan, and -0.0 keeps its sign. Results are new plain arrays, also
where the input is an `np.matrix`, and share no memory with it. Only `transpose_inplace` changes its
argument.
"""

import numpy as np


def transpose(M):
    """Turn rows into columns.

        (M^T)_ji = M_ij

    Args:
        M: matrix (m, n) of numbers of any dtype; m or n may be 0.

    Returns:
        new array (n, m) of M's dtype. Complex numbers are moved, not conjugated.

    Raises:
        ValueError: M does not have order 2, or holds something else than numbers (text, objects):
            the text names M. M is a list of rows that differ in length.

    Accuracy: exact.  Cost: O(m n).
    Source: book page 6, equations 1.5 to 1.8.

    >>> transpose(np.array([[1, 2, 3], [4, 5, 6]]))
    array([[1, 4],
           [2, 5],
           [3, 6]])
    >>> transpose(np.array([[1j, 2]])).tolist()
    [[1j], [(2+0j)]]
    """
    M = _matrix(M)
    m, n = M.shape
    return M[np.arange(m), np.arange(n)[:, None]]


def permute_axes(T, axes):
    """Put the axes of a tensor into another order.

        axis k of the result is axis axes[k] of T

    With axes = (2, 0, 1): result[k, i, j] = T[i, j, k].

    Args:
        T: array of numbers, of any order and dtype.
        axes: each axis of T exactly once; -1 is the last axis, -2 the one before it, and so on.

    Returns:
        new array of T's dtype; its shape is T.shape[axes[0]], T.shape[axes[1]], ...

    Raises:
        ValueError: axes repeats an axis, leaves one out or names one that T does not have: the
            text names axes. T holds something else than numbers: the text names T. T is a list
            whose items differ in length.

    Accuracy: exact.  Cost: O(size).
    Source: book page 7, tensors; matrices on page 6 are the case axes = (1, 0).

    >>> permute_axes(np.zeros((2, 3, 4)), (2, 0, 1)).shape
    (4, 2, 3)
    >>> permute_axes(np.array([[1, 2, 3], [4, 5, 6]]), (-1, 0))[2]
    array([3, 6])
    """
    T = _numbers(T, "T")
    if sorted(a + T.ndim if a < 0 else a for a in axes) != list(range(T.ndim)):
        raise ValueError(f"axes must name each of {T.ndim} axes once, got {tuple(axes)}")
    shape = [T.shape[a] for a in axes]
    strides = [T.strides[a] for a in axes]
    # The same memory, walked through in another order; copy() then writes it down in that order.
    return np.lib.stride_tricks.as_strided(T, shape, strides).copy()


def transpose_buffer(buf, m, n):
    """Transpose a matrix that is stored row after row in an array of order 1.

        result[j m + i] = buf[i n + j]   for 0 <= i < m, 0 <= j < n

    Args:
        buf: array (m n,) of numbers of any dtype, the rows of an m x n matrix one after the other.
        m: number of rows, an int >= 0.
        n: number of columns, an int >= 0.

    Returns:
        new array (n m,) of buf's dtype, the rows of the n x m transpose one after the other.

    Raises:
        ValueError: buf does not have order 1 and length m n; m or n is negative; buf holds
            something else than numbers. The text names one of them. buf is a list whose items
            differ in length.

    Accuracy: exact.  Cost: O(m n).
    Source: book page 6, seen from memory.

    >>> transpose_buffer(np.array([1, 2, 3, 4, 5, 6]), 2, 3)
    array([1, 4, 2, 5, 3, 6])
    >>> transpose_buffer(np.array([1, 4, 2, 5, 3, 6]), 3, 2)
    array([1, 2, 3, 4, 5, 6])
    """
    buf = _numbers(buf, "buf")
    if m < 0 or n < 0:
        raise ValueError(f"m and n must be at least 0, got {m} and {n}")
    if buf.shape != (m * n,):
        raise ValueError(f"buf must have length {m} x {n} and order 1, got shape {buf.shape}")
    return buf[np.ravel(np.arange(m) * n + np.arange(n)[:, None])]


def transpose_inplace(M):
    """Transpose a square matrix in its own memory.

    Args:
        M: square array (n, n) of numbers, of any dtype and any memory layout; it is changed.

    Returns:
        None. Afterwards M holds its transpose.

    Raises:
        ValueError: M does not have order 2, is not square or holds something else than numbers:
            the text names M, which is then unchanged.

    Accuracy: exact, bit by bit.
    Cost: O(n^2) time, without a loop over single entries in Python; extra memory far below a second
    matrix (at most a quarter of it).
    Source: book page 6, the example as it was meant.

    >>> M = np.array([[1, 2], [3, 4]])
    >>> transpose_inplace(M)
    >>> M
    array([[1, 3],
           [2, 4]])
    """
    n = len(_square(M))
    for i in range(n):
        row = M[i, :i].copy()
        M[i, :i] = M[:i, i]
        M[:i, i] = row


def symmetric_skew_split(M):
    """Split a square matrix into a symmetric and a skew-symmetric part.

        M = S + K,   S = S^T,   K = -K^T

    There is exactly one such pair.

    Args:
        M: square matrix (n, n); nan propagates to both its places, (i, j) and (j, i).

    Returns:
        (S, K): two new arrays (n, n). float32 and complex dtypes are kept, integers and bool
        become float64. Complex numbers are not conjugated.

    Raises:
        ValueError: M does not have order 2, is not square or holds something else than numbers:
            the text names M.

    Accuracy: exact for whole numbers below 2^52, else 4 eps relative to the largest |M_ij|. Where
        M_ij + M_ji or M_ij - M_ji is above the largest number of the dtype, inf will do.
    Cost: O(n^2).
    Source: book page 6, equations 1.5 to 1.8, put to use; symmetric matrices on page 13.

    >>> S, K = symmetric_skew_split(np.array([[1, 2], [5, 4]]))
    >>> S
    array([[1. , 3.5],
           [3.5, 4. ]])
    >>> K
    array([[ 0. , -1.5],
           [ 1.5,  0. ]])
    """
    M = _square(M)
    if M.dtype.kind in "iub":
        M = M.astype(float)
    flipped = transpose(M)
    return (M + flipped) / 2, (M - flipped) / 2


def _numbers(x, name):
    x = np.asarray(x)
    if x.dtype.kind not in "biufc":
        raise ValueError(f"{name} must hold numbers, got dtype {x.dtype}")
    return x


def _matrix(M):
    M = _numbers(M, "M")
    if M.ndim != 2:
        raise ValueError(f"M must be a matrix of order 2, got shape {M.shape}")
    return M


def _square(M):
    M = _matrix(M)
    if M.shape[0] != M.shape[1]:
        raise ValueError(f"M must be square, got shape {M.shape}")
    return M

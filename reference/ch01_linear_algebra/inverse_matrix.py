"""The inverse: found by row operations, explained by them, and what is left of it without a square.

A row operation on M is a product E M with an elementary matrix E. If a chain of them turns M into
the identity, E_k ... E_2 E_1 M = I, then their product E_k ... E_1 is the inverse, and applying the
same operations to I builds it: this is the method of Gauss and Jordan.

Three things on page 8 of the book need care. "Elementary matrix" is not another name for the
identity: it is the identity after one row operation. IA = A and AI = A hold for rectangular A as
well, with identities of two sizes, so equations 1.15 and 1.16 say one thing. And a matrix that is
not square has no inverse on both sides, but it may have one on the left or one on the right (page
26 itself uses one, A^+).

"Is the pivot zero?" has to be asked relative to M: a matrix counts as singular if elimination
with row exchanges (the largest candidate of a column becomes the pivot) meets a pivot of modulus
<= max(shape of M) * eps * max|M|. So 1e-200 I is as invertible as I; a determinant tells nothing.

Matrices are real, without axes of length 0; entries that are not 0 lie between 1e-250 and 1e250 in
modulus. float32 stays float32 (where M and B differ, float64), everything else becomes float64, and
eps is that of the result. Results are new plain arrays. ||M|| is the Frobenius norm, and cond(M)
the quotient of the largest and the smallest singular value.
"""

import numpy as np


def elementary(n, kind, i, j, c=1.0):
    """Return the matrix that does one row operation: the identity, after this operation.

        "swap"     rows i and j of E M are rows j and i of M
        "scale"    row i of E M is c times row i of M
        "add"      row i of E M is row i + c row j of M

    Args:
        n: order of the matrix, >= 1.
        kind: "swap", "scale" or "add".
        i: a row, 0 <= i < n.
        j: a row, 0 <= j < n; "scale" does not use it, "swap" with j = i changes nothing.
        c: number; "swap" does not use it.

    Returns:
        array (n, n), float64.

    Raises:
        ValueError: n < 1; kind is another word; i or j is no row; c is 0 for "scale", or j is i
            for "add" (a step that might not be undone).

    Accuracy: exact.  Cost: O(n^2).
    Source: book page 8, section 1.2.3, put right; Strang, Linear Algebra (2016), 2.3.

    >>> elementary(2, "add", 0, 1, 3.0)
    array([[1., 3.],
           [0., 1.]])
    >>> elementary(3, "swap", 0, 2) @ np.array([[1], [2], [3]])
    array([[3.],
           [2.],
           [1.]])
    """
    if kind not in ("swap", "scale", "add"):
        raise ValueError(f"kind must be 'swap', 'scale' or 'add', got {kind!r}")
    for name, row in (("i", i), ("j", j)):
        if row not in range(n):
            raise ValueError(f"{name} must be one of the n = {n} rows from 0 on, got {row}")
    if kind == "scale" and c == 0:
        raise ValueError("c must not be 0 for 'scale'")
    if kind == "add" and i == j:
        raise ValueError("j must differ from i for 'add'")
    E = np.eye(n)
    _operate(E, kind, i, j, c)
    return E


def gauss_jordan(M):
    """Invert a matrix by row operations, and tell which ones.

        E_k ... E_2 E_1 M = I,   X = E_k ... E_2 E_1

    Args:
        M: matrix (n, n).

    Returns:
        (X, steps): the inverse (n, n), and a list of tuples (kind, i, j, c) in the order of use,
        with the meaning and the limits that `elementary` gives them; i and j are ints, c is a
        float. Any list that does it is right. If M holds nan, so does X, and steps may be
        anything.

    Raises:
        ValueError: M is not a real square matrix, is ragged or empty, or is singular.

    Accuracy: ||X M - I|| <= 10 n eps ||M|| ||X||. The two equations with the steps hold to
    100 n eps ||M|| ||X||, the second one relative to ||X||.
    Cost: O(n^3).
    Source: book pages 8 and 9, section 1.2.3; Strang, Linear Algebra (2016), 2.5.

    >>> X, steps = gauss_jordan(np.array([[0, 2], [1, 0]]))
    >>> X
    array([[0. , 1. ],
           [0.5, 0. ]])
    >>> E = np.eye(2)
    >>> for step in steps:
    ...     E = elementary(2, *step) @ E
    >>> bool(np.allclose(E, X))
    True
    """
    M = _square(M)
    n = len(M)
    small = _smallest_pivot(M)
    A = np.concatenate([M, np.eye(n, dtype=M.dtype)], axis=1)
    steps = []
    for k in range(n):
        p = _find_pivot(A[:, k], k, small)
        if p != k:
            # equivalent: 1.0 -> 0.0: a swap does not use the number
            # equivalent: 1.0 -> 2.0: a swap does not use the number
            steps.append(("swap", k, p, 1.0))
            _operate(A, *steps[-1])
        todo = [("scale", k, k, float(1 / A[k, k]))]
        todo += [("add", i, k, -float(A[i, k])) for i in range(n) if i != k]
        for step in todo:
            _operate(A, *step)
        steps += todo
    return A[:, n:], steps


def inverse(M):
    """Return the inverse of a square matrix.

        X M = M X = I

    Args:
        M: matrix (n, n).

    Returns:
        array (n, n). If M holds nan, all entries are nan.

    Raises:
        ValueError: M is not a real square matrix, is ragged or empty, or is singular.

    Accuracy: the smaller of ||X M - I|| and ||M X - I|| is at most 10 n eps ||M|| ||X||. Both are
    where cond(M) is at most 40.
    Cost: O(n^3), with array operations at least on whole rows: the test compares at n = 150.
    Source: book pages 8 and 9, section 1.2.3.

    >>> inverse(np.array([[2, 1], [5, 3]])).round(10)
    array([[ 3., -1.],
           [-5.,  2.]])
    >>> inverse(np.array([[0.0, 4.0], [1.0, 0.0]]))
    array([[0.  , 1.  ],
           [0.25, 0.  ]])
    """
    M = _square(M)
    return _eliminate(M)[0]


def one_sided_inverse(M, side):
    """Return an inverse of a matrix of any shape, on one side.

        "left": L M = I (n, n)        "right": M R = I (m, m)

    A left inverse exists if the n columns are independent, a right one if the m rows are. Unless
    M is square there are many, and none of them works on the other side.

    Args:
        M: matrix (m, n).
        side: "left" or "right".

    Returns:
        array (n, m), any inverse on that side. If M holds nan and has a shape that allows an
        inverse on that side, all entries are nan.

    Raises:
        ValueError: side is another word; M is not a real matrix of order 2, is ragged or empty; M
            has no inverse on that side (its columns, or its rows, are dependent).

    Accuracy: L M - I, or M R - I, to 100 max(m, n) eps cond(M)^2. Inverting M'M or MM' is good
    enough, as long as the squares of the entries of M are neither too small nor too large to store.
    Cost: O(m n min(m, n)) or O((m + n)^3).
    Source: book page 8, where non-square matrices are said to have no inverse.

    >>> M = np.array([[1.0, 0.0], [0.0, 2.0], [0.0, 0.0]])
    >>> L = one_sided_inverse(M, "left")
    >>> L @ M
    array([[1., 0.],
           [0., 1.]])
    >>> L[:, :2]  # any last column is as good
    array([[1. , 0. ],
           [0. , 0.5]])
    >>> R = one_sided_inverse(np.array([[0, 2]]), "right")
    >>> np.array([[0, 2]]) @ R
    array([[1.]])
    """
    M = _matrix(M)
    if side == "left":
        return _eliminate(M)[0]
    if side == "right":
        # M R = I says the same as R' M' = I.
        return _eliminate(M.T)[0].T
    raise ValueError(f"side must be 'left' or 'right', got {side!r}")


def solve(M, B):
    """Solve a system of linear equations with a square matrix.

        M X = B

    Args:
        M: matrix (n, n).
        B: right-hand side (n,), or one in each column of an array (n, k).

    Returns:
        array of the shape of B. If M holds nan, all entries are nan; a column of B that holds nan
        gives a column that holds nan, and does not touch the others.

    Raises:
        ValueError: M is not a real square matrix, is ragged or empty, or is singular; B is not a
            real array of order 1 or 2, is ragged or empty, or does not have n rows.

    Accuracy: each column x has ||x - exact|| <= 100 n eps cond(M) ||x||, for cond(M) up to 1e12.
    Cost: O(n^3 + n^2 k).
    Source: book page 9, section 1.2.4: Ax = b has just one solution if A has an inverse.

    >>> solve(np.array([[2, 0], [0, 4]]), np.array([2, 2]))
    array([1. , 0.5])
    >>> solve(np.array([[0, 1], [2, 0]]), np.array([[1, 5], [4, 6]]))
    array([[2., 3.],
           [1., 5.]])
    """
    M = _square(M)
    B = _real(B, "B")
    if B.ndim not in (1, 2) or B.size == 0:
        raise ValueError(f"B must have order 1 or 2 and not be empty, got shape {B.shape}")
    if len(B) != len(M):
        raise ValueError(f"B must have as many rows as M, got {B.shape} and {M.shape}")
    dtype = np.result_type(M, B)
    columns = B if B.ndim == 2 else B[:, None]
    return _eliminate(M.astype(dtype), columns.astype(dtype))[1].reshape(B.shape)


def _real(x, name):
    try:
        x = np.asarray(x)
    except ValueError as error:  # it does not say which argument is ragged
        raise ValueError(f"{name} must be an array of real numbers: {error}") from None
    if x.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers, got dtype {x.dtype}")
    return x if x.dtype == np.float32 else x.astype(float)


def _matrix(M):
    M = _real(M, "M")
    if M.ndim != 2 or M.size == 0:
        raise ValueError(f"M must have order 2 and not be empty, got shape {M.shape}")
    return M


def _square(M):
    M = _matrix(M)
    if M.shape[0] != M.shape[1]:
        raise ValueError(f"M must be square, got shape {M.shape}")
    return M


def _smallest_pivot(M):
    return len(M) * np.finfo(M.dtype).eps * np.max(np.abs(M))


def _find_pivot(column, k, small):
    """Return the row of the largest entry of a column, from row k on."""
    p = k + int(np.argmax(np.abs(column[k:])))
    if abs(column[p]) <= small:
        raise ValueError("M is singular, or its columns (rows) are dependent")
    return p


def _operate(A, kind, i, j, c):
    """Do one row operation in place."""
    if kind == "swap":
        A[[i, j]] = A[[j, i]]
    elif kind == "scale":
        A[i] *= c
    else:
        A[i] += c * A[j]


def _eliminate(M, *B):
    """Reduce [M | B], M of shape (m, n), to [I | X] and return (L, X) with L M = I.

    Row operations turn column k of M into the unit vector e_k, and e_k into some other column. If
    that one takes the place of column k, L stands where M was when all is done. The operations of
    `width` columns are first done on these columns alone and then, as one product, on the others.
    """
    m, n = M.shape
    if m < n:
        raise ValueError(f"M has more columns than rows, or more rows for 'right': {m} and {n}")
    small = _smallest_pivot(M)
    A = np.concatenate([M, *B], axis=1)
    if np.isnan(M).any():  # it would not reach the columns of L that belong to no pivot
        return np.full_like(M.T, np.nan), np.full_like(A[:, n:], np.nan)
    rows = list(range(m))  # which row of M stands where
    # equivalent: 24 -> 23: it decides about speed only
    # equivalent: 24 -> 25: it decides about speed only
    width = 24
    for start in range(0, n, width):
        stop = min(start + width, n)
        panel = A[:, start:stop].copy()
        for k in range(start, stop):
            column = panel[:, k - start]
            p = _find_pivot(column, k, small)
            for array in (panel, A):
                array[[k, p]] = array[[p, k]]
            rows[k], rows[p] = rows[p], rows[k]
            factors = column.copy()
            factors[k] = 0
            pivot = column[k]
            column[:] = 0
            column[k] = 1
            panel[k] /= pivot
            panel -= factors[:, None] * panel[k]
        top = A[start:stop].copy()
        A[start:stop] = 0
        A += panel @ top
        A[:, start:stop] = panel
    L = np.zeros((n, m), M.dtype)
    L[:, rows[:n]] = A[:n, :n]
    return L, A[:, n:]

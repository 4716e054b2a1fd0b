"""Inner, outer and element-wise products, the laws they obey, and what the laws are good for.

A matrix product can be read as inner products of rows and columns, as a sum of outer products, or
as combinations of columns: `matmul_terms` shows all three. Three things on pages 7 and 8 of the
book need care. In the worked product of [[2, 3], [1, 4], [0, 5]] and [[1, 2], [3, 4]] the entry in
the second row and column is 1 * 2 + 4 * 4 = 18, not 16. The laws listed there as properties of the
dot product are laws of the matrix product; the one that belongs to the dot product, x'y = y'x, is
missing. And AB differs from BA for most pairs, not for all: diagonal matrices, rotations of the
plane, or a matrix and its powers commute. In the book's code `*` multiplies matrices because it
uses `np.matrix`; for arrays `*` is the element-wise (Hadamard) product and `@` the matrix product.

In floating point the laws hold up to rounding: `law_residuals` measures by how much, and
`chain_multiply` uses that (AB)C and A(BC) agree although their costs may differ a hundredfold.

Vectors and matrices are real and have no axis of length 0: lists of unequal lengths (ragged ones),
text, objects and complex numbers are refused by every function, in an error that names the
argument. float32 is kept where a docstring says so, everything else becomes float64 before it is
multiplied, and nan propagates. Results are plain arrays, also where the input is an `np.matrix`,
and share no memory with it.
"""

from itertools import pairwise

import numpy as np


def dot(x, y):
    """Multiply two vectors entry by entry and add up.

        x'y = sum_i x_i y_i

    In other words, the sum of the entries of the Hadamard product of x and y. x'y = y'x holds for
    any two vectors: it is the one law of the dot product itself, and the one the book leaves out.

    Args:
        x: vector (n,), n >= 1.
        y: vector (n,).

    Returns:
        float.

    Raises:
        ValueError: x or y is not a real vector of order 1, or is empty; the lengths differ (also
            if one of them is 1).

    Accuracy: 10 n eps of sum_i |x_i y_i|, with the eps of the coarser dtype.  Cost: O(n).
    Source: book page 7, equation 1.9.

    >>> dot(np.array([1, 2, 3]), np.array([4, 5, 6]))
    32.0
    >>> x = np.array([100, 120, 2], np.int8)
    >>> dot(x, x)  # 100 * 100 = 10000 does not fit into int8
    24404.0
    """
    x, y = _real(x, 1, "x"), _real(y, 1, "y")
    if x.shape != y.shape:
        raise ValueError(f"x and y must have the same length, got {x.shape} and {y.shape}")
    # equivalent: x @ y -> ((y)@(x)): x'y = y'x, and rounding does not see the order either
    return float(x @ y)


def matmul_terms(P, Q, view):
    """Show a matrix product before it is summed, or column by column.

        "inner"      result[i, j, l] = P_il Q_lj,   summed over the last axis:  PQ
        "outer"      result[l, i, j] = P_il Q_lj,   summed over the first axis: PQ
        "columns"    result[j] = sum_l Q_lj (column l of P) = column j of PQ

    For "inner", result[i, j] is the Hadamard product of row i of P and column j of Q. The first
    example is the worked product of the book: the two terms of the entry in the second row and
    column are 2 and 16, so the 16 printed there should be 18.

    Args:
        P: matrix (m, k).
        Q: matrix (k, p).
        view: "inner", "outer" or "columns".

    Returns:
        array (m, p, k) for "inner"; (k, m, p) for "outer", one matrix of rank at most 1 for each
        l; (p, m) for "columns". float32 if P and Q both are, else float64.

    Raises:
        ValueError: P or Q is not a real matrix of order 2, or is empty; P has not as many columns
            as Q has rows; view is another word.

    Accuracy: a term 4 eps relative; a column 10 k eps of |P| |Q|.  Cost: O(m k p).
    Source: book page 7, equation 1.9 and the worked products above it.

    >>> P, Q = np.array([[2, 3], [1, 4], [0, 5]]), np.array([[1, 2], [3, 4]])
    >>> matmul_terms(P, Q, "inner")[1, 1]
    array([ 2., 16.])
    >>> matmul_terms(P, Q, "outer")[0]
    array([[2., 4.],
           [1., 2.],
           [0., 0.]])
    >>> matmul_terms(P, Q, "columns")
    array([[11., 13., 15.],
           [16., 18., 20.]])
    """
    P, Q = _real(P, 2, "P"), _real(Q, 2, "Q")
    if P.shape[1] != Q.shape[0]:
        raise ValueError(f"columns of P and rows of Q differ, got {P.shape} and {Q.shape}")
    if view == "inner":
        return P[:, None, :] * Q.T
    if view == "outer":
        return P.T[:, :, None] * Q[:, None, :]
    if view == "columns":
        return np.stack([P @ column for column in Q.T])
    raise ValueError(f"view must be 'inner', 'outer' or 'columns', got {view!r}")


def cosine_angle(x, y):
    """Return the cosine of the angle between two vectors, and the angle.

        cos = x'y / (||x|| ||y||),   ||x|| = sqrt(x'x)

    Rounding can push the quotient past 1, where arccos is nan: the cosine is kept in [-1, 1].

    Args:
        x: vector (n,), not zero; the squares of its entries neither overflow nor underflow.
        y: vector (n,), likewise.

    Returns:
        (cos, angle): two floats, -1 <= cos <= 1 and 0 <= angle <= pi. Both are nan if x or y
        holds nan.

    Raises:
        ValueError: as for `dot`; also if x or y is the zero vector, which has no direction.

    Accuracy: for n up to 20, the cosine to 1e-13 and the angle to 1e-7; to 1e-4 and 1e-2 if x or
    y is float32. Near 1 and -1 arccos magnifies the rounding of the cosine.  Cost: O(n).
    Source: book page 7, equation 1.9.

    >>> cosine_angle(np.array([3.0, 0.0]), np.array([0.0, 2.0]))
    (0.0, 1.5707963267948966)
    >>> cosine_angle(np.array([1.0, 2.0]), np.array([-2.0, -4.0]))
    (-1.0, 3.141592653589793)
    """
    product = dot(x, y)
    for name, vector in (("x", x), ("y", y)):
        if not np.any(vector):
            raise ValueError(f"{name} is the zero vector")
    cos = np.clip(product / np.sqrt(dot(x, x)) / np.sqrt(dot(y, y)), -1.0, 1.0)
    return float(cos), float(np.arccos(cos))


def law_residuals(P, Q, R):
    """Measure how far floating point is from the laws of the matrix product.

    Each law is two expressions that are equal in mathematics. Both are computed as they stand,
    and ||left - right|| is divided by n eps and by the scale; all norms are Frobenius norms.

        key                    left         right        scale
        "transpose_product"    (PQ)'        Q'P'         ||P|| ||Q||
        "associative"          (PQ)R        P(QR)        ||P|| ||Q|| ||R||
        "left_distributive"    P(Q + R)     PQ + PR      ||P|| (||Q|| + ||R||)
        "right_distributive"   (P + Q)R     PR + QR      (||P|| + ||Q||) ||R||
        "dot_commutative"      x'y          y'x          ||P|| ||Q||
        "commutator"           PQ           QP           ||P|| ||Q||, without n eps

    where x and y are the vectors of all n^2 entries of P and of Q. "dot_commutative" is about the
    dot product, the other laws are about the matrix product, though the book lists them under the
    dot product. "commutator" is no law: it is 0 where P and Q commute (diagonal matrices, say),
    and usually is not; the book's "AB is not BA" holds for most pairs, not for all.

    Args:
        P: matrix (n, n).
        Q: matrix (n, n).
        R: matrix (n, n).

    Returns:
        dict with the six keys and floats. A residual whose scale is 0 is 0.0. All is computed in
        float32 if P, Q and R all are float32, else in float64; eps is that of the dtype used.

    Raises:
        ValueError: P, Q or R is not a real, square matrix, or is empty; the shapes differ.

    Accuracy: for matrices of random entries a law's residual is at most 10, in whatever order
    sums are formed (most are below 1); the commutator to 100 n eps.  Cost: O(n^3).
    Source: book pages 7 and 8, equations 1.10 to 1.14.

    >>> swap, scale = np.array([[0, 1], [1, 0]]), np.array([[1, 0], [0, 3]])
    >>> laws = law_residuals(swap, scale, swap)
    >>> laws["associative"]
    0.0
    >>> round(laws["commutator"], 6)  # ||[[0, 2], [-2, 0]]|| / (sqrt(2) sqrt(10))
    0.632456
    """
    P, Q, R = _real(P, 2, "P"), _real(Q, 2, "Q"), _real(R, 2, "R")
    n = len(P)
    if not P.shape == Q.shape == R.shape == (n, n):
        raise ValueError(f"P, Q, R must be n x n, got {P.shape}, {Q.shape}, {R.shape}")
    dtype = np.result_type(P, Q, R)
    P, Q, R = P.astype(dtype), Q.astype(dtype), R.astype(dtype)
    unit = n * float(np.finfo(dtype).eps)
    p, q, r = (float(np.linalg.norm(M)) for M in (P, Q, R))
    pq = p * q
    x, y = P.ravel(), Q.ravel()
    return {
        "transpose_product": _residual((P @ Q).T, Q.T @ P.T, pq, unit),
        "associative": _residual((P @ Q) @ R, P @ (Q @ R), pq * r, unit),
        "left_distributive": _residual(P @ (Q + R), P @ Q + P @ R, p * (q + r), unit),
        "right_distributive": _residual((P + Q) @ R, P @ R + Q @ R, (p + q) * r, unit),
        "dot_commutative": _residual(dot(x, y), dot(y, x), pq, unit),
        "commutator": _residual(P @ Q, Q @ P, pq, 1.0),
    }


def chain_multiply(mats):
    """Multiply a chain of matrices in the cheapest order.

    A product of an (a, b) and a (b, c) matrix counts a b c scalar multiplications. By the
    associative law every order gives the same matrix, and the best order of a chain consists of
    the best orders of its two parts:

        cost(i, j) = min over i < s < j of  cost(i, s) + cost(s, j) + rows_i rows_s columns_(j-1)

    where cost(i, j) belongs to mats[i], ..., mats[j - 1], and cost(i, i + 1) = 0.

    Args:
        mats: list or tuple of k >= 1 matrices; each has as many columns as the next has rows.

    Returns:
        (product, cost, tree): the product, a new array (also for k = 1), float32 if all matrices
        are, else float64; the least number of scalar multiplications, an exact int; and how to
        get there: a tree is an index into mats, or a tuple (tree of the left factor, tree of the
        right factor). ((0, 1), 2) means (mats[0] mats[1]) mats[2]. Where several orders cost
        least, any of them.

    Raises:
        ValueError: mats is empty; a member is not a real matrix of order 2, is ragged or empty;
            two neighbours do not fit. The text names mats.

    Accuracy: 10 (sum of all sizes) eps of the product of all |mats[i]|.  Cost: O(k^3) to find the
    order, then the least number of multiplications.
    Source: book page 8, equation 1.12, put to use; Cormen et al., Introduction to Algorithms, 15.

    >>> A, B, c = np.ones((2, 3)), np.ones((3, 4)), np.ones((4, 1))
    >>> chain_multiply([A, B, c])  # (A B) c would cost 24 + 8
    (array([[12.],
           [12.]]), 18, (0, (1, 2)))
    >>> chain_multiply([c.T, c, c.T])[1:]  # c' (c c') would cost 16 + 16
    (8, ((0, 1), 2))
    """
    mats = [_real(M, 2, f"mats[{i}]") for i, M in enumerate(mats)]
    if not mats:
        raise ValueError("mats must hold at least one matrix")
    for left, right in pairwise(mats):
        if left.shape[1] != right.shape[0]:
            raise ValueError(f"neighbours in mats do not fit: {left.shape} and {right.shape}")
    k = len(mats)
    sizes = [len(M) for M in mats] + [mats[-1].shape[1]]
    best = {(i, i + 1): (0, i) for i in range(k)}
    for steps in range(1, k):
        for i in range(k - steps):
            j = i + steps + 1
            best[i, j] = _cheapest(best, sizes, i, j)
    cost, tree = best[0, k]
    product = _multiply(mats, tree)
    return product.copy() if k == 1 else product, cost, tree


def _real(x, order, name):
    try:
        x = np.asarray(x)
    except ValueError:  # numpy's own text about ragged lists names no argument
        raise ValueError(f"{name} must not be ragged") from None
    if x.dtype.kind not in "iubf":
        raise ValueError(f"{name} must hold real numbers, got dtype {x.dtype}")
    if x.ndim != order or x.size == 0:
        raise ValueError(f"{name} must have order {order} and not be empty, got shape {x.shape}")
    return x if x.dtype == np.float32 else np.asarray(x, dtype=float)


def _residual(left, right, scale, unit):
    return 0.0 if scale == 0 else float(np.linalg.norm(left - right)) / scale / unit


def _cheapest(best, sizes, i, j):
    """Return cost and tree of mats[i:j], given those of all pieces of mats[i:j]."""
    choices = []
    for s in range(i + 1, j):
        (left_cost, left), (right_cost, right) = best[i, s], best[s, j]
        choices.append((left_cost + right_cost + sizes[i] * sizes[s] * sizes[j], (left, right)))
    return min(choices, key=lambda choice: choice[0])


def _multiply(mats, tree):
    if isinstance(tree, int):
        return mats[tree]
    return _multiply(mats, tree[0]) @ _multiply(mats, tree[1])

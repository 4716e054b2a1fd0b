# Generated from the reference by `grader sync`: copy it with `grader start symmetric_vs_orthogonal`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show symmetric_vs_orthogonal` tells which functions to do without, and what an answer may cost.
"""Symmetric and orthogonal matrices side by side, and what diagonals and triangles are good for.

A symmetric matrix equals its transpose, M = M': it stretches space along perpendicular axes. The
transpose of an orthogonal matrix is its inverse, Q'Q = I: it turns or mirrors space, and lengths
and angles stay. A matrix that is both undoes itself, S^2 = I: it is a reflection, and each of its
eigenvalues is 1 or -1. Each structure pays: what takes n^3 operations in general takes n^2 or n.

Three remarks on pages 11 to 13 of the book need care. The diagonal of a diagonal matrix may hold
zeros; only the rest has to be 0. A triangular matrix may be filled on its diagonal as well as on
one side of it. And perpendicular columns do not make a matrix orthogonal: they need length 1, too.

Matrices are real. Integers and bool become float64; text, objects, complex numbers and ragged rows
are refused with a ValueError. No argument is changed, and arrays that are returned are new and
plain, also where an argument is an np.matrix.
"""

import numpy as np


def matrix_kinds(M, rtol=1e-10):
    """Name the special kinds that a matrix belongs to, up to rounding.

        "square"             m = n
        "diagonal"           ||M off the diagonal||   <= rtol ||M||
        "upper_triangular"   ||M below the diagonal|| <= rtol ||M||
        "lower_triangular"   ||M above the diagonal|| <= rtol ||M||
        "symmetric"          square, ||M - M'||       <= rtol ||M||
        "skew"               square, ||M + M'||       <= rtol ||M||
        "orthogonal"         square, ||M'M - I||      <= rtol n
        "identity"           square, ||M - I||        <= rtol n
        "permutation"        orthogonal, and ||M - P|| <= rtol n for a matrix P of zeros and ones

    All norms are Frobenius norms. The diagonal, of a rectangular matrix too, is where row and
    column number agree. A zero on the diagonal is as good as any number. Multiples cM of a matrix
    keep its kinds, except the last three.

    Each kind is judged by its own line. So the exact identity is of every kind but skew, while what
    is the identity up to rounding may have just too much of it to be orthogonal as well.

    Args:
        M: real matrix (m, n), m, n >= 1, its largest entry between 1e-150 and 1e150 in modulus,
            or all zero. What is rounding beside 1e-150 is so small that its square is 0.
        rtol: what counts as rounding, at least 1e-15. Matrices in float32 need about 1e-5.

    Returns:
        frozenset of the names that hold.

    Raises:
        ValueError: M is not a real matrix of order 2, is empty, or holds nan or infinity.

    Accuracy: right where no norm is within 1 % of its limit.  Cost: O(m n), O(n^3) if square.
    Source: book pages 11 to 13, equations 1.23 and 1.24.

    >>> sorted(matrix_kinds(np.array([[0, 1], [1, 0]])))
    ['orthogonal', 'permutation', 'square', 'symmetric']
    >>> sorted(matrix_kinds(np.array([[1, 2, 3], [0, 0, 4]])))
    ['upper_triangular']
    >>> sorted(matrix_kinds(np.array([[1, 1], [1, -1]])))
    ['square', 'symmetric']
    """
    raise NotImplementedError  # TODO: your answer


def random_orthogonal(n, rng, special=False):
    """Draw an orthogonal matrix so that all are equally likely.

    The distribution is Haar's: for any fixed orthogonal U, the matrices UQ and QU are distributed
    as Q is. Hence each column is uniform on the sphere, and det Q is 1 or -1 with equal chances.
    The factor Q of a Gaussian matrix G = QR is not enough as it comes: the algorithm picks signs.

    Args:
        n: order, n >= 1.
        rng: numpy.random.Generator.
        special: draw among the rotations only, those with det Q = 1, again all equally likely.

    Returns:
        float64 array (n, n), Q'Q = I.

    Raises:
        ValueError: n is below 1.

    Accuracy: ||Q'Q - I|| <= 100 n eps.  Cost: O(n^3).
    Source: book page 13, equation 1.24; Mezzadri, Notices of the AMS 54 (2007), 592.

    >>> Q = random_orthogonal(3, rng=np.random.default_rng(0), special=True)
    >>> abs(Q.T @ Q - np.eye(3)).max() < 1e-14, round(np.linalg.det(Q), 12)
    (True, 1.0)
    >>> A, B = (random_orthogonal(2, rng=np.random.default_rng(0)) for _ in range(2))
    >>> np.array_equal(A, B), round(abs(np.linalg.det(A)), 12)
    (True, 1.0)
    """
    raise NotImplementedError  # TODO: your answer


def symmetric_orthogonal(signs, rng):
    """Draw a matrix that is symmetric and orthogonal, with given eigenvalues.

        S = Q diag(signs) Q' = S' = S^-1,   Q as from `random_orthogonal`

    Args:
        signs: the eigenvalues, array (n,) of 1 and -1, n >= 1, in any order.
        rng: numpy.random.Generator.

    Returns:
        float64 array (n, n). Unless all signs agree it is not diagonal, whatever their order:
        its axes lie in random directions.

    Raises:
        ValueError: signs is not a real array of order 1, is empty, or holds anything but 1
            and -1.

    Accuracy: ||S - S'||, ||S^2 - I|| <= 100 n eps.  Cost: O(n^3).
    Source: book page 13, equations 1.23 and 1.24 combined.

    >>> S = symmetric_orthogonal(np.array([1, 1, -1]), rng=np.random.default_rng(0))
    >>> abs(S - S.T).max() < 1e-14, abs(S @ S - np.eye(3)).max() < 1e-14, round(np.trace(S), 12)
    (True, True, 1.0)
    >>> symmetric_orthogonal(np.array([-1]), rng=np.random.default_rng(0))
    array([[-1.]])
    """
    raise NotImplementedError  # TODO: your answer


def nearest(M, kind):
    """Return the symmetric or the orthogonal matrix that is nearest to M in the Frobenius norm.

        "symmetric":    (M + M') / 2
        "orthogonal":   Q of the polar decomposition M = QH, where H = H' has no eigenvalue < 0

    Q need not be a rotation: where det M < 0, det Q is -1. A nan in M makes nan of the entries of
    (M + M') / 2 that are computed from it, and of all of Q.

    Args:
        M: real matrix (n, n), n >= 1; for "orthogonal" its condition number is at most 1e6.
            (At a singular matrix several orthogonal ones are nearest.)
        kind: "symmetric" or "orthogonal".

    Returns:
        new array (n, n), even if M is its own nearest; float32 if M is float32, else float64.

    Raises:
        ValueError: M is not a real square matrix, is empty, or holds an infinity (all matrices
            are equally far from it); kind is another word.

    Accuracy: "symmetric" is rounded once; Q'Q - I and Q'M - M'Q to 100 n eps, the latter times
    ||M||.  Cost: O(n^2) and O(n^3).
    Source: book page 13, equations 1.23 and 1.24; Higham, Functions of Matrices (2008), 8.1.

    >>> nearest(np.array([[1, 4], [2, 3]]), "symmetric")
    array([[1., 3.],
           [3., 3.]])
    >>> abs(nearest(np.array([[0.0, 2.0], [-3.0, 0.0]]), "orthogonal")).round(12)
    array([[0., 1.],
           [1., 0.]])
    """
    raise NotImplementedError  # TODO: your answer


def structured_solve(M, b, kind):
    """Solve Mx = b in the way that the structure of M allows.

        "diagonal":                    x_i = b_i / M_ii
        "lower":                       x_i = (b_i - sum_{j<i} M_ij x_j) / M_ii,   i = 1, 2, ...
        "upper":                       x_i = (b_i - sum_{j>i} M_ij x_j) / M_ii,   i = n, n - 1, ...
        "orthogonal", "permutation":   x = M'b

    Only the part of M that the kind names is read: the diagonal, or one triangle with the
    diagonal. Entries elsewhere may be anything, even nan. Nobody checks that M is orthogonal or a
    permutation. For a triangle, a nan in row i of b or of what is read of M makes nan of x_i and of
    all that are computed after it, for a diagonal of x_i alone.

    Args:
        M: real matrix (n, n), n >= 1. For "diagonal" also the diagonal alone, (n,).
        b: real vector (n,).
        kind: "diagonal", "lower", "upper", "orthogonal" or "permutation".

    Returns:
        new array (n,); float32 if M and b both are, else float64.

    Raises:
        ValueError: kind is another word; M or b has another shape or is not real; "diagonal",
            "lower" or "upper" with a 0 on the diagonal. A small number there is not 0.

    Accuracy: |Mx - b| <= 100 n eps (|M| |x| + |b|), entry by entry; for "orthogonal"
    ||Mx - b|| <= 100 n eps ||b||.  Cost: O(n^2), for "diagonal" O(n) time and memory.
    Source: book page 11 (diagonal matrices make algorithms cheaper) to page 13; Golub and Van
    Loan, Matrix Computations (2013), 3.1.

    >>> structured_solve(np.array([[2, 99], [1, 4]]), np.array([2, 9]), "lower")
    array([1., 2.])
    >>> structured_solve(np.array([2, 4]), np.array([2, 2]), "diagonal")
    array([1. , 0.5])
    """
    raise NotImplementedError  # TODO: your answer

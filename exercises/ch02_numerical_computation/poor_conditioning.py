# Generated from the reference by `grader sync`: copy it with `grader start poor_conditioning`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show poor_conditioning` tells which functions to do without, and what an answer may cost.
"""Condition numbers: how much a problem magnifies the errors of its input.

A problem is poorly conditioned if small changes of its input change the answer a lot. For M x = b
the factor is the condition number, largest over smallest stretch of M. The book (page 20) takes
the ratio of the eigenvalues. That is right where the eigenvectors are orthogonal (symmetric and
other normal matrices); in general it is the ratio of the singular values that counts.
[[1, 1000], [0, 1]] has eigenvalue ratio 1, and a condition number of a million. What counts is
the largest modulus divided by the smallest one, not "the magnitude of the largest and smallest".

The condition belongs to the problem, and no algorithm makes it better. A bad algorithm makes it
worse: solving least squares by way of M'M squares it. Where only the units of rows and columns
are to blame, scaling them cures it.

Here a matrix is singular if its smallest singular value (for kind "eig": eigenvalue, in modulus)
is at most 1e-14 of the largest: rounding alone makes a 0 that large. What is asked is clear of
that limit by a factor of 10. All entries must be finite: nan and infinity are refused.
"""

import numpy as np

SINGULAR = 1e-14


def condition_number(M, kind="svd"):
    """Return the largest over the smallest stretch of a matrix.

        "svd": s_max / s_min of the singular values,
        "eig": max |lambda| / min |lambda| of the eigenvalues, the book's ratio

    Args:
        M: real array (m, n), m, n >= 1; square for "eig". An (m, n) matrix has min(m, n)
            singular values. Eigenvalues may be negative or complex.
        kind: "svd" or "eig".

    Returns:
        float >= 1; inf if M is singular, as the module says (the zero matrix is).

    Raises:
        ValueError: M has another order than 2, is empty, is not finite and real, or is not square
            for "eig"; kind is another word.

    Accuracy: 100 n eps c relative, where c is the condition number itself. The eigenvalues asked
        for belong to normal or triangular matrices.  Cost: O(m n min(m, n)).
    Source: book page 20, equation 2.5; Trefethen and Bau, Numerical Linear Algebra (1997), 12.

    >>> condition_number(np.diag([-4.0, 2.0, 1.0]))
    4.0
    >>> condition_number(np.array([[1.0, 1000.0], [0.0, 1.0]]), kind="eig")
    1.0
    >>> round(condition_number(np.array([[1.0, 1000.0], [0.0, 1.0]])), 3)
    1000002.0
    """
    raise NotImplementedError  # TODO: your answer


def worst_case(M):
    """Find the right-hand side, and the error in it, that hurt most.

        M x = b,   M dx = db,   amplification = (|dx| / |x|) / (|db| / |b|) <= cond(M)

    The bound is reached: b is to give the shortest x, db the longest dx.

    Args:
        M: real array (n, n), n >= 1, not singular.

    Returns:
        (b, db, amplification): float64 arrays (n,) with |b| = 1 and |db| = 1e-6 in the 2-norm,
        whatever the dtype of M, and a float. Any pair will do that reaches the largest
        amplification there is; the signs are open.

    Raises:
        ValueError: M has another order than 2, is not square, is empty, is not finite and real,
            or is singular.

    Accuracy: the amplification of b and db is the condition number to 1 %, and so is the number
        that is returned, for condition numbers up to 1e12.  Cost: O(n^3).
    Source: book page 20; Trefethen and Bau, Numerical Linear Algebra (1997), 12.

    >>> b, db, amplification = worst_case(np.diag([1.0, 100.0]))
    >>> np.abs(b), np.abs(db), round(amplification, 9)
    (array([0., 1.]), array([1.e-06, 0.e+00]), 100.0)
    """
    raise NotImplementedError  # TODO: your answer


def function_condition(coeffs, x):
    """Return the condition number of evaluating a polynomial at a point.

        p(x) = c_0 + c_1 x + ... + c_d x^d,   condition = |x p'(x) / p(x)|

    A relative change of x by 1e-10 changes p(x), relatively, by 1e-10 times this number. Near a
    root it is large, and computing it is as poorly conditioned as computing p: close to a multiple
    root the terms of p cancel until no digit of a float sum is right. The coefficients and x
    count as exact, and the answer must be right there as well.

    Args:
        coeffs: c_0 ... c_d, finite real array (d + 1,), lowest power first; the last may be 0.
        x: the point, a finite number.

    Returns:
        float >= 0; inf exactly if x is a root (of the polynomial 0 every x is one), also for
        x = 0. At any other x = 0 it is 0.

    Raises:
        ValueError: coeffs has another order than 1, is empty or not finite and real; x is not a
            finite real number.

    Accuracy: 1e-12 relative, however close x is to a root.  Cost: degrees up to 20 are asked.
    Source: book page 20; Higham, Accuracy and Stability (2002), 1.6 and 5.

    >>> function_condition(np.array([0.0, 0.0, 5.0]), 3.0)
    2.0
    >>> function_condition(np.array([-1.0, 1.0]), 1.0009765625)
    1025.0
    >>> function_condition(np.array([-1.0, 1.0]), 1.0)
    inf
    """
    raise NotImplementedError  # TODO: your answer


def equilibrate(M, max_iter=50):
    """Scale rows and columns until all have about the same size.

        S = diag(r) M diag(c),   S_ij = r_i M_ij c_j

    A matrix whose rows and columns are measured in different units can look hopeless:
    M = diag(a) B diag(b) with a, b from 1e-8 to 1e8 has a condition number up to 1e32, and is as
    harmless as B is. M x = b is solved by S y = diag(r) b, x = diag(c) y.

    What "size" is, the largest modulus, the sum of the moduli or the 2-norm, is up to you, and
    so is the way; powers of two as factors are fine.

    Args:
        M: real array (n, n), n >= 1, without rows or columns of zeros; it may be singular.
        max_iter: largest number of sweeps over all rows and columns. 0 leaves all factors at 1;
            1 is enough where each row and each column has a single entry that is not 0.

    Returns:
        (S, r, c): arrays (n, n), (n,) and (n,); all factors above 0. float32 stays float32.

    Raises:
        ValueError: M has another order than 2, is not square, is empty, is not finite and real,
            or has a row or a column of zeros.

    Accuracy: S to 8 eps relative to its own entries. With the default max_iter the 2-norms of all
        rows and all columns of S lie within a factor of 10, and cond(S) <= 100 cond(B) for
        M = diag(a) B diag(b) as above. What is asked is n <= 8, with matrices B whose entries are
        0.5 to 1 in modulus, or that have one entry in each row and column; and n = 200 for time.
    Cost: O(n^2) a sweep, in array operations.
    Source: book page 20; Ruiz, A scaling algorithm to equilibrate rows and columns norms (2001).

    >>> S, r, c = equilibrate(np.array([[2e8, 1e8], [1.0, 2.0]]))
    >>> condition_number(S) < 10
    True
    >>> r.shape, c.shape
    ((2,), (2,))
    """
    raise NotImplementedError  # TODO: your answer


def least_squares(M, b):
    """Minimise |M x - b| without squaring the condition number.

        x = V diag(1 / s) U'b,   M = U diag(s) V' with the singular values that are not 0

    The normal equations M'M x = M'b are right on paper. In floating point M'M has the square of
    the condition number: with 1e8, nothing is left.

    Args:
        M: real array (m, n), m, n >= 1; also m < n.
        b: real array (m,).

    Returns:
        array (n,). Where several x are equally good, the one of least 2-norm. float32 stays
        float32 if both arguments are.

    Raises:
        ValueError: M has another order than 2; b another than 1; one of them is empty or not
            finite and real; their lengths do not fit together.

    Accuracy: with c the largest singular value over the smallest that is not 0, the error of x is
        at most 100 n eps c |x| where M x = b has a solution, and 1e-9 where it has none (then
        c <= 10). Singular values count as 0 as the module says; what is asked has none that are
        not 0 and below 1e-10 of the largest.
    Cost: O(m n min(m, n)) time; O(m n) memory, never O(m^2).
    Source: book page 20; Golub and Van Loan, Matrix Computations (2013), 5.3 and 5.5.

    >>> least_squares(np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]), np.array([1.0, 3.0, 5.0]))
    array([1., 2.])
    >>> least_squares(np.array([[1.0, 1.0]]), np.array([4.0]))
    array([2., 2.])
    """
    raise NotImplementedError  # TODO: your answer

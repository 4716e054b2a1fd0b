# Generated from the reference by `grader sync`: copy it with `grader start norms`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show norms` tells which functions to do without, and what an answer may cost.
"""The p-norms of vectors, three norms of matrices, unit balls, and a test for impostors.

The formula of a p-norm is short, and computed as it stands it fails: 3e200 squared is no double,
and neither is 4 to the power 1000, although the norms of such vectors are. The vector has to be
brought to another size first.

Some remarks on pages 10 and 11 of the book need care. The zero vector is not excluded: a norm is
defined there too, and it is 0 there and nowhere else. Powers are taken of absolute values, or odd p
would let entries cancel; and the infinity norm is the largest absolute value, not the largest
value. A norm of Kx is |K| times the norm of x: with K alone it would be negative for K = -1. That f
is never negative belongs to the axioms as well. And the 1-norm measures one vector; the Manhattan
distance of two vectors is the 1-norm of their difference.

Integers and bool become float64 before anything else. nan propagates, also beside infinity. No
argument is changed, and arrays come back plain, also for an np.matrix.
"""

import numpy as np


def p_norm(x, p=2.0, axis=None):
    """Measure the length of vectors, without overflow or underflow on the way.

        ||x||_p = (sum_i |x_i|^p)^(1/p),   ||x||_inf = max_i |x_i|

    Args:
        x: real or complex array of any order, possibly empty.
        p: 1 <= p <= inf. Below 1 the triangle inequality fails, so it is no norm.
        axis: the axis that holds the vectors; None takes all entries of x as one vector.

    Returns:
        one number for axis=None, a float for every dtype of x (float32 will do for float32); else
        a new array like x without `axis`: float32 for float32 (and complex64), float64 for
        float64, integers and bool (and complex128).
        0 for a vector of zeros or without entries. nan if an entry is nan (for nan + inf j, inf
        will do too); otherwise inf if an entry is infinite or the norm is above the largest number
        of its type (for float32 and axis=None, the norm itself will do).

    Raises:
        ValueError: x does not hold numbers, or is ragged: a list of lists of different lengths;
            p is below 1 or nan; x has no such axis.

    Accuracy: 1e-12 relative in float64 and 1e-5 in float32, wherever the norm is representable,
    be it with entries of 1e300 or p = 1000; among subnormal numbers up to 20 times the smallest.
    Cost: O(size) time and memory, with whole-array operations in the precision of x.
    Source: book page 10, equations 1.17, 1.18; Higham, Accuracy and Stability (2002), 6 and 27.5.

    >>> p_norm(np.array([3e200, -4e200]))
    5e+200
    >>> p_norm(np.array([[1.0, -2.0], [0.0, 0.0]]), p=1, axis=1)
    array([3., 0.])
    >>> p_norm(np.array([2, 4, -5]), p=np.inf)
    5.0
    """
    raise NotImplementedError  # TODO: your answer


def matrix_norm(M, ord="fro"):
    """Measure a matrix: as one long vector, or by how far it can stretch a vector.

        "fro":   ||M|| = sqrt(sum_ij |M_ij|^2)
        1:       ||M|| = max_j sum_i |M_ij| = max of ||Mx||_1   over ||x||_1   = 1
        "inf":   ||M|| = max_i sum_j |M_ij| = max of ||Mx||_inf over ||x||_inf = 1

    Args:
        M: real or complex matrix (m, n), possibly empty.
        ord: "fro", 1 or "inf"; np.inf is the same as "inf".

    Returns:
        float; 0 for a matrix without entries, nan if an entry is nan, otherwise inf if an entry
        is infinite or the norm is above the largest number.

    Raises:
        ValueError: M has not order 2, does not hold numbers or is ragged; ord is something else.

    Accuracy: 1e-12 relative in float64, 1e-5 in float32, like `p_norm` also where squares would
    overflow or underflow.  Cost: O(m n).
    Source: book page 10, whose p-norms it extends; Higham (2002), 6.2.

    >>> M = np.array([[1, -2], [3, 4]])
    >>> matrix_norm(M, 1), matrix_norm(M, "inf")
    (6.0, 7.0)
    >>> matrix_norm(np.array([[2e200, 4e200], [4e200, 0.0]]))
    6e+200
    """
    raise NotImplementedError  # TODO: your answer


def unit_sphere(p, n):
    """Walk around the curve ||x||_p = 1 in the plane, in equal steps of the angle.

        x_k = (cos t_k, sin t_k) / ||(cos t_k, sin t_k)||_p,   t_k = 2 pi k / n

    The curve is a square on its corner for p = 1, a circle for p = 2, a square for p = inf.

    Args:
        p: 1 <= p <= inf.
        n: number of points, n >= 1.

    Returns:
        array (n, 2): point k has direction t_k, k = 0, ..., n - 1; the first is (1, 0), and it
        does not come again at the end.

    Raises:
        ValueError: p is below 1 or nan; n is below 1.

    Accuracy: 1e-12, for the norm and for the direction.  Cost: O(n).
    Source: book pages 10 and 11, whose norms it draws.

    >>> unit_sphere(1, 8).round(12)[:3]
    array([[1. , 0. ],
           [0.5, 0.5],
           [0. , 1. ]])
    >>> unit_sphere(np.inf, 8)[1].round(12)
    array([1., 1.])
    """
    raise NotImplementedError  # TODO: your answer


def axiom_violations(f, xs, scalars, rtol=1e-9):
    """Find the axioms of a norm that a function breaks on given vectors and scalars.

        "nonnegative"   f(x) >= 0 for each row x of xs
        "definite"      f(0) = 0 for the zero vector, f(x) != 0 for each row x that is not zero
        "homogeneous"   f(k x) = |k| f(x) for each row x and each k of scalars
        "triangle"      f(x + y) <= f(x) + f(y) for all rows x and y, also for y = x

    The first two are taken exactly, the others up to rounding: differences up to rtol |k f(x)|
    and rtol (|f(x)| + |f(y)|) do not count. No amount of vectors proves f a norm; one
    can disprove it.

    Args:
        f: function of a float64 vector (d,) that returns a finite number.
        xs: the vectors to try, finite real array (m, d), m, d >= 1. All multiples and sums are
            taken in float64, also those of float32 and integers.
        scalars: the factors to try, finite real array (k,), k >= 1; float64 in the same way.
        rtol: what counts as rounding, relative.

    Returns:
        set of the names of the axioms that are broken; empty if none is.

    Raises:
        ValueError: xs is not a real array (m, d), or scalars not a real array (k,); one of them
            is empty or ragged.

    Cost: at most m + m k + m^2 + 1 calls of f.
    Source: book page 10, equations 1.19 to 1.22.

    >>> xs = np.array([[3.0, 4.0], [0.0, -1.0]])
    >>> axiom_violations(lambda x: float(x @ x), xs, np.array([-2.0])) == {
    ...     "homogeneous", "triangle"}
    True
    >>> axiom_violations(lambda x: abs(x[0]), xs, np.array([-2.0]))
    {'definite'}
    >>> axiom_violations(p_norm, xs, np.array([-2.0, 0.5]))
    set()
    """
    raise NotImplementedError  # TODO: your answer

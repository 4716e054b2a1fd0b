# Generated from the reference by `grader sync`: copy it with `grader start eigen`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show eigen` tells which functions to do without, and what an answer may cost.
"""Eigenvalues and eigenvectors: computed from scratch, recognised, turned around and used.

A symmetric matrix has real eigenvalues and an orthonormal basis of eigenvectors, and plane
rotations find both (Jacobi, 1846): each one makes an entry beside the diagonal and its mirror
image 0, and sweep after sweep the others shrink until only the diagonal is left.

Five things on pages 14 to 16 of the book need care. Equation 1.25 has lost its v: it should read
Av = lambda v. Eigenvectors need not be unit vectors: every multiple except 0 is one as well, and
length 1 is a convention. A matrix is singular as soon as at least one eigenvalue is 0; they need
not all be. Positive eigenvalues make a matrix positive definite only if it is symmetric: [[1, 10],
[0, 1]] has the eigenvalues 1 and 1, but its quadratic form x'Mx takes both signs. And the matrix on
page 16 is singular: the -9.8e-16 printed there is an eigenvalue 0 plus rounding, so "is it 0?" has
to be asked relative to the largest one.

float32 and complex64 are kept, all other numbers become float64 or complex128. Matrices and data
may be 0; else the largest entry lies between 1e-150 and 1e150 in modulus (1e-15 and 1e15 in
float32). Results are new plain arrays, which share no memory with an argument, and arguments stay
unchanged.
"""

import numpy as np


def jacobi_eigh(M):
    """Return eigenvalues and orthonormal eigenvectors of a symmetric matrix.

        M = V diag(w) V',   V'V = I

    Args:
        M: real symmetric matrix (n, n), n >= 1.

    Returns:
        (w, V): the eigenvalues (n,), ascending, and an array (n, n) whose column j is an
        eigenvector of w[j] of length 1. Signs, and the basis of an eigenspace of more than one
        dimension, are free. If M holds nan, all entries of w and V are nan, and that at once.

    Raises:
        ValueError: M is not a real square matrix, is ragged, is empty, holds infinity, or is not
            symmetric: ||M - M'|| > 1e-10 ||M|| (Frobenius norms). Smaller differences count as
            rounding: the result belongs to (M + M') / 2.

    Accuracy: MV - V diag(w) to 100 n eps ||M||, V'V - I to 100 n eps (Frobenius norms).
    Cost: O(n^3) for each of 5 to 10 sweeps, that is O(n) for each of n (n - 1) / 2 rotations, done
    on whole rows and columns and not entry by entry in Python.
    Source: book page 15, section 1.2.7; Golub and Van Loan, Matrix Computations (2013), 8.5.

    >>> w, V = jacobi_eigh(np.array([[2, 1], [1, 2]]))
    >>> w.round(12)
    array([1., 3.])
    >>> abs(V).round(4)
    array([[0.7071, 0.7071],
           [0.7071, 0.7071]])
    >>> jacobi_eigh(np.diag([3.0, -1.0, 2.0]))[0]
    array([-1.,  2.,  3.])
    """
    raise NotImplementedError  # TODO: your answer


def is_eigenpair(M, lam, v, rtol=1e-8):
    """Tell whether lam is an eigenvalue of M and v one of its eigenvectors.

        v != 0   and   ||M v - lam v|| <= rtol ||M||_F ||v||

    Args:
        M: square matrix (n, n), n >= 1, real or complex.
        lam: number, real or complex.
        v: vector (n,), real or complex, of any length ||v||: with v, each of its multiples
            except 0 is an eigenvector, be it 1e200 or 1e-200 times as long.
        rtol: what counts as rounding, relative to ||M||_F ||v||; at least 1e-12.

    Returns:
        bool. False if M, lam or v holds nan, for no comparison with nan is true.

    Raises:
        ValueError: M is not a square matrix or v not a vector (n,) of numbers; M or v is ragged,
            is empty, or holds infinity.

    Accuracy: right unless the two sides are closer than 100 n eps ||M||_F ||v||.  Cost: O(n^2).
    Source: book page 15, equation 1.25 and the remark on unit vectors.

    >>> M = np.array([[2, 1], [1, 2]])
    >>> is_eigenpair(M, 3, np.array([10, 10])), is_eigenpair(M, 3, np.array([0, 0]))
    (True, False)
    >>> is_eigenpair(np.array([[0, -1], [1, 0]]), 1j, np.array([1, -1j]))
    True
    """
    raise NotImplementedError  # TODO: your answer


def left_eigenvectors(R):
    """Turn right eigenvectors into left ones.

        M R = R diag(w)   =>   L M = diag(w) L   for L = R^-1

    The matrix itself is not needed. R' is an answer only where the columns of R are orthonormal.

    Args:
        R: matrix (n, n), n >= 1, real or complex; column j is a right eigenvector.

    Returns:
        array (n, n): row j is a left eigenvector of the same eigenvalue as column j of R, and
        its product with that column is 1: L R = I. If R holds nan, all entries are nan.

    Raises:
        ValueError: R is not a square matrix of numbers, is ragged, is empty, or holds infinity; the
            condition number ||R|| ||R^-1|| is above 1e6: then R has no n independent columns (to
            half of the digits), which is what a defective matrix such as [[1, 1], [0, 1]] leads
            to.

    Accuracy: LR - I to 10 n eps times the condition number.  Cost: O(n^3).
    Source: book page 15, equations 1.25 and 1.26.

    >>> left_eigenvectors(np.array([[1, 1], [0, 2]]))
    array([[ 1. , -0.5],
           [ 0. ,  0.5]])
    >>> M, R = np.array([[1, 1], [0, 2]]), np.array([[1, 1], [0, 1]])
    >>> left_eigenvectors(R) @ M  # once and twice the rows of L
    array([[ 1., -1.],
           [ 0.,  2.]])
    """
    raise NotImplementedError  # TODO: your answer


def definiteness(M):
    """Classify a matrix by the values of its quadratic form.

        x'Mx = x'Sx,   S = (M + M') / 2

    The skew part of M adds nothing to the form, so the signs of the eigenvalues w of S decide,
    not those of M. An eigenvalue counts as 0 if |w| <= n eps max |w|.

    Args:
        M: real matrix (n, n), n >= 1, not necessarily symmetric.

    Returns:
        "positive definite" or "negative definite" if all w have that sign; "positive
        semidefinite" or "negative semidefinite" if some of them have and the others are 0;
        "indefinite" if both signs occur; "zero" if all are 0.

    Raises:
        ValueError: M is not a real square matrix, is ragged, is empty, or holds infinity or nan,
            which cannot be passed on here: no word says "unknown".

    Accuracy: right if each w is 0 or at least 100 n eps max |w| in modulus, and in any case where
    S is diagonal.  Cost: O(n^3).
    Source: book page 15.

    >>> definiteness(np.array([[2, 1], [1, 2]]))
    'positive definite'
    >>> definiteness(np.array([[1, 10], [0, 1]]))
    'indefinite'
    """
    raise NotImplementedError  # TODO: your answer


def principal_components(X, k):
    """Find the k directions in which data vary most.

        C = Xc'Xc / (N - 1),   Xc = X minus the mean of each column

    The principal components are the eigenvectors of the covariance C with the largest
    eigenvalues, and these are the variances of the data along them.

    Args:
        X: real data (N, d), N >= 2, one observation a row; as squares are needed, its largest entry
            lies between 1e-70 and 1e70 in modulus (1e-7 and 1e7 in float32).
        k: number of components, 1 <= k <= d. It may exceed N - 1: the variances beyond are 0.

    Returns:
        (components, variances): an array (k, d) with orthonormal rows, signs free, and an array
        (k,), descending. If X holds nan, all entries of both are nan.

    Raises:
        ValueError: X is not a real matrix, is ragged, is empty, holds infinity, or has one row
            only; k is outside 1..d.

    Accuracy: variances and C times a component to 100 d eps of the largest variance, products of
    rows to 100 d eps.  Cost: O(N d^2 + d^3).
    Source: book page 15 (a matrix taken apart to make further work easier).

    >>> components, variances = principal_components(np.array([[0, 5], [3, 5], [6, 5]]), 1)
    >>> abs(components), variances
    (array([[1., 0.]]), array([9.]))
    >>> components, variances = principal_components(np.array([[0, 0], [3, 4]]), 1)
    >>> abs(components).round(4), variances.round(4)
    (array([[0.6, 0.8]]), array([12.5]))
    """
    raise NotImplementedError  # TODO: your answer

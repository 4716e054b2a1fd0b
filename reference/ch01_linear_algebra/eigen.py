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
    M = _matrix(M, "M", "f", square=True)
    # equivalent: any -> all: 50 sweeps bring nan everywhere as well, but slowly
    if np.any(np.isnan(M)):
        return np.full_like(np.diag(M), np.nan), np.full_like(M, np.nan)
    if np.linalg.norm(M - M.T) > 1e-10 * np.linalg.norm(M):
        raise ValueError("M is not symmetric")
    # Dividing by a power of two rounds nothing, and squares then stay within range.
    exponent = np.frexp(np.linalg.norm(M))[1]
    A = np.ldexp((M + M.T) / 2, -exponent)
    V = np.eye(len(A), dtype=A.dtype)
    pairs = np.tril_indices(len(A), -1)
    # equivalent: 50 -> 51: far fewer sweeps are needed
    # equivalent: 50 -> (50)- 1: far fewer sweeps are needed
    for _ in range(50):
        # equivalent: <= -> <: a sweep more or less at the level of rounding
        if np.linalg.norm(A[pairs]) <= np.finfo(A.dtype).eps:
            # equivalent: break -> continue: nothing happens in what remains of the loop
            break
        _sweep(A, V, *pairs)
    w = np.diag(A)
    order = np.argsort(w)
    return np.ldexp(w[order], exponent), V[:, order]


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
    M, v = _array(M, "M", "fc", 2), _array(v, "v", "fc", 1)
    if M.shape != (len(v), len(v)):
        raise ValueError(f"M must be square and v fit it, got {M.shape} and {v.shape}")
    if not np.any(v):
        return False
    v = v * np.reciprocal(np.max(np.abs(v)))  # squares of very long or short v leave the range
    error = np.linalg.norm(M @ v - lam * v)
    return bool(error <= rtol * np.linalg.norm(M) * np.linalg.norm(v))


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
    R = _matrix(R, "R", "fc", square=True)
    if np.any(np.isnan(R)):
        return np.full_like(R, np.nan)
    # equivalent: < -> <=: the limit itself is a convention
    if np.reciprocal(np.linalg.cond(R, "fro")) < 1e-6:
        raise ValueError("R has no n independent columns: M is defective")
    return np.linalg.inv(R)


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
    M = _matrix(M, "M", "f", square=True)
    # Elsewhere nan makes nan, but the answer here is a word, and each of the six would be a guess.
    if np.any(np.isnan(M)):
        raise ValueError("M holds nan")
    w, _ = jacobi_eigh(M + M.T)  # twice S: the signs are the same
    zero = len(w) * np.finfo(w.dtype).eps * np.max(np.abs(w))
    above, below = w > zero, w < -zero
    if np.any(above) and np.any(below):
        return "indefinite"
    for word, signs in (("positive", above), ("negative", below)):
        if np.all(signs):
            return word + " definite"
        if np.any(signs):
            return word + " semidefinite"
    return "zero"


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
    X = _matrix(X, "X", "f")
    N, d = X.shape
    if N == 1:
        raise ValueError("X must have at least 2 rows, got 1")
    if not 1 <= k <= d:
        raise ValueError(f"k must lie in 1..{d}, got {k}")
    Xc = X.copy()
    Xc -= X.mean(axis=0)
    w, V = jacobi_eigh(Xc.T @ Xc / (N - 1))
    return V.T[::-1][:k], w[::-1][:k]


def _sweep(A, V, rows, columns):
    """Rotate every pair of axes p > q once so that A[p, q] becomes 0: A is G'AG then, and V is VG.

    Pairs with the same p + q (modulo n) have no axis in common, so their rotations do not disturb
    each other and one matrix G does them all. Of the two angles that fit, this one also sorts the
    diagonal downwards, which saves sweeps where eigenvalues are repeated.
    """
    for total in range(len(A)):
        disjoint = (rows + columns) % len(A) == total
        p, q = rows[disjoint], columns[disjoint]
        angle = np.arctan2(2 * A[p, q], A[q, q] - A[p, p]) / 2
        G = np.eye(len(A))
        G[p, p] = G[q, q] = np.cos(angle)
        G[p, q] = np.sin(angle)
        G[q, p] = -G[p, q]
        A[:] = G.T @ A @ G
        A[p, q] = A[q, p] = 0
        V[:] = V @ G


def _array(x, name, kinds, order):
    try:
        x = np.asarray(x)
    except ValueError:
        raise ValueError(f"{name} is ragged") from None
    if x.dtype.kind not in "biu" + kinds or x.ndim != order or x.size == 0:
        raise ValueError(f"{name} must be numbers of order {order}, got {x.dtype} {x.shape}")
    if x.dtype not in (np.float32, np.complex64):
        x = x.astype(complex if x.dtype.kind == "c" else float)
    if np.any(np.isinf(x)):
        raise ValueError(f"{name} holds infinity")
    return x


def _matrix(x, name, kinds, square=False):
    x = _array(x, name, kinds, 2)
    if square and x.shape[0] != x.shape[1]:
        raise ValueError(f"{name} must be square, got {x.shape}")
    return x

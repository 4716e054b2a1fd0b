"""Other answers to `symmetric_vs_orthogonal`, each named by the verdict it must get."""

import numpy as np
from symmetric_vs_orthogonal import _matrix
from symmetric_vs_orthogonal import matrix_kinds as original_kinds
from symmetric_vs_orthogonal import random_orthogonal as original_random

# ---- matrix_kinds -------------------------------------------------------------------------------


def changed(M, rtol, name, holds):
    """Return the right kinds, but for one name by another rule."""
    kinds = original_kinds(M, rtol) - {name}
    return kinds | {name} if holds else kinds


def matrix_kinds__wrong_exact(M, rtol=1e-10):
    """Comparing computed numbers with == lets one rounding error decide."""
    return original_kinds(M, 0.0)


def matrix_kinds__wrong_absolute(M, rtol=1e-10):
    """Whether M equals M' up to rounding depends on the size of M, not on a fixed number."""
    M = _matrix(M, "M")
    square = M.shape[0] == M.shape[1]
    return changed(M, rtol, "symmetric", square and np.linalg.norm(M - M.T) <= rtol)


def matrix_kinds__wrong_never_below_one(M, rtol=1e-10):
    """A tolerance that never falls below rtol itself takes every tiny matrix for zero."""
    M = _matrix(M, "M")
    square = M.shape[0] == M.shape[1]
    limit = rtol * max(1.0, np.linalg.norm(M))
    return changed(M, rtol, "symmetric", square and np.linalg.norm(M - M.T) <= limit)


def matrix_kinds__wrong_small_squares(M, rtol=1e-10):
    """Squares of very small numbers are 0, so a norm of the definition overlooks what is there."""
    kinds = original_kinds(M, rtol)
    M = _matrix(M, "M").astype(float)
    if "square" not in kinds:
        return kinds
    kinds = changed(M, rtol, "skew", np.linalg.norm(M + M.T) <= rtol * np.linalg.norm(M))
    rest = np.linalg.norm(M - M.T) <= rtol * np.linalg.norm(M)
    return kinds | {"symmetric"} if rest else kinds - {"symmetric"}


def matrix_kinds__wrong_tolerance_ignored(M, rtol=1e-10):
    """The rtol argument is ignored."""
    return original_kinds(M)


def matrix_kinds__wrong_perpendicular_columns(M, rtol=1e-10):
    """Perpendicular columns are not enough for an orthogonal matrix: each needs length 1."""
    M = _matrix(M, "M").astype(float)
    G = M.T @ M
    apart = np.linalg.norm(G - np.diag(np.diag(G))) <= rtol * np.linalg.norm(G)
    return changed(M, rtol, "orthogonal", apart and M.shape[0] == M.shape[1])


def matrix_kinds__wrong_orthogonal_multiples(M, rtol=1e-10):
    """A multiple of an orthogonal matrix is none: lengths must stay what they are."""
    M = _matrix(M, "M").astype(float)
    G = M.T @ M
    n = len(G)
    scale = np.trace(G) / n
    same = np.linalg.norm(G - scale * np.eye(n)) <= rtol * n * scale and scale > 0
    return changed(M, rtol, "orthogonal", same and M.shape[0] == M.shape[1])


def matrix_kinds__wrong_tall_orthogonal(M, rtol=1e-10):
    """Orthonormal columns make an orthogonal matrix only if it is square."""
    M = _matrix(M, "M").astype(float)
    G = M.T @ M
    return changed(M, rtol, "orthogonal", np.linalg.norm(G - np.eye(len(G))) <= rtol * len(G))


def matrix_kinds__wrong_nonzero_diagonal(M, rtol=1e-10):
    """The diagonal of a diagonal matrix may hold zeros."""
    kinds = original_kinds(M, rtol)
    return kinds if np.all(np.diag(M)) else kinds - {"diagonal"}


def matrix_kinds__wrong_strict_triangles(M, rtol=1e-10):
    """The diagonal belongs to both triangles: it need not be 0."""
    kinds = original_kinds(M, rtol)
    return kinds - {"upper_triangular", "lower_triangular"} if np.any(np.diag(M)) else kinds


def matrix_kinds__wrong_square_only(M, rtol=1e-10):
    """A rectangular matrix can be diagonal and triangular, too."""
    kinds = original_kinds(M, rtol)
    return kinds if "square" in kinds else frozenset()


def matrix_kinds__wrong_triangles_swapped(M, rtol=1e-10):
    """An upper triangular matrix is filled above its diagonal and zero below."""
    swap = {"upper_triangular": "lower_triangular", "lower_triangular": "upper_triangular"}
    return frozenset(swap.get(kind, kind) for kind in original_kinds(M, rtol))


def matrix_kinds__wrong_ones_and_zeros(M, rtol=1e-10):
    """As many ones as rows make no permutation: each row and each column needs one."""
    kinds = original_kinds(M, rtol)
    M = _matrix(M, "M").astype(float)
    P = np.rint(M)
    near = np.linalg.norm(M - P) <= rtol * len(M) and np.all((P == 0) | (P == 1))
    return changed(M, rtol, "permutation", "square" in kinds and near and P.sum() == len(M))


def matrix_kinds__wrong_signed_permutations(M, rtol=1e-10):
    """A permutation only moves entries: -1 would change their signs."""
    kinds = original_kinds(M, rtol)
    M = _matrix(M, "M").astype(float)
    near = np.linalg.norm(M - np.rint(M)) <= rtol * len(M)
    return changed(M, rtol, "permutation", "orthogonal" in kinds and near)


def matrix_kinds__right_entry_by_entry(M, rtol=1e-10):
    M = _matrix(M, "M").astype(float)
    if not np.isfinite(M).all():
        raise ValueError("M holds nan or infinity")
    S = M / (np.abs(M).max() or 1.0)
    size = np.sqrt(np.sum(S**2))
    row, column = np.indices(M.shape)

    def empty(where):
        return np.sqrt(np.sum(S[where] ** 2)) <= rtol * size

    kinds = {"diagonal"} if empty(row != column) else set()
    kinds |= {"upper_triangular"} if empty(row > column) else set()
    kinds |= {"lower_triangular"} if empty(row < column) else set()
    n = len(M)
    if M.shape != (n, n):
        return frozenset(kinds)
    kinds.add("square")
    for name, sign in (("symmetric", 1), ("skew", -1)):
        if np.sqrt(np.sum((S - sign * S.T) ** 2)) <= rtol * size:
            kinds.add(name)
    with np.errstate(over="ignore"):
        if np.sqrt(np.sum((M @ M.T - np.eye(n)) ** 2)) <= rtol * n:
            kinds.add("orthogonal")
    P = (M > 0.5).astype(float)
    one_each = np.all(P.sum(axis=0) == 1) and np.all(P.sum(axis=1) == 1)
    if "orthogonal" in kinds and one_each and np.sqrt(np.sum((M - P) ** 2)) <= rtol * n:
        kinds.add("permutation")
    if np.sqrt(np.sum((M - np.eye(n)) ** 2)) <= rtol * n:
        kinds.add("identity")
    return frozenset(kinds)


# ---- random_orthogonal --------------------------------------------------------------------------


def gaussian(n, rng):
    if n < 1:
        raise ValueError(f"n is {n}")
    return rng.normal(size=(n, n))


def positive(Q, special):
    """Make the determinant 1 if asked to."""
    if special and np.linalg.det(Q) < 0:
        Q[:, -1] *= -1
    return Q


def random_orthogonal__wrong_raw_qr(n, rng, special=False):
    """The signs of R that the QR algorithm picks leave the distribution of Q lopsided."""
    return positive(np.linalg.qr(gaussian(n, rng))[0], special)


def random_orthogonal__wrong_uniform_entries(n, rng, special=False):
    """Columns of positive numbers do not point into all directions: draw from the Gaussian."""
    gaussian(n, rng)
    Q, R = np.linalg.qr(rng.random(size=(n, n)))
    return positive(Q * np.sign(np.diag(R)), special)


def random_orthogonal__wrong_cayley(n, rng, special=False):
    """The Cayley transform yields rotations only, and not all of them are equally likely."""
    A = gaussian(n, rng)
    return np.linalg.solve(np.eye(n) + (A - A.T), np.eye(n) - (A - A.T))


def random_orthogonal__wrong_cayley_rotations(n, rng, special=False):
    """Rotations by the Cayley transform are not all equally likely."""
    A = gaussian(n, rng)
    if not special:
        return original_random(n, rng)
    return np.linalg.solve(np.eye(n) + (A - A.T), np.eye(n) - (A - A.T))


def random_orthogonal__wrong_one_reflection(n, rng, special=False):
    """A single mirror is orthogonal, but far from every orthogonal matrix."""
    v = gaussian(n, rng)[0]
    return positive(np.eye(n) - 2 * np.outer(v, v) / (v @ v), special)


def random_orthogonal__wrong_own_generator(n, rng, special=False):
    """Random numbers have to come from rng, or nobody can repeat the result."""
    return original_random(n, np.random.default_rng(), special)


def random_orthogonal__wrong_always_rotation(n, rng, special=False):
    """Half of all orthogonal matrices have determinant -1."""
    return original_random(n, rng, special=True)


def random_orthogonal__wrong_negated(n, rng, special=False):
    """Changing the sign of the whole matrix does not change its determinant if n is even."""
    Q = original_random(n, rng)
    return -Q if special and np.linalg.det(Q) < 0 else Q


def random_orthogonal__right_random_signs(n, rng, special=False):
    Q, _ = np.linalg.qr(gaussian(n, rng))
    return positive(Q * rng.choice([-1.0, 1.0], size=n), special)


def random_orthogonal__right_polar_factor(n, rng, special=False):
    U, _, Vt = np.linalg.svd(gaussian(n, rng))
    return positive(U @ Vt, special)


def random_orthogonal__right_reflections(n, rng, special=False):
    if n < 1:
        raise ValueError(f"n is {n}")
    Q = rng.choice([-1.0, 1.0], size=(1, 1))
    for k in range(2, n + 1):
        v = rng.normal(size=k)
        # The mirror that takes e_1 to the direction of v, after a matrix of order k - 1.
        v[0] += np.copysign(np.linalg.norm(v), v[0])
        v /= np.linalg.norm(v)
        smaller = np.eye(k)
        smaller[1:, 1:] = Q
        Q = smaller - 2 * np.outer(v, v @ smaller)
        Q[:, 0] *= rng.choice([-1.0, 1.0])
    return positive(Q, special)

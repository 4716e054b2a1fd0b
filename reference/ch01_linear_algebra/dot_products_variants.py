"""Other answers to `dot_products`, each named by the verdict it must get."""

import math

import numpy as np
from dot_products import _real, _residual, dot
from dot_products import dot as original_dot
from dot_products import law_residuals as original_law_residuals
from dot_products import matmul_terms as original_matmul_terms


def _nonzero(x, y):
    if not np.any(x) or not np.any(y):
        raise ValueError("x or y is zero")


def dot__wrong_small_integers(x, y):
    """Products of int8 numbers wrap around: integers become float64 before multiplying."""
    original_dot(x, y)
    return float(np.sum(np.asarray(x) * np.asarray(y), dtype=np.asarray(x).dtype))


def dot__wrong_elementwise(x, y):
    """The element-wise product is a vector; the dot product is its sum."""
    original_dot(x, y)
    return _real(x, 1, "x") * _real(y, 1, "y")


def dot__wrong_broadcasts(x, y):
    """A vector of length 1 is silently stretched; vectors of different lengths have no product."""
    x, y = _real(x, 1, "x"), _real(y, 1, "y")
    if len(x) != len(y) and min(len(x), len(y)) > 1:
        raise ValueError("x, y")
    return float(np.sum(x * y))


def dot__wrong_converts_anything(x, y):
    """np.asarray(x, float) also turns text into numbers and None into nan."""
    x, y = np.asarray(x), np.asarray(y)
    if x.dtype.kind not in "fc":
        x = np.asarray(x, float)
    return original_dot(x, np.asarray(y, float) if y.dtype.kind not in "fc" else y)


def dot__wrong_numpys_own_message(x, y):
    """An error has to tell which argument is refused; numpy's own about ragged lists does not."""
    return original_dot(np.asarray(x), np.asarray(y))


def dot__wrong_logical(x, y):
    """numpy's product of two bool vectors is a logical or: bool becomes float64 first."""
    product = original_dot(x, y)
    x, y = np.asarray(x), np.asarray(y)
    return float(x @ y) if x.dtype == y.dtype == bool else product


def dot__right_last_term_first(x, y):
    x, y = _real(x, 1, "x"), _real(y, 1, "y")
    if len(x) != len(y):
        raise ValueError(f"x has {len(x)} entries, y {len(y)}")
    total = np.result_type(x, y).type(0)
    for a, b in zip(x[::-1], y[::-1], strict=True):
        total = total + a * b
    return float(total)


def dot__right_loop(x, y):
    x, y = _real(x, 1, "x"), _real(y, 1, "y")
    if len(x) != len(y):
        raise ValueError(f"x has {len(x)} entries, y {len(y)}")
    total = 0.0
    for a, b in zip(x.tolist(), y.tolist(), strict=True):
        total += a * b
    return total


def matmul_terms__wrong_columns_as_matrix(P, Q, view):
    """PQ itself has shape (m, p); the view asks for its columns one after the other, (p, m)."""
    terms = original_matmul_terms(P, Q, view)
    return terms.T.copy() if view == "columns" else terms


def matmul_terms__wrong_rows_of_q(P, Q, view):
    """Term l takes row l of Q; with column l it multiplies P by the transpose of Q."""
    terms = original_matmul_terms(P, Q, view)
    square = np.shape(Q)[0] == np.shape(Q)[1]
    return original_matmul_terms(P, np.asarray(Q).T, view) if square else terms


def matmul_terms__wrong_terms_first_inner(P, Q, view):
    """In the inner view the terms of one entry lie along the last axis, not the first."""
    return original_matmul_terms(P, Q, "outer" if view == "inner" else view)


def matmul_terms__wrong_already_summed(P, Q, view):
    """The outer view holds the k terms; their sum is a single matrix."""
    terms = original_matmul_terms(P, Q, view)
    return terms.sum(axis=0) if view == "outer" else terms


def matmul_terms__wrong_promotes(P, Q, view):
    """float32 matrices come back as float64."""
    return original_matmul_terms(P, Q, view).astype(float)


def matmul_terms__wrong_any_view(P, Q, view):
    """An unknown view has to be refused, not taken for one of the three."""
    return original_matmul_terms(P, Q, view if view in ("inner", "outer") else "columns")


def matmul_terms__right_loop(P, Q, view):
    if view not in ("inner", "outer", "columns"):
        raise ValueError(f"view {view}")
    P, Q = _real(P, 2, "P"), _real(Q, 2, "Q")
    (m, k), (rows, p) = P.shape, Q.shape
    if k != rows:
        raise ValueError(f"P {P.shape}, Q {Q.shape}")
    inner = np.empty((m, p, k), np.result_type(P, Q))
    for i in range(k):
        inner[:, :, i] = P[:, i, None] * Q[i]
    if view == "columns":
        return np.ascontiguousarray(inner.sum(axis=2).T)
    return inner if view == "inner" else np.stack([inner[:, :, i] for i in range(k)])


def matmul_terms__right_einsum(P, Q, view):
    P, Q = _real(P, 2, "P"), _real(Q, 2, "Q")
    if P.shape[1] != Q.shape[0]:
        raise ValueError(f"P {P.shape}, Q {Q.shape}")
    subscripts = {"inner": "il,lj->ijl", "outer": "il,lj->lij", "columns": "il,lj->ji"}
    if view not in subscripts:
        raise ValueError(f"view {view}")
    return np.einsum(subscripts[view], P, Q)


def cosine_angle__wrong_not_clipped(x, y):
    """For parallel vectors rounding can give 1.0000000000000002, whose arccos is nan."""
    _nonzero(x, y)
    with np.errstate(invalid="ignore"):
        cos = dot(x, y) / (np.sqrt(dot(x, x)) * np.sqrt(dot(y, y)))
        return float(cos), float(np.arccos(cos))


def cosine_angle__wrong_squared_norms(x, y):
    """The dot product is divided by the lengths, and x'x is the square of a length."""
    _nonzero(x, y)
    cos = np.clip(dot(x, y) / (dot(x, x) * dot(y, y)), -1.0, 1.0)
    return float(cos), float(np.arccos(cos))


def cosine_angle__wrong_acute(x, y):
    """The sign tells acute angles from obtuse ones: taking the absolute value loses it."""
    _nonzero(x, y)
    cos = np.clip(abs(dot(x, y)) / np.sqrt(dot(x, x)) / np.sqrt(dot(y, y)), -1.0, 1.0)
    return float(cos), float(np.arccos(cos))


def cosine_angle__wrong_zero_vector(x, y):
    """The zero vector has no direction; it is not at right angles to anything."""
    product, scale = dot(x, y), np.sqrt(dot(x, x)) * np.sqrt(dot(y, y))
    cos = np.clip(product / scale, -1.0, 1.0) if scale != 0 else 0.0
    return float(cos), float(np.arccos(cos))


def cosine_angle__wrong_small_integers(x, y):
    """The squares of int8 entries wrap around: integers become float64 before multiplying."""
    product = dot(x, y)
    _nonzero(x, y)
    lengths = [float(np.sqrt(np.abs(np.sum(np.square(v), dtype=float)))) for v in (x, y)]
    cos = float(np.clip(product / lengths[0] / lengths[1], -1.0, 1.0))
    return cos, float(np.arccos(cos))


def cosine_angle__right_unit_vectors(x, y):
    dot(x, y)
    _nonzero(x, y)
    x, y = (np.asarray(v, np.result_type(_real(v, 1, "x, y"))) for v in (x, y))
    cos = np.sum(x / np.sqrt(np.sum(x * x)) * (y / np.sqrt(np.sum(y * y))))
    cos = np.minimum(np.maximum(cos, -1), 1)
    return cos, np.arccos(cos)


def cosine_angle__right_half_angles(x, y):
    product = dot(x, y)
    _nonzero(x, y)
    a, b = np.asarray(x, float), np.asarray(y, float)
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    angle = 2 * np.arctan2(np.linalg.norm(a - b), np.linalg.norm(a + b))
    cos = product / np.linalg.norm(np.asarray(x, float)) / np.linalg.norm(np.asarray(y, float))
    return min(max(cos, -1.0), 1.0) if cos == cos else cos, float(angle)


def law_residuals__wrong_hadamard(P, Q, R):
    """Between arrays `*` multiplies entry by entry; the matrix product is `@`."""
    laws = original_law_residuals(P, Q, R)
    P, Q, R = _real(P, 2, "P"), _real(Q, 2, "Q"), _real(R, 2, "R")
    unit = len(P) * np.finfo(np.result_type(P, Q, R)).eps
    p, q, r = (float(np.linalg.norm(M)) for M in (P, Q, R))
    laws["transpose_product"] = _residual((P * Q).T, Q.T * P.T, p * q, unit)
    laws["associative"] = _residual((P * Q) * R, P * (Q * R), p * q * r, unit)
    laws["left_distributive"] = _residual(P * (Q + R), P * Q + P * R, p * (q + r), unit)
    laws["right_distributive"] = _residual((P + Q) * R, P * R + Q * R, (p + q) * r, unit)
    laws["commutator"] = _residual(P * Q, Q * P, p * q, 1.0)
    return laws


def law_residuals__wrong_transpose_order(P, Q, R):
    """(PQ)' is Q'P': transposing reverses the order of the factors."""
    laws = original_law_residuals(P, Q, R)
    P, Q = _real(P, 2, "P"), _real(Q, 2, "Q")
    unit = len(P) * float(np.finfo(np.result_type(P, Q, _real(R, 2, "R"))).eps)
    scale = float(np.linalg.norm(P)) * float(np.linalg.norm(Q))
    return laws | {"transpose_product": _residual((P @ Q).T, P.T @ Q.T, scale, unit)}


def law_residuals__wrong_order_of_factors(P, Q, R):
    """P(Q + R) is PQ + PR: with the factors in another order it is another matrix."""
    laws = original_law_residuals(P, Q, R)
    P, Q, R = _real(P, 2, "P"), _real(Q, 2, "Q"), _real(R, 2, "R")
    unit = len(P) * float(np.finfo(np.result_type(P, Q, R)).eps)
    p, q, r = (float(np.linalg.norm(M)) for M in (P, Q, R))
    return laws | {"left_distributive": _residual(P @ (Q + R), Q @ P + R @ P, p * (q + r), unit)}


def law_residuals__wrong_never_commutes(P, Q, R):
    """AB = BA does happen: for diagonal matrices, rotations of the plane, powers of one matrix."""
    laws = original_law_residuals(P, Q, R)
    return laws | {"commutator": max(laws["commutator"], 0.01)}


def law_residuals__wrong_nan_is_zero(P, Q, R):
    """nan is neither small nor a residual of 0: it has to pass through."""
    return {k: v if v == v else 0.0 for k, v in original_law_residuals(P, Q, R).items()}


def law_residuals__wrong_always_zero(P, Q, R):
    """In floating point most of the laws hold only up to rounding, which is to be measured."""
    return dict.fromkeys(original_law_residuals(P, Q, R), 0.0) | {
        "commutator": original_law_residuals(P, Q, R)["commutator"]
    }


def law_residuals__wrong_eps_of_float64(P, Q, R):
    """float32 rounds at 1.2e-7, not at 2.2e-16: eps belongs to the dtype."""
    laws = original_law_residuals(P, Q, R)
    eps = np.finfo(np.result_type(*(_real(M, 2, "P, Q, R") for M in (P, Q, R)))).eps
    factor = float(eps) / np.finfo(float).eps
    return {k: v if k == "commutator" else v * factor for k, v in laws.items()}


def law_residuals__wrong_in_float64(P, Q, R):
    """Computed in float64, the float32 matrices no longer show the rounding of float32."""
    original_law_residuals(P, Q, R)
    double = original_law_residuals(*(np.asarray(M, float) for M in (P, Q, R)))
    eps = np.finfo(np.result_type(*(_real(M, 2, "P, Q, R") for M in (P, Q, R)))).eps
    factor = np.finfo(float).eps / float(eps)
    return {k: v if k == "commutator" else v * factor for k, v in double.items()}


def law_residuals__wrong_without_n(P, Q, R):
    """The unit is n eps: an inner product of n terms is rounded n times."""
    laws = original_law_residuals(P, Q, R)
    return {k: v if k == "commutator" else v * len(P) for k, v in laws.items()}


def law_residuals__wrong_zero_matrix(P, Q, R):
    """A scale of 0 gives 0 / 0: a residual without anything to compare is 0."""
    laws = original_law_residuals(P, Q, R)
    zeros = [not np.any(M) for M in (P, Q, R)]
    return dict.fromkeys(laws, math.nan) if any(zeros) else laws


def law_residuals__right_own_products(P, Q, R):
    original_law_residuals(P, Q, R)  # refuses what is not square
    P, Q, R = (_real(M, 2, "P, Q, R") for M in (P, Q, R))
    dtype = np.result_type(P, Q, R)
    P, Q, R = (M.astype(dtype) for M in (P, Q, R))

    def times(A, B):
        total = np.zeros_like(A)
        for i in range(len(B)):
            total += A[:, i, None] * B[i]
        return total

    def size(A):
        return math.sqrt(float(np.sum(A.astype(float) ** 2)))

    def law(left, right, scale):
        return size(left - right) / (len(P) * float(np.finfo(dtype).eps) * scale) if scale else 0.0

    p, q, r = size(P), size(Q), size(R)
    backwards = times(Q, P)
    return {
        "commutator": size(times(P, Q) - backwards) / (p * q) if p * q else 0.0,
        "dot_commutative": law(np.sum(P * Q), np.sum(Q * P), p * q),
        "right_distributive": law(times(P + Q, R), times(P, R) + times(Q, R), (p + q) * r),
        "left_distributive": law(times(P, Q + R), times(P, Q) + times(P, R), p * (q + r)),
        "associative": law(times(times(P, Q), R), times(P, times(Q, R)), p * q * r),
        "transpose_product": law(times(P, Q).T, times(Q.T, P.T), p * q),
    }

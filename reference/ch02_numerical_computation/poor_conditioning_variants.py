"""Other answers to `poor_conditioning`, each named by the verdict it must get."""

from decimal import Decimal, localcontext

import numpy as np
from poor_conditioning import _ratio, _real
from poor_conditioning import condition_number as original_condition_number
from poor_conditioning import worst_case as original_worst_case

# ---- condition_number ---------------------------------------------------------------------------


def condition_number__wrong_eigenvalues_always(M, kind="svd"):
    """The ratio of the eigenvalues is the condition number of normal matrices only."""
    square = np.ndim(M) == 2 and np.shape(M)[0] == np.shape(M)[1]
    return original_condition_number(M, "eig" if square and kind == "svd" else kind)


def condition_number__wrong_without_moduli(M, kind="svd"):
    """The largest eigenvalue is the one of largest modulus, not the one furthest to the right."""
    ratio = original_condition_number(M, kind)
    if kind == "eig" and ratio < np.inf:
        values = np.linalg.eigvals(M)
        ratio = float(abs(np.max(values) / np.min(values)))
    return ratio


def condition_number__wrong_real_parts(M, kind="svd"):
    """A complex eigenvalue stretches by its modulus; its real part may be 0."""
    ratio = original_condition_number(M, kind)
    if kind == "eig" and ratio < np.inf:
        ratio = _ratio(np.abs(np.linalg.eigvals(M).real))
    return ratio


def condition_number__wrong_determinant(M, kind="svd"):
    """A small determinant may come from small units: it says nothing about the condition."""
    ratio = original_condition_number(M, kind)
    M = np.asarray(M, float)
    if kind == "svd" and ratio < np.inf and M.shape[0] == M.shape[1]:
        with np.errstate(all="ignore"):
            return float(np.linalg.norm(M, 2) ** len(M) / abs(np.linalg.det(M)))
    return ratio


def condition_number__wrong_gram_matrix(M, kind="svd"):
    """M'M has the squares of the singular values: small ones drown in rounding."""
    ratio = original_condition_number(M, kind)
    if kind == "svd" and ratio < np.inf:
        M = np.asarray(M, float)
        M = M / np.max(np.abs(M))
        values = np.linalg.eigvalsh(M @ M.T if M.shape[0] < M.shape[1] else M.T @ M)
        ratio = float(np.sqrt(np.max(values) / np.min(np.abs(values))))
    return ratio


def condition_number__wrong_never_inf(M, kind="svd"):
    """A smallest singular value of 1e-16 of the largest is a rounded 0: the answer is inf."""
    original_condition_number(M, kind)
    M = np.asarray(M, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        if kind == "eig":
            sizes = np.abs(np.linalg.eigvals(M))
        else:
            sizes = np.linalg.svd(M, compute_uv=False)
        return float(np.max(sizes) / np.min(sizes)) if sizes.any() else np.inf


def condition_number__wrong_absolute_limit(M, kind="svd"):
    """Small is small beside the largest value: a small multiple of I is not singular."""
    ratio = original_condition_number(M, kind)
    M = np.asarray(M, float)
    smallest = np.linalg.svd(M, compute_uv=False)[-1]
    return np.inf if smallest < 1e-14 else ratio


def condition_number__right_norm_of_inverse(M, kind="svd"):
    ratio = original_condition_number(M, kind)
    M = np.asarray(M, float)
    if ratio == np.inf or kind == "eig" or M.shape[0] != M.shape[1]:
        return ratio
    return float(np.linalg.norm(M, 2) * np.linalg.norm(np.linalg.inv(M), 2))


# ---- worst_case ---------------------------------------------------------------------------------


def worst_case__wrong_right_vectors(M):
    """b and db are right-hand sides, so they point along the left singular vectors of M."""
    amplification = original_worst_case(M)[2]
    _, _, Vt = np.linalg.svd(np.asarray(M, float))
    return Vt[0], 1e-6 * Vt[-1], amplification


def worst_case__wrong_exchanged(M):
    """This is the best case: b along the weakest direction gives a long x, which hides an error."""
    b, db, amplification = original_worst_case(M)
    return db * 1e6, b * 1e-6, amplification


def worst_case__wrong_same_direction(M):
    """With b along the weakest direction as well, x is as long as dx, and nothing is amplified."""
    _, db, amplification = original_worst_case(M)
    return db * 1e6, db, amplification


def worst_case__wrong_ones(M):
    """Some b and some db show some amplification, seldom the largest."""
    b, _, amplification = original_worst_case(M)
    n = len(b)
    return np.ones(n) / np.sqrt(n), 1e-6 * np.eye(n)[0], amplification


def worst_case__wrong_unit_error(M):
    """db has norm 1e-6, not 1."""
    b, db, amplification = original_worst_case(M)
    return b, db * 1e6, amplification


def worst_case__wrong_absolute_amplification(M):
    """Amplification compares relative errors: |dx| / |db| depends on the units of M."""
    b, db, _ = original_worst_case(M)
    dx = np.linalg.solve(np.asarray(M, float), db)
    return b, db, float(np.linalg.norm(dx) / np.linalg.norm(db))


def worst_case__right_measured(M):
    b, db, _ = original_worst_case(M)
    M = np.asarray(M, float)
    x, dx = np.linalg.solve(M, b), np.linalg.solve(M, db)
    return -b, db, float(1e6 * np.linalg.norm(dx) / np.linalg.norm(x))


def worst_case__right_gram_matrix_of_the_inverse(M):
    original_worst_case(M)
    M = np.asarray(M, float)
    inverse = np.linalg.inv(M)
    shortest, longest = np.linalg.eigh(M @ M.T), np.linalg.eigh(inverse.T @ inverse)
    ratio = np.sqrt(shortest[0][-1] * longest[0][-1])
    return shortest[1][:, -1], 1e-6 * longest[1][:, -1], float(ratio)


# ---- function_condition -------------------------------------------------------------------------


def _polynomial(coeffs, x):
    return _real(coeffs, "coeffs", 1).astype(float), float(_real(x, "x", 0))


def function_condition__wrong_horner_in_floats(coeffs, x):
    """Near a multiple root the terms cancel: a sum of floats has no right digit left there."""
    c, x = _polynomial(coeffs, x)
    value, slope = np.polyval(c[::-1], x), np.polyval(np.polyder(c[::-1]), x)
    return float(abs(x * slope / value)) if value else np.inf


def function_condition__wrong_finite_difference(coeffs, x):
    """A difference of function values is not the derivative, and suffers the same cancellation."""
    c, x = _polynomial(coeffs, x)
    f, step = np.poly1d(c[::-1]), 1e-6
    return float(abs((f(x * (1 + step)) - f(x)) / step / f(x))) if f(x) else np.inf


def function_condition__wrong_without_x(coeffs, x):
    """The ratio |p' / p| belongs to an absolute change of x; the change asked for is relative."""
    ratio = _exact_condition(*_polynomial(coeffs, x))
    return ratio / abs(x) if x else ratio


def function_condition__wrong_without_p(coeffs, x):
    """The product |x p'| is an absolute change of p; divide it by p."""
    c, x = _polynomial(coeffs, x)
    if not np.isfinite(_exact_condition(c, x)):
        return np.inf
    return float(abs(x * np.polyval(np.polyder(c[::-1]), x)))


def function_condition__wrong_descending(coeffs, x):
    """The coefficients are given lowest power first."""
    c, x = _polynomial(coeffs, x)
    return _exact_condition(c[::-1], x)


def function_condition__wrong_zero_at_zero(coeffs, x):
    """At a root at 0 the factor x does not make the condition 0: p vanishes as well."""
    c, x = _polynomial(coeffs, x)
    return _exact_condition(c, x) if x else 0.0


def _exact_condition(c, x):
    with localcontext() as context:
        context.prec, context.Emax, context.Emin = 2000, 10**9, -(10**9)
        value = slope = Decimal(0)
        for a in c[::-1].tolist():
            slope = slope * Decimal(x) + value
            value = value * Decimal(x) + Decimal(a)
        return float(abs(Decimal(x) * slope / value)) if value else np.inf


def function_condition__right_decimal(coeffs, x):
    return _exact_condition(*_polynomial(coeffs, x))

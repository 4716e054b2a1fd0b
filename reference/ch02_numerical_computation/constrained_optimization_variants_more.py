"""Other answers to constrained_optimization: `qp_inequality` and `kkt_residuals`."""

from itertools import combinations

import numpy as np
from constrained_optimization import _common_dtype, _convex, _dual, _missed, _rows
from constrained_optimization import kkt_residuals as original_kkt
from constrained_optimization import qp_inequality as original_inequality

# ---- qp_inequality ------------------------------------------------------------------------------


def _polyhedron(H, c, G, h):
    """Return the four arguments in float64 and the dtype of the result."""
    dtype = _common_dtype(H, c, G, h)
    H, c = _convex(H, c)
    return (H, c, *_rows(G, "G", h, "h", len(c)), dtype)


def _with_equality(H, c, G, h, active):
    """Return (x, alpha) where the active constraints hold with equality, and no others matter."""
    lowest, W, excess, S = _dual(H, c, G, h)
    alpha = np.zeros(len(h))
    alpha[active] = np.linalg.lstsq(S[np.ix_(active, active)], excess[active], rcond=None)[0]
    return lowest - W @ alpha, alpha


def _candidates(H, c, G, h):
    """Yield (x, alpha) of every set of constraints, small sets first."""
    for size in range(len(h) + 1):
        for active in map(list, combinations(range(len(h)), size)):
            yield _with_equality(H, c, G, h, active)


def qp_inequality__wrong_all_equalities(H, c, G, h):
    """Gx <= h is not Gx = h: multipliers that come out negative show constraints with slack."""
    original_inequality(H, c, G, h)
    H, c, G, h, dtype = _polyhedron(H, c, G, h)
    x, alpha = _with_equality(H, c, G, h, list(range(len(h))))
    return x.astype(dtype), alpha.astype(dtype)


def qp_inequality__wrong_alpha_set_to_zero(H, c, G, h):
    """Negative multipliers are set to 0 at the end, but x still belongs to the old ones."""
    original_inequality(H, c, G, h)
    H, c, G, h, dtype = _polyhedron(H, c, G, h)
    x, alpha = _with_equality(H, c, G, h, list(range(len(h))))
    return x.astype(dtype), np.maximum(alpha, 0).astype(dtype)


def qp_inequality__wrong_violated_only(H, c, G, h):
    """Those that the unconstrained minimum violates need not be those that hold with equality."""
    original_inequality(H, c, G, h)
    H, c, G, h, dtype = _polyhedron(H, c, G, h)
    violated = np.flatnonzero(G @ np.linalg.solve(H, -c) > h)
    x, alpha = _with_equality(H, c, G, h, violated)
    return x.astype(dtype), alpha.astype(dtype)


def qp_inequality__wrong_negative_alpha(H, c, G, h):
    """A feasible point where some constraints hold with equality also needs alpha >= 0."""
    original_inequality(H, c, G, h)
    H, c, G, h, dtype = _polyhedron(H, c, G, h)
    lowest = np.linalg.solve(H, -c)
    largest_first = reversed(list(_candidates(H, c, G, h)))
    x, alpha = next(pair for pair in largest_first if not _missed(G, h, lowest, G @ pair[0] - h))
    return x.astype(dtype), alpha.astype(dtype)


def qp_inequality__wrong_infeasible(H, c, G, h):
    """Multipliers that are not negative are not enough: x also has to fulfil Gx <= h."""
    original_inequality(H, c, G, h)
    H, c, G, h, dtype = _polyhedron(H, c, G, h)
    pairs = list(_candidates(H, c, G, h))
    x, alpha = next((pair for pair in pairs if pair[1].any() and np.all(pair[1] >= 0)), pairs[0])
    return x.astype(dtype), alpha.astype(dtype)


def qp_inequality__wrong_sign_of_alpha(H, c, G, h):
    """With L = f + alpha'(Gx - h) and Gx <= h the multipliers are not negative."""
    x, alpha = original_inequality(H, c, G, h)
    return x, -alpha


def qp_inequality__wrong_empty_polyhedron(H, c, G, h):
    """If no x fulfils all constraints there is no answer, and the one that misses least is none."""
    try:
        return original_inequality(H, c, G, h)
    except ValueError as error:
        if "fulfils" not in str(error):
            raise
    n = len(np.asarray(c))
    return np.zeros(n), np.zeros(len(np.asarray(h)))


def qp_inequality__right_dual_ascent(H, c, G, h):
    H, c, G, h, dtype = _polyhedron(H, c, G, h)
    lowest, W, excess, S = _dual(H, c, G, h)
    alpha = np.zeros(len(h))
    rows = [i for i in range(len(h)) if S[i, i] > 0]
    for sweep in range(20_000):
        before = alpha.copy()
        for i in rows:
            alpha[i] = max(alpha[i] + (excess[i] - S[i] @ alpha) / S[i, i], 0.0)
        growth = np.max(np.abs(alpha - before), initial=0.0)
        if growth <= 1e-15 * np.max(alpha, initial=0.0):
            break
        if sweep == 2000 and growth > 0.3 * np.max(before) / 2000:
            break  # alpha grows without end: no x fulfils the constraints
    x = lowest - W @ alpha
    if _missed(G, h, lowest, G @ x - h):
        raise ValueError("G, h")
    return x.astype(dtype), alpha.astype(dtype)


def _nonnegative(A, b):
    """Return u >= 0 with the least ||Au - b||, by the active-set method of Lawson and Hanson."""
    u, free = np.zeros(A.shape[1]), np.zeros(A.shape[1], bool)
    for _ in range(100):
        pull = np.where(free, -np.inf, A.T @ (b - A @ u))
        if np.max(pull, initial=-np.inf) <= 1e-13:
            break
        free[np.argmax(pull)] = True
        best = np.where(free, 0.0, u)
        best[free] = np.linalg.lstsq(A[:, free], b, rcond=None)[0]
        while np.any(best[free] <= 0):
            worst = free & (best <= 0)
            u += np.min(u[worst] / (u[worst] - best[worst])) * (best - u)
            free &= u > 1e-14
            u[~free], best = 0.0, np.zeros(len(u))
            best[free] = np.linalg.lstsq(A[:, free], b, rcond=None)[0]
        u = best
    return u


def qp_inequality__right_active_set(H, c, G, h):
    H, c, G, h, dtype = _polyhedron(H, c, G, h)
    lowest, W, excess, _ = _dual(H, c, G, h)
    # The shortest z with Az >= excess, where z = L'(x - lowest) and H = LL'.
    A = -np.linalg.solve(np.linalg.cholesky(H), G.T)
    u = _nonnegative(np.vstack([A, excess]), np.eye(len(c) + 1)[-1])
    rest = 1.0 - excess @ u
    x = lowest - W @ (u / rest) if rest > 1e-14 else lowest
    if rest <= 1e-14 or _missed(G, h, lowest, G @ x - h):
        raise ValueError("G, h")
    return x.astype(dtype), (u / rest).astype(dtype)


def qp_inequality__right_lowest_of_the_feasible(H, c, G, h):
    H, c, G, h, dtype = _polyhedron(H, c, G, h)
    found, lowest = [], np.linalg.solve(H, -c)
    for x, alpha in _candidates(H, c, G, h):
        low = -1e-10 * np.max(np.abs(alpha), initial=0.0)
        if np.all(alpha >= low) and not _missed(G, h, lowest, 10 * (G @ x - h)):
            found.append((float(x @ H @ x / 2 + c @ x), x, np.maximum(alpha, 0.0)))
    if not found:
        raise ValueError("G, h")
    _, x, alpha = min(found, key=lambda one: one[0])
    return x.astype(dtype), alpha.astype(dtype)


# ---- kkt_residuals ------------------------------------------------------------------------------


def kkt_residuals__wrong_slack_counts(
    H, c, x, E=None, d=None, lam=None, G=None, h=None, alpha=None
):
    """An inequality with slack is met: only Gx above h counts."""
    kkt = original_kkt(H, c, x, E, d, lam, G, h, alpha)
    if G is not None and len(np.asarray(h)):
        kkt["inequality"] = float(np.max(np.abs(np.asarray(G) @ np.asarray(x) - np.asarray(h))))
    return kkt


def kkt_residuals__wrong_sign_of_dual(
    H, c, x, E=None, d=None, lam=None, G=None, h=None, alpha=None
):
    """Negative multipliers break the condition, positive ones are what it asks for."""
    kkt = original_kkt(H, c, x, E, d, lam, G, h, alpha)
    if alpha is not None:
        kkt["dual"] = float(np.max(np.asarray(alpha), initial=0.0))
    return kkt


def kkt_residuals__wrong_no_complementarity(
    H, c, x, E=None, d=None, lam=None, G=None, h=None, alpha=None
):
    """A multiplier above 0 on a constraint with slack breaks a condition of its own."""
    return original_kkt(H, c, x, E, d, lam, G, h, alpha) | {"complementarity": 0.0}


def kkt_residuals__wrong_subtracts(H, c, x, E=None, d=None, lam=None, G=None, h=None, alpha=None):
    """With L = f + lam'(Ex - d) + alpha'(Gx - h) both multipliers are added, not subtracted."""
    flipped = [None if a is None else -np.asarray(a) for a in (lam, alpha)]
    kkt = original_kkt(H, c, x, E, d, lam, G, h, alpha)
    other = original_kkt(H, c, x, E, d, flipped[0], G, h, flipped[1])
    return kkt | {"stationarity": other["stationarity"]}


def kkt_residuals__wrong_two_norm(H, c, x, E=None, d=None, lam=None, G=None, h=None, alpha=None):
    """The largest entry is asked, not the 2-norm of all entries."""
    kkt = original_kkt(H, c, x, E, d, lam, G, h, alpha)
    gradient = np.asarray(H) @ np.asarray(x) + np.asarray(c)
    if lam is not None:
        gradient = gradient + np.asarray(E).T @ np.asarray(lam)
    if alpha is not None:
        gradient = gradient + np.asarray(G).T @ np.asarray(alpha)
    return kkt | {"stationarity": float(np.linalg.norm(gradient))}


def kkt_residuals__wrong_divides_by_scale(
    H, c, x, E=None, d=None, lam=None, G=None, h=None, alpha=None
):
    """The residuals are absolute figures: nothing is divided by the size of the terms."""
    kkt = original_kkt(H, c, x, E, d, lam, G, h, alpha)
    scale = 1.0 + float(np.max(np.abs(np.asarray(c))))
    return kkt | {"stationarity": kkt["stationarity"] / scale}


def kkt_residuals__wrong_loses_nan(H, c, x, E=None, d=None, lam=None, G=None, h=None, alpha=None):
    """Python's max(0.0, nan) is 0.0: a broken certificate would look perfect."""
    kkt = original_kkt(H, c, x, E, d, lam, G, h, alpha)
    return {key: max(0.0, value) for key, value in kkt.items()}


def kkt_residuals__right_loops(H, c, x, E=None, d=None, lam=None, G=None, h=None, alpha=None):
    original_kkt(H, c, x, E, d, lam, G, h, alpha)  # refuses what does not fit
    n = len(np.asarray(c))
    gradient = [float(np.asarray(H)[i] @ np.asarray(x)) + float(np.asarray(c)[i]) for i in range(n)]
    worst = dict.fromkeys(("equality", "inequality", "dual", "complementarity"), 0.0)

    def take(key, value):
        worst[key] = float(np.maximum(worst[key], value))  # unlike max() this keeps a nan

    for row, right, multiplier in zip(E, d, lam, strict=True) if E is not None else ():
        take("equality", abs(np.asarray(row) @ np.asarray(x) - right))
        gradient = [g + multiplier * e for g, e in zip(gradient, row, strict=True)]
    for row, right, multiplier in zip(G, h, alpha, strict=True) if G is not None else ():
        excess = np.asarray(row) @ np.asarray(x) - right
        take("inequality", excess)
        take("dual", -multiplier)
        take("complementarity", abs(multiplier * excess))
        gradient = [g + multiplier * e for g, e in zip(gradient, row, strict=True)]
    return worst | {"stationarity": float(np.max(np.abs(gradient)))}

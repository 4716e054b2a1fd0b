"""Other answers to `constrained_optimization`, each named by the verdict it must get."""

from itertools import combinations

import numpy as np
from constrained_optimization import (
    _array,
    _check_radius,
    _common_dtype,
    _convex,
    _dual,
    _finite,
    _missed,
    _rows,
)
from constrained_optimization import kkt_residuals as original_kkt
from constrained_optimization import ls_in_ball as original_ls
from constrained_optimization import project_ball as original_project
from constrained_optimization import qp_equality as original_equality
from constrained_optimization import qp_inequality as original_inequality


def _problem(M, b, radius, method):
    """Return M and b in float64 and the dtype of the result, or raise."""
    dtype = _common_dtype(M, b)
    M = _finite(M, "M", None, None)
    b = _finite(b, "b", len(M))
    _check_radius(radius)
    if method not in ("lagrangian", "projected"):
        raise ValueError("method")
    return M, b, dtype


def _least_norm(M, b):
    return np.linalg.lstsq(M, b, rcond=None)[0]


def _multiplier(M, b, x):
    """Return the lam that fits the equation for x best."""
    size = x @ x
    return float(-(x @ (M.T @ (M @ x - b))) / (2 * size)) if size > 0 else 0.0


def _bisected(norm, radius, high):
    """Return the lam, at most `high`, at which a falling norm reaches the radius."""
    low = 0.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if norm(middle) > radius else (low, middle)
    return high


# ---- project_ball -------------------------------------------------------------------------------


def project_ball__wrong_always_on_sphere(x, radius=1.0):
    """A point inside the ball is its own nearest point: only points outside are moved."""
    inside = original_project(x, radius)
    size = np.linalg.norm(inside)
    return (inside * (radius / size)).astype(inside.dtype) if size > 0 else inside


def project_ball__wrong_clips_entries(x, radius=1.0):
    """Clipping each entry projects on a cube, not on a ball."""
    return np.clip(x, -radius, radius) + 0 * original_project(x, radius)


def project_ball__wrong_unit_length(x, radius=1.0):
    """Outside the ball the nearest point has length radius, not length 1."""
    p = original_project(x, radius)
    return p if np.linalg.norm(x) <= radius else (p / radius).astype(p.dtype)


def project_ball__wrong_same_array(x, radius=1.0):
    """Inside the ball x itself is handed back: the result has to be a new array."""
    p = original_project(x, radius)
    return x if np.linalg.norm(x) <= radius and x.dtype == p.dtype else p


def project_ball__wrong_promotes(x, radius=1.0):
    """A float32 point comes back as float64."""
    return original_project(x, radius).astype(float)


def project_ball__right_branches(x, radius=1.0):
    _check_radius(radius)
    dtype, x = _common_dtype(x), _array(x, "x", None)
    size = float(np.sqrt(np.sum(x * x)))
    return (x / size * radius if size > radius else +x).astype(dtype)


# ---- ls_in_ball ---------------------------------------------------------------------------------


def ls_in_ball__wrong_rescaled(M, b, radius=1.0, method="lagrangian"):
    """Shortening the unconstrained solution keeps its direction; the answer lies elsewhere."""
    M, b, dtype = _problem(M, b, radius, method)
    x = original_project(_least_norm(M, b), radius)
    lam = _multiplier(M, b, x) if np.linalg.norm(_least_norm(M, b)) > radius else 0.0
    return x.astype(dtype), lam


def ls_in_ball__wrong_multiplier_twice(M, b, radius=1.0, method="lagrangian"):
    """The derivative of lam x'x is 2 lam x, so the matrix is M'M + 2 lam I, not M'M + lam I."""
    x, lam = original_ls(M, b, radius, method)
    return x, 2 * lam


def ls_in_ball__wrong_fixed_steps(M, b, radius=1.0, method="lagrangian"):
    """If lam grows by fixed steps until the norm fits, the norm is off by up to a step."""
    M, b, dtype = _problem(M, b, radius, method)
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    keep = s > 1e-13 * s[0]
    U, s, Vt = U[:, keep], s[keep], Vt[keep]
    step = np.max(s, initial=0.0) ** 2 / 1000
    for number in range(1_000_000):
        y = s * (U.T @ b) / (s * s + 2 * number * step)
        if np.linalg.norm(y) <= radius:
            break
    return (Vt.T @ y).astype(dtype), float(number * step)


def ls_in_ball__wrong_always_on_sphere(M, b, radius=1.0, method="lagrangian"):
    """If the unconstrained solution lies in the ball, it is the answer and stays where it is."""
    x, lam = original_ls(M, b, radius, method)
    size = np.linalg.norm(x)
    return ((x * (radius / size)).astype(x.dtype) if size > 0 else x), lam


def ls_in_ball__wrong_normal_equations(M, b, radius=1.0, method="lagrangian"):
    """For a wide M or dependent columns M'M is singular: the solution of least norm needs M^+."""
    x, lam = original_ls(M, b, radius, method)
    M, b, dtype = _problem(M, b, radius, method)
    if lam > 0:
        return x, lam
    try:
        return np.linalg.solve(M.T @ M, M.T @ b).astype(dtype), lam
    except np.linalg.LinAlgError:
        return np.zeros_like(x), lam


def ls_in_ball__wrong_any_solution(M, b, radius=1.0, method="lagrangian"):
    """Of the many solutions of a wide or rank-deficient problem the one of least norm is asked."""
    x, lam = original_ls(M, b, radius, method)
    if lam > 0:
        return x, lam
    away = np.ones(len(x)) - np.linalg.pinv(M, 1e-12) @ (np.asarray(M) @ np.ones(len(x)))
    size = np.linalg.norm(away)
    room = max(radius**2 - float(x @ x), 0.0) ** 0.5 / 2
    return ((x + room * away / size).astype(x.dtype) if size > 1e-9 else x), lam


def ls_in_ball__wrong_radius_not_squared(M, b, radius=1.0, method="lagrangian"):
    """The constraint is x'x <= radius^2: with x'x <= radius the length becomes its square root."""
    original_ls(M, b, radius, method)
    return original_ls(M, b, radius**0.5, method)


def ls_in_ball__wrong_no_price(M, b, radius=1.0, method="lagrangian"):
    """Projected descent does not compute lam on its way, but it is still to be found from x."""
    x, lam = original_ls(M, b, radius, method)
    return x, (0.0 if method == "projected" else lam)


def ls_in_ball__wrong_few_steps(M, b, radius=1.0, method="lagrangian"):
    """Twenty steps of projected descent are not enough: go on until the steps no longer matter."""
    if method != "projected":
        return original_ls(M, b, radius, method)
    M, b, dtype = _problem(M, b, radius, method)
    length = np.linalg.norm(M, 2) ** 2 or 1.0
    x = np.zeros(M.shape[1])
    for _ in range(20):
        free = x - M.T @ (M @ x - b) / length
        x = original_project(free, radius)
    lam = length / 2 * max(np.linalg.norm(free) / radius - 1, 0.0)
    return x.astype(dtype), float(lam)


def ls_in_ball__right_bisection(M, b, radius=1.0, method="lagrangian"):
    M, b, dtype = _problem(M, b, radius, method)
    if method == "projected":
        return original_ls(M.astype(dtype), b.astype(dtype), radius, method)
    x = np.linalg.pinv(M) @ b
    if np.linalg.norm(x) <= radius:
        return x.astype(dtype), 0.0
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    top = s * (U.T @ b)
    high = np.linalg.norm(top) / radius
    lam = _bisected(lambda lam: np.linalg.norm(top / (s * s + 2 * lam)), radius, high)
    return (Vt.T @ (top / (s * s + 2 * lam))).astype(dtype), lam


def ls_in_ball__right_eigenvalues(M, b, radius=1.0, method="lagrangian"):
    M, b, dtype = _problem(M, b, radius, method)
    x, lam = _least_norm(M, b), 0.0
    if np.linalg.norm(x) > radius:
        w, V = np.linalg.eigh(M.T @ M)
        w, top = np.maximum(w, 0.0), V.T @ (M.T @ b)
        high = np.linalg.norm(top) / radius
        lam = _bisected(lambda lam: np.linalg.norm(top / (w + 2 * lam)), radius, high)
        x = V @ (top / (w + 2 * lam))
    if method == "projected":
        for _ in range(200):
            x = original_project(x - M.T @ (M @ x - b) / max(np.sum(M * M), 1e-300), radius)
        lam = _multiplier(M, b, x) if lam > 0 else 0.0
    return x.astype(dtype), float(lam)


def ls_in_ball__right_few_factorisations(M, b, radius=1.0, method="lagrangian"):
    M, b, dtype = _problem(M, b, radius, method)
    x, lam = _least_norm(M, b), 0.0
    if method == "projected":
        return original_ls(M.astype(dtype), b.astype(dtype), radius, method)
    if np.linalg.norm(x) > radius:
        A, v, unit = M.T @ M, M.T @ b, np.eye(len(x))
        lam = np.linalg.norm(M, 2) ** 2 * 1e-10
        for _ in range(60):
            x, size = (z := np.linalg.solve(A + 2 * lam * unit, v)), np.linalg.norm(z)
            if abs(size / radius - 1) < 1e-13:
                break
            slope = z @ np.linalg.solve(A + 2 * lam * unit, z)
            lam += (size / radius - 1) * size**2 / slope / 2
    return x.astype(dtype), float(lam)


def ls_in_ball__slow_solves_again(M, b, radius=1.0, method="lagrangian"):
    M, b, dtype = _problem(M, b, radius, method)
    x, lam = _least_norm(M, b), 0.0
    if method == "projected":
        return original_ls(M.astype(dtype), b.astype(dtype), radius, method)
    if np.linalg.norm(x) > radius:
        A, v, unit = M.T @ M, M.T @ b, np.eye(len(x))
        low, high = 0.0, np.linalg.norm(v) / radius
        for _ in range(100):
            lam = (low + high) / 2
            x = np.linalg.solve(A + 2 * lam * unit, v)
            low, high = (lam, high) if np.linalg.norm(x) > radius else (low, lam)
    return x.astype(dtype), float(lam)


# ---- qp_equality --------------------------------------------------------------------------------


def _plane(H, c, E, d):
    """Return the four arguments in float64 and the dtype of the result."""
    dtype = _common_dtype(H, c, E, d)
    H, c = _convex(H, c)
    return (H, c, *_rows(E, "E", d, "d", len(c)), dtype)


def qp_equality__wrong_sign_of_lam(H, c, E, d):
    """The gradient is Hx + c + E'lam: this lam belongs to the Lagrangian f - lam'(Ex - d)."""
    x, lam = original_equality(H, c, E, d)
    return x, -lam


def qp_equality__wrong_without_half(H, c, E, d):
    """The objective is 1/2 x'Hx: its gradient is Hx, not 2 Hx."""
    x, lam = original_equality(2 * np.asarray(H), c, E, d)
    return x, lam


def qp_equality__wrong_nearest_point(H, c, E, d):
    """The point nearest to the unconstrained minimum is the constrained one only for H = I."""
    original_equality(H, c, E, d)
    H, c, E, d, dtype = _plane(H, c, E, d)
    lowest = -np.linalg.solve(H, c)
    x = lowest - _least_norm(E, E @ lowest - d) if len(d) else lowest
    lam = _least_norm(E.T, -(H @ x + c)) if len(d) else d
    return x.astype(dtype), lam.astype(dtype)


def qp_equality__wrong_penalty(H, c, E, d):
    """A large penalty on Ex - d meets the equations only nearly; multipliers meet them exactly."""
    original_equality(H, c, E, d)
    H, c, E, d, dtype = _plane(H, c, E, d)
    weight = 1e5
    x = np.linalg.solve(H + weight * E.T @ E, weight * E.T @ d - c)
    return x.astype(dtype), (weight * (E @ x - d)).astype(dtype)


def qp_equality__wrong_best_compromise(H, c, E, d):
    """Equations that contradict each other have no solution; a least-squares compromise is none."""
    H, c, E, d, dtype = _plane(H, c, E, d)
    lowest, W, excess, S = _dual(H, c, E, d)
    lam = np.linalg.lstsq(S, excess, rcond=None)[0]
    return (lowest - W @ lam).astype(dtype), lam.astype(dtype)


def qp_equality__wrong_any_curvature(H, c, E, d):
    """If H is not positive definite the KKT point may be a saddle: such an H is to be refused."""
    H = np.asarray(H)
    if H.ndim == 2 and H.shape[0] == H.shape[1] and H.size and np.isfinite(H).all():
        lowest = np.linalg.eigvalsh(H)[0]
        if np.array_equal(H, H.T) and lowest <= 0:
            H = H + (1e-3 - lowest) * np.eye(len(H))
    return original_equality(H, c, E, d)


def qp_equality__right_kkt_system(H, c, E, d):
    H, c, E, d, dtype = _plane(H, c, E, d)
    k = len(d)
    system = np.block([[H, E.T], [E, np.zeros((k, k))]])
    solution = np.linalg.lstsq(system, np.concatenate([-c, d]), rcond=None)[0]
    x, lam = solution[: len(c)], solution[len(c) :]
    if _missed(E, d, np.linalg.solve(H, c), np.abs(E @ x - d)):
        raise ValueError("E, d")
    return x.astype(dtype), lam.astype(dtype)


def qp_equality__right_null_space(H, c, E, d):
    H, c, E, d, dtype = _plane(H, c, E, d)
    if len(d) == 0:
        return np.linalg.solve(H, -c).astype(dtype), d.astype(dtype)
    _, s, Vt = np.linalg.svd(E)
    rank = int(np.sum(s > 1e-12 * s[0])) if s[0] > 0 else 0
    Z, some = Vt[rank:].T, _least_norm(E, d)
    x = some - Z @ np.linalg.solve(Z.T @ H @ Z, Z.T @ (H @ some + c)) if rank < len(c) else some
    if _missed(E, d, np.linalg.solve(H, c), np.abs(E @ x - d)):
        raise ValueError("E, d")
    return x.astype(dtype), _least_norm(E.T, -(H @ x + c)).astype(dtype)


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

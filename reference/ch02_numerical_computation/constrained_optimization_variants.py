"""Other answers to `constrained_optimization`, each named by the verdict it must get."""

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
from constrained_optimization import ls_in_ball as original_ls
from constrained_optimization import project_ball as original_project
from constrained_optimization import qp_equality as original_equality


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

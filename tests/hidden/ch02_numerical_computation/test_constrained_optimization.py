import numpy as np

from grader.checks import explanation, needs, points

METHODS = (("lagrangian", 1e-8), ("projected", 1e-6))  # with the accuracy asked of each
KEYS = ("stationarity", "equality", "inequality", "dual", "complementarity")


def rotation(rng, n):
    return np.linalg.qr(rng.normal(size=(n, n)))[0]


def matrix(rng, m, n):
    """Return an m x n matrix of full rank with singular values from 1 to 4."""
    k = min(m, n)
    return rotation(rng, m)[:, :k] * rng.uniform(1.0, 4.0, size=k) @ rotation(rng, n)[:k]


def problems(rng):
    """Yield (M, b): tall, wide, square, rank-deficient, of all scales."""
    shapes = ((7, 3, 1), (3, 6, 30), (4, 4, 0.02), (5, 1, 1), (1, 5, 1000), (9, 2, 0.3))
    for m, n, scale in shapes:
        yield scale * matrix(rng, m, n), rng.normal(size=m) * rng.choice([0.1, 1.0, 10.0])
    A = rotation(rng, 4)[:, :2] * [1.0, 2.0]
    for M in (np.hstack([A, A]), 1e3 * np.vstack([A.T, A.T]), np.hstack([A, 0 * A])):
        yield M, rng.normal(size=len(M))


def check_ball(check, answer, M, b, radius, tolerance):
    """Check the conditions that single out the answer; return x and lam."""
    x, lam = check.items(answer, 2)
    check.shape(x, (M.shape[1],), "x")
    check.shape(lam, (), "lam")
    s = np.linalg.norm(M, 2)
    check.below(np.linalg.norm(x) / radius - 1, 1e-9, "the norm of x beyond the radius")
    slope = M.T @ (M @ x - b) + 2 * lam * x
    scale = s * (s * radius + np.linalg.norm(b))
    check.below(np.linalg.norm(slope) / scale, tolerance, "the equation for x, beside its scale,")
    check.true(lam >= 0, "lam is negative.")
    beyond = x - np.linalg.pinv(M, 1e-10) @ (M @ x)
    check.below(np.linalg.norm(beyond) / radius, tolerance, "the part of x that M does not see")
    return x, lam


@points(1.5)
def test_nearest_point(student, rng, check):
    """project_ball returns the point of the ball nearest to x: x itself if x is in the ball."""
    for n, radius in ((1, 1.0), (2, 0.3), (5, 4.0), (40, 2.5)):
        x = rng.normal(size=n)
        x /= np.linalg.norm(x)
        for length in (0.0, 0.5, 0.99):
            inside = length * radius * x
            check.equal(student.project_ball(inside, radius=radius), inside, what="a point inside")
        for length in (1.01, 3.0, 1e6):
            p = student.project_ball(length * radius * x, radius=radius)
            check.close(p, radius * x, atol=1e-12 * radius, what="the point nearest to one outside")
            check.close(np.linalg.norm(p), radius, rtol=1e-12, what="its norm")
    check.close(student.project_ball(4 * x), x, atol=1e-12, what="the result without a radius")
    check.true(np.isnan(student.project_ball(np.array([1.0, np.nan]))[1]), "A nan is lost.")


@points(2.5)
def test_ball_decides(student, rng, check):
    """Where the unconstrained solution is too long, x is on the sphere and lam is its price."""
    for M, b in problems(rng):
        free = np.linalg.norm(np.linalg.pinv(M, 1e-10) @ b)
        for share in (0.9, 0.3, 1e-3):
            radius = share * free
            answer = student.ls_in_ball(M, b, radius=radius)
            x, lam = check_ball(check, answer, M, b, radius, 1e-8)
            check.true(lam > 0, "lam is 0 although the unconstrained solution is not in the ball.")
            # tight: rounding x to float32 moves its norm by anything from 0 to 6e-8.
            check.close(np.linalg.norm(x), radius, rtol=1e-9, what="the norm of x")


@points(1.5)
def test_ball_is_idle(student, rng, check):
    """Where the unconstrained solution of least norm is in the ball, it is returned with lam 0."""
    for M, b in problems(rng):
        best = np.linalg.pinv(M, 1e-10) @ b
        size = np.linalg.norm(best)
        for radius in (1.01 * size, 100 * size):
            x, lam = check_ball(check, student.ls_in_ball(M, b, radius=radius), M, b, radius, 1e-8)
            check.equal(lam, 0.0, what="lam")
            check.close(x, best, atol=1e-6 * size, what="x")
    for b in (np.zeros(2), np.array([0.0, 5.0])):
        for M in (np.zeros((2, 3)), np.diag([2.0, 0.0])):
            for method, _ in METHODS:
                x, lam = check.items(student.ls_in_ball(M, b, method=method), 2)
                check.close(x, np.zeros(M.shape[1]), atol=1e-12, what="x where M'b is 0")
                check.equal(lam, 0.0, what="lam where M'b is 0")
    for method, tolerance in METHODS:
        on_sphere = student.ls_in_ball(np.eye(2), np.array([3.0, 4.0]), radius=5.0, method=method)
        x, lam = check.items(on_sphere, 2)
        check.close(x, np.array([3.0, 4.0]), atol=tolerance, what="x on the sphere")
        check.close(lam, 0.0, atol=tolerance, what="lam for a solution on the sphere")


@points(2)
def test_projected_descent(student, rng, check):
    """Projected descent arrives at the same x and the same lam as the Lagrangian."""
    for M, b in problems(rng):
        best = np.linalg.pinv(M, 1e-10) @ b
        for share in (0.9, 0.3, 1.5):
            radius = share * np.linalg.norm(best)
            answer = student.ls_in_ball(M, b, radius=radius, method="projected")
            _, lam = check_ball(check, answer, M, b, radius, 1e-6)
            check.true((lam > 0) == (share < 1), "lam is 0 on the sphere, or not 0 inside.")


def convex(rng, n, scale=1.0):
    V = rotation(rng, n)
    H = V * rng.uniform(0.5, 3.0, size=n) @ V.T
    return (H + H.T) / 2 * scale, rng.normal(size=n) * scale


def check_kkt(check, solve, problem, sign):
    """Check the conditions of a quadratic program beside the size of their terms; return x."""
    H, c, A, b = problem
    x, lam = check.items(solve(*problem), 2)
    check.shape(x, c.shape, "x")
    check.shape(lam, b.shape, "the multipliers")
    terms = np.abs(H) @ np.abs(x) + np.abs(c) + np.abs(A.T) @ np.abs(lam)
    slope = np.abs(H @ x + c + A.T @ lam)
    check.below(np.max(slope / terms.max()), 1e-8, "the slope of the Lagrangian")
    size = np.abs(A) @ (np.abs(x) + np.abs(np.linalg.solve(H, c))) + np.abs(b)
    miss = (A @ x - b) / np.where(size > 0, size, 1.0)
    if sign:
        largest = np.max(np.abs(lam), initial=0.0) or 1.0
        check.below(np.max(miss, initial=0.0), 1e-8, "a constraint's excess")
        check.below(np.max(-lam / largest, initial=0.0), 1e-8, "a multiplier's negative part")
        product = np.abs(lam / largest * miss)
        check.below(np.max(product, initial=0.0), 1e-8, "a multiplier times its slack")
    else:
        check.below(np.max(np.abs(miss), initial=0.0), 1e-8, "a row of Ex - d")
    return x


@points(1.5)
def test_equalities(student, rng, check):
    """qp_equality solves both equations, also without rows and with redundant ones."""
    for n, k, scale in ((1, 1, 1.0), (4, 2, 1.0), (6, 5, 50.0), (3, 3, 0.05), (3, 0, 1.0)):
        H, c = convex(rng, n, scale)
        E, d = matrix(rng, k, n), rng.normal(size=k)
        check_kkt(check, student.qp_equality, (H, c, E, d), sign=False)
        if 0 < k < n:
            E = np.vstack([E, 2 * E[:1], E[0] - E[-1], 0 * E[0]])
            d = np.append(d, [2 * d[0], d[0] - d[-1], 0.0])
            for slope in (c, 0 * c):
                check_kkt(check, student.qp_equality, (H, slope, E, d), sign=False)


@points(1)
def test_contradictions(student, rng, check):
    """Constraints that no x fulfils are refused, and ones that differ by rounding are not."""
    H, c = convex(rng, 3)
    E = np.tile(rng.normal(size=3), (2, 1))
    for apart in (1.0, 1e-5):
        d = np.array([1.0, 1.0 + apart])
        check.raises(ValueError, student.qp_equality, H, c, E, d, names=("E", "d"))
        G, h = E * [[1], [-1]], np.array([1.0, -1.0 - apart])
        check.raises(ValueError, student.qp_inequality, H, c, G, h, names=("G", "h"))
    check.raises(ValueError, student.qp_equality, H, c, 0 * E, np.ones(2), names=("E", "d"))
    check.raises(ValueError, student.qp_inequality, H, c, 0 * E, -np.ones(2), names=("G", "h"))
    tiny = H, np.zeros(3), E, 1e-9 * np.array([1.0, 2.0])
    check.raises(ValueError, student.qp_equality, *tiny, names=("E", "d"))
    G, h = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]), np.array([0.0, 0.0, -1.0])
    check.raises(ValueError, student.qp_inequality, H[:2, :2], c[:2], G, h, names=("G", "h"))
    x, _ = check.items(student.qp_equality(H, c, E, np.array([1.0, 1.0 + 1e-9])), 2)
    check.close(E @ x, np.ones(2), atol=1e-7, what="Ex for nearly equal rows")


def polyhedra(rng):
    """Yield (H, c, G, h). Dual ascent stalls where n + 1 constraints nearly meet: none here do."""
    for n, k, scale in ((1, 1, 1), (4, 3, 1), (5, 3, 0.05), (3, 3, 20), (3, 0, 1)):
        H, c = convex(rng, n, scale)
        yield H, 3 * c, matrix(rng, k, n), rng.normal(size=k)
    for n in (1, 2, 4):
        H, c = convex(rng, n)
        sides, simplex = matrix(rng, n, n), np.vstack([-np.eye(n), np.ones(n)]) @ rotation(rng, n)
        box, centre = np.vstack([sides, -sides]), rng.normal(size=n)
        yield H, 10 * c, box, box @ centre + rng.uniform(0.5, 1.5, size=2 * n)
        yield H, 10 * c, simplex, simplex @ centre + 1.0
    H, c = convex(rng, 3)
    yield H, 30 * c, np.vstack([np.eye(3), np.eye(3)]), np.ones(6)
    cone = np.array([[1.0, i, j] for i in (-1, 1) for j in (-1, 1)]) @ rotation(rng, 3)
    yield H, -30 * H @ cone.sum(axis=0), cone, np.zeros(4)
    # The minimum without constraints lies on three of them.
    yield H, -H @ np.ones(3), np.eye(3)[[0, 1, 0]], np.ones(3)


@points(2.5)
def test_inequalities(student, rng, check):
    """qp_inequality meets all four conditions, and no other point of the polyhedron is lower."""
    for H, c, G, h in polyhedra(rng):
        x = check_kkt(check, student.qp_inequality, (H, c, G, h), sign=True)
        others = x + rng.normal(size=(1000, len(x))) * rng.choice([0.01, 0.3, 3.0], size=(1000, 1))
        others = others[np.all(others @ G.T <= h, axis=1)]
        rise = np.sum((others - x) @ H * (others + x), axis=1) / 2 + (others - x) @ c
        size = np.abs(x) @ np.abs(H) @ np.abs(x) + np.abs(c) @ np.abs(x)
        check.true(np.all(rise >= -1e-6 * size), "Another point of the polyhedron is lower.")


@points(1)
@explanation
@needs("ball_decides", "inequalities")
def test_prices(student, rng, check):
    """The least objective falls by the multiplier for each unit of radius^2 and of h."""
    M, b = rng.normal(size=(6, 4)), 10 * rng.normal(size=6)
    H, _ = convex(rng, 3)
    c, G, h = -H @ [1.5, 2.0, 1.0], np.vstack([np.eye(3), -np.ones(3)]), np.array([0.5, 1, 2, 9])

    def in_ball(square):
        x, lam = check.items(student.ls_in_ball(M, b, radius=square**0.5), 2)
        return np.sum((M @ x - b) ** 2) / 2, lam

    def in_polyhedron(h):
        x, alpha = check.items(student.qp_inequality(H, c, G, h), 2)
        return x @ H @ x / 2 + c @ x, alpha

    fall = (in_ball(0.4999)[0] - in_ball(0.5001)[0]) / 2e-4
    check.close(fall, in_ball(0.5)[1], rtol=1e-4, what="the fall of the objective in the ball")
    for i, unit in enumerate(1e-5 * np.eye(4)):
        fall = (in_polyhedron(h - unit)[0] - in_polyhedron(h + unit)[0]) / 2e-5
        check.close(fall, in_polyhedron(h)[1][i], atol=1e-3, what="the fall of the objective")


@points(1.5)
def test_broken_conditions(student, check):
    """Of certificates that each break one condition, exactly this one is reported."""
    H, x = np.diag([2.0, 4.0, 1.0]), np.array([1.0, -1.0, 2.0])
    E, d, lam = np.ones((1, 3)), np.array([2.0]), np.array([-3.0])
    G, h, alpha = np.eye(3), np.array([1.0, 4.0, 2.0]), np.array([0.5, 0.0, 8.0])

    def expect(key, value, c=0.0, d=d, h=h, alpha=alpha):
        balance = c - (H @ x + E.T @ lam + G.T @ alpha)
        got = student.kkt_residuals(H, balance, x, E=E, d=d, lam=lam, G=G, h=h, alpha=alpha)
        check.keys(got, KEYS)
        for name in KEYS:
            check.shape(got[name], (), name)
            check.close(got[name], value * (name == key), atol=1e-11, what=name)

    expect("none of them", 0.0)
    expect("stationarity", 0.5, c=np.array([0.25, -0.5, 0.0]))
    expect("equality", 0.75, d=d + 0.75)
    expect("equality", 0.25, d=d - 0.25)
    expect("inequality", 0.5, h=h - [0.0, 5.5, 0.0])
    expect("dual", 0.25, alpha=alpha - [0.75, 0.0, 0.0])
    expect("complementarity", 0.625, alpha=alpha - [0.0, -0.125, 0.0])


@points(1.5)
def test_residuals(student, rng, check):
    """The five residuals are those of the formulas, with constraints of one kind, both or none."""
    H = rotation(rng, 4)
    H, c, x = H + H.T, rng.normal(size=4), rng.normal(size=4)
    equal = {"E": rng.normal(size=(3, 4)), "d": rng.normal(size=3), "lam": rng.normal(size=3)}
    unequal = {"G": rng.normal(size=(5, 4)), "h": rng.normal(size=5), "alpha": rng.normal(size=5)}
    empty = {"E": np.zeros((0, 4)), "d": np.zeros(0), "lam": np.zeros(0)}
    no_bounds = {"G": np.zeros((0, 4)), "h": np.zeros(0), "alpha": np.zeros(0)}
    idle = unequal | {"h": np.full(5, 99.0), "alpha": np.ones(5)}
    for given in ({}, equal, unequal, idle, equal | unequal, empty | unequal, equal | no_bounds):
        slope, want = H @ x + c, dict.fromkeys(KEYS, 0.0)
        for e, d, lam in zip(*(given.get(name, ()) for name in equal), strict=True):
            slope = slope + lam * e
            want["equality"] = max(want["equality"], abs(e @ x - d))
        for g, h, alpha in zip(*(given.get(name, ()) for name in unequal), strict=True):
            slope = slope + alpha * g
            want["inequality"] = max(want["inequality"], g @ x - h)
            want["dual"] = max(want["dual"], -alpha)
            want["complementarity"] = max(want["complementarity"], abs(alpha * (g @ x - h)))
        want["stationarity"] = np.max(np.abs(slope))
        got = student.kkt_residuals(H, c, x, **given)
        check.keys(got, KEYS)
        for key in KEYS:
            check.close(got[key], want[key], atol=1e-11, what=key)


@points(0.5)
def test_nan_in_a_certificate(student, check):
    """A nan makes those residuals nan whose formula contains it, and no others."""
    given = {"E": np.eye(2), "d": np.ones(2), "lam": np.zeros(2)}
    given |= {"G": np.eye(2), "h": np.ones(2), "alpha": np.zeros(2)}
    contained = {
        "d": ("equality",), "lam": ("stationarity",), "h": ("inequality", "complementarity"),
        "alpha": ("stationarity", "dual", "complementarity"),
    }  # fmt: skip
    for name, keys in contained.items():
        hole = given | {name: np.array([np.nan, 0.0])}
        got = student.kkt_residuals(np.eye(2), -np.ones(2), np.ones(2), **hole)
        check.keys(got, KEYS)
        for key in KEYS:
            check.true(np.isnan(got[key]) == (key in keys), f"{key} is wrong beside a nan.")


@points(1)
def test_types(student, rng, check):
    """float32 is kept, whole numbers become float64, results are new, arguments stay unchanged."""
    M, b = matrix(rng, 5, 3).astype(np.float32), 10 * rng.normal(size=5).astype(np.float32)
    s = np.linalg.norm(M, 2)
    for method, _ in METHODS:
        x, lam = check.items(student.ls_in_ball(M, b, radius=0.5, method=method), 2)
        check.dtype(x, np.float32, "x")
        x = x.astype(float)
        check.below(np.linalg.norm(x) / 0.5 - 1, 1e-5, "the norm of x beyond the radius")
        slope = np.linalg.norm(M.T @ (M @ x - b) + 2 * lam * x) / (s * (s / 2 + np.linalg.norm(b)))
        check.below(slope, 1e-4, "the equation for x, beside its scale,")
    for mats in ((M.astype(float), b), (M, b.astype(float)), (np.eye(2, dtype=int), np.arange(2))):
        check.dtype(check.items(student.ls_in_ball(*mats), 2)[0], float, "x")
    check.dtype(student.project_ball(b, radius=np.float64(0.5)), np.float32)
    check.close(student.project_ball(b, radius=0.5), b / np.linalg.norm(b) / 2, atol=5e-6)
    check.dtype(student.project_ball(np.array([30, 40])), float)
    H, c = convex(rng, 3)
    program = H, c, np.eye(3)[:2], np.array([-9.0, -9.0])
    single = [a.astype(np.float32) for a in program]
    for solve in (student.qp_equality, student.qp_inequality):
        exact, rounded = check.items(solve(*program), 2), check.items(solve(*single), 2)
        for one, other in zip(exact, rounded, strict=True):
            check.dtype(other, np.float32, "a float32 result")
            check.close(other, one, atol=1e-3 * np.max(np.abs(one)), what="a float32 result")
        for i in range(4):
            mixed = [*single[:i], program[i], *single[i + 1 :]]
            check.dtype(check.items(solve(*mixed), 2)[0], float, "x for mixed arrays")
        whole = [np.diag([1, 2]), np.array([1, 2]), np.eye(2, dtype=int), np.array([0, -9])]
        check.dtype(check.items(solve(*whole), 2)[0], float, "x for whole numbers")
        trace = solve.trace(*program)
        check.unchanged(trace, *program)
        check.owns_result(trace)
    for p in (b * 1e-3, b):
        trace = student.project_ball.trace(p)
        check.unchanged(trace, p)
        check.owns_result(trace)
    check.unchanged(student.ls_in_ball.trace(M, b), M, b)
    certificate = H, c, c, H, c, c, H, c, c
    check.unchanged(student.kkt_residuals.trace(*certificate), *certificate)


@points(0.5)
def test_refused_balls(student, check):
    """A radius not above 0 and finite, wrong shapes, nan and unknown methods are refused."""
    M, b = np.ones((2, 3)), np.ones(2)
    for radius in (0.0, -1.0, np.nan, np.inf):
        check.raises(ValueError, student.project_ball, b, radius=radius, names="radius")
        check.raises(ValueError, student.ls_in_ball, M, b, radius=radius, names="radius")
    bad = np.ones(0), np.ones((2, 2)), np.float64(1.0), np.array(["1"]), np.array([1j])
    check.each_raises(ValueError, student.project_ball, [(x,) for x in bad], names="x")
    holes = [np.full((2, 3), value) for value in (np.nan, np.inf)]
    calls = [(bad, b) for bad in (b, M[:, :0], M[None], 1j * M, *holes)]
    check.each_raises(ValueError, student.ls_in_ball, calls, names="M")
    check.raises(ValueError, student.ls_in_ball, M[:0], b[:0], names=("M", "b"))
    bad = np.ones(1), np.ones(3), np.ones((2, 1)), 1j * b, holes[0][:, 0], holes[1][:, 0]
    check.each_raises(ValueError, student.ls_in_ball, [(M, x) for x in bad], names=("M", "b"))
    for method in ("newton", "", "Projected"):
        check.raises(ValueError, student.ls_in_ball, M, b, method=method, names="method")


@points(0.5)
def test_refused_programs(student, check):
    """An H not symmetric positive definite, wrong shapes and half a constraint are refused."""
    H, c, A, b = np.eye(2), np.ones(2), np.ones((1, 2)), np.ones(1)
    not_convex = (np.diag([1.0, 0.0]), np.diag([3.0, -1.0]), np.array([[3.0, 1.0], [0.0, 3.0]]))
    for solve, names in ((student.qp_equality, ("E", "d")), (student.qp_inequality, ("G", "h"))):
        calls = [(bad, c, A, b) for bad in (*not_convex, H[:1], H[0], 1j * H, H * np.nan)]
        check.each_raises(ValueError, solve, calls, names=("H", "c"))
        calls = [(H, bad, A, b) for bad in (np.ones(3), np.ones((2, 1)), c * np.nan, 1j * c)]
        check.each_raises(ValueError, solve, calls, names=("H", "c"))
        check.raises(ValueError, solve, H[:0, :0], c[:0], A[:, :0], b, names=("H", "c", *names))
        bad = np.ones((1, 3)), np.ones((2, 2)), np.ones(2), A * np.inf, 1j * A
        check.each_raises(ValueError, solve, [(H, c, x, b) for x in bad], names=names)
        calls = [(H, c, A, bad) for bad in (np.ones(2), np.ones((1, 1)), b * np.nan, 1j * b)]
        check.each_raises(ValueError, solve, calls, names=names)
    call = student.kkt_residuals
    certificate = {"E": A, "d": b, "lam": b, "G": A, "h": b, "alpha": b}
    for names in (("E", "d", "lam"), ("G", "h", "alpha")):
        for name in names:
            check.raises(ValueError, call, H, c, c, **certificate | {name: None}, names=names)
            longer = certificate | {name: np.ones((3, 3))}
            check.raises(ValueError, call, H, c, c, **longer, names=names)
            not_real = certificate | {name: 1j * certificate[name]}
            check.raises(ValueError, call, H, c, c, **not_real, names=name)
    bad = [(H[:1], c, c), (H, b, c), (H, c, b), (H, c, A), (H, 1j * c, c)]
    bad.append((H[:0, :0], c[:0], c[:0]))
    check.each_raises(ValueError, call, bad, names=("H", "c", "x"))


@points(1)
@needs("ball_decides")
def test_time(student, budget, rng, check):
    """ls_in_ball factorises once, and then finds lam without solving further systems."""

    def inputs(size):
        return rng.normal(size=(size, size * 5 // 2)), 20 * rng.normal(size=size)

    def verify(got, M, b):
        x, lam = check.items(got, 2)
        check.close(np.linalg.norm(x), 1.0, rtol=1e-9, what="the norm of x")
        slope = np.linalg.norm(M.T @ (M @ x - b) + 2 * lam * x) / np.linalg.norm(M.T @ b)
        check.below(slope, 1e-6, "the equation for x, beside its scale,")

    budget.time("ls_in_ball", inputs, verify)

import numpy as np

from grader.checks import explanation, needs, points

EPS = np.finfo(float).eps


def rosenbrock(x):
    return float(np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2))


def rosenbrock_gradient(x):
    g = np.zeros(len(x))
    g[:-1] = -400.0 * x[:-1] * (x[1:] - x[:-1] ** 2) - 2.0 * (1.0 - x[:-1])
    g[1:] += 200.0 * (x[1:] - x[:-1] ** 2)
    return g


def logistic(rng, n, m):
    """A smooth function with known derivatives: sum_k log(1 + exp(a_k'x))."""
    A = rng.normal(size=(m, n))

    def f(x):
        return float(np.sum(np.logaddexp(0.0, A @ x)))

    def g(x):
        return A.T @ (1.0 / (1.0 + np.exp(-A @ x)))

    def H(x):
        return A.T @ ((0.25 / np.cosh(A @ x / 2.0) ** 2)[:, None] * A)

    return f, g, H


def bowl(rng, n, largest=10.0):
    """A quadratic with eigenvalues from 1 to `largest`: f, its gradient and its matrix."""
    Q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    H = Q @ np.diag(np.linspace(1.0, largest, n)) @ Q.T

    def f(x):
        return float(0.5 * x @ H @ x) if np.max(np.abs(x)) < 1e8 else np.inf

    return f, H.dot, H


def walk(check, result, n):
    """Check the form of what `descend` returns: x, history as an array, status."""
    x, history, status = check.items(result, 3)
    check.shape(x, (n,), "x")
    check.is_type(status, str, "the status")
    for value in check.items(history, what="the history"):
        check.shape(value, (), "a value of the history")
    return x, np.array(history, float), status


def line(heights):
    """A row of states (0,), (1,), ... with given heights; neighbours left and right."""
    score = {(i,): height for i, height in enumerate(heights)}
    beside = {(i,): [s for s in ((i - 1,), (i + 1,)) if s in score] for (i,) in score}
    return score.__getitem__, beside.__getitem__


@points(1)
def test_gradient_at_all_scales(student, rng, check):
    """The gradient of Rosenbrock's function is right for variables from 1e-3 to 1e9."""
    for scale in (1.0, 1e9, 1e6, 1e3, 1e-3):
        x = scale * rng.uniform(0.5, 1.5, 2) * np.array([1, -1])
        want = rosenbrock_gradient(x)
        check.close(student.gradient(rosenbrock, x), want, atol=2e-5 * np.max(np.abs(want)))


@points(1)
def test_gradient_steps(student, rng, check):
    """Each variable has a step of its own size, also at 0, and whole numbers are moved as well."""

    def f(x):
        return float(np.sin(x[0]) + np.sin(x[1]) + 1e-7 * x[2] + np.cos(x[3]))

    x = np.array([0.0, 1e-9, -1e7, rng.uniform(0.5, 2.5)])
    want = np.array([1.0, 1.0, 1e-7, -np.sin(x[3])])
    got = student.gradient(f, x)
    check.close(got, want, atol=2e-5)
    check.below(abs(got[2] - 1e-7), 1e-8, "the error at the large variable")
    for dtype in (np.int64, np.float32):
        y = np.array([3, -2, 1], dtype)
        got = student.gradient(lambda x: float(x[0] ** 2 * x[1] + x[2] ** 3), y)
        check.dtype(got, np.float64)
        check.close(got, [-12.0, 9.0, 3.0], atol=2e-5 * 12)


@explanation
@points(1)
@needs("gradient_at_all_scales")
def test_directional_derivative(student, rng, check):
    """u'g is the derivative of f(x + a u) with respect to a, and no direction is steeper than g."""
    f, g, _ = logistic(rng, 3, 8)
    x = rng.normal(size=3)
    got, size = student.gradient(f, x), float(np.max(np.abs(g(x))))
    check.close(got, g(x), atol=2e-5 * size)
    for u in (*rng.normal(size=(2, 3)), -g(x)):
        u = u / np.linalg.norm(u)
        slope = student.gradient(lambda a, u=u: f(x + a[0] * u), np.zeros(1))
        check.close(slope, [u @ got], atol=2e-4 * size, what="the slope along u")


@points(1)
def test_jacobian(student, rng, check):
    """The Jacobian of a linear map is its matrix, that of a gradient the Hessian."""
    for m, n in ((2, 5), (4, 3), (1, 2), (3, 1)):
        M = rng.uniform(0.5, 2.0, size=(m, n)) * rng.choice([-1, 1], size=(m, n))
        got = student.jacobian(M.dot, rng.normal(size=n))
        check.close(got, M, atol=2e-5 * np.max(np.abs(M)))
    x = np.array([0.0, -1e7])
    got = student.jacobian(lambda x: np.array([np.sin(x[0]), 1e-7 * x[1], x[0]]), x)
    check.close(got, [[1.0, 0.0], [0.0, 1e-7], [1.0, 0.0]], atol=2e-5)
    _, g, H = logistic(rng, 4, 6)
    x = rng.normal(size=4)
    check.close(student.jacobian(g, x), H(x), atol=2e-5 * np.max(np.abs(H(x))))
    got = student.jacobian(lambda x: np.array([x[0] * x[1], x[1] ** 2]), np.array([2, 3]))
    check.close(got, [[3.0, 2.0], [0.0, 6.0]], atol=2e-5 * 6)


@points(1)
def test_hessian(student, rng, check):
    """The Hessian is symmetric to the last bit and right at small and at large scales."""
    f, _, H = logistic(rng, 3, 8)
    x = rng.uniform(-1.0, 1.0, 3)
    got = student.hessian(f, x)
    check.close(got, H(x), atol=1e-3 * np.max(np.abs(H(x))))
    check.equal(got, got.T, what="the Hessian against its transpose")
    for scale in (1e-3, 1e6):
        x = scale * rng.uniform(0.5, 1.5, 3) * np.array([1, -1, -1])
        exact = np.prod(x) / np.outer(x, x) * (1.0 - np.eye(3))
        check.close(student.hessian(np.prod, x), exact, atol=1e-3 * np.max(np.abs(exact)))
    got = student.hessian(np.prod, np.array([0, 1, 2]))
    check.close(got, [[0, 2, 1], [2, 0, 0], [1, 0, 0]], atol=1e-3 * 2)


@points(1)
@needs("gradient_at_all_scales", "jacobian", "hessian")
def test_calls_of_differences(student, budget, rng, check):
    """Derivatives of n variables take no more calls than the docstrings allow."""
    for n in (1, 2):
        f, g, H = logistic(rng, n, 5)
        x = rng.normal(size=n)
        for name, function, want in (("gradient", f, g), ("jacobian", g, H), ("hessian", f, H)):
            counted = check.counted(function)
            got = getattr(student, name)(counted, x)
            atol = 1e-2 * max(1.0, np.max(np.abs(want(x))))
            check.close(got, want(x), atol=atol, what=f"the {name}")
            check.calls(counted, budget.calls(name, n), f"the function given to {name}")


@points(1)
def test_fixed_step(student, rng, check):
    """With a fixed step on a quadratic every point and every value follows a closed form."""
    n, steps, lr = 4, 8, 0.15
    f, grad, H = bowl(rng, n)
    x0 = rng.normal(size=n)
    got = student.descend(f, grad, x0, lr, tol=0.0, max_iter=steps)
    x, history, status = walk(check, got, n)
    path = [np.linalg.matrix_power(np.eye(n) - lr * H, k) @ x0 for k in range(steps + 1)]
    check.close(x, path[-1], atol=1e-10, what="x")
    check.close(history, [f(p) for p in path], rtol=1e-10, atol=1e-10, what="the history")
    check.equal(status, "max_iter", "the status")
    f, grad, _ = bowl(rng, n, largest=3.0)
    got = student.descend(f, grad, np.array([1, 0, 0, 0]), 0.5, tol=1e-2)
    x, history, status = walk(check, got, n)
    check.equal(status, "converged", "the status")
    check.true(np.linalg.norm(grad(x)) < 1.001e-2, "The gradient at the end is above tol.")
    check.close(history[-1], f(x), atol=1e-12, what="the last value")


@points(1)
@needs("fixed_step")
def test_status(student, check):
    """The gradient's Euclidean norm is tested first, before each step and after the last one."""

    def bowl(x):  # its gradient is x, which np.float64 returns as it is
        return float(0.5 * x @ x)

    def at(x0, lr, **options):
        f = np.sum if np.ndim(lr) == 0 else bowl  # values decide nothing with a fixed step
        got = student.descend(f, np.float64, np.array(x0), lr, **options)
        _, history, status = walk(check, got, len(x0))
        return len(history) - 1, status

    cases = [
        ([3.0, 4.0], 1.0, {"tol": 5.0}, 0, "converged"),
        ([3.0, 4.0], 1.0, {"tol": 4.5}, 1, "converged"),
        ([3.0, 4.0], 1.0, {"max_iter": 1}, 1, "converged"),
        ([3.0, 4.0], 1.0, {"max_iter": 0}, 0, "max_iter"),
        ([3.0, 4.0], 1e-9, {"max_iter": 5}, 5, "max_iter"),
        ([3.0, 4.0], [1e-9, 2e-9], {"max_iter": 5}, 5, "max_iter"),
        ([3.0, 4.0], 2.0, {"max_iter": 7}, 7, "max_iter"),
        ([0.0, 0.0], [1.0], {"max_iter": 0}, 0, "converged"),
        ([1.0], 0.75, {}, 10, "converged"),
    ]
    for x0, lr, options, steps, status in cases:
        check.equal(at(x0, lr, **options), (steps, status), "steps and status")
    trace = student.descend.trace(np.sum, np.float64, np.array([3.0, 4.0]), 1.0, tol=9.0)
    check.owns_result(trace)
    check.equal(check.items(trace.result, 3)[0], np.array([3.0, 4.0]), what="x without a step")


@points(1)
def test_line_search(student, rng, check):
    """A line search takes the best of its candidates, and none that is not an improvement."""
    n, rates = 5, [0.02, 0.5, 0.1, 0.2, 0.05]
    (f, grad, _), x0 = bowl(rng, n, largest=20.0), rng.normal(size=n)
    for steps in (1, 4):
        got = student.descend(f, grad, x0, np.array(rates), tol=0.0, max_iter=steps)
        x, history, status = walk(check, got, n)
        want, values = x0, [f(x0)]
        for _ in range(steps):
            want = min((want - e * grad(want) for e in rates), key=f)
            values.append(f(want))
        check.close(x, want, atol=1e-10, what="x")
        check.close(history, values, rtol=1e-9, what="the history")
        check.equal(status, "max_iter", "the status")
    x0 = np.array([3.0, -1.0])
    for lr in ([2.0], [2.5, 2.0], (3.0,)):
        got = student.descend(lambda x: float(0.5 * x @ x), np.float64, x0, lr, max_iter=20)
        x, history, status = walk(check, got, 2)
        check.equal((list(history), status), ([5.0], "no_progress"), "the end without a step")
        check.equal(x, x0, what="x")
    curves = np.array([1.0, 3.0])  # two steps of 0.9 go down, the third does not
    x0 = np.array([10.0, 0.1])
    got = student.descend(lambda x: float(0.5 * x @ (curves * x)), np.diag(curves).dot, x0, [0.9])
    x, history, status = walk(check, got, 2)
    check.equal((len(history), status), (3, "no_progress"), "the end after some steps")
    check.close(x, [0.1, 0.289], atol=1e-12, what="x after some steps")


@points(1)
def test_diverged(student, rng, check):
    """Where f is no longer finite the walk ends at the last finite point."""
    f, grad, H = bowl(rng, 3, largest=4.0)
    x0 = rng.uniform(1.0, 2.0, 3)
    x, history, status = walk(check, student.descend(f, grad, x0, 10.0), 3)
    check.equal(status, "diverged", "the status")
    check.finite(history, "the history")
    check.finite(x, "x")
    check.close(history[-1], f(x), rtol=1e-9, what="the last value")
    check.true(np.all(np.diff(history) > 0), "The history does not grow at every step.")
    check.equal(f(x - 10.0 * (H @ x)), np.inf, what="f one step further")

    def log(x):  # the barrier of a logarithm: no value at all below 0
        return float(x[0] - np.log(x[0])) if x[0] > 0 else (np.nan if x[0] > -9 else -np.inf)

    def slope(x):
        return 1.0 - 1.0 / x

    start = np.array([4.0])
    for lr in (8.0, 20.0, [8.0, 20.0]):
        x, history, status = walk(check, student.descend(log, slope, start, lr), 1)
        check.equal((x[0], len(history), status), (4.0, 1, "diverged"), "the end at once")
    got = student.descend(log, slope, np.array([1.2]), [8.0, 20.0, 1.0])
    x, history, status = walk(check, got, 1)
    check.equal(status, "converged", "the status of a line search with bad candidates")
    check.close(x, [1.0], atol=1e-5, what="x")
    x, history, status = walk(check, student.descend(log, slope, np.array([-1.0]), 0.1), 1)
    check.equal((x[0], len(history), status), (-1.0, 0, "diverged"), "a start without a value")


@points(1)
@needs("fixed_step", "line_search")
def test_maximize(student, rng, check):
    """Climbing -f takes the path of descending f, and the history holds f's own values."""
    f, grad, H = bowl(rng, 3)
    x0 = rng.normal(size=3)
    hill, slope = (lambda x: -f(x)), (-H).dot
    for lr in (0.05, [0.02, 0.3, 0.1]):
        down = walk(check, student.descend(f, grad, x0, lr, max_iter=2), 3)
        up = student.descend(hill, slope, x0, lr, max_iter=2, maximize=True)
        up = walk(check, up, 3)
        check.close(up[0], down[0], atol=1e-12, what="x")
        check.close(up[1], -down[1], rtol=1e-12, atol=1e-14, what="the history")
        check.equal(up[2], down[2], "the status")
    got = student.descend(hill, slope, x0, [9.0], max_iter=9, maximize=True)
    check.equal(walk(check, got, 3)[2], "no_progress", "the status of a line search that is stuck")


@points(1)
@needs("fixed_step", "line_search", "gradient_at_all_scales")
def test_descend_calls(student, budget, rng, check):
    """Without `grad` the differences serve; a step costs one gradient and a value per candidate."""
    f, grad, _ = bowl(rng, 2, largest=2.0)
    x0 = rng.normal(size=2)
    for lr in (0.3, [0.1, 0.2, 0.3, 0.4]):
        values, slopes = check.counted(f), check.counted(grad)
        got = student.descend(values, slopes, x0, lr, max_iter=3)
        x, history, _ = walk(check, got, 2)
        rounds = len(history)
        check.calls(slopes, rounds, "the gradient")
        check.calls(values, rounds * (np.size(lr) + 2), "the function")
        values = check.counted(f)
        got = student.descend(values, None, x0, lr, max_iter=3)
        y, history, _ = walk(check, got, 2)
        if np.ndim(lr) == 0:  # two candidates may be nearly as good
            check.close(y, x, atol=1e-4, what="x without grad")
        per_round = np.size(lr) + 2 + budget.calls("gradient", 2)
        check.calls(values, len(history) * per_round, "the function, without grad,")
    got = student.descend(lambda x: -f(x), None, x0, 0.6, tol=0.015, maximize=True)
    x, _, status = walk(check, got, 2)
    check.equal(status, "converged", "the status without grad")
    check.close(x, np.zeros(2), atol=0.2, what="the top, without grad")


@points(1)
def test_hill_climb(student, rng, check):
    """Each move goes to the best neighbour, and the climb ends at a local maximum."""
    size = 5
    places = list(np.ndindex(size, size))
    height = dict(zip(places, rng.permutation(size * size).tolist(), strict=True)).__getitem__

    def beside(place):
        i, j = place
        moves = [(i + 1, j), (i, j + 1), (i, j - 1), (i - 1, j)]
        return [(a, b) for a, b in moves if 0 <= a < size and 0 <= b < size]

    around = {place: beside(place) for place in places}.__getitem__
    for start in ((0, 0), (2, 2), (4, 1), (1, 4)):
        path = [start]
        while height(best := max(around(path[-1]), key=height)) > height(path[-1]):
            path.append(best)
        check.equal(student.hill_climb(height, start, around), path[-1], "the last state")
        for moves in (0, 1):
            got = student.hill_climb(height, start, around, max_iter=moves)
            check.equal(got, path[: moves + 1][-1], "the state after few moves")
    heights, moves = [0, 1, -1, 2, 9, 7], {0: [1, 3, 2], 1: [4], 3: [5]}
    for order in (1, -1):
        edges = {(i,): [(j,) for j in moves.get(i, [])[::order]] for i in range(6)}
        score = {(i,): height for i, height in enumerate(heights)}.__getitem__
        check.equal(student.hill_climb(score, (0,), edges.__getitem__), (5,), "the last state")


@points(1)
def test_hill_climb_plateau(student, check):
    """Plateaus are crossed sideways, not in circles nor downwards, up to the limit of moves."""
    for heights, start, end in (
        ([0, 1, 1, 1, 2], 1, 4),
        ([2, 1, 1, 1, 0], 3, 0),
        ([0, 3, 3, 3, 2, 9], 1, 3),
        ([9, 2, 3, 3, 3, 0], 4, 2),
        ([0, 1, 2, 2, 2, 3, 3, 1], 0, 6),
        ([1, 1, 0], 0, 1),
        ([-5, -5, -4, -7], 0, 2),
    ):
        score, beside = line(heights)
        check.equal(student.hill_climb(score, (start,), beside), (end,), "the last state")
    score, beside = line([0, 3, 3, 3, 2, 9])
    counted = check.counted(score)
    check.equal(student.hill_climb(counted, (1,), beside), (3,), "the last state")
    check.calls(counted, 48, "the score")
    score, beside = line([0] * 10)
    got = student.hill_climb(score, (0,), beside, max_iter=4)
    check.equal(got, (4,), "the state after four moves")


@points(0.5)
@needs("status", "hill_climb_plateau")
def test_default_limits(student, check):
    """Without max_iter the signatures say how long a walk and a climb may be."""
    # bool, np.float64 and tables run beside the student's code: thousands of steps, no callbacks.
    got = check.items(student.descend(bool, np.float64, np.ones(1), 1e-9), 3)
    check.equal((len(got[1]) - 1, got[2]), (10000, "max_iter"), "steps and status")
    moves = {(k,): [(k + 1,)] for k in range(1010)}
    got = student.hill_climb(bool, (0,), moves.__getitem__)
    check.equal(got, (1000,), "the end of an endless climb")


@points(0.5)
def test_bad_arguments(student, check):
    """Points that are no vectors, and step sizes that are not finite and above 0, are refused."""
    points = [np.zeros((2, 2)), np.zeros(0), np.array(1.0)]
    for name, function in (("gradient", np.sum), ("jacobian", np.square), ("hessian", np.sum)):
        cases = [(function, x) for x in points]
        check.each_raises(ValueError, getattr(student, name), cases, names="x")
    cases = [(np.sum, np.ones_like, x, 0.1) for x in points]
    check.each_raises(ValueError, student.descend, cases, names="x0")
    rates = (0.0, -0.1, np.nan, np.inf, [], [0.1, 0.0], [0.1, -1.0], (0.2, np.inf))
    cases = [(np.sum, np.ones_like, np.zeros(2), lr) for lr in rates]
    check.each_raises(ValueError, student.descend, cases, names="lr")

"""Other answers to `gradient_based_optimization`, each named by the verdict it must get."""

import numpy as np
from gradient_based_optimization import _point, _steps, gradient
from gradient_based_optimization import descend as original_descend

EPS = np.finfo(float).eps


def gradient__wrong_absolute_step(f, x):
    """A step of 1e-6 is lost in a variable of 1e6: make it proportional to the variable."""
    x = _point(x, "x")
    return np.array([(f(x + s) - f(x - s)) / 2e-6 for s in 1e-6 * np.eye(len(x))])


def gradient__wrong_tiny_step(f, x):
    """With a step of 1e-15 the difference holds nothing but rounding errors."""
    x = _point(x, "x")
    h = _steps(x, 1e-15)
    return np.array([(f(x + s) - f(x - s)) / (2 * h[i]) for i, s in enumerate(np.diag(h))])


def gradient__wrong_one_step_for_all(f, x):
    """One large variable must not widen the steps of the small ones: each has its own."""
    x = _point(x, "x")
    h = np.full(len(x), 6e-6 * max(1.0, np.max(np.abs(x))))
    return np.array([(f(x + s) - f(x - s)) / (2 * h[i]) for i, s in enumerate(np.diag(h))])


def gradient__wrong_relative_step(f, x):
    """A step proportional to x_i alone vanishes at 0: use max(1, |x_i|)."""
    x = _point(x, "x")
    h = 6e-6 * np.where(x == 0, 1.0, np.abs(x))
    return np.array([(f(x + s) - f(x - s)) / (2 * h[i]) for i, s in enumerate(np.diag(h))])


def gradient__wrong_whole_numbers(f, x):
    """An array of whole numbers cuts the step off: turn the point into floats first."""
    _point(x, "x")
    g = []
    for i in range(len(x)):
        h = 6e-6 * max(1.0, abs(float(x[i])))
        up, down = x.copy(), x.copy()
        up[i] += np.asarray(h).astype(x.dtype)
        down[i] -= np.asarray(h).astype(x.dtype)
        g.append((f(up) - f(down)) / (2 * h))
    return np.array(g)


def gradient__right_forward(f, x):
    x = _point(x, "x")
    h = _steps(x, np.sqrt(EPS))
    value = f(x)
    return np.array([(f(x + s) - value) / h[i] for i, s in enumerate(np.diag(h))])


def gradient__right_richardson(f, x):
    x = _point(x, "x")
    value, g = f(x), np.empty(len(x))
    for i in range(len(x)):
        h = 6e-6 * max(1.0, abs(x[i]))
        one, two = x.copy(), x.copy()
        one[i], two[i] = x[i] + h, x[i] + 2 * h
        g[i] = (4 * f(one) - f(two) - 3 * value) / (2 * h)
    return g


def gradient__wrong_four_calls(f, x):
    """Four values for each variable are more than the docstring allows."""
    x = _point(x, "x")
    h = _steps(x, 1e-3)
    near = [(f(x + s) - f(x - s)) / (2 * h[i]) for i, s in enumerate(np.diag(h))]
    far = [(f(x + 2 * s) - f(x - 2 * s)) / (4 * h[i]) for i, s in enumerate(np.diag(h))]
    return (4 * np.array(near) - np.array(far)) / 3


def jacobian__wrong_transposed(F, x):
    """Rows belong to the outputs, columns to the inputs."""
    x = _point(x, "x")
    h = _steps(x, 6e-6)
    rows = [np.subtract(F(x + s), F(x - s)) / (2 * h[i]) for i, s in enumerate(np.diag(h))]
    return np.array(rows)


def jacobian__wrong_tiny_step(F, x):
    """With a step of 1e-15 the difference holds nothing but rounding errors."""
    x = _point(x, "x")
    h = _steps(x, 1e-15)
    columns = [np.subtract(F(x + s), F(x - s)) for s in np.diag(h)]
    return np.stack(columns, axis=1) / (2 * h)


def jacobian__right_forward(F, x):
    x = _point(x, "x")
    h = _steps(x, np.sqrt(EPS))
    value = np.asarray(F(x), float)
    J = np.empty((len(value), len(x)))
    for i in range(len(x)):
        moved = x.copy()
        moved[i] += h[i]
        J[:, i] = (F(moved) - value) / (moved[i] - x[i])
    return J


def hessian__wrong_step_of_gradient(f, x):
    """A second difference divided by h^2 needs a larger step than a first one."""
    x = _point(x, "x")
    h = _steps(x, np.sqrt(EPS))
    H = np.empty((len(x), len(x)))
    for i, a in enumerate(np.diag(h)):
        for j, b in enumerate(np.diag(h)):
            four = f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)
            H[i, j] = four / (4 * h[i] * h[j])
    return (H + H.T) / 2


def hessian__wrong_absolute_step(f, x):
    """A fixed step of 1e-4 is too small for a variable of 1e6."""
    x = _point(x, "x")
    h = 1e-4
    H = np.empty((len(x), len(x)))
    for i, a in enumerate(h * np.eye(len(x))):
        for j, b in enumerate(h * np.eye(len(x))[: i + 1]):
            four = f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)
            H[i, j] = H[j, i] = four / (4 * h * h)
    return H


def hessian__wrong_diagonal(f, x):
    """The mixed derivatives are missing."""
    x = _point(x, "x")
    h = _steps(x, 1e-4)
    value = f(x)
    d = [(f(x + s) - 2 * value + f(x - s)) / h[i] ** 2 for i, s in enumerate(np.diag(h))]
    return np.diag(d)


def hessian__wrong_every_entry_twice(f, x):
    """H_ij = H_ji: working both out takes nearly twice the calls that are allowed."""
    x = _point(x, "x")
    h = _steps(x, 1e-4)
    H = np.empty((len(x), len(x)))
    for i, a in enumerate(np.diag(h)):
        for j, b in enumerate(np.diag(h)):
            four = f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)
            H[i, j] = four / (4 * h[i] * h[j])
    return (H + H.T) / 2


def hessian__right_second_differences(f, x):
    x = _point(x, "x")
    n = len(x)
    h = _steps(x, EPS**0.25)
    S = np.diag(h)
    value = f(x)
    up, down = [f(x + s) for s in S], [f(x - s) for s in S]
    H = np.empty((n, n))
    for i in range(n):
        H[i, i] = (up[i] - 2 * value + down[i]) / h[i] ** 2
        for j in range(i):
            both = f(x + S[i] + S[j]) + f(x - S[i] - S[j])
            mixed = both - up[i] - up[j] - down[i] - down[j] + 2 * value
            H[i, j] = H[j, i] = mixed / (2 * h[i] * h[j])
    return H


def hessian__right_forward(f, x):
    x = _point(x, "x")
    h = _steps(x, np.cbrt(EPS))
    S = np.diag(h)
    value, once = f(x), [f(x + s) for s in S]
    H = np.empty((len(x), len(x)))
    for i in range(len(x)):
        for j in range(i + 1):
            four = f(x + S[i] + S[j]) - once[i] - once[j] + value
            H[i, j] = H[j, i] = four / (h[i] * h[j])
    return H


def _loop(f, grad, x0, lr, tol, max_iter, maximize, **habit):
    """A plain loop, correct unless a habit is given."""
    x = _point(x0, "x0")
    if np.size(lr) == 0 or not np.all((np.asarray(lr) > 0) & np.isfinite(lr)):
        raise ValueError("lr")
    sign = -1.0 if maximize else 1.0
    value = sign * float(f(x))
    history = []
    if not np.isfinite(value):
        return x, history, "diverged"
    history.append(value)
    status = "max_iter"
    for k in range(max_iter + 1):
        g = gradient(f, x) if grad is None else np.asarray(grad(x))
        size = habit.get("norm", np.linalg.norm)(g)
        if habit.get("flat"):
            small = k > 0 and abs(history[-1] - history[-2]) <= tol
        else:
            small = size <= tol
        if small and not (habit.get("no_last_test") and k == max_iter):
            status = "converged"
            break
        if k == max_iter:
            break
        move = habit.get("move", lambda g: -g)(g)
        points = [x + sign * e * move for e in np.ravel(lr)]
        values = [sign * float(f(p)) for p in points]
        if habit.get("wasteful"):
            values = [sign * float(f(p)) for p in points]
        if habit.get("nan_wins"):
            best = int(np.argmin(values))
        else:
            best = int(np.argmin([v if np.isfinite(v) else np.inf for v in values]))
        if habit.get("first"):
            best = next((i for i, v in enumerate(values) if v < history[-1]), best)
        if not np.isfinite(values[best]):
            status = "diverged"
            if habit.get("keeps_inf"):
                x = points[best]
                history.append(values[best])
            break
        if np.ndim(lr) and not habit.get("accepts") and values[best] >= history[-1]:
            status = "no_progress"
            break
        x = points[best]
        history.append(values[best])
    if habit.get("minus_f"):
        return x, history, status
    return x, [sign * v for v in history], status


def descend__right_plain_loop(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    return _loop(f, grad, x0, lr, tol, max_iter, maximize)


def descend__wrong_uphill(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """The step goes along +grad: downhill is the other way."""
    return _loop(f, grad, x0, lr, tol, max_iter, maximize, move=lambda g: g)


def descend__wrong_sign_of_gradient(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """sign(g) forgets how steep each direction is: the step is lr * g."""
    return _loop(f, grad, x0, lr, tol, max_iter, maximize, move=lambda g: -np.sign(g))


def descend__wrong_unit_step(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """The gradient is divided by its length: the step is lr * g."""
    unit = lambda g: -g / np.linalg.norm(g)  # noqa: E731
    return _loop(f, grad, x0, lr, tol, max_iter, maximize, move=unit)


def descend__wrong_first_decrease(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """The first step size that helps need not be the best one: compare them all."""
    return _loop(f, grad, x0, lr, tol, max_iter, maximize, first=True)


def descend__wrong_accepts_increase(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """The best candidate can still be worse than the point itself: then there is no progress."""
    return _loop(f, grad, x0, lr, tol, max_iter, maximize, accepts=True)


def descend__wrong_flat_history(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """A small change of f may just be a small step: test the gradient."""
    return _loop(f, grad, x0, lr, tol, max_iter, maximize, flat=True)


def descend__wrong_largest_component(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """The Euclidean norm of the gradient counts, not its largest component."""
    largest = lambda g: np.max(np.abs(g))  # noqa: E731
    return _loop(f, grad, x0, lr, tol, max_iter, maximize, norm=largest)


def descend__wrong_no_last_test(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """The last step may have arrived: the gradient is tested once more after it."""
    return _loop(f, grad, x0, lr, tol, max_iter, maximize, no_last_test=True)


def descend__wrong_keeps_infinite(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """The point without a finite value, and the value itself, are not part of the walk."""
    return _loop(f, grad, x0, lr, tol, max_iter, maximize, keeps_inf=True)


def descend__wrong_nan_wins(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """nan and -inf win the argmin: candidates without a finite value are left out."""
    return _loop(f, grad, x0, lr, tol, max_iter, maximize, nan_wins=True)


def descend__wrong_history_of_minus_f(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """When maximizing, the history holds f's own values, not those of -f."""
    return _loop(f, grad, x0, lr, tol, max_iter, maximize, minus_f=True)


def descend__wrong_maximize_ignored(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """maximize=True still walks downhill."""
    return original_descend(f, grad, x0, lr, tol, max_iter)


def descend__wrong_returns_start(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """A walk without a step returns the caller's own array: return a copy."""
    x, history, status = original_descend(f, grad, x0, lr, tol, max_iter, maximize)
    return x0 if len(history) < 2 and x0.dtype == float else x, history, status


def descend__wrong_candidates_twice(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """Each candidate is evaluated twice: keep the values that were compared."""
    return _loop(f, grad, x0, lr, tol, max_iter, maximize, wasteful=True)


def _climb(score, start, neighbours, max_iter, choose, sideways=True):
    state, visited = start, {start}
    for _ in range(max_iter):
        options = [s for s in neighbours(state) if s not in visited]
        if not options:
            break
        height, scores = score(state), [score(s) for s in options]
        i = choose(scores, height)
        if scores[i] < height or (scores[i] == height and not sideways):
            break
        state = options[i]
        visited.add(state)
    return state


def hill_climb__right_plain_loop(score, start, neighbours, max_iter=1000):
    return _climb(score, start, neighbours, max_iter, lambda scores, height: np.argmax(scores))


def hill_climb__right_last_of_equals(score, start, neighbours, max_iter=1000):
    def last(scores, height):
        return len(scores) - 1 - int(np.argmax(scores[::-1]))

    return _climb(score, start, neighbours, max_iter, last)


def hill_climb__wrong_first_better(score, start, neighbours, max_iter=1000):
    """The first neighbour that is better need not be the best one."""

    def first(scores, height):
        better = [i for i, s in enumerate(scores) if s > height]
        return better[0] if better else int(np.argmax(scores))

    return _climb(score, start, neighbours, max_iter, first)


def hill_climb__wrong_stops_on_plateau(score, start, neighbours, max_iter=1000):
    """An equally good neighbour that was not visited is a step sideways, not the end."""
    best = lambda scores, height: int(np.argmax(scores))  # noqa: E731
    return _climb(score, start, neighbours, max_iter, best, sideways=False)


def hill_climb__wrong_walks_in_circles(score, start, neighbours, max_iter=1000):
    """Without a memory of visited states the climb goes to and fro on a plateau."""
    state = start
    for _ in range(max_iter):
        best = max(neighbours(state), key=score, default=state)
        if score(best) < score(state) or best == state:
            break
        state = best
    return state


def hill_climb__wrong_descends(score, start, neighbours, max_iter=1000):
    """When all unvisited neighbours are worse, the climb is over."""
    state, visited = start, {start}
    for _ in range(max_iter):
        options = [s for s in neighbours(state) if s not in visited]
        if not options:
            break
        state = max(options, key=score)
        visited.add(state)
    return state

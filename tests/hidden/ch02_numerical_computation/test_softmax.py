import math

import numpy as np

from grader.checks import needs, points

EPS = np.finfo(float).eps


def unit(k, size=1.0):
    """Return the tolerance of the tasks for k classes: 100 k eps, relative to a size."""
    return 100 * k * EPS * size


@points(1)
def test_probabilities(student, rng, check):
    """Every probability lies in [0, 1], every row sums to 1, and larger scores get more."""
    x = rng.normal(scale=3.0, size=(5, 7))
    p = student.softmax(x)
    check.shape(p, x.shape)
    check.finite(p)
    check.true(np.all((p >= 0) & (p <= 1)), "Some values are outside [0, 1].")
    check.close(p.sum(axis=1), np.ones(5), atol=4 * 7 * EPS, what="the sum of a row")
    check.equal(np.argsort(p, axis=1), np.argsort(x, axis=1), what="the order of a row")
    ratios = np.exp(np.diff(x))
    check.close(p[:, 1:] / p[:, :-1], ratios, rtol=unit(7 + 20), what="the ratio of neighbours")
    # With two classes it is the logistic sigmoid of the difference.
    d = rng.normal(scale=5.0, size=20)
    two = student.softmax(np.stack([d, np.zeros(20)], axis=1))
    check.close(two[:, 0], 1 / (1 + np.exp(-d)), rtol=unit(2 + 20), what="softmax of two classes")


@points(1)
def test_logsumexp(student, rng, check):
    """logsumexp is the logarithm of the sum of exponentials, with or without the summed axis."""
    x = rng.normal(scale=3.0, size=(4, 6))
    want = [math.log(math.fsum(math.exp(v) for v in row)) for row in x.tolist()]
    got = student.logsumexp(x)
    check.close(got, want, atol=unit(6), rtol=unit(6), what="logsumexp")
    check.true(np.all(got > x.max(axis=1)), "logsumexp is not above the largest score.")
    kept = student.logsumexp(x, keepdims=True)
    check.close(kept, np.reshape(want, (4, 1)), atol=unit(6), rtol=unit(6), what="with keepdims")
    check.shape(student.logsumexp(x[0]), (), "logsumexp of a vector")


@points(1)
@needs("probabilities", "logsumexp")
def test_shift_invariance(student, rng, check):
    """Adding one number to all scores of a row changes no probability, however large it is."""
    x = rng.integers(-20, 20, size=(5, 6)).astype(float)
    c = np.array([[0.0], [1e4], [-1e6], [2.0**40], [-1e12]])  # x + c is exact
    p = student.softmax(x)
    check.close(student.softmax(x + c), p, rtol=1e-12, what="softmax(x + c)")
    moved = student.logsumexp(x + c) - student.logsumexp(x)
    check.close(moved, c[:, 0], rtol=1e-12, what="the change of logsumexp")
    for c in (1e4, -1e4, 0.0):
        equal = np.full((2, 5), c)
        check.close(student.softmax(equal), np.full((2, 5), 0.2), rtol=unit(5), what="equal shares")
        want = np.full(2, c + math.log(5.0))
        check.close(student.logsumexp(equal), want, rtol=unit(5), what="logsumexp of equal scores")


@points(1)
@needs("shift_invariance")
def test_axis(student, rng, check):
    """Slices along any axis are independent, also when they lie far apart."""
    x = rng.normal(size=(3, 4, 5)) + 1e6 * np.arange(3).reshape(3, 1, 1)
    for axis in (0, 1, 2, -2, -3):
        moved = np.moveaxis(x, axis, -1)
        shifted = moved - moved.max(axis=-1, keepdims=True)
        total = np.exp(shifted).sum(axis=-1, keepdims=True)
        p = np.moveaxis(student.softmax(x, axis=axis), axis, -1)
        check.close(p, np.exp(shifted) / total, rtol=1e-12, atol=1e-300, what="softmax")
        log_p = np.moveaxis(student.log_softmax(x, axis=axis), axis, -1)
        check.close(log_p, shifted - np.log(total), rtol=1e-12, atol=1e-12, what="log_softmax")
        want = moved.max(axis=-1) + np.log(total[..., 0])
        got = student.logsumexp(x, axis=axis)
        check.close(got, want, rtol=1e-12, atol=1e-12, what="logsumexp")
        kept = student.logsumexp(x, axis=axis, keepdims=True)
        check.shape(kept, np.expand_dims(want, axis).shape, "logsumexp with keepdims")


@points(1)
def test_log_softmax(student, rng, check):
    """log_softmax is right where the probability is too small to store, and for large scores."""
    got = student.log_softmax(np.array([0.0, 1000.0, -1000.0]))
    check.close(got, [-1000.0, 0.0, -2000.0], rtol=unit(3))
    # A gap d between two scores: -log(1 + exp(-d)) and that minus d, from log1p.
    d = np.array([1e-3, 1.0, 30.0, 45.0, 700.0])
    small = -np.log1p(np.exp(-d))
    got = student.log_softmax(np.stack([d, np.zeros(5)], axis=1))
    want = np.stack([small, small - d], axis=1)
    check.close(got, want, atol=unit(2), rtol=unit(2), what="log_softmax of a gap")
    x = rng.integers(-20, 20, size=(4, 6)).astype(float)
    want = [[v - math.log(math.fsum(map(math.exp, row))) for v in row] for row in x.tolist()]
    for c in (0.0, -1e6, 2.0**40):  # x + c is exact
        got = student.log_softmax(x + c)
        check.close(got, want, atol=1e-12, rtol=1e-12, what="log_softmax(x + c)")


@points(1)
@needs("probabilities", "logsumexp")
def test_masked_classes(student, rng, check):
    """A score of -inf gets probability exactly 0 and changes nothing for the other classes."""
    x = rng.normal(size=(3, 5))
    masked = x.copy()
    masked[:, 2] = -np.inf
    others = np.delete(x, 2, axis=1)
    p = student.softmax(masked)
    check.equal(p[:, 2], np.zeros(3), what="the probability of a masked class")
    rest = np.delete(p, 2, axis=1)
    check.close(rest, student.softmax(others), rtol=1e-12, what="the probability of another class")
    log_p = student.log_softmax(masked)
    check.equal(log_p[:, 2], np.full(3, -np.inf), what="the log-probability of a masked class")
    got, want = student.logsumexp(masked), student.logsumexp(others)
    check.close(got, want, atol=unit(5), rtol=unit(5), what="logsumexp without the masked class")
    nothing = student.logsumexp(np.full((2, 3), -np.inf))
    check.equal(nothing, np.full(2, -np.inf), what="logsumexp of masked rows")
    dx = student.softmax_vjp(p, x)
    check.equal(dx[:, 2], np.zeros(3), what="the gradient of a masked class")


@points(1)
@needs("shift_invariance")
def test_temperature(student, rng, check):
    """A low temperature picks the largest score, a high one evens out, 1 / T scales the scores."""
    x = rng.permutation(np.arange(6.0)) + rng.uniform(-0.2, 0.2, 6)
    first = (x == x.max()).astype(float)
    cold = student.softmax(x, temperature=1e-3)
    check.close(cold, first, atol=1e-12, what="softmax at T = 0.001")
    frozen = student.softmax(x * 1e9, temperature=1e-300)  # x / T is beyond the range
    check.close(frozen, first, atol=1e-12, what="softmax at T = 1e-300")
    hot = student.softmax(x, temperature=1e9)
    check.close(hot, np.full(6, 1 / 6), rtol=1e-7, what="softmax at T = 1e9")
    for t in (0.5, 2.5):
        got, want = student.softmax(x, temperature=t), student.softmax(x / t)
        check.close(got, want, rtol=1e-12, what="softmax at T, beside softmax(x / T)")


@points(1)
def test_dtypes(student, rng, check):
    """float16 and float32 stay what they are, and whole numbers become float64."""
    x = rng.normal(size=(3, 500))
    for dtype in (np.float16, np.float32):
        for f in (student.softmax, student.log_softmax, student.logsumexp):
            check.dtype(f(x.astype(dtype)), dtype)
        check.dtype(student.softmax_vjp(np.full(4, 0.25, dtype), np.ones(4, dtype)), dtype)
        check.dtype(student.softmax(x.astype(dtype), temperature=2.0), dtype)
        _, dz = student.cross_entropy_with_logits(x.astype(dtype), np.array([0, 1, 2]))
        check.dtype(dz, dtype, "dz")
    total = student.softmax(x.astype(np.float32)).sum(axis=1, dtype=float)
    limit = 4 * 500 * np.finfo(np.float32).eps
    check.close(total, np.ones(3), atol=limit, what="the sum of a row of float32")
    whole = rng.integers(0, 5, size=(2, 4))
    for f in (student.softmax, student.log_softmax, student.logsumexp):
        got = f(whole)
        check.dtype(got, np.float64)
        check.close(got, f(whole.astype(float)), rtol=1e-12, atol=1e-12, what="for whole numbers")
    _, dz = student.cross_entropy_with_logits(whole, np.array([3, 0]))
    check.dtype(dz, np.float64, "dz")


@points(1)
def test_bad_scores(student, check):
    """Empty scores, +inf, slices of -inf, bad axes and temperatures are refused; nan is not."""
    inf, rows = np.array([0.0, np.inf]), np.array([[0.0, 1.0], [-np.inf, -np.inf]])
    for f in (student.softmax, student.log_softmax, student.logsumexp):
        for bad in (inf, np.zeros((3, 0)), np.float64(1.0), np.array(["1", "2"]), np.array([1j])):
            check.raises(ValueError, f, bad, names="x")
        for axis in (1, -2):
            check.raises(ValueError, f, np.zeros(3), axis=axis, names=("axis", "x"))
        got = f(np.array([[0.0, np.nan], [0.0, 0.0]]))
        check.equal(np.isnan(got[0]), np.full(got[0].shape, True), what="nan beside nan")
        check.finite(got[1], "a row without nan")
    for f in (student.softmax, student.log_softmax):
        check.raises(ValueError, f, rows, names="x")
        check.raises(ValueError, f, rows.T, axis=0, names="x")
    for bad in (0.0, -1.0, np.inf, np.nan):
        check.raises(ValueError, student.softmax, np.zeros(2), temperature=bad, names="temperature")


@points(1.5)
def test_vjp_is_the_derivative(student, rng, check):
    """softmax_vjp is the derivative of softmax, as complex steps through the formula find it."""
    x, g = rng.normal(size=(2, 4, 6))
    step = 1e-30

    def loss_of(z):
        e = np.exp(z)
        return np.sum(g * e / e.sum(axis=1, keepdims=True))

    want = np.empty_like(x)
    for index in np.ndindex(*x.shape):
        z = x.astype(complex)
        z[index] += 1j * step
        want[index] = loss_of(z).imag / step
    s = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    limit = unit(6, np.abs(g).max())
    got = student.softmax_vjp(s, g)
    check.close(got, want, atol=limit)
    check.close(got.sum(axis=1), np.zeros(4), atol=limit, what="the sum over the classes")
    turned = student.softmax_vjp(s.T, g.T, axis=0)
    check.close(turned, want.T, atol=limit, what="the product along axis 0")
    calls = [(s, np.ones(shape)) for shape in ((4, 1), (1, 6), (6, 4))]
    check.each_raises(ValueError, student.softmax_vjp, calls, names=("s", "g"))
    calls = [(empty, empty) for empty in (np.zeros((3, 0)), np.float64(1.0))]
    check.each_raises(ValueError, student.softmax_vjp, calls, names=("s", "g"))
    check.raises(ValueError, student.softmax_vjp, s, g, axis=2, names=("axis", "s"))


@points(1.5)
def test_cross_entropy(student, rng, check):
    """The loss is the batch mean of -log p, and its gradient (softmax - target) / n."""
    z = rng.normal(scale=3.0, size=(6, 4))
    y = rng.integers(0, 4, size=6)
    loss, dz = check.items(student.cross_entropy_with_logits(z, y), 2)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    limit, dz_limit = unit(4), unit(4) / 6
    want = -np.mean(np.log(p[np.arange(6), y]))
    check.close(loss, want, atol=limit, rtol=limit, what="the loss")
    check.close(dz, (p - np.eye(4)[y]) / 6, atol=dz_limit, what="dz")
    check.close(dz.sum(axis=1), np.zeros(6), atol=dz_limit, what="the sum of a row of dz")
    hot_loss, hot_dz = check.items(student.cross_entropy_with_logits(z, np.eye(4, dtype=int)[y]), 2)
    check.close(hot_loss, want, atol=limit, rtol=limit, what="the loss for one-hot targets")
    check.close(hot_dz, dz, atol=dz_limit, what="dz for one-hot targets")
    q = rng.dirichlet(np.ones(4), size=6)
    soft_loss, soft_dz = check.items(student.cross_entropy_with_logits(z, q), 2)
    want = -np.mean(np.sum(q * np.log(p), axis=1))
    check.close(soft_loss, want, atol=limit, rtol=limit, what="the loss for soft targets")
    check.close(soft_dz, (p - q) / 6, atol=dz_limit, what="dz for soft targets")


@points(1)
@needs("cross_entropy")
def test_cross_entropy_extremes(student, check):
    """Scores thousands apart and masked classes give the right loss and gradient."""
    call = student.cross_entropy_with_logits
    z = np.array([[1e4, 0.0, -1e4], [0.0, 0.0, -np.inf]])
    want_dz = [[0.5, -0.5, 0.0], [-0.25, 0.25, 0.0]]
    for y in (np.array([1, 0]), np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])):
        loss, dz = check.items(call(z, y), 2)
        check.close(loss, (1e4 + math.log(2.0)) / 2, rtol=unit(3), what="the loss")
        check.close(dz, want_dz, atol=unit(3) / 2, what="dz")
    masked, _ = check.items(call(z, np.array([0, 2])), 2)
    check.equal(masked, np.inf, what="the loss of a target on a masked class")


@points(1)
def test_bad_targets(student, check):
    """Labels and targets that are none, shapes that do not fit and impossible rows are refused."""
    call, flat = student.cross_entropy_with_logits, np.zeros((2, 3))
    calls = [(flat, np.array(y)) for y in ([0, 3], [-1, 0], [0.0, 1.0], [True, False])]
    check.each_raises(ValueError, call, calls, names="y")
    for row in ([0.3, 0.3, 0.3], [0.5, 0.5, 5e-6], [1.5, -0.5, 0.0], [1.0, 0.0, np.nan]):
        check.raises(ValueError, call, flat, np.array([row, [1.0, 0.0, 0.0]]), names="y")
    nearly, _ = check.items(call(flat, np.full((2, 3), 1 / 3) + 1e-7), 2)
    check.close(nearly, math.log(3.0), rtol=1e-5, what="the loss of nearly exact targets")
    check.raises(ValueError, call, flat, np.full((2, 2), 0.5), names=("y", "z"))
    check.raises(ValueError, call, flat, np.array([0, 1, 2]), names=("y", "z"))
    calls = [(z, np.array([0, 1])) for z in (np.zeros(3), np.zeros((2, 3, 1)))]
    check.each_raises(ValueError, call, calls, names=("y", "z"))
    calls = [(np.zeros((n, k)), np.zeros(n, int)) for n, k in ((0, 3), (2, 0))]
    check.each_raises(ValueError, call, calls, names=("y", "z"))
    for row in ([np.inf, 0.0], [-np.inf, -np.inf]):
        check.raises(ValueError, call, np.array([[0.0, 1.0], row]), np.array([0, 0]), names="z")


@points(0.5)
@needs("vjp_is_the_derivative")
def test_vjp_time(student, budget, rng, check):
    """softmax_vjp takes time in proportion to the number of classes, not to its square."""
    budget.time("softmax_vjp", vjp_inputs(rng), vjp_verify(check))


@points(0.5)
@needs("vjp_is_the_derivative")
def test_vjp_memory(student, budget, rng, check):
    """softmax_vjp never holds the whole Jacobian in memory."""
    budget.memory("softmax_vjp", vjp_inputs(rng), vjp_verify(check))


def vjp_inputs(rng):
    return lambda size: (rng.dirichlet(np.ones(size), 30), rng.normal(size=(30, size)))


def vjp_verify(check):
    def verify(got, s, g):
        want = s * (g - np.sum(s * g, axis=1, keepdims=True))
        check.close(got, want, atol=unit(s.shape[1], np.abs(g).max()))

    return verify

import numpy as np

from grader.checks import needs, points

EPS = np.finfo(float).eps


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
    check.close(
        p[:, 1:] / p[:, :-1], np.exp(np.diff(x)), rtol=1e-13, what="the ratio of neighbours"
    )


@points(1)
@needs("probabilities")
def test_shift_invariance(student, rng, check):
    """Adding one whole number to all scores of a row changes nothing, however large it is."""
    x = rng.integers(-20, 20, size=(4, 6)).astype(float)
    c = np.array([[0.0], [1e4], [-1e6], [2.0**40]])
    p = student.softmax(x)
    check.close(student.softmax(x + c), p, rtol=1e-12, what="softmax(x + c)")
    check.close(
        student.log_softmax(x + c), student.log_softmax(x), atol=1e-12, what="log_softmax(x + c)"
    )
    moved = student.logsumexp(x + c) - student.logsumexp(x)
    check.close(moved, c[:, 0], rtol=1e-12, what="the change of logsumexp")


@points(1)
def test_equal_scores(student, check):
    """Equal scores share equally, at 1e4 and at -1e4."""
    for c in (1e4, -1e4, 0.0):
        check.close(student.softmax(np.full((2, 5), c)), np.full((2, 5), 0.2), rtol=1e-14)
        check.close(student.logsumexp(np.full(8, c)), c + np.log(8.0), rtol=1e-15, atol=1e-15)


@points(1)
def test_axis(student, rng, check):
    """Slices along any axis are independent, also when they lie thousands apart."""
    x = rng.normal(size=(3, 4, 5)) + 1e4 * np.arange(3).reshape(3, 1, 1)
    last = student.softmax(x)
    for axis in (0, 1, -2):
        moved = np.moveaxis(x, axis, -1)
        p = student.softmax(x, axis=axis)
        check.close(np.moveaxis(p, axis, -1), student.softmax(moved), rtol=1e-13)
        log_p = student.log_softmax(x, axis=axis)
        check.close(
            np.moveaxis(log_p, axis, -1), student.log_softmax(moved), rtol=1e-13, atol=1e-15
        )
        total = student.logsumexp(x, axis=axis)
        check.shape(total, moved.shape[:-1], "logsumexp")
        kept = student.logsumexp(x, axis=axis, keepdims=True)
        check.close(kept, np.expand_dims(total, axis), rtol=0, what="logsumexp with keepdims")
    check.finite(last)
    check.close(last[2, 1], student.softmax(x[2, 1]), rtol=1e-13, what="a slice by itself")


@points(1)
def test_log_softmax_of_impossible(student, rng, check):
    """log_softmax is right where the probability itself is too small to store."""
    got = student.log_softmax(np.array([0.0, 1000.0, -1000.0]))
    check.close(got, [-1000.0, 0.0, -2000.0], rtol=1e-15)
    # A gap d between two scores: -log(1 + exp(-d)) and that minus d, from log1p.
    for d in (1e-3, 1.0, 30.0, 45.0, 700.0):
        small = -np.log1p(np.exp(-d))
        check.close(
            student.log_softmax(np.array([d, 0.0])), [small, small - d], atol=4 * EPS, rtol=4 * EPS
        )
    x = rng.normal(size=(3, 4))
    check.close(np.exp(student.log_softmax(x)), student.softmax(x), rtol=1e-13)


@points(1)
def test_masked_classes(student, rng, check):
    """A score of -inf gets probability exactly 0 and changes nothing for the other classes."""
    x = rng.normal(size=(3, 5))
    masked = x.copy()
    masked[:, 2] = -np.inf
    others = np.delete(x, 2, axis=1)
    p = student.softmax(masked)
    check.equal(p[:, 2], np.zeros(3), what="the probability of a masked class")
    check.close(np.delete(p, 2, axis=1), student.softmax(others), rtol=1e-14)
    log_p = student.log_softmax(masked)
    check.equal(log_p[:, 2], np.full(3, -np.inf), what="the log-probability of a masked class")
    check.close(student.logsumexp(masked), student.logsumexp(others), rtol=1e-14)
    check.equal(
        student.logsumexp(np.full((2, 3), -np.inf)),
        np.full(2, -np.inf),
        what="logsumexp of masked rows",
    )


@points(1)
def test_temperature(student, rng, check):
    """A low temperature picks the largest score, a high one evens out, 1 / T scales the scores."""
    x = rng.permutation(np.arange(6.0)) + rng.uniform(-0.2, 0.2, 6)
    cold = student.softmax(x, temperature=1e-3)
    check.close(cold, (x == x.max()).astype(float), atol=1e-12, what="softmax at T = 0.001")
    check.close(
        student.softmax(x, temperature=1e9), np.full(6, 1 / 6), rtol=1e-7, what="softmax at T = 1e9"
    )
    check.close(student.softmax(x, temperature=2.5), student.softmax(x / 2.5), rtol=1e-13)
    check.finite(student.softmax(x * 1e6, temperature=1e-300), "softmax at T = 1e-300")


@points(1)
def test_two_classes(student, rng, check):
    """With two classes softmax is the logistic sigmoid of the difference."""
    d = rng.normal(scale=5.0, size=20)
    x = np.stack([d, np.zeros(20)], axis=1)
    check.close(student.softmax(x)[:, 0], 1.0 / (1.0 + np.exp(-d)), rtol=1e-13)


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
    p = student.softmax(x.astype(np.float32))
    check.close(p.sum(axis=1, dtype=float), np.ones(3), atol=4 * 500 * np.finfo(np.float32).eps)
    check.dtype(student.softmax(np.array([1, 2, 3])), np.float64)
    check.close(
        student.softmax(np.array([1, 2, 3])), student.softmax(np.array([1.0, 2.0, 3.0])), rtol=1e-15
    )


@points(1)
def test_bad_scores(student, check):
    """Scores of +inf, empty ones, rows of only -inf and a temperature of 0 or less are refused; nan is not."""
    check.raises(ValueError, student.softmax, np.array([0.0, np.inf]), names="x")
    check.raises(ValueError, student.log_softmax, np.array([0.0, np.inf]), names="x")
    check.raises(ValueError, student.logsumexp, np.array([0.0, np.inf]), names="x")
    rows = np.array([[0.0, 1.0], [-np.inf, -np.inf]])
    check.raises(ValueError, student.softmax, rows, names="x")
    check.raises(ValueError, student.log_softmax, rows, names="x")
    for bad in (0.0, -1.0):
        check.raises(ValueError, student.softmax, np.zeros(2), temperature=bad, names="temperature")
    for f in (student.softmax, student.log_softmax, student.logsumexp):
        check.raises(ValueError, f, np.zeros((3, 0)), names="x")
        check.raises(ValueError, f, np.float64(1.0), names="x")
        check.raises(ValueError, f, np.array(["1", "2"]), names="x")
        check.raises(ValueError, f, np.array([1j, 2.0]), names="x")
    p = student.softmax(np.array([[0.0, np.nan], [0.0, 0.0]]))
    check.equal(p, np.array([[np.nan, np.nan], [0.5, 0.5]]), what="softmax with a nan")


@points(1)
def test_vjp_is_the_derivative(student, rng, check):
    """softmax_vjp is the derivative of softmax: it agrees with complex steps through the formula."""
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
    got = student.softmax_vjp(s, g)
    check.close(got, want, atol=1e-13)
    check.close(got.sum(axis=1), np.zeros(4), atol=1e-14, what="the sum over the classes")
    check.close(
        student.softmax_vjp(s.T, g.T, axis=0), want.T, atol=1e-13, what="the product along axis 0"
    )
    for rows in (1, 2):
        check.raises(ValueError, student.softmax_vjp, s, g[:rows], names=("s", "g"))


@points(1)
def test_cross_entropy(student, rng, check):
    """The loss is the batch mean of -log p, and its gradient (softmax - target) / n."""
    z = rng.normal(scale=3.0, size=(6, 4))
    y = rng.integers(0, 4, size=6)
    loss, dz = check.items(student.cross_entropy_with_logits(z, y), 2)
    check.shape(loss, (), "the loss")
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    check.close(loss, -np.mean(np.log(p[np.arange(6), y])), rtol=1e-13, what="the loss")
    check.close(dz, (p - np.eye(4)[y]) / 6, atol=1e-14, what="dz")
    check.close(dz.sum(axis=1), np.zeros(6), atol=1e-15, what="the sum of a row of dz")
    soft_loss, soft_dz = student.cross_entropy_with_logits(z, np.eye(4)[y])
    check.close(soft_loss, loss, rtol=1e-13, what="the loss for one-hot targets")
    check.close(soft_dz, dz, atol=1e-15, what="dz for one-hot targets")
    q = rng.dirichlet(np.ones(4), size=6)
    mixed, _ = student.cross_entropy_with_logits(z, q)
    check.close(
        mixed, -np.mean(np.sum(q * np.log(p), axis=1)), rtol=1e-13, what="the loss for soft targets"
    )


@points(1)
@needs("cross_entropy")
def test_cross_entropy_extremes(student, check):
    """Scores thousands apart, masked classes and bad targets are handled."""
    z = np.array([[1e4, 0.0, -1e4], [0.0, 0.0, -np.inf]])
    loss, dz = student.cross_entropy_with_logits(z, np.array([1, 0]))
    check.close(loss, (1e4 + np.log(2.0)) / 2, rtol=1e-14, what="the loss")
    check.close(dz, [[0.5, -0.5, 0.0], [-0.25, 0.25, 0.0]], atol=1e-15, what="dz")
    masked, _ = student.cross_entropy_with_logits(z, np.array([0, 2]))
    check.equal(masked, np.inf, what="the loss of a target on a masked class")
    call = student.cross_entropy_with_logits
    flat = np.zeros((2, 3))
    for y in (np.array([0, 3]), np.array([-1, 0]), np.array([0.0, 1.0]), np.array([True, False])):
        check.raises(ValueError, call, flat, y, names="y")
    uneven = np.array([[0.5, 0.5, 1e-4], [1.0, 0.0, 0.0]])
    negative = np.array([[1.5, -0.5, 0.0], [1.0, 0.0, 0.0]])
    for y in (np.full((2, 3), 0.3), uneven, negative):
        check.raises(ValueError, call, flat, y, names="y")
    check.raises(ValueError, call, flat, np.full((2, 2), 0.5), names=("y", "z"))
    check.raises(ValueError, call, np.zeros((0, 3)), np.zeros(0, int), names=("y", "z"))
    check.raises(ValueError, call, np.zeros(3), np.array([0]), names=("y", "z"))
    check.raises(ValueError, call, flat, np.array([0, 1, 2]), names=("y", "z"))
    close_enough = np.full((2, 3), 1 / 3) + 1e-8
    check.close(
        call(flat, close_enough)[0], np.log(3.0), rtol=1e-6, what="the loss of nearly exact targets"
    )


@points(1)
@needs("vjp_is_the_derivative")
def test_vjp_time(student, budget, rng, check):
    """softmax_vjp takes time in proportion to the number of classes, not to its square."""

    def inputs(size):
        return rng.dirichlet(np.ones(size)), rng.normal(size=size)

    def verify(got, s, g):
        check.close(got, s * (g - s @ g), atol=1e-12)

    budget.time("softmax_vjp", inputs, verify)


@points(1)
@needs("vjp_is_the_derivative")
def test_vjp_memory(student, budget, rng, check):
    """softmax_vjp never holds the whole Jacobian in memory."""

    def inputs(size):
        return rng.dirichlet(np.ones(size)), rng.normal(size=size)

    def verify(got, s, g):
        check.close(got, s * (g - s @ g), atol=1e-12)

    budget.memory("softmax_vjp", inputs, verify)

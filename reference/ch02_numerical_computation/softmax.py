"""Softmax that neither overflows nor underflows, with its derivative and the loss on top.

Softmax is no cure for overflow, as page 26 of the book has it: it is what has to be cured. With
large scores `exp` overflows and inf/inf is nan. With very negative ones every `exp` becomes 0: then
it is the denominator that vanishes, not the softmax (page 19), and 0/0 is nan as well.

Subtracting the largest score before `exp` stops both: at least one term of the sum is then exactly
1. What is left is that small probabilities still become 0 (on page 36 they are always positive),
and the logarithm of a softmax has to be computed without taking the logarithm of such a 0. Page 20
leaves that open; `log_softmax` is the answer.

A score of -inf marks a class as impossible (masked): its probability is exactly 0.
"""

import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    """Sum exponentials in the logarithm, safely.

        logsumexp(x) = log sum_k exp(x_k) = m + log sum_k exp(x_k - m),   m = max_k x_k

    Args:
        x: scores, array of order >= 1, not empty. -inf is allowed; nan makes its slice nan.
        axis: the axis that is summed away, counted from either end.
        keepdims: keep that axis with length 1.

    Returns:
        array like x without `axis` (a number for order 1); -inf where all scores are -inf.
        float16 and float32 are kept, integers become float64.

    Raises:
        ValueError: x holds +inf, is empty, has order 0 or has no such axis.

    Accuracy: 100 k eps relative to max(1, |result|) for k scores in a sum.  Cost: O(size).
    Source: book page 20, equation 2.2, where the shift comes from.

    >>> logsumexp(np.array([1000.0, 1000.0]))
    1000.6931471805599
    >>> logsumexp(np.array([[0.0, 0.0], [-np.inf, 3.0]]), axis=1)
    array([0.69314718, 3.        ])
    """
    x = _scores(x, axis)
    m = _largest(x, axis)
    with np.errstate(divide="ignore", over="ignore"):
        total = np.log(np.sum(np.exp(x - m), axis=axis, keepdims=True)) + m
        total = total.astype(x.dtype)
    return total if keepdims else np.squeeze(total, axis=axis)[()]


def softmax(x, axis=-1, temperature=1.0):
    """Turn scores into probabilities.

        softmax(x)_i = exp(x_i / T) / sum_k exp(x_k / T)

    Args:
        x: scores, array of order >= 1, not empty. A score of -inf gives probability 0; nan makes
            its whole slice nan.
        axis: probabilities along this axis sum to 1; counted from either end.
        temperature: T, a number above 0 and below inf. Small T picks the largest score, also
            where x / T is beyond the range; large T evens all out.

    Returns:
        array of the shape of x. float16 and float32 are kept, integers become float64.

    Raises:
        ValueError: x holds +inf, or only -inf along `axis`; x is empty, has order 0 or has no such
            axis; temperature is 0, negative, inf or nan.

    Accuracy: 100 eps (k + |x_i - max x| / T) relative for k classes; the sum is 1 within 4 k eps.
    Cost: O(size).
    Source: book pages 19-20, equations 2.1 and 2.2.

    >>> softmax(np.array([[0.0, 0.0], [1000.0, 1000.0]]))
    array([[0.5, 0.5],
           [0.5, 0.5]])
    >>> softmax(np.array([0.0, -np.inf]))
    array([1., 0.])
    """
    if not 0 < temperature < np.inf:
        raise ValueError(f"temperature must be above 0 and finite, got {temperature}")
    x = _unmasked(x, axis)
    with np.errstate(over="ignore"):
        # The shift comes first: dividing large scores by a small T could give inf - inf.
        e = np.exp((x - _largest(x, axis)) / temperature)
    return (e / np.sum(e, axis=axis, keepdims=True)).astype(x.dtype)


def log_softmax(x, axis=-1):
    """Return the logarithm of softmax, also where softmax itself is 0.

        log_softmax(x)_i = (x_i - m) - log sum_k exp(x_k - m),   m = max_k x_k

    It equals x_i - logsumexp(x), but that difference cancels where all scores are large.

    Args:
        x: scores, as for `softmax`.
        axis: the axis of the classes, counted from either end.

    Returns:
        array of the shape of x, every value <= 0; -inf where x is -inf. float16 and float32 are
        kept, integers become float64.

    Raises:
        ValueError: x holds +inf, or only -inf along `axis`; x is empty, has order 0 or has no such
            axis.

    Accuracy: 100 k eps relative to max(1, |x_i - max x|) for k classes.  Cost: O(size).
    Source: book page 20, where it is left open.

    >>> log_softmax(np.array([0.0, 1000.0, -1000.0]))
    array([-1000.,     0., -2000.])
    """
    x = _unmasked(x, axis)
    with np.errstate(over="ignore"):
        return _log_probabilities(x, axis).astype(x.dtype)


def softmax_vjp(s, g, axis=-1):
    """Multiply a gradient with the Jacobian of softmax, without building the Jacobian.

        J = diag(s) - s s',   J' g = s * (g - <s, g>)

    Args:
        s: probabilities, the output of `softmax`, array of order >= 1, not empty.
        g: gradient with respect to s, same shape.
        axis: the axis of the classes, counted from either end.

    Returns:
        gradient with respect to the scores, same shape; 0 for a masked class. float16 and float32
        are kept.

    Raises:
        ValueError: s and g differ in shape; s is empty, has order 0 or has no such axis.

    Accuracy: 100 k eps max |g| for k classes.  Cost: O(size) time and memory, never O(k^2).
    Source: book page 19, equation 2.1, differentiated.

    >>> softmax_vjp(np.array([0.5, 0.5]), np.array([1.0, 0.0]))
    array([ 0.25, -0.25])
    """
    s, g = _array(s, axis, "s"), _floating(g, "g")
    if s.shape != g.shape:
        raise ValueError(f"s and g must have the same shape, got {s.shape} and {g.shape}")
    return s * (g - np.sum(s * g, axis=axis, keepdims=True))


def cross_entropy_with_logits(z, y):
    """Return the mean cross-entropy of a batch and its gradient, straight from the scores.

        loss = -1/n sum_i sum_k y_ik log_softmax(z_i)_k,   dz = (softmax(z) - y) / n

    Args:
        z: scores (n, k), n >= 1, k >= 1; -inf marks a masked class.
        y: integer labels (n,) in 0..k-1 (booleans and floats are none), or target probabilities
            (n, k) whose rows sum to 1, to 1e-6.

    Returns:
        (loss, dz): a float, and an array (n, k) of z's dtype (float64 for integers). A masked
        class without a target adds nothing to the loss, and its gradient is 0. A target on a
        masked class makes the loss inf, without a warning.

    Raises:
        ValueError: z or y has another shape; a label is no integer or out of range; a row of
            targets holds a negative number or nan, or does not sum to 1; a row of z holds +inf, or
            only -inf.

    Accuracy: loss: 100 k eps relative to max(1, loss); dz: 100 k eps / n.  Cost: O(n k).
    Source: book page 37, the loss; page 20 for what makes it safe.

    >>> loss, dz = cross_entropy_with_logits(np.array([[0.0, 0.0]]), np.array([1]))
    >>> loss
    0.6931471805599453
    >>> dz
    array([[ 0.5, -0.5]])
    """
    z, y = _floating(z, "z"), np.asarray(y)
    if z.ndim != 2:
        raise ValueError(f"z must have shape (n, k), got {z.shape}")
    z = _unmasked(z, 1, "z")
    n, k = z.shape
    target = _one_hot(y, n, k) if y.ndim == 1 else _distribution(y, n, k)
    log_p = _log_probabilities(z, 1)
    used = target > 0  # 0 * -inf would be nan: a masked class without a target costs nothing
    loss = -float(np.sum(target[used] * log_p[used])) / n
    dz = (np.exp(log_p) - target) / n
    return loss, dz.astype(z.dtype)


def _floating(x, name):
    x = np.asarray(x)
    if x.dtype.kind in "iub":
        x = x.astype(float)
    if x.dtype.kind != "f":
        raise ValueError(f"{name} must hold real numbers, got dtype {x.dtype}")
    return x


def _array(x, axis, name):
    x = _floating(x, name)
    if axis not in range(-x.ndim, x.ndim):
        raise ValueError(f"{name} of shape {x.shape} has no axis {axis}")
    if x.size == 0:
        raise ValueError(f"{name} is empty: shape {x.shape}")
    return x


def _scores(x, axis, name="x"):
    x = _array(x, axis, name)
    if np.any(x == np.inf):
        raise ValueError(f"{name} holds +inf")
    return x


def _unmasked(x, axis, name="x"):
    x = _scores(x, axis, name)
    if np.any(np.all(np.isneginf(x), axis=axis)):
        raise ValueError(f"{name} holds only -inf along axis {axis}")
    return x


def _largest(x, axis):
    """Return the largest score of each slice; 0 where all are -inf, for -inf - -inf is nan.

    It is float64, and so is what is calculated with it: float16 and float32 are rounded to once.
    """
    m = np.max(x, axis=axis, keepdims=True).astype(float)
    # equivalent: 0.0 -> 1.0: any finite shift will do
    # equivalent: 0.0 -> -1.0: any finite shift will do
    return np.where(np.isneginf(m), 0.0, m)


def _log_probabilities(x, axis):
    with np.errstate(over="ignore"):
        shifted = x - _largest(x, axis)
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))


def _one_hot(y, n, k):
    if y.shape != (n,) or y.dtype.kind not in "iu":
        raise ValueError(f"y must be integer labels ({n},), got {y.dtype} {y.shape}")
    if np.any((y < 0) | (y >= k)):
        raise ValueError(f"y holds a label outside 0..{k - 1}")
    target = np.zeros((n, k))
    target[np.arange(n), y] = 1.0
    return target


def _distribution(y, n, k):
    y = _floating(y, "y")
    if y.shape != (n, k):
        raise ValueError(f"y must have shape ({n}, {k}), got {y.shape}")
    y = y.astype(float)
    if np.any(y < 0) or not np.allclose(np.sum(y, axis=1), 1.0, rtol=0.0, atol=1e-6):
        raise ValueError("y must hold probabilities: each row >= 0 with sum 1")
    return y

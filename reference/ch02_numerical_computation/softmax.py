"""Softmax that neither overflows nor underflows, with its derivative and the loss on top.

Subtracting the largest score before `exp` stops overflow, and at least one term of the sum is
then exactly 1, so the division is safe. It does not cure everything: the logarithm of a softmax
still has to be computed without taking the logarithm of a probability that became 0. The book
(page 20) leaves that open; `log_softmax` is the answer.

A score of -inf marks a class as impossible (masked): its probability is exactly 0.
"""

import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    """Sum exponentials in the logarithm, safely.

        logsumexp(x) = log sum_k exp(x_k) = m + log sum_k exp(x_k - m),   m = max_k x_k

    Args:
        x: scores, array of order >= 1, not empty along `axis`. -inf is allowed, nan propagates.
        axis: the axis that is summed away.
        keepdims: keep that axis with length 1.

    Returns:
        array like x without `axis` (a number for order 1); -inf where all scores are -inf.
        float16 and float32 are kept, integers become float64.

    Raises:
        ValueError: x holds +inf, has order 0 or is empty along `axis`.

    Accuracy: 4 eps relative to max(1, |result|).  Cost: O(size).
    Source: book page 20, section 2.1; Higham, Accuracy and Stability (2002), 1.

    >>> logsumexp(np.array([1000.0, 1000.0]))
    1000.6931471805599
    >>> logsumexp(np.array([[0.0, 0.0], [-np.inf, 3.0]]), axis=1)
    array([0.69314718, 3.        ])
    """
    x = _scores(x, axis)
    m = _shift(x, axis)
    with np.errstate(divide="ignore", under="ignore"):
        total = np.log(np.sum(np.exp(x - m), axis=axis, keepdims=True)) + m
    return total if keepdims else np.squeeze(total, axis=axis)[()]


def softmax(x, axis=-1, temperature=1.0):
    """Turn scores into probabilities.

        softmax(x)_i = exp(x_i / T) / sum_k exp(x_k / T)

    Args:
        x: scores, array of order >= 1, not empty along `axis`. A score of -inf gives
            probability 0; nan makes its whole slice nan.
        axis: probabilities along this axis sum to 1.
        temperature: T > 0; small T picks the largest score, large T evens all out.

    Returns:
        array of the shape of x. float16 and float32 are kept, integers become float64.

    Raises:
        ValueError: x holds +inf, or only -inf along `axis`; temperature is not above 0.

    Accuracy: 8 eps relative, sums to 1 within 4 k eps for k classes.  Cost: O(size).
    Source: book page 20, equation 2.1.

    >>> softmax(np.array([[0.0, 0.0], [1000.0, 1000.0]]))
    array([[0.5, 0.5],
           [0.5, 0.5]])
    >>> softmax(np.array([0.0, -np.inf]))
    array([1., 0.])
    """
    if not temperature > 0:
        raise ValueError(f"temperature must be above 0, got {temperature}")
    x = _scores(x, axis)
    m = _shift(x, axis)
    _refuse_all_masked(x, axis)
    with np.errstate(under="ignore", over="ignore"):
        # The shift comes first: dividing large scores by a small T could overflow.
        e = np.exp((x - m) / x.dtype.type(temperature))
        return e / np.sum(e, axis=axis, keepdims=True)


def log_softmax(x, axis=-1):
    """Return the logarithm of softmax, also where softmax itself is 0.

        log_softmax(x)_i = x_i - logsumexp(x)

    Args:
        x: scores, as for `softmax`.
        axis: the axis of the classes.

    Returns:
        array of the shape of x, every value <= 0; -inf exactly where x is -inf.

    Raises:
        ValueError: x holds +inf, or only -inf along `axis`.

    Accuracy: 4 eps relative to max(1, |x_i - max x|).  Cost: O(size).
    Source: book page 20, where it is left open.

    >>> log_softmax(np.array([0.0, 1000.0, -1000.0]))
    array([-1000.,     0., -2000.])
    """
    x = _scores(x, axis)
    m = _shift(x, axis)
    _refuse_all_masked(x, axis)
    with np.errstate(under="ignore"):
        shifted = x - m
        return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))


def softmax_vjp(s, g, axis=-1):
    """Multiply a gradient with the Jacobian of softmax, without building the Jacobian.

        J = diag(s) - s s',   J' g = s * (g - <s, g>)

    Args:
        s: probabilities, the output of `softmax`, any shape.
        g: gradient with respect to s, same shape.
        axis: the axis of the classes.

    Returns:
        gradient with respect to the scores, same shape.

    Raises:
        ValueError: s and g differ in shape.

    Accuracy: 8 eps relative to max |s g|.  Cost: O(size) time and memory, never O(k^2).
    Source: book page 20, equation 2.1, differentiated.

    >>> softmax_vjp(np.array([0.5, 0.5]), np.array([1.0, 0.0]))
    array([ 0.25, -0.25])
    """
    s, g = _floating(s, "s"), _floating(g, "g")
    if s.shape != g.shape:
        raise ValueError(f"s and g must have the same shape, got {s.shape} and {g.shape}")
    return s * (g - np.sum(s * g, axis=axis, keepdims=True))


def cross_entropy_with_logits(z, y):
    """Return the mean cross-entropy of a batch and its gradient, straight from the scores.

        loss = -1/n sum_i sum_k y_ik log_softmax(z_i)_k,   dz = (softmax(z) - y) / n

    Args:
        z: scores, float array (n, k), n >= 1; -inf marks a masked class.
        y: integer labels (n,) in 0..k-1, or target probabilities (n, k) whose rows sum to 1
            (to 1e-6).

    Returns:
        (loss, dz): a float, and an array (n, k) of z's dtype. A target on a masked class costs
        infinitely much: the loss is inf, without a warning.

    Raises:
        ValueError: shapes do not fit; labels are not integers or out of range; target rows are
            negative or do not sum to 1; a row of z holds +inf or only -inf.

    Accuracy: 8 k eps relative.  Cost: O(n k).
    Source: book page 20; the loss of chapter 3.

    >>> loss, dz = cross_entropy_with_logits(np.array([[0.0, 0.0]]), np.array([1]))
    >>> loss
    0.6931471805599453
    >>> dz
    array([[ 0.5, -0.5]])
    """
    z = _floating(z, "z")
    y = np.asarray(y)
    if z.ndim != 2 or z.size == 0:
        raise ValueError(f"z must have shape (n, k) with n, k >= 1, got {z.shape}")
    n, k = z.shape
    target = _one_hot(y, n, k) if y.ndim == 1 else _distribution(y, n, k)
    log_p = log_softmax(z)
    used = target > 0  # 0 * -inf would be nan: a masked class without a target costs nothing
    loss = -float(np.sum(target[used] * log_p[used])) / n
    with np.errstate(under="ignore"):
        dz = (np.exp(log_p) - target) / n
    return loss, dz.astype(z.dtype)


def _floating(x, name):
    x = np.asarray(x)
    if x.dtype.kind in "iub":
        x = x.astype(float)
    if x.dtype.kind != "f":
        raise ValueError(f"{name} must hold real numbers, got dtype {x.dtype}")
    return x


def _scores(x, axis):
    x = _floating(x, "x")
    if x.ndim == 0 or x.shape[axis] == 0:
        raise ValueError(f"x must not be empty along axis {axis}, got shape {x.shape}")
    if np.any(x == np.inf):
        raise ValueError("x holds +inf")
    return x


def _shift(x, axis):
    """Return the maximum along the axis; 0 where all is -inf, for -inf - -inf is nan."""
    m = np.max(x, axis=axis, keepdims=True)
    # equivalent: 0.0 -> 1.0: any finite shift will do
    # equivalent: 0.0 -> -1.0: any finite shift will do
    return np.where(np.isneginf(m), 0.0, m)


def _refuse_all_masked(x, axis):
    if np.any(np.all(np.isneginf(x), axis=axis)):
        raise ValueError(f"x holds only -inf along axis {axis}")


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
    # equivalent: > -> >=: no sum of doubles lies exactly 1e-6 from 1
    if np.any(y < 0) or np.any(np.abs(np.sum(y, axis=1) - 1.0) > 1e-6):
        raise ValueError("y must hold probabilities: each row >= 0 with sum 1")
    return y

"""Other answers to `softmax`, each named by the verdict it must get."""

import numpy as np
from softmax import _array, _distribution, _floating, _one_hot, _scores, _unmasked, softmax
from softmax import cross_entropy_with_logits as original_cross_entropy
from softmax import log_softmax as original_log_softmax
from softmax import logsumexp as original_logsumexp
from softmax import softmax as original_softmax


def _positive(temperature):
    if not 0 < temperature < np.inf:
        raise ValueError(f"temperature is {temperature}")


def softmax__wrong_no_shift(x, axis=-1, temperature=1.0):
    """exp() overflows for large scores: subtract something from x before exp."""
    _positive(temperature)
    x = _unmasked(x, axis)
    with np.errstate(all="ignore"):
        e = np.exp(x / x.dtype.type(temperature))
        return e / e.sum(axis=axis, keepdims=True)


def softmax__wrong_global_maximum(x, axis=-1, temperature=1.0):
    """One maximum for the whole array: slices far below it become 0 / 0."""
    _positive(temperature)
    x = _unmasked(x, axis)
    if np.any(np.isnan(x)):
        return original_softmax(x, axis, temperature)
    with np.errstate(all="ignore"):
        e = np.exp((x - x.max()) / temperature)
        return (e / e.sum(axis=axis, keepdims=True)).astype(x.dtype)


def softmax__wrong_always_last_axis(x, axis=-1, temperature=1.0):
    """The axis argument is ignored."""
    _unmasked(x, axis)
    return original_softmax(x, -1, temperature)


def softmax__wrong_numerators(x, axis=-1, temperature=1.0):
    """The exponentials still have to be divided by their sum."""
    _positive(temperature)
    x = _unmasked(x, axis)
    return np.exp((x - np.max(x, axis=axis, keepdims=True)) / temperature).astype(x.dtype)


def softmax__wrong_absolute_maximum(x, axis=-1, temperature=1.0):
    """The largest score in size may be negative: then exp() of all shifted scores is 0."""
    _positive(temperature)
    x = _unmasked(x, axis)
    largest = np.max(np.where(np.isneginf(x), 0.0, np.abs(x)), axis=axis, keepdims=True)
    with np.errstate(all="ignore"):
        e = np.exp((x - largest) / temperature)
        return (e / e.sum(axis=axis, keepdims=True)).astype(x.dtype)


def softmax__wrong_temperature_in_one_place(x, axis=-1, temperature=1.0):
    """The temperature belongs into the sum below as well as above it."""
    _positive(temperature)
    x = _unmasked(x, axis)
    shifted = x - np.max(x, axis=axis, keepdims=True)
    with np.errstate(all="ignore"):
        total = np.sum(np.exp(shifted), axis=axis, keepdims=True)
        return (np.exp(shifted / temperature) / total).astype(x.dtype)


def softmax__wrong_shift_without_temperature(x, axis=-1, temperature=1.0):
    """Scores are divided by T, so their maximum has to be divided too."""
    _positive(temperature)
    x = _unmasked(x, axis)
    with np.errstate(all="ignore"):
        e = np.exp(x / temperature - np.max(x, axis=axis, keepdims=True))
        return (e / e.sum(axis=axis, keepdims=True)).astype(x.dtype)


def softmax__wrong_divides_first(x, axis=-1, temperature=1.0):
    """x / T may overflow where the differences of scores do not matter: shift before dividing."""
    _positive(temperature)
    x = _unmasked(x, axis)
    with np.errstate(all="ignore"):
        scaled = x.astype(float) / temperature
        e = np.exp(scaled - np.max(scaled, axis=axis, keepdims=True))
        return (e / e.sum(axis=axis, keepdims=True)).astype(x.dtype)


def softmax__wrong_promotes(x, axis=-1, temperature=1.0):
    """float32 scores come back as float64."""
    return original_softmax(_floating(x, "x").astype(float), axis, temperature)


def softmax__right_through_logsumexp(x, axis=-1, temperature=1.0):
    _positive(temperature)
    x = _unmasked(x, axis)
    x = x - np.max(x, axis=axis, keepdims=True)
    with np.errstate(over="ignore"):
        x = (x / temperature).astype(x.dtype)
    return np.exp(x - original_logsumexp(x, axis=axis, keepdims=True))


def softmax__right_slice_by_slice(x, axis=-1, temperature=1.0):
    _positive(temperature)
    x = _unmasked(x, axis)

    def one(scores):
        with np.errstate(over="ignore"):
            e = np.exp((scores - scores.max()) / scores.dtype.type(temperature))
        return e / e.sum()

    return np.apply_along_axis(one, axis, x)


def log_softmax__wrong_log_of_softmax(x, axis=-1):
    """log(softmax(x)) is -inf wherever the probability is too small to store."""
    with np.errstate(divide="ignore"):
        return np.log(softmax(x, axis=axis))


def log_softmax__wrong_epsilon(x, axis=-1):
    """A small number added inside the logarithm hides the problem and is wrong for rare classes."""
    p = softmax(x, axis=axis)
    with np.errstate(divide="ignore"):
        return np.where(np.isneginf(x), -np.inf, np.log(p + 1e-12)).astype(p.dtype)


def log_softmax__wrong_unshifted_difference(x, axis=-1):
    """x - logsumexp(x) cancels where all scores are large: shift the scores first."""
    x = _unmasked(x, axis)
    return x - original_logsumexp(x, axis=axis, keepdims=True)


def log_softmax__wrong_promotes(x, axis=-1):
    """float32 scores come back as float64."""
    return original_log_softmax(_floating(x, "x").astype(float), axis)


def log_softmax__right_numpy(x, axis=-1):
    x = _unmasked(x, axis)
    y = x - np.max(x, axis=axis, keepdims=True)
    return y - np.log(np.sum(np.exp(y), axis=axis, keepdims=True))


def logsumexp__wrong_no_shift(x, axis=-1, keepdims=False):
    """exp() overflows for large scores: take the largest score out of the logarithm."""
    x = _scores(x, axis)
    with np.errstate(divide="ignore", over="ignore"):
        return np.log(np.sum(np.exp(x), axis=axis, keepdims=keepdims))


def logsumexp__wrong_shift_forgotten(x, axis=-1, keepdims=False):
    """What was subtracted before exp has to be added again after the logarithm."""
    x = _scores(x, axis)
    top = np.max(x, axis=axis, keepdims=True)
    top = np.where(np.isneginf(top), np.zeros_like(top), top)
    with np.errstate(divide="ignore"):
        return np.log(np.sum(np.exp(x - top), axis=axis, keepdims=keepdims))


def logsumexp__wrong_mean(x, axis=-1, keepdims=False):
    """The exponentials are summed, not averaged."""
    count = _scores(x, axis).shape[axis]
    total = original_logsumexp(x, axis, keepdims)
    return total - total.dtype.type(np.log(count))


def logsumexp__wrong_masked_is_nan(x, axis=-1, keepdims=False):
    """Where all scores are -inf the shift is -inf as well, and -inf - -inf is nan."""
    x = _scores(x, axis)
    top = np.max(x, axis=axis, keepdims=True)
    with np.errstate(invalid="ignore"):
        total = np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)) + top
    return total if keepdims else np.squeeze(total, axis=axis)[()]


def logsumexp__right_in_pairs(x, axis=-1, keepdims=False):
    return np.logaddexp.reduce(_scores(x, axis), axis=axis, keepdims=keepdims)


def softmax_vjp__wrong_diagonal(s, g, axis=-1):
    """s (1 - s) is only the diagonal of the Jacobian: every score moves every probability."""
    s, g = _array(s, axis, "s"), _floating(g, "g")
    if s.shape != g.shape:
        raise ValueError("s, g")
    return s * (1 - s) * g


def softmax_vjp__wrong_sum_of_all(s, g, axis=-1):
    """The inner product of s and g belongs to one slice, not to the whole array."""
    s, g = _array(s, axis, "s"), _floating(g, "g")
    if s.shape != g.shape:
        raise ValueError("s, g")
    return s * (g - np.sum(s * g))


def softmax_vjp__wrong_sum_of_gradient(s, g, axis=-1):
    """What is subtracted is the inner product of s and g, not the sum of g."""
    s, g = _array(s, axis, "s"), _floating(g, "g")
    if s.shape != g.shape:
        raise ValueError("s, g")
    return s * (g - np.sum(g, axis=axis, keepdims=True))


def softmax_vjp__slow_row_by_row(s, g, axis=-1):
    s, g = _array(s, axis, "s"), _floating(g, "g")
    if s.shape != g.shape:
        raise ValueError("s, g")
    s, g = np.moveaxis(s, axis, -1), np.moveaxis(g, axis, -1)
    out = np.empty_like(s)
    for *index, i in np.ndindex(*s.shape):
        p = s[tuple(index)]
        row = -p[i] * p
        row[i] += p[i]
        out[(*index, i)] = row @ g[tuple(index)]
    return np.moveaxis(out, -1, axis)


def softmax_vjp__hungry_jacobian(s, g, axis=-1):
    s, g = _array(s, axis, "s"), _floating(g, "g")
    if s.shape != g.shape:
        raise ValueError("s, g")
    s, g = np.moveaxis(s, axis, -1), np.moveaxis(g, axis, -1)
    out = np.empty_like(s)
    for index in np.ndindex(*s.shape[:-1]):
        jacobian = np.outer(-s[index], s[index])
        jacobian[np.diag_indices(s.shape[-1])] += s[index]
        out[index] = jacobian @ g[index]
    return np.moveaxis(out, -1, axis)


def softmax_vjp__right_jacobian_of_few_classes(s, g, axis=-1):
    s, g = _array(s, axis, "s"), _floating(g, "g")
    if s.shape != g.shape:
        raise ValueError("s and g differ in shape")
    s, g = np.moveaxis(s, axis, -1), np.moveaxis(g, axis, -1)
    out = np.empty_like(s)
    for index in np.ndindex(*s.shape[:-1]):
        p, q = s[index], g[index]
        out[index] = (np.diag(p) - np.outer(p, p)) @ q if p.size <= 30 else p * q - p * (p @ q)
    return np.moveaxis(out, -1, axis)


def cross_entropy_with_logits__wrong_sum(z, y):
    """The loss is the mean over the batch, not the sum."""
    loss, dz = original_cross_entropy(z, y)
    return loss * len(z), dz * len(z)


def cross_entropy_with_logits__wrong_gradient_of_sum(z, y):
    """A mean in the loss is a factor 1 / n in its gradient."""
    loss, dz = original_cross_entropy(z, y)
    return loss, dz * len(z)


def cross_entropy_with_logits__wrong_log_of_softmax(z, y):
    """The logarithm of a probability that became 0 makes the loss infinite."""
    _, dz = original_cross_entropy(z, y)
    z, y = _floating(z, "z"), np.asarray(y)
    target = _one_hot(y, *z.shape) if y.ndim == 1 else y
    with np.errstate(divide="ignore", invalid="ignore"):
        log_p = np.log(softmax(z))
        loss = -float(np.sum(np.where(target > 0, target * log_p, 0.0))) / len(z)
    return loss, dz


def cross_entropy_with_logits__wrong_nan_for_masked(z, y):
    """0 times -inf is nan: a masked class without a target must cost nothing."""
    _, dz = original_cross_entropy(z, y)
    z, y = _floating(z, "z"), np.asarray(y)
    target = _one_hot(y, *z.shape) if y.ndim == 1 else y
    with np.errstate(invalid="ignore"):
        return -float(np.sum(target * original_log_softmax(z))) / len(z), dz


def cross_entropy_with_logits__wrong_promotes(z, y):
    """The gradient of float32 scores comes back as float64."""
    return original_cross_entropy(_floating(z, "z").astype(float), y)


def cross_entropy_with_logits__right_differences(z, y):
    original_cross_entropy(z, y)  # for its errors
    z, y = _floating(z, "z"), np.asarray(y)
    n, k = z.shape
    target = np.eye(k)[y] if y.ndim == 1 else _distribution(y, n, k)
    below = z.astype(float) - z.max(axis=1, keepdims=True)
    total = np.sum(np.exp(below), axis=1, keepdims=True)
    costs = np.zeros((n, k))
    np.multiply(target, np.log(total) - below, out=costs, where=target > 0)
    return np.mean(np.sum(costs, axis=1)), ((np.exp(below) / total - target) / n).astype(z.dtype)

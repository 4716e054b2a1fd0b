"""Other answers to `softmax`, each named by the verdict it must get."""

import numpy as np
from softmax import _floating, _one_hot, _shift, softmax
from softmax import cross_entropy_with_logits as original_cross_entropy
from softmax import logsumexp as original_logsumexp


def softmax__wrong_no_shift(x, axis=-1, temperature=1.0):
    """exp() overflows for large scores: subtract something from x before exp."""
    if not temperature > 0:
        raise ValueError("temperature")
    x = _floating(x, "x")
    e = np.exp(x / temperature)
    return e / e.sum(axis=axis, keepdims=True)


def softmax__wrong_global_maximum(x, axis=-1, temperature=1.0):
    """One maximum for the whole array: slices far below it become 0 / 0."""
    if not temperature > 0:
        raise ValueError("temperature")
    x = _floating(x, "x")
    if np.any(x == np.inf) or np.any(np.all(np.isneginf(x), axis=axis)):
        raise ValueError("x")
    e = np.exp((x - x.max()) / temperature)
    return (e / e.sum(axis=axis, keepdims=True)).astype(x.dtype)


def softmax__wrong_always_rows(x, axis=-1, temperature=1.0):
    """The axis argument is ignored."""
    if not temperature > 0:
        raise ValueError("temperature")
    x = _floating(x, "x")
    if np.any(x == np.inf) or np.any(np.all(np.isneginf(x), axis=-1)):
        raise ValueError("x")
    e = np.exp((x - _shift(x, -1)) / x.dtype.type(temperature))
    return e / e.sum(axis=-1, keepdims=True)


def softmax__wrong_promotes(x, axis=-1, temperature=1.0):
    """float32 scores come back as float64."""
    if not temperature > 0:
        raise ValueError("temperature")
    x = np.asarray(x, float)
    if np.any(x == np.inf) or np.any(np.all(np.isneginf(x), axis=axis)):
        raise ValueError("x")
    e = np.exp((x - _shift(x, axis)) / temperature)
    return e / e.sum(axis=axis, keepdims=True)


def softmax__right_through_logsumexp(x, axis=-1, temperature=1.0):
    if not temperature > 0:
        raise ValueError(f"temperature is {temperature}")
    x = _floating(x, "x")
    if np.any(x == np.inf) or np.any(np.all(np.isneginf(x), axis=axis)):
        raise ValueError("x is +inf somewhere or masked everywhere")
    x = x - _shift(x, axis)
    x = (x / temperature).astype(x.dtype)
    return np.exp(x - original_logsumexp(x, axis=axis, keepdims=True))


def log_softmax__wrong_log_of_softmax(x, axis=-1):
    """log(softmax(x)) is -inf wherever the probability is too small to store."""
    with np.errstate(divide="ignore"):
        return np.log(softmax(x, axis=axis))


def log_softmax__wrong_epsilon(x, axis=-1):
    """A small number added inside the logarithm hides the problem and is wrong for rare classes."""
    return np.log(softmax(x, axis=axis) + 1e-12)


def log_softmax__right_numpy(x, axis=-1):
    x = _floating(x, "x")
    if x.ndim == 0 or x.shape[axis] == 0:
        raise ValueError("x is empty")
    if np.any(x == np.inf) or np.any(np.all(np.isneginf(x), axis=axis)):
        raise ValueError("x")
    y = x - np.max(x, axis=axis, keepdims=True)
    return y - np.log(np.sum(np.exp(y), axis=axis, keepdims=True))


def logsumexp__wrong_no_shift(x, axis=-1, keepdims=False):
    """exp() overflows for large scores: take the largest score out of the logarithm."""
    x = _floating(x, "x")
    if np.any(x == np.inf):
        raise ValueError("x")
    with np.errstate(divide="ignore"):
        return np.log(np.sum(np.exp(x), axis=axis, keepdims=keepdims))


def softmax_vjp__wrong_diagonal(s, g, axis=-1):
    """s (1 - s) is only the diagonal of the Jacobian: every score moves every probability."""
    s, g = _floating(s, "s"), _floating(g, "g")
    if s.shape != g.shape:
        raise ValueError("s, g")
    return s * (1 - s) * g


def softmax_vjp__wrong_sum_of_all(s, g, axis=-1):
    """The inner product of s and g belongs to one slice, not to the whole array."""
    s, g = _floating(s, "s"), _floating(g, "g")
    if s.shape != g.shape:
        raise ValueError("s, g")
    return s * (g - np.sum(s * g))


def softmax_vjp__slow_jacobian(s, g, axis=-1):
    s, g = np.moveaxis(_floating(s, "s"), axis, -1), np.moveaxis(_floating(g, "g"), axis, -1)
    if s.shape != g.shape:
        raise ValueError("s, g")
    jacobian = s[..., None] * np.eye(s.shape[-1], dtype=s.dtype) - s[..., None] * s[..., None, :]
    return np.moveaxis(np.einsum("...ij,...i->...j", jacobian, g), -1, axis)


def softmax_vjp__right_loop_over_rows(s, g, axis=-1):
    s, g = np.moveaxis(_floating(s, "s"), axis, -1), np.moveaxis(_floating(g, "g"), axis, -1)
    if s.shape != g.shape:
        raise ValueError("s and g differ in shape")
    out = np.empty_like(s)
    for index in np.ndindex(*s.shape[:-1]):
        row = s[index]
        out[index] = row * g[index] - row * (row @ g[index])
    return np.moveaxis(out, -1, axis)


def cross_entropy_with_logits__wrong_sum(z, y):
    """The loss is the mean over the batch, not the sum."""
    loss, dz = original_cross_entropy(z, y)
    return loss * len(z), dz * len(z)


def cross_entropy_with_logits__wrong_log_of_softmax(z, y):
    """The logarithm of a probability that became 0 makes the loss infinite."""
    z, y = _floating(z, "z"), np.asarray(y)
    original_cross_entropy(z, y)
    target = _one_hot(y, *z.shape) if y.ndim == 1 else y
    with np.errstate(divide="ignore", invalid="ignore"):
        log_p = np.log(softmax(z))
        loss = -float(np.sum(np.where(target > 0, target * log_p, 0.0))) / len(z)
    return loss, ((softmax(z) - target) / len(z)).astype(z.dtype)


def cross_entropy_with_logits__right_two_steps(z, y):
    z, y = np.asarray(z), np.asarray(y)
    if y.ndim == 1 and z.ndim == 2 and len(y) == len(z):
        y = _one_hot(y, *z.shape)
    return original_cross_entropy(z, y)

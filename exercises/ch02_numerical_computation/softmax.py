# Generated from the reference by `grader sync`: copy it with `grader start softmax`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show softmax` tells which functions to do without, and what an answer may cost.
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
        ValueError: x holds +inf, is empty, has order 0 or has no such axis, or does not hold real
            numbers.

    Accuracy: 100 k eps relative to max(1, |result|) for k scores in a sum.  Cost: O(size).
    Source: book page 20, equation 2.2, where the shift comes from.

    >>> logsumexp(np.array([1000.0, 1000.0]))
    1000.6931471805599
    >>> logsumexp(np.array([[0.0, 0.0], [-np.inf, 3.0]]), axis=1)
    array([0.69314718, 3.        ])
    """
    raise NotImplementedError  # TODO: your answer


def softmax(x, axis=-1, temperature=1.0):
    """Turn scores into the probabilities of a Multinoulli (categorical) variable.

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
            axis, or does not hold real numbers; temperature is 0, negative, inf or nan.

    Accuracy: 100 eps (k + |x_i - max x| / T) relative for k classes; the sum is 1 within 4 k eps.
    Cost: O(size).
    Source: book pages 19-20, equations 2.1 and 2.2.

    >>> softmax(np.array([[0.0, 0.0], [1000.0, 1000.0]]))
    array([[0.5, 0.5],
           [0.5, 0.5]])
    >>> softmax(np.array([0.0, -np.inf]))
    array([1., 0.])
    """
    raise NotImplementedError  # TODO: your answer


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
            axis, or does not hold real numbers.

    Accuracy: 100 k eps relative to max(1, |x_i - max x|) for k classes.  Cost: O(size).
    Source: book page 20, where it is left open.

    >>> log_softmax(np.array([0.0, 1000.0, -1000.0]))
    array([-1000.,     0., -2000.])
    """
    raise NotImplementedError  # TODO: your answer


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
        ValueError: s and g differ in shape; s is empty, has order 0 or has no such axis; s or g
            does not hold real numbers.

    Accuracy: 100 k eps max |g| for k classes.  Cost: O(size) time and memory, never O(k^2).
    Source: book page 19, equation 2.1, differentiated.

    >>> softmax_vjp(np.array([0.5, 0.5]), np.array([1.0, 0.0]))
    array([ 0.25, -0.25])
    """
    raise NotImplementedError  # TODO: your answer


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
        ValueError: z or y has another shape, or does not hold real numbers; a label is no integer
            or out of range; a row of targets holds a negative number or nan, or does not sum to 1;
            a row of z holds +inf, or only -inf.

    Accuracy: loss: 100 k eps relative to max(1, loss); dz: 100 k eps / n.  Cost: O(n k).
    Source: book page 37, the loss; page 20 for what makes it safe.

    >>> loss, dz = cross_entropy_with_logits(np.array([[0.0, 0.0]]), np.array([1]))
    >>> loss
    0.6931471805599453
    >>> dz
    array([[ 0.5, -0.5]])
    """
    raise NotImplementedError  # TODO: your answer

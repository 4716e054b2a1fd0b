# Generated from the reference by `grader sync`: copy it with `grader start softmax`.
"""Softmax that neither overflows nor underflows, with its derivative and the loss on top.

Subtracting the largest score before `exp` stops overflow, and at least one term of the sum is
then exactly 1, so the division is safe. It does not cure everything: the logarithm of a softmax
still has to be computed without taking the logarithm of a probability that became 0. The book
(page 20) leaves that open; `log_softmax` is the answer.

A score of -inf marks a class as impossible (masked): its probability is exactly 0.
"""



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
    raise NotImplementedError  # TODO: your answer


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
    raise NotImplementedError  # TODO: your answer


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
    raise NotImplementedError  # TODO: your answer


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
    raise NotImplementedError  # TODO: your answer


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
    raise NotImplementedError  # TODO: your answer

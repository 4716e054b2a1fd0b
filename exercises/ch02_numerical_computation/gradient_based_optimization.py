# Generated from the reference by `grader sync`: copy it with `grader start gradient_based_optimization`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show gradient_based_optimization` tells which functions to do without, and what an answer may cost.
"""Derivatives from function values, and the methods that walk downhill with them.

A function of many variables cannot be searched on a grid: ten values for each of ten variables
are ten thousand million points. Derivatives say which way to go from the point at hand. Here
they come from differences of function values; `descend` follows the negative gradient with
either of the book's two rules for the step, and `hill_climb` does the same where there is no
derivative because the variables are whole numbers.

Why the gradient? The slope in direction u, a vector of length 1, is u'g = |u| |g| cos(theta).
Dropping the factors that do NOT depend on u (the book, page 24, says those that do) leaves
cos(theta), which is smallest for u = -g / |g|. A vanishing gradient does not prove a minimum: a
saddle or a maximum has it too (exercise `min_max_saddle`).

All points are worked on in float64, whatever their dtype, for a difference of function values
has lost half of its digits already.
"""

import numpy as np

EPS = np.finfo(float).eps


def gradient(f, x):
    """Return the partial derivatives of a function of n variables, from its values.

        g_i = (f(x + h_i e_i) - f(x - h_i e_i)) / (2 h_i),   h_i proportional to max(1, |x_i|)

    Each variable has its own step, for x_i = 1e9 does not change when 1e-8 is added to it.

    Args:
        f: takes a float64 array (n,), returns a number.
        x: the point, real array (n,), n >= 1.

    Returns:
        float64 array (n,).

    Raises:
        ValueError: x has another order than 1 or is empty.

    Accuracy: 2e-5 of the largest component, for smooth f without a large constant (rounding in f
        is divided by h); a component of 1e-7 at x_i = 1e7, where h is large, to 10 %.
    Cost: at most 2 n + 1 calls of f.
    Source: book page 23, section 2.4; Nocedal and Wright, Numerical Optimization (2006), 8.1.

    >>> gradient(lambda x: x[0] ** 2 + 3 * x[1], np.array([2.0, 5.0])).round(6)
    array([4., 3.])
    """
    raise NotImplementedError  # TODO: your answer


def jacobian(F, x):
    """Return all first derivatives of a function with n inputs and m outputs.

        J_ij = d F_i / d x_j

    Args:
        F: takes a float64 array (n,), returns an array (m,).
        x: the point, real array (n,), n >= 1.

    Returns:
        float64 array (m, n): a row for each output, a column for each input.

    Raises:
        ValueError: x has another order than 1 or is empty.

    Accuracy: 2e-5 of the largest entry, for smooth F without a large constant.
    Cost: at most 2 n + 1 calls of F.
    Source: book page 25, section 2.4.

    >>> jacobian(lambda x: np.array([x[0], x[1], 5 * x[0]]), np.array([1.0, 2.0])).round(6)
    array([[1., 0.],
           [0., 1.],
           [5., 0.]])
    """
    raise NotImplementedError  # TODO: your answer


def hessian(f, x):
    """Return all second derivatives of a function of n variables.

        H_ij = (f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)) / (4 h_i h_j),
        a = h_i e_i,   b = h_j e_j

    A second difference is divided by h^2, so its best h is larger than that of `gradient`.

    Args:
        f: takes a float64 array (n,), returns a number.
        x: the point, real array (n,), n >= 1.

    Returns:
        float64 array (n, n), symmetric to the last bit.

    Raises:
        ValueError: x has another order than 1 or is empty.

    Accuracy: 1e-3 of the largest entry, for smooth f without a large constant and variables of one
        size.
    Cost: at most 2 n^2 + 2 n + 1 calls of f.
    Source: book page 25, section 2.4.

    >>> hessian(lambda x: x[0] ** 2 + 5 * x[0] * x[1], np.array([1.0, 1.0])).round(4) + 0.0
    array([[2., 5.],
           [5., 0.]])
    """
    raise NotImplementedError  # TODO: your answer


def descend(f, grad, x0, lr, tol=1e-6, max_iter=10000, maximize=False):
    """Walk downhill along the negative gradient.

        x' = x - lr * g(x)

    A number `lr` is a fixed step. A sequence is a line search: f is evaluated at the candidate of
    every step size, and the smallest value wins (candidates where f is not finite are left out;
    among equal ones any may win). A sequence of one step size is a line search as well.

    Args:
        f: takes a float64 array (n,), returns a number.
        grad: takes a float64 array (n,), returns the gradient of f (n,); None: use `gradient`.
        x0: the start, real array (n,), n >= 1.
        lr: step size, finite and above 0, or a sequence of such.
        tol: the walk ends where the Euclidean norm of the gradient is at most tol.
        max_iter: largest number of steps.
        maximize: climb instead: x' = x + lr * g, and the largest value wins.

    Returns:
        (x, history, status). x is a new array (n,), the last point reached. history is the list
        of f's own values (also when maximizing), f(x0) first, one more after each step. status:
        "converged": the gradient is at most tol; this is tested before each step and once more
            after the last one, and goes before all the others;
        "max_iter": max_iter steps were made;
        "no_progress": a line search where no candidate is better than the current point;
        "diverged": f is not finite at the next point (at every candidate of a line search); x
            is the last point where it is. If f(x0) is not finite: x0, an empty history.

    Raises:
        ValueError: x0 has another order than 1 or is empty; lr is empty or holds a step size
            that is not finite and above 0.

    Accuracy: each step to rounding.
    Cost: a walk of s steps with k step sizes calls grad at most s + 1 times and f at most
        (s + 1) (k + 2) times; if grad is None, f 2 n + 1 times more for each gradient.
    Source: book page 24, equation 2.11.

    >>> x, history, status = descend(lambda x: x @ x, lambda x: 2 * x, np.array([4.0]), 0.25)
    >>> history[:3], status
    ([16.0, 4.0, 1.0], 'converged')
    >>> descend(lambda x: x @ x, lambda x: 2 * x, np.array([4.0]), [0.1, 0.5, 1.0])
    (array([0.]), [16.0, 0.0], 'converged')
    """
    raise NotImplementedError  # TODO: your answer


def hill_climb(score, start, neighbours, max_iter=1000):
    """Climb in a discrete space: move to the best neighbour until none is better.

    From a state the climb moves to its best neighbour if that is better. If it is exactly as
    good, the climb walks sideways, but only to states it has not visited: it gets across a
    plateau and never walks in circles. It does not go back to try another way across. Among
    equally good neighbours any may be taken.

    Args:
        score: takes a state, returns a number; higher is better.
        start: the first state, a tuple of ints.
        neighbours: takes a state, returns the list of states one move away, possibly empty.
        max_iter: largest number of moves.

    Returns:
        the last state, a tuple.

    Accuracy: exact.  Cost: a few calls of score for each neighbour of each state on the way.
    Source: book page 24, section 2.4; Russell and Norvig, Artificial Intelligence (2010), 4.1.

    >>> heights = [0, 1, 1, 1, 2]
    >>> def beside(state):
    ...     return [(i,) for i in (state[0] - 1, state[0] + 1) if 0 <= i < 5]
    >>> hill_climb(lambda state: heights[state[0]], (1,), beside)
    (4,)
    """
    raise NotImplementedError  # TODO: your answer

"""Other answers to dot_products: `chain_multiply`."""

from functools import cache, reduce
from itertools import pairwise

import numpy as np
from dot_products import _multiply, _real
from dot_products import chain_multiply as original_chain_multiply


def _fitting(mats):
    mats = [_real(M, 2, f"mats[{i}]") for i, M in enumerate(mats)]
    if not mats or any(a.shape[1] != b.shape[0] for a, b in pairwise(mats)):
        raise ValueError("mats")
    return mats


def _cost_of(mats, tree):
    """Return (rows, columns, cost) of a tree."""
    if isinstance(tree, int):
        return (*mats[tree].shape, 0)
    (a, b, left), (_, c, right) = _cost_of(mats, tree[0]), _cost_of(mats, tree[1])
    return a, c, left + right + a * b * c


def _merged(mats, choose):
    """Merge neighbours, each time where `choose` is least, and return the tree."""
    parts = [(i, *M.shape) for i, M in enumerate(mats)]
    while len(parts) > 1:
        s = min(range(len(parts) - 1), key=lambda s: choose(parts[s], parts[s + 1]))
        (left, a, _), (right, _, c) = parts[s : s + 2]
        parts[s : s + 2] = [((left, right), a, c)]
    return parts[0][0]


def _best_tree(mats, remember=cache):
    """Return the least cost and its tree, by recursion that remembers."""

    @remember
    def best(i, j):
        if i == j:
            return 0, i
        options = []
        for s in range(i, j):
            (left, a), (right, b) = best(i, s), best(s + 1, j)
            here = len(mats[i]) * mats[s].shape[1] * mats[j].shape[1]
            options.append((left + right + here, (a, b)))
        return min(options, key=lambda option: option[0])

    return best(0, len(mats) - 1)


def chain_multiply__wrong_greedy(mats):
    """Taking the cheapest next product can force expensive ones later."""
    mats = _fitting(mats)
    tree = _merged(mats, lambda left, right: left[1] * left[2] * right[2])
    return _multiply(mats, tree).copy(), _cost_of(mats, tree)[2], tree


def chain_multiply__wrong_largest_inner_first(mats):
    """Removing the largest inner size first is a good guess, but not always the best order."""
    mats = _fitting(mats)
    tree = _merged(mats, lambda left, right: -left[2])
    return _multiply(mats, tree).copy(), _cost_of(mats, tree)[2], tree


def chain_multiply__wrong_one_sided(mats):
    """The best order may begin in the middle of the chain, not only at one of its ends."""
    mats = _fitting(mats)
    left = reduce(lambda tree, i: (tree, i), range(len(mats)))
    right = reduce(lambda tree, i: (i, tree), reversed(range(len(mats))))
    tree = min(left, right, key=lambda tree: _cost_of(mats, tree)[2])
    return _multiply(mats, tree).copy(), _cost_of(mats, tree)[2], tree


def chain_multiply__wrong_int32_cost(mats):
    """Costs beyond 2^31 wrap around in int32, and the dearest order then looks cheapest."""
    mats = _fitting(mats)
    sizes = np.array([len(mats[0])] + [M.shape[1] for M in mats], np.int32)

    @cache
    def best(i, j):
        if j == i + 1:
            return np.int32(0), i
        choices = []
        for s in range(i + 1, j):
            (left, a), (right, b) = best(i, s), best(s, j)
            with np.errstate(over="ignore"):
                choices.append((left + right + sizes[i] * sizes[s] * sizes[j], (a, b)))
        return min(choices, key=lambda choice: choice[0])

    cost, tree = best(0, len(mats))
    return _multiply(mats, tree).copy(), int(cost), tree


def chain_multiply__wrong_float_cost(mats):
    """A number of multiplications is counted exactly, as an int."""
    product, cost, tree = original_chain_multiply(mats)
    return product, float(cost), tree


def chain_multiply__wrong_tree_of_another_order(mats):
    """The tree has to be the order that was counted."""
    product, cost, _ = original_chain_multiply(mats)
    return product, cost, reduce(lambda tree, i: (tree, i), range(len(mats)))


def chain_multiply__wrong_additions_too(mats):
    """Only multiplications count: a b c of them for an (a, b) times a (b, c) matrix."""
    mats = _fitting(mats)
    product, cost, tree = original_chain_multiply(mats)

    def additions(tree):
        if isinstance(tree, int):
            return 0
        (a, b, _), (_, c, _) = _cost_of(mats, tree[0]), _cost_of(mats, tree[1])
        return additions(tree[0]) + additions(tree[1]) + a * (b - 1) * c

    return product, cost + additions(tree), tree


def chain_multiply__wrong_promotes(mats):
    """float32 matrices come back as float64."""
    product, cost, tree = original_chain_multiply(mats)
    return product.astype(float), cost, tree


def chain_multiply__wrong_small_integers(mats):
    """Products of int8 numbers wrap around: integers become float64 before multiplying."""
    _, cost, tree = original_chain_multiply(mats)
    return _multiply([np.asarray(M) for M in mats], tree).astype(float), cost, tree


def chain_multiply__wrong_no_copy(mats):
    """The product of one matrix is that matrix itself, and the caller's array is handed back."""
    mats = _fitting(mats)
    if len(mats) == 1:
        return mats[0], 0, 0
    return original_chain_multiply(mats)


def chain_multiply__slow_left_to_right(mats):
    """The best order is found, but the multiplications are done from left to right."""
    mats = _fitting(mats)
    cost, tree = _best_tree(mats)
    return reduce(np.matmul, mats).copy(), cost, tree


def chain_multiply__slow_right_to_left(mats):
    """The best order is found, but the multiplications are done from right to left."""
    mats = _fitting(mats)
    cost, tree = _best_tree(mats)
    return reduce(lambda done, M: M @ done, reversed(mats)).copy(), cost, tree


def chain_multiply__slow_forgets(mats):
    """Each part of the chain is solved again wherever it occurs: 3^(k - 1) times in all."""
    mats = _fitting(mats)
    cost, tree = _best_tree(mats, remember=lambda best: best)
    return _multiply(mats, tree).copy(), cost, tree


def chain_multiply__right_numpy_table(mats):
    mats = _fitting(mats)
    k, sizes = len(mats), [len(mats[0]), *(M.shape[1] for M in mats)]
    cost, split = np.zeros((2, k, k), np.int64)
    for steps in range(1, k):
        for i in range(k - steps):
            j = i + steps
            options = [
                cost[i, s] + cost[s + 1, j] + sizes[i] * sizes[s + 1] * sizes[j + 1]
                for s in range(i, j)
            ]
            cost[i, j], split[i, j] = min(options), i + int(np.argmin(options))

    def tree(i, j):
        s = int(split[i, j])
        return i if i == j else (tree(i, s), tree(s + 1, j))

    return _multiply(mats, tree(0, k - 1)).copy(), int(cost[0, k - 1]), tree(0, k - 1)


def chain_multiply__right_recursion(mats):
    mats = _fitting(mats)
    cost, tree = _best_tree(mats)
    return np.array(_multiply(mats, tree)), cost, tree


def chain_multiply__right_table(mats):
    mats = _fitting(mats)
    k, sizes = len(mats), [len(mats[0]), *(M.shape[1] for M in mats)]
    cost = [[0] * k for _ in range(k)]
    split = [[0] * k for _ in range(k)]
    for i in reversed(range(k)):
        for j in range(i + 1, k):
            options = [
                (cost[i][s] + cost[s + 1][j] + sizes[i] * sizes[s + 1] * sizes[j + 1], -s)
                for s in range(i, j)
            ]
            cost[i][j], last = min(options)
            split[i][j] = -last

    def build(i, j):
        if i == j:
            return mats[i], i
        (left, a), (right, b) = build(i, split[i][j]), build(split[i][j] + 1, j)
        return left @ right, (a, b)

    product, tree = build(0, k - 1)
    return product.copy() if k == 1 else product, cost[0][k - 1], tree

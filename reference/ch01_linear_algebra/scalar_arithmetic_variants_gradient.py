"""More answers to `scalar_arithmetic`: those that differentiate."""

import math

from scalar_arithmetic import _DERIVATIVES, _OPERATORS, _lookup, _run
from scalar_arithmetic import evaluate as original_evaluate
from scalar_arithmetic import value_and_grad as original_value_and_grad


def _reverse(rpn, env, derivatives=_DERIVATIVES, overwrite=False):
    original_value_and_grad(rpn, env)  # errors are not what these variants are about
    return _backward(rpn, env, derivatives, overwrite)


def _backward(rpn, env, derivatives=_DERIVATIVES, overwrite=False, lookup=_lookup):
    """Reverse mode with a node for each token, one for each use of a variable."""
    tape, gradient = [], dict.fromkeys(env, 0.0)

    def leaf(item):
        tape.append([lookup(item, env), item, (), 0.0])
        return len(tape) - 1

    def node(op, *nodes):
        tape.append([_OPERATORS[op](*(tape[k][0] for k in nodes)), op, nodes, 0.0])
        return len(tape) - 1

    tape[_run(rpn, leaf, node)][3] = 1.0
    varies = []
    for _, item, nodes, _ in tape:
        varies.append(any(varies[k] for k in nodes) if nodes else isinstance(item, str))
    for value, item, nodes, adjoint in reversed(tape):
        if not nodes and isinstance(item, str):
            gradient[item] = adjoint if overwrite else gradient[item] + adjoint
        for place, k in enumerate(nodes):
            if varies[k]:
                slope = derivatives[item][place](value, *(tape[j][0] for j in nodes))
                tape[k][3] += adjoint * slope
    return float(tape[-1][0]), gradient


def value_and_grad__right_node_for_each_use(rpn, env):
    return _reverse(rpn, env)


def value_and_grad__right_other_order(rpn, env):
    value, gradient = original_value_and_grad(rpn, env)
    return [value, dict(sorted(gradient.items(), reverse=True))]


def value_and_grad__wrong_overwrites(rpn, env):
    """A variable used twice collects two contributions: add the second one, do not replace."""
    return _reverse(rpn, env, overwrite=True)


def value_and_grad__wrong_quotient_sign(rpn, env):
    """A larger denominator makes a positive quotient smaller: d(a/b)/db is -a/b^2."""
    slopes = (_DERIVATIVES["/"][0], lambda result, a, b: result / b)
    return _reverse(rpn, env, {**_DERIVATIVES, "/": slopes})


def value_and_grad__wrong_constant_exponent_only(rpn, env):
    """The exponent may contain variables as well: d(a**b)/db is a**b ln a."""
    slopes = (_DERIVATIVES["**"][0], lambda result, a, b: 0.0)
    return _reverse(rpn, env, {**_DERIVATIVES, "**": slopes})


def value_and_grad__wrong_power_divides_by_base(rpn, env):
    """b a**b / a is b a**(b-1) only where the base is not 0."""
    slopes = (lambda result, a, b: b * result / a if a else 0.0, _DERIVATIVES["**"][1])
    return _reverse(rpn, env, {**_DERIVATIVES, "**": slopes})


def value_and_grad__wrong_logarithm_always(rpn, env):
    """a**b = exp(b ln a) holds for a > 0 only; with a constant exponent a may be negative."""
    slopes = (lambda result, a, b: b * result / a if a > 0 else 0.0, _DERIVATIVES["**"][1])
    return _reverse(rpn, env, {**_DERIVATIVES, "**": slopes})


def value_and_grad__wrong_product_divides(rpn, env):
    """The derivative of a b is b, and that is a b / a only where a is not 0."""
    slopes = (
        lambda result, a, b: result / a if a else 0.0,
        lambda result, a, b: result / b if b else 0.0,
    )
    return _reverse(rpn, env, {**_DERIVATIVES, "*": slopes})


def value_and_grad__wrong_used_variables_only(rpn, env):
    """A variable that is not used has the derivative 0.0; it is not missing from the gradient."""
    value, gradient = original_value_and_grad(rpn, env)
    return value, {name: slope for name, slope in gradient.items() if name in rpn}


def value_and_grad__wrong_rounds_early(rpn, env):
    """The value is rounded to a float once, at the end; the numbers on the way stay exact."""
    original_value_and_grad(rpn, env)
    rounded = [item if isinstance(item, str) else float(item) for item in rpn]
    return original_value_and_grad(rounded, {name: float(v) for name, v in env.items()})


def value_and_grad__wrong_difference_quotient(rpn, env):
    """A difference quotient has only half of the digits."""
    value, gradient = original_value_and_grad(rpn, env)
    for name in gradient:
        h = 1e-6 * max(1.0, abs(float(env[name])))
        try:
            up, down = (
                original_evaluate(rpn, {**env, name: float(env[name]) + s * h}) for s in (1, -1)
            )
            gradient[name] = float((up - down) / (2 * h))
        except (ZeroDivisionError, TypeError):
            pass  # beside a point where nothing is defined
    return value, gradient


def value_and_grad__wrong_recursion(rpn, env):
    """Handing the derivative down by a function that calls itself reaches Python's limit."""
    value, gradient = original_value_and_grad(rpn, env)

    def depth(node):
        return 1 + max((depth(k) for k in node), default=0)

    try:
        depth(_run(rpn, lambda item: (), lambda op, *nodes: nodes))
    except RecursionError:
        return value, dict.fromkeys(gradient, math.nan)
    return value, gradient


def value_and_grad__right_closures(rpn, env):
    """Each operation appends a function that hands its derivative down; run them backwards."""
    backward, gradient = [], dict.fromkeys(env, 0.0)

    def leaf(item):
        node = [_lookup(item, env), 0.0, isinstance(item, str)]
        if isinstance(node[0], complex):
            raise ValueError("rpn or env is complex")
        if node[2]:

            def give():
                gradient[item] += node[1]

            backward.append(give)
        return node

    def operation(op, *nodes):
        if op in ("//", "%"):
            raise ValueError("rpn: // and % have no derivative")
        args = [n[0] for n in nodes]
        node = [_OPERATORS[op](*args), 0.0, any(n[2] for n in nodes)]
        if isinstance(node[0], complex):
            raise ValueError("rpn: complex power")
        if op == "**" and nodes[1][2] and args[0] <= 0:
            raise ValueError("rpn: the base must be positive")

        def give():
            a, b = args[0], args[-1]
            first, second = {
                "+": lambda: (1.0, 1.0),
                "-": lambda: (1.0, -1.0),
                "*": lambda: (b, a),
                "/": lambda: (1 / b, -a / b**2),
                "neg": lambda: (-1.0, None),
                "**": lambda: (
                    (0 if b == 0 else b * a ** (b - 1)) if nodes[0][2] else 0,
                    node[0] * math.log(a) if nodes[1][2] else 0,
                ),
            }[op]()
            for n, slope in zip(nodes, (first, second), strict=False):
                n[1] += node[1] * slope

        if node[2]:
            backward.append(give)
        return node

    root = _run(rpn, leaf, operation)
    root[1] = 1.0
    for give in reversed(backward):
        give()
    return float(root[0]), gradient


def _dual_numbers(rpn, env):
    """Forward mode: each value carries the derivatives for all variables that it depends on."""
    original_value_and_grad(rpn, env)

    def leaf(item):
        return _lookup(item, env), ({item: 1.0} if isinstance(item, str) else {})

    def node(op, *nodes):
        args = [n[0] for n in nodes]
        result, total = _OPERATORS[op](*args), {}
        for (_, slopes), rule in zip(nodes, _DERIVATIVES[op], strict=True):
            outer = rule(result, *args) if slopes else 0.0
            for name, slope in slopes.items():
                total[name] = total.get(name, 0.0) + outer * slope
        return result, total

    value, slopes = _run(rpn, leaf, node)
    return float(value), {**dict.fromkeys(env, 0.0), **slopes}


def value_and_grad__right_dual_numbers_for_few_variables(rpn, env):
    """Right in every value; the 1,000 variables of the budget are meant to be too many for it."""
    return _dual_numbers(rpn, env) if len(env) < 10 else original_value_and_grad(rpn, env)


def value_and_grad__slow_dual_numbers(rpn, env):
    """Costs tokens times variables, as forward mode does: right, and too slow by design."""
    return _dual_numbers(rpn, env)


def value_and_grad__slow_looks_for_names_in_a_list(rpn, env):
    """Costs variables times their uses: bearable for 1,000 variables, but it grows."""
    if len(env) < 10:
        original_value_and_grad(rpn, env)  # errors are not what this variant is about
    names = list(env)

    def search(item, env):
        if isinstance(item, str):
            for name in names:
                if name == item:
                    return env[name]
        return item

    return _backward(rpn, env, lookup=search)


def value_and_grad__wrong_infinite_instead_of_overflow(rpn, env):
    """What overflows in Python's own operators raises OverflowError, and so does a huge value."""
    try:
        return original_value_and_grad(rpn, env)
    except OverflowError:
        return math.inf, dict.fromkeys(env, 0.0)

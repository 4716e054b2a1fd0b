"""Each mutant is the one change it names, in the right place, and means something else."""

import ast
import dis
import types

import pytest

from grader.mutate import (
    Mutant,
    difference,
    equivalent_marks,
    make_mutants,
    numerical_mutants,
    reason_for,
)

PLACE = '''\
"""Größe und Maß: a reference with letters of more than one byte."""

import numpy as np


def spread(x, axis=0):
    """Return π times the spread; é, ü, 漢字 and 🙂 stand before the code."""
    if len(x) < 1:
        raise ValueError(f"x: größer als {len(x) - 1}")
    "🙂"; s = x.sum(axis=axis) + 1e-9  # überall
    for i in range(3):
        s = s * 2
    return np.sqrt(
        (s - x.mean(axis=0)) ** 2
        + 1.0
    )
'''


def changed(line, operator):
    """Return the lines that one operator makes of a line of code."""
    return {m.strip() for o, m in numerical_mutants(line) if o == operator}


def tree(source):
    return ast.dump(ast.parse(source))


# ---- each operator makes the change it names ----------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "before", "after"),
    [
        ("dropped attribute", "y = x.T @ z", "y = x @ z"),
        ("dropped attribute", "y = (a + b).T @ z", "y = (a + b) @ z"),
        ("dropped attribute", "y = f(x).real", "y = f(x)"),
        ("dropped attribute", "y = -x[0].mT", "y = -x[0]"),
        ("other function", "y = x.sum()", "y = x.mean()"),
        ("other function", "y = (a - b).max(axis=1)", "y = (a - b).min(axis=1)"),
        ("other function", "y = np.zeros(3)", "y = np.ones(3)"),
        ("other function", "y = max(a, max_of(b))", "y = min(a, max_of(b))"),
        ("other function", "y = np.float64(x)", "y = np.float32(x)"),
        ("dropped call", "y = np.sqrt(a + b) * c", "y = (a + b) * c"),
        ("dropped call", "y = x.copy()", "y = x"),
        ("dropped call", "y = (a + b).conj() * c", "y = (a + b) * c"),
        ("dropped call", "y = abs(a - b) ** 2", "y = (a - b) ** 2"),
        ("dropped call", "y = sorted(x, key=f)", "y = x"),
        ("dropped copy", "y = np.array(x, float)", None),
        ("dropped copy", "y = np.array(x)", "y = np.asarray(x)"),
        ("swapped branches", "y = np.where(c, a, b)", "y = np.where(c, b, a)"),
        ("swapped branches", "y = np.where(c)", None),
        ("range", "y = range(n)", "y = range(n - 1)"),
        ("range", "y = range(a, n + 1)", "y = range(a, (n + 1) - 1)"),
        ("range", "y = range(a or b)", "y = range((a or b) - 1)"),
        ("dropped argument", "y = x.std(ddof=1, axis=0)", "y = x.std(axis=0)"),
        ("dropped argument", "y = x.sum(keepdims=True)", "y = x.sum()"),
        ("axis", "y = x.sum(axis=0)", "y = x.sum(axis=-1)"),
        ("axis", "y = x.sum(axis=-1)", "y = x.sum(axis=0)"),
        ("axis", "y = x.sum(axis=1)", "y = x.sum(axis=None)"),
        ("axis", "y = x.sum(axis=(0, 1))", "y = x.sum(axis=None)"),
        ("axis", "y = x.sum(axis=k)", None),
        ("dropped term", "y = a + b * c", "y = a"),
        ("dropped term", "y = a + b * c", "y = b * c"),
        ("dropped term", "y = c * (a - b)", "y = c * b"),
        ("dropped factor", "y = a * b", "y = a"),
        ("dropped factor", "y = (a + b) / c * d", "y = (a + b) * d"),
        ("swapped sides", "y = a - b", "y = b - a"),
        ("swapped sides", "y = a - b * c", "y = b * c - a"),
        ("swapped sides", "y = a - (b + c)", "y = (b + c) - a"),
        ("swapped sides", "y = a - (b < c)", "y = (b < c) - a"),
        ("swapped sides", "y = a - (b if c else d)", "y = (b if c else d) - a"),
        ("swapped sides", "y = a - (b | c)", "y = (b | c) - a"),
        ("swapped sides", "y = (a + b) @ c.T", "y = c.T @ (a + b)"),
        ("epsilon", "y = x + 1e-6", "y = x + 1e-3"),
        ("epsilon", "y = x + 1e-3", "y = x + 1e-6"),
        ("epsilon", "y = x + 0.5", None),
        ("slice", "y = x[1:]", "y = x[:]"),
        ("slice", "y = x[a:n]", "y = x[a:]"),
        ("slice", "y = x[a:n]", "y = x[:n]"),
        ("slice", "y = x[a:n]", "y = x[a:n - 1]"),
        ("slice", "y = x[: n >> 1]", "y = x[: (n >> 1) - 1]"),
        ("slice", "y = x[::-1]", "y = x[:]"),
        ("slice", "y = x[a::2, 0]", "y = x[a:, 0]"),
        ("dropped new axis", "y = x[:, None] * a", "y = x * a"),
        ("dropped new axis", "y = (a + b)[np.newaxis, ...]", "y = (a + b)"),
        ("dropped new axis", "y = x[0, None]", None),
        ("dropped new axis", "y = x[:, :]", None),
        ("fixed seed", "y = rng.normal(size=3)", "y = np.random.default_rng(0).normal(size=3)"),
        ("fixed seed", "y = f(n, rng=rng)", None),
        ("dropped step", "x += 1", "pass"),
        ("dropped step", "x.sort()", "pass"),
        ("dropped step", "raise ValueError", "pass"),
        ("dropped step", "'only a text'", None),
    ],
)
def test_an_operator_makes_its_change(operator, before, after):
    made = [tree(m) for m in changed(before, operator)]
    if after is None:
        assert made == []
    else:
        assert tree(after) in made


def test_two_results_change_places():
    before = "def f():\n    return a + b, (c, d)\n"
    after = "def f():\n    return (c, d), a + b\n"
    assert [tree(m) for o, m in numerical_mutants(before) if o == "order of results"] == [
        tree(after)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "y = abs(a - b)",
        "y = np.abs(a - b)",
        "y = np.linalg.norm(a - b)",
        "y = (a - b) ** 2",
        "y = np.hypot(a - b, 1)",
    ],
)
def test_sides_that_do_not_matter_are_not_swapped(line):
    assert changed(line, "swapped sides") == set()
    assert changed("y = (a - b) ** 3", "swapped sides")


# ---- all mutants of a module --------------------------------------------------------------------


@pytest.fixture(scope="module")
def mutants():
    return make_mutants(PLACE)


def instructions(code):
    """Return what Python would do, as `dis` tells it; messages in f-strings are left out."""
    inner = [instructions(c) for c in code.co_consts if isinstance(c, types.CodeType)]
    own = [
        (i.opname, "" if isinstance(i.argval, types.CodeType) else repr(i.argval))
        for i in dis.get_instructions(code)
    ]
    return own, inner


def test_there_are_mutants_of_both_kinds(mutants):
    operators = {m.operator for m in mutants}
    assert {"axis", "other function", "dropped term", "dropped call"} <= operators
    assert {"NumberReplacer", "ReplaceBinaryOperator_Mul_Div", "ZeroIterationForLoop"} <= operators


def test_no_mutant_is_the_original_or_another_mutant(mutants):
    programs = [instructions(compile(m.source, "x", "exec")) for m in mutants]
    original = instructions(compile(PLACE, "x", "exec"))
    assert original not in programs
    assert all(p not in programs[:i] for i, p in enumerate(programs))


def test_a_mutant_differs_in_its_line_and_nowhere_else(mutants):
    before = PLACE.split("\n")
    for mutant in mutants:
        after = mutant.source.split("\n")
        assert mutant.source != PLACE
        assert before[: mutant.line - 1] == after[: mutant.line - 1], mutant
        tail = len(after) - len(before)
        ends = [n for n in range(len(before)) if before[n:] == after[n + tail :]]
        # What follows the changed statement is untouched.
        assert ends[0] <= max(mutant.line, 16), mutant


def test_letters_of_several_bytes_do_not_shift_a_change(mutants):
    line = next(i for i, text in enumerate(PLACE.split("\n"), 1) if "überall" in text)
    changes = {m.source.split("\n")[line - 1] for m in mutants if m.line == line}
    assert '    "🙂"; s = x.mean(axis=axis) + 1e-9  # überall' in changes
    assert '    "🙂"; s = (x.sum(axis=axis))  # überall' in changes
    assert all(c.endswith("# überall") for c in changes)
    assert all(c.startswith('    "🙂"; s = ') for c in changes)


def test_messages_are_not_mutated(mutants):
    assert all('f"x: größer als {len(x) - 1}"' in m.source or m.new == "pass" for m in mutants)


def test_mutants_come_in_order_of_lines(mutants):
    assert [m.line for m in mutants] == sorted(m.line for m in mutants)


@pytest.mark.parametrize("odd", ["\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_a_character_that_only_looks_like_a_new_line_shifts_nothing(odd):
    source = f'text = "a{odd}b"\ny = x.T\n'
    (mutant,) = [m for m in make_mutants(source) if m.operator == "dropped attribute"]
    assert mutant.source == f'text = "a{odd}b"\ny = x\n'
    assert mutant.line == 2
    marked = f'text = "a{odd}b"\ny = x.T  # equivalent: a -> b: c\n'
    assert list(equivalent_marks(marked)) == [2]


def test_a_change_over_several_lines_is_told_where_it_begins():
    source = "def f(a, b):\n    return g(\n        a,\n        h(a)\n        - b,\n    )\n"
    lines = {m.line for m in make_mutants(source) if m.operator == "swapped sides"}
    assert lines == {4}


# ---- how a change is told -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("x = 1\ny = a + b\n", "x = 1\ny = a - b\n", (2, "+", "-")),
        ("y = x[1:]\n", "y = x[:]\n", (1, "[1", "[")),
        ("y = x.sum(axis=0)  # c\n", "y = x.sum(axis=1)\n", (1, "0", "1")),
        ("y = not x\n", "y = x\n", (1, "= not", "=")),
        ("x = 1\nf(x)\n", "x = 1\npass\n", (2, "f(x)", "pass")),
        ("y = é + ü\n", "y = é * ü\n", (1, "+", "*")),
    ],
)
def test_a_change_is_told_by_its_tokens(before, after, told):
    line, old, new = difference(before, after)
    assert (line, old.replace(" ", ""), new.replace(" ", "")) == (
        told[0],
        told[1].replace(" ", ""),
        told[2].replace(" ", ""),
    )


def test_the_change_of_a_mutant_reads_from_old_to_new():
    assert Mutant("o", 3, "a", "b", "").change == "a -> b"


# ---- marks of what means the same ---------------------------------------------------------------


def test_a_mark_speaks_of_its_line_or_of_the_code_below():
    source = (
        "a = 1  # equivalent: 1 -> 2: any number will do\n"
        "# equivalent: + -> -: the sign is lost\n"
        "# about something else\n"
        "\n"
        "# equivalent: b -> c: both are zero\n"
        "x = a + b  # equivalent: a -> d: so is this\n"
        "y = 2\n"
    )
    assert equivalent_marks(source) == {
        1: [("1", "2", "any number will do")],
        6: [
            ("+", "-", "the sign is lost"),
            ("b", "c", "both are zero"),
            ("a", "d", "so is this"),
        ],
    }


@pytest.mark.parametrize(
    "comment",
    ["# equivalent: 1 -> 2", "# equivalent: 1 -> 2:", "# equivalent: 1: words", "# 1 -> 2"],
)
def test_a_mark_without_a_reason_is_none(comment):
    assert equivalent_marks(f"a = 1  {comment}\n") == {}


def test_a_mark_may_hold_colons_and_slices():
    marks = equivalent_marks("y = x[1:]  # equivalent: x[1:] -> x[:]: the first is 0: always\n")
    assert marks == {1: [("x[1:]", "x[:]", "the first is 0: always")]}


def test_only_the_marked_change_on_the_marked_line_is_excused():
    source = "y = x.sum(axis=1)  # equivalent: 1 -> - 2: there are two axes\nz = x.sum(axis=1)\n"
    marks = equivalent_marks(source)
    mutants = {(m.line, m.change): reason_for(m, marks) for m in make_mutants(source)}
    assert mutants[1, "1 -> - 2"] == "there are two axes"
    assert [key for key, reason in mutants.items() if reason] == [(1, "1 -> - 2")]
    assert (2, "1 -> - 2") in mutants


def test_spaces_in_a_mark_do_not_matter():
    mutant = Mutant("o", 1, "f(x)", "g(x, 1)", "")
    assert reason_for(mutant, equivalent_marks("a = f(x)  # equivalent: f( x ) -> g(x,1): why\n"))

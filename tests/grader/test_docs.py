import ast

import pytest

from grader.course import Course
from grader.docs import Example, find_examples, task_text
from grader.errors import CourseError
from grader.words_course import without

MODULE = '''\
"""Story.

>>> 1 + 1
2
"""


def f(x):
    """Do f.

    >>> y = 3
    >>> f(
    ...     y,
    ... )
    array([1.,
           2.])

    >>> f(None)
    Traceback (most recent call last):
    ValueError: x
    """


def _hidden():
    """
    >>> 0
    0
    """


class Model:
    """A model."""

    def fit(self, X):
        """Fit.

        >>> Model().fit(1)
        """
'''


def test_examples_with_their_lines_and_owners():
    assert find_examples(ast.parse(MODULE)) == [
        Example("1 + 1\n", "2\n", 3, ""),
        Example("y = 3\n", "", 11, "f"),
        Example("f(\n    y,\n)\n", "array([1.,\n       2.])\n", 12, "f"),
        Example("f(None)\n", "Traceback (most recent call last):\nValueError: x\n", 18, "f"),
        Example("Model().fit(1)\n", "", 37, "Model.fit"),
    ]
    lines = MODULE.splitlines()
    assert [lines[e.line - 1].strip() for e in find_examples(ast.parse(MODULE))] == [
        ">>> 1 + 1",
        ">>> y = 3",
        ">>> f(",
        ">>> f(None)",
        ">>> Model().fit(1)",
    ]


def test_a_crooked_example_is_the_authors_error():
    tree = ast.parse('def f():\n    """F.\n\n    >>> f()\n  1\n    """\n')
    with pytest.raises(CourseError, match=r"line 2.*indent"):
        find_examples(tree)


def test_task_has_facts_story_and_docstrings(small_course):
    text = task_text(Course.load(small_course).exercises["double"])
    assert text.startswith(
        "double: Doubling (chapter 2)\n"
        "3 points, level 1\n"
        "Book pages 20, 26\n"
        "The text of an error that a docstring asks for names the argument that is refused.\n"
        "Without numpy.add\n"
        "Time: double may take 4 times as long as ours at size 100\n"
        "\n"
        "Doubling, the story.\n"
        "\n"
        "double(x, times=1)\n"
        "    Double an array.\n"
    )
    assert text.endswith("    >>> double(np.array([1.0]))\n    array([2.])\n")
    assert "NotImplementedError" not in text
    assert "staff" not in text


def test_bans_of_one_module_are_shown_together():
    names = ["sum", "numpy.dot", "numpy.linalg.inv", ".T", "numpy.linalg.det", ".mT"]
    names += ["builtins.eval", "numpy.linalg._linalg"]
    assert without(names) == "Without sum, eval, numpy.dot, numpy.linalg.{inv, det}, .T, .mT"


def test_task_of_a_class_shows_constructor_and_methods(small_course):
    stub = small_course / "exercises/ch02_numbers/double.py"
    stub.write_text(
        '"""S."""\n\n\nclass M(object):\n    """A model."""\n\n'
        "    def __init__(self, k, *, rate=0.1):\n        pass\n\n"
        '    def fit(self, X):\n        """Fit it."""\n\n    def _x(self):\n        pass\n'
    )
    text = task_text(Course.load(small_course).exercises["double"])
    assert text.endswith("class M(k, *, rate=0.1)\n    A model.\n\nM.fit(self, X)\n    Fit it.\n")


def test_prerequisites_are_said(small_course):
    toml = small_course / "exercises/ch02_numbers/chapter.toml"
    toml.write_text(toml.read_text().replace("banned", 'needs = ["halve", "add"]\nbanned'))
    text = task_text(Course.load(small_course).exercises["double"])
    assert "\nBuilds on halve, add\n" in text


def test_other_budgets_are_said_in_words(small_course):
    toml = small_course / "exercises/ch02_numbers/chapter.toml"
    limits = "memory = 2.5\ngrowth = 1.3\nsizes = [10, 40]\ncalls = [1, 2, 0, 1]\n"
    toml.write_text(toml.read_text().replace("time = 4.0\n", limits))
    text = task_text(Course.load(small_course).exercises["double"])
    assert "Memory: double may take 2.5 times the bytes of its arguments at size 100\n" in text
    assert "Growth: the time of double may grow like n^1.3\n" in text
    assert (
        "Calls: double may call the functions it is given 1 + 2 n + n^3 times for size n\n" in text
    )

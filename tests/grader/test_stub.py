import ast
import shutil

import pytest

from grader.course import Course
from grader.errors import CourseError, UsageError
from grader.notebook import make_notebook
from grader.stub import make_stub, sync, undefined_names, without_header

HEAD = """\
# Generated from the reference by `grader sync`: copy it with `grader start STEM`.
# The text of an error that a docstring asks for names the argument that is refused.
# `grader show STEM` tells which functions to do without, and what an answer may cost.
"""
TODO = "raise NotImplementedError  # TODO: your answer"


def stub_of(source: str) -> str:
    """Return the stub without its header, after checking that it is Python."""
    stub = make_stub(source)
    assert stub.startswith(HEAD)
    ast.parse(stub)
    return stub.removeprefix(HEAD)


CASES = {
    "docstring, private helper and staff comments": (
        '"""Story."""\n\nimport numpy as np\n\n\n'
        'def f(x):\n    """Do f."""\n    # For staff.\n    return _g(x)\n\n\n'
        "# How g works.\ndef _g(x):\n    return x\n",
        '"""Story."""\n\nimport numpy as np\n\n\n' + f'def f(x):\n    """Do f."""\n    {TODO}\n',
    ),
    "no docstring": ("def f(x):\n    return x\n", f"def f(x):\n    {TODO}\n"),
    "nothing but a docstring": (
        'def f(x):\n    """Do nothing."""\n',
        f'def f(x):\n    """Do nothing."""\n    {TODO}\n',
    ),
    "one line": ("def f(x): return x\n", f"def f(x):\n    {TODO}\n"),
    "one line with a docstring": (
        'def f(x): "Do é."; return x\n',
        f'def f(x):\n    "Do é."\n    {TODO}\n',
    ),
    "signature of many lines with a lambda and a slice": (
        "def f(\n    a=lambda: {1: 2},  # why\n    b=(1, [2][0:1]),\n):  # shapes\n"
        "    # no\n    return 1\n",
        f"def f(\n    a=lambda: {{1: 2}},  # why\n    b=(1, [2][0:1]),\n):  # shapes\n    {TODO}\n",
    ),
    "decorators": (
        "import functools\n\n\n# kept\n@functools.cache\ndef f(x):\n    return x\n",
        f"import functools\n\n\n# kept\n@functools.cache\ndef f(x):\n    {TODO}\n",
    ),
    "imports that only the answer needs": (
        "import math\nimport os.path as p, sys\nfrom fractions import Decimal, Fraction\n"
        "import numpy as np\n\n\ndef f(x=Fraction(1), y=sys.maxsize):\n    return math.pi\n",
        "import sys\nfrom fractions import Fraction\nimport numpy as np\n\n\n"
        f"def f(x=Fraction(1), y=sys.maxsize):\n    {TODO}\n",
    ),
    "imports that an example needs": (
        "from fractions import Fraction\n\n\n"
        'def f(x):\n    """Do f.\n\n    >>> y = Fraction(2)\n    >>> f(y)\n    2\n    """\n'
        "    return x\n",
        "from fractions import Fraction\n\n\n"
        'def f(x):\n    """Do f.\n\n    >>> y = Fraction(2)\n    >>> f(y)\n    2\n    """\n'
        f"    {TODO}\n",
    ),
    "future imports": (
        "from __future__ import annotations\n\n\ndef f(x: int):\n    return x\n",
        f"from __future__ import annotations\n\n\ndef f(x: int):\n    {TODO}\n",
    ),
    "constants": (
        '"""S."""\n\n_SECRET = 1\n"""Why."""\n# the limit\nLIMIT: int = 3  # of all\n"""Doc."""\n',
        '"""S."""\n\n# the limit\nLIMIT: int = 3  # of all\n"""Doc."""\n',
    ),
    "classes": (
        "class Model:\n"
        '    """A model."""\n\n'
        "    rate = 0.1\n    _seed = 3\n\n"
        "    def __init__(self, k):\n        self.k = k\n\n"
        "    @property\n    def size(self):\n"
        '        """The size."""\n        return self._count()\n\n'
        "    # For staff.\n    def _count(self):\n        return self.k\n\n"
        "    def __len__(self):\n        return 1\n",
        "class Model:\n"
        '    """A model."""\n\n'
        "    rate = 0.1\n\n"
        f"    def __init__(self, k):\n        {TODO}\n\n"
        "    @property\n    def size(self):\n"
        f'        """The size."""\n        {TODO}\n\n'
        f"    def __len__(self):\n        {TODO}\n",
    ),
    "a mangled method and dunders": (
        "class C:\n    __slots__ = ()\n\n    def __f(self):\n        return 1\n\n"
        "    def __eq__(self, other):\n        return True\n",
        f"class C:\n    __slots__ = ()\n\n    def __eq__(self, other):\n        {TODO}\n",
    ),
    "a comment that may belong to what goes": (
        "_A = 1\n# For staff.\n\n# Kept,\n# both lines.\nB = 2\n\n# Kept too.\n\nC = 3\n",
        "# Kept,\n# both lines.\nB = 2\n\n# Kept too.\n\nC = 3\n",
    ),
    "a mark for the audit": (
        "# Kept.\n# equivalent: 1 -> 2: so it is\nB = 1\n",
        "# Kept.\nB = 1\n",
    ),
    "a class of private parts only": (
        "class Model:\n    def _fit(self):\n        return 1\n",
        "class Model:\n    pass\n",
    ),
    "a private class": (
        "class _Node:\n    x = 1\n\n\ndef f():\n    return 1\n",
        f"def f():\n    {TODO}\n",
    ),
    "an exception on one line": (
        "class OddError(ValueError): pass\n",
        "class OddError(ValueError): pass\n",
    ),
    "overloads": (
        "from typing import overload\n\n\n@overload\ndef f(x: int) -> int: ...\n\n\n"
        "def f(x):\n    return x\n",
        "from typing import overload\n\n\n@overload\ndef f(x: int) -> int: ...\n\n\n"
        f"def f(x):\n    {TODO}\n",
    ),
    "marks": (
        'def f(x):\n    """Do f."""\n    total = 0\n    for v in x:\n        ### BEGIN SOLUTION\n'
        "        total += v\n        ### END SOLUTION\n    return total\n",
        'def f(x):\n    """Do f."""\n    total = 0\n    for v in x:\n'
        f"        {TODO}\n    return total\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_stub_keeps_what_is_public(case):
    source, expected = CASES[case]
    assert stub_of(source) == expected


REFUSED = {
    "private default": ("_N = 3\n\n\ndef f(x=_N):\n    return x\n", "_N"),
    "private base": ("class _B:\n    pass\n\n\nclass C(_B):\n    pass\n", "_B"),
    "private decorator": ("def _d(f):\n    return f\n\n\n@_d\ndef f():\n    return 1\n", "_d"),
    "constant from a helper": ("def _n():\n    return 1\n\n\nN = _n()\n", "_n"),
    "example": ('def f():\n    """F.\n\n    >>> f(_x)\n    """\n    return 1\n\n\n_x = 1\n', "_x"),
    "helper outside the marks": (
        "def f(x):\n    ### BEGIN SOLUTION\n    y = x\n    ### END SOLUTION\n    return _g(x)\n\n\n"
        "def _g(x):\n    return x\n",
        "_g",
    ),
    "method outside the marks": (
        "class C:\n    def f(self):\n        ### BEGIN SOLUTION\n        y = 1\n"
        "        ### END SOLUTION\n        return self._g()\n\n"
        "    def _g(self):\n        return 1\n",
        "self._g",
    ),
    "loop": ("for i in range(3):\n    print(i)\n", "line 1: a stub holds imports"),
    "async": ("async def f():\n    return 1\n", "line 1: a stub holds"),
    "lambda": ("f = lambda x: x\n", "line 1: a lambda cannot be cut"),
    "two statements": ("A = 1; B = 2\n", "line 1 holds two statements"),
    "no end": ("def f():\n    ### BEGIN SOLUTION\n    return 1\n", "line 1: .*no partner"),
    "no begin": (
        "def f():\n    return 1\n    ### END SOLUTION\n    pass\n",
        "line 3: .*no partner",
    ),
    "marks outside": ("### BEGIN SOLUTION\nA = 1\n### END SOLUTION\nB = 2\n", "line 1: .*outside"),
    "not Python": ("def f(:\n", "line 1: invalid syntax"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_stub_that_would_not_work_is_refused(case):
    source, message = REFUSED[case]
    with pytest.raises(CourseError, match=message):
        make_stub(source)


def test_undefined_names_sees_every_scope():
    stub = (
        "import numpy as np\nN = a\nclass C(b):\n    x = c\n    y = x\n"
        "    def f(self, q=d):\n        return [v for v in q if v > e] + len(q) + np.pi + N\n"
    )
    assert undefined_names(stub) == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize("case", [c for c in CASES if c != "marks"])
def test_a_stub_of_a_stub_is_the_same(case):
    stub = make_stub(CASES[case][0])
    assert make_stub(stub.removeprefix(HEAD)) == stub


def test_a_stub_runs_and_raises():
    source, _ = CASES["classes"]
    names: dict = {}
    exec(make_stub(source), names)
    with pytest.raises(NotImplementedError):
        names["Model"](3)


def test_header_names_the_exercise_and_goes_when_a_student_starts():
    stub = make_stub("def f():\n    return 1\n", "softmax")
    assert "`grader start softmax`" in stub.splitlines()[0]
    rules = HEAD.replace("STEM", "softmax").partition("\n")[2]
    assert without_header(stub) == f"{rules}def f():\n    {TODO}\n"
    assert without_header("x = 1\n") == "x = 1\n"


# ---- sync ---------------------------------------------------------------------------------------


def outcome(root, check):
    changes = sync(Course.load(root), check)
    return [(str(c.path.relative_to(root)), c.problem, c.settled) for c in changes]


def test_sync_is_quiet_when_all_is_well(small_course):
    before = (small_course / "exercises/ch02_numbers/double.py").stat()
    assert outcome(small_course, check=False) == []
    after = (small_course / "exercises/ch02_numbers/double.py").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


@pytest.mark.parametrize("damage", ["edit", "delete", "crlf"])
def test_sync_repairs_and_check_only_tells(small_course, damage):
    stub = small_course / "exercises/ch02_numbers/double.py"
    good = stub.read_bytes()
    if damage == "delete":
        stub.unlink()
    else:
        stub.write_bytes(good + b"x = 1\n" if damage == "edit" else good.replace(b"\n", b"\r\n"))
    damaged = stub.read_bytes() if stub.exists() else None
    problem = "is new" if damage == "delete" else "differs from its reference"
    expected = [("exercises/ch02_numbers/double.py", problem, True)]
    assert outcome(small_course, check=True) == expected
    assert (stub.read_bytes() if stub.exists() else None) == damaged
    assert outcome(small_course, check=False) == expected
    assert stub.read_bytes() == good
    assert sorted(p.name for p in stub.parent.iterdir()) == ["chapter.toml", "double.py"]


def test_sync_names_what_it_cannot_settle(small_course):
    (small_course / "exercises/ch02_numbers/old.py").write_text("")
    (small_course / "reference/ch02_numbers/early.py").write_text("")
    (small_course / "reference/ch02_numbers/double.py").write_text("_A = 1\nB = _A\n")
    changes = outcome(small_course, check=False)
    assert [(name, settled) for name, _, settled in changes] == [
        ("reference/ch02_numbers/double.py", False),
        ("exercises/ch02_numbers/old.py", False),
        ("reference/ch02_numbers/early.py", False),
    ]
    assert "_A" in changes[0][1]
    (small_course / "reference/ch02_numbers/double.py").unlink()
    assert "does not exist" in outcome(small_course, check=False)[0][1]
    assert (small_course / "exercises/ch02_numbers/old.py").exists()


def test_students_have_nothing_to_sync(small_course):
    shutil.rmtree(small_course / "reference")
    with pytest.raises(UsageError, match="nothing to sync from"):
        sync(Course.load(small_course), check=True)


# ---- notebook -----------------------------------------------------------------------------------


def test_notebook_is_valid_and_has_three_fixed_cells():
    import nbformat

    stub = '"""Story.\n\nMore.\n"""\n\nimport numpy as np\n\n\ndef f(x):\n    raise ValueError\n'
    text = make_notebook(stub, "double")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert [(c.cell_type, c.id, c.source) for c in notebook.cells] == [
        ("markdown", "double-1", "# double\n\nStory.\n\nMore."),
        ("code", "double-2", "import numpy as np\n\n\ndef f(x):\n    raise ValueError"),
        (
            "code",
            "double-3",
            "# Save the notebook, then run this cell.\n!grader check double.ipynb",
        ),
    ]
    assert make_notebook(stub, "double") == text


def test_notebook_of_a_stub_without_story():
    import nbformat

    notebook = nbformat.reads(make_notebook("x = 1\n", "double"), as_version=4)
    nbformat.validate(notebook)
    assert [c.source for c in notebook.cells][:2] == ["# double", "x = 1"]

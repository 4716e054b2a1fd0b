"""One file becomes a module with its chunks and names, or one sentence."""

import json
import warnings

import nbformat
import pytest

from grader.intake import cells, syntax
from grader.intake.module import MAX_NOTEBOOK, MAX_PYTHON
from grader.intake.source import read_module
from tests.grader.intake.files import CONDITION, SOFTMAX, notebook, sentence

# ---- one .py ----


def test_a_file_becomes_one_chunk_with_its_names():
    raw = (
        b"import os\r\nLIMIT: int = 3\r\ndef f(): inner = 1\r\nclass A: pass\r\nfor i in []: pass\r"
    )
    module = read_module("part/answer.py", raw)
    [chunk] = module.chunks
    assert (module.file, chunk.label) == ("part/answer.py", "answer.py")
    assert "\r" not in chunk.source
    assert chunk.source.count("\n") == 5
    assert module.names == {"LIMIT", "f", "A", "i"}
    assert (module.fault, module.fault_line, module.notes) == ("", 0, ())
    assert len(module.digest) == 64
    assert module.digest != read_module("part/answer.py", raw + b"\n").digest


def test_a_syntax_error_is_a_fault_with_its_line_and_keeps_the_source():
    module = read_module("a.py", b"def f():\n    return (1\n")
    assert module.fault == "line 2: '(' was never closed"
    assert module.fault_line == 2
    assert module.chunks[0].source.startswith("def f")
    assert module.names == frozenset()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"# to do\n\n   # later\n", "is empty"),
        (b"x = 1\n\nname = '\xe9'\n", "is not UTF-8 text (byte 0xe9 in line 3)"),
        (b"name = '\xe9'\n", "is not UTF-8 text (byte 0xe9 in line 1)"),
        ("x = 1".encode("utf-16"), "UTF-16 text; save it as UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "holds binary data"),
        (b"# coding: punycode\nx = 1\n", "punycode, which is not read"),
        (b"# coding: rot13\nk = 1\n", "rot13, which is not read"),
        (b"# coding: no-such-thing\nx = 1\n", "Python does not know"),
        (b"# coding: ascii\nx = '\xe9'\n", "but is not such text"),
    ],
)
def test_what_is_no_python_source_is_told_in_one_sentence(raw, words):
    text = sentence("answer.py", raw)
    assert text.startswith("answer.py ")
    assert words in text
    assert text.count("\n") == 0


def test_declared_encodings_and_marks_are_honoured():
    assert "é" in read_module("a.py", b"# coding: latin-1\nx = '\xe9'\n").chunks[0].source
    with_mark = read_module("a.py", b"\xef\xbb\xbfx = 1\n")
    assert with_mark.chunks[0].source == "x = 1\n"
    assert with_mark.names == {"x"}


def test_warnings_of_the_source_are_not_ours():
    assert read_module("a.py", b"x = '\\d'\ny = x is 3\n").fault == ""


@pytest.mark.parametrize(
    "source",
    [
        "-" * 60_000 + "1",
        "(" * 90_000,
        "(" * 300 + ")" * 300,
        "x = " + "1 + " * 40_000 + "1",
        "a" + ".a" * 40_000,
        "if 1:\n    pass\n" + "elif 1:\n    pass\n" * 20_000,
        "x = 1 if 1 else " * 20_000 + "1",
        "".join(" " * i + "if 1:\n" for i in range(200)),
        "x = " + "9" * 10_000,
        "import " + "a." * 40_000 + "a",
        "from \\\n" + "a." * 40_000 + "a import b",
        "a = 1\n" * 100_000,
        'f"' + "{a}" * 100_000 + '"',
        "x = '\x01'\ny\x02 = 2",
    ],
    ids=lambda s: repr(s[:12]),
)
def test_extreme_source_is_a_fault_not_a_crash(source):
    module = read_module("a.py", source.encode())
    assert module.fault
    assert module.names == frozenset()


def test_long_data_is_not_taken_for_too_much_code():
    source = f"TABLE = '''{'0.25 1.5 ' * 40_000}'''\n# {'long ' * 50_000}\n" + SOFTMAX
    assert read_module("a.py", source.encode()).names == {"TABLE", "softmax"}


def test_a_token_counter_cannot_be_fooled_by_an_unfinished_string():
    assert syntax.has_too_many_tokens("x = '\n" + "a\n" * syntax.MAX_TOKENS)


def test_size_is_named():
    text = sentence("big.py", b"#" * (50 << 20))
    assert "a file may have 2 MiB, it has 50 MiB" in text
    assert "clear its outputs" in sentence("big.ipynb", b" " * (MAX_NOTEBOOK + 1))


def test_names_are_shown_without_control_characters():
    module = read_module("\x1b[31mre\u202ed\n.py", b"x = 1")
    assert module.file == "[31mred.py"


# ---- notebooks ----


def test_code_cells_are_counted_and_kept_apart():
    raw = notebook("a = 1", ["b = 2\n", "c = 3"], "")
    tree = json.loads(raw)
    tree["cells"].insert(1, {"cell_type": "markdown", "source": "def no(): pass", "metadata": {}})
    module = read_module("hw.ipynb", json.dumps(tree).encode())
    assert [c.label for c in module.chunks] == ["cell 1", "cell 2", "cell 3"]
    assert module.chunks[1].source == "b = 2\nc = 3"
    assert module.names == {"a", "b", "c"}
    assert module.notebook
    assert module.notes == ()


def test_magics_are_set_aside_and_line_numbers_stay():
    source = (
        "%matplotlib inline\n"
        "text = '''\n"
        "%not a magic\n"
        "'''\n"
        "if text:\n"
        "    !ls \\\n"
        "    -l\n"
        "value = (7\n"
        "%3)  # really?\n"
        "files = !ls\n"
        "len?\n"
        "pip install numpy\n"
        "def softmax(x): return x"
    )
    module = read_module("hw.ipynb", notebook("x = 1", source))
    cleaned = module.chunks[1].source
    assert cleaned.split("\n") == [
        "pass",
        "text = '''",
        "%not a magic",
        "'''",
        "if text:",
        "    pass",
        "",
        "value = (7",
        "%3)  # really?",
        "pass",
        "pass",
        "pass",
        "def softmax(x): return x",
    ]
    compile(cleaned, "cell", "exec")
    assert module.names == {"x", "text", "value", "softmax"}
    [note] = module.notes
    assert note.startswith("cell 2: lines 1, 6, 10, 11, 12 ")


def test_one_magic_is_told_in_the_singular():
    assert "cell 1: line 2 is " in read_module("h.ipynb", notebook("x = 1\n%time x")).notes[0]


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 3", "%%capture out\n%%time"])
def test_python_cell_magics_lose_their_first_line_only(magic):
    module = read_module("hw.ipynb", notebook(f"\n{magic}\n{SOFTMAX}"))
    assert module.names == {"softmax"}
    assert module.chunks[0].source == "\n" * (2 + magic.count("\n")) + SOFTMAX
    assert len(module.notes) == 1


@pytest.mark.parametrize("magic", ["%%bash", "%%html", "%%writefile a.py", "%%javascript"])
def test_cells_in_other_languages_are_set_aside_whole(magic):
    module = read_module("hw.ipynb", notebook(f"{magic}\nx = 1", "y = 1"))
    assert module.names == {"y"}
    assert not module.chunks[0].source.strip()
    assert magic.split()[0] in module.notes[0]


def test_a_broken_cell_takes_no_other_cell_along():
    module = read_module("hw.ipynb", notebook(SOFTMAX, "x = 1\ny = = 2", CONDITION, "await z"))
    assert module.names == {"softmax", "condition_number"}
    assert len(module.chunks) == 4
    assert module.fault == ""
    [note] = module.notes
    assert note.startswith("cell 2 has a syntax error in line 2 and is left out")


def test_a_cell_no_parser_may_see_goes_no_further():
    module = read_module("hw.ipynb", notebook("import " + "a." * 1000 + "a", SOFTMAX))
    assert [c.label for c in module.chunks] == ["cell 2"]
    assert module.notes[0].startswith("cell 1 is left out")


def old_cells(key, prose="markdown"):
    return [
        {"cell_type": "code", key: "a = 1\nb = 2", "language": "python", "outputs": []},
        {"cell_type": prose, "source": "text", "text": "text"},
        {"cell_type": "code", key: "c = 3", "language": "python", "outputs": []},
    ]


@pytest.mark.parametrize(
    "tree",
    [
        {
            "nbformat": 3,
            "nbformat_minor": 0,
            "metadata": {"name": ""},
            "worksheets": [{"cells": old_cells("input"), "metadata": {}}] * 2,
        },
        {"nbformat": 2, "metadata": {}, "worksheets": [{"cells": old_cells("input")}]},
        {"cells": old_cells("code", "text")},
        json.loads(notebook(["a = 1\n", "b"], "c")),
    ],
    ids=["v3", "v2", "v1", "v4"],
)
def test_every_format_is_read_as_nbformat_reads_it(tree):
    raw = json.dumps(tree)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = [c.source for c in nbformat.reads(raw, 4).cells if c.cell_type == "code"]
    ours = [c.source for c in read_module("old.ipynb", raw.encode()).chunks]
    assert ours == theirs
    assert len(ours) >= 2


def test_small_flaws_are_forgiven():
    raw = notebook(SOFTMAX, outputs=[1e999, float("nan"), -float("inf"), 'NaN "Infinity'])
    assert b"NaN" in raw
    tree = json.loads(raw)
    tree["cells"] += [
        {"cell_type": "code", "source": None},
        {"cell_type": "code", "source": [1, 2]},
        {"cell_type": 7},
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "source": "z = 'NaN'", "outputs": {"x": "NaN"}},
    ]
    module = read_module("hw.ipynb", b"\xef\xbb\xbf" + json.dumps(tree).encode())
    assert module.names == {"softmax", "z"}
    assert module.chunks[-1].source == "z = 'NaN'"
    assert [n.split(" of")[0] for n in module.notes] == ["Item 2", "Item 3", "Item 4"]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"<html>", "is not a notebook (it is not JSON)"),
        (b'{"cells": [', "is not a notebook (it is not JSON)"),
        (b"\xff\xfe{\0}\0", "is not a notebook (it is not JSON)"),
        (b"[" * 100_000, "is not a notebook"),
        (b'{"a":' * 100_000, "is not a notebook"),
        (b'{"nbformat": 4}', "no list of cells"),
        (b"[]", "is not a notebook"),
        (b'{"cells": [1, 2]}', "is not a notebook"),
        (b'{"cells": {}}', "is not a notebook"),
        (b'{"cells": []}', "holds no code cell"),
        (notebook("", "  \n"), "holds no code cell"),
        (notebook(*["x"] * (cells.MAX_CELLS + 1)), "more than 2000 cells"),
        (b'{"cells": [' + b"{}," * cells.MAX_PARTS + b"{}]}", "too many parts"),
        (notebook("#" * (cells.MAX_CODE + 1)), "more than 2 MiB of code"),
        (notebook(*["#" * (cells.MAX_CODE // 2)] * 3), "more than 2 MiB of code"),
    ],
    ids=lambda value: repr(value[:20]) if isinstance(value, bytes) else None,
)
def test_what_is_no_notebook_is_told_in_one_sentence(raw, words):
    text = sentence("hw.ipynb", raw)
    assert text.startswith("hw.ipynb ")
    assert words in text


def test_plots_do_not_count_as_code():
    tree = json.loads(notebook(SOFTMAX))
    tree["cells"][0]["outputs"] = [{"data": {"image/png": "A" * (3 * MAX_PYTHON)}}]
    assert read_module("hw.ipynb", json.dumps(tree).encode()).names == {"softmax"}

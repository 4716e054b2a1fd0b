"""Whatever is handed in becomes modules and sentences, and never an exception or a hang."""

import bz2
import io
import json
import os
import socket
import stat
import struct
import warnings
import zipfile
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader import cells, harvest, syntax, unzip
from grader.errors import SubmissionError, UsageError
from grader.inbox import safe_id
from grader.module import MAX_NOTEBOOK, MAX_PYTHON
from grader.source import Entry, find_entries, read_module, read_submission

EXERCISES = {
    "softmax": frozenset({"softmax", "log_softmax"}),
    "condition": frozenset({"condition_number"}),
    "descent": frozenset({"descent", "Line"}),
}
SOFTMAX = "def softmax(x):\n    return x\n"
CONDITION = "def condition_number(a):\n    return 1.0\n"

FUZZ = settings(
    max_examples=100,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def write(path: Path, content: str | bytes = SOFTMAX) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def notebook(*sources: str | list[str], **extra) -> bytes:
    code = [
        {"cell_type": "code", "source": s, "metadata": {}, "outputs": [], "execution_count": None}
        for s in sources
    ]
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": code, **extra}
    ).encode()


def zipped(members, **options) -> bytes:
    """Make a zip of (name or ZipInfo, content) pairs."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of two members of one name
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
            for name, content in members:
                archive.writestr(name, content)
    return buffer.getvalue()


def read_only(path: Path):
    """Read the single submission at a path."""
    [entry] = find_entries([path], EXERCISES)
    return read_submission(entry, EXERCISES)


def read_folder(folder: Path):
    return read_submission(Entry("id", "name", folder), EXERCISES)


def sentence(name: str, raw: bytes) -> str:
    with pytest.raises(SubmissionError) as caught:
        read_module(name, raw)
    return str(caught.value)


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


# ---- from files to exercises ----


def test_files_answer_by_stem_and_others_by_the_names_they_define(tmp_path):
    write(tmp_path / "softmax.py", "def other(): pass")
    write(tmp_path / "homework.py", CONDITION + "class Line: pass")
    submission = read_folder(tmp_path)
    assert {s: m.file for s, m in submission.answers.items()} == {
        "softmax": "softmax.py",
        "condition": "homework.py",
        "descent": "homework.py",
    }
    assert submission.problems == ()


def test_the_exercises_own_file_wins_and_the_choice_is_told(tmp_path):
    write(tmp_path / "softmax.py", SOFTMAX)
    write(tmp_path / "z_homework.py", SOFTMAX + "def log_softmax(x): pass")
    submission = read_folder(tmp_path)
    assert submission.answers["softmax"].file == "softmax.py"
    [problem] = submission.problems
    assert (
        problem == "softmax is answered by softmax.py and by z_homework.py; softmax.py was taken."
    )


def test_among_others_most_names_win_then_the_last(tmp_path):
    write(tmp_path / "a.py", SOFTMAX + "def log_softmax(x): pass")
    write(tmp_path / "b.py", SOFTMAX)
    assert read_folder(tmp_path).answers["softmax"].file == "a.py"
    write(tmp_path / "c.py", SOFTMAX + "log_softmax = softmax")
    assert read_folder(tmp_path).answers["softmax"].file == "c.py"


@pytest.mark.parametrize(
    ("file", "source", "words"),
    [
        ("soft_max.py", "x = 1", "did you mean softmax?"),
        ("Softmax.py", "x = 1", "did you mean softmax?"),
        ("alice_12345_softmax.py", "x = 1", "did you mean softmax?"),
        ("softm\u0430x.py", "x = 1", "did you mean softmax? Its name holds \u0430 (CYRILLIC"),
        ("homework.py", "def soft_max(x): pass", "it has soft_max, did you mean softmax?"),
        ("homework.py", "def softmax(x:\n", "syntax error: line 1: '(' was never closed"),
        ("homework.py", "x = 1", "neither its name nor a function in it"),
    ],
)
def test_a_file_that_matches_nothing_names_near_misses(tmp_path, file, source, words):
    write(tmp_path / file, source)
    submission = read_folder(tmp_path)
    assert submission.answers == {}
    [problem] = submission.problems
    assert problem.startswith(f"{file} matches no exercise")
    assert words in problem


def test_a_bad_file_costs_no_other(tmp_path):
    write(tmp_path / "softmax.py", SOFTMAX)
    write(tmp_path / "condition.py", b"")
    write(tmp_path / "descent.ipynb", b"{")
    write(tmp_path / "big.py", b"#" * (MAX_PYTHON + 1))
    submission = read_folder(tmp_path)
    assert list(submission.answers) == ["softmax"]
    assert [p.split()[0] for p in submission.problems] == [
        "big.py",
        "condition.py",
        "descent.ipynb",
    ]


def test_nothing_to_grade_is_said_with_what_is_there(tmp_path):
    assert read_folder(tmp_path).problems == ("There is no .py or .ipynb file in this submission.",)
    write(tmp_path / "softmax.docx")
    assert "only softmax.docx" in read_folder(tmp_path).problems[0]
    write(tmp_path / "condition.py", CONDITION)
    [problem] = read_folder(tmp_path).problems
    assert problem.startswith("softmax.docx is not read")
    assert read_submission(Entry("x", "x", tmp_path / "gone"), EXERCISES).problems


# ---- folders and what lies in them ----


def test_programs_files_are_ignored_and_depth_is_bounded(tmp_path):
    for name in [".hidden.py", "__MACOSX/softmax.py", ".ipynb_checkpoints/softmax.py"]:
        write(tmp_path / name)
    write(tmp_path / "a/b/c/d/softmax.py")
    write(tmp_path / "a/b/c/d/e/condition.py", CONDITION)
    submission = read_folder(tmp_path)
    assert submission.answers["softmax"].file == "a/b/c/d/softmax.py"
    assert "condition" not in submission.answers
    [problem] = submission.problems
    assert problem == "a/b/c/d/e lies more than 4 folders deep and was not searched."


def test_links_pipes_and_sockets_are_not_opened(tmp_path, monkeypatch):
    outside = write(tmp_path / "outside/softmax.py")
    folder = tmp_path / "alice"
    write(folder / "condition.py", CONDITION)
    (folder / "softmax.py").symlink_to(outside)
    (folder / "linked").symlink_to(outside.parent)
    (folder / "loop.py").symlink_to("loop.py")
    os.mkfifo(folder / "descent.py")
    monkeypatch.chdir(folder)  # a socket's name has to be short
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind("zsocket.py")
        submission = read_folder(folder)
    assert list(submission.answers) == ["condition"]
    assert [p.split()[0] for p in submission.problems] == [
        "descent.py",
        "linked",
        "loop.py",
        "softmax.py",
        "zsocket.py",
    ]
    assert "links are not followed" in submission.problems[1]
    assert "not opened" in submission.problems[0]


def test_an_unreadable_file_is_told(tmp_path, monkeypatch):
    write(tmp_path / "softmax.py")
    write(tmp_path / "condition.py", CONDITION)
    real = os.open

    def refuse(path, *args, **kwargs):
        if str(path).endswith("softmax.py"):
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)  # root may read everything
    submission = read_folder(tmp_path)
    assert list(submission.answers) == ["condition"]
    assert submission.problems == ("softmax.py cannot be read: permission denied.",)


def test_any_bytes_may_be_a_file_name(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff\xfe\x1b[2J.py"
    with open(path, "w") as file:
        file.write(SOFTMAX)
    submission = read_folder(tmp_path)
    name = submission.answers["softmax"].file
    assert name.encode()
    assert "\x1b" not in name
    [entry] = find_entries([Path(os.fsdecode(path))], EXERCISES)
    assert entry.name.encode()
    assert entry.id.isascii()


def test_many_files_stop_being_read(tmp_path, monkeypatch):
    for i in range(harvest.MAX_FILES + 5):
        write(tmp_path / f"f{i:03}.py", "x = 1")
    problems = read_folder(tmp_path).problems
    assert sum("only 200 were read" in p for p in problems) == 1
    assert problems[-1].startswith("... and ")
    assert len(problems) < 50
    monkeypatch.setattr(harvest, "MAX_SEEN", 50)
    problems = read_folder(tmp_path).problems
    assert "There are more than 50 files" in problems[0]


def test_a_submission_has_a_size_as_a_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(harvest.Harvest, "source_left", 100)
    monkeypatch.setattr(
        harvest.Harvest.__init__, "__defaults__", (*harvest.Harvest.__init__.__defaults__[:-1], 100)
    )
    for name in "abc":
        write(tmp_path / f"{name}.py", "x = 1" + "#" * 60)
    problems = read_folder(tmp_path).problems
    assert any(p.startswith("c.py was not read") for p in problems)
    assert not any(p.startswith("b.py was not read") for p in problems)


# ---- inboxes ----


def ids(entries):
    return [e.id for e in entries]


def test_a_missing_path_is_a_usage_error_and_an_empty_inbox_is_empty(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        find_entries([tmp_path / "nowhere"], EXERCISES)
    (tmp_path / "dangling").symlink_to("nowhere")
    with pytest.raises(UsageError, match="no such file"):
        find_entries([tmp_path / "dangling"], EXERCISES)
    (tmp_path / "empty").mkdir()
    assert find_entries([tmp_path / "empty"], EXERCISES) == []
    assert find_entries([], EXERCISES) == []


def test_children_of_an_inbox_are_submissions(tmp_path):
    write(tmp_path / "alice/softmax.py")
    write(tmp_path / "bob.zip", zipped([("softmax.py", SOFTMAX)]))
    write(tmp_path / "carol.py")
    write(tmp_path / "dan.docx")
    (tmp_path / "erin").mkdir()
    write(tmp_path / "grades.csv")
    write(tmp_path / ".hidden.py")
    entries = find_entries([tmp_path], EXERCISES)
    assert ids(entries) == ["alice", "bob", "carol", "dan", "erin"]
    read = [read_submission(e, EXERCISES) for e in entries]
    assert [list(s.answers) for s in read] == [["softmax"]] * 3 + [[], []]
    assert [len(s.problems) for s in read] == [0, 0, 0, 1, 1]
    assert read[0].origin == str(tmp_path / "alice")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["softmax.py", "condition.ipynb"], ["alice"]),
        (["softmax.py", "notes.txt", "figures/loss.png"], ["alice"]),
        (["ch02_numbers/softmax.py", "ch03_nets/descent.py"], ["alice"]),
        (["softmax.py", "ch02/condition.py"], ["alice"]),
        (["bob.py", "carol.py"], ["bob", "carol"]),
        (["softmax.py", "bob.py"], ["bob", "softmax"]),
        (["softmax.py", "bob/softmax.py"], ["bob", "softmax"]),
        (["softmax.py", "bob.zip"], ["bob", "softmax"]),
        (["bob/x.pdf", "carol/softmax.py"], ["bob", "carol"]),
    ],
)
def test_a_folder_is_one_answer_only_if_its_names_are_exercises(tmp_path, files, expected):
    for name in files:
        write(tmp_path / "alice" / name)
    assert sorted(ids(find_entries([tmp_path / "alice"], EXERCISES))) == expected


def test_a_file_is_a_submission_and_order_is_that_of_paths(tmp_path):
    paths = [write(tmp_path / name) for name in ("b/zoe.py", "a/softmax.py", "c/amy.ipynb")]
    entries = find_entries([*paths, paths[0]], EXERCISES)
    assert ids(entries) == ["softmax", "zoe", "amy"]
    assert ids(find_entries(paths[::-1], EXERCISES)) == ids(entries)


def test_two_students_with_one_name_stay_two(tmp_path):
    for name in ("a/Smith/softmax.py", "b/smith/softmax.py", "c/smith-2/softmax.py"):
        write(tmp_path / name)
    entries = find_entries([tmp_path / "a", tmp_path / "b", tmp_path / "c"], EXERCISES)
    assert ids(entries) == ["Smith", "smith-2", "smith-2-2"]
    read = [read_submission(e, EXERCISES) for e in entries]
    assert all(s.problems == () and "softmax" in s.answers for s in read)


def test_a_link_on_the_command_line_is_meant(tmp_path):
    write(tmp_path / "real/alice/softmax.py")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    [entry] = find_entries([tmp_path / "link"], EXERCISES)
    assert "softmax" in read_submission(entry, EXERCISES).answers


@given(st.text(max_size=200))
@FUZZ
def test_ids_are_safe_file_names(name):
    made = safe_id(name.encode("utf-8", "replace").decode())
    assert made.isascii()
    assert 0 < len(made) <= 64
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
    assert made[0] not in ".-"
    assert made[-1] not in "."


def test_names_in_other_scripts_and_of_devices_get_ids():
    assert safe_id("José Núñez") == "Jose-Nunez"
    assert safe_id("李明") != safe_id("王芳")
    assert safe_id("../../etc/passwd") == "etc-passwd"
    assert safe_id("NUL.py") == "s-NUL.py"


# ---- zips ----


def test_a_zip_is_one_submission_with_its_folders(tmp_path):
    raw = zipped([("hw1/softmax.py", SOFTMAX), ("hw1/part2/condition.py", CONDITION)])
    submission = read_only(write(tmp_path / "alice.zip", raw))
    assert submission.id == "alice"
    assert {m.file for m in submission.answers.values()} == {
        "hw1/softmax.py",
        "hw1/part2/condition.py",
    }
    assert submission.problems == ()


def test_a_zip_in_a_students_folder_is_opened(tmp_path):
    write(tmp_path / "alice_123/hw.zip", zipped([("softmax.py", SOFTMAX)]))
    [entry] = find_entries([tmp_path], EXERCISES)
    submission = read_submission(entry, EXERCISES)
    assert submission.answers["softmax"].file == "hw.zip/softmax.py"
    assert submission.problems == ()


def test_the_zip_of_a_class_is_an_inbox(tmp_path):
    inner = zipped([("condition.py", CONDITION)])
    path = write(
        tmp_path / "class.zip",
        zipped(
            [
                ("bob/softmax.py", SOFTMAX),
                ("alice/softmax.py", SOFTMAX),
                ("../alice/condition.py", CONDITION),
                ("dan/report.pdf", b"x"),
                ("carol.zip", inner),
                ("grades.csv", b"x"),
                ("__MACOSX/bob/softmax.py", SOFTMAX),
            ]
        ),
    )
    entries = find_entries([path], EXERCISES)
    assert ids(entries) == ["alice", "bob", "carol", "dan"]
    read = [read_submission(e, EXERCISES) for e in entries]
    assert [{s: m.file for s, m in r.answers.items()} for r in read] == [
        {"softmax": "softmax.py"},
        {"softmax": "softmax.py"},
        {"condition": "condition.py"},
        {},
    ]
    assert [len(r.problems) for r in read] == [0, 0, 0, 1]


def test_a_students_zip_cannot_make_up_students(tmp_path):
    raw = zipped([("bob/softmax.py", SOFTMAX), ("carol/softmax.py", SOFTMAX)])
    write(tmp_path / "inbox/mallory.zip", raw)
    assert ids(find_entries([tmp_path / "inbox"], EXERCISES)) == ["mallory"]
    chapters = zipped([("ch02_x/softmax.py", SOFTMAX), ("ch03_y/condition.py", CONDITION)])
    assert set(read_only(write(tmp_path / "alice.zip", chapters)).answers) == {
        "softmax",
        "condition",
    }


def test_places_outside_and_links_are_left_alone(tmp_path):
    link = zipfile.ZipInfo("descent.py")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    names = ["/softmax.py", "../softmax.py", "C:\\softmax.py", "a\\..\\..\\softmax.py"]
    raw = zipped(
        [*((n, SOFTMAX) for n in names), (link, "/etc/passwd"), ("a\\condition.py", "x=1")]
    )
    submission = read_only(write(tmp_path / "alice.zip", raw))
    assert set(submission.answers) == {"condition"}
    assert sum("outside the zip" in p for p in submission.problems) == 4
    assert sum("links are not followed" in p for p in submission.problems) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["alice.zip"]


def test_of_two_members_with_one_name_the_last_counts(tmp_path):
    raw = zipped([("softmax.py", "x = 1"), ("softmax.py", SOFTMAX)])
    module = read_only(write(tmp_path / "alice.zip", raw)).answers["softmax"]
    assert module.names == {"softmax"}
    assert "more than once" in module.notes[0]


def encrypted(raw: bytes) -> bytes:
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.index(signature) + offset
        raw = raw[:at] + struct.pack("<H", raw[at] | 1) + raw[at + 2 :]
    return raw


def bzip2_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("softmax.py", b"#" * (1 << 20))
    assert len(bz2.compress(b"#" * (1 << 20))) < 100
    return buffer.getvalue()


GOOD_ZIP = zipped([("softmax.py", SOFTMAX * 50)])


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (GOOD_ZIP[:60], "alice.zip is a damaged or incomplete zip"),
        (GOOD_ZIP[:-30], "alice.zip is a damaged or incomplete zip"),
        (b"", "alice.zip is a damaged or incomplete zip"),
        (b"not a zip", "alice.zip is a damaged or incomplete zip"),
        (GOOD_ZIP[:45] + b"\xff" * 9 + GOOD_ZIP[54:], "softmax.py is a damaged"),
        (encrypted(GOOD_ZIP), "protected by a password"),
        (bzip2_bomb(), "compressed in an unusual way"),
        (zipped([("softmax.py", b"#" * (40 << 20))]), "softmax.py is too large: a file may have 2"),
        (zipped([("readme.txt", "x")]), "only readme.txt"),
        (zipped([]), "no .py or .ipynb file"),
        (zipped([(f"{'d/' * 6}softmax.py", "x")]), "folders deep"),
    ],
    ids=[
        *["cut short", "cut at the end", "empty file", "no zip", "damaged member", "password"],
        *["bzip2", "bomb", "no code", "no files", "deep"],
    ],
)
def test_a_bad_zip_is_told_in_one_sentence(tmp_path, raw, words):
    submission = read_only(write(tmp_path / "alice.zip", raw))
    assert submission.answers == {}
    [problem] = submission.problems
    assert words in problem


def test_zips_are_opened_one_level_deep(tmp_path):
    level3 = zipped([("softmax.py", SOFTMAX)])
    level2 = zipped([("inner.zip", level3), ("condition.py", CONDITION)])
    raw = zipped([("a.zip", level2), ("descent.py", "class Line: pass")])
    submission = read_only(write(tmp_path / "alice.zip", raw))
    assert {m.file for m in submission.answers.values()} == {"a.zip/condition.py", "descent.py"}
    [problem] = submission.problems
    assert problem.startswith("a.zip/inner.zip is a zip in a zip in a zip")


def test_a_zip_of_very_many_files_is_refused_before_they_are_listed(tmp_path):
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", *[0] * 15, 0)[:46]
    directory = entry * (unzip.MAX_DIRECTORY // len(entry) + 1)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 65535, 65535, len(directory), 0, 0)
    path = write(tmp_path / "alice.zip", directory + end)
    assert "lists too many files" in read_only(path).problems[0]


def test_many_members_stop_being_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr(harvest, "MAX_SEEN", 20)
    monkeypatch.setattr("grader.inbox.MAX_SEEN", 20)
    path = write(tmp_path / "c.zip", zipped([(f"s{i}/softmax.py", SOFTMAX) for i in range(30)]))
    assert "more than 20 files" in read_only(path).problems[0]


# ---- fuzzing ----

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=20,
)
CODE = st.lists(
    st.sampled_from(
        [
            *"()[]{}'\"\\\n#%!?=: \0\x0c",
            "'''",
            "x",
            "x = !ls",
            "%%time",
            "f'{",
            "def f():",
            "\ud800",
        ]
    ),
    max_size=25,
).map("".join)
CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown"]) | JSON,
        "source": CODE | st.lists(CODE, max_size=4) | JSON,
        "input": CODE | JSON,
        "metadata": JSON,
        "outputs": JSON,
    },
)
NOTEBOOK = st.fixed_dictionaries(
    {}, optional={"nbformat": JSON, "cells": st.lists(CELL | JSON, max_size=5) | JSON}
)


def read_or_sentence(name, raw):
    """Read a module; whatever comes out can be stored as text."""
    try:
        module = read_module(name, raw)
        said = [module.file, module.fault, *module.notes, *module.names]
        said += [chunk.source for chunk in module.chunks]
    except SubmissionError as error:
        said = [str(error)]
    "".join(said).encode()


@given(st.binary(max_size=300) | CODE.map(lambda s: s.encode("utf-8", "surrogatepass")))
@FUZZ
def test_fuzz_bytes(raw):
    read_or_sentence("a.py", raw)
    read_or_sentence("a.ipynb", raw)


@given(NOTEBOOK, st.integers(0, 2000), st.binary(max_size=3))
@FUZZ
def test_fuzz_notebooks(tree, at, patch):
    raw = json.dumps(tree).encode()
    read_or_sentence("a.ipynb", raw)
    at %= len(raw) + 1
    read_or_sentence("a.ipynb", raw[:at] + patch + raw[at + len(patch) :])


@given(st.lists(CODE, min_size=1, max_size=6).map("\n".join))
@FUZZ
def test_fuzz_magics_keep_the_number_of_lines(source):
    pieces = list(cells.split_magics(source))
    assert "".join(text for text, _ in pieces).count("\n") == source.count("\n")


SEED_ZIP = zipped(
    [
        ("softmax.py", SOFTMAX),
        ("d/hw.ipynb", notebook(CONDITION)),
        ("in.zip", zipped([("descent.py", "class Line: pass")])),
    ]
)


@given(
    st.lists(st.tuples(st.integers(0, len(SEED_ZIP) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, 2 * len(SEED_ZIP)),
)
@FUZZ
def test_fuzz_zips(tmp_path, changes, length):
    raw = bytearray(SEED_ZIP)
    for at, byte in changes:
        raw[at] = byte
    path = write(tmp_path / "alice.zip", bytes(raw[:length]))
    for entry in find_entries([path], EXERCISES):
        submission = read_submission(entry, EXERCISES)
        assert submission.answers or submission.problems
        "".join(submission.problems).encode()

"""Files, folders and inboxes become submissions that answer exercises."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.intake import harvest
from grader.intake.inbox import safe_id
from grader.intake.module import MAX_PYTHON
from grader.intake.source import Entry, find_entries, read_submission
from tests.grader.intake.files import (
    CONDITION,
    EXERCISES,
    FUZZ,
    SOFTMAX,
    ids,
    read_folder,
    write,
    zipped,
)

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

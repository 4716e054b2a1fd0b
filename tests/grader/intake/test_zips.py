"""Zips are read within limits, and never out of their folder."""

import bz2
import io
import stat
import struct
import zipfile

import pytest

from grader.intake import harvest, unzip
from grader.intake.source import find_entries, read_submission
from tests.grader.intake.files import CONDITION, EXERCISES, SOFTMAX, ids, read_only, write, zipped

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
    monkeypatch.setattr("grader.intake.inbox.MAX_SEEN", 20)
    path = write(tmp_path / "c.zip", zipped([(f"s{i}/softmax.py", SOFTMAX) for i in range(30)]))
    assert "more than 20 files" in read_only(path).problems[0]

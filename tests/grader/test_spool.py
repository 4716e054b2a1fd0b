"""Results go to disk in any order and come back in theirs."""

import gc
import os

import pytest

from grader.spool import Spool
from grader.verdict import Check, Chunk, ExerciseResult, Outcome, Place, Reason, SubmissionResult
from tests.grader.fake_run import make_run


def numbered(number):
    return SubmissionResult(f"s{number}", f"inbox/{number} \udc80.py", problems=("é" * number,))


def test_results_come_back_in_order_whatever_order_they_came_in():
    spool = Spool(5)
    for index in (3, 0, 4, 1, 2):
        spool.put(index, SubmissionResult(f"s{index}", "o"))
    assert [r.id for r in spool] == ["s0", "s1", "s2", "s3", "s4"]
    assert [r.id for r in spool] == ["s0", "s1", "s2", "s3", "s4"]
    assert len(spool) == 5


def test_put_counts_what_is_there():
    spool = Spool(3)
    assert [spool.put(i, SubmissionResult("s", "o")) for i in (2, 0, 1)] == [1, 2, 3]


def test_everything_in_a_result_survives():
    results = make_run(12).submissions
    spool = Spool(len(results))
    for index, result in enumerate(results):
        spool.put(index, result)
    assert tuple(spool) == tuple(results)


def test_a_check_survives_with_all_its_fields():
    check = Check(
        "test_a", "S.", 2.0, Outcome.FAILS, Reason.TOO_SLOW, ("f",), Place("a.py", 3), calls=7,
        seconds=0.5, margins=((1, float("inf"), 1.0),),
    )  # fmt: skip
    exercise = ExerciseResult("a", "A", 1, 2.0, (check,), chunks=(Chunk("a.py", "x\x00é"),))
    spool = Spool(1)
    spool.put(0, SubmissionResult("s", "o", (exercise,)))
    assert spool[0].exercises == (exercise,)


def test_reading_between_writing_disturbs_neither():
    spool = Spool(20)
    for index in range(20):
        spool.put(index, SubmissionResult(f"s{index}", "o" * index))
        assert spool[index // 2].id == f"s{index // 2}"
    assert [r.origin for r in spool] == ["o" * i for i in range(20)]


def test_a_result_that_is_not_there_yet_is_an_error():
    spool = Spool(2)
    spool.put(1, SubmissionResult("s", "o"))
    with pytest.raises(LookupError, match="result 0"):
        spool[0]
    with pytest.raises(LookupError):
        list(spool)


def test_it_is_a_sequence():
    spool = Spool(4)
    for index in range(4):
        spool.put(index, SubmissionResult(f"s{index}", "o"))
    assert spool[-1].id == "s3"
    assert [r.id for r in spool[1:3]] == ["s1", "s2"]
    assert [r.id for r in spool[::-1]] == ["s3", "s2", "s1", "s0"]
    assert [r.id for r in reversed(spool)] == ["s3", "s2", "s1", "s0"]
    assert spool[2] in spool
    with pytest.raises(IndexError):
        spool[4]


def test_an_empty_one_is_false():
    assert not Spool(0)
    assert list(Spool(0)) == []


def test_the_file_goes_when_the_spool_goes():
    before = set(os.listdir("/proc/self/fd"))
    spool = Spool(1)
    spool.put(0, SubmissionResult("s", "o"))
    assert len(set(os.listdir("/proc/self/fd")) - before) == 1
    del spool
    gc.collect()
    assert set(os.listdir("/proc/self/fd")) <= before

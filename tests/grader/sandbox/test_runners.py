"""Sessions with runners that die, lie or have to be replaced."""

import pytest

from grader.sandbox import wire
from grader.sandbox.failures import StudentError
from grader.sandbox.host import Limits, RunnerGoneError
from grader.sandbox.session import Answer, Session, Student
from grader.verdict import Chunk

DEADLY = """
def identity(x):
    return x


def loop():
    while True:
        pass


def leave():
    import os
    os._exit(0)
"""


def confined(zygote, source=DEADLY, **limits):
    return Session(Answer([Chunk("answer.py", source)]), lambda: zygote.spawn(Limits(**limits)))


@pytest.mark.parametrize(("name", "why"), [("loop", "timed out"), ("leave", "crashed")])
def test_a_dead_runner_is_replaced(zygote, name, why):
    session = confined(zygote, call_seconds=0.3)
    student = Student(session)
    with pytest.raises(RunnerGoneError) as caught:
        getattr(student, name)()
    assert caught.value.why == why
    assert student.identity(4) == 4
    session.close()


def test_after_two_time_outs_a_function_is_not_waited_for(zygote):
    session = confined(zygote, call_seconds=0.2)
    student = Student(session)
    for _ in range(2):
        with pytest.raises(RunnerGoneError):
            student.loop()
    generation = session.generation
    with pytest.raises(RunnerGoneError):
        student.loop()
    assert session.generation == generation
    session.close()


def test_a_notebook_keeps_what_works(zygote):
    chunks = [
        Chunk("cell 1", "import matplotlib\nx = 1"),
        Chunk("cell 2", "def broken(:"),
        Chunk("cell 3", "undefined\ndef f(y):\n    return x + y"),
    ]
    session = Session(Answer(chunks, notebook=True), lambda: zygote.spawn(Limits()))
    session.load()
    assert Student(session).f(2) == 3
    assert [place.label for _, _, place in session.failed] == ["cell 1", "cell 2", "cell 3"]
    session.close()


FORGERIES = {
    "an early answer": "frame(seq, 'ok', 1)",
    "an answer to another question": "frame(seq + 5, 'ok', 1)",
    "a callback nobody gave": "frame(seq, 'callback', [0, ['L', []], ['D', []]])",
    "no frame at all": "b'\\xff' * 64",
    "a header that never ends": "struct.pack('<I', 1 << 22) + b'x' * 100",
    "an unknown operation": "frame(seq, 'please', None)",
}
FORGER = """
import os, struct, sys

def find():
    frame = sys._getframe()
    while frame is not None:
        if "self" in frame.f_locals and hasattr(frame.f_locals["self"], "transport"):
            return frame.f_locals["self"]
        frame = frame.f_back

def pack(value):
    import msgspec_is_not_here

def frame(seq, op, body):
    runner = find()
    wire = type(runner).answer.__globals__["wire"]
    return b"".join(bytes(p) for p in wire.pack(seq, op, body, []))

def f(x):
    seq = find().seq
    os.write(3, FORGERY)
    return 2

def g(x):
    return x + 1
"""


@pytest.mark.parametrize("name", FORGERIES)
def test_forged_frames_answer_only_for_the_forger(zygote, name):
    session = confined(zygote, FORGER.replace("FORGERY", FORGERIES[name]), call_seconds=0.5)
    student = Student(session)
    gone, first = None, None
    try:
        first = student.f(0)
    except RunnerGoneError as error:
        gone = error.why
    assert gone in ("protocol", "timed out", None)
    if gone is None:
        # What was forged is a value like any other; the real answer then comes out of turn.
        assert first in (1, 2)
        with pytest.raises(RunnerGoneError):
            student.g(1)
    assert student.g(1) == 2
    session.close()


@pytest.mark.parametrize(
    "loaded", [{"names": ["f"], "failed": {}}, {"names": 3}, [], {"names": [2**600], "failed": [7]}]
)
def test_what_a_runner_says_of_loading_is_not_trusted(loaded):
    class Liar:
        def exchange(self, *request):
            out = []
            return "ok", wire.encode(loaded, out, lambda odd: None), out

        def close(self):
            pass

    session = Session(Answer([Chunk("a.py", "")]), Liar)
    if isinstance(loaded, dict) and isinstance(loaded["names"], list):
        session.load()
        assert set(session.names) <= {"f"}
        return
    with pytest.raises(RunnerGoneError) as caught:
        session.load()
    assert caught.value.why == "protocol"


@pytest.mark.parametrize("claim", [3, [], [True], [True, 3], [True, ["E", [], "", []], 1]])
def test_what_a_runner_says_of_many_calls_is_not_trusted(claim):
    answers = iter([{"names": ["f"], "failed": []}, [claim]])

    class Liar:
        def exchange(self, *request):
            out = []
            return "ok", wire.encode(next(answers), out, lambda odd: None), out

        def close(self):
            pass

    student = Student(Session(Answer([Chunk("a.py", "")]), Liar))
    with pytest.raises(RunnerGoneError) as caught:
        student.f.outcomes([(1,)])
    assert caught.value.why == "protocol"


def test_names_made_up_by_a_submission_are_not_passed_on(zygote):
    source = (
        "class Known(Exception): pass\n"
        "def f(x):\n    raise type(f'V{x}', (Exception,), {})\n"
        "def g(x):\n    raise Known(x)\n"
        "def h(x):\n    return type(f'V{x}', (), {})()\n"
    )
    session = confined(zygote, source)
    student = Student(session)
    for call, kind in ((student.f, ""), (student.g, "Known")):
        with pytest.raises(StudentError) as caught:
            call(7)
        assert caught.value.kind == kind
    assert "7" not in repr(student.h(7))
    session.close()


def test_libraries_use_one_thread_behind_every_wall(zygote):
    # Threads that wait for each other burn CPU time, and time budgets are counted in it.
    source = "import os\n\ndef variable(name):\n    return os.environ.get(name)\n"
    session = confined(zygote, source)
    student = Student(session)
    assert student.variable("OPENBLAS_NUM_THREADS") == "1"
    assert student.variable("HOME") is None
    session.close()

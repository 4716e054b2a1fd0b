"""Coverage-guided fuzzing of everything on the trusted side that reads a stranger's bytes.

    python tests/fuzz/fuzz.py wire --seconds 600

An input fails that raises anything but the documented errors, takes more than ten seconds, or
makes the process larger than a gigabyte. It is then kept in the scratch folder.
"""

import argparse
import io
import json
import os
import sys
import tempfile
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(["grader", "zipfile", "tomllib"], enable_loader_override=False):
    from grader.course import Course
    from grader.errors import CourseError, SubmissionError
    from grader.intake.source import find_entries, read_module, read_submission
    from grader.sandbox import wire
    from grader.sandbox.failures import MissingNameError, OpaqueValueError, StudentError
    from grader.sandbox.host import RunnerGoneError
    from grader.sandbox.session import Answer, Session
    from grader.verdict import Chunk

EXERCISES = {"softmax": frozenset({"softmax", "logsumexp"}), "descent": frozenset({"Line"})}
SCRATCH = Path(os.environ.get("FUZZ_SCRATCH") or tempfile.mkdtemp(prefix="fuzz-"))


def fuzz_wire(data: bytes) -> None:
    """A runner's frames, decoded into values."""
    try:
        frame, buffers = wire.read_frame(wire.Reader(io.BytesIO(data).readinto))
        wire.Decoder(buffers, lambda tree: None).value(frame.body)
    except (wire.ProtocolError, EOFError):
        pass


class Liar:
    """A link whose other end sends whatever the fuzzer wants."""

    def __init__(self, data: bytes) -> None:
        self.reader = wire.Reader(io.BytesIO(data).readinto)

    def exchange(self, op, body, buffers, on_callback, cpu_seconds=None):
        while True:
            try:
                frame, received = wire.read_frame(self.reader)
            except EOFError:
                raise RunnerGoneError("crashed") from None
            if frame.op != "callback":
                return ("error" if frame.op == "error" else "ok"), frame.body, received
            on_callback(frame.body, received)

    def close(self) -> None:
        pass


def fuzz_session(data: bytes) -> None:
    """A whole conversation: loading, a call with a function as argument, a traced call."""
    session = Session(Answer([Chunk("a.py", "class A: pass")]), lambda: Liar(data))
    try:
        session.load()
        session.names = ("f",)
        value = session.call("f", (1.0, lambda x: x), {})
        str(value)
        session.call("f", ([1],), {}, keep=True, trace=True)
    except (StudentError, MissingNameError, OpaqueValueError, RunnerGoneError, wire.ProtocolError):
        pass


def fuzz_notebook(data: bytes) -> None:
    read("answer.ipynb", data)


def fuzz_source(data: bytes) -> None:
    read("answer.py", data)


def read(name: str, data: bytes) -> None:
    try:
        module = read_module(name, data)
    except SubmissionError as error:
        str(error).encode()
    else:
        "".join([module.fault, *module.notes, *(c.source for c in module.chunks)]).encode()


def fuzz_zip(data: bytes) -> None:
    path = SCRATCH / "alice.zip"
    path.write_bytes(data)
    for entry in find_entries([path], EXERCISES):
        submission = read_submission(entry, EXERCISES)
        if not submission.answers and not submission.problems:
            raise AssertionError("a submission without answers says nothing")
        "".join(submission.problems).encode()


def fuzz_toml(data: bytes) -> None:
    path = SCRATCH / "course" / "exercises" / "ch02_numbers" / "chapter.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    try:
        Course.load(SCRATCH / "course")
    except CourseError as error:
        str(error).encode()


# ---- where to begin -----------------------------------------------------------------------------


def seed_frames() -> list[bytes]:
    """Return frames of every kind of value, to be cut, joined and bent."""
    import numpy as np

    values = [None, 1, 2**80, 1.5, "text", b"raw", (1, [2, {3: 4}]), {5, 6}, 1j, slice(1, None)]
    values += [np.arange(6.0).reshape(2, 3), np.float32(2.5), [np.zeros(0), ...]]
    seeds = []
    for op in ("ok", "error", "callback"):
        for value in [*values, [0, ["L", [1.0]], ["D", []]], ["KeyError", ["L", []], "", None, 0]]:
            out: list = []
            body = wire.encode(value, out, lambda odd: ["H", 1, "A", True])
            seeds.append(b"".join(bytes(p) for p in wire.pack(1, op, body, out)))
    load = wire.encode({"names": ["f"], "failed": []}, [], lambda odd: None)
    first = b"".join(bytes(p) for p in wire.pack(1, "ok", load, []))
    return seeds + [first + seed for seed in seeds]


def seed_notebooks() -> list[bytes]:
    cells = [
        {"cell_type": "code", "metadata": {}, "source": ["%time x\n", "def softmax(x):\n", "  1"]},
        {"cell_type": "markdown", "source": "text"},
    ]
    old = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1"}]}]}
    return [json.dumps(t).encode() for t in ({"nbformat": 4, "cells": cells}, old, {})]


def seed_zips() -> list[bytes]:
    seeds = []
    for names in (["softmax.py"], ["a/b/descent.py", "../x.py", "n.ipynb", "in.zip"], []):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(name, "def softmax(x):\n    return x\n" * 3)
        seeds.append(buffer.getvalue())
    return seeds


def seed_toml() -> list[bytes]:
    text = (
        'chapter = 2\ntitle = "N"\n[double]\ntitle = "D"\nitems = ["2.1"]\npages = [20]\n'
        'level = 1\npoints = 3\nhints = ["a", "b"]\n[double.budget.double]\nsize = 1\ntime = 4.0\n'
    )
    return [text.encode()]


TARGETS = {
    "wire": (fuzz_wire, seed_frames),
    "session": (fuzz_session, seed_frames),
    "notebook": (fuzz_notebook, seed_notebooks),
    "source": (fuzz_source, lambda: [b"def f(x):\n    return x\n", b"# coding: latin-1\n'\xe9'"]),
    "zip": (fuzz_zip, seed_zips),
    "toml": (fuzz_toml, seed_toml),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=20)
    options = parser.parse_args()
    target, seeds = TARGETS[options.target]
    corpus = SCRATCH / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(seeds()):
        (corpus / str(number)).write_bytes(seed)
    limits = ["-timeout=10", "-rss_limit_mb=1024", f"-artifact_prefix={SCRATCH}/", "-max_len=20000"]
    words = [sys.argv[0], str(corpus), f"-max_total_time={options.seconds}", *limits]
    atheris.Setup([*words, "-print_final_stats=1"], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

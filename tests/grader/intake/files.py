"""Files as students hand them in, made for a test."""

import io
import json
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from grader.errors import SubmissionError
from grader.intake.source import Entry, find_entries, read_module, read_submission

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


def ids(entries):
    return [e.id for e in entries]

"""Results on disk while a batch runs, so that memory does not grow with the class."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator, Sequence
from typing import overload

import msgspec

from grader.verdict import SubmissionResult


class Spool(Sequence[SubmissionResult]):
    """A sequence of results in a temporary file; they are put in any order and read in theirs."""

    def __init__(self, length: int) -> None:
        self._file = tempfile.TemporaryFile(prefix="grader-")  # noqa: SIM115 - lives as we do
        weakref.finalize(self, self._file.close)
        self._places: list[tuple[int, int]] = [(0, 0)] * length
        self._done = 0

    def put(self, index: int, result: SubmissionResult) -> int:
        """Store one result; return how many there are now."""
        data = msgspec.msgpack.encode(result)
        start = self._file.seek(0, 2)
        self._file.write(data)
        self._places[index] = (start, len(data))
        self._done += 1
        return self._done

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[SubmissionResult]:
        return (self[i] for i in range(len(self)))

    @overload
    def __getitem__(self, index: int) -> SubmissionResult: ...
    @overload
    def __getitem__(self, index: slice) -> list[SubmissionResult]: ...
    def __getitem__(self, index: int | slice) -> SubmissionResult | list[SubmissionResult]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        start, size = self._places[index]
        if not size:
            raise LookupError(f"result {index} is not there yet")
        self._file.seek(start)
        return msgspec.msgpack.decode(self._file.read(size), type=SubmissionResult)

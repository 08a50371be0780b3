"""Checked rows waiting to be written: in memory, or on disk where there are many."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Generic, TypeVar

T = TypeVar("T")

ONE_TRANSACTION = 50_000  # rows; more of them are written in several
_BATCH = 5_000  # rows a transaction where there are several: well below a second, also on a busy machine


class Staged(Generic[T]):
    """Rows that passed every check, in order; nobody else sees them until they are written."""

    def __init__(self) -> None:
        self._rows: list[T] = []
        self._spill: BinaryIO | None = None
        self.count = 0

    def add(self, rows: Sequence[T]) -> None:
        """Put more rows behind the others; beyond 50,000 all of them go to an unnamed temporary file."""
        self._rows += rows
        self.count += len(rows)
        if self.count > ONE_TRANSACTION:
            while len(self._rows) >= _BATCH:
                self._to_disk(self._rows[:_BATCH])
                del self._rows[:_BATCH]

    def batches(self) -> Iterator[list[T]]:
        """Yield the rows, as many at a time as one transaction takes."""
        if self._spill is not None:
            end = self._spill.tell()
            self._spill.seek(0)
            while self._spill.tell() < end:
                yield pickle.load(self._spill)
        if self._rows:
            yield self._rows

    def _to_disk(self, rows: list[T]) -> None:
        if self._spill is None:
            self._spill = tempfile.TemporaryFile()
        assert self._spill is not None
        pickle.dump(rows, self._spill, pickle.HIGHEST_PROTOCOL)

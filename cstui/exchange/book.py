"""What turns the records of a file into rows of the store: planned, made ready, then written under the lock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from .report import Tally

R = TypeVar("R")
Taken = TypeVar("Taken", contravariant=True)


class Book(Protocol[Taken, R]):
    """What turns the records of one kind of file into rows of the store."""

    def plan(self, batch: Sequence[Taken], tally: Tally) -> object:
        """Count what a batch would do, and change nothing."""
        ...

    def prepare(self, batch: Sequence[Taken]) -> Sequence[R]:
        """Make rows of a batch, before the write lock is taken."""
        ...

    def write(self, batch: Sequence[R], tally: Tally) -> None:
        """Write rows inside the open transaction."""
        ...


class PlainBook(Generic[R]):
    """A book whose rows are written as they were taken: there is little to work out beforehand."""

    def prepare(self, batch: Sequence[R]) -> Sequence[R]:
        """Return the batch as it is."""
        return batch

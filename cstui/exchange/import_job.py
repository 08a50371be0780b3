"""One import under way: its file opened and read by a mapping, its rows gathered, then written or refused together."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

from ..errors import Problem
from ..floor import access, accounts, store
from ..floor.views import Actor
from .book import Book
from .convert import Converter, Record, batches
from .mapping import Mapping, load_mapping, recognise
from .needed import check_columns
from .readers import open_table
from .rejects import check_rejects, write_rejects
from .report import Progress, Report, Tally
from .staff import Staff
from .staging import ONE_TRANSACTION, Staged
from .table import Row, Table

Completed = Callable[[Mapping, Table], Mapping]  # adds columns of a table to what its headers or a mapping told
OnBad = Literal["refuse", "skip"]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read and what is to be done with bad rows."""

    source_name: str | None = None
    mapping: str | Path | None = None
    sheet: str | None = None
    encoding: str | None = None
    dry_run: bool = False
    on_bad: OnBad = "refuse"
    rejects: Path | None = None
    progress: Progress | None = None


def _as_it_is(mapping: Mapping, _table: Table) -> Mapping:
    return mapping


class Job:
    """One import under way: the file, how it is read, and the figures so far."""

    def __init__(
        self, actor: Actor, kind: str, source: str | Path, options: Options, completed: Completed = _as_it_is
    ) -> None:
        self.actor = accounts.fresh(actor)
        self._right = f"import.{kind}"
        access.require(self.actor, self._right)
        check_rejects(options.rejects)
        self.options, self.now = options, store.now()
        self._table = open_table(source, sheet=options.sheet, encoding=options.encoding)
        told = load_mapping(options.mapping, kind) if options.mapping else recognise(self._table, kind)
        check_columns(self._table, told, kind)
        self.mapping = completed(told, self._table)
        self.source = options.source_name or self.mapping.source or self._table.stem
        self.staff = Staff(self.actor, self._right)
        self.zone = ZoneInfo(self.mapping.timezone) if self.mapping.timezone else store.zone()
        self.converter = Converter(self._table, self.mapping, self.zone, self.now)
        self._passes = _Passes(self._table)
        self.converter.choose_dates(self._passes.first())
        self._tally = Tally(self._table.file, self._table.encoding)
        named = self.mapping.named
        self._tally.passed_over = tuple(title for title in self._table.header if title and title not in named)

    def records(self) -> Iterator[list[Record]]:
        """Yield the good records of the file, batch by batch; the problems of the others are noted."""
        for rows in self._passes.last():
            converted = self.converter.convert(rows)
            self._tally.rows += len(rows)
            self._tally.blame(converted.problems)
            self._tell(self._tally.rows, None)
            yield converted.records

    def run(self, book: Book[T, R], taken: Iterator[list[T]], problems: list[Problem]) -> Report:
        """Gather every row, then write them all, or none where the file is refused."""
        staged: Staged[T] = Staged()
        for rows in taken:
            staged.add(rows)
        titles = self.converter.titles
        self._tally.blame([each._replace(column=titles.get(each.column, each.column)) for each in problems])
        bad = bool(self._tally.problems)
        if bad and self.options.on_bad == "refuse":
            return self._tally.report(refused=True)
        if self.options.dry_run:
            self._each(staged, book.plan)
            return self._tally.report(refused=False)
        if bad and self.options.rejects is not None:
            write_rejects(self.options.rejects, self._table, self._tally.problems)
        self._each(staged, self._writing(book))
        return self._tally.report(refused=False)

    def _writing(self, book: Book[T, R]) -> Callable[[Sequence[T], Tally], None]:
        def write(batch: Sequence[T], tally: Tally) -> None:
            """Prepare a batch, then hold the lock for writing it only."""
            ready = book.prepare(batch)
            with access.acting():
                access.require(accounts.fresh(self.actor), self._right)
                book.write(ready, tally)

        return write

    def _each(self, staged: Staged[T], work: Callable[[Sequence[T], Tally], object]) -> None:
        done = 0
        for batch in staged.batches():
            work(batch, self._tally)
            done += len(batch)
            self._tell(done, staged.count)

    def _tell(self, done: int, total: int | None) -> None:
        if self.options.progress is not None:
            self.options.progress(done, total)


class _Passes:
    """Goes over a table twice, the second time from memory where it is small."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._kept: deque[list[Row]] | None = None

    def first(self) -> Iterator[list[Row]]:
        """Yield all rows in batches, and keep them unless they are too many."""
        kept: deque[list[Row]] = deque()
        count = 0
        for rows in batches(self._table):
            count += len(rows)
            if count <= ONE_TRANSACTION:
                kept.append(rows)
            else:
                kept.clear()
            yield rows
        self._kept = kept if count <= ONE_TRANSACTION else None

    def last(self) -> Iterator[list[Row]]:
        """Yield all rows in batches and let go of them."""
        if self._kept is None:
            yield from batches(self._table)
            return
        while self._kept:
            yield self._kept.popleft()

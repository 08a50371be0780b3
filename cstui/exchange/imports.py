"""Bringing files into the floor: complaints, agents, customers.

Everything is read, converted and checked before the write lock is taken.  Up to 50,000 rows are
written in one transaction.  More are staged on disk first and written in several short ones, so
that nobody waits; should the machine stop in between, repeating the import brings the rest.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from db import bulk, search
from db.faults import StoreFault

from ..errors import BadInput, Problem
from ..floor import access, accounts, store
from ..floor.views import Actor
from ..i18n import _
from .agents_book import AgentsBook
from .book import Book
from .complaints_in import ComplaintsIn
from .convert import Converter, Record, batches
from .customers_book import CustomersBook
from .drafts import Draft, Drafter
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
_INDEXED_AT_ONCE = 5_000  # complaints a transaction


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


@contextmanager
def _uncollected() -> Iterator[None]:
    """Stop looking for cycles meanwhile: there are none among rows, and each look goes over all of them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_uncollected()
@bulk.roomy()
def import_complaints(actor: Actor, source: str | Path, **options: Any) -> Report:
    """Import a table of complaints (keywords: see Options); raises BadInput, Refused.

    Bad rows do not raise: the report lists them.
    """
    job = _Job(actor, "complaints", source, Options(**options))
    drafter = Drafter(job.source, job.converter.defaults, job.staff)
    wrong = job.staff.resolve(0, job.converter.defaults)
    if wrong:
        raise BadInput(_("[defaults] of the mapping: {problem}").format(problem=wrong[0].problem), wrong[0].value)
    book = ComplaintsIn(job.actor, job.source, job.converter.defaults, job.staff, job.now)
    if job.mapping.history:
        records = [record for found in job.records() for record in found]
        drafts: Iterator[list[Draft]] = iter([drafter.drafts_of_cases(records)])
    else:
        drafts = (drafter.drafts(found) for found in job.records())
    report = job.run(book, drafts, drafter.problems)
    if not (report.refused or job.options.dry_run):
        _index()  # also where nothing is new: an earlier import may have been stopped before it came to this
    return report


def import_customers(actor: Actor, source: str | Path, **options: Any) -> Report:
    """Import a table of customers (keywords: see Options); raises BadInput, Refused."""
    job = _Job(actor, "customers", source, Options(**options))
    book = CustomersBook(job.actor, job.now)
    return job.run(book, (book.take(found) for found in job.records()), book.problems)


def import_agents(actor: Actor, source: str | Path, **options: Any) -> Report:
    """Import a table of agents (keywords: see Options); raises BadInput, Refused."""
    job = _Job(actor, "agents", source, Options(**options))
    book = AgentsBook(job.actor, job.source, job.staff, job.now)
    return job.run(book, (book.take(found) for found in job.records()), book.problems)


def import_scores(actor: Actor, source: str | Path, **options: Any) -> Report:
    """Import scores onto the month's cards, a row an item or a column an item (keywords: see Options).

    The report counts scores.  Raises BadInput, Refused.
    """
    from .levels.scores_book import ScoresBook, widened

    job = _Job(actor, "scores", source, Options(**options), widened)
    book = ScoresBook(job.actor, job.now)
    return job.run(book, (book.take(found) for found in job.records()), book.problems)


def import_praise(actor: Actor, source: str | Path, **options: Any) -> Report:
    """Import praise by customers and colleagues (keywords: see Options); raises BadInput, Refused."""
    return _import_facts(actor, "praise", source, **options)


def import_training(actor: Actor, source: str | Path, **options: Any) -> Report:
    """Import courses, examinations, mentoring, certificates (keywords: see Options); raises BadInput, Refused."""
    return _import_facts(actor, "training", source, **options)


def import_penalties(actor: Actor, source: str | Path, **options: Any) -> Report:
    """Import penalties in money and incidents (keywords: see Options); raises BadInput, Refused."""
    return _import_facts(actor, "penalties", source, **options)


def import_profiles(actor: Actor, source: str | Path, **options: Any) -> Report:
    """Import people's papers and first levels (keywords: see Options); raises BadInput, Refused.

    The report counts people.
    """
    from .levels.profiles_book import ProfilesBook

    job = _Job(actor, "profiles", source, Options(**options))
    book = ProfilesBook(job.actor, job.zone, job.now, job.mapping.defaults)
    return job.run(book, (book.take(found) for found in job.records()), book.problems)


def _import_facts(actor: Actor, kind: str, source: str | Path, **options: Any) -> Report:
    from .levels.facts_book import FactsBook

    job = _Job(actor, kind, source, Options(**options))
    book = FactsBook(job.actor, kind, job.source, job.zone, job.now, job.mapping.defaults)
    return job.run(book, (book.take(found) for found in job.records()), book.problems)


def _as_it_is(mapping: Mapping, _table: Table) -> Mapping:
    return mapping


class _Job:
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


def _index() -> None:
    """Bring the search index up to what was imported: a second phase, after everything is safely written."""
    with suppress(StoreFault):  # the import stands; what is not indexed is found by walking, and indexed next time
        while search.index_pending(_INDEXED_AT_ONCE):
            pass


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

"""Bringing tables into the floor: complaints, customers, people, and what is known of these.

Everything is read, converted and checked before the write lock is taken.  Up to 50,000 rows are
written in one transaction.  More are staged on disk first and written in several short ones, so
that nobody waits; should the machine stop in between, repeating the import brings the rest.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from db import bulk, search
from db.faults import StoreFault

from ..errors import BadInput
from ..floor.views import Actor
from ..i18n import _
from .agents_book import AgentsBook
from .complaints_in import ComplaintsIn
from .customers_book import CustomersBook
from .drafts import Draft, Drafter
from .import_job import Job, Options
from .report import Report

_INDEXED_AT_ONCE = 5_000  # complaints a transaction


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
    job = Job(actor, "complaints", source, Options(**options))
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
    job = Job(actor, "customers", source, Options(**options))
    book = CustomersBook(job.actor, job.now)
    return job.run(book, (book.take(found) for found in job.records()), book.problems)


def import_agents(actor: Actor, source: str | Path, **options: Any) -> Report:
    """Import a table of agents (keywords: see Options); raises BadInput, Refused."""
    job = Job(actor, "agents", source, Options(**options))
    book = AgentsBook(job.actor, job.source, job.staff, job.now)
    return job.run(book, (book.take(found) for found in job.records()), book.problems)


def import_scores(actor: Actor, source: str | Path, **options: Any) -> Report:
    """Import scores onto the month's cards, a row an item or a column an item (keywords: see Options).

    The report counts scores.  Raises BadInput, Refused.
    """
    from .levels.scores_book import ScoresBook, widened

    job = Job(actor, "scores", source, Options(**options), widened)
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

    job = Job(actor, "profiles", source, Options(**options))
    book = ProfilesBook(job.actor, job.zone, job.now, job.mapping.defaults)
    return job.run(book, (book.take(found) for found in job.records()), book.problems)


def _import_facts(actor: Actor, kind: str, source: str | Path, **options: Any) -> Report:
    from .levels.facts_book import FactsBook

    job = Job(actor, kind, source, Options(**options))
    book = FactsBook(job.actor, kind, job.source, job.zone, job.now, job.mapping.defaults)
    return job.run(book, (book.take(found) for found in job.records()), book.problems)


def _index() -> None:
    """Bring the search index up to what was imported: a second phase, after everything is safely written."""
    with suppress(StoreFault):  # the import stands; what is not indexed is found by walking, and indexed next time
        while search.index_pending(_INDEXED_AT_ONCE):
            pass

"""Taking tables out of the floor: complaints, customers, agents, the journal."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from db.fields import epoch
from db.queries import exports as queries
from db.queries import halfyear
from db.queries.complaints import Scope
from db.queries.conditions import Condition

from ..floor import access, filters, periods, store
from ..floor.views import SEVERITIES, Actor
from .offsets import offsets_of
from .outlet import Outlet, Target
from .report import Progress
from .writers import WRITERS


def export_complaints(
    actor: Actor,
    target: Target,
    *,
    format: str | None = None,  # noqa: A002 (the word that commands and screens use)
    query: str = "",
    state: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    force: bool = False,
    full_reason: str | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the complaints that the actor may see, of all states unless told; return how many.

    ``since`` and ``until`` bound the receipt (until is not within).  Raises BadInput, Refused.
    """
    outlet = _Outlet(actor, "complaints", target, format, force, full_reason)
    now = store.now()
    conditions = list(filters.parse(f"state:{state or 'all'} {query}", outlet.actor, now=now))
    if since is not None:
        conditions.append(Condition("received_at", ">=", epoch(since)))
    if until is not None:
        conditions.append(Condition("received_at", "<", epoch(until)))
    offsets, full, scope = _offsets(now), full_reason is not None, _scope(outlet.actor)
    source = queries.complaints(scope, conditions, epoch(now), severities=SEVERITIES, offsets=offsets, full=full)
    return outlet.write(source, progress)


def export_customers(
    actor: Actor,
    target: Target,
    *,
    format: str | None = None,  # noqa: A002
    force: bool = False,
    full_reason: str | None = None,
    progress: Progress | None = None,
) -> int:
    """Write all customers; return how many.  Raises BadInput, Refused."""
    outlet = _Outlet(actor, "customers", target, format, force, full_reason)
    return outlet.write(queries.customers(full=full_reason is not None), progress)


def export_agents(
    actor: Actor,
    target: Target,
    *,
    format: str | None = None,  # noqa: A002
    force: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write the staff; return how many.  Raises BadInput, Refused."""
    return _Outlet(actor, "agents", target, format, force, None).write(queries.agents(), progress)


def export_journal(
    actor: Actor,
    target: Target,
    *,
    format: str | None = None,  # noqa: A002
    since: datetime | None = None,
    until: datetime | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write the journal's events between two instants; return how many.  Raises BadInput, Refused."""
    outlet = _Outlet(actor, "journal", target, format, force, None)
    first = epoch(since) if since else None
    last = epoch(until) if until else None
    return outlet.write(queries.events(first, last, _offsets(store.now())), progress)


def export_scores(
    actor: Actor,
    target: Target,
    *,
    format: str | None = None,  # noqa: A002
    month: date | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write every score of the cards of a month, or of all; return how many.  Raises BadInput, Refused."""
    from db.queries import scores

    outlet = _Outlet(actor, "scores", target, format, force, None)
    name = month.strftime("%Y-%m") if month else None
    return outlet.write(scores.export(_scope(outlet.actor), name, reader=outlet.actor.id), progress)


def export_halfyear(
    actor: Actor,
    target: Target,
    *,
    half: str,
    format: str | None = None,  # noqa: A002
    force: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write one row a complaint that was open in a half-year such as 2026H2, without personal data; return how many.

    Raises BadInput, Refused.
    """
    outlet = _Outlet(actor, "halfyear", target, format, force, None)
    period, now = periods.half_year(half, store.zone()), store.now()
    begin, end, offsets = epoch(period.begin), epoch(period.end), _offsets(now)
    return outlet.write(halfyear.complaints(_scope(outlet.actor), begin, end, epoch(now), offsets), progress)


class _Outlet(Outlet):
    """An outlet of tables."""

    def __init__(
        self, actor: Actor, kind: str, target: Target, form: str | None, force: bool, full_reason: str | None
    ) -> None:
        right = "journal.read" if kind == "journal" else "export"
        super().__init__(actor, kind, target, form, force, full_reason, right=right, formats=tuple(WRITERS))

    def write(self, source: queries.Source, progress: Progress | None) -> int:
        """Journal the export, then write it; return the number of rows."""
        total = queries.count(source) if progress is not None else 0

        def tell(done: int) -> None:
            """Pass on how many of all rows are written."""
            if progress is not None:
                progress(done, total)

        self.record()
        with self.stream() as stream:
            return WRITERS[self.format](source, stream, tell)


def _scope(actor: Actor) -> Scope:
    return Scope(None if access.scope_of(actor, "export") == "all" else actor.team_id)


def _offsets(now: datetime) -> list[tuple[int, int]]:
    return offsets_of(store.zone(), now + timedelta(days=1))

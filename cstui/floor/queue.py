"""The queue: open complaints in the order of work, a page at a time."""

from __future__ import annotations

from datetime import datetime

from db.queries import ahead, people
from db.queries import complaints as queries

from ..errors import BadInput, NotFound
from ..i18n import _, listed
from . import access, filters, present, recording, store
from .views import Actor, Page, Tally

SORTS = tuple(queries.SORTS)
MOST = 1_000  # rows one page may have


def page(
    actor: Actor,
    query: str = "",
    *,
    sort: str = "due",
    reverse: bool = False,
    after: str | None = None,
    before: str | None = None,
    offset: int = 0,
    limit: int = 50,
    now: datetime | None = None,
) -> Page:
    """Return one page of the complaints that the actor may see and the filter language selects.

    ``after`` and ``before`` continue at a reference (keyset paging); ``offset`` skips rows.
    Raises BadInput for an unknown sort, filter or a limit above MOST, NotFound for an unknown reference.
    """
    if sort not in SORTS:
        raise BadInput(_("{sort} is not an order").format(sort=sort), _("Known: {values}").format(values=listed(SORTS)))
    if not 1 <= limit <= MOST:
        raise BadInput(_("The limit goes from 1 to {most}").format(most=MOST))
    from .marks import number_of

    at = now or store.now()
    behind = before or after
    try:
        rows = queries.page(
            access.read_scope(actor),
            filters.parse(query, actor, now=at),
            now=present.seconds(at),
            sort=sort,
            reverse=reverse != (before is not None),
            after=number_of(behind) if behind else None,
            offset=offset,
            limit=limit + 1,
        )
    except queries.NoSuchPlace:
        raise NotFound(_("There is no complaint {ref} to go on from").format(ref=behind)) from None
    calendar = recording.calendar()
    shown = [present.complaint(row, at, calendar) for row in rows[:limit]]
    if before is not None:
        return Page(tuple(reversed(shown)), shown[0].ref if shown else None)
    return Page(tuple(shown), shown[-1].ref if len(rows) > limit else None)


def count(actor: Actor, query: str = "", *, now: datetime | None = None) -> int:
    """Return how many complaints the filter selects; the plain queue comes from the tally."""
    at = now or store.now()
    conditions = filters.parse(query, actor, now=at)
    scope = access.read_scope(actor)
    if len(conditions) == 1 and conditions[0].field == "open" and not conditions[0].negated:
        return sum(n for state, _rank, _owned, n in queries.tallies(scope) if state not in people.ENDED)
    return queries.count(scope, conditions, present.seconds(at))


def escalated(actor: Actor) -> frozenset[str]:
    """Return the open cases that have been escalated to a lead or a manager: at most the newest MOST."""
    from .marks import ref_of

    return frozenset(ref_of(number) for number in ahead.escalated(access.read_scope(actor), MOST))


def tally(actor: Actor, *, now: datetime | None = None) -> Tally:
    """Return the header's figures of what the actor may see."""
    scope, seconds = access.read_scope(actor), present.seconds(now or store.now())
    rows = [row for row in queries.tallies(scope) if row[0] not in people.ENDED]
    return Tally(
        open=sum(n for _state, _rank, _owned, n in rows),
        critical=sum(n for _state, rank, _owned, n in rows if rank == 0),
        breached=queries.past_due(scope, seconds),
        waiting=sum(n for state, _rank, _owned, n in rows if state == "waiting") - queries.returned(scope, seconds),
        unowned=sum(n for _state, _rank, owned, n in rows if not owned),
    )

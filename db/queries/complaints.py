"""Pages of complaints in queue order, single complaints, and the figures of the header.

The order of work is three segments, each walked by keyset along an index: open cases past
their statutory limit, the other open cases, and the ended ones, newest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Expression, Tuple, fn

from ..connection import database
from ..models import Agent, Complaint, Customer, Tally, Team
from .conditions import COMPLAINT, IS_ENDED, IS_OPEN, IS_WAITING, Condition, expression, kind, state_at

REPEAT_DAYS = 90
_QUEUE_KEY = ("due_at", "severity", "received_at", "id")
_ENDED_KEY = ("closed_at", "id")
SORTS = {
    "due": _QUEUE_KEY,
    "received": ("received_at", "id"),
    "severity": ("severity", "due_at", "id"),
    "closed": _ENDED_KEY,
}


class ComplaintRow(NamedTuple):
    """One complaint as a list needs it; instants are stored seconds, severity its rank."""

    id: int
    state: str
    severity: int
    category: str | None
    channel: str
    subject: str
    narrative: str
    team: str
    assignee: str | None
    respondent: str | None
    customer_name: str | None
    customer_phone: str | None
    customer_id: str | None
    customer_tier: str | None
    received_at: int
    next_clock: str | None
    due_at: int
    resumes_at: int | None
    breached: int
    cycle: int
    repeat_count: int
    source: str | None
    external_id: str | None
    closed_at: int | None
    satisfaction: int | None
    version: int
    policy: str
    wait_until: int | None
    escalation: int


class Scope(NamedTuple):
    """What somebody may see: one team's complaints, or everything when ``team_id`` is None."""

    team_id: int | None


class NoSuchPlace(LookupError):
    """The complaint to go on from is not there."""


class _Segment(NamedTuple):
    where: Any
    key: tuple[str, ...]
    descending: bool
    open: bool | None  # holds open complaints, ended ones, or (None) both


_OTHER, _CALLER, _SAME = Complaint.alias("other"), Customer.alias("caller"), Customer.alias("same")
_REPEATS = _OTHER.select(fn.count(SQL("1"))).where(
    _OTHER.customer_id.in_(_SAME.select(_SAME.id).where((_SAME.id == _CALLER.id) | (_SAME.phone == _CALLER.phone)))
    & (_OTHER.received_at.between(COMPLAINT.received_at - REPEAT_DAYS * 86_400, COMPLAINT.received_at))
    & (_OTHER.id != COMPLAINT.id)
)


def _select() -> Any:
    c = COMPLAINT
    return (
        c.select(
            c.id, c.state, c.severity, c.category, c.channel, c.subject, c.narrative, Team.slug, Agent.login,
            c.respondent, _CALLER.name, _CALLER.phone, _CALLER.external_id, _CALLER.tier, c.received_at,
            c.next_clock, c.due_at, c.resumes_at, c.breached, c.cycle, _REPEATS, c.source, c.external_id,
            c.closed_at, c.satisfaction, c.version, c.policy, c.wait_until, c.escalation,
        )
        .join(Team, on=(c.team_id == Team.id))
        .join(Agent, JOIN.LEFT_OUTER, on=(c.assignee_id == Agent.id))
        .join(_CALLER, JOIN.LEFT_OUTER, on=(c.customer_id == _CALLER.id))
    )  # fmt: skip


def _rows(query: Any) -> list[ComplaintRow]:
    return [ComplaintRow(*row) for row in database.execute(query).fetchall()]


@cache
def _one_sql(everywhere: bool) -> tuple[str, tuple[Any, ...]]:
    """Return the statement of one complaint, built once: building it costs more than running it."""
    query = _select().where(COMPLAINT.id == 0)
    sql, values = (query if everywhere else query.where(COMPLAINT.team_id == 0)).sql()
    return sql, tuple(values[: -1 if everywhere else -2])


def one(complaint_id: int, scope: Scope) -> ComplaintRow | None:
    """Return one complaint within the scope."""
    sql, values = _one_sql(scope.team_id is None)
    asked = (complaint_id,) if scope.team_id is None else (complaint_id, scope.team_id)
    found = database.execute_sql(sql, (*values, *asked)).fetchone()
    return ComplaintRow(*found) if found else None


def page(
    scope: Scope,
    conditions: Sequence[Condition],
    *,
    now: int,
    sort: str = "due",
    reverse: bool = False,
    after: int | None = None,
    offset: int = 0,
    limit: int = 50,
) -> list[ComplaintRow]:
    """Return at most ``limit`` complaints in order, continuing behind the complaint ``after``.

    ``sort`` is one of SORTS; ``offset`` skips rows from the start (or from ``after``).  Raises
    NoSuchPlace when there is no complaint ``after``.
    """
    extra = expression(conditions, now)
    found: list[ComplaintRow] = []
    place = _place(after, sort, now) if after is not None else None
    wanted = kind(conditions)
    segments = _segments(sort, now)
    for number, segment in reversed(list(enumerate(segments))) if reverse else enumerate(segments):
        if place is not None and (number > place[0] if reverse else number < place[0]):
            continue
        if None not in (wanted, segment.open) and wanted != segment.open:
            continue
        query = _ordered(scoped(_select(), scope).where(segment.where), segment, reverse)
        if extra is not None:
            query = query.where(extra)
        if place is not None and number == place[0]:
            query = query.where(_behind(segment, place[1], reverse))
        if offset:
            skipped = min(offset, _count(scope, segment.where, extra, place, number, segment, reverse))
            query, offset = query.offset(skipped), offset - skipped
        found += _rows(query.limit(limit - len(found)))
        if len(found) >= limit:
            break
    return found


def unowned(scope: Scope, now: int, limit: int) -> list[ComplaintRow]:
    """Return the first unowned cases that wait to be taken, in queue order."""
    found: list[ComplaintRow] = []
    free = COMPLAINT.assignee_id.is_null() & COMPLAINT.state.in_(("received", "verified", "registered"))
    for segment in _segments("due", now)[:2]:
        query = _ordered(scoped(_select(), scope).where(segment.where & free), segment, False)
        found += _rows(query.limit(limit - len(found)))
        if len(found) >= limit:
            break
    return found


def count(scope: Scope, conditions: Sequence[Condition], now: int) -> int:
    """Return how many complaints fulfil the conditions."""
    query = scoped(COMPLAINT.select(fn.count(SQL("1"))), scope)
    extra = expression(conditions, now)
    return int((query if extra is None else query.where(extra)).scalar() or 0)


def overtaken(now: int, limit: int) -> list[int]:
    """Return open complaints that time has overtaken unnoticed: a limit or a level reached, a wait over."""
    found: list[int] = []
    reached = (
        (COMPLAINT.due_at <= now) & (COMPLAINT.breached == 0),
        COMPLAINT.escalates_at <= now,
    )
    for overtakes in reached:
        query = COMPLAINT.select(COMPLAINT.id).where(IS_OPEN & overtakes).limit(limit)
        found += [row[0] for row in database.execute(query).fetchall()]
    found += waited_out(now, limit)
    return list(dict.fromkeys(found))[:limit]


def past_due(scope: Scope, now: int) -> int:
    """Return how many open complaints are past their next limit, by index; a paused figure stands still."""
    counted = scoped(COMPLAINT.select(fn.count(SQL("1"))), scope)
    paused = IS_WAITING & (COMPLAINT.wait_until > now) & (COMPLAINT.due_at <= COMPLAINT.resumes_at)
    frozen = counted.where(paused & (COMPLAINT.due_at > now)).scalar()
    return int(counted.where(IS_OPEN & (COMPLAINT.due_at <= now)).scalar() + frozen)


def waited_out(now: int, limit: int) -> list[int]:
    """Return complaints whose wait has ended by itself without being journaled yet."""
    query = COMPLAINT.select(COMPLAINT.id).where(IS_WAITING & (COMPLAINT.wait_until <= now))
    return [row[0] for row in database.execute(query.order_by(COMPLAINT.wait_until).limit(limit)).fetchall()]


def returned(scope: Scope, now: int) -> int:
    """Return how many complaints the tally still calls waiting although their wait has ended."""
    query = scoped(COMPLAINT.select(fn.count(SQL("1"))), scope)
    return int(query.where(IS_WAITING & (COMPLAINT.wait_until <= now)).scalar())


def tallies(scope: Scope) -> list[tuple[str, int, int, int]]:
    """Return (state, severity rank, owned, how many) of the scope, from the tally."""
    query = Tally.select(Tally.state, Tally.severity, Tally.owned, fn.sum(Tally.n))
    if scope.team_id is not None:
        query = query.where(Tally.team_id == scope.team_id)
    return list(query.group_by(Tally.state, Tally.severity, Tally.owned).tuples().iterator())


def loads(agent_ids: Iterable[int] | None = None, *, now: int) -> dict[int, int]:
    """Return the open complaints each agent works on; ``waiting`` does not count until its return time."""
    query = COMPLAINT.select(COMPLAINT.assignee_id, fn.count(SQL("1"))).where(
        IS_OPEN & COMPLAINT.assignee_id.is_null(False) & (state_at(now) != "waiting")
    )
    if agent_ids is not None:
        query = query.where(COMPLAINT.assignee_id.in_(list(agent_ids)))
    return dict(query.group_by(COMPLAINT.assignee_id).tuples().iterator())


def scoped(query: Any, scope: Scope) -> Any:
    """Return a query of complaints narrowed to what the scope may see."""
    return query if scope.team_id is None else query.where(COMPLAINT.team_id == scope.team_id)


def _segments(sort: str, now: int) -> tuple[_Segment, ...]:
    ended = _Segment(IS_ENDED, _ENDED_KEY, True, False)
    if sort == "closed":
        return ended, _Segment(IS_OPEN, SORTS["received"], True, True)
    if sort != "due":
        return (_Segment(SQL("1"), SORTS[sort], sort == "received", None),)
    past = IS_OPEN & (COMPLAINT.statutory_at <= now)
    return (
        _Segment(past, _QUEUE_KEY, False, True),
        _Segment(IS_OPEN & (COMPLAINT.statutory_at > now), _QUEUE_KEY, False, True),
        ended,
    )


def _columns(segment: _Segment) -> list[Any]:
    return [getattr(COMPLAINT, name) for name in segment.key]


def _ordered(query: Any, segment: _Segment, reverse: bool) -> Any:
    down = segment.descending != reverse
    return query.order_by(*(column.desc() if down else column.asc() for column in _columns(segment)))


def _place(after: int, sort: str, now: int) -> tuple[int, tuple[Any, ...]]:
    """Return the segment and the key of a complaint; raises NoSuchPlace."""
    names = ("due_at", "severity", "received_at", "closed_at")
    wanted = (COMPLAINT.open, COMPLAINT.statutory_at, *(getattr(COMPLAINT, name) for name in names))
    found = database.execute(COMPLAINT.select(*wanted).where(COMPLAINT.id == after)).fetchone()
    if found is None:
        raise NoSuchPlace(after)
    values = dict(zip(names, found[2:], strict=True), id=after)
    if sort == "due":
        number = 2 if not found[0] else 0 if found[1] <= now else 1
    else:
        number = int(sort == "closed" and bool(found[0]))
    return number, tuple(values[name] for name in _segments(sort, now)[number].key)


def _behind(segment: _Segment, key: tuple[Any, ...], reverse: bool) -> Expression:
    columns, values = Tuple(*_columns(segment)), Tuple(*key)
    behind: Expression = columns < values if segment.descending != reverse else columns > values
    return behind


def _count(scope: Scope, where: Any, extra: Any, place: Any, number: int, segment: _Segment, reverse: bool) -> int:
    query = scoped(COMPLAINT.select(fn.count(SQL("1"))), scope).where(where)
    if extra is not None:
        query = query.where(extra)
    if place is not None and number == place[0]:
        query = query.where(_behind(segment, place[1], reverse))
    return int(query.scalar() or 0)

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
from ..models import Agent, Customer, Team
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


_OPEN = Condition("open", "=", True)
# Nearly all open complaints: for a short page the planner would read and sort them by this column's own index.
_STATUTORY = SQL("+complaint.statutory_at")


class NoSuchPlace(LookupError):
    """The complaint to go on from is not there."""


class _Segment(NamedTuple):
    where: Any
    key: tuple[str, ...]
    descending: bool
    open: bool | None  # holds open complaints, ended ones, or (None) both


# A statement that is asked again and again is built once, its values by name: building it costs more than running it.
_NOW, _TEAM, _LIMIT = SQL(":now"), SQL(":team"), SQL(":limit")
_TEAM_OF, _OWNER, _CALLER = Team.alias("team"), Agent.alias("agent"), Customer.alias("caller")
# The fields of a ComplaintRow in their order, as text: Peewee would put thirty columns together for every list.
_CELLS = SQL(
    "complaint.id, complaint.state, complaint.severity, complaint.category, complaint.channel, complaint.subject,"
    " complaint.narrative, team.slug, agent.login, complaint.respondent, caller.name, caller.phone,"
    " caller.external_id, caller.tier, complaint.received_at, complaint.next_clock, complaint.due_at,"
    " complaint.resumes_at, complaint.breached, complaint.cycle,"
    " (SELECT count(1) FROM complaint other WHERE other.customer_id IN"
    " (SELECT same.id FROM customer same WHERE same.id = caller.id OR same.phone = caller.phone)"
    f" AND other.received_at BETWEEN complaint.received_at - {REPEAT_DAYS * 86_400} AND complaint.received_at"
    " AND other.id <> complaint.id),"
    " complaint.source, complaint.external_id, complaint.closed_at, complaint.satisfaction, complaint.version,"
    " complaint.policy, complaint.wait_until, complaint.escalation"
)


def _select() -> Any:
    return (
        COMPLAINT.select(_CELLS)
        .join(_TEAM_OF, on=(COMPLAINT.team_id == _TEAM_OF.id))
        .join(_OWNER, JOIN.LEFT_OUTER, on=(COMPLAINT.assignee_id == _OWNER.id))
        .join(_CALLER, JOIN.LEFT_OUTER, on=(COMPLAINT.customer_id == _CALLER.id))
    )


def _rows(query: Any) -> list[ComplaintRow]:
    return [ComplaintRow(*row) for row in database.execute(query).fetchall()]


def _named(query: Any, everywhere: bool) -> str:
    """Return the statement of a query that holds named values only, narrowed to ``:team`` unless ``everywhere``."""
    return str((query if everywhere else query.where(COMPLAINT.team_id == _TEAM)).sql()[0])


@cache
def _one_sql(everywhere: bool) -> str:
    return _named(_select().where(COMPLAINT.id == SQL(":id")), everywhere)


@cache
def _plain_sql(everywhere: bool, sort: str, number: int, reverse: bool, behind: bool) -> str:
    """Return the statement of one segment's open complaints."""
    segment = _segments(sort, _NOW)[number]
    query = _ordered(_select().where(segment.where & IS_OPEN), segment, reverse)
    if behind:
        query = query.where(_behind(segment, [SQL(f":{name}") for name in segment.key], reverse))
    return _named(query.limit(_LIMIT), everywhere)


_PAUSED = IS_WAITING & (COMPLAINT.wait_until > _NOW) & (COMPLAINT.due_at <= COMPLAINT.resumes_at)
_FIGURES = {
    "past": IS_OPEN & (COMPLAINT.due_at <= _NOW),
    "stopped past": _PAUSED & (COMPLAINT.due_at > _NOW),  # a paused figure stands still
    "returned": IS_WAITING & (COMPLAINT.wait_until <= _NOW),
}


@cache
def _figure_sql(everywhere: bool, name: str) -> str:
    return _named(COMPLAINT.select(fn.count(SQL("1"))).where(_FIGURES[name]), everywhere)


def _figure(name: str, scope: Scope, now: int) -> int:
    asked = {"now": now, "team": scope.team_id}
    return int(database.execute_sql(_figure_sql(scope.team_id is None, name), asked).fetchone()[0])


def one(complaint_id: int, scope: Scope) -> ComplaintRow | None:
    """Return one complaint within the scope."""
    asked = {"id": complaint_id, "team": scope.team_id}
    found = database.execute_sql(_one_sql(scope.team_id is None), asked).fetchone()
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
    plain = list(conditions) == [_OPEN] and not offset
    extra = None if plain else expression(conditions, now)
    found: list[ComplaintRow] = []
    place = _place(after, sort, now) if after is not None else None
    wanted = kind(conditions)
    segments = _segments(sort, now)
    for number, segment in reversed(list(enumerate(segments))) if reverse else enumerate(segments):
        if len(found) >= limit:
            break
        if place is not None and (number > place[0] if reverse else number < place[0]):
            continue
        if None not in (wanted, segment.open) and wanted != segment.open:
            continue
        key = place[1] if place is not None and number == place[0] else None
        if plain:
            found += _plain(scope, sort, number, reverse, key, now=now, limit=limit - len(found))
            continue
        query = _ordered(scoped(_select(), scope).where(segment.where), segment, reverse)
        if extra is not None:
            query = query.where(extra)
        if key is not None:
            query = query.where(_behind(segment, key, reverse))
        if offset:
            skipped = min(offset, _count(scope, segment, extra, key, reverse))
            query, offset = query.offset(skipped), offset - skipped
        found += _rows(query.limit(limit - len(found)))
    return found


def _plain(
    scope: Scope, sort: str, number: int, reverse: bool, key: tuple[Any, ...] | None, *, now: int, limit: int
) -> list[ComplaintRow]:
    """Return at most ``limit`` open complaints of one segment, behind a key."""
    asked = {"now": now, "team": scope.team_id, "limit": limit}
    if key is not None:
        asked |= zip(_segments(sort, now)[number].key, key, strict=True)
    sql = _plain_sql(scope.team_id is None, sort, number, reverse, key is not None)
    return [ComplaintRow(*row) for row in database.execute_sql(sql, asked).fetchall()]


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
    return _figure("past", scope, now) + _figure("stopped past", scope, now)


def waited_out(now: int, limit: int) -> list[int]:
    """Return complaints whose wait has ended by itself without being journaled yet."""
    query = COMPLAINT.select(COMPLAINT.id).where(IS_WAITING & (COMPLAINT.wait_until <= now))
    return [row[0] for row in database.execute(query.order_by(COMPLAINT.wait_until).limit(limit)).fetchall()]


def returned(scope: Scope, now: int) -> int:
    """Return how many complaints the tally still calls waiting although their wait has ended."""
    return _figure("returned", scope, now)


def tallies(scope: Scope) -> list[tuple[str, int, int, int]]:
    """Return (state, severity rank, owned, how many) of the scope, from the tally."""
    where = "" if scope.team_id is None else "WHERE team_id = :team"
    sql = f"SELECT state, severity, owned, sum(n) FROM tally {where} GROUP BY state, severity, owned"
    return list(database.execute_sql(sql, {"team": scope.team_id}).fetchall())


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


def _segments(sort: str, now: int | SQL) -> tuple[_Segment, ...]:
    ended = _Segment(IS_ENDED, _ENDED_KEY, True, False)
    if sort == "closed":
        return ended, _Segment(IS_OPEN, SORTS["received"], True, True)
    if sort != "due":
        return (_Segment(SQL("1"), SORTS[sort], sort == "received", None),)
    past = IS_OPEN & (COMPLAINT.statutory_at <= now)
    return (
        _Segment(past, _QUEUE_KEY, False, True),
        _Segment(IS_OPEN & (_STATUTORY > now), _QUEUE_KEY, False, True),
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
    sql = f"SELECT open, statutory_at, {', '.join(names)} FROM complaint WHERE id = ?"
    found = database.execute_sql(sql, (after,)).fetchone()
    if found is None:
        raise NoSuchPlace(after)
    values = dict(zip(names, found[2:], strict=True), id=after)
    if sort == "due":
        number = 2 if not found[0] else 0 if found[1] <= now else 1
    else:
        number = int(sort == "closed" and bool(found[0]))
    return number, tuple(values[name] for name in _segments(sort, now)[number].key)


def _behind(segment: _Segment, key: Sequence[Any], reverse: bool) -> Expression:
    columns, values = Tuple(*_columns(segment)), Tuple(*key)
    behind: Expression = columns < values if segment.descending != reverse else columns > values
    return behind


def _count(scope: Scope, segment: _Segment, extra: Any, key: tuple[Any, ...] | None, reverse: bool) -> int:
    query = scoped(COMPLAINT.select(fn.count(SQL("1"))), scope).where(segment.where)
    if extra is not None:
        query = query.where(extra)
    if key is not None:
        query = query.where(_behind(segment, key, reverse))
    return int(query.scalar() or 0)

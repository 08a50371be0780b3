"""Conditions on complaints as data, turned into SQL expressions here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_
from typing import Any, Literal, NamedTuple

from peewee import SQL, Case, Expression, fn

from ..fields import NEVER
from ..models import Agent, Complaint, Customer, Team
from ..search import TEXT_SQL, contains, has_word, match_expression, watermark
from .people import ENDED

Op = Literal["=", "<", "<=", ">", ">=", "~", "in"]

# The planner proves a partial index only from the literal, never from a bound value.
COMPLAINT = Complaint.alias("complaint")
IS_OPEN = COMPLAINT.open == SQL("1")
IS_ENDED = COMPLAINT.open == SQL("0")
IS_WAITING = COMPLAINT.state == SQL("'waiting'")


class Condition(NamedTuple):
    """One condition: ``~`` means contains, ``in`` one of a list; ``value`` None means that the field is empty."""

    field: str
    op: Op
    value: Any
    negated: bool = False


def expression(conditions: Iterable[Condition], now: int) -> Expression | None:
    """Return the conjunction of the conditions; ``now`` (UTC seconds) decides what is overdue."""
    parts = [_one(condition, now) for condition in conditions]
    return reduce(and_, parts) if parts else None


def kind(conditions: Iterable[Condition]) -> bool | None:
    """Say which kind of complaint alone can fulfil the conditions: open ones, ended ones (False), or both (None)."""
    for field, _op, value, negated in conditions:
        if field == "open":
            return not negated
        if field == "state" and not negated:
            ended = {state in ENDED for state in value}
            return None if len(ended) > 1 else ended == {False}
    return None


def state_at(now: int) -> Any:
    """Return the state as it stands: a wait ends by itself at its return time."""
    return Case(None, [(IS_WAITING & (COMPLAINT.wait_until <= now), "handling")], COMPLAINT.state)


def _one(condition: Condition, now: int) -> Any:
    built = _build(condition, now)
    return fn.coalesce(~built, SQL("1")) if condition.negated else built


def _build(condition: Condition, now: int) -> Any:
    field, op, value, _ = condition
    if field == "open":
        return IS_OPEN
    if field == "state":
        return state_at(now).in_(value) if {"waiting", "handling"} & set(value) else COMPLAINT.state.in_(value)
    if field == "word":
        return _has_word(str(value))
    if field in ("overdue", "breached"):
        return _past_limit(field, now)
    if field == "team":
        return COMPLAINT.team_id.in_(Team.select(Team.id).where(Team.slug == value))
    if field == "assignee":
        return _owned_by(value)
    if field in _CUSTOMER and value is None:
        known = COMPLAINT.customer_id.in_(Customer.select(Customer.id).where(_CUSTOMER[field] != ""))
        return fn.coalesce(~known, SQL("1"))
    if field in _CUSTOMER:
        return COMPLAINT.customer_id.in_(Customer.select(Customer.id).where(_compare(_CUSTOMER[field], op, value)))
    return _compare(_COLUMNS[field], op, value)


_COLUMNS = {
    "ref": COMPLAINT.id,
    "severity": COMPLAINT.severity,
    "category": COMPLAINT.category,
    "cause": COMPLAINT.cause,
    "channel": COMPLAINT.channel,
    "subject": COMPLAINT.subject,
    "narrative": COMPLAINT.narrative,
    "respondent": COMPLAINT.respondent,
    "received_at": COMPLAINT.received_at,
    "due_at": fn.nullif(COMPLAINT.due_at, NEVER),
    "next_clock": COMPLAINT.next_clock,
    "cycle": COMPLAINT.cycle,
    "source": COMPLAINT.source,
    "external_id": COMPLAINT.external_id,
    "closed_at": COMPLAINT.closed_at,
    "satisfaction": COMPLAINT.satisfaction,
    "version": COMPLAINT.version,
    "incident": COMPLAINT.incident_id,
}
_CUSTOMER = {
    "customer": Customer.name,
    "phone": Customer.phone,
    "customer_id": Customer.external_id,
    "tier": Customer.tier,
}
FIELDS = frozenset({*_COLUMNS, *_CUSTOMER, "state", "open", "word", "overdue", "breached", "team", "assignee"})

_OPS: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda column, value: column == value,
    "<": lambda column, value: column < value,
    "<=": lambda column, value: column <= value,
    ">": lambda column, value: column > value,
    ">=": lambda column, value: column >= value,
    "in": lambda column, value: column.in_(value),
    "~": lambda column, value: contains(column, str(value)),
}


def _compare(column: Any, op: Op, value: Any) -> Any:
    if value is None:
        return fn.nullif(column, "").is_null()
    return _OPS[op](column, value)


def _owned_by(login: str | None) -> Any:
    if login is None:
        return COMPLAINT.assignee_id.is_null()
    return COMPLAINT.assignee_id == Agent.select(Agent.id).where(Agent.login == login)


def _past_limit(field: str, now: int) -> Any:
    overdue = (COMPLAINT.due_at <= fn.max(fn.coalesce(COMPLAINT.resumes_at, 0), now)) & IS_OPEN
    return overdue if field == "overdue" else (overdue | (COMPLAINT.breached == 1))


def _has_word(word: str) -> Any:
    found = has_word(SQL(TEXT_SQL), word)
    match = match_expression(word)
    if match is None:
        return found
    indexed = SQL("complaint.id IN (SELECT rowid FROM complaint_words WHERE complaint_words MATCH ?)", (match,))
    return ((indexed) | (COMPLAINT.id > watermark())) & found

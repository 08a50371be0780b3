"""Whole tables as text, built by SQLite itself: a line of CSV or an object of JSON a row.

Building the lines in SQL is what makes an export as fast as sqlite3's own.  Rows are read a
thousand at a time by key, so no cursor stays open while somebody reads the other end of a pipe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from peewee import JOIN, SQL, Select, fn

from ..connection import database
from ..models import Agent, Customer, Erasure, Event, Team
from .complaints import Scope
from .conditions import COMPLAINT, Condition, expression

Shape = Literal["csv", "json", "cells"]
PAGE = 1_000

# What a spreadsheet takes for the begin of a formula; formula.py in the layer above undoes it.
_SIGNS = "=+@\t\r\uff1d\uff0b\uff0d\uff20-"
_SIGN = f"'[{_SIGNS}]'"
_SUSPECT = f"'[''{_SIGNS}]*'"


class Field(NamedTuple):
    """One column of an export; ``foreign`` where people wrote what stands in it, ``nested`` where it is JSON."""

    name: str
    sql: str
    foreign: bool = False
    nested: bool = False


class Source(NamedTuple):
    """What an export reads: its columns, the rows behind them, and the key they are walked by."""

    fields: tuple[Field, ...]
    rows: Select
    key: str


def instant_sql(column: str, offsets: Sequence[tuple[int, int]]) -> str:
    """Return SQL that writes stored seconds as ISO 8601 with the offset of the zone at that time.

    ``offsets`` lists (since when, seconds east of UTC), the newest first; the last one holds for all before.
    """
    cases = "".join(f" WHEN {column} >= {since} THEN {_stamped(column, offset)}" for since, offset in offsets[:-1])
    oldest = _stamped(column, offsets[-1][1])
    return f"CASE{cases} ELSE {oldest} END" if cases else oldest


def complaints(
    scope: Scope,
    conditions: Sequence[Condition],
    now: int,
    *,
    severities: Sequence[str],
    offsets: Sequence[tuple[int, int]],
    full: bool,
) -> Source:
    """Return the complaints that fulfil the conditions, in our own columns; phones masked unless ``full``."""
    ranks = " ".join(f"WHEN {rank} THEN '{name}'" for rank, name in enumerate(severities))
    fields = (
        Field("external_id", "coalesce(complaint.external_id, printf('C-%06d', complaint.id))", True),
        Field("received_at", instant_sql("complaint.received_at", offsets)),
        Field("channel", "complaint.channel", True),
        Field("category", "complaint.category", True),
        Field("severity", f"CASE complaint.severity {ranks} END"),
        Field("subject", "complaint.subject", True),
        Field("narrative", "complaint.narrative", True),
        Field("remedy", "complaint.remedy", True),
        Field("customer_id", "customer.external_id", True),
        Field("customer_name", "customer.name", True),
        Field("customer_phone", phone_sql("customer.phone", full=full), True),
        Field("region", "complaint.region", True),
        Field("team", "team.slug"),
        Field("assignee", "agent.login"),
        Field("respondent", "complaint.respondent", True),
        Field("state", "complaint.state"),
        Field("closed_at", instant_sql("complaint.closed_at", offsets)),
        Field("satisfaction", "complaint.satisfaction"),
    )
    team, agent, customer = Team.alias("team"), Agent.alias("agent"), Customer.alias("customer")
    rows = (
        COMPLAINT.select(SQL("1"))
        .join(team, on=(COMPLAINT.team_id == team.id))
        .join(agent, JOIN.LEFT_OUTER, on=(COMPLAINT.assignee_id == agent.id))
        .join(customer, JOIN.LEFT_OUTER, on=(COMPLAINT.customer_id == customer.id))
    )
    if scope.team_id is not None:
        rows = rows.where(COMPLAINT.team_id == scope.team_id)
    chosen = expression(conditions, now)
    return Source(fields, rows if chosen is None else rows.where(chosen), "complaint.id")


def customers(*, full: bool) -> Source:
    """Return all customers; phones masked unless ``full``."""
    fields = (
        Field("id", "customer.external_id", True),
        Field("name", "customer.name", True),
        Field("phone", phone_sql("customer.phone", full=full), True),
        Field("tier", "customer.tier", True),
        Field("region", "customer.region", True),
    )
    customer = Customer.alias("customer")
    erased = Erasure.select(SQL("1")).where(Erasure.customer_id == customer.id)
    return Source(fields, customer.select(SQL("1")).where(~fn.EXISTS(erased)), "customer.id")


def agents() -> Source:
    """Return all agents."""
    fields = (
        Field("login", "agent.login", True),
        Field("name", "agent.name", True),
        Field("team", "team.slug", True),
        Field("roles", "agent.roles"),
        Field("skills", "agent.skills", True),
        Field("enabled", "CASE agent.enabled WHEN 1 THEN 'true' ELSE 'false' END"),
    )
    agent, team = Agent.alias("agent"), Team.alias("team")
    return Source(fields, agent.select(SQL("1")).join(team, on=(agent.team_id == team.id)), "agent.id")


def events(since: int | None, until: int | None, offsets: Sequence[tuple[int, int]]) -> Source:
    """Return the journal's events between two instants (UTC seconds)."""
    fields = (
        Field("seq", "event.seq"),
        Field("at", instant_sql("event.at", offsets)),
        Field("actor", "agent.login", True),
        Field("role", "event.role"),
        Field("action", "event.action"),
        Field("subject", "event.subject"),
        Field("body", "event.body", foreign=True, nested=True),
        Field("prev", "event.prev"),
        Field("hash", "event.hash"),
    )
    event, agent = Event.alias("event"), Agent.alias("agent")
    rows = event.select(SQL("1")).join(agent, JOIN.LEFT_OUTER, on=(event.actor == agent.id))
    if since is not None:
        rows = rows.where(event.at >= since)
    if until is not None:
        rows = rows.where(event.at < until)
    return Source(fields, rows, "event.seq")


def count(source: Source) -> int:
    """Return how many rows an export will have."""
    sql, values = source.rows.sql()
    return int(database.connection().execute(f"SELECT count(*) FROM ({sql})", values).fetchone()[0])


def pages(source: Source, shape: Shape) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows by key, a thousand at a time.

    A row is (line,) of bytes for ``csv`` (quoted, neutralised, without its end) and ``json``, or
    the values of the fields for ``cells``.
    """
    told = {"csv": _csv_line, "json": _json_object, "cells": _cells}[shape](source.fields)
    base, values = source.rows.where(SQL("1")).sql()
    base = base.replace("SELECT 1", f"SELECT {source.key}, {told}", 1)
    table = source.key.partition(".")[0]  # read in the order of its key: along an index each page would sort them all
    base = base.replace(f'"{table}" AS "{table}"', f'"{table}" AS "{table}" NOT INDEXED', 1)
    sql = f"{base} AND {source.key} > ? ORDER BY {source.key} LIMIT {PAGE}"
    last = 0
    while rows := database.connection().execute(sql, (*values, last)).fetchall():
        last = rows[-1][0]
        yield [row[1:] for row in rows]


def phone_sql(column: str, *, full: bool) -> str:
    """Return SQL that writes a phone without ``+86``, its middle hidden unless ``full``: mask_phone's twin."""
    national = f"{column} GLOB '+86{'?' * 11}'"
    if full:
        return f"CASE WHEN {national} THEN substr({column}, 4) ELSE {column} END"
    return (
        f"CASE WHEN {national} THEN substr({column}, 4, 3) || '****' || substr({column}, -4)"
        f" WHEN length({column}) >= 10 THEN substr({column}, 1, 3) || '****' || substr({column}, -4)"
        f" WHEN length({column}) >= 7 THEN substr({column}, 1, 2) || '****' || substr({column}, -2)"
        f" ELSE substr('******', 1, length({column})) END"
    )


def _stamped(column: str, offset: int) -> str:
    sign, size = "-" if offset < 0 else "+", abs(offset) // 60
    zone = f"{sign}{size // 60:02}:{size % 60:02}"
    # twice as fast as strftime with a format of its own
    return f"replace(datetime({column} + {offset}, 'unixepoch'), ' ', 'T') || '{zone}'"


def _csv_line(fields: Sequence[Field]) -> str:
    texts = [_neutral(field.sql) if field.foreign else f"coalesce({field.sql}, '')" for field in fields]
    pattern = ",".join(['"%w"'] * len(texts))
    return f"CAST(printf('{pattern}', {', '.join(texts)}) AS BLOB)"


def _neutral(sql: str) -> str:
    """Return SQL that puts a formula behind an apostrophe; one GLOB settles nearly every cell."""
    risky = f"substr(ltrim({sql}, ''''), 1, 1) GLOB {_SIGN}"
    written = f"CASE WHEN {risky} THEN '''' || {sql} ELSE {sql} END"
    return f"CASE WHEN {sql} GLOB {_SUSPECT} THEN {written} ELSE coalesce({sql}, '') END"


def _json_object(fields: Sequence[Field]) -> str:
    pairs = ", ".join(f"'{each.name}', {f'json({each.sql})' if each.nested else each.sql}" for each in fields)
    return f"CAST(json_object({pairs}) AS BLOB)"


def _cells(fields: Sequence[Field]) -> str:
    return ", ".join(field.sql for field in fields)

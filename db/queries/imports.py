"""What an import must know of the store before it writes: who is there, and what came before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from ..connection import database

_CHUNK = 500


class Known(NamedTuple):
    """A complaint that an earlier import brought, as far as a later one may change it."""

    id: int
    import_key: str
    edited: str
    version: int
    state: str
    severity: int
    category: str | None
    channel: str
    subject: str
    narrative: str
    remedy: str
    region: str
    team_id: int
    assignee_id: int | None
    respondent: str | None
    received_at: int
    closed_at: int | None
    satisfaction: int | None
    customer_id: int | None
    customer_phone: str | None
    erased: int


class KnownCustomer(NamedTuple):
    """A stored customer."""

    id: int
    external_id: str | None
    name: str
    phone: str | None
    tier: str | None
    region: str | None


_KNOWN = (
    "SELECT c.id, c.import_key, c.edited, c.version, c.state, c.severity, c.category, c.channel, c.subject,"
    " c.narrative, c.remedy, c.region, c.team_id, c.assignee_id, c.respondent, c.received_at, c.closed_at,"
    " c.satisfaction, c.customer_id, u.phone, EXISTS (SELECT 1 FROM erasure e WHERE e.customer_id = c.customer_id)"
    " FROM complaint c LEFT JOIN customer u ON u.id = c.customer_id WHERE {where}"
)


def has_source(source: str) -> bool:
    """Say whether anything came from a source before."""
    sql = "SELECT 1 FROM complaint WHERE source = ? AND import_key IS NOT NULL LIMIT 1"
    return database.connection().execute(sql, (source,)).fetchone() is not None


def known(source: str, keys: Sequence[str]) -> dict[str, Known]:
    """Return the complaints of a source by import key."""
    rows = _in_chunks(_KNOWN.format(where="c.source = ? AND c.import_key IN ({marks})"), keys, source)
    return {row[1]: Known(*row) for row in rows}


def taken_in_here(ids: Sequence[int]) -> dict[int, Known]:
    """Return the complaints of these ids that people of the floor took in themselves."""
    rows = _in_chunks(_KNOWN.format(where="c.source IS NULL AND c.id IN ({marks})"), ids)
    return {row[0]: Known(*row) for row in rows}


def known_customers(by: Literal["external_id", "phone"], values: Sequence[str]) -> list[KnownCustomer]:
    """Return the customers of these numbers of the company's, or of these phones, the newest last."""
    sql = f"SELECT id, external_id, name, phone, tier, region FROM customer WHERE {by} IN ({{marks}}) ORDER BY id"
    return [KnownCustomer(*row) for row in _in_chunks(sql, values)]


def agent_sources() -> dict[str, tuple[int, str | None]]:
    """Return the id and the import source of every agent by login; None where somebody added the person here."""
    rows = database.connection().execute("SELECT login, id, source FROM agent").fetchall()
    return {login: (number, source) for login, number, source in rows}


def history_of(subjects: Sequence[str]) -> list[tuple[str, int, str]]:
    """Return (subject, instant, form fields as JSON) of what imports recorded as history."""
    sql = (
        "SELECT e.subject, json_extract(e.body, '$.at'), coalesce(f.fields, '{{}}') FROM event e"
        " LEFT JOIN form f ON f.event_seq = e.seq WHERE e.action = 'history' AND e.subject IN ({marks}) ORDER BY e.seq"
    )
    return list(_in_chunks(sql, subjects))


def _in_chunks(sql: str, values: Sequence[Any], *before: Any) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(values), _CHUNK):
        chunk = values[start : start + _CHUNK]
        asked = sql.format(marks=",".join("?" * len(chunk)))
        yield from database.connection().execute(asked, (*before, *chunk)).fetchall()

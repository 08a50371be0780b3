"""The recorded life of complaints: their events and forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..connection import database
from ..fields import canonical


class EventRow(NamedTuple):
    """One event with the form recorded at it, if any; ``at`` in stored seconds."""

    seq: int
    at: int
    actor: str | None
    role: str
    action: str
    subject: str
    body: dict[str, Any]
    form: str | None
    fields: dict[str, Any]


_SELECT = """SELECT e.seq, e.at, a.login, e.role, e.action, e.subject, e.body, f.kind, f.fields
    FROM event e LEFT JOIN agent a ON a.id = e.actor LEFT JOIN form f ON f.event_seq = e.seq"""


def _row(row: tuple[Any, ...]) -> EventRow:
    seq, at, actor, role, action, subject, body, form, fields = row
    return EventRow(seq, at, actor, role, action, subject, json.loads(body), form, json.loads(fields) if fields else {})


def of_complaint(complaint_id: int) -> list[EventRow]:
    """Return the events of a complaint and of those merged into it in journal order, each with its form."""
    numbers = [complaint_id, *merged_into(complaint_id)]
    marks = ",".join("?" * len(numbers))
    sql = _SELECT + f" WHERE e.subject IN ({marks}) ORDER BY e.seq"
    subjects = [f"C-{number:06d}" for number in numbers]
    return [_row(row) for row in database.connection().execute(sql, subjects).fetchall()]


def facts_of(subject: str) -> list[tuple[int, int, str, dict[str, Any]]]:
    """Return (seq, at, action, body) of one subject's events: all that the clocks need."""
    sql = "SELECT seq, at, action, body FROM event WHERE subject = ? ORDER BY seq"
    rows = database.connection().execute(sql, (subject,))
    return [(seq, at, action, json.loads(body)) for seq, at, action, body in rows.fetchall()]


def revealed_since(agent_id: int, since: int) -> int:
    """Return how many phones a person has had revealed since an instant (stored seconds), by index."""
    # The index holds these two actions only, which the planner proves from this very list.
    sql = """SELECT count(*) FROM event WHERE action IN ('revealed', 'refused')
        AND actor = ? AND action = 'revealed' AND at > ?"""
    return int(database.connection().execute(sql, (agent_id, since)).fetchone()[0])


def merged_into(complaint_id: int) -> list[int]:
    """Return the complaints that were merged into this one."""
    sql = "SELECT id FROM complaint WHERE merged_into_id = ? ORDER BY id"
    return [row[0] for row in database.connection().execute(sql, (complaint_id,)).fetchall()]


def promised(complaint_ids: Sequence[int]) -> set[int]:
    """Return which of the complaints ever had a time told to the customer, themselves or by one merged into them."""
    sql = (
        "WITH asked AS (SELECT value AS id FROM json_each(?)), own AS (SELECT id, id AS told FROM asked UNION ALL"
        " SELECT c.merged_into_id, c.id FROM complaint c JOIN asked ON asked.id = c.merged_into_id)"
        " SELECT DISTINCT own.id FROM own JOIN event e ON e.subject = printf('C-%06d', own.told)"
        " WHERE e.action = 'promise' OR (e.action = 'received' AND json_extract(e.body, '$.promised') IS NOT NULL)"
    )
    return {int(row[0]) for row in database.execute_sql(sql, (canonical(list(complaint_ids)),)).fetchall()}


def after(seq: int, limit: int, subject: str | None = None) -> list[EventRow]:
    """Return a page of the journal behind ``seq``, of one subject or of all, without any form."""
    sql = """SELECT e.seq, e.at, a.login, e.role, e.action, e.subject, e.body, NULL, NULL
        FROM event e LEFT JOIN agent a ON a.id = e.actor
        WHERE e.seq > ? AND (? IS NULL OR e.subject = ?) ORDER BY e.seq LIMIT ?"""
    return [_row(row) for row in database.connection().execute(sql, (seq, subject, subject, limit)).fetchall()]

"""What is known of a customer at the moment the phone rings."""

from __future__ import annotations

from typing import NamedTuple

from ..connection import database
from .complaints import REPEAT_DAYS


class Seen(NamedTuple):
    """A customer's recent past; instants in stored seconds."""

    repeats: int
    open_ids: tuple[int, ...]
    owner: str | None
    last: tuple[int, str] | None
    last_contact_at: int | None
    promised_at: int | None


_RECENT = """SELECT c.id, c.state, c.open, a.login, c.received_at FROM complaint c
    LEFT JOIN agent a ON a.id = c.assignee_id WHERE c.customer_id = ? ORDER BY c.received_at DESC LIMIT 50"""
_SPOKEN = """SELECT max(at) FROM event WHERE action IN ('contact', 'respond', 'received')
    AND subject IN (SELECT printf('C-%06d', id) FROM complaint WHERE customer_id = ?)"""
_PROMISED = """SELECT json_extract(body, '$.promised') FROM event WHERE subject = printf('C-%06d', ?)
    AND json_extract(body, '$.promised') IS NOT NULL ORDER BY seq DESC LIMIT 1"""


def seen(customer_id: int, now: int) -> Seen:
    """Return a customer's complaints of the last 90 days counted, the open ones, owner, contact and promise."""
    connection = database.connection()
    rows = connection.execute(_RECENT, (customer_id,)).fetchall()
    open_rows = [row for row in rows if row[2]]
    ended = next(((row[0], row[1]) for row in rows if not row[2]), None)
    promised = connection.execute(_PROMISED, (open_rows[0][0],)).fetchone() if open_rows else None
    return Seen(
        repeats=sum(1 for row in rows if row[4] >= now - REPEAT_DAYS * 86_400),
        open_ids=tuple(row[0] for row in open_rows),
        owner=open_rows[0][3] if open_rows else None,
        last=ended,
        last_contact_at=connection.execute(_SPOKEN, (customer_id,)).fetchone()[0],
        promised_at=promised[0] if promised else None,
    )

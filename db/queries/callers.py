"""What is known of a customer at the moment the phone rings."""

from __future__ import annotations

from typing import NamedTuple

from ..connection import database
from ..fields import canonical
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
    LEFT JOIN agent a ON a.id = c.assignee_id WHERE c.customer_id IN (SELECT same.id FROM customer self, customer same
        WHERE self.id = ? AND (same.id = self.id OR same.phone = self.phone)) ORDER BY c.received_at DESC LIMIT 50"""
_SPOKEN = """SELECT max(at) FROM event WHERE action IN ('contact', 'respond', 'received')
    AND subject IN (SELECT printf('C-%06d', value) FROM json_each(?))"""
_PROMISED = """SELECT json_extract(body, '$.promised') FROM event WHERE subject = printf('C-%06d', ?)
    AND json_extract(body, '$.promised') IS NOT NULL ORDER BY seq DESC LIMIT 1"""


def seen(customer_id: int, now: int) -> Seen:
    """Return a customer's complaints of the last 90 days counted, the open ones, owner, contact and promise.

    Complaints from the same phone are the same customer's, under whatever number.
    """
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
        last_contact_at=connection.execute(_SPOKEN, (canonical([row[0] for row in rows]),)).fetchone()[0],
        promised_at=promised[0] if promised else None,
    )

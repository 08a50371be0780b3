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


class ToCall(NamedTuple):
    """A customer of a tier with the newest case, the open ones counted, and the last call (stored seconds)."""

    external_id: str | None
    name: str
    phone: str | None
    tier: str
    newest: int
    open: int
    called_at: int | None


# Of a tier there are few: their cases come by customer, and the calls by the subject of their events.
_TO_CALL = """WITH theirs AS (
        SELECT c.id, c.customer_id, c.open, c.state FROM customer k JOIN complaint c ON c.customer_id = k.id
        WHERE lower(k.tier) = :tier AND (:team IS NULL OR c.team_id = :team)),
    called AS (
        SELECT t.customer_id, max(e.at) AS at FROM theirs t JOIN event e ON e.subject = printf('C-%06d', t.id)
        LEFT JOIN form f ON f.complaint_id = t.id AND f.event_seq = e.seq
        WHERE (e.action = 'contact' AND json_extract(e.body, '$.direction') = 'outbound')
            OR (e.action = 'close' AND json_extract(f.fields, '$.follow_up') <> '') GROUP BY 1)
    SELECT k.external_id, k.name, k.phone, k.tier, max(t.id), sum(t.open) AS running, called.at
    FROM theirs t JOIN customer k ON k.id = t.customer_id LEFT JOIN called ON called.customer_id = k.id
    GROUP BY k.id HAVING running > 0 OR (sum(t.state = 'closed') > 0 AND coalesce(called.at, 0) < :since)
    ORDER BY coalesce(called.at, 0), k.id LIMIT :limit"""


def to_call(tier: str, since: int, team_id: int | None, limit: int) -> list[ToCall]:
    """Return the customers of a tier with an open case, or with a closed one and no call since an instant."""
    asked = {"tier": tier, "since": since, "team": team_id, "limit": limit}
    return [ToCall(*row) for row in database.connection().execute(_TO_CALL, asked).fetchall()]

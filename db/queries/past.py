"""Complaints as the journal says they stood at a time in the past."""

from __future__ import annotations

from typing import NamedTuple

from ..connection import database
from .complaints import Scope


class OpenRow(NamedTuple):
    """One complaint open at the time asked for: state, team and owner of that time."""

    id: int
    state: str
    severity: int
    subject: str
    team: str
    assignee: str | None
    policy: str


_LAST = """(SELECT json_extract(e.body, '$.{key}') FROM event e WHERE e.subject = printf('C-%06d', c.id)
    AND e.at <= :at AND json_type(e.body, '$.{key}') IS NOT NULL ORDER BY e.seq DESC LIMIT 1)"""

_OPEN_AT = f"""WITH stood AS (
    SELECT c.id, c.severity, c.subject, c.policy, {_LAST.format(key="to")} AS state,
        coalesce({_LAST.format(key="team")}, c.team_id) AS team_id, {_LAST.format(key="assignee")} AS assignee_id
    FROM complaint c WHERE c.received_at <= :at AND (c.open = 1 OR c.closed_at > :at))
SELECT s.id, s.state, s.severity, s.subject, t.slug, a.login, s.policy FROM stood s
    JOIN team t ON t.id = s.team_id LEFT JOIN agent a ON a.id = s.assignee_id
    WHERE s.state NOT IN ('closed', 'rejected', 'withdrawn', 'merged') AND (:team IS NULL OR s.team_id = :team)
    LIMIT :most"""


def open_at(scope: Scope, at: int, limit: int) -> list[OpenRow]:
    """Return what was open at a stored instant, in no order; severity and subject are those of today."""
    asked = {"at": at, "team": scope.team_id, "most": limit}
    return [OpenRow(*row) for row in database.connection().execute(_OPEN_AT, asked).fetchall()]

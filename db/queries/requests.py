"""Reads of swaps, leave and open shifts: what time has overtaken, what waits for whom."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ..connection import database

_OVERDUE = """
SELECT EXISTS (SELECT 1 FROM swap WHERE state IN ('draft', 'offered', 'waiting') AND expires_at <= :now)
    OR EXISTS (SELECT 1 FROM open_shift WHERE state IN ('open', 'asked') AND start_at <= :now)
    OR EXISTS (SELECT 1 FROM leave WHERE state = 'approved' AND last_day < :today)
"""
_WAITING = """
SELECT
    (SELECT COUNT(*) FROM swap WHERE state = 'waiting' AND expires_at > :now AND :me NOT IN (asker_id, peer_id)
        AND (:swaps = 'all' OR (:swaps = 'team' AND team_id = :team)))
  + (SELECT COUNT(*) FROM swap WHERE state = 'offered' AND expires_at > :now AND peer_id = :me)
  + (SELECT COUNT(*) FROM leave JOIN agent ON agent.id = leave.agent_id
        WHERE state = 'submitted' AND agent_id <> :me
        AND (:leave = 'all' OR (:leave = 'team' AND agent.team_id = :team)))
  + (SELECT COUNT(*) FROM open_shift WHERE state = 'asked' AND start_at > :now AND asker_id <> :me
        AND (:shifts = 'all' OR (:shifts = 'team' AND team_id = :team)))
  + (SELECT COUNT(*) FROM excuse JOIN agent ON agent.id = excuse.agent_id
        WHERE state = 'explained' AND agent_id <> :me
        AND (:days = 'all' OR (:days = 'team' AND agent.team_id = :team)))
  + (SELECT COUNT(*) FROM notice WHERE agent_id = :me AND seen_at IS NULL)
"""


class Scopes(NamedTuple):
    """For whom a person decides on swaps, leave, open shifts, explained days: all, team, or a word for nobody."""

    swaps: str
    leave: str
    shifts: str
    days: str


def overdue(now: int, today: date) -> bool:
    """Say whether time has overtaken a request that the store does not know of yet."""
    found = database.connection().execute(_OVERDUE, {"now": now, "today": today.isoformat()})
    return bool(found.fetchone()[0])


def waiting(me: int, team: int, scopes: Scopes, now: int) -> int:
    """Return how many decisions, offers by name and unseen notices wait for a person."""
    names = {"me": me, "team": team, "now": now, **scopes._asdict()}
    return int(database.connection().execute(_WAITING, names).fetchone()[0])

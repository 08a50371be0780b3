"""Reads of the time clock and of who is away: stamps, absences, leave, excuses.

Plain SQL: ``who`` asks here on every start, and making the models of the rosters would cost more than the answer.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from ..connection import database
from ..fields import epoch, instant

DAY = 86_400
LONGEST_SHIFT = 2 * DAY  # seconds
LONGEST_ABSENCE = 62 * DAY


class Of(NamedTuple):
    """Whose rows are asked for: of a team, of certain people, or (both None) of the whole floor."""

    team_id: int | None = None
    agents: Collection[int] | None = None

    def clause(self) -> tuple[str, list[int]]:
        """Return the condition on ``a`` (the table agent) with its values."""
        if self.agents is not None:
            return f"a.id IN ({','.join('?' * len(self.agents))})", list(self.agents)
        return ("1", []) if self.team_id is None else ("a.team_id = ?", [self.team_id])


class Stamp(NamedTuple):
    """One stamp of the time clock; ``kind`` is in or out."""

    agent_id: int
    at: datetime
    kind: str


class StampRow(NamedTuple):
    """One stamp with all that is kept of it; ``voided_at`` None: it counts."""

    id: int
    agent_id: int
    at: datetime
    kind: str
    source: str
    entered_by_id: int | None
    voided_at: datetime | None
    voided_by_id: int | None
    void_reason: str


class Away(NamedTuple):
    """A time for which somebody was marked absent."""

    id: int
    agent_id: int
    start: datetime
    end: datetime


class OnLeave(NamedTuple):
    """Approved leave, both days included."""

    agent_id: int
    kind: str
    first: date
    last: date


class Said(NamedTuple):
    """What a person said of a day, and whether it was accepted: explained, excused, refused."""

    agent_id: int
    day: date
    state: str
    text: str


class Person(NamedTuple):
    """A person as lists name them."""

    id: int
    login: str
    name: str
    team: str


class Covering(NamedTuple):
    """A shift in force with whose it is; ``break_at`` is None where the break lies nowhere in particular."""

    agent_id: int
    login: str
    name: str
    team: str
    day: date
    code: str
    start: datetime
    end: datetime
    break_minutes: int
    break_at: datetime | None


def stamps(of: Of, start: datetime, end: datetime) -> list[Stamp]:
    """Return the stamps in [start, end] that count, in order of time."""
    who, values = of.clause()
    found = _rows(
        "SELECT e.agent_id, e.at, e.kind FROM clock_event e JOIN agent a ON a.id = e.agent_id"
        f" WHERE e.voided_at IS NULL AND e.at BETWEEN ? AND ? AND {who} ORDER BY e.at, e.id",
        [epoch(start), epoch(end), *values],
    )
    return [Stamp(agent, _at(at), kind) for agent, at, kind in found]


def kept(of: Of, start: datetime, end: datetime) -> list[StampRow]:
    """Return every stamp in [start, end], those struck out too, in order of time."""
    who, values = of.clause()
    found = _rows(
        "SELECT e.id, e.agent_id, e.at, e.kind, e.source, e.entered_by_id, e.voided_at, e.voided_by_id, e.void_reason"
        f" FROM clock_event e JOIN agent a ON a.id = e.agent_id WHERE e.at BETWEEN ? AND ? AND {who}"
        " ORDER BY e.at, e.id",
        [epoch(start), epoch(end), *values],
    )
    return [
        StampRow(ident, agent, _at(at), kind, source, by, instant(voided), *rest)
        for ident, agent, at, kind, source, by, voided, *rest in found
    ]


def absences(of: Of, start: datetime, end: datetime) -> list[Away]:
    """Return the absences of which some part lies in [start, end), the cancelled ones left out."""
    who, values = of.clause()
    found = _rows(
        "SELECT b.id, b.agent_id, b.start_at, b.end_at FROM absence b JOIN agent a ON a.id = b.agent_id"
        " WHERE b.cancelled_at IS NULL AND b.start_at > ? AND b.start_at < ? AND b.end_at > ?"
        f" AND {who} ORDER BY b.start_at",
        [epoch(start) - LONGEST_ABSENCE - 1, epoch(end), epoch(start), *values],
    )
    return [Away(ident, agent, _at(begun), _at(ended)) for ident, agent, begun, ended in found]


def leave(of: Of, first: date, last: date) -> list[OnLeave]:
    """Return the approved leave that touches the days from ``first`` to ``last``."""
    who, values = of.clause()
    found = _rows(
        "SELECT l.agent_id, l.kind, l.first_day, l.last_day FROM leave l JOIN agent a ON a.id = l.agent_id"
        f" WHERE +l.state IN ('approved', 'taken') AND l.first_day <= ? AND l.last_day >= ? AND {who}",
        [last.isoformat(), first.isoformat(), *values],
    )
    return [
        OnLeave(agent, kind, date.fromisoformat(begun), date.fromisoformat(ended))
        for agent, kind, begun, ended in found
    ]


def excuses(of: Of, first: date, last: date) -> list[Said]:
    """Return what was said of the days from ``first`` to ``last``."""
    who, values = of.clause()
    found = _rows(
        "SELECT x.agent_id, x.day, x.state, x.text FROM excuse x JOIN agent a ON a.id = x.agent_id"
        f" WHERE x.day BETWEEN ? AND ? AND {who}",
        [first.isoformat(), last.isoformat(), *values],
    )
    return [Said(agent, date.fromisoformat(day), state, text) for agent, day, state, text in found]


def covering(of: Of, start: datetime, end: datetime) -> list[Covering]:
    """Return the shifts in force of which some part lies in [start, end], of people with an account, by login."""
    who, values = of.clause()
    found = _rows(
        "SELECT a.id, a.login, a.name, t.slug, s.day, s.code, s.start_at, s.end_at, s.break_minutes, s.break_at"
        " FROM shift s"
        " JOIN agent a ON a.id = s.agent_id JOIN team t ON t.id = a.team_id"
        " WHERE s.layer = 'force' AND s.start_at BETWEEN ? AND ? AND s.end_at > ? AND a.enabled = 1"
        f" AND {who} ORDER BY a.login, s.start_at",
        [epoch(start) - LONGEST_SHIFT, epoch(end), epoch(start), *values],
    )
    return [
        Covering(agent, login, name, team, date.fromisoformat(day), code, _at(begun), _at(ended), pause, instant(at))
        for agent, login, name, team, day, code, begun, ended, pause, at in found
    ]


def published(team_id: int, monday: date) -> bool:
    """Say whether a team's week has ever been published."""
    sql = "SELECT 1 FROM roster WHERE team_id = ? AND monday = ? AND version > 0"
    return bool(_rows(sql, [team_id, monday.isoformat()]))


def people(of: Of) -> list[Person]:
    """Return the people asked for, by login; those with a disabled account too."""
    who, values = of.clause()
    sql = f"SELECT a.id, a.login, a.name, t.slug FROM agent a JOIN team t ON t.id = a.team_id WHERE {who}"
    return [Person(*row) for row in _rows(f"{sql} ORDER BY a.login", values)]


def clocked(of: Of, start: datetime, end: datetime) -> frozenset[str]:
    """Return the teams, of the people asked for, of which anybody stamped in [start, end]."""
    who, values = of.clause()
    sql = (
        f"SELECT t.slug FROM team t WHERE t.id IN (SELECT a.team_id FROM agent a WHERE {who}) AND EXISTS"
        " (SELECT 1 FROM agent m JOIN clock_event e ON e.agent_id = m.id"
        " WHERE m.team_id = t.id AND e.voided_at IS NULL AND e.at BETWEEN ? AND ?)"
    )
    return frozenset(team for (team,) in _rows(sql, [*values, epoch(start), epoch(end)]))


def leavers(of: Of) -> list[Person]:
    """Return the people with a disabled account who still own open complaints, by login."""
    who, values = of.clause()
    sql = (
        "SELECT a.id, a.login, a.name, t.slug FROM agent a JOIN team t ON t.id = a.team_id"
        f" WHERE a.enabled = 0 AND {who} AND EXISTS"
        " (SELECT 1 FROM complaint c WHERE c.assignee_id = a.id AND c.open = 1) ORDER BY a.login"
    )
    return [Person(*row) for row in _rows(sql, values)]


def last_stamp(agent_id: int, before: datetime) -> Stamp | None:
    """Return a person's last stamp up to an instant that counts."""
    sql = "SELECT agent_id, at, kind FROM clock_event WHERE agent_id = ? AND at <= ? AND voided_at IS NULL"
    found = _rows(f"{sql} ORDER BY at DESC, id DESC LIMIT 1", [agent_id, epoch(before)])
    return Stamp(found[0][0], _at(found[0][1]), found[0][2]) if found else None


def open_cases(of: Of) -> dict[int, int]:
    """Return how many open complaints each person owns; those waiting count too."""
    who, values = of.clause()
    sql = "SELECT c.assignee_id, count(*) FROM complaint c JOIN agent a ON a.id = c.assignee_id"
    return dict(_rows(f"{sql} WHERE c.open = 1 AND {who} GROUP BY c.assignee_id", values))


def _rows(sql: str, values: list[Any]) -> list[Any]:
    return list(database.execute_sql(sql, values).fetchall())


def _at(seconds: int) -> datetime:
    at = instant(seconds)
    assert at is not None
    return at

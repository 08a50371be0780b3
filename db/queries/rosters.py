"""Reads of rosters: shifts by day and by instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import Expression

from ..connection import database
from ..fields import epoch, instant
from ..models import Agent, Shift, Team

DRAFT, FORCE = "draft", "force"


class ShiftRow(NamedTuple):
    """One stored shift with whose it is; ``start_at`` and ``end_at`` are None on a rest day.

    ``break_at`` is None where the break lies nowhere in particular.
    """

    id: int
    roster_id: int
    agent_id: int
    login: str
    name: str
    team_id: int
    team: str
    day: date
    code: str
    start_at: datetime | None
    end_at: datetime | None
    break_minutes: int
    break_at: datetime | None
    locked: bool


_COLUMNS = (
    *(Shift.id, Shift.roster_id, Shift.agent_id, Agent.login, Agent.name, Agent.team_id, Team.slug),
    *(Shift.day, Shift.code, Shift.start_at, Shift.end_at, Shift.break_minutes, Shift.break_at, Shift.locked),
)


def shifts(
    layer: str, first: date, last: date, *, team_id: int | None = None, agents: Sequence[int] | None = None
) -> list[ShiftRow]:
    """Return the shifts of a layer on the days from ``first`` to ``last``, by person and day."""
    wanted = Shift.day.between(first.isoformat(), last.isoformat())
    return _read(layer, wanted, team_id, agents)


def overlapping(
    layer: str, start: datetime, end: datetime, *, team_id: int | None = None, agents: Sequence[int] | None = None
) -> list[ShiftRow]:
    """Return the shifts of a layer of which some part lies in [start, end), by person and day."""
    # No shift lasts longer than two days: the lower bound lets the index end the search.
    begun = (Shift.start_at < epoch(end)) & (Shift.start_at > epoch(start) - 2 * 86_400)
    wanted = begun & (Shift.end_at > epoch(start))
    return _read(layer, wanted, team_id, agents)


def _read(layer: str, wanted: Expression, team_id: int | None, agents: Sequence[int] | None) -> list[ShiftRow]:
    query = Shift.select(*_COLUMNS).join(Agent).join(Team).where((Shift.layer == layer) & wanted)
    if team_id is not None:
        query = query.where(Agent.team == team_id)
    if agents is not None:
        query = query.where(Agent.id.in_(list(agents)))
    return [_row(*found) for found in database.execute(query.order_by(Agent.login, Shift.day)).fetchall()]


def _row(*found: Any) -> ShiftRow:
    row = ShiftRow(*found)
    return row._replace(
        day=date.fromisoformat(found[7]),
        start_at=instant(found[9]),
        end_at=instant(found[10]),
        break_at=instant(found[12]),
        locked=bool(found[13]),
    )

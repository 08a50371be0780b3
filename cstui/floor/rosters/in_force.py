"""Changes of what is published already: a swap approved, an open shift filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from db import journal
from db import models as rows
from db.queries import rosters as queries

from .. import access, notices
from ..views import Actor
from ..when import monday_before
from . import cells, touched
from .book import Times
from .cells import Cell, Key


def amend(
    actor: Actor,
    changes: Mapping[tuple[int, date], Times | None],
    *,
    cause: str,
    now: datetime,
    keep: int | None = None,
) -> None:
    """Change published shifts inside the open transaction of what causes it; None empties a cell.

    Draft and published layer are written, the next version of every roster touched is made, those concerned
    are told, swaps that rested on these cells fall (but ``keep``).  ``cause`` goes into the journal
    (``swap:12``).  Raises Refused where a week is not published or is closed.
    """
    for (team_id, monday), part in _by_roster(changes).items():
        row = cells.roster(team_id, monday)
        if row is None or not row.version:
            raise cells.unpublished(monday)
        cells.roster_to_write(team_id, monday, now)
        for layer in (queries.DRAFT, queries.FORCE):
            standing = cells.read(layer, {day for _agent, day in part}, {agent for agent, _day in part})
            cells.put(layer, row.id, {key: _cell(times, standing.get(key)) for key, times in part.items()})
        version = new_version(actor, row, list(part), standing, now=now)  # as the layer in force stood
        rows.Roster.update(revision=row.revision + 1).where(rows.Roster.id == row.id).execute()
        facts = {"cells": len(part), "version": version, "cause": cause}
        role = access.acting_role(actor)
        journal.append(journal.Fact(now, actor.id, role, "roster.amended", f"roster:{row.id}", facts))
    touched.cancel(changes.keys(), now=now, keep=keep)


def new_version(
    actor: Actor, row: rows.Roster, changed: Sequence[Key], before: Mapping[Key, Cell], *, now: datetime
) -> int:
    """Keep what is in force as the next version of a roster, tell the others whose cells changed, return its number.

    To be called inside the open transaction, after the layer was written; ``before`` is what stood in those cells.
    """
    version = row.version + 1
    force = cells.of_week(queries.FORCE, row.team_id, row.monday)
    rows.RosterVersion.create(
        roster=row.id, version=version, published_at=now, published_by=actor.id, shifts=cells.listed(force)
    )
    columns = {"version": version, "published_at": now, "published_by": actor.id, "state": cells.settle(row, version)}
    rows.Roster.update(columns).where(rows.Roster.id == row.id).execute()
    # A first version tells when one works, a later one what is otherwise by now, a day off as well.
    worth = [key for key in changed if version > 1 or force[key].start is not None]
    told = {key: (before.get(key), force.get(key)) for key in worth if key[0] != actor.id}
    _tell(row, version, told, now)
    return version


def _tell(
    row: rows.Roster, version: int, changed: Mapping[Key, tuple[Cell | None, Cell | None]], now: datetime
) -> None:
    """Tell people in which version, on which days and, after the first, from which code to which."""
    days: dict[int, dict[str, list[str]]] = {}
    for agent_id, day in sorted(changed):
        codes = [cell.code if cell else "" for cell in changed[agent_id, day]]
        days.setdefault(agent_id, {})[day.isoformat()] = codes
    kind = "roster.published" if version == 1 else "roster.changed"
    for agent_id, moves in days.items():
        body = {"week": cells.name_of(row.monday), "version": version, "days": list(moves)}
        notices.tell([agent_id], kind, f"roster:{row.id}", body | ({"moves": moves} if version > 1 else {}), now=now)


def _cell(times: Times | None, standing: Cell | None) -> Cell | None:
    return times and Cell(*times, standing is not None and standing.locked)


def _by_roster(changes: Mapping[Key, Times | None]) -> dict[tuple[int, date], dict[Key, Times | None]]:
    people = sorted({agent_id for agent_id, _day in changes})
    query = rows.Agent.select(rows.Agent.id, rows.Agent.team).where(rows.Agent.id.in_(people))
    team_of = {agent.id: agent.team_id for agent in query}
    found: dict[tuple[int, date], dict[Key, Times | None]] = {}
    for (agent_id, day), times in changes.items():
        place = (team_of[agent_id], monday_before(day))
        found.setdefault(place, {})[agent_id, day] = times
    return found

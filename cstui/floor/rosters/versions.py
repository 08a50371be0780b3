"""What was published when, and in which cells two states of a week differ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from db import models as rows
from db.queries import people
from db.queries import rosters as queries

from ...errors import NotFound
from ...i18n import _
from ..views import Actor
from ..when import monday_before
from . import cells, weeks
from .cells import Cell, Key
from .views import Difference


class Version(NamedTuple):
    """One publication of a week: by whom (login), and in how many cells it differs from the one before."""

    version: int
    published_at: datetime
    published_by: str
    shifts: int
    changed: int


def versions(actor: Actor, team: str | None, monday: date) -> tuple[Version, ...]:
    """Return the publications of a week, the newest first; whoever reads their own row only counts that."""
    _slug, team_id = weeks.team_of(actor, team)
    only = weeks.only_own(actor, team_id)
    row = cells.roster(team_id, monday_before(monday))
    found: list[Version] = []
    before: dict[Key, Cell] = {}
    publications = _kept(row)
    who = people.of_ids([kept.published_by_id for kept in publications])
    for kept in publications:
        stands = _of(_cells(kept), only)
        by = who[kept.published_by_id].login
        shifts = sum(cell.start is not None for cell in stands.values())
        found.append(Version(kept.version, kept.published_at, by, shifts, len(cells.changed(before, stands))))
        before = stands
    return tuple(reversed(found))


def diff(
    actor: Actor, team: str | None, monday: date, older: int | None = None, newer: int | None = None
) -> tuple[Difference, ...]:
    """Return the cells in which two versions of a week differ (0 is the empty week), by person and day.

    Unless told, ``newer`` is the draft and ``older`` what is in force; with ``newer`` alone it is the version
    before.  Whoever reads their own row only compares that row, and published versions: the last with the one
    before unless told.  Raises NotFound.
    """
    slug, team_id = weeks.team_of(actor, team)
    only = weeks.only_own(actor, team_id)
    row = cells.roster(team_id, monday_before(monday))
    last = row.version if row else 0
    if newer is None and only is not None:
        newer = last
    if older is None:
        older = last if newer is None else max(newer - 1, 0)
    after = _of(_draft(row) if newer is None else _version(row, newer), only)
    before = _of(_version(row, older), only)
    moved = cells.changed(before, after)
    names = _names({agent_id for agent_id, _day in moved})
    return tuple(
        Difference(
            *names[agent_id],
            day,
            cells.shift(before.get((agent_id, day)), *names[agent_id], day),
            cells.shift(after.get((agent_id, day)), *names[agent_id], day),
        )
        for agent_id, day in sorted(moved, key=lambda key: (names[key[0]], key[1]))
    )


def _kept(row: rows.Roster | None) -> list[rows.RosterVersion]:
    table = rows.RosterVersion
    return list(table.select().where(table.roster == row.id).order_by(table.version)) if row else []


def _version(row: rows.Roster | None, number: int) -> dict[Key, Cell]:
    if number == 0:
        return {}
    kept = rows.RosterVersion.get_or_none(roster=row.id, version=number) if row else None
    if kept is None:
        title = _("There is no version {version} of that week").format(version=number)
        raise NotFound(title, _("See `{command}`.").format(command="cstui roster versions"))
    return _cells(kept)


def _cells(kept: rows.RosterVersion) -> dict[Key, Cell]:
    return {key: cell for key, cell in cells.unlisted(kept.shifts).items() if cell is not None}


def _draft(row: rows.Roster | None) -> dict[Key, Cell]:
    return cells.of_week(queries.DRAFT, row.team_id, row.monday) if row else {}


def _of(found: Mapping[Key, Cell], only: int | None) -> dict[Key, Cell]:
    return {key: cell for key, cell in found.items() if only in (None, key[0])}


def _names(agents: set[int]) -> dict[int, tuple[str, str]]:
    table = rows.Agent
    found = table.select(table.id, table.login, table.name).where(table.id.in_(sorted(agents)))
    return {agent.id: (agent.login, agent.name) for agent in found}

"""The cells of a roster as they are stored: one person's day in the draft, or as published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from peewee import chunked

from db import models as rows
from db.fields import epoch, instant
from db.queries import rosters as queries

from ...errors import Refused
from ...i18n import _
from .book import Times
from .views import Shift

Key = tuple[int, date]  # of a cell: the person's id, the day
_CHUNK = 400  # rows of one statement


class Cell(NamedTuple):
    """What stands in a cell; ``start`` and ``end`` (UTC) are None on a rest day."""

    code: str
    start: datetime | None
    end: datetime | None
    break_minutes: int
    break_at: datetime | None = None
    locked: bool = False

    @property
    def times(self) -> Times:
        """Return the cell without its lock."""
        return Times(*self[:-1])


def name_of(monday: date) -> str:
    """Return the ISO name of a week: ``2026-W48``."""
    year, number, _weekday = monday.isocalendar()
    return f"{year}-W{number:02}"


def read(layer: str, days: Collection[date], agents: Collection[int]) -> dict[Key, Cell]:
    """Return what stands in a layer from the first to the last of the days, of some people."""
    if not days or not agents:
        return {}
    found = queries.shifts(layer, min(days), max(days), agents=sorted(agents))
    return {(row.agent_id, row.day): Cell(*Times.of(row), row.locked) for row in found}


def of_week(layer: str, team_id: int, monday: date) -> dict[Key, Cell]:
    """Return what stands in a layer of a team's week."""
    found = queries.shifts(layer, monday, monday + timedelta(days=6), team_id=team_id)
    return {(row.agent_id, row.day): Cell(*Times.of(row), row.locked) for row in found}


def put(layer: str, roster_id: int, changes: Mapping[Key, Cell | None]) -> None:
    """Write cells of one week into a layer; None empties a cell."""
    table = rows.Shift
    for agent_id, days in _by_agent(changes).items():
        there = (table.layer == layer) & (table.agent == agent_id) & table.day.in_(days)
        table.delete().where(there).execute()
    made = [_row(layer, roster_id, key, cell) for key, cell in changes.items() if cell is not None]
    for part in chunked(made, _CHUNK):
        table.insert_many(part).execute()


def changed(before: Mapping[Key, Cell], after: Mapping[Key, Cell]) -> list[Key]:
    """Return the cells that are worked otherwise, by person and day; a lock alone changes nothing."""
    return sorted(key for key in {*before, *after} if not same(before.get(key), after.get(key)))


def same(one: Cell | None, other: Cell | None) -> bool:
    """Say whether two cells are worked alike."""
    return (one and one.times) == (other and other.times)


def roster(team_id: int, monday: date) -> rows.Roster | None:
    """Return the stored roster of a team's week, None while nothing was written."""
    found: rows.Roster | None = rows.Roster.get_or_none(team=team_id, monday=monday)
    return found


def roster_to_write(team_id: int, monday: date, at: datetime) -> rows.Roster:
    """Return the roster of a team's week, made when it is the first write; raises Refused when it is closed."""
    found = roster(team_id, monday) or rows.Roster.create(team=team_id, monday=monday, created_at=at)
    if found.state == "closed":
        raise Refused(_("The week {week} is closed").format(week=name_of(monday)), _("It stays as it was worked."))
    return found


def unpublished(monday: date) -> Refused:
    """Return the refusal of what takes a published week."""
    title = _("The week {week} is not published yet").format(week=name_of(monday))
    command = f"cstui roster publish --week {name_of(monday)}"
    return Refused(title, _("Publish it first: `{command}`.").format(command=command))


def settle(row: rows.Roster, version: int) -> str:
    """Return the state of a roster at a version, just written: published while the draft is what is in force."""
    if not version:
        return "draft"
    draft, force = (of_week(layer, row.team_id, row.monday) for layer in (queries.DRAFT, queries.FORCE))
    return "draft" if changed(force, draft) else "published"


def listed(cells: Mapping[Key, Cell | None]) -> list[list[Any]]:
    """Return cells as JSON keeps them: person, day, and of what stands there code, times, break, lock."""
    return [[agent_id, day.isoformat(), *_kept(cells[agent_id, day])] for agent_id, day in sorted(cells)]


def unlisted(stored: Iterable[list[Any]]) -> dict[Key, Cell | None]:
    """Return the cells that JSON keeps."""
    return {(agent_id, date.fromisoformat(day)): _unkept(*kept) for agent_id, day, *kept in stored}


def shift(cell: Cell | None, login: str, name: str, day: date) -> Shift | None:
    """Return a cell as it is shown, None when nothing stands there."""
    return None if cell is None else Shift(login, name, day, *cell)


def stored(row: queries.ShiftRow) -> Shift:
    """Return a stored shift as it is shown."""
    return Shift(row.login, row.name, row.day, *Times.of(row), row.locked)


def _by_agent(keys: Iterable[Key]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = {}
    for agent_id, day in keys:
        found.setdefault(agent_id, []).append(day)
    return found


def _row(layer: str, roster_id: int, key: Key, cell: Cell) -> dict[str, Any]:
    return {
        "roster": roster_id,
        "agent": key[0],
        "day": key[1],
        "layer": layer,
        "code": cell.code,
        "start_at": cell.start,
        "end_at": cell.end,
        "break_minutes": cell.break_minutes,
        "break_at": cell.break_at,
        "locked": cell.locked,
    }


def _kept(cell: Cell | None) -> list[Any]:
    if cell is None:
        return []
    start, end, break_at = (None if at is None else epoch(at) for at in (cell.start, cell.end, cell.break_at))
    return [cell.code, start, end, cell.break_minutes, break_at, int(cell.locked)]


def _unkept(*kept: Any) -> Cell | None:
    if not kept:
        return None
    code, start, end, break_minutes, break_at, locked = kept
    return Cell(code, instant(start), instant(end), break_minutes, instant(break_at), bool(locked))

"""The shifts that a swap was agreed on, kept as they stood, and whether one of them moved since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from db import models as rows
from db.fields import epoch, instant
from db.queries import rosters as queries

from .book import Times
from .views import OFF

FREE = Times(OFF, None, None, 0)
Cell = tuple[int, date]


class Moved(NamedTuple):
    """A cell that is no longer what the swap was agreed on."""

    agent_id: int
    day: date
    was: Times
    now: Times


def in_force(cells: Collection[Cell]) -> dict[Cell, Times]:
    """Return what is published for each person and day asked for; FREE where nothing is worked."""
    found = dict.fromkeys(cells, FREE)
    if not cells:
        return found
    days = [day for _agent, day in cells]
    people = sorted({agent_id for agent_id, _day in cells})
    for row in queries.shifts(queries.FORCE, min(days), max(days), agents=people):
        if (row.agent_id, row.day) in found and row.start_at is not None:
            found[row.agent_id, row.day] = Times.of(row)
    return found


def kept(times: Times) -> dict[str, Any]:
    """Return a shift as a swap keeps it: code, instants in seconds, the break in minutes."""
    start, end, break_at = (None if at is None else epoch(at) for at in (times.start, times.end, times.break_at))
    return {"code": times.code, "start": start, "end": end, "break": times.break_minutes, "break_at": break_at}


def read(stored: Mapping[str, Any] | None) -> Times:
    """Return the shift that a swap keeps; FREE where it keeps none."""
    if stored is None:
        return FREE
    start, end, break_at = (instant(stored[name]) for name in ("start", "end", "break_at"))
    return Times(stored["code"], start, end, stored["break"], break_at)


def agreed(row: rows.Swap) -> dict[Cell, Times]:
    """Return every cell a swap rests on, as it was agreed: the shifts given, and that the takers are free then."""
    cells = {(row.asker_id, row.asker_day): read(row.asker_shift)}
    if row.peer_day not in (None, row.asker_day):
        cells[row.asker_id, row.peer_day] = FREE
    if row.peer_id is not None:
        cells[row.peer_id, row.asker_day] = FREE
        if row.peer_day is not None:
            cells[row.peer_id, row.peer_day] = read(row.peer_shift)
    return cells


def moved(row: rows.Swap) -> Moved | None:
    """Return the first cell of a swap that is published otherwise by now, None when all stand."""
    cells = agreed(row)
    standing = in_force(cells)
    for (agent_id, day), was in cells.items():
        if standing[agent_id, day] != was:
            return Moved(agent_id, day, was, standing[agent_id, day])
    return None

"""Sheets brought in, and the draft that they become."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from cstui.exchange.rosters.roster_in import import_roster
from cstui.exchange.rosters.sheet_options import SheetOptions
from cstui.exchange.rosters.sheet_report import SheetReport
from cstui.floor.rosters import weeks
from tests.conftest import Floor

Make = Callable[[str, "bytes | str"], Path]
Book = Callable[..., Path]
MONDAY = date(2026, 11, 23)
WEEK = [date(2026, 11, day) for day in range(23, 30)]


def bring(floor: Floor, path: Path, **options: Any) -> SheetReport:
    return import_roster(floor.lead, path, SheetOptions(**options))


def drawn(floor: Floor, monday: date = MONDAY) -> dict[str, str]:
    """Return the codes of a week's draft by login, ``.`` where nothing stands."""
    week = weeks.week(floor.lead, None, monday)
    cells = {(shift.login, shift.day): shift.code for shift in week.shifts}
    days = [date.fromordinal(monday.toordinal() + step) for step in range(7)]
    return {
        login: " ".join(cells.get((login, day), ".") for day in days)
        for login, _name in week.people
        if any((login, day) in cells for day in days)
    }

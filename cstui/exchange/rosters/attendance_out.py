"""Attendance taken out: a row a person and day, or the figures of a month, a row a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from ...floor import store
from ...floor.rosters import attendance, rates
from ...floor.rosters.judgement import Day
from ...floor.rosters.rates import MonthRate
from ...floor.views import Actor
from ..outlet import Outlet, Target
from ..record_files import FORMATS, write_records
from ..report import Progress


def export_attendance(
    actor: Actor,
    target: Target,
    *,
    first: date,
    last: date,
    month: date | None = None,
    team: str | None = None,
    format: str | None = None,  # noqa: A002 (the word that commands and screens use)
    force: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write the days of a team (of all that the actor may see unless told), or a month's figures; return how many rows.

    Raises BadInput, NotFound, Refused.
    """
    outlet = Outlet(actor, "attendance", target, format, force, None, formats=FORMATS)
    found: Sequence[Day | MonthRate]
    names: Sequence[str]
    if month is not None:
        names, found = MonthRate._fields, rates.month(outlet.actor, month, team=team)
    else:
        names, found = Day._fields, attendance.days(outlet.actor, first, last, team=team)
    outlet.record()
    with outlet.stream() as stream:
        write_records(outlet.format, names, [_plain(each._asdict()) for each in found], stream)
    if progress is not None:
        progress(len(found), len(found))
    return len(found)


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in record.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(store.zone()).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(value) if isinstance(value, tuple) else value

"""Demand brought in: how many calls came, or are expected, in each quarter, half or whole hour.

The floor keeps half hours.  Quarters are summed into them, their handling times weighed by calls; an hour is halved
evenly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from ...errors import BadInput, Problem
from ...floor import accounts, store
from ...floor.rosters import demand
from ...floor.rosters.book import at_minute
from ...floor.rosters.demand import HalfHour
from ...floor.views import Actor
from ...i18n import _
from ..column_letters import letters
from ..people import People
from ..readers import open_grid
from ..rejects import check_rejects
from ..report import Tally
from .demand_rows import Slot, columns_of, slots_of
from .sheet_options import SheetOptions
from .sheet_report import SheetReport, write_sheet_rejects

INTERVALS = (15, 30, 60)  # minutes


def import_demand(actor: Actor, source: str | Path, options: SheetOptions) -> SheetReport:
    """Keep what a file says of a team's demand (the actor's unless told), over what stood there.

    ``rows`` of the report counts rows of the file, ``added``, ``updated`` and ``unchanged`` half hours.  Raises
    BadInput, Denied.  Bad rows do not raise: the report lists them.
    """
    actor, now = accounts.fresh(actor), store.now()
    people = People(actor, "import.demand", options.team, always_team=True)
    check_rejects(options.rejects)
    grid = open_grid(source, sheet=options.sheet, encoding=options.encoding)
    columns = columns_of(grid)
    tally = Tally(grid.file, grid.encoding)
    slots = slots_of(grid, columns, options.near(now), tally)
    minutes = options.minutes or _minutes(slots, grid.file)
    expected = _half_hours(slots, minutes, tally)
    refused = bool(tally.problems) and options.on_bad == "refuse"
    if not refused:
        work = demand.weigh if options.dry_run else demand.bring
        kept = work(actor, people.team, expected, now=now)
        tally.count(kept.added, kept.changed, kept.same)
        if tally.problems and options.rejects is not None and not options.dry_run:
            write_sheet_rejects(options.rejects, grid, [columns.header], tally.problems)
    note = Problem(columns.header.number, letters(columns.start), str(minutes), _understood(minutes))
    return SheetReport.of(tally.report(refused=refused), people.team, [note])


def _understood(minutes: int) -> str:
    if minutes == 15:
        return _("minutes an interval: two are summed into a half hour")
    if minutes == 60:
        return _("minutes an interval: each is halved evenly")
    return _("minutes an interval")


def _minutes(slots: Sequence[Slot], file: str) -> int:
    """Return how long the intervals are: as the rows say, else the least distance of two; raises BadInput."""
    told = {slot.minutes for slot in slots if slot.minutes is not None}
    starts = sorted({(slot.day.toordinal() * 1440 + slot.minute) for slot in slots})
    gaps = {later - first for first, later in zip(starts, starts[1:], strict=False)}
    minutes = told.pop() if len(told) == 1 else min(gaps, default=30)
    if told or minutes not in INTERVALS:
        raise BadInput(
            _("{file} has intervals of {minutes} minutes").format(file=file, minutes=minutes),
            _("They are to be 15, 30 or 60 minutes long; --minutes says so where the file does not."),
        )
    return minutes


def _half_hours(slots: Iterable[Slot], minutes: int, tally: Tally) -> list[HalfHour]:
    """Return the half hours that the rows come to; a row that stands twice, or begins oddly, is a problem."""
    seen: dict[tuple[date, int], int] = {}
    parts: dict[datetime, list[tuple[float, float | None]]] = {}
    for slot in slots:
        first = seen.setdefault((slot.day, slot.minute), slot.row)
        name = f"{slot.day.isoformat()} {slot.minute // 60:02}:{slot.minute % 60:02}"
        if first != slot.row:
            tally.blame([Problem(slot.row, "", name, _("row {row} has the same time").format(row=first))])
        elif slot.minute % min(minutes, 30):
            tally.blame([Problem(slot.row, "", name, _("does not begin at a full or half hour, or a quarter"))])
        else:
            for step in range(0, minutes, 30):
                start = at_minute(slot.day, (slot.minute + step) // 30 * 30, store.zone())
                parts.setdefault(start, []).append((slot.calls / max(minutes // 30, 1), slot.aht))
    return [HalfHour(start, *_summed(found), demand.IMPORTED) for start, found in sorted(parts.items())]


def _summed(parts: Sequence[tuple[float, float | None]]) -> tuple[float, int | None]:
    calls = sum(count for count, _aht in parts)
    timed = [(count, aht) for count, aht in parts if aht is not None]
    weight = sum(count for count, _aht in timed)
    if not timed:
        return calls, None
    mean = sum(count * aht for count, aht in timed) / weight if weight else timed[0][1]
    return calls, max(1, round(mean))

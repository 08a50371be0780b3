"""Demand brought in: how many calls came, or are expected, in each quarter, half or whole hour.

The floor keeps half hours.  Quarters are summed into them, their handling times weighed by calls; an hour is halved
evenly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from ...errors import BadInput, Problem
from ...floor import accounts, store
from ...floor.rosters import demand
from ...floor.rosters.book import at_minute
from ...floor.rosters.demand import HalfHour
from ...floor.views import Actor
from ...i18n import _, listed
from ..column_letters import letters
from ..grid import Grid, beginning, cell_at, written
from ..people import People
from ..readers import open_grid
from ..rejects import check_rejects
from ..report import Tally
from ..table import Cell, Row, amiss, shown
from .day_column import day_column
from .sheet_options import SheetOptions
from .sheet_report import SheetReport, reject
from .sheet_words import DAY_WORDS, TOTAL, first_of, label

INTERVALS = (15, 30, 60)  # minutes
_START_WORDS = frozenset(
    "start time interval starttime datetime timestamp hour 小时 小時 钟点"
    " 时间 時間 时段 時段 时间段 開始時間 开始时间 起始时间 日期时间".split()
)
_COUNT_WORDS = frozenset(
    "count calls callsoffered offered volume contacts 来电量 來電量 来电数 呼入量 呼入数 数量 數量 话务量 話務量"
    " 进线量 業務量 业务量 电话量".split()
)
_AHT_WORDS = frozenset(
    "aht ahtseconds handletime averagehandletime avghandletime"
    " 平均处理时长 平均處理時長 平均处理时间 平均通话时长 处理时长".split()
)
# Headers told to whoever brings a file in which there are none of them.
TOLD = {
    "start": ("start", "时段", "时间"),
    "day": ("date", "日期"),
    "count": ("calls", "count", "来电量", "呼入量"),
    "aht": ("aht", "平均处理时长"),
}
_CLOCK = re.compile(
    r"(?P<day>.*?)[ T]*(?P<h>\d{1,2}):(?P<m>\d{2})(?::\d{2})?(?:\s*[-~—–至到]+\s*(?P<h2>\d{1,2}):(?P<m2>\d{2}).*)?"
)
_HOUR = re.compile(r"1?\d|2[0-3]")  # 9 is nine o'clock
_HAN = re.compile(r"(\d{1,2})[点點时時](\d{2})分?")
_UNIT = re.compile(r"\s*(?:通|个|個|次|件|条|秒|s|sec)$", re.IGNORECASE)
_SPAN = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
_LOOKED_AT = 30  # rows in which the header may stand
_MOST = 100_000


class _Columns(NamedTuple):
    start: int
    day: int | None
    calls: int
    aht: int | None


class _Slot(NamedTuple):
    """One row: the minute of the day at which it begins, how long it is where the row says so, calls, seconds."""

    row: int
    day: date
    minute: int
    minutes: int | None
    calls: float
    aht: float | None


def import_demand(actor: Actor, source: str | Path, options: SheetOptions) -> SheetReport:
    """Keep what a file says of a team's demand (the actor's unless told), over what stood there.

    ``rows`` of the report counts rows of the file, ``added``, ``updated`` and ``unchanged`` half hours.  Raises
    BadInput, Denied.  Bad rows do not raise: the report lists them.
    """
    actor, now = accounts.fresh(actor), store.now()
    people = People(actor, "import.demand", options.team, always_team=True)
    check_rejects(options.rejects)
    grid = open_grid(source, sheet=options.sheet, encoding=options.encoding)
    header, columns, rows = _header(grid)
    tally = Tally(grid.file, grid.encoding)
    slots = _slots(grid, columns, rows, options.near(now), tally)
    minutes = options.minutes or _minutes(slots, grid.file)
    expected = _half_hours(slots, minutes, tally)
    refused = bool(tally.problems) and options.on_bad == "refuse"
    if not refused:
        work = demand.weigh if options.dry_run else demand.bring
        kept = work(actor, people.team, expected, now=now)
        tally.count(kept.added, kept.changed, kept.same)
        if tally.problems and options.rejects is not None and not options.dry_run:
            reject(options.rejects, grid, [header], tally.problems)
    note = Problem(header.number, letters(columns.start), str(minutes), _told(minutes))
    return SheetReport.of(tally.report(refused=refused), people.team, [note], ())


def _told(minutes: int) -> str:
    if minutes == 15:
        return _("minutes an interval: two are summed into a half hour")
    if minutes == 60:
        return _("minutes an interval: each is halved evenly")
    return _("minutes an interval")


def _header(grid: Grid) -> tuple[Row, _Columns, Sequence[Row]]:
    """Return the header row with its columns, and the rows below; raises BadInput when there is none."""
    for place, row in enumerate(grid.rows[:_LOOKED_AT]):
        bare = row._replace(cells=[re.sub(r"\(.*?\)|[/].*", "", label(cell)) for cell in row.cells])
        start, day = first_of(bare, _START_WORDS), first_of(bare, DAY_WORDS)
        count, aht = first_of(bare, _COUNT_WORDS), first_of(bare, _AHT_WORDS)
        start, day = (day, None) if start is None else (start, day)
        if start is not None and count is not None:
            return row, _Columns(start, day, count, aht), grid.rows[place + 1 :]
    told = _(
        "Expected are columns for the time ({start}; or {day} and time), the number ({count}), perhaps seconds ({aht})."
    )
    words = {name: listed(each) for name, each in TOLD.items()}
    raise BadInput(
        _("{file} is no table of demand").format(file=grid.file), f"{told.format(**words)}\n{beginning(grid)}"
    )


def _slots(grid: Grid, columns: _Columns, rows: Iterable[Row], near: date, tally: Tally) -> list[_Slot]:
    rows = [row for row in rows if not any(TOTAL.match(written(cell)) for cell in row.cells[:3])]
    tally.rows = len(rows)
    clocks = [_clock(cell_at(row, columns.start)) for row in rows]
    dated = [
        cell_at(row, columns.day) if columns.day is not None else _day_of(cell_at(row, columns.start), clock)
        for row, clock in zip(rows, clocks, strict=True)
    ]
    days = day_column(grid.file, dated, near)
    found = []
    for row, clock, day in zip(rows, clocks, days, strict=True):
        slot = _slot(row, columns, clock, day, tally)
        if slot is not None:
            found.append(slot)
    return found


def _slot(
    row: Row, columns: _Columns, clock: tuple[int, int | None] | None, day: date | None, tally: Tally
) -> _Slot | None:
    def wrong(column: int, said: str) -> None:
        """Tell what is wrong with a cell of the row."""
        cell = cell_at(row, column)
        tally.blame([Problem(row.number, letters(column), shown(cell), amiss(cell, said))])

    calls = _number(cell_at(row, columns.calls))
    aht = _seconds(cell_at(row, columns.aht)) if columns.aht is not None else None
    if clock is None:
        wrong(columns.start, _("not a time such as 09:00"))
    elif day is None:
        wrong(columns.start if columns.day is None else columns.day, _("not a date such as 2026-11-23"))
    elif calls is None or not 0 <= calls <= _MOST:
        wrong(columns.calls, _("expected a number from 0 to {most}").format(most=_MOST))
    elif aht is not None and columns.aht is not None and not 1 <= aht <= 86_400:
        wrong(columns.aht, _("expected seconds from 1 to 86400, or 3:20"))
    else:
        return _Slot(row.number, day, clock[0], clock[1], calls, aht)
    return None


def _clock(cell: Cell) -> tuple[int, int | None] | None:
    """Return the minute of the day that a cell names, and the length of the interval where it names its end."""
    if isinstance(cell, datetime | time):
        return cell.hour * 60 + cell.minute, None
    if _HOUR.fullmatch(written(cell)):
        return int(written(cell)) * 60, None
    if isinstance(cell, float) and 0 < cell < 1:
        return round(cell * 1440) % 1440, None
    found = _CLOCK.fullmatch(_HAN.sub(r"\g<1>:\g<2>", written(cell)))
    if found is None or int(found["h"]) > 23 or int(found["m"]) > 59:
        return None
    start = int(found["h"]) * 60 + int(found["m"])
    if found["h2"] is None:
        return start, None
    end = int(found["h2"]) * 60 + int(found["m2"])
    length = (end - start) % 1440
    return start, length + 1 if length % 15 == 14 else length  # 09:00-09:29 is half an hour too


def _day_of(cell: Cell, clock: tuple[int, int | None] | None) -> Cell:
    """Return the date of a cell that holds date and time."""
    if isinstance(cell, datetime):
        return cell.date()
    found = _CLOCK.fullmatch(written(cell)) if clock else None
    return found["day"].strip() if found else None


def _number(cell: Cell) -> float | None:
    try:
        found = float(_UNIT.sub("", written(cell)).replace(",", ""))
    except ValueError:
        return None
    return found if isfinite(found) else None


def _seconds(cell: Cell) -> float | None:
    """Return a handling time in seconds, None for an empty cell, and 0 for what is none."""
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    text = written(cell)
    if not text or text == "-":
        return None
    if found := _SPAN.fullmatch(text):
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
    return _number(text) or 0


def _minutes(slots: Sequence[_Slot], file: str) -> int:
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


def _half_hours(slots: Iterable[_Slot], minutes: int, tally: Tally) -> list[HalfHour]:
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

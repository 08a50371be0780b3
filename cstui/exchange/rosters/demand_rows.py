"""Tables of demand with a row an interval: their columns, and what their rows say."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import NamedTuple

from ...errors import BadInput, Problem
from ...i18n import _, listed
from ..column_letters import letters
from ..grid import Grid, beginning, cell_at, written
from ..report import Tally
from ..table import Cell, Row, amiss, shown
from .day_column import day_column
from .sheet_words import DAY_WORDS, TOTAL, first_of, label

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
HEADER_EXAMPLES = {
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
_MOST = 100_000  # calls of one interval


class Columns(NamedTuple):
    """Where the row ``header`` has what; without ``day`` a start holds date and time."""

    header: Row
    start: int
    day: int | None
    calls: int
    aht: int | None


class Slot(NamedTuple):
    """One row: at which minute of the day it begins, its length in ``minutes`` if told, calls, seconds a call."""

    row: int
    day: date
    minute: int
    minutes: int | None
    calls: float
    aht: float | None


def columns_of(grid: Grid) -> Columns:
    """Return the columns of a table of demand; raises BadInput for a file that is none."""
    for row in grid.rows[:_LOOKED_AT]:
        bare = row._replace(cells=[re.sub(r"\(.*?\)|[/].*", "", label(cell)) for cell in row.cells])
        start, day = first_of(bare, _START_WORDS), first_of(bare, DAY_WORDS)
        count, aht = first_of(bare, _COUNT_WORDS), first_of(bare, _AHT_WORDS)
        start, day = (day, None) if start is None else (start, day)
        if start is not None and count is not None:
            return Columns(row, start, day, count, aht)
    told = _(
        "Expected are columns for the time ({start}; or {day} and time), the number ({count}), perhaps seconds ({aht})."
    )
    words = {name: listed(each) for name, each in HEADER_EXAMPLES.items()}
    raise BadInput(
        _("{file} is no table of demand").format(file=grid.file), f"{told.format(**words)}\n{beginning(grid)}"
    )


def slots_of(grid: Grid, columns: Columns, near: date, tally: Tally) -> list[Slot]:
    """Return what the good rows below the header say; count rows, note what is wrong with the others.

    Days without a year lie near ``near``.  Raises BadInput for days that may be read in two ways.
    """
    below = (row for row in grid.rows if row.number > columns.header.number)
    rows = [row for row in below if not any(TOTAL.match(written(cell)) for cell in row.cells[:3])]
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
    row: Row, columns: Columns, clock: tuple[int, int | None] | None, day: date | None, tally: Tally
) -> Slot | None:
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
        return Slot(row.number, day, clock[0], clock[1], calls, aht)
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

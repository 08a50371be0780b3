"""Exports of time clocks with a row a stamp, or a row a day: their columns, and the stamps of their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from ...errors import Problem
from ...floor import store
from ...i18n import _, listed
from ..column_letters import letters
from ..grid import Grid, cell_at, written
from ..table import Cell, Row, amiss, shown
from . import sheet_dates
from .day_column import day_column
from .punches import DAY, times_of
from .sheet_words import DAY_WORDS, LOGIN_WORDS, NAME_WORDS, TOTAL, first_of, label

_TIME_WORDS = frozenset(
    "time timestamp datetime clock punch stamp at 时间 時間 打卡时间 打卡時間 刷卡时间 刷卡時間 考勤时间 签到签退时间"
    " 打卡记录 打卡記錄 日期时间 打卡日期时间".split()
)
_IN_WORDS = frozenset(
    "in clockin checkin timein 上班 上班时间 上班打卡 上班打卡时间 签到 签到时间 簽到"
    " 首次打卡 最早打卡 最早打卡时间 进 入".split()
)
_OUT_WORDS = frozenset(
    "out clockout checkout timeout 下班 下班时间 下班打卡 下班打卡时间 签退 签退时间 簽退"
    " 末次打卡 最晚打卡 最晚打卡时间 出".split()
)
_KIND_WORDS = frozenset("type kind direction inout 类型 類型 打卡类型 进出 進出 方向 进出类型 考勤类型".split())
_KINDS = {
    **dict.fromkeys((*_IN_WORDS, "i", "进门", "上班卡", "進"), "in"),
    **dict.fromkeys((*_OUT_WORDS, "o", "出门", "下班卡", "离开"), "out"),
}
_LOOKED_AT = 30  # rows in which the header may stand
_CLOCK = r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?"
_OFFSET = re.compile(rf"\d{{4}}-\d\d-\d\d(?:T{_CLOCK}(?:Z|[+-]\d\d:?\d\d)| {_CLOCK}(?:Z|\+\d\d:?\d\d))")
# Headers told to whoever brings a file in which there are none of them.
HEADER_EXAMPLES = {
    "person": ("login", "name", "工号", "姓名"),
    "time": ("time", "打卡时间"),
    "kind": ("type", "进出"),
    "day": ("date", "日期"),
    "come": ("in", "上班打卡", "签到"),
    "gone": ("out", "下班打卡", "签退"),
}


class Columns(NamedTuple):
    """Where the row ``header`` has what: columns of persons, and of day, time, kind, in, out as far as there are."""

    header: Row
    person: tuple[int, ...]
    day: int | None
    time: int | None
    kind: int | None
    come: tuple[int, ...]
    gone: tuple[int, ...]


class Stamps(NamedTuple):
    """The stamps of one row: seconds of the day with in, out or None; ``ignored`` are words that are no times."""

    row: int
    candidates: tuple[str, ...]
    day: date
    times: tuple[tuple[int, str | None], ...]
    problems: tuple[Problem, ...]
    ignored: tuple[tuple[str, str], ...]


def columns_of(grid: Grid) -> Columns | None:
    """Return the columns of a file with a row a stamp or a row a day, None where it is no such file."""
    for row in grid.rows[:_LOOKED_AT]:
        # 上班1打卡时间, 上班2打卡时间: several stays of a day
        bare = row._replace(cells=[re.sub(r"\(.*?\)|[/\d-]", "", label(cell)) for cell in row.cells])
        person = [place for words in (LOGIN_WORDS, NAME_WORDS) if (place := first_of(bare, words)) is not None]
        day, time, kind = (first_of(bare, words) for words in (DAY_WORDS, _TIME_WORDS, _KIND_WORDS))
        come, gone = (
            tuple(place for place, cell in enumerate(bare.cells) if cell in words) for words in (_IN_WORDS, _OUT_WORDS)
        )
        found = Columns(row, tuple(person), day, time, kind, come, gone)
        by_day = found.day is not None and (found.come or found.gone)
        if person and (found.time is not None or by_day):
            return found
    return None


def known_tables() -> str:
    """Return what tables of attendance look like, with headers that are known."""
    lines = [
        _("Expected is a row a stamp: person ({person}), time ({time}) and its date, perhaps in or out ({kind});"),
        _("or a row a day: person, date ({day}), in ({come}), out ({gone});"),
        _("or people by dates, either way round, with times such as 08:38 18:00 in the cells."),
    ]
    return "\n".join(lines).format(**{name: listed(words) for name, words in HEADER_EXAMPLES.items()})


def stamps_of(grid: Grid, columns: Columns, near: date) -> Iterator[Stamps]:
    """Yield the stamps of every row below the header."""
    rows = [row for row in grid.rows if row.number > columns.header.number and not TOTAL.match(_text(row, 0))]
    days = day_column(grid.file, [_day_cell(row, columns) for row in rows], near)
    for row, day in zip(rows, days, strict=True):
        yield _stamps(row, columns, day)


def _day_cell(row: Row, columns: Columns) -> Cell:
    if columns.day is None:
        return times_of(_local(cell_at(row, columns.time))).before
    cell = cell_at(row, columns.day)
    if isinstance(cell, float):
        return cell
    return times_of(cell).before or cell


def _local(cell: Cell) -> Cell:
    """Return a moment with an offset, 2026-11-16T10:00:00Z, as the floor's clock has it; any other cell as it is."""
    if not isinstance(cell, str) or not _OFFSET.fullmatch(cell.strip()):
        return cell
    return datetime.fromisoformat(cell.strip()).astimezone(store.zone()).replace(tzinfo=None)


def _stamps(row: Row, columns: Columns, day: date | None) -> Stamps:
    candidates = tuple(text for place in columns.person if (text := _text(row, place)))
    if day is None:
        place = columns.day if columns.day is not None else columns.time
        wrong = (_problem(row, place, _("not a date such as 2026-11-23")),)
        return Stamps(row.number, candidates, date.min, (), wrong, ())
    problems: list[Problem] = []
    ignored: list[tuple[str, str]] = []
    times: list[tuple[int, str | None]] = []
    kind = _kind(row, columns, problems)
    where = [(columns.time, kind), *((place, "in") for place in columns.come), *((n, "out") for n in columns.gone)]
    for place, told in sorted((place, told or "") for place, told in where if place is not None):
        if not (text := _text(row, place)):
            continue
        found = times_of(_local(cell_at(row, place)))
        if found.wrong:
            problems.append(_problem(row, place, _("expected times such as 08:38 18:00")))
        elif not found.seconds:
            ignored.append((letters(place), text))
        times += [(seconds + _later(found.before, day), told or None) for seconds in found.seconds]
    return Stamps(row.number, candidates, day, tuple(_over_midnight(times)), tuple(problems), tuple(ignored))


def _later(before: str, day: date) -> int:
    """Return how many seconds after a day's begin that day begins which stands before a time."""
    told = sheet_dates.heading(before) if before else None
    named = sheet_dates.nearest(told, day) if told is not None else None
    return (named - day).days * DAY if named is not None else 0


def _over_midnight(times: Sequence[tuple[int, str | None]]) -> Iterator[tuple[int, str | None]]:
    """Yield the stamps of a row; one before the in in front of it belongs to the next day."""
    come: int | None = None
    for seconds, kind in times:
        later = kind is not None and come is not None and seconds < come
        at = seconds + DAY if later else seconds
        come = at if kind == "in" else come
        yield at, kind


def _kind(row: Row, columns: Columns, problems: list[Problem]) -> str | None:
    if columns.kind is None or not (text := _text(row, columns.kind)):
        return None
    found = _KINDS.get(re.sub(r"[\s_-]", "", text).lower())
    if found is None:
        problems.append(_problem(row, columns.kind, _("expected in or out, 进 or 出")))
    return found


def _problem(row: Row, column: int | None, said: str) -> Problem:
    cell = cell_at(row, column)
    return Problem(row.number, letters(column or 0), shown(cell), amiss(cell, said))


def _text(row: Row, column: int) -> str:
    return written(cell_at(row, column))

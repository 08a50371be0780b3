"""Sheets of people by days as the trade makes them: which rows are people, which columns days, what is beside them.

A row of dates begins a block; the rows below it are people until the next one.  Rows of weekdays, totals, legends
and remarks are told apart by what stands in them, and never read as people.  A file with a row for each person and
day is read as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from db.queries.people import Account

from ...errors import BadInput, Problem
from ...i18n import _
from ..dates import DateChoice, Format
from ..grid import Grid, cell_at, letters, texts, written
from ..table import Cell, Row, shown
from . import sheet_dates
from .sheet_dates import Heading, Title
from .sheet_people import People

LOGIN_WORDS = frozenset(
    "login account user userid 账号 帐号 帳號 登录名 工号 工號 员工号 员工编号 員工編號 人员编号 编号 編號".split()
)
NAME_WORDS = frozenset(
    "name agent employee staff 姓名 名字 员工 員工 员工姓名 員工姓名 坐席 座席 客服 客服姓名 人员 人員 值班人员".split()
)
DAY_WORDS = frozenset("date day 日期 班次日期 排班日期 出勤日期 考勤日期 打卡日期 工作日期".split())
_SHIFT_WORDS = frozenset("shift code 班次 班别 班別 排班 班种 班種".split())
TOTAL = re.compile(
    r"(?:合计|合計|总计|總計|小计|小計|总人数|備註|备注|说明|說明|注[:意]|total|sum\b|remark|note)|.*人[数數]$",
    re.IGNORECASE,
)
_LOOKED_AT = 30  # rows in which the header of a file by person and day may stand
_CODE = 4  # characters that the code of a shift has at most
_WEEK = 5  # weekdays that make a row of them a header where there are no dates


class Place(NamedTuple):
    """One filled cell of a person's day; ``column`` is how a problem names it."""

    cell: Cell
    column: str


class Line(NamedTuple):
    """One person's row."""

    row: int
    person: Account
    days: Mapping[date, Place]


class Sheet(NamedTuple):
    """A sheet as it was understood; ``rows`` counts people's rows, the bad ones too.

    ``beside`` are the texts around the people (titles, legends); ``ignored`` the rows passed over, each with what
    stands in them; ``headers`` the rows of dates, each date in full; ``guessed`` says that no year was told.
    """

    lines: tuple[Line, ...]
    rows: int
    days: tuple[date, ...]
    beside: tuple[str, ...]
    ignored: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    headers: tuple[Row, ...]
    guessed: bool


class _Block(NamedTuple):
    """A row of dates with the rows below it; ``titles`` are the rows above."""

    header: Row
    days: Mapping[int, date]
    titles: Sequence[Row]
    rows: list[Row]
    guessed: bool


def read_sheet(grid: Grid, people: People, near: date, monday: date | None = None) -> Sheet:
    """Read people by days; ``near`` is the day near which dates without a year lie, ``monday`` begins bare weekdays.

    Raises BadInput where the file is no such sheet.
    """
    found = _Reader(people)
    blocks = _by_day(grid, found, near)
    if not blocks:
        blocks = _blocks(grid, people, near) or _weekday_blocks(grid.rows, people, monday)
        for block in blocks:
            found.take(block)
    if not found.count:
        raise BadInput(_("{file} is no sheet of people by days").format(file=grid.file), _expected(grid.rows))
    return found.sheet(blocks, grid.file)


def label(cell: Cell) -> str:
    """Return a heading as it is compared with known words."""
    return re.sub(r"[\s_:]+", "", written(cell)).lower()


def _expected(rows: Sequence[Row]) -> str:
    if any(len(_weekdays(row)) >= _WEEK for row in rows):
        return _("Its columns are weekdays: name the week with --week.")
    return "\n".join(
        [
            _("Expected is a row of dates above the days, and a row for each person with their login or name;"),
            _("or columns for person, day and shift."),
        ]
    )


def _blocks(grid: Grid, people: People, near: date) -> list[_Block]:
    """Return the blocks that rows of dates begin."""
    named = sheet_dates.month_of([grid.tab, grid.stem])
    blocks: list[_Block] = []
    above: list[Row] = []
    for row in grid.rows:
        block = _begun(row, above[-_LOOKED_AT:], people, near, Title() if blocks else named)
        if block is not None:
            blocks.append(block)
            above = []
        else:
            above.append(row)
            if blocks:
                blocks[-1].rows.append(row)
                near = max(blocks[-1].days.values())
    return blocks


def _begun(row: Row, above: Sequence[Row], people: People, near: date, outside: Title) -> _Block | None:
    """Return the block that a row begins when it is a row of dates; ``outside`` is what tab or file name say."""
    found = _dates(row)
    if not found or any(people.knows(text) for text in texts(row.cells[: min(found)])):
        return None
    labels = [label(cell) for each in (row, *above[-3:]) for cell in each.cells[: min(found)]]
    if any(TOTAL.match(each) for each in labels[: min(found)]):
        return None
    if all(told.bare for told in found.values()):
        found = _run(found)
    named = any(each in LOGIN_WORDS | NAME_WORDS for each in labels)
    beside = any(column + 1 in found for column in found)
    if not found or not (beside or (named and len(found) == 1)):
        return None
    titles = [_above(above, column, min(found)) for column in found]
    if all(title.month is None for title in titles) and all(told.month is None for told in found.values()):
        titles = [Title(title.year or outside.year, outside.month) for title in titles]
    days = sheet_dates.days(list(found.values()), titles, near)
    if days is None:
        return None
    guessed = next(iter(found.values())).year is None and titles[0].year is None
    return _Block(row, dict(zip(found, days, strict=True)), tuple(above), [], guessed)


def _dates(row: Row) -> dict[int, Heading]:
    found = {column: told for column, cell in enumerate(row.cells) if (told := sheet_dates.heading(cell))}
    return {column: told for column, told in found.items() if told.day is not None}


def _run(found: Mapping[int, Heading]) -> dict[int, Heading]:
    """Return the longest run of bare numbers that count on like days of a month; shorter than three is none."""
    best: dict[int, Heading] = {}
    run: dict[int, Heading] = {}
    last: int | None = None
    for column, told in found.items():
        follows = last is not None and (told.day == last + 1 or (told.day == 1 and last >= 28))
        run = {**run, column: told} if follows else {column: told}
        best, last = max(best, run, key=len), told.day
    return best if len(best) >= 3 else {}


def _above(above: Sequence[Row], column: int, first: int) -> Title:
    """Return what the rows above a column say of year and month: the nearest cell to its left, else any."""
    year = month = None
    for row in reversed(above):
        told = sheet_dates.title([*reversed(list(texts(row.cells[first : column + 1]))), *texts(row.cells[:first])])
        year, month = year or told.year, month or told.month
    return Title(year, month)


def _weekday_blocks(rows: Sequence[Row], people: People, monday: date | None) -> list[_Block]:
    """Return the blocks that rows of weekdays begin, where the week is known."""
    blocks: list[_Block] = []
    above: list[Row] = []
    for row in rows:
        found = _weekdays(row)
        days = sheet_dates.from_monday(list(found.values()), monday) if monday and len(found) >= _WEEK else None
        if days is not None:
            blocks.append(_Block(row, dict(zip(found, days, strict=True)), tuple(above), [], False))
            above = []
        elif blocks:
            blocks[-1].rows.append(row)
        else:
            above.append(row)
    return blocks


def _weekdays(row: Row) -> dict[int, Heading]:
    found = {column: told for column, cell in enumerate(row.cells) if (told := sheet_dates.heading(cell))}
    return {column: told for column, told in found.items() if told.day is None}


class _Reader:
    """Gathers what the blocks of a sheet hold."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._seen: dict[tuple[int, date], tuple[int, str]] = {}
        self._lines: list[Line] = []
        self._beside: list[str] = []
        self._ignored: list[Problem] = []
        self._problems: list[Problem] = []
        self._misdated: list[Problem] = []
        self.count = 0

    def sheet(self, blocks: Sequence[_Block], file: str) -> Sheet:
        """Return everything gathered; raises BadInput where dates and weekdays disagree."""
        if self._misdated:
            raise BadInput(_("dates and weekdays of {file} disagree").format(file=file), "", self._misdated)
        days = {day for block in blocks for day in block.days.values()} | {d for line in self._lines for d in line.days}
        return Sheet(
            tuple(self._lines),
            self.count,
            tuple(sorted(days)),
            tuple(self._beside),
            tuple(self._ignored),
            tuple(self._problems),
            tuple(_dated(block) for block in blocks),
            any(block.guessed for block in blocks),
        )

    def take(self, block: _Block) -> None:
        """Read the people of one block."""
        self._beside += [text for row in block.titles for text in texts(row.cells)]
        columns = self._person_columns(block)
        for row in (*[row for row in block.titles[-1:] if _is_weekdays(row, block)], block.header):
            self._check_weekdays(block, row)
        for row in block.rows:
            self._take_row(block, row, columns)

    def add(self, row: Row, candidates: Sequence[str], days: Mapping[date, Place]) -> None:
        """Take a person's row; who is nobody, or stands there already, is a problem."""
        self.count += 1
        found = self._people.find(candidates)
        named = ", ".join(dict.fromkeys(candidates))
        if found.person is None:
            said = found.problem if candidates else _("the row names no person")
            self._problems.append(Problem(row.number, _("person"), shown(named), said))
            return
        for day, place in days.items():
            text = written(place.cell)
            first, before = self._seen.setdefault((found.person.id, day), (row.number, text))
            if first != row.number and before != text:
                said = _("row {row} says {value} for the same person and day").format(row=first, value=before[:40])
                self._problems.append(Problem(row.number, place.column, shown(place.cell), said))
        self._lines.append(Line(row.number, found.person, days))

    def refuse(self, row: Row, column: str, cell: Cell) -> None:
        """Take note of a row without a day."""
        self.count += 1
        self._problems.append(Problem(row.number, column, shown(cell), _("not a date such as 2026-11-23")))

    def _take_row(self, block: _Block, row: Row, columns: Sequence[int]) -> None:
        places = _places(block, row)
        beside = [(column, text) for column, cell in enumerate(row.cells) if (text := written(cell))]
        beside = [(column, text) for column, text in beside if column not in block.days]
        candidates = [text for column in columns for place, text in beside if place == column]
        told = {written(place.cell) for place in places.values()}
        everything = {text for _column, text in beside} | told
        if _is_weekdays(row, block):
            self._check_weekdays(block, row)
        elif self._is_remark(candidates, told, everything):
            self._beside += list(texts(row.cells))
            said = _("passed over: no person stands here")
            self._ignored.append(Problem(row.number, "", shown(" ".join(dict.fromkeys(texts(row.cells)))), said))
        else:
            self.add(row, candidates, places)

    def _is_remark(self, candidates: Sequence[str], told: set[str], everything: set[str]) -> bool:
        if any(self._people.knows(text) for text in candidates):
            return False
        total = any(TOTAL.match(text) for text in everything)
        legend = not candidates and any("=" in text or len(text) > 20 for text in told)
        counts = all(text.isdecimal() for text in told)
        banner = len(everything) == 1 and (candidates or len(min(everything)) > _CODE)
        return bool(counts or banner or total or legend)

    def _check_weekdays(self, block: _Block, row: Row) -> None:
        for column, day in block.days.items():
            told = sheet_dates.heading(cell_at(row, column))
            if told is not None and told.weekday not in (None, day.weekday()):
                said = _("{day} is another weekday; name the year with --year, or mend the sheet")
                place = f"{letters(column)} {day.isoformat()}"
                told_day = said.format(day=day.isoformat())
                self._misdated.append(Problem(row.number, place, shown(row.cells[column]), told_day))

    def _person_columns(self, block: _Block) -> list[int]:
        """Return the columns that name the person: those of logins first, then those of names."""
        rows = (*block.titles[-3:], block.header, *block.rows[:2])
        logins, names = (_labelled(rows, words, block.days) for words in (LOGIN_WORDS, NAME_WORDS))
        hits = {column: self._hits(block, column) for column in {*logins, *names, *range(min(block.days))}}
        if any(hits[column] for column in (*logins, *names)):
            return [*logins, *names]
        best = max(hits, key=lambda column: hits[column], default=0)
        return [best] if hits.get(best) else [*logins, *names] or list(hits)

    def _hits(self, block: _Block, column: int) -> int:
        return sum(column < len(row.cells) and self._people.knows(written(row.cells[column])) for row in block.rows)


def _labelled(rows: Sequence[Row], words: frozenset[str], days: Mapping[int, date]) -> list[int]:
    return sorted(
        {column for row in rows for column, cell in enumerate(row.cells) if column not in days and label(cell) in words}
    )


def _dated(block: _Block) -> Row:
    cells = [
        block.days[place].isoformat() if place in block.days else cell for place, cell in enumerate(block.header.cells)
    ]
    return block.header._replace(cells=cells)


def _places(block: _Block, row: Row) -> dict[date, Place]:
    filled = ((column, row.cells[column]) for column in block.days if column < len(row.cells))
    return {
        block.days[column]: Place(cell, f"{letters(column)} {block.days[column].isoformat()}")
        for column, cell in filled
        if written(cell)
    }


def _is_weekdays(row: Row, block: _Block) -> bool:
    filled = [column for column in block.days if column < len(row.cells) and written(row.cells[column])]
    return bool(filled) and set(filled) <= set(_weekdays(row))


def _by_day(grid: Grid, found: _Reader, near: date) -> list[_Block]:
    """Read a file with a row for each person and day; return its header as a block of no days."""
    for place, header in enumerate(grid.rows[:_LOOKED_AT]):
        columns = {word: first_of(header, words) for word, words in _BY_DAY.items()}
        person = [column for word in ("login", "name") if (column := columns[word]) is not None]
        day, shift = columns["day"], columns["shift"]
        if person and day is not None and shift is not None and not _dates(header):
            rows = grid.rows[place + 1 :]
            days = day_column(grid.file, [cell_at(row, day) for row in rows], near)
            if sum(when is not None for when in days) * 2 < len(days):
                continue  # a heading above a grid, not one of a list
            for row, when in zip(rows, days, strict=True):
                _take_day(row, found, person, (day, when), shift)
            guessed = any(told is not None and told.year is None for told in _headings(rows, day))
            return [_Block(header, {}, (), [], guessed)]
    return []


def day_column(file: str, cells: Sequence[Cell], near: date) -> list[date | None]:
    """Return the days of a column, in one format for the whole file, None for what is none.

    A day without a year is in the one that brings it nearest to a day.  Raises BadInput for dates that may mean two
    things.
    """
    choice = DateChoice()
    choice.look(text for cell in cells if isinstance(cell, str) and (text := written(cell)))
    form = choice.decide(file)
    return [_day(cell, form, near) for cell in cells]


def first_of(header: Row, words: frozenset[str]) -> int | None:
    """Return the first column of a row that one of the words heads."""
    return next((column for column, cell in enumerate(header.cells) if label(cell) in words), None)


_BY_DAY = {"login": LOGIN_WORDS, "name": NAME_WORDS, "day": DAY_WORDS, "shift": _SHIFT_WORDS}


def _day(cell: Cell, form: Format, near: date) -> date | None:
    told = sheet_dates.heading(cell)
    if told is not None and (day := sheet_dates.nearest(told, near)):
        return day
    moment = form.read(written(cell)) if isinstance(cell, str) else None
    return moment.date() if moment and moment.year in sheet_dates.YEARS else None


def _headings(rows: Sequence[Row], day: int) -> list[Heading | None]:
    return [sheet_dates.heading(cell_at(row, day)) for row in rows]


def _take_day(row: Row, found: _Reader, person: Sequence[int], day: tuple[int, date | None], shift: int) -> None:
    column, when = day
    cell = cell_at(row, shift)
    if when is None:
        found.refuse(row, letters(column), cell_at(row, column))
        return
    candidates = [text for place in person if (text := written(cell_at(row, place)))]
    place = Place(cell, f"{letters(shift)} {when.isoformat()}")
    found.add(row, candidates, {when: place} if written(cell) else {})

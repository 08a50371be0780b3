"""Sheets of people by days as the trade makes them: which rows are people, which columns days, what is beside them.

A row of dates begins a block; the rows below it are people until the next one.  Rows of weekdays, totals, legends
and remarks are told apart by what stands in them, and never read as people.  A sheet with the days downwards is turned
first (see turning.py).  A file with a row for each person and day is read as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from db.queries.people import Account

from ...errors import BadInput, Problem
from ...i18n import _, listed
from ..column_letters import letters
from ..grid import Grid, beginning, cell_at, texts, written
from ..people import People
from ..table import Cell, Formula, Row, amiss, shown
from . import sheet_dates
from .codes import legend
from .sheet_blocks import WEEK, Block, dated_blocks, dates, weekday_blocks, weekdays
from .sheet_list import DayList, day_list
from .sheet_people import is_remark, person_columns
from .sheet_words import DAY_WORDS, LOGIN_WORDS, NAME_WORDS
from .turning import turned, turned_back

_TOLD = 1_000  # rows that are looked at for what is told of a file that is no sheet


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
    Rows are those of ``grid``; where the days go downwards that is the turned one, and ``names`` the row of the file
    in which the people stand, else 0.
    """

    lines: tuple[Line, ...]
    rows: int
    days: tuple[date, ...]
    beside: tuple[str, ...]
    ignored: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    headers: tuple[Row, ...]
    guessed: bool
    grid: Grid
    names: int = 0

    def in_file(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with their rows and columns as they stand in the file."""
        return turned_back(problems, self.names) if self.names else list(problems)


def read_sheet(grid: Grid, people: People, near: date, monday: date | None = None) -> Sheet:
    """Read people by days; ``near`` is the day near which dates without a year lie, ``monday`` begins bare weekdays.

    Raises NoSheet where the file is no such sheet, BadInput where it may be read in two ways.
    """
    by_day = day_list(grid, near)
    if by_day is not None and by_day.entries:
        reader = _Reader(grid, people)
        reader.take_list(by_day)
        return reader.sheet()
    ways = [_Reader(grid, people)]
    if (other := turned(grid, people)) is not None:
        ways.append(_Reader(other.grid, people, remarks=other.remarks))
    for way in ways:
        way.take_all(near, monday)
    found = [way for way in ways if way.known] or [way for way in ways[:1] if way.named]
    if not found:
        raise NoSheet(ways)
    if len(found) > 1:
        title = _("{file} has people and days both across and downwards").format(file=grid.file)
        raise BadInput(title, _("Leave days across and people downwards, or the other way round."))
    return found[0].sheet()


def guessed(sheet: Sheet, days: Collection[date] = ()) -> list[Problem]:
    """Return what is told of the days (all unless told) of a sheet that names no year, or no month."""
    if not sheet.guessed:
        return []
    span = f"{min(days or sheet.days).isoformat()}..{max(days or sheet.days).isoformat()}"
    said = _("the year, or the month, is not told; the nearest was taken")
    return [Problem(sheet.headers[0].number, "", span, said)]


class NoSheet(BadInput):
    """A file that is no sheet of people by days; ``bare`` says that it has weekdays instead of dates."""

    def __init__(self, ways: Sequence[_Reader]) -> None:
        self.bare = any(len(weekdays(row)) >= WEEK for way in ways for row in way.grid.rows[:_TOLD])
        week = _("Its days are weekdays without dates: name the week with --week.")
        told = _("people by login or name. Or a row for each person and day, with columns such as {columns}.")
        lines = [
            _("Expected are dates in a row and a line for each person below, or dates in a column and people beside;"),
            told.format(columns=listed(("login, name", "date", "shift", "姓名", "日期", "班次"))),
            beginning(ways[0].grid),
            *(line for way in ways for line in way.disorder()),
        ]
        title = _("{file} is no sheet of people by days").format(file=ways[0].grid.file)
        super().__init__(title, week if self.bare else "\n".join(lines[:4]))


class _Reader:
    """Gathers what a sheet holds; one with ``remarks`` was turned, so that its rows are columns of the file."""

    def __init__(self, grid: Grid, people: People, remarks: Sequence[Row] | None = None) -> None:
        self.grid = grid
        self.count = self.named = self.known = 0  # lines, those that name anybody, those that name somebody known
        self.blocks: list[Block] = []
        self.lines: list[Line] = []
        self._people, self._remarks, self._names = people, remarks or (), 0
        self._downwards = remarks is not None
        self._seen: dict[tuple[int, date], tuple[int, str]] = {}
        self._beside: list[str] = []
        self._ignored: list[Problem] = []
        self._problems: list[Problem] = []
        self._misdated: list[Problem] = []

    def sheet(self) -> Sheet:
        """Return everything gathered; raises BadInput where dates and weekdays disagree."""
        days = {day for block in self.blocks for day in block.days.values()} | {d for li in self.lines for d in li.days}
        remarks = [_passed_over(row)._replace(row=1, column=letters(row.number - 1)) for row in self._remarks]
        sheet = Sheet(
            tuple(self.lines),
            self.count,
            tuple(sorted(days)),
            (*self._beside, *(text for row in self._remarks for text in texts(row.cells))),
            (*self._ignored, *remarks),
            tuple(self._problems),
            tuple(_dated(block) for block in self.blocks),
            any(block.guessed for block in self.blocks),
            self.grid,
            self._names,
        )
        if self._misdated:
            title = _("dates and weekdays of {file} disagree").format(file=self.grid.file)
            raise BadInput(title, "", sheet.in_file(self._misdated))
        return sheet

    def take_all(self, near: date, monday: date | None) -> None:
        """Read the people below every row of dates, or of weekdays where there is none."""
        heads = DAY_WORDS if self._downwards else LOGIN_WORDS | NAME_WORDS
        rows = dated_blocks(self.grid, self._people, near, heads) or weekday_blocks(self.grid.rows, monday)
        for block in rows:
            self._take(block)

    def take_list(self, found: DayList) -> None:
        """Read a row for each person and day; its header is a block of no days."""
        self.blocks.append(Block(found.header, {}, (), [], found.guessed))
        self._ignored += map(_passed_over, found.totals)
        for entry in found.entries:
            if entry.day is None:
                cell = cell_at(entry.row, found.day_column)
                self.count += 1
                told = amiss(cell, _("not a date such as 2026-11-23"))
                self._problems.append(Problem(entry.row.number, letters(found.day_column), shown(cell), told))
                continue
            place = Place(entry.said, f"{letters(found.shift_column)} {entry.day.isoformat()}")
            self._add(entry.row, entry.candidates, {entry.day: place} if written(entry.said) else {})

    def _take(self, block: Block) -> None:
        self.blocks.append(block)
        self._beside += [text for row in block.titles for text in texts(row.cells)]
        columns = person_columns(block, self._people, downwards=self._downwards)
        for column, text in block.undated():
            self._beside += [text] if self._downwards else []
            cell = cell_at(block.header, column)
            if column not in columns and not legend([text]):
                told = amiss(cell, _("no date: what stands there is passed over"))
                notes = self._problems if isinstance(cell, Formula) else self._ignored
                notes.append(Problem(block.header.number, letters(column), shown(text), told))
        if self._downwards and not self._names:
            self._names = next(iter(columns), 0) + 1
        for row in (*[row for row in block.titles[-1:] if block.is_weekdays(row)], block.header):
            self._check_weekdays(block, row)
        for row in block.rows:
            self._take_row(block, row, columns)

    def disorder(self) -> Iterator[str]:
        """Yield what is told of dates that do not follow one another."""
        headers = [block.header for block in self.blocks]
        for row in self.grid.rows[:_TOLD]:
            if row not in headers and len([told for told in dates(row).values() if told.month]) > 1:
                place = _("column {column}").format(column=letters(row.number - 1)) if self._downwards else ""
                place = place or _("row {row}").format(row=row.number)
                yield _("The days in {place} do not follow one another, each once.").format(place=place)

    def _add(self, row: Row, candidates: Sequence[str], days: Mapping[date, Place]) -> None:
        """Take a person's row; who is nobody, or stands there already, is a problem."""
        self.count += 1
        self.named += bool(candidates)
        self.known += any(map(self._people.knows, candidates))
        found = self._people.find(candidates)
        named = listed(dict.fromkeys(candidates))
        if found.person is None:
            self._problems.append(Problem(row.number, _("person"), shown(named), found.problem))
            return
        for day, place in days.items():
            text = written(place.cell)
            first, before = self._seen.setdefault((found.person.id, day), (row.number, text))
            if first != row.number and before != text:
                said = self._said_before(first, before[:40])
                self._problems.append(Problem(row.number, place.column, shown(place.cell), said))
        self.lines.append(Line(row.number, found.person, days))

    def _said_before(self, line: int, value: str) -> str:
        if self._downwards:
            told = _("column {column} says {value} for the same person and day")
            return told.format(column=letters(line - 1), value=value)
        return _("row {row} says {value} for the same person and day").format(row=line, value=value)

    def _take_row(self, block: Block, row: Row, columns: Sequence[int]) -> None:
        places = _places(block, row)
        outside = {
            column: text
            for column, cell in enumerate(row.cells)
            if column not in block.days and (text := written(cell))
        }
        candidates = [outside[column] for column in columns if column in outside]
        told = {written(place.cell) for place in places.values()}
        before = [text for column, text in outside.items() if column < min(block.days)]
        if self._downwards:
            self._beside += outside.values()
        if block.is_weekdays(row):
            self._check_weekdays(block, row)
        elif not any(map(self._people.knows, candidates)) and is_remark(
            candidates, told, {*before, *candidates}, alone=len({*outside.values(), *told}) == 1
        ):
            self._beside += list(texts(row.cells))
            self._ignored.append(_passed_over(row))
        else:
            self._add(row, candidates, places)

    def _check_weekdays(self, block: Block, row: Row) -> None:
        for column, day in block.days.items():
            told = sheet_dates.heading(cell_at(row, column))
            if told is not None and told.weekday not in (None, day.weekday()):
                said = _("{day} is another weekday; name the year with --year, or mend the sheet")
                place = f"{letters(column)} {day.isoformat()}"
                told_day = said.format(day=day.isoformat())
                self._misdated.append(Problem(row.number, place, shown(row.cells[column]), told_day))


def _passed_over(row: Row) -> Problem:
    said = _("passed over: no person stands here")
    return Problem(row.number, "", shown(" ".join(dict.fromkeys(texts(row.cells)))), said)


def _dated(block: Block) -> Row:
    cells = [
        block.days[place].isoformat() if place in block.days else cell for place, cell in enumerate(block.header.cells)
    ]
    return block.header._replace(cells=cells)


def _places(block: Block, row: Row) -> dict[date, Place]:
    filled = ((column, row.cells[column]) for column in block.days if column < len(row.cells))
    return {
        block.days[column]: Place(cell, f"{letters(column)} {block.days[column].isoformat()}")
        for column, cell in filled
        if written(cell)
    }

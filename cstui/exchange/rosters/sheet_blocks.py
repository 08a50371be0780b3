"""The rows of dates in a sheet of people by days, each with the rows below it until the next one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..grid import Grid, cell_at, texts, written
from ..people import People
from ..table import Row
from . import sheet_dates
from .sheet_dates import Heading, Title
from .sheet_words import TOTAL, label

WEEK = 5  # weekdays that make a row of them a header where there are no dates
_MOST = 366  # rows of dates in one sheet
_LOOKED_AT = 30  # rows above a row of dates that may say its month


class Block(NamedTuple):
    """A row of dates with the rows below it; ``titles`` are the rows above."""

    header: Row
    days: Mapping[int, date]
    titles: Sequence[Row]
    rows: list[Row]
    guessed: bool

    def undated(self) -> Iterator[tuple[int, str]]:
        """Yield the columns behind the first day whose heading is no date, each with its heading."""
        for column, cell in enumerate(self.header.cells):
            if self.days and column > min(self.days) and column not in self.days and (text := written(cell)):
                yield column, text

    def is_weekdays(self, row: Row) -> bool:
        """Tell whether a row holds weekdays, and nothing else, in the columns of days."""
        filled = {column for column in self.days if written(cell_at(row, column))}
        return bool(filled) and filled <= set(weekdays(row))


def dated_blocks(grid: Grid, people: People, near: date, heads: frozenset[str]) -> list[Block]:
    """Return the blocks that rows of dates begin; a single date is one where one of ``heads`` stands before it."""
    named = sheet_dates.month_of([grid.tab, grid.stem])
    blocks: list[Block] = []
    above: list[Row] = []
    for row in grid.rows:
        outside = Title() if blocks else named
        block = _begun(row, above[-_LOOKED_AT:], near, outside, heads) if _is_header(row, people) else None
        if block is not None:
            blocks.append(block)
            if len(blocks) > _MOST:
                return []  # a table that has dates in its rows, not sheets below each other
            above = []
        else:
            above.append(row)
            if blocks:
                blocks[-1].rows.append(row)
                near = max(blocks[-1].days.values())
    return blocks


def _is_header(row: Row, people: People) -> bool:
    """Tell whether a row has dates, no person, and no total before the dates."""
    found = dates(row)
    before = row.cells[: min(found, default=0)]
    return bool(found) and not (any(map(people.knows, texts(row.cells))) or any(TOTAL.match(label(c)) for c in before))


def _begun(row: Row, above: Sequence[Row], near: date, outside: Title, heads: frozenset[str]) -> Block | None:
    """Return the block that a row with dates begins, if any; ``outside`` is what tab or file name say."""
    found = dates(row)
    labels = [label(cell) for each in (row, *above[-3:]) for cell in each.cells[: min(found)]]
    if all(told.bare for told in found.values()):
        found = _run(found)
    beside = any(column + 1 in found for column in found)
    if not beside and (len(found) != 1 or heads.isdisjoint(labels)):
        return None
    titles = [_above(above, column, min(found)) for column in found]
    if all(title.month is None for title in titles) and all(told.month is None for told in found.values()):
        titles = [Title(title.year or outside.year, outside.month) for title in titles]
    days = sheet_dates.days(list(found.values()), titles, near)
    if days is None:
        return None
    first = next(iter(found.values()))
    guessed = (first.year or titles[0].year) is None or (first.month or titles[0].month) is None
    return Block(row, dict(zip(found, days, strict=True)), tuple(above), [], guessed)


def dates(row: Row) -> dict[int, Heading]:
    """Return what the cells of a row say of days, by column; weekdays alone are none."""
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


def weekday_blocks(rows: Sequence[Row], monday: date | None) -> list[Block]:
    """Return the blocks that rows of weekdays begin, where the week is known."""
    blocks: list[Block] = []
    above: list[Row] = []
    for row in rows:
        found = weekdays(row)
        days = sheet_dates.from_monday(list(found.values()), monday) if monday and len(found) >= WEEK else None
        if days is not None:
            blocks.append(Block(row, dict(zip(found, days, strict=True)), tuple(above), [], False))
            above = []
        elif blocks:
            blocks[-1].rows.append(row)
        else:
            above.append(row)
    return blocks


def weekdays(row: Row) -> dict[int, Heading]:
    """Return the weekdays that stand alone in the cells of a row, by column."""
    found = {column: told for column, cell in enumerate(row.cells) if (told := sheet_dates.heading(cell))}
    return {column: told for column, told in found.items() if told.day is None}

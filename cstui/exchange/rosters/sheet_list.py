"""A roster as a list: a row for each person and day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..grid import Grid, cell_at, texts
from ..table import Cell, Row
from . import sheet_dates
from .day_column import day_column
from .sheet_blocks import dates
from .sheet_words import DAY_WORDS, LOGIN_WORDS, NAME_WORDS, SHIFT_WORDS, TOTAL, first_of

_LOOKED_AT = 30  # rows in which the header may stand


class Entry(NamedTuple):
    """One row: what names its person, the day (None where there is none to be read), and what is said of it."""

    row: Row
    candidates: Sequence[str]
    day: date | None
    said: Cell


class DayList(NamedTuple):
    """A list with its header and the columns of day and shift; ``guessed`` says that a day has no year."""

    header: Row
    day_column: int
    shift_column: int
    entries: Sequence[Entry]
    totals: Sequence[Row]
    guessed: bool


def day_list(grid: Grid, near: date) -> DayList | None:
    """Return a file with a row for each person and day, None where it is something else.

    Days without a year lie near ``near``.  Raises BadInput for days that may be read in two ways.
    """
    for place, header in enumerate(grid.rows[:_LOOKED_AT]):
        person = [column for words in (LOGIN_WORDS, NAME_WORDS) if (column := first_of(header, words)) is not None]
        day, shift = first_of(header, DAY_WORDS), first_of(header, SHIFT_WORDS)
        if not person or day is None or shift is None or dates(header):
            continue
        totals = [row for row in grid.rows[place + 1 :] if _is_total(row)]
        rows = [row for row in grid.rows[place + 1 :] if not _is_total(row)]
        days = day_column(grid.file, [cell_at(row, day) for row in rows], near)
        if sum(when is not None for when in days) * 2 < len(days):
            continue  # a heading above a grid, not one of a list
        entries = [
            Entry(row, tuple(texts([cell_at(row, column) for column in person])), when, cell_at(row, shift))
            for row, when in zip(rows, days, strict=True)
        ]
        headings = (sheet_dates.heading(cell_at(row, day)) for row in rows)
        guessed = any(told is not None and told.year is None for told in headings)
        return DayList(header, day, shift, entries, totals, guessed)
    return None


def _is_total(row: Row) -> bool:
    return TOTAL.match(next(texts(row.cells), "")) is not None

"""Sheets with the days downwards: turned so that people are rows, and what is said of their cells turned back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ...errors import Problem
from ..column_letters import column_number, letters
from ..grid import Grid, cell_at, texts
from ..people import People
from ..table import Row
from . import sheet_dates

_MOST = 1_000  # rows; a year of days with whatever stands around them has fewer
_PLACE = re.compile(r"([A-Z]{1,3})(?: (.*))?")


class Turned(NamedTuple):
    """A sheet with its columns as rows, each with the column's number; ``remarks`` stand below, across all of it."""

    grid: Grid
    remarks: tuple[Row, ...]


def turned(grid: Grid, people: People) -> Turned | None:
    """Return a sheet turned, None where it is longer than any that has days downwards.

    Its titles, which stand across all of it too, are rows 0 above, the first one nearest.
    """
    if not grid.rows or len(grid.rows) > _MOST or grid.rows[-1].number > 2 * _MOST:
        return None
    across = {row.number: row for row in grid.rows if not _is_banner(row, people)}
    if not across:
        return None
    banners = [row for row in grid.rows if row.number not in across]
    titles = [Row(0, row.cells) for row in reversed(banners) if row.number < min(across)]
    lines = [across.get(number, Row(number, ())) for number in range(1, max(across) + 1)]
    columns = range(max(len(row.cells) for row in across.values()))
    rows = [*titles, *(Row(place + 1, [cell_at(line, place) for line in lines]) for place in columns)]
    return Turned(grid._replace(rows=tuple(rows)), tuple(row for row in banners if row.number > min(across)))


def turned_back(problems: Iterable[Problem], names: int) -> list[Problem]:
    """Return problems of a turned sheet with row and column as they stand in the file; ``names`` is the row of names.

    What is said of a person, or of a whole column, is said where the column is headed.
    """
    return [_turned_back(problem, names) for problem in problems]


def _turned_back(problem: Problem, names: int) -> Problem:
    found = _PLACE.fullmatch(problem.column)
    column, day = letters(max(problem.row - 1, 0)), (found[2] if found else None) or ""
    return problem._replace(row=column_number(found[1].encode()) if found else names, column=f"{column} {day}".strip())


def _is_banner(row: Row, people: People) -> bool:
    """Tell whether a row says one thing only, across its columns, and neither names a person nor a day."""
    said = set(texts(row.cells))
    first = next((cell for cell in row.cells if cell not in (None, "")), None)
    return len(said) == 1 and not any(map(people.knows, said)) and sheet_dates.heading(first) is None

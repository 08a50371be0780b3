"""A sheet as it lies there: every cell by row and column, before anybody knows what its rows are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..errors import BadInput
from ..i18n import _, listed
from ..text import one_line
from .formula import restore
from .table import CELL_LIMIT, Cell, Row, cell_text, check_width, trimmed

ROW_LIMIT = 200_000
_SPREAD_LIMIT = 1_000_000  # cells that merged areas may fill

_TOLD = 12  # cells of a row that an error repeats

Area = tuple[tuple[int, int], tuple[int, int]]


class Grid(NamedTuple):
    """The rows of a file that hold anything; a cell's place in its row is its column, 0 is A.

    ``tab`` is the name of the sheet in a workbook.
    """

    file: str
    stem: str
    kind: str
    encoding: str
    rows: tuple[Row, ...]
    tab: str = ""


def gathered(file: str, rows: Iterable[Row], first_column: int = 0) -> tuple[Row, ...]:
    """Return the rows that hold anything, without blank cells at their ends; raises BadInput for too many."""
    found: list[Row] = []
    lead = (None,) * first_column
    for row in rows:
        cells = trimmed(row.cells)
        if not cells:
            continue
        check_width(file, first_column + len(cells))
        if len(found) == ROW_LIMIT:
            title = _("{file} has more than {limit} rows").format(file=file, limit=ROW_LIMIT)
            raise BadInput(title, _("Divide it."))
        if any(isinstance(cell, str) and len(cell) > CELL_LIMIT for cell in cells):
            title = _("{file}, row {row}: a cell is too long").format(file=file, row=row.number)
            raise BadInput(title, _("At most {limit} characters are read.").format(limit=CELL_LIMIT))
        found.append(Row(row.number, [*lead, *cells]))
    return tuple(found)


def spread(rows: tuple[Row, ...], areas: Iterable[Area]) -> tuple[Row, ...]:
    """Give every cell of a merged area what stands in its first one."""
    by_number = {row.number: list(row.cells) for row in rows}
    left = _SPREAD_LIMIT
    for (top, start), (bottom, end) in areas:
        first = by_number.get(top + 1, [])
        value = first[start] if start < len(first) else None
        if value is None or value == "":
            continue
        for number in range(top + 1, min(bottom + 1, rows[-1].number) + 1):
            cells = by_number.get(number)
            left -= 1 if cells is None else end - start + 1
            if left < 0:
                return rows
            if cells is not None:
                cells += [None] * (end + 1 - len(cells))
                cells[start : end + 1] = [value if cell in (None, "") else cell for cell in cells[start : end + 1]]
    return tuple(Row(number, cells) for number, cells in by_number.items())


def written(cell: Cell) -> str:
    """Return what a person reads in a cell: on one line, safe, full-width signs made plain."""
    return one_line(unicodedata.normalize("NFKC", restore(cell_text(cell))))


def cell_at(row: Row, column: int | None) -> Cell:
    """Return the cell of a row in a column, None where the row has no such cell."""
    return row.cells[column] if column is not None and column < len(row.cells) else None


def texts(cells: Sequence[Cell]) -> Iterator[str]:
    """Yield what a person reads in the cells of a row, blank ones left out."""
    return filter(None, map(written, cells))


def beginning(grid: Grid) -> str:
    """Return what tells somebody which file it is: the cells of the first row that has several, else of the first."""
    several = (row for row in grid.rows if len(set(texts(row.cells))) > 1)
    row = next(several, next(iter(grid.rows), Row(1, ())))
    return _("Its row {row} says: {cells}").format(row=row.number, cells=listed(list(texts(row.cells))[:_TOLD]))

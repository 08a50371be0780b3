"""What every reader hands on: a named table of rows that keep their spreadsheet numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, TypeVar

from ..errors import BadInput, Problem
from ..i18n import _, listed

CELL_LIMIT = 100_000  # characters; a longer cell is refused, never cut
COLUMN_LIMIT = 200
SHOWN = 80  # characters of a cell that a problem repeats


class Formula(NamedTuple):
    """A cell of a workbook whose value no spreadsheet has worked out yet; ``text`` is the formula, ``=A1+1``."""

    text: str


Cell = str | float | bool | datetime | date | time | timedelta | Formula | None
C = TypeVar("C", bound=Cell)


class Row(NamedTuple):
    """One row as read; ``number`` counts as a spreadsheet does (header = 1)."""

    number: int
    cells: Sequence[Cell]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A file opened as a table; ``rows`` starts a new pass over it, one pass at a time.

    ``kind`` is ``csv``, ``xlsx``, ``json`` or ``jsonl``; ``encoding`` is the codec the text was
    read with (``xlsx`` for a workbook); ``stem`` is the default name of the source.
    """

    file: str
    stem: str
    kind: str
    encoding: str
    header: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]

    def column(self, name: str) -> int:
        """Return the index of the column called ``name``; raises BadInput when absent or double."""
        found = [index for index, title in enumerate(self.header) if title == name]
        if len(found) == 1 and name:
            return found[0]
        if not found or not name:
            title = _("{file} has no column {column!r}").format(file=self.file, column=name)
        else:
            title = _("{file} has the column {column!r} {count} times").format(
                file=self.file, column=name, count=len(found)
            )
        raise BadInput(title, _("Its columns are: {columns}").format(columns=listed(map(repr, self.header))))


def cell_text(cell: Cell) -> str:
    """Return a cell as the text a person would read in it: whole numbers without ``.0``."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, Formula):
        return cell.text
    return str(cell)


def is_blank(cells: Sequence[Cell]) -> bool:
    """Tell whether nothing is written in any of the cells."""
    for cell in cells:  # a plain loop: its first cell nearly always ends it, and every row is asked
        if cell is not None and (not isinstance(cell, str) or cell.strip()):
            return False
    return True


def trimmed(cells: Sequence[C]) -> tuple[C, ...]:
    """Return cells without the blank ones at the end."""
    width = len(cells)
    while width and is_blank(cells[width - 1 : width]):
        width -= 1
    return tuple(cells[:width])


def shown(cell: Cell) -> str:
    """Return a cell as a problem repeats it: cut to 80 characters."""
    text = cell_text(cell)
    return text if len(text) <= SHOWN else text[:SHOWN] + "\u2026"


def amiss(cell: Cell, expected: str) -> str:
    """Return what is wrong with a cell: that its formula was never calculated, else what was expected."""
    if isinstance(cell, Formula):
        return _("a formula that was never calculated; open the file in a spreadsheet and save it")
    return expected


def drop_trailing_blanks(rows: Iterable[Row]) -> Iterator[Row]:
    """Pass rows on without the blank ones at the end; a blank row between others is a problem."""
    blank: list[Row] = []
    for row in rows:
        if row.problem is None and is_blank(row.cells):
            blank.append(row)
            continue
        for empty in blank:
            yield empty._replace(problem=Problem(empty.number, "", "", _("the row is empty")))
        blank.clear()
        yield row


def fit(row: Row, header: Sequence[str]) -> Row:
    """Give a row the width of the header; lost or surplus cells that hold something are a problem."""
    width, found = len(header), len(row.cells)
    if found > width and is_blank(row.cells[width:]):
        return row._replace(cells=row.cells[:width])
    if found < width and is_blank(header[found:]):
        return row._replace(cells=[*row.cells, *[""] * (width - found)])
    if found == width or is_blank(row.cells):
        return row
    text = _("the row has {found} cells, the header has {width}").format(found=found, width=width)
    return row._replace(problem=Problem(row.number, "", shown(row.cells[0]), text))


def check_cells(row: Row, header: Sequence[str]) -> Row:
    """Mark a row that holds a cell above the limit of 100,000 characters."""
    for index, cell in enumerate(row.cells):
        if isinstance(cell, str) and len(cell) > CELL_LIMIT:
            text = _("the cell has {count} characters, the limit is {limit}").format(count=len(cell), limit=CELL_LIMIT)
            column = header[index] if index < len(header) else str(index + 1)
            return row._replace(problem=Problem(row.number, column, shown(cell), text))
    return row


def check_width(file: str, width: int) -> None:
    """Raise BadInput when a table has more than 200 columns."""
    if width > COLUMN_LIMIT:
        raise BadInput(
            _("{file} has {count} columns").format(file=file, count=width),
            _("At most {limit} are read.").format(limit=COLUMN_LIMIT),
        )

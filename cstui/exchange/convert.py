"""From the rows of a table to our values, column by column, with every problem told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, tzinfo
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from ..errors import Problem
from ..i18n import _
from . import cells
from .dates import KNOWN, DateChoice, Format, as_text, written_format
from .formula import restore
from .mapping import DATE_COLUMNS, Mapping, Part
from .table import Cell, Row, Table, cell_text, shown
from .words import AGENT_COLUMNS, COMPLAINT_COLUMNS, CUSTOMER_COLUMNS

BATCH = 2_000  # rows converted at a time

_READERS: dict[str, cells.Read] = {
    "narrative": cells.free_text,
    "remedy": cells.free_text,
    "customer_phone": cells.phone,
    "phone": cells.phone,
    "severity": cells.severity,
    "state": cells.state,
    "channel": cells.channel,
    "satisfaction": cells.satisfaction,
    "roles": cells.several,
    "skills": cells.several,
    "enabled": cells.flag,
}
# Columns in which few different texts stand many times.
_REPEATING = frozenset(
    {"severity", "state", "channel", "satisfaction", "category", "region", "team", "assignee", "respondent", "tier"}
)
_DATES = frozenset({*DATE_COLUMNS, "at"})
_OURS = frozenset({*COMPLAINT_COLUMNS, *CUSTOMER_COLUMNS, *AGENT_COLUMNS})


class Record(NamedTuple):
    """One good row: what it gives by our names, nulls left out."""

    row: int
    given: dict[str, Any]


class Converted(NamedTuple):
    """A batch of rows converted."""

    records: list[Record]
    problems: list[Problem]


class Column:
    """One of our columns: where its cells stand in the file, and how one of them is read."""

    def __init__(self, name: str, table: Table, parts: Sequence[Part]) -> None:
        self.name = name
        self._parts = [_places(table, part) for part in parts]
        self.title = ", ".join(table.header[places[0]] for places in self._parts)

    def cells(self, rows: Sequence[Row]) -> list[Cell]:
        """Return the column's cells of several rows."""
        if len(self._parts) == 1 and len(self._parts[0]) == 1:
            place = self._parts[0][0]
            return [row.cells[place] for row in rows]
        return [self.cell(row.cells) for row in rows]

    def cell(self, row: Sequence[Cell]) -> Cell:
        """Return the column's cell of one row: several parts become one text."""
        found = self.parts(row)
        return found[0] if len(found) == 1 else " ".join(cell_text(cell).strip() for cell in found if not _null(cell))

    def parts(self, row: Sequence[Cell]) -> list[Cell]:
        """Return the cell of each part; of alternatives the first that is filled."""
        return [next((row[place] for place in places if not _null(row[place])), None) for places in self._parts]


class DateColumn(Column):
    """A column of dates; ``format`` is known once the whole file has been looked at."""

    def __init__(self, name: str, table: Table, parts: Sequence[Part], patterns: Sequence[str], join: bool) -> None:
        super().__init__(name, table, parts)
        written = [" ".join(patterns)] if join and patterns else patterns
        self.candidates: Sequence[Format] = [written_format(each) for each in written] or KNOWN
        self.format = self.candidates[0]
        self._patterns = tuple(patterns) if join else ()

    def cell(self, row: Sequence[Cell]) -> Cell:
        """Return the date of one row; a date and a time in columns of their own become one text."""
        found = self.parts(row)
        return found[0] if len(found) == 1 else as_text(found, self._patterns)

    def texts(self, rows: Sequence[Row]) -> list[str]:
        """Return the dates of several rows that are texts, not real dates, and not null."""
        return [cell.strip() for cell in self.cells(rows) if isinstance(cell, str) and not _null(cell)]


class Converter:
    """Reads a table by a mapping; raises BadInput for columns that the file has not, or has twice."""

    def __init__(self, table: Table, mapping: Mapping, zone: tzinfo, now: datetime) -> None:
        self._table, self._mapping, self._zone = table, mapping, zone
        self._now = int(now.timestamp())
        self._restores = table.kind == "csv" and (set(table.header) <= _OURS or table.header[-1] == "problem")
        columns = dict(mapping.columns)
        if mapping.history:
            columns |= {"case": ((mapping.history.case,),), "at": ((mapping.history.at,),)}
            if mapping.history.activity:
                columns["activity"] = ((mapping.history.activity,),)
        self._columns = [self._column(name, parts) for name, parts in columns.items()]
        self._reads = {column.name: self._reader(column) for column in self._columns}
        self.titles = {column.name: column.title for column in self._columns}
        self.defaults: dict[str, Any] = {
            name: _READERS.get(name, cells.line)(text) for name, text in mapping.defaults.items()
        }

    def choose_dates(self, batches: Iterator[list[Row]]) -> None:
        """Look at every date of the file and fix the format of each column; raises BadInput when ambiguous."""
        dated = [column for column in self._columns if isinstance(column, DateColumn)]
        choices = {tuple(each.label for each in column.candidates): DateChoice(column.candidates) for column in dated}
        if not dated:
            return
        for rows in batches:
            sound = [row for row in rows if row.problem is None]
            for column in dated:
                choices[tuple(each.label for each in column.candidates)].look(column.texts(sound))
        for column in dated:
            column.format = choices[tuple(each.label for each in column.candidates)].decide(self._table.file)

    def convert(self, rows: Sequence[Row]) -> Converted:
        """Return the good rows as records, and the problems of the others."""
        problems = [row.problem for row in rows if row.problem is not None]
        sound = [row for row in rows if row.problem is None] if problems else rows
        names = [column.name for column in self._columns]
        values = [self._values(column, sound, problems) for column in self._columns]
        bad = {problem.row for problem in problems}
        records = [
            Record(row.number, {name: value for name, value in zip(names, found, strict=True) if value is not None})
            for row, *found in zip(sound, *values, strict=True)
            if row.number not in bad
        ]
        return Converted(records, problems)

    def _column(self, name: str, parts: Sequence[Part]) -> Column:
        if name not in _DATES:
            return Column(name, self._table, parts)
        join = bool(self._mapping.join)
        patterns = self._mapping.formats if not join or name == "received_at" else ()
        return DateColumn(name, self._table, parts, patterns, join)

    def _values(self, column: Column, rows: Sequence[Row], problems: list[Problem]) -> list[object]:
        read = self._reads[column.name]
        found = column.cells(rows)
        try:
            return [read(cell) for cell in found]
        except ValueError:
            return [self._value(read, column, row, cell, problems) for row, cell in zip(rows, found, strict=True)]

    def _value(
        self, read: Callable[[Cell], object], column: Column, row: Row, cell: Cell, problems: list[Problem]
    ) -> object:
        try:
            return read(cell)
        except ValueError as error:
            problems.append(Problem(row.number, column.title, shown(cell), str(error)))
            return None

    def _reader(self, column: Column) -> Callable[[Cell], object]:
        """Return how one cell of a column becomes our value."""
        if isinstance(column, DateColumn):
            return cells.remembered(partial(self._seconds, column))
        values = self._mapping.values.get(column.name, {})
        read = _READERS.get(column.name, cells.free_text if column.name == "activity" else cells.line)

        def from_cell(cell: Cell) -> object:
            text = cells.plain(cell)
            if self._restores:
                text = restore(text)
            return read(values.get(text.strip(), text) if values else text)

        return cells.remembered(from_cell) if column.name in _REPEATING else from_cell

    def _seconds(self, column: DateColumn, cell: Cell) -> int | None:
        """Return the UTC seconds of a date; one without an offset is in the mapping's or the floor's zone."""
        if _null(cell):
            return None
        moment = cell if isinstance(cell, datetime) else None
        if moment is None and isinstance(cell, date):
            moment = datetime.combine(cell, time())
        if moment is None:
            moment = column.format.read(cell_text(cell).strip())
        if moment is None:
            raise ValueError(_("no date as {format}").format(format=_(column.format.label)))
        try:
            seconds = int((moment if moment.tzinfo else moment.replace(tzinfo=self._zone)).timestamp())
        except OverflowError as error:
            raise ValueError(_("no date as {format}").format(format=_(column.format.label))) from error
        if seconds > self._now:
            raise ValueError(_("lies in the future"))
        return seconds


def batches(table: Table, size: int = BATCH) -> Iterator[list[Row]]:
    """Yield the rows of a table in batches."""
    rows = table.rows()
    while batch := list(islice(rows, size)):
        yield batch


def _places(table: Table, part: Part) -> tuple[int, ...]:
    """Return where a part's headers stand; of alternatives those that the file has."""
    present = [title for title in part if title in table.header] if len(part) > 1 else part
    return tuple(table.column(title) for title in present or part)


def _null(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip() in cells.NULLS)

"""From the rows of a table to our values, with every problem told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from itertools import islice
from typing import Any, NamedTuple

from ..errors import Problem
from .columns import Column, DateColumn, reader_of
from .dates import DateChoice
from .mapping import DATE_COLUMNS, Mapping, Part
from .table import Row, Table
from .words import COLUMNS

BATCH = 2_000  # rows converted at a time

_DATES = frozenset({*DATE_COLUMNS, "at"})
_AHEAD = frozenset({"until"})
_OURS = frozenset({*(name for columns in COLUMNS.values() for name in columns), "template", "total"})


class Record(NamedTuple):
    """One good row: what it gives by our names, nulls left out."""

    row: int
    given: dict[str, Any]


class Converted(NamedTuple):
    """A batch of rows converted."""

    records: list[Record]
    problems: list[Problem]


class Converter:
    """Reads a table by a mapping; raises BadInput for columns that the file has not, or has twice."""

    def __init__(self, table: Table, mapping: Mapping, zone: tzinfo, now: datetime) -> None:
        self._table, self._mapping, self._zone, self._now = table, mapping, zone, int(now.timestamp())
        # Only what we wrote ourselves has apostrophes of ours; elsewhere they belong to the text.
        self._own = table.kind == "csv" and (set(table.header) <= _OURS or table.header[-1] == "problem")
        columns = dict(mapping.columns)
        if mapping.history:
            columns |= {"case": ((mapping.history.case,),), "at": ((mapping.history.at,),)}
            if mapping.history.activity:
                columns["activity"] = ((mapping.history.activity,),)
        self._columns = [self._column(name, parts) for name, parts in columns.items()]
        self.titles = {column.name: column.title for column in self._columns}
        self.defaults: dict[str, Any] = {name: reader_of(name)(text) for name, text in mapping.defaults.items()}

    def choose_dates(self, batches: Iterable[list[Row]]) -> None:
        """Look at every date of the file and fix the format of each column; raises BadInput when ambiguous."""
        dated = [column for column in self._columns if isinstance(column, DateColumn)]
        if not dated:
            return
        choices = {column.choice: DateChoice(column.candidates) for column in dated}
        for rows in batches:
            sound = [row for row in rows if row.problem is None]
            for column in dated:
                choices[column.choice].look(column.texts(sound))
        for column in dated:
            column.format = choices[column.choice].decide(self._table.file)

    def convert(self, rows: Sequence[Row]) -> Converted:
        """Return the good rows as records, and the problems of the others."""
        problems = [row.problem for row in rows if row.problem is not None]
        sound = [row for row in rows if row.problem is None] if problems else rows
        names = [column.name for column in self._columns]
        values = [column.values(sound, problems) for column in self._columns]
        bad = {problem.row for problem in problems}
        records = [
            Record(row.number, {name: value for name, value in zip(names, found, strict=True) if value is not None})
            for row, found in zip(sound, zip(*values, strict=True), strict=True)
            if row.number not in bad
        ]
        return Converted(records, problems)

    def _column(self, name: str, parts: Sequence[Part]) -> Column:
        mapping = self._mapping
        if name not in _DATES:
            return Column(name, self._table, parts, mapping.values.get(name, {}), self._own)
        join = bool(mapping.join)
        patterns = mapping.formats if not join or name == "received_at" else ()
        latest = None if name in _AHEAD else self._now
        return DateColumn(name, self._table, parts, patterns, join, self._zone, latest)


def batches(table: Table, size: int = BATCH) -> Iterator[list[Row]]:
    """Yield the rows of a table in batches."""
    rows = table.rows()
    while batch := list(islice(rows, size)):
        yield batch

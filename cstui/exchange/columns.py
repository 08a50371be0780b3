"""One of our columns in a file: where its cells stand, and how many of them become values at once.

A batch is converted a column at a time: what holds for all its cells (no unsafe character, no
apostrophe) is asked once, and a text that stands in many rows is read once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, tzinfo

from ..errors import Problem
from ..i18n import _, listed
from . import cells
from .dates import KNOWN, Format, as_text, of_serial, written_format
from .formula import restore
from .mapping import Part
from .table import Cell, Formula, Row, Table, amiss, cell_text, shown

_READERS: dict[str, cells.Read] = {
    "narrative": cells.free_text,
    "remedy": cells.free_text,
    "activity": cells.free_text,
    "customer_phone": cells.phone,
    "phone": cells.phone,
    "severity": cells.severity,
    "state": cells.state,
    "status": cells.status,
    "education": cells.education,
    "channel": cells.channel,
    "satisfaction": cells.satisfaction,
    "roles": cells.several,
    "skills": cells.several,
    "enabled": cells.flag,
}


def reader_of(name: str) -> cells.Read:
    """Return how a text becomes a value of one of our columns."""
    return _READERS.get(name, cells.line)


class Column:
    """One of our columns: its cells, and the reader of their texts."""

    def __init__(self, name: str, table: Table, parts: Sequence[Part], values: Mapping[str, str], own: bool) -> None:
        self.name = name
        self._parts = [_places(table, part) for part in parts]
        self.title = listed(table.header[places[0]] for places in self._parts)
        self._values, self._own, self._read = values, own, reader_of(name)

    def values(self, rows: Sequence[Row], problems: list[Problem]) -> list[object]:
        """Return the column's value of every row; where one cannot be read it is None and a problem."""
        found = self.cells(rows)
        try:
            return self._converted(found)
        except ValueError:
            return [self._one(row, cell, problems) for row, cell in zip(rows, found, strict=True)]

    def cells(self, rows: Sequence[Row]) -> list[Cell]:
        """Return the column's cells of several rows; parts of a joined one become one text."""
        if len(self._parts) == 1 and len(self._parts[0]) == 1:
            place = self._parts[0][0]
            return [row.cells[place] for row in rows]
        return [self._joined(row.cells) for row in rows]

    def _joined(self, row: Sequence[Cell]) -> Cell:
        found = self._filled(row)
        lacking = next((cell for cell in found if isinstance(cell, Formula)), None)
        if lacking is not None or len(found) == 1:
            return lacking or found[0]
        return " ".join(cell_text(cell).strip() for cell in found if not _null(cell))

    def _filled(self, row: Sequence[Cell]) -> list[Cell]:
        """Return the cell of each part; of alternatives the first that is filled."""
        return [next((row[place] for place in places if not _null(row[place])), None) for places in self._parts]

    def _one(self, row: Row, cell: Cell, problems: list[Problem]) -> object:
        try:
            return self._converted([cell])[0]
        except ValueError as error:
            problems.append(Problem(row.number, self.title, shown(cell), str(error)))
            return None

    def _converted(self, found: Sequence[Cell]) -> list[object]:
        texts = cells.plain_texts(found)
        if self._own:
            texts = [restore(text) if text.startswith("'") else text for text in texts]
        known = {text: self._read(self._values.get(text.strip(), text)) for text in set(texts)}
        return [known[text] for text in texts]


class DateColumn(Column):
    """A column of dates; ``format`` is known once the whole file has been looked at."""

    def __init__(
        self,
        name: str,
        table: Table,
        parts: Sequence[Part],
        patterns: Sequence[str],
        join: bool,
        zone: tzinfo,
        now: int | None,  # None where a date may lie ahead
    ) -> None:
        super().__init__(name, table, parts, {}, False)
        written = [" ".join(patterns)] if join and patterns else patterns
        self.candidates: Sequence[Format] = [written_format(each) for each in written] or KNOWN
        self.format = self.candidates[0]
        self._patterns = tuple(patterns) if join else ()
        self._zone, self._now = zone, now

    @property
    def choice(self) -> tuple[str, ...]:
        """What columns have in common that must be read in the same format."""
        return tuple(each.label for each in self.candidates)

    def texts(self, rows: Sequence[Row]) -> list[str]:
        """Return the dates of several rows that are texts, not real dates, and not null."""
        return [cell.strip() for cell in self.cells(rows) if isinstance(cell, str) and not _null(cell)]

    def _joined(self, row: Sequence[Cell]) -> Cell:
        found = self._filled(row)
        return found[0] if len(found) == 1 else as_text(found, self._patterns)

    def _converted(self, found: Sequence[Cell]) -> list[object]:
        known = {cell: self._seconds(cell) for cell in set(found)}
        return [known[cell] for cell in found]

    def _seconds(self, cell: Cell) -> int | None:
        """Return the UTC seconds of a date; one without an offset is in the mapping's or the floor's zone."""
        if _null(cell):
            return None
        moment = self._moment(cell)
        if moment is None:
            raise ValueError(amiss(cell, _("no date as {format}").format(format=_(self.format.label))))
        seconds = int((moment if moment.tzinfo else moment.replace(tzinfo=self._zone)).timestamp())
        if self._now is not None and seconds > self._now:
            raise ValueError(_("lies in the future"))
        return seconds

    def _moment(self, cell: Cell) -> datetime | None:
        if isinstance(cell, datetime):
            return cell
        if isinstance(cell, date):
            return datetime.combine(cell, time())
        if isinstance(cell, float) and (moment := of_serial(cell)) is not None:
            return moment
        return self.format.read(cell_text(cell).strip())


def _places(table: Table, part: Part) -> tuple[int, ...]:
    """Return where a part's headers stand; of alternatives those that the file has."""
    present = [title for title in part if title in table.header] if len(part) > 1 else part
    return tuple(table.column(title) for title in present or part)


def _null(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip() in cells.NULLS)

"""CSV and TSV files as tables."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from ..errors import BadInput
from ..i18n import _
from .table import (
    CELL_LIMIT,
    COLUMN_LIMIT,
    Row,
    cell_text,
    check_cells,
    check_width,
    drop_trailing_blanks,
    fit,
    trimmed,
)
from .titles import header_of

# Our own limit names row and column and is checked a cell at a time; the module's names neither.
_FIELD_LIMIT = 2**31 - 1
_BREAKS = re.compile(r"\r+\n|\r")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")  # str.splitlines would also split at U+2028 and the like
_DELIMITERS = frozenset(",;\t")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def choose_delimiter(first_line: str) -> str:
    """Return the delimiter of a header line: a comma, unless only semicolons or only tabs stand there."""
    bare = _QUOTED.sub("", first_line)
    if "," in bare:
        return ","
    others = [sign for sign in ";\t" if sign in bare]
    return others[0] if len(others) == 1 else ","


class DelimitedFile:
    """A CSV or TSV file that can be read several times, one pass at a time."""

    def __init__(self, stream: BinaryIO, file: str, codec: str, delimiter: str | None, *, titled: bool = False) -> None:
        """Open a file; ``titled`` says that lines without any delimiter may stand above the header."""
        self._stream, self._file, self._codec = stream, file, codec
        telling = (line for line in self._lines() if line.strip() and not (titled and _DELIMITERS.isdisjoint(line)))
        self._delimiter = delimiter or choose_delimiter(next(telling, ""))
        start = header_of(Row(number, cells) for number, cells in self.records())
        if start is None:
            raise BadInput(_("{file} is empty").format(file=file), _("Expected a header row."))
        self._header_row = start.number
        header = tuple(cell_text(cell).strip() for cell in start.cells)
        self.header = header if len(header) <= COLUMN_LIMIT else trimmed(header)
        check_width(file, len(self.header))

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header."""
        return drop_trailing_blanks(self._fitted())

    def _fitted(self) -> Iterator[Row]:
        header, width = self.header, len(self.header)
        for number, cells in self.records():
            if number <= self._header_row:
                continue
            row = Row(number, cells)
            if len(cells) != width:
                row = fit(row, header)
            yield check_cells(row, header) if sum(map(len, cells)) > CELL_LIMIT else row

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every record with its number, the header too."""
        csv.field_size_limit(_FIELD_LIMIT)
        reader = csv.reader(self._lines(), delimiter=self._delimiter, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                yield number, cells
        except csv.Error as error:
            # What follows a broken quote cannot be trusted: rows may have swallowed one another.
            raise BadInput(
                _("{file}, row {row}: cannot be read as CSV").format(file=self._file, row=number + 1),
                _("Line {line}: {reason}").format(line=reader.line_num, reason=error),
            ) from error

    def _lines(self) -> Iterator[str]:
        """Yield lines that end in LF whatever the file uses; ``CR CR LF`` is one break."""
        self._stream.seek(0)
        text = io.TextIOWrapper(self._stream, self._codec, newline="\n")
        try:
            for line in text:
                place = line.find("\r")
                if place == len(line) - 2 and line.endswith("\n"):
                    yield line[:-2] + "\n"
                elif place >= 0:
                    yield from _LINES.findall(_BREAKS.sub("\n", line))
                else:
                    yield line
        finally:
            text.detach()

"""Which row of a table is its header: the first that holds anything, titles above it left out."""

from __future__ import annotations

from collections.abc import Iterable

from .table import Row, cell_text, is_blank
from .words import HEADERS, folded

_LOOKED_AT = 10  # rows that hold anything, among which the header is


def header_of(rows: Iterable[Row]) -> Row | None:
    """Return the header, None where no row holds anything.

    A title says one thing only, in a row of several cells, and is no header that anybody knows.
    """
    first, seen = None, 0
    for row in rows:
        if is_blank(row.cells):
            continue
        first, seen = first or row, seen + 1
        if not _is_title(row):
            return row
        if seen == _LOOKED_AT:
            break
    return first


def _is_title(row: Row) -> bool:
    said = {text for cell in row.cells if (text := cell_text(cell).strip())}
    known = any(folded(text) in headers for text in said for headers in HEADERS.values())
    return len(row.cells) > 1 and len(said) == 1 and not known

"""A case file as Markdown that is legible as it stands: tables at most 100 columns wide, foreign text literal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from ..floor.casefile import Casefile, Grid, Record, Section
from ..floor.record_words import Pair
from ..i18n import _
from ..text import clean
from .layout import cells, widths, wrap

WIDTH = 100
_SHORT = 72  # cells of a value that still stands in the table of its form

# What Markdown may take for markup wherever it stands, at the begin of a line, or inside an address.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|&~@$^]|!(?=\[)|:(?=//)|(?<=[wW]{3})\.")
_LINE_START = re.compile(r"(?:[-+=:]|\d{1,9}[.)])")


def write(file: Casefile, stream: BinaryIO) -> None:
    """Write a case file as Markdown (UTF-8)."""
    lines = [f"# {literal(file.title)}", "", literal(file.made), ""]
    for section in file.sections:
        lines += _section(section)
    stream.write("\n".join(lines).encode())


def literal(text: str) -> str:
    """Return one line of text such that Markdown shows exactly that."""
    return _escaped(" ".join(clean(text).split()))


def quoted(text: str) -> Iterator[str]:
    """Yield the lines of a quotation that shows a text of several lines exactly."""
    for line in clean(text).split("\n"):
        words = line.lstrip(" \t")
        indent = "\u00a0" * (len(line) - len(words))
        escaped = _escaped(words)
        start = None if indent else _LINE_START.match(escaped)
        if start:
            escaped = escaped[: start.end() - 1] + "\\" + escaped[start.end() - 1 :]
        yield f"> {indent}{escaped}  " if words else ">"


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda found: "\\" + found.group(), text)


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {literal(section.title)}", "")
    if section.empty:
        yield from (_("Nothing was recorded."), "")
    yield from _pairs(section.pairs)
    for record in section.records:
        yield from _record(record, sealed=section.sealed)
    if section.grid and section.grid.rows:
        yield from (*_table(section.grid), "")


def _pairs(pairs: Sequence[Pair]) -> Iterator[str]:
    """Yield labelled values: short ones as a table, each long one as a quotation below it."""
    short: list[tuple[str, str]] = []
    for pair in pairs:
        if "\n" not in pair.value and cells(pair.value) <= _SHORT:
            short.append((pair.label, pair.value))
            continue
        yield from _short(short)
        short = []
        yield from (f"**{literal(pair.label)}**", "", *quoted(pair.value), "")
    yield from _short(short)


def _short(rows: list[tuple[str, str]]) -> Iterator[str]:
    if rows:
        yield from (*_table(Grid((_("Field"), _("Entry")), tuple(rows))), "")


def _record(record: Record, *, sealed: bool) -> Iterator[str]:
    head = " · ".join((str(record.seq), record.at, record.ref, record.who))
    yield from (f"### {literal(head)}", "", f"**{literal(record.step)}**", "")
    if sealed:
        yield from (f"`{record.hash}`", "")
    yield from _pairs(record.answers)


def _table(grid: Grid) -> list[str]:
    """Return a table; a cell that is too wide goes on in the row below."""
    rows = [tuple(map(literal, row)) for row in (grid.headings, *grid.rows)]
    room = WIDTH - 3 * len(grid.headings) - 1
    columns = widths(rows, room)
    head, *body = ([wrap(cell, width) for cell, width in zip(row, columns, strict=True)] for row in rows)
    rule = "|" + "|".join("-" * (width + 2) for width in columns) + "|"
    lines = [_line(part, columns) for part in _stacked(head)]
    # only the first row can be a heading: one that was wrapped goes on below the rule
    return [lines[0], rule, *lines[1:], *(_line(part, columns) for row in body for part in _stacked(row))]


def _stacked(row: list[list[str]]) -> Iterator[list[str]]:
    for number in range(max(map(len, row))):
        yield [cell[number] if number < len(cell) else "" for cell in row]


def _line(row: Sequence[str], columns: Sequence[int]) -> str:
    padded = (cell + " " * (width - cells(cell)) for cell, width in zip(row, columns, strict=True))
    return "| " + " | ".join(padded) + " |"

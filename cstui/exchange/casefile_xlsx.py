"""A case file as a workbook ready to print: a sheet for each part, landscape, one page wide, every cell a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from ..floor.casefile import Casefile, Record, Section
from ..i18n import _, labelled
from .layout import portions, widths
from .writers import PLAIN

_A4 = 9
_PAGE = 130  # cells that stand legibly across a landscape page
_TALL = 20  # lines a row may have: a higher one would be cut at the end of the page
_BANNED = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))
_NAME = 31  # characters the name of a sheet may have


def write(file: Casefile, stream: BinaryIO) -> None:
    """Write a case file as a workbook."""
    import xlsxwriter

    with xlsxwriter.Workbook(stream, PLAIN) as book:
        book.set_properties({"title": file.title})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for number, section in enumerate(file.sections, start=1):
            sheet = book.add_worksheet(f"{number} {section.title}".translate(_BANNED)[:_NAME])
            _set_up(sheet, file)
            _fill(sheet, [*_parts(section)], bold, text)


def _set_up(sheet: Any, file: Casefile) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5)
    sheet.set_header(f"&L{file.title.replace('&', '&&')}&R&A")
    sheet.set_footer(f"&L{file.made.replace('&', '&&')}&R&P / &N")


def _parts(section: Section) -> Iterator[list[tuple[str, ...]]]:
    """Yield the tables of a section, each with its headings first."""
    if section.empty:
        yield [(_("Nothing was recorded."),)]
    if section.pairs:
        yield [(_("Field"), _("Entry")), *section.pairs]
    if section.records:
        yield [*_record_rows(section.records, sealed=section.sealed)]
    if section.grid and section.grid.rows:
        yield [section.grid.headings, *section.grid.rows]


def _record_rows(records: Sequence[Record], *, sealed: bool) -> Iterator[tuple[str, ...]]:
    headings = (_("Number"), _("Time"), _("Complaint"), _("Actor"), _("Event"), _("Recorded"))
    yield (*headings, _("Hash")) if sealed else headings
    for record in records:
        said = "\n".join(labelled(pair.label, pair.value) for pair in record.answers)
        row = (str(record.seq), record.at, record.ref, record.who, record.step, said)
        yield (*row, record.hash) if sealed else row


def _fill(sheet: Any, tables: list[list[tuple[str, ...]]], bold: Any, text: Any) -> None:
    """Write tables below each other; their columns share the widths of the widest."""
    columns = max(len(rows[0]) for rows in tables)
    lines = [tuple(_longest_line(cell) for cell in row) + ("",) * (columns - len(row)) for t in tables for row in t]
    room = widths(lines, _PAGE)
    for column, width in enumerate(room):
        sheet.set_column(column, column, width + 2)
    if len(tables) == 1:
        sheet.repeat_rows(0)
    number = 0
    for rows in tables:
        for index, row in enumerate(rows):
            for part in _divided(row, room):
                _write(sheet, number, part, bold if index == 0 else text)
                number += 1
        number += 1


def _longest_line(cell: str) -> str:
    return max(cell.split("\n"), key=len)


def _divided(row: tuple[str, ...], room: Sequence[int]) -> Iterator[tuple[str, ...]]:
    """Yield a row, and the rows in which its long texts go on."""
    cut = [list(portions(cell, width, _TALL)) for cell, width in zip(row, room, strict=False)]
    for place in range(max(map(len, cut))):
        yield tuple(cell[place] if place < len(cell) else "" for cell in cut)


def _write(sheet: Any, number: int, row: tuple[str, ...], style: Any) -> None:
    for column, cell in enumerate(row):
        sheet.write_string(number, column, cell, style)

"""The formats of an export: each takes the rows as the store builds them and writes them to a stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from db.queries import exports as queries

from ..errors import BadInput
from ..i18n import _

SHEET_ROWS = 1_048_576  # with the header
SHEET_CELL = 32_767  # characters
PLAIN = {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
Tell = Callable[[int], None]
Write = Callable[[queries.Source, BinaryIO, Tell], int]


def _write_csv(source: queries.Source, stream: BinaryIO, tell: Tell) -> int:
    stream.write(",".join(field.name for field in source.fields).encode() + b"\n")
    return _write_lines(source, "csv", stream, tell)


def _write_jsonl(source: queries.Source, stream: BinaryIO, tell: Tell) -> int:
    return _write_lines(source, "json", stream, tell)


def _write_lines(source: queries.Source, shape: queries.Shape, stream: BinaryIO, tell: Tell) -> int:
    count = 0
    for page in queries.pages(source, shape):
        stream.write(b"\n".join([line for (line,) in page]) + b"\n")
        count += len(page)
        tell(count)
    return count


def _write_json(source: queries.Source, stream: BinaryIO, tell: Tell) -> int:
    count = 0
    stream.write(b"[")
    for page in queries.pages(source, "json"):
        stream.write((b",\n" if count else b"\n") + b",\n".join([line for (line,) in page]))
        count += len(page)
        tell(count)
    stream.write(b"\n]\n" if count else b"]\n")
    return count


def _write_xlsx(source: queries.Source, stream: BinaryIO, tell: Tell) -> int:
    """Write a workbook of one sheet, every cell a text; raises BadInput for what a sheet cannot hold."""
    import xlsxwriter

    total = queries.count(source)
    if total >= SHEET_ROWS:
        title = _("{count} rows do not fit into a sheet").format(count=total)
        raise BadInput(title, _("Export them as CSV, or fewer of them."))
    with xlsxwriter.Workbook(stream, PLAIN) as book:
        sheet = book.add_worksheet()
        for column, field in enumerate(source.fields):
            sheet.write_string(0, column, field.name)
        count = 0
        for page in queries.pages(source, "cells"):
            for number, row in enumerate(page, start=count + 1):
                _write_row(sheet, number, row, source)
            count += len(page)
            tell(count)
    return count


def _write_row(sheet: Any, number: int, row: tuple[Any, ...], source: queries.Source) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        text = str(value)
        if len(text) > SHEET_CELL:
            title = _("row {row}, {column}: {count} characters do not fit into a cell of a sheet").format(
                row=number + 1, column=source.fields[column].name, count=len(text)
            )
            raise BadInput(title, _("Export it as CSV or JSON."))
        sheet.write_string(number, column, text)


WRITERS: Mapping[str, Write] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "json": _write_json,
    "jsonl": _write_jsonl,
}

"""Rows of named values as csv, xlsx, json or jsonl."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

from .formula import neutralise
from .report_book import write_cell
from .writers import PLAIN

Records = Sequence[Mapping[str, Any]]


def write_records(form: str, names: Sequence[str], records: Records, stream: BinaryIO) -> None:
    """Write records of texts and figures in a format, a column a name."""
    _WRITERS[form](names, records, stream)


def _write_csv(names: Sequence[str], records: Records, stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([neutralise("" if row[name] is None else str(row[name])) for name in names] for row in records)
    text.detach()  # flushes; the stream itself is closed by the one who opened it


def _write_json(_names: Sequence[str], records: Records, stream: BinaryIO) -> None:
    stream.write(json.dumps(list(records), ensure_ascii=False, indent=1).encode() + b"\n")


def _write_jsonl(_names: Sequence[str], records: Records, stream: BinaryIO) -> None:
    stream.writelines(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in records)


def _write_xlsx(names: Sequence[str], records: Records, stream: BinaryIO) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(stream, PLAIN) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([{name: name for name in names}, *records]):
            for column, name in enumerate(names):
                write_cell(sheet, number, column, row[name])


_WRITERS: Mapping[str, Callable[[Sequence[str], Records, BinaryIO], None]] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "json": _write_json,
    "jsonl": _write_jsonl,
}
FORMATS = tuple(_WRITERS)

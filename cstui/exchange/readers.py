"""Open any file that an import takes as a table."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ..errors import BadInput
from ..i18n import _
from .delimited import DelimitedFile
from .encoding import detect_encoding, readable_name
from .grid import Grid, gathered, spread
from .json_files import JsonFile
from .source import open_source
from .table import Row, Table
from .workbook import Workbook

KINDS = {".csv": "csv", ".tsv": "tsv", ".xlsx": "xlsx", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def open_table(path: Path | str, *, sheet: str | None = None, encoding: str | None = None) -> Table:
    """Open a csv, tsv, xlsx, json or jsonl file, or ``-`` for standard input, as a table.

    Raises BadInput, naming the place, for what cannot be read.
    """
    file = _opened(path)
    if file.kind == "xlsx":
        book = Workbook(file.stream, file.name, sheet)
        return Table(file.name, file.stem, file.kind, "xlsx", book.header, book.rows)
    codec = _codec(file, sheet, encoding)
    reader: JsonFile | DelimitedFile
    if file.kind in ("json", "jsonl"):
        reader = JsonFile(file.stream, file.name, codec, lines=file.kind == "jsonl")
        return Table(file.name, file.stem, file.kind, readable_name(codec), reader.header, reader.rows)
    reader = DelimitedFile(file.stream, file.name, codec, "\t" if file.kind == "tsv" else None)
    return Table(file.name, file.stem, "csv", readable_name(codec), reader.header, reader.rows)


def open_grid(path: Path | str, *, sheet: str | None = None, encoding: str | None = None) -> Grid:
    """Open a file of those kinds as a grid of cells, whatever stands in its first rows; raises as ``open_table``."""
    file = _opened(path)
    if file.kind == "xlsx":
        book = Workbook(file.stream, file.name, sheet)
        rows = gathered(file.name, book.records(), book.first_column)
        return Grid(file.name, file.stem, "xlsx", "xlsx", spread(rows, book.merged()), book.tab)
    codec = _codec(file, sheet, encoding)
    if file.kind in ("json", "jsonl"):
        table = JsonFile(file.stream, file.name, codec, lines=file.kind == "jsonl")
        rows = gathered(file.name, chain([Row(1, table.header)], table.rows()))
        return Grid(file.name, file.stem, file.kind, readable_name(codec), rows)
    text = DelimitedFile(file.stream, file.name, codec, "\t" if file.kind == "tsv" else None, titled=True)
    rows = gathered(file.name, (Row(number, cells) for number, cells in text.records()))
    return Grid(file.name, file.stem, "csv", readable_name(codec), rows)


class _File(NamedTuple):
    stream: BinaryIO
    name: str
    stem: str
    kind: str


def _opened(path: Path | str) -> _File:
    stream = open_source(path)
    name = str(path)
    kind = KINDS.get(Path(name).suffix.lower()) or _sniff(stream)
    _check_head(stream, name, kind)
    return _File(stream, name, "stdin" if name == "-" else Path(name).stem, kind)


def _codec(file: _File, sheet: str | None, encoding: str | None) -> str:
    if sheet is not None:
        raise BadInput(_("{file} has no sheets").format(file=file.name), _("Only a workbook takes --sheet."))
    return detect_encoding(file.stream, file.name, encoding)


def _sniff(stream: BinaryIO) -> str:
    """Guess the kind of a file whose name does not tell."""
    head = stream.read(512)
    stream.seek(0)
    if head.startswith(_ZIP):
        return "xlsx"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return {b"[": "json", b"{": "jsonl"}.get(text[:1], "csv")


def _check_head(stream: BinaryIO, file: str, kind: str) -> None:
    """Raise BadInput when a file is empty, or plainly a workbook under another name."""
    head = stream.read(4)
    stream.seek(0)
    if not head:
        raise BadInput(_("{file} is empty").format(file=file))
    if head == _OLD_OFFICE:
        raise BadInput(
            _("{file} is an old or encrypted Office file").format(file=file), _("Save it as XLSX or CSV first.")
        )
    if (head == _ZIP) != (kind == "xlsx"):
        if kind == "xlsx":
            detail = _("It is not a workbook, whatever its name says.")
        else:
            detail = _("It is a zip file or a workbook, whatever its name says.")
        raise BadInput(_("cannot read {file}").format(file=file), detail)

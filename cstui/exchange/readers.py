"""Open any file that an import takes as a table."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from ..errors import BadInput
from ..i18n import _
from .delimited import DelimitedFile
from .encoding import detect_encoding, readable_name
from .json_files import JsonFile
from .source import open_source
from .table import Table
from .workbook import Workbook

KINDS = {".csv": "csv", ".tsv": "tsv", ".xlsx": "xlsx", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def open_table(path: Path | str, *, sheet: str | None = None, encoding: str | None = None) -> Table:
    """Open a csv, tsv, xlsx, json or jsonl file, or ``-`` for standard input, as a table.

    Raises BadInput, naming the place, for what cannot be read.
    """
    stream = open_source(path)
    file = str(path)
    kind = KINDS.get(Path(file).suffix.lower()) or _sniff(stream)
    _check_head(stream, file, kind)
    stem = "stdin" if file == "-" else Path(file).stem
    if kind == "xlsx":
        book = Workbook(stream, file, sheet)
        return Table(file, stem, kind, "xlsx", book.header, book.rows)
    if sheet is not None:
        raise BadInput(_("{file} has no sheets").format(file=file), _("Only a workbook takes --sheet."))
    codec = detect_encoding(stream, file, encoding)
    reader: JsonFile | DelimitedFile
    if kind in ("json", "jsonl"):
        reader = JsonFile(stream, file, codec, lines=kind == "jsonl")
    else:
        reader = DelimitedFile(stream, file, codec, "\t" if kind == "tsv" else None)
        kind = "csv"
    return Table(file, stem, kind, readable_name(codec), reader.header, reader.rows)


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

"""How big a workbook really is, measured before anything opens it.

A file of a few bytes can unpack to gigabytes, and one cell in a far corner makes a reader lay
out every cell before it.  So each member is unpacked once here, a chunk at a time and without
believing the sizes it states, and its cell references are looked at.  Cells and rows that are
formatted but empty do not count: sheets have them by the million, and the reader passes over them.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from ..errors import BadInput
from ..i18n import _
from .column_letters import column_number
from .table import COLUMN_LIMIT, check_width

UNPACKED_LIMIT = 100 * 1024 * 1024  # bytes over all members
RATIO_LIMIT = 100
AREA_LIMIT = 10_000_000  # cells between the first and the last one

_CHUNK = 1 << 18
_LONGEST_TAG = 1 << 16  # bytes
_OVERLAP = 32  # a reference may be cut by the end of a chunk
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["']""")
_BLANK = rb'<c r="[A-Z]++[0-9]++"(?: [st]="[a-z0-9]++")*+ ?/>'
_BLANKS = re.compile(rb"(?:<row [^<>/]*+(?:/>|>(?:%s)*+</row>)|%s)++" % (_BLANK, _BLANK))
_FORMULA = b"<f"
_CELLS = (b"<c ", b"<c>", b":c ", b":c>")


def unreadable(file: str, detail: str) -> BadInput:
    """Return the error for a workbook that is not read."""
    return BadInput(_("{file} cannot be read as a workbook").format(file=file), detail)


def check_workbook(stream: BinaryIO, file: str) -> bool:
    """Raise BadInput unless the zip is within its limits, has no entities and no far-off cells.

    Tells whether there are formulas in it.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
        packed = max(stream.seek(0, 2), 1)
        unpacked, formulas = 0, False
        for member in members:
            unpacked, more = _check_member(stream, member, file, packed, unpacked)
            formulas = formulas or more
        return formulas
    except (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, ValueError, OSError) as error:
        raise unreadable(file, _("It is damaged, or not an XLSX file: {reason}").format(reason=error)) from error
    finally:
        stream.seek(0)


def _check_member(stream: BinaryIO, member: zipfile.ZipInfo, file: str, packed: int, unpacked: int) -> tuple[int, bool]:
    """Check one member; return the bytes unpacked so far with it, and whether it is a sheet with formulas."""
    extent = _Extent() if "worksheets/" in member.filename.lower() else None
    tail, formulas = b"", False
    for chunk in _unpack(stream, member):
        unpacked += len(chunk)
        _check_size(file, unpacked, packed)
        text = tail + chunk
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise unreadable(file, _("It declares entities, which a workbook has no use for."))
        formulas = formulas or (extent is not None and _FORMULA in text)
        tail = extent.take(text) if extent else text[-_OVERLAP:]
    if extent:
        extent.count(tail)
        extent.check(file)
    return unpacked, formulas


class _Extent:
    """How far the cells of one sheet reach."""

    def __init__(self) -> None:
        self._wide = self._far = self._rows = 0
        self._loose = False  # cells that do not say where they stand

    def take(self, text: bytes) -> bytes:
        """Look at what is whole of a piece of the sheet and return the rest, to be put before the next."""
        text = _BLANKS.sub(b"", text)
        held = text.rfind(b"<row")
        if held < 0 or text.count(b"<", held) > 2:
            held = text.rfind(b"<")
        if held < 0 or len(text) - held > _LONGEST_TAG:
            self.count(text)
            return text[-_OVERLAP:]
        self.count(text[:held])
        return text[held:]

    def count(self, text: bytes) -> None:
        """Note the places of all cells and rows of a piece."""
        placed = 0
        for column, row in _PLACE.findall(text):
            placed += column != b""
            self._wide, self._far = max(self._wide, column_number(column)), max(self._far, int(row))
        self._rows += text.count(b"<row")
        self._loose = self._loose or sum(map(text.count, _CELLS)) > placed

    def check(self, file: str) -> None:
        """Raise BadInput where that is too wide, or too much to lay out."""
        check_width(file, self._wide)
        wide, far = self._wide, self._far
        if self._loose:
            wide, far = COLUMN_LIMIT, far + self._rows
        if wide * far > AREA_LIMIT:
            raise unreadable(file, _("A cell stands in row {row}, too far off to lay the sheet out.").format(row=far))


def _check_size(file: str, unpacked: int, packed: int) -> None:
    if unpacked > UNPACKED_LIMIT:
        raise unreadable(file, _("It unpacks to more than {limit} MB.").format(limit=UNPACKED_LIMIT >> 20))
    if unpacked > packed * RATIO_LIMIT:
        raise unreadable(file, _("It unpacks to more than {limit} times its size.").format(limit=RATIO_LIMIT))


def _unpack(stream: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    stream.seek(member.header_offset)
    name, extra = struct.unpack("<HH", stream.read(30)[26:30])
    stream.seek(name + extra, 1)
    raw = _packed(stream, member.compress_size)
    if member.compress_type == zipfile.ZIP_STORED:
        yield from raw
        return
    if member.compress_type != zipfile.ZIP_DEFLATED or member.flag_bits & 1:
        raise zipfile.BadZipFile(_("encrypted, or packed in an unknown way"))
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in raw:
        while packed and not inflate.eof:
            yield inflate.decompress(packed, _CHUNK)
            packed = inflate.unconsumed_tail


def _packed(stream: BinaryIO, left: int) -> Iterator[bytes]:
    while left > 0 and (chunk := stream.read(min(left, _CHUNK))):
        left -= len(chunk)
        yield chunk

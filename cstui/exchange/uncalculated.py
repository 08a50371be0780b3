"""Formulas of a workbook that nobody has calculated: a program wrote them, and no spreadsheet saved the file since.

The reader of workbooks gives their cells as empty ones, so they are looked for in the sheet itself.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from html import unescape
from typing import BinaryIO
from xml.etree import ElementTree

from .column_letters import column_number

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A cell of type str was calculated: what came out is the empty text.
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?:(?! t="str")[^<>])*+>'
    rb"\s*+<f(?: [^<>/]*+)?+(?:/>|>([^<]*+)</f>)\s*+(?:<v ?/>|<v></v>)?+\s*+</c>"
)


def uncalculated(stream: BinaryIO, sheet: str) -> dict[int, dict[int, str]]:
    """Return the formulas of a sheet that have no value, by row (from 1) and column (from 0).

    None are found in a workbook whose parts do not lie where spreadsheets put them.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            content = archive.read(_member(archive, sheet))
    except (KeyError, StopIteration, ElementTree.ParseError, zipfile.BadZipFile, zlib.error):
        return {}
    finally:
        stream.seek(0)
    found: dict[int, dict[int, str]] = {}
    for letters, row, text in _CELL.findall(content):
        formula = "=" + unescape(text.decode("utf-8", "replace"))
        found.setdefault(int(row), {})[column_number(letters) - 1] = formula
    return found


def _member(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return which member holds a sheet; raises KeyError, StopIteration, ParseError where that cannot be told."""
    sheets = ElementTree.fromstring(archive.read(_BOOK)).iterfind(".//{*}sheet")
    number = next(each.attrib[_ID] for each in sheets if each.get("name") == sheet)
    relations = ElementTree.fromstring(archive.read(_RELATIONS))
    target = next(each.attrib["Target"] for each in relations if each.get("Id") == number)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")

"""XLSX: real cells as they are meant, and files that are built to do harm."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cstui.errors import BadInput
from cstui.exchange import zip_limits
from cstui.exchange.readers import open_table

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook whose table begins in the third row, with cells of every kind."""
    work = openpyxl.Workbook()
    sheet = work.active
    sheet.title = "calls"
    for row in (
        [],
        [],
        ["when", "time", "figure", "text"],
        [dt.datetime(2026, 2, 10, 9, 30), dt.time(9, 30), 3.0, "007"],
    ):
        sheet.append(row or [None])
    other = work.create_sheet("other")
    other.append(["x"])
    other.append([1])
    path = tmp_path / "a.xlsx"
    work.save(path)
    return path


def changed(path: Path, name: str, content: bytes) -> Path:
    """Return a copy of a workbook with one member replaced or added."""
    copy = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return copy


def test_cells_are_what_they_are_and_rows_keep_their_numbers(book: Path) -> None:
    table = open_table(book)
    assert (table.kind, table.encoding) == ("xlsx", "xlsx")
    assert table.header == ("when", "time", "figure", "text")
    rows = list(table.rows())
    assert [row.number for row in rows] == [4]
    assert rows[0].cells == [dt.datetime(2026, 2, 10, 9, 30), dt.time(9, 30), 3.0, "007"]


def test_a_sheet_is_chosen_by_name(book: Path) -> None:
    assert open_table(book, sheet="other").header == ("x",)
    with pytest.raises(BadInput, match="no sheet 'none'") as caught:
        open_table(book, sheet="none")
    assert "'calls', 'other'" in caught.value.detail


def test_a_csv_has_no_sheets(make) -> None:
    with pytest.raises(BadInput, match="no sheets"):
        open_table(make("a.csv", "a\n"), sheet="x")


def test_a_formula_gives_its_cached_value(book: Path) -> None:
    xml = b"""<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row r="1"><c r="A1" t="inlineStr"><is><t>sum</t></is></c></row>
    <row r="2"><c r="A2"><f>1+2</f><v>3</v></c></row></sheetData></worksheet>"""
    assert [list(row.cells) for row in open_table(changed(book, SHEET, xml)).rows()] == [[3.0]]


def test_a_bomb_is_refused_before_it_is_opened(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput) as caught:
        open_table(changed(book, "xl/media/big.bin", b"\0" * 30_000_000))
    assert "100 times" in caught.value.detail
    monkeypatch.setattr(zip_limits, "UNPACKED_LIMIT", 1_000)
    with pytest.raises(BadInput) as caught:
        open_table(book)
    assert "unpacks to more" in caught.value.detail


def test_stated_sizes_are_not_believed(book: Path) -> None:
    """A member that states ten bytes and unpacks to millions is measured by what it unpacks to."""
    path = changed(book, "xl/media/big.bin", b"\0" * 30_000_000)
    data = bytearray(path.read_bytes())
    size = (30_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, (10).to_bytes(4, "little")))
    with pytest.raises(BadInput) as caught:
        open_table(path)
    assert "100 times" in caught.value.detail


@pytest.mark.parametrize("place", [b"A1048576", b"ZZ90000", b"XFD1"])
def test_a_cell_in_a_far_corner_is_refused(book: Path, place: bytes) -> None:
    xml = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row><c r="A1"><v>1</v></c><c r="K1"><v>1</v></c></row><row><c r="%s"><v>1</v></c></row></sheetData></worksheet>"""
    with pytest.raises(BadInput):
        open_table(changed(book, SHEET, xml % place))


@pytest.mark.parametrize(
    "xml",
    [
        b'<row r="1048576"><c><v>1</v></c>%s</row>' % (b"<c><v>1</v></c>" * 20),
        b'<row r="1048576"><c s="1"><v>1</v></c></row>',
        b'<x:row r="1048576"><x:c><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_cells_that_do_not_say_where_they_stand_are_no_way_round(book: Path, xml: bytes) -> None:
    begin = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    with pytest.raises(BadInput, match="cannot be read as a workbook"):
        open_table(changed(book, SHEET, begin + xml + b"</sheetData></worksheet>"))


def test_formatted_cells_without_anything_in_them_are_passed_over(tmp_path: Path) -> None:
    """16,384 columns and 1,048,576 rows of colour and nothing else do not make a table wide or long."""
    path = tmp_path / "phantom.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as work:
        sheet, grey = work.add_worksheet(), work.add_format({"bg_color": "#eeeeee"})
        for row in range(20):
            for column in range(16_384):
                if row < 3 and column < 2:
                    sheet.write_string(row, column, f"{row}.{column}", grey)
                else:
                    sheet.write_blank(row, column, None, grey)
        for row in range(1_000_000, 1_000_100):
            sheet.set_row(row, 30)
            sheet.write_blank(row, 3, None, grey)
    table = open_table(path)
    assert table.header == ("0.0", "0.1")
    assert [list(row.cells) for row in table.rows()] == [["1.0", "1.1"], ["2.0", "2.1"]]


@pytest.mark.parametrize("size", [7, 64, 1 << 18])
def test_a_far_cell_is_found_wherever_the_pieces_are_cut(
    book: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(zip_limits, "_CHUNK", size)
    begin = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    row = b'<row r="%d" ht="12"><c r="A%d" s="1"/><c r="XFD%d" s="1"/></row>'
    blank = b"".join(row % (n, n, n) for n in range(2, 40))
    first = b'<row r="1"><c r="A1" s="1"/><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>'
    end = b"</sheetData></worksheet>"
    assert open_table(changed(book, SHEET, begin + first + blank + end)).header == ("x",)
    far = b'<row r="50"><c r="A50" s="1"/><c r="IV50"><v>1</v></c></row>'
    with pytest.raises(BadInput, match="256 columns"):
        open_table(changed(book, SHEET, begin + first + blank + far + end))


def test_entities_are_refused(book: Path) -> None:
    xml = b"""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData/></worksheet>"""
    with pytest.raises(BadInput) as caught:
        open_table(changed(book, SHEET, xml))
    assert "entities" in caught.value.detail


def test_an_encrypted_member_is_refused(book: Path) -> None:
    data = bytearray(book.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    book.write_bytes(data)
    with pytest.raises(BadInput):
        open_table(book)


def test_every_cut_of_a_workbook_is_refused_in_words(book: Path) -> None:
    whole = book.read_bytes()
    for cut in range(4, len(whole), len(whole) // 25):
        book.write_bytes(whole[:cut])
        with pytest.raises(BadInput):
            list(open_table(book).rows())


def test_a_zip_without_a_workbook_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hello.txt", "hello")
    path = tmp_path / "a.xlsx"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(BadInput):
        open_table(path)

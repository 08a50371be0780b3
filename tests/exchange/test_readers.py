"""Tables as they come: delimiters, line ends, widths, encodings, and what is refused."""

from __future__ import annotations

import csv
import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cstui.errors import BadInput
from cstui.exchange.readers import open_table
from cstui.exchange.table import CELL_LIMIT, Row


def rows_of(path: Path, **options: str) -> list[Row]:
    return list(open_table(path, **options).rows())


def cells_of(path: Path) -> list[list[object]]:
    return [list(row.cells) for row in rows_of(path)]


def test_rows_are_numbered_as_a_spreadsheet_does(make) -> None:
    path = make("a.csv", 'a,b\n1,"two\nlines"\n3,4\n')
    assert [(row.number, list(row.cells)) for row in rows_of(path)] == [(2, ["1", "two\nlines"]), (3, ["3", "4"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n", "\r"])
def test_every_line_end_is_one_break(make, end: str) -> None:
    path = make("a.csv", end.join(["a,b", "1,2", f'3,"x{end}y"', ""]))
    assert cells_of(path) == [["1", "2"], ["3", "x\ny"]]


@pytest.mark.parametrize(("header", "row"), [("a;b", "1,5;2"), ("a\tb", "1,5\t2"), ('"a;x",b', '"1,5",2')])
def test_the_header_tells_the_delimiter(make, header: str, row: str) -> None:
    assert cells_of(make("a.csv", f"{header}\n{row}\n")) == [["1,5", "2"]]


def test_a_header_with_both_rivals_is_read_with_commas(make) -> None:
    assert open_table(make("a.csv", "a;b\tc\n")).header == ("a;b\tc",)


def test_tsv_is_read_with_tabs(make) -> None:
    assert cells_of(make("a.tsv", "a,x\tb\n1,2\t3\n")) == [["1,2", "3"]]


def test_empty_rows_and_columns_at_the_end_are_ignored(make) -> None:
    path = make("a.csv", "a,b,,\n1,2,,\n3,4,,\n,,,\n , ,\n\n")
    assert [row.problem for row in rows_of(path)] == [None, None]
    assert [list(row.cells)[:2] for row in rows_of(path)] == [["1", "2"], ["3", "4"]]


def test_an_empty_row_between_others_is_a_problem(make) -> None:
    problems = [row.problem for row in rows_of(make("a.csv", "a,b\n1,2\n,\n3,4\n"))]
    assert [problem and problem.row for problem in problems] == [None, 3, None]


@pytest.mark.parametrize("row", ["1", "1,2,3"])
def test_a_row_of_another_width_is_a_problem_that_names_it(make, row: str) -> None:
    found = rows_of(make("a.csv", f"a,b\n1,2\n{row}\n3,4\n"))
    assert found[1].problem is not None
    assert found[1].problem.row == 3
    assert "the header has 2" in found[1].problem.problem
    assert list(found[1].cells) == row.split(",")


def test_a_long_cell_is_whole_and_a_longer_one_is_refused_by_name(make) -> None:
    fine, over = "x" * 22_000, "y" * (CELL_LIMIT + 1)
    found = rows_of(make("a.csv", f"a,b\n1,{fine}\n2,{over}\n"))
    assert found[0].cells[1] == fine
    assert found[0].problem is None
    problem = found[1].problem
    assert problem is not None
    assert (problem.row, problem.column) == (3, "b")
    assert "100001" in problem.problem


def test_a_broken_quote_names_the_row(make) -> None:
    with pytest.raises(BadInput, match="row 3"):
        rows_of(make("a.csv", 'a,b\n1,2\n"x"y,2\n'))


def test_an_open_quote_is_refused(make) -> None:
    with pytest.raises(BadInput, match="row 2"):
        rows_of(make("a.csv", 'a,b\n"x,2\n3,4\n'))


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n", b"\xef\xbb\xbf"])
def test_a_file_without_header_is_empty(make, content: bytes) -> None:
    with pytest.raises(BadInput, match="empty"):
        open_table(make("a.csv", content))


def test_too_many_columns_are_refused(make) -> None:
    with pytest.raises(BadInput, match="201 columns"):
        open_table(make("a.csv", ",".join(f"c{n}" for n in range(201)) + "\n"))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("内容\n重复扣款\n".encode(), "utf-8"),
        (b"\xef\xbb\xbf" + "内容\n重复扣款\n".encode(), "utf-8"),
        ("内容\n重复扣款\n".encode("gbk"), "gb18030"),
        ("内容\n重复扣款\n".encode("gb18030"), "gb18030"),
        ("内容\n重复扣款\n".encode("utf-16"), "utf-16"),
    ],
)
def test_the_encoding_is_found_and_told(make, content: bytes, encoding: str) -> None:
    table = open_table(make("a.csv", content))
    assert table.header == ("内容",)
    assert [list(row.cells) for row in table.rows()] == [["重复扣款"]]
    assert table.encoding == encoding


def test_a_rare_character_of_gb18030_is_read(make) -> None:
    assert cells_of(make("a.csv", "姓名\n𠮷野家\n".encode("gb18030"))) == [["𠮷野家"]]


def test_a_named_encoding_overrides(make) -> None:
    path = make("a.csv", "café;x\n".encode("cp1252"))
    assert open_table(path, encoding="cp1252").header == ("café", "x")


def test_an_unknown_encoding_is_refused(make) -> None:
    for name in ("klingon", "base64", "\0"):
        with pytest.raises(BadInput, match="unknown encoding"):
            open_table(make("a.csv", "a\n"), encoding=name)


def test_what_cannot_be_decoded_names_the_byte(make) -> None:
    with pytest.raises(BadInput) as caught:
        open_table(make("a.csv", b"abcd\n1\xff\xff2\n"))
    assert "utf-8: byte 6" in caught.value.detail
    assert "gb18030: byte 6" in caught.value.detail


def test_a_byte_far_into_the_file_is_named_exactly(make) -> None:
    good = "字".encode() * 700_000  # 2.1 MB: the fault lies in a later chunk
    with pytest.raises(BadInput) as caught:
        open_table(make("a.csv", good + b"\xff"), encoding="utf-8")
    assert f"byte {len(good)} " in caught.value.detail


def test_a_nul_is_refused_with_its_place(make) -> None:
    with pytest.raises(BadInput) as caught:
        open_table(make("a.csv", b"a,b\n1,\x002\n"))
    assert "byte 6" in caught.value.detail


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, Path("/dev/zero"), Path("/proc/self/mem"), tmp_path / "missing.csv", "a\0b"):
        with pytest.raises(BadInput, match="cannot read"):
            open_table(path)


def test_a_link_to_a_regular_file_is_read(make, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(make("a.csv", "a\n1\n"))
    assert cells_of(link) == [["1"]]


@pytest.mark.parametrize(
    ("content", "kind"), [(b"a,b\n1,2\n", "csv"), (b' [{"a": "1"}]', "json"), (b'{"a": 1}\n{"a": 2}\n', "jsonl")]
)
def test_standard_input_is_told_by_its_content(monkeypatch: pytest.MonkeyPatch, content: bytes, kind: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    table = open_table("-")
    assert (table.kind, table.file, table.stem) == (kind, "-", "stdin")
    assert next(iter(table.rows())).cells[0] == "1"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"PK\x03\x04rest"),
        ("a.xlsx", b"a,b\n1,2\n"),
        ("a.xlsx", b"PK\x03\x04rest of nothing"),
        ("a.csv", b"\xd0\xcf\x11\xe0old"),
        ("a.json", b"nonsense"),
        ("a.json", b'{"a": 1}'),
        ("a.json", b"[]"),
        ("a.json", b"[1, 2]"),
        ("a.csv", bytes(range(256)) * 8),
        ("a.tsv", b"\x80\x81\xff\xfe\xfd"),
    ],
)
def test_nonsense_is_refused_in_words(make, name: str, content: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        rows_of(make(name, content))
    assert name in caught.value.title


def test_a_table_can_be_read_again(make) -> None:
    table = open_table(make("a.csv", "a\n1\n2\n"))
    assert list(table.rows()) == list(table.rows())


def test_a_double_or_missing_column_is_named_where_it_is_used(make) -> None:
    table = open_table(make("a.csv", "a,b,b,\n1,2,3,\n"))
    assert table.column("a") == 0
    with pytest.raises(BadInput, match="2 times"):
        table.column("b")
    for name in ("c", ""):
        with pytest.raises(BadInput, match="no column"):
            table.column(name)


TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"), max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=8))
def test_any_text_written_as_csv_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([("first", "second"), *rows, ("end", "end")])
    assert cells_of(path) == [[a, b] for a, b in rows] + [["end", "end"]]

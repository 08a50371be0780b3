"""Formulas that a program wrote and no spreadsheet calculated: told where their value is asked for, never empty."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
import xlsxwriter

from cstui.errors import Problem
from cstui.exchange.imports import import_complaints
from cstui.exchange.readers import open_grid, open_table
from cstui.exchange.rosters.attendance_in import import_attendance
from cstui.exchange.rosters.demand_in import import_demand
from cstui.exchange.rosters.roster_in import import_roster
from cstui.exchange.rosters.sheet_options import SheetOptions
from cstui.exchange.table import Formula
from tests.conftest import Floor

SAID = "a formula that was never calculated; open the file in a spreadsheet and save it"
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def today() -> Any:
    """A Sunday in November."""
    with time_machine.travel(datetime.fromisoformat("2026-11-22T10:00:00+08:00"), tick=False):
        yield


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows into the second sheet of a workbook, the first one shown; what begins with = is a formula."""

    def written(*rows: list[Any], first: str = "A") -> Path:
        work = openpyxl.Workbook()
        work.active.sheet_state = "hidden"
        work.active.append(["=1"])
        sheet = work.create_sheet("十一月 & 十二月")
        begin = ord(first) - ord("A") + 1
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row, start=begin):
                sheet.cell(number, column, cell)
        work.save(tmp_path / "a.xlsx")
        return tmp_path / "a.xlsx"

    return written


def told(problems: tuple[Problem, ...]) -> list[tuple[int, str, str]]:
    assert {problem.problem for problem in problems} <= {SAID}
    return [(problem.row, problem.column, problem.value) for problem in problems]


def test_a_formula_without_a_value_stands_for_itself(write: Write) -> None:
    path = write(["a", "b"], ["x", '="<"&A2'], ["=A2", "=B2"], first="C")
    assert [list(row.cells) for row in open_table(path).rows()] == [
        ["x", Formula('="<"&A2')],
        [Formula("=A2"), Formula("=B2")],
    ]
    assert list(open_grid(path).rows[1].cells) == [None, None, "x", Formula('="<"&A2')]


def test_a_calculated_formula_is_its_value_be_it_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as work:
        sheet = work.add_worksheet()
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_string(1, 0, "x")
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write_formula(1, 2, '=""', None, "#")
    member = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"<v>#</v>", b"<v></v>") if name == member else content)
    assert [list(row.cells) for row in open_table(tmp_path / "b.xlsx").rows()] == [["x", 2.0, ""]]


def test_complaints_tell_it_where_the_column_is_read(floor: Floor, write: Write) -> None:
    path = write(
        ["subject", "received_at", "severity", "sum"],
        ["slow", "2026-11-20 10:00", "normal", "=1+1"],
        ['="slow"', "2026-11-20 10:00", "normal", 2],
        ["broken", "=B2+1", "=C2", 3],
    )
    report = import_complaints(floor.lead, path)
    assert report.refused
    assert told(report.problems) == [(3, "subject", '="slow"'), (4, "received_at", "=B2+1"), (4, "severity", "=C2")]


def test_a_roster_tells_it_of_its_shifts_and_not_of_its_totals(floor: Floor, write: Write) -> None:
    path = write(
        ["姓名", "11/23", "11/24", "工时"],
        ["李娜", "A1", "=B2", "=COUNTA(B2:C2)*8"],
        ["张伟", "B1", "B1", "=COUNTA(B3:C3)*8"],
        ["合计", "=COUNTA(B2:B3)", "=COUNTA(C2:C3)"],
    )
    report = import_roster(floor.lead, path, SheetOptions(on_bad="skip"))
    assert told(report.problems) == [(2, "C 2026-11-24", "=B2")]
    assert (report.rows, report.added, report.rejected) == (2, 2, 1)


def test_days_that_were_never_calculated_are_a_problem(floor: Floor, write: Write) -> None:
    path = write(["姓名", datetime(2026, 11, 23), datetime(2026, 11, 24), "=C1+1"], ["李娜", "A1", "A1", "B1"])
    report = import_roster(floor.lead, path, SheetOptions())
    assert report.refused and told(report.problems) == [(1, "D", "=C1+1")]


def test_stamps_and_demand_tell_it(floor: Floor, write: Write) -> None:
    stamps = write(["姓名", "日期", "上班", "下班"], ["李娜", "2026-11-20", "=NOW()", "18:00"], ["李娜", "=B2", "9:00"])
    report = import_attendance(floor.lead, stamps, SheetOptions())
    assert told(report.problems) == [(2, "C", "=NOW()"), (3, "B", "=B2")]
    days = write(["姓名", "11/16", "11/17"], ["李娜", "08:38 18:00", "=B2"])
    assert told(import_attendance(floor.lead, days, SheetOptions()).problems) == [(2, "C 2026-11-17", "=B2")]
    demand = write(["start", "calls"], ["2026-11-23 09:00", "=1+1"], ["=A2", 3], ["2026-11-23 10:00", 3])
    assert told(import_demand(floor.lead, demand, SheetOptions()).problems) == [(2, "B", "=1+1"), (3, "A", "=A2")]

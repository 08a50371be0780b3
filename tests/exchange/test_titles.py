"""Tables as people keep them: titles above, merged cells, units in headers, serial numbers, further columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine

from cstui.exchange.imports import import_complaints, import_penalties, import_praise, import_profiles
from cstui.exchange.readers import open_table
from cstui.floor.levels import evidence, profiles
from tests.conftest import Floor

Make = Callable[[str, "bytes | str"], Path]


@pytest.fixture(autouse=True)
def today() -> Any:
    """A Sunday in November."""
    with time_machine.travel(datetime.fromisoformat("2026-11-22T10:00:00+08:00"), tick=False):
        yield


def saved(path: Path, rows: list[list[Any]], *merged: str) -> Path:
    work = openpyxl.Workbook()
    for row in rows:
        work.active.append(row)
    for area in merged:
        work.active.merge_cells(area)
    work.save(path)
    return path


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("表扬登记表,,\n\n2026年11月,,\n姓名,日期,表扬人\nx,y,z\n", ("姓名", "日期", "表扬人")),
        ("登记表,登记表,登记表\n姓名,日期,表扬人\n", ("姓名", "日期", "表扬人")),
        ("narrative,\nx,y\n", ("narrative", "")),
        ("odd\nx\n", ("odd",)),
        ("title,\n", ("title", "")),
    ],
)
def test_the_header_is_the_first_row_that_is_no_title(make: Make, text: str, header: tuple[str, ...]) -> None:
    assert open_table(make("a.csv", text)).header == header


def test_titles_above_and_merged_cells_below(floor: Floor, tmp_path: Path) -> None:
    rows = [
        ["2026年客户表扬登记表"],
        ["制表人：王组长"],
        ["姓 名", "日期", "表扬人：", "内容(原文)"],
        ["李　娜", 46328, "王先生", "热情"],
        [None, datetime(2026, 11, 3), "赵女士", "耐心"],
        ["张伟", "2026-11-04", "王先生", "快"],
    ]
    path = saved(tmp_path / "表扬.xlsx", rows, "A1:D1", "A2:D2", "A4:A5")
    report = import_praise(floor.lead, path)
    assert (report.rows, report.added, report.rejected, report.passed_over) == (3, 3, 0, ())
    assert [(each.agent, str(each.day), each.giver) for each in evidence.entries(floor.lead)] == [
        ("zhang.wei", "2026-11-04", "王先生"),
        ("li.na", "2026-11-03", "赵女士"),
        ("li.na", "2026-11-02", "王先生"),
    ]
    assert import_praise(floor.lead, path).unchanged == 3


def test_a_problem_keeps_the_row_of_the_sheet(floor: Floor, make: Make) -> None:
    report = import_praise(
        floor.lead, make("a.csv", "登记表,,\n姓名,日期,表扬人\n李娜,2026-11-02,\n王五,,x\n合计,,2\n")
    )
    assert [(each.row, each.column, each.value) for each in report.problems] == [
        (3, "表扬人", ""),
        (4, "姓名", "王五"),
        (5, "姓名", "合计"),
    ]


def test_a_header_that_says_it_plainly_comes_first(floor: Floor, make: Make) -> None:
    path = make("a.csv", "姓名,事由,金额(应扣),金额\n李娜,迟到,80,50元\n")
    report = import_penalties(floor.lead, path)
    assert (report.added, report.passed_over) == (1, ("金额(应扣)",))
    assert evidence.entries(floor.lead)[0].value == 50


def test_columns_that_nobody_asked_for_are_told(floor: Floor, make: Make) -> None:
    path = make("a.csv", "序号,工号,姓名,部门,学历\n1,001,李娜,客服,本科\n")
    report = import_profiles(floor.boss, path)
    assert (report.added, report.passed_over) == (1, ("序号", "部门"))
    assert profiles.show(floor.boss, "li.na").education == "bachelor"
    assert import_complaints(floor.boss, make("b.csv", "内容,foo\nx,y\n")).passed_over == ("foo",)

"""Tables as people keep them: titles above, merged cells, units in headers, serial numbers, further columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstui.errors import CstuiError
from cstui.exchange.imports import (
    import_complaints,
    import_penalties,
    import_praise,
    import_profiles,
    import_scores,
    import_training,
)
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


HEADERS = (
    "登录名|日期|类型|表扬人|课程|成绩|结果|带教对象|有效期至|事由|金额|学历|状态|入职日期|级别|任级日期|项目|得分|内容|编号"
).split("|")
WORDS = (
    "||李娜|李　娜|张伟|li.na|boss|王五|2026-11-02|2026年11月2日|11/2|03/04/2026|46328|9999-12-31|0001-01-01|2026-11-31"
    "|合计|登记表|客户|内部|考试|证书|红线|通过|优秀|９２分|￥500|-5|1e308|nan|本科|正式|junior|初级客服专员|C-000001"
    "|{x}|=1+1|²|\u202e\x1b[2J"
).split("|")
NAMES = ("李娜", "张伟", "李　娜", "王五", "", "合计")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_table_is_read_or_refused_in_words(floor: Floor, make: Make, data: st.DataObject) -> None:
    """Whatever stands in a file, no import breaks on it; a dry run tells what happens, and again adds nothing."""
    header = data.draw(st.lists(st.sampled_from(HEADERS), unique=True, min_size=1, max_size=6))
    cells = st.lists(st.sampled_from(WORDS), min_size=len(header), max_size=len(header))
    rows = data.draw(st.lists(st.tuples(st.sampled_from(NAMES), cells), min_size=1, max_size=5))
    text = io.StringIO()
    csv.writer(text).writerows([["name", *header], *([name, *row] for name, row in rows)])
    path = make("any.csv", text.getvalue())
    for bringing in (import_praise, import_training, import_penalties, import_profiles, import_scores):
        try:
            told = bringing(floor.boss, path, on_bad="skip", dry_run=True)
            done = bringing(floor.boss, path, on_bad="skip")
            again = bringing(floor.boss, path, on_bad="skip")
        except CstuiError as error:
            assert error.title
        else:
            assert (told.added, told.updated, told.rejected) == (done.added, done.updated, done.rejected)
            assert (again.added, again.updated) == (0, 0)

"""Sheets with the days downwards and the people across: read alike, and told of as they lie in the file."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from cstui.errors import BadInput
from cstui.exchange.rosters.attendance_in import import_attendance
from cstui.exchange.rosters.demand_in import import_demand
from cstui.exchange.rosters.roster_in import import_roster
from cstui.exchange.rosters.sheet_options import SheetOptions
from tests.conftest import Floor
from tests.exchange.rosters.drafts import Book, Make, bring


def understood(floor: Floor, path: Path, **options: Any) -> list[tuple[str, str, str]]:
    report = import_roster(floor.lead, path, SheetOptions(dry_run=True, **options))
    assert not report.refused, report.problems
    return [(each.login, each.day.isoformat(), each.said) for each in report.understood]


def test_a_sheet_of_the_trade_downwards(floor: Floor, book: Book) -> None:
    rows: list[list[Any]] = [
        ["客服部2026年11月排班表"],
        ["制表：王组长  2026-10-28"],
        ["日期", "星期", "客服一组", None, "合计"],
        [None, None, "李　娜", "张伟", None],
        [datetime(2026, 11, 23), "一", "A1", "b1", 2],
        [datetime(2026, 11, 24), "二", "休", "早班", 1],
        [datetime(2026, 11, 25), "三", "年假", "08:38、18:00", 1],
        ["工时", None, 8, 16, 24],
        ["A1=08:00-17:00", None, "B1：13:00—22:00"],
        ["备注：请提前十分钟到岗"],
    ]
    areas = ("A1:E1", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "A10:E10")
    path = book(rows, *areas)
    assert understood(floor, path) == [
        ("li.na", "2026-11-23", "A1"),
        ("li.na", "2026-11-24", "off"),
        ("zhang.wei", "2026-11-23", "B1"),
        ("zhang.wei", "2026-11-24", "A1"),
        ("zhang.wei", "2026-11-25", "08:38-18:00"),
    ]
    report = bring(floor, path)
    assert (report.rows, report.added, report.rejected) == (2, 5, 0)
    assert [(note.row, note.column, note.value) for note in report.notes] == [
        (8, "A", "工时"),
        (4, "E", "合计 2 1 24"),
        (10, "A", "备注:请提前十分钟到岗"),
        (7, "C 2026-11-25", "年假"),
    ]
    assert bring(floor, path).unchanged == 5


@pytest.mark.parametrize(
    "text",
    [
        "日期,李娜,张伟\n11/23,A1,B1\n11/24,休,A1\n",
        "2026年11月,,\n,李娜,张伟\n23日,A1,B1\n24日,休,A1\n",
        "排班 2026.11,,\n,li.na,zhang.wei\n22,,\n23,A1,B1\n24,休,A1\n",
        "周,日期\\姓名,李娜,张伟\n周一,2026/11/23,A1,B1\n周二,2026/11/24,休,A1\n",
        "日期/姓名,张伟(zhang.wei),李娜\n11月23日(一),B1,A1\n11月24日(二),A1,休\n",
        "序号,日期,工号,,\n,,li.na,zhang.wei,\n,,李娜,张伟,备注\n1,Mon 23 Nov,A1,B1,盘点\n2,Tue 24 Nov,休,A1,\n",
    ],
)
def test_dates_downwards_are_read_as_they_are_written(floor: Floor, make: Make, text: str) -> None:
    assert sorted(understood(floor, make("a.csv", text.encode("gbk")))) == [
        ("li.na", "2026-11-23", "A1"),
        ("li.na", "2026-11-24", "off"),
        ("zhang.wei", "2026-11-23", "B1"),
        ("zhang.wei", "2026-11-24", "A1"),
    ]


def test_one_day_or_one_person_is_enough(floor: Floor, make: Make) -> None:
    assert understood(floor, make("a.csv", "日期,李娜,张伟\n2026-11-23,A1,B1\n")) == [
        ("li.na", "2026-11-23", "A1"),
        ("zhang.wei", "2026-11-23", "B1"),
    ]
    assert understood(floor, make("b.csv", ",李娜\n11/23,A1\n11/24,B1\n")) == [
        ("li.na", "2026-11-23", "A1"),
        ("li.na", "2026-11-24", "B1"),
    ]


def test_bare_weekdays_downwards_need_the_week(floor: Floor, make: Make) -> None:
    path = make("a.csv", "星期,李娜\n" + "".join(f"周{day},A1\n" for day in "一二三四五六日"))
    with pytest.raises(BadInput, match="--week"):
        bring(floor, path)
    assert bring(floor, path, monday=date(2026, 11, 23)).added == 7


def test_problems_are_told_where_they_stand_in_the_file(floor: Floor, make: Make, tmp_path: Path) -> None:
    path = make("a.csv", "11月排班\n\n日期,李娜,王五,张伟\n11/23,A1,A1,B1\n11/24,Z9,B1,B1\n")
    report = bring(floor, path)
    assert [(each.row, each.column, each.value) for each in report.problems] == [
        (3, "C", "王五"),
        (5, "B 2026-11-24", "Z9"),
    ]
    skipped = bring(floor, path, on_bad="skip", rejects=tmp_path / "bad.csv")
    assert (skipped.rows, skipped.added, skipped.rejected) == (3, 2, 2)
    bad = (tmp_path / "bad.csv").read_text("utf-8")
    assert "张伟" not in bad
    (tmp_path / "bad.csv").write_text(bad.replace("Z9", "C1").replace("王五", "zhang.wei"), "utf-8")
    again = bring(floor, tmp_path / "bad.csv")
    assert (again.added, again.updated, again.unchanged) == (2, 1, 1)


def test_a_person_in_two_columns_is_told_by_their_letters(floor: Floor, make: Make) -> None:
    report = bring(floor, make("a.csv", "日期,李娜,李娜\n11/23,A1,B1\n11/24,A1,A1\n"))
    assert [(each.row, each.column, each.problem) for each in report.problems] == [
        (2, "C 2026-11-23", "column B says A1 for the same person and day")
    ]


def test_two_people_in_one_column_are_not_taken_for_one(floor: Floor, make: Make) -> None:
    months = "日期,李娜\n11/29,A1\n11/30,A1\n日期,张伟\n12/1,B1\n12/2,B1\n"
    report = bring(floor, make("a.csv", months))
    assert report.refused
    assert [(each.row, each.value) for each in report.problems] == [(1, "李娜, 张伟")]
    assert "two people" in report.problems[0].problem
    same = bring(floor, make("b.csv", months.replace("张伟", "李娜")))
    assert (same.rows, same.added) == (1, 4)


def test_weekdays_that_do_not_fit_are_told_where_they_stand(floor: Floor, make: Make) -> None:
    with pytest.raises(BadInput, match="disagree") as caught:
        bring(floor, make("a.csv", "日期,星期,李娜\n11/23,一,A1\n11/24,三,A1\n"))
    assert [(each.row, each.column) for each in caught.value.problems] == [(3, "B 2026-11-24")]


def test_people_and_days_both_ways_are_refused(floor: Floor, make: Make) -> None:
    text = ",,11/23,11/24\n,李娜,A1,B1\n11/23,A1,,\n11/24,B1,,\n"
    with pytest.raises(BadInput, match="both across and downwards") as caught:
        bring(floor, make("a.csv", text))
    assert "Leave days across" in caught.value.detail


def test_a_year_of_days_and_a_list_of_dates(floor: Floor, make: Make) -> None:
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + step) for step in range(365)]
    path = make("a.csv", "日期,李娜,张伟\n" + "".join(f"{day},A1,休\n" for day in days))
    assert bring(floor, path).added == 730
    with pytest.raises(BadInput, match="no sheet of people by days"):
        bring(floor, make("b.csv", "受理日期,标题\n2026-11-01,坏了\n2026-11-02,慢\n"))


def test_stamps_downwards(floor: Floor, make: Make) -> None:
    path = make("考勤.csv", "日期,李娜,张伟\n11/16,08:38、18:00,休\n11/17,08:5O,08:51 18:02\n".encode("gbk"))
    report = import_attendance(floor.lead, path, SheetOptions(on_bad="skip"))
    assert (report.rows, report.added, report.rejected) == (2, 2, 1)
    assert [(each.row, each.column) for each in report.problems] == [(3, "B 2026-11-17")]


def test_braces_in_a_file_are_no_places_for_words(floor: Floor, make: Make) -> None:
    for bringing in (import_roster, import_attendance, import_demand):
        with pytest.raises(BadInput, match="is no") as caught:
            bringing(floor.lead, make("{0}.csv", "{x},{0!r}\n1,2\n"), SheetOptions())
        assert "{x}, {0!r}" in caught.value.detail


@pytest.mark.parametrize("days", [("2026-11-30", "2026-11-30"), ("2026-12-01", "2026-11-30")])
def test_days_downwards_follow_one_another(floor: Floor, make: Make, days: tuple[str, str]) -> None:
    with pytest.raises(BadInput, match="days in column A do not follow one another"):
        bring(floor, make("a.csv", f"日期,李娜\n{days[0]},A1\n{days[1]},B1\n"))

"""The days of a sheet: dates as they are written, years and months that are not told, weekdays, dates that are none."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from cstui.errors import BadInput
from tests.conftest import Floor
from tests.exchange.rosters.drafts import MONDAY, WEEK, Book, Make, bring, drawn


@pytest.mark.parametrize(
    ("above", "headings"),
    [
        ([], [f"11/{day.day}" for day in WEEK]),
        ([], [f"{day.day}/11" for day in WEEK]),
        ([], [f"11月{day.day}日" for day in WEEK]),
        ([], [day.isoformat() for day in WEEK]),
        ([], [f"周{word}\n11.{day.day}" for word, day in zip("一二三四五六日", WEEK, strict=True)]),
        ([], [f"{day.day} Nov" for day in WEEK]),
        (["2026年11月排班"], [f"{day.day}日" for day in WEEK]),
        (["排班 2026.11"], [f"{day.day}" for day in WEEK]),
        ([], [f"{word} {day.day}" for word, day in zip(("Mon", "Tue", "Wed"), WEEK, strict=False)]),
    ],
)
def test_dates_are_read_as_they_are_written(floor: Floor, make: Make, above: list[str], headings: list[str]) -> None:
    rows = [*above, ",".join(["姓名", *(f'"{each}"' for each in headings)]), "李娜,A1,B1,休"]
    bring(floor, make("a.csv", "\n".join(rows).encode("gb18030")))
    assert drawn(floor)["li.na"].startswith("A1 B1 off")


def test_a_year_that_is_not_told_is_the_nearest_and_that_is_said(floor: Floor, make: Make) -> None:
    path = make("a.csv", "name,12/30,12/31,1/1,1/2\n李娜,A1,A1,off,A1\n")
    report = bring(floor, path, dry_run=True)
    assert [each.day.isoformat() for each in report.understood] == [
        *("2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"),
    ]
    assert [(note.value, note.problem) for note in report.notes] == [
        ("2026-12-30..2027-01-02", "the year, or the month, is not told; the nearest was taken")
    ]
    later = bring(floor, path, year=2028, dry_run=True)
    assert [each.day.year for each in later.understood] == [2028, 2028, 2029, 2029]


def test_a_sheet_of_two_months_goes_on_from_the_one_to_the_other(floor: Floor, book: Book) -> None:
    months = ["", "11月", "", "12月", "", ""]
    path = book(
        [["2026年排班表"], months, ["姓名", 29, 30, 1, 2, 3], ["李娜", "A1", "A1", "B1", "off", "C1"]], "B2:C2", "D2:F2"
    )
    found = bring(floor, path, dry_run=True).understood
    assert [(each.day.isoformat(), each.said) for each in found] == [
        ("2026-11-29", "A1"),
        ("2026-11-30", "A1"),
        ("2026-12-01", "B1"),
        ("2026-12-02", "off"),
        ("2026-12-03", "C1"),
    ]


@pytest.mark.parametrize(("tab", "name"), [("11月", "a.xlsx"), ("Sheet1", "客服部2026年11月排班.xlsx")])
def test_the_tab_or_the_file_may_name_the_month(floor: Floor, tmp_path: Path, tab: str, name: str) -> None:
    work = openpyxl.Workbook()
    work.active.title = tab
    for row in (["姓名", 1, 2, 3], ["李娜", "A1", "休", "B1"]):
        work.active.append(row)
    work.save(tmp_path / name)
    found = bring(floor, tmp_path / name, dry_run=True).understood
    assert [each.day.isoformat() for each in found] == ["2026-11-01", "2026-11-02", "2026-11-03"]


def test_two_blocks_below_each_other_are_two_months(floor: Floor, make: Make) -> None:
    text = "11月排班表,,\n姓名,29日,30日\n李娜,A1,A1\n\n12月排班表,,\n姓名,1日,2日\n李娜,B1,off\n张伟,off,B1\n"
    found = bring(floor, make("a.csv", text), dry_run=True)
    assert found.rows == 3
    assert [(each.login, each.day.isoformat(), each.said) for each in found.understood] == [
        ("li.na", "2026-11-29", "A1"),
        ("li.na", "2026-11-30", "A1"),
        ("li.na", "2026-12-01", "B1"),
        ("li.na", "2026-12-02", "off"),
        ("zhang.wei", "2026-12-01", "off"),
        ("zhang.wei", "2026-12-02", "B1"),
    ]


def test_bare_weekdays_need_the_week(floor: Floor, make: Make) -> None:
    path = make("a.csv", "排班表,,,,,,,\n姓名,一,二,三,四,五,六,日\n李娜,A1,A1,A1,A1,A1,休,休\n")
    with pytest.raises(BadInput) as caught:
        bring(floor, path)
    assert "--week" in caught.value.detail
    bring(floor, path, monday=MONDAY)
    assert drawn(floor) == {"li.na": "A1 A1 A1 A1 A1 off off"}


def test_only_the_week_asked_for_is_taken(floor: Floor, make: Make) -> None:
    path = make("a.csv", "name,2026-11-29,2026-11-30,2026-12-01\n李娜,A1,B1,C1\n")
    assert bring(floor, path, monday=date(2026, 11, 30)).added == 2
    assert drawn(floor) == {}
    with pytest.raises(BadInput, match="no day of the week 2026-W52"):
        bring(floor, path, monday=date(2026, 12, 21))


@pytest.mark.parametrize("headings", ["2026-11-23,2026-11-23,2026-11-24", "11/23,11/23,11/24,11/24"])
def test_a_day_in_two_columns_is_told(floor: Floor, make: Make, headings: str) -> None:
    with pytest.raises(BadInput, match="days in row 1 do not follow one another"):
        bring(floor, make("a.csv", f"姓名,{headings}\n李娜,A1,A1,B1,B1\n"))


def test_a_month_that_there_is_not_is_told_as_guessed(floor: Floor, make: Make) -> None:
    report = bring(floor, make("a.csv", "2026年13月排班\n姓名,1,2,3\n李娜,A1,A1,A1\n"), dry_run=True)
    assert [note.value for note in report.notes] == ["2026-12-01..2026-12-03"]


def test_a_column_without_a_date_among_the_days_is_told(floor: Floor, make: Make) -> None:
    report = bring(floor, make("a.csv", "姓名,11/29,11/30,11/31,12/1,备注\n李娜,A1,A1,B1,C1,x\n"))
    assert report.added == 3
    assert [(note.column, note.value) for note in report.notes[1:]] == [("D", "11/31"), ("F", "备注")]


def test_serial_numbers_are_dates_in_a_text_too(floor: Floor, make: Make) -> None:
    bring(floor, make("a.csv", "工号,姓名,46349,46350\n46001,李娜,A1,休\n46002,张伟,B1,B1\n"))
    assert drawn(floor) == {"li.na": "A1 off . . . . .", "zhang.wei": "B1 B1 . . . . ."}


@pytest.mark.parametrize("year", [1, 1900, 9999])
def test_dates_beyond_reach_are_no_dates(floor: Floor, make: Make, book: Book, year: int) -> None:
    first, last = datetime(year, 12, 30), datetime(year, 12, 31)
    with pytest.raises(BadInput):
        bring(floor, make("a.csv", f"name,{first.date()},{last.date()}\n李娜,A1,A1\n"))
    if year > 1:
        with pytest.raises(BadInput):
            bring(floor, book([["name", first, last], ["李娜", "A1", "A1"]]))


def test_weekdays_that_do_not_fit_the_dates_stop_everything(floor: Floor, make: Make) -> None:
    path = make("a.csv", "姓名,11/23,11/24\n,二,三\n李娜,A1,A1\n")
    with pytest.raises(BadInput, match="disagree") as caught:
        bring(floor, path, on_bad="skip")
    assert [problem.column for problem in caught.value.problems] == ["B 2026-11-23", "C 2026-11-24"]
    assert bring(floor, path, year=2027).added == 2

"""Rosters as the trade keeps them: several header rows, merged cells, codes, legends, totals, remarks."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstui.errors import BadInput, CstuiError, Refused
from cstui.exchange.rosters.attendance_in import import_attendance
from cstui.exchange.rosters.demand_in import import_demand
from cstui.exchange.rosters.roster_in import import_roster
from cstui.exchange.rosters.sheet_options import SheetOptions
from cstui.exchange.rosters.sheet_report import SheetReport
from cstui.floor import accounts
from cstui.floor.rosters import drafting, publishing, weeks
from cstui.floor.rosters.drafting import Clash, Edit
from tests.conftest import Floor

Make = Callable[[str, "bytes | str"], Path]
MONDAY = date(2026, 11, 23)
WEEK = [date(2026, 11, day) for day in range(23, 30)]


@pytest.fixture(autouse=True)
def today() -> Any:
    """A Sunday in November."""
    with time_machine.travel(datetime.fromisoformat("2026-11-22T10:00:00+08:00"), tick=False):
        yield


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Write rows into a workbook, some of its areas merged."""

    def write(rows: list[list[Any]], *merged: str, name: str = "roster.xlsx") -> Path:
        work = openpyxl.Workbook()
        for row in rows:
            work.active.append(row)
        for area in merged:
            work.active.merge_cells(area)
        work.save(tmp_path / name)
        return tmp_path / name

    return write


def bring(floor: Floor, path: Path, **options: Any) -> SheetReport:
    return import_roster(floor.lead, path, SheetOptions(**options))


def drawn(floor: Floor, monday: date = MONDAY) -> dict[str, str]:
    """Return the codes of a week's draft by login, ``.`` where nothing stands."""
    week = weeks.week(floor.lead, None, monday)
    cells = {(shift.login, shift.day): shift.code for shift in week.shifts}
    days = [date.fromordinal(monday.toordinal() + step) for step in range(7)]
    return {
        login: " ".join(cells.get((login, day), ".") for day in days)
        for login, _name in week.people
        if any((login, day) in cells for day in days)
    }


SHEET: list[list[Any]] = [
    ["客服部11月排班表"],
    ["部门", "序号", "姓名", *[datetime(day.year, day.month, day.day) for day in WEEK], "工时"],
    [None, None, None, *"一二三四五六日", None],
    ["客服部", 1, "李　娜", "A1", "Ａ１", "休", "08:38、18:00", "年假", "/", "8:00-17:00", 40],
    [None, 2, "张伟 ", "b1", "早班", None, "C1", "休 ", "—", "off", 32],
    ["合计", None, None, 2, 2, 1, 2, 2, 1, 1, None],
    ["A1=08:00-17:00；B1：13:00—22:00；休=休息"],
    ["备注：请提前十分钟到岗"],
]


def test_a_sheet_of_the_trade_becomes_a_draft(floor: Floor, book: Callable[..., Path]) -> None:
    path = book(SHEET, "A1:K1", "A4:A5", "A7:K7")
    report = bring(floor, path)
    assert (report.rows, report.added, report.updated, report.unchanged, report.rejected) == (2, 12, 0, 0, 0)
    assert drawn(floor) == {
        "li.na": "A1 A1 off 08:38-18:00 . off 08:00-17:00",
        "zhang.wei": "B1 A1 . C1 off off off",
    }
    assert [(note.row, note.column, note.value) for note in report.notes] == [
        (2, "K", "工时"),
        (6, "", "合计 2 1"),
        (7, "", "A1=08:00-17:00;B1:13:00—22:00;休=休息"),
        (8, "", "备注:请提前十分钟到岗"),
        (4, "H 2026-11-27", "年假"),
    ]
    again = bring(floor, path)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 12)


def test_a_dry_run_tells_what_it_understood_and_writes_nothing(floor: Floor, book: Callable[..., Path]) -> None:
    report = bring(floor, book(SHEET), dry_run=True)
    assert report.added == 12
    assert [each.said for each in report.understood if each.login == "zhang.wei"] == [
        *("B1", "A1", "C1", "off", "off", "off"),
    ]
    assert report.as_dict()["understood"][0] == {"login": "li.na", "name": "李娜", "day": "2026-11-23", "said": "A1"}
    assert drawn(floor) == {}


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


def test_a_sheet_of_two_months_goes_on_from_the_one_to_the_other(floor: Floor, book: Callable[..., Path]) -> None:
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


def test_headings_of_a_grid_are_not_those_of_a_list(floor: Floor, make: Make) -> None:
    bring(floor, make("a.csv", "班次,姓名,日期,\n早班,,11/23,11/24\n早班,李娜,A1,B1\n晚班,张伟,B1,休\n"))
    assert drawn(floor) == {"li.na": "A1 B1 . . . . .", "zhang.wei": "B1 off . . . . ."}


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


def test_a_row_for_each_person_and_day(floor: Floor, make: Make) -> None:
    path = make("a.csv", "账号,姓名,日期,班次\nli.na,李娜,2026-11-23,A1\nli.na,李娜,2026/11/24,休\n,张伟,11月23日,B1\n")
    assert bring(floor, path).added == 3
    assert drawn(floor) == {"li.na": "A1 off . . . . .", "zhang.wei": "B1 . . . . . ."}
    with pytest.raises(BadInput, match="two ways"):
        bring(floor, make("b.csv", "login,date,shift\nli.na,03/04/2026,A1\n"))
    assert bring(floor, make("c.csv", "login,date,shift\nli.na,23/11/2026,A1\n")).unchanged == 1


def test_what_cannot_be_read_is_told_with_row_column_and_day(floor: Floor, make: Make) -> None:
    path = make("a.csv", "name,11/23,11/24\n李娜,Z9,A1\n王五,A1,A1\n陈默,A1,A1\n,A1,A1\n")
    report = bring(floor, path)
    assert report.refused and drawn(floor) == {}
    assert (report.rows, report.added, report.rejected) == (4, 0, 4)
    told = [(problem.row, problem.column, problem.value) for problem in report.problems]
    assert told == [(2, "B 2026-11-23", "Z9"), (3, "person", "王五"), (4, "person", "陈默"), (5, "person", "")]
    assert "known are E1, A1" in report.problems[0].problem
    assert (
        bring(floor, make("b.csv", "name,11/23,11/24\nchen.mo,A1,A1\n")).problems[0].problem
        == "chen.mo is of the team cards"
    )


def test_a_remark_behind_a_code_is_told_and_the_code_taken(floor: Floor, make: Make) -> None:
    path = make("a.csv", "姓名,11/23,11/24,11/25,11/26,11/27\n李娜,A1(培训),Ａ１（支援）,B1 盘点,休(年假),C1【晚】\n")
    report = bring(floor, path)
    assert drawn(floor) == {"li.na": "A1 A1 B1 . C1 . ."}
    assert [(note.column[:1], note.problem[:11]) for note in report.notes[1:]] == [
        *[("B", "taken as A1"), ("C", "taken as A1"), ("D", "taken as B1"), ("E", "leave is no"), ("F", "taken as C1")],
    ]
    wrong = bring(floor, make("b.csv", "姓名,11/23,11/24\n李娜,A1 B1,Z9(培训)\n"))
    assert [problem.value for problem in wrong.problems] == ["A1 B1", "Z9(培训)"]


def test_a_preview_shows_only_what_would_be_taken(floor: Floor, make: Make) -> None:
    path = make("a.csv", "姓名,11/23,11/24\n李娜,A1,Z9\n张伟,B1,B1\n")
    report = bring(floor, path, dry_run=True, on_bad="skip")
    assert (report.added, {each.login for each in report.understood}) == (2, {"zhang.wei"})


@pytest.mark.parametrize("headings", ["2026-11-23,2026-11-23,2026-11-24", "11/23,11/23,11/24,11/24"])
def test_a_day_in_two_columns_is_told(floor: Floor, make: Make, headings: str) -> None:
    with pytest.raises(BadInput, match="days in row 1 do not follow one another"):
        bring(floor, make("a.csv", f"姓名,{headings}\n李娜,A1,A1,B1,B1\n"))


def test_a_month_that_there_is_not_is_told_as_guessed(floor: Floor, make: Make) -> None:
    report = bring(floor, make("a.csv", "2026年13月排班\n姓名,1,2,3\n李娜,A1,A1,A1\n"), dry_run=True)
    assert [note.value for note in report.notes] == ["2026-12-01..2026-12-03"]


def test_rejects_are_never_written_over_a_file(floor: Floor, make: Make, tmp_path: Path) -> None:
    path = make("a.csv", "姓名,11/23,11/24\n李娜,A1,Z9\n张伟,B1,B1\n")
    with pytest.raises(Refused, match="there already") as caught:
        bring(floor, path, on_bad="skip", rejects=path)
    assert "--force" not in caught.value.detail and drawn(floor) == {}


@pytest.mark.parametrize("codec", ["utf-16", "utf-32", "utf-7", "idna", "punycode"])
def test_a_wrong_encoding_is_told(floor: Floor, make: Make, codec: str) -> None:
    with pytest.raises(BadInput):
        bring(floor, make("a.csv", "姓名,11/23,11/24\n李娜,A1,B1\n".encode("gbk")), encoding=codec)


def test_a_column_without_a_date_among_the_days_is_told(floor: Floor, make: Make) -> None:
    report = bring(floor, make("a.csv", "姓名,11/29,11/30,11/31,12/1,备注\n李娜,A1,A1,B1,C1,x\n"))
    assert report.added == 3
    assert [(note.column, note.value) for note in report.notes[1:]] == [("D", "11/31"), ("F", "备注")]


def test_serial_numbers_are_dates_in_a_text_too(floor: Floor, make: Make) -> None:
    bring(floor, make("a.csv", "工号,姓名,46349,46350\n46001,李娜,A1,休\n46002,张伟,B1,B1\n"))
    assert drawn(floor) == {"li.na": "A1 off . . . . .", "zhang.wei": "B1 B1 . . . . ."}


def test_totals_below_a_list_are_passed_over(floor: Floor, make: Make) -> None:
    report = bring(floor, make("a.csv", "姓名,日期,班次\n李娜,2026-11-23,A1\n合计,,1\n备注：早到,,\n"))
    assert (report.rows, report.added, [note.row for note in report.notes]) == (1, 1, [3, 4])


def test_good_rows_alone_and_the_others_apart(floor: Floor, make: Make, tmp_path: Path) -> None:
    path = make("a.csv", "11月排班,,\n姓名,23日,24日\n李娜,A1,Z9\n张伟,B1,B1\n姓名,25日,26日\n李娜,A1,?\n")
    report = bring(floor, path, on_bad="skip", rejects=tmp_path / "bad.csv")
    assert (report.rows, report.added, report.rejected) == (3, 2, 2)
    assert drawn(floor) == {"zhang.wei": "B1 B1 . . . . ."}
    bad = (tmp_path / "bad.csv").read_text("utf-8")
    assert bad.splitlines()[0] == "姓名,2026-11-23,2026-11-24,problem"
    (tmp_path / "bad.csv").write_text(bad.replace("Z9", "C1").replace("?", "off"), "utf-8")
    assert bring(floor, tmp_path / "bad.csv").added == 4
    assert drawn(floor)["li.na"] == "A1 C1 A1 off . . ."


def test_several_people_of_one_name_are_told_apart_by_login(floor: Floor, make: Make) -> None:
    accounts.add_agent(floor.boss, "li.na2", name="李娜", team="floor")
    report = bring(floor, make("a.csv", "姓名,11/23,11/24\n李娜,A1,A1\n"))
    assert "li.na, li.na2" in report.problems[0].problem
    assert bring(floor, make("b.csv", "工号,姓名,11/23,11/24\nli.na2,李娜,A1,A1\n0017,张伟,B1,B1\n")).added == 4
    assert bring(floor, make("c.csv", "姓名,11/23,11/24\n李娜(li.na),C1,C1\n")).added == 2
    assert [row.split()[0] for row in drawn(floor).values()] == ["C1", "A1", "B1"]


def test_one_person_twice_is_a_problem_where_it_differs(floor: Floor, make: Make) -> None:
    same = bring(floor, make("a.csv", "name,11/23,11/24\n李娜,A1,A1\nli.na,A1,\n"))
    assert (same.refused, same.added) == (False, 2)
    other = bring(floor, make("b.csv", "name,11/23,11/24\n李娜,A1,A1\nli.na,B1,\n"))
    assert [problem.problem for problem in other.problems] == ["row 2 says A1 for the same person and day"]


def test_the_sheet_explains_codes_of_its_own(floor: Floor, make: Make) -> None:
    text = "姓名,11/23,11/24\n李娜,早,D\n备注：早=08:00-17:00；D 班(10:00~19:30)；D=10:00~19:30,,\n"
    bring(floor, make("a.csv", text))
    assert drawn(floor) == {"li.na": "08:00-17:00 10:00-19:30 . . . . ."}


def test_a_code_that_the_sheet_explains_otherwise_stops_everything(floor: Floor, make: Make) -> None:
    path = make("a.csv", "A1=09:00-18:00,,\n姓名,11/23,11/24\n李娜,A1,B1\n")
    with pytest.raises(BadInput, match="mean something else here") as caught:
        bring(floor, path, on_bad="skip")
    assert [(problem.column, problem.value) for problem in caught.value.problems] == [("A1", "09:00-18:00")]


@pytest.mark.parametrize(
    "cell",
    [
        "09:00-12:00 17:00-21:00",
        "09:00-12:00\n17:00-21:00",
        "9:00-12:00、17:00-21:00",
        "９：００－１２：００／１７：００－２１：００",
        "09:00~12:00,17:00~21:00",
        "09:00至12:00；17:00到21:00",
        "09:00、12:00、17:00、21:00",
    ],
)
def test_a_cell_may_hold_two_parts(floor: Floor, book: Callable[..., Path], cell: str) -> None:
    path = book([["姓名", "11/23", "11/24", "11/25"], ["李娜", cell, "S1", "两头班"]])
    assert bring(floor, path).problems == ()
    assert drawn(floor)["li.na"] == "09:00-12:00 17:00-21:00 S1 S1 . . . ."
    assert bring(floor, path).unchanged == 3


def test_two_parts_the_wrong_way_round_are_a_problem(floor: Floor, book: Callable[..., Path]) -> None:
    report = bring(floor, book([["姓名", "11/23", "11/24"], ["李娜", "17:00-21:00 09:00-12:00", "A1"]]))
    assert [(each.column, each.value) for each in report.problems] == [("B 2026-11-23", "17:00-21:00 09:00-12:00")]


@pytest.mark.parametrize(
    "legend",
    [
        "S1=09:00-12:00 17:00-21:00 两头班",
        "S1：9:00-12:00、17:00-21:00",
        "S1=09:00-21:00",
        "A1=08:00-12:00,13:00-17:00",
    ],
)
def test_a_legend_of_two_parts_agrees_with_the_floor(floor: Floor, book: Callable[..., Path], legend: str) -> None:
    assert bring(floor, book([[legend], ["姓名", "11/23", "11/24"], ["李娜", "A1", "S1"]])).added == 2


def test_a_legend_explains_two_parts_and_a_break_elsewhere_is_another(floor: Floor, book: Callable[..., Path]) -> None:
    bring(floor, book([["两=10:00-13:00 18:00-22:00"], ["姓名", "11/23", "11/24"], ["李娜", "两", "A1"]]))
    assert drawn(floor)["li.na"] == "10:00-13:00 18:00-22:00 A1 . . . . ."
    with pytest.raises(BadInput, match="mean something else here"):
        bring(floor, book([["S1=09:00-13:00 17:00-21:00"], ["姓名", "11/23", "11/24"], ["李娜", "S1", "A1"]]))


def test_a_legend_of_times_that_are_none_explains_nothing(floor: Floor, book: Callable[..., Path]) -> None:
    assert bring(floor, book([["A1=25:00-29:00"], ["姓名", "11/23", "11/24"], ["李娜", "A1", "B1"]])).added == 2


@pytest.mark.parametrize("year", [1, 1900, 9999])
def test_dates_beyond_reach_are_no_dates(floor: Floor, make: Make, book: Callable[..., Path], year: int) -> None:
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


@pytest.mark.parametrize(
    "text",
    [
        "投诉编号,受理时间,办结时间,投诉内容\n1,2026-11-01,2026-11-05,坏了\n2,2026-11-02,2026-11-06,慢\n",
        "id,date received,state,narrative\n1,2026-11-01,closed,too slow\n",
        "a,b,c\n1,2,3\n4,5,6\n",
        "just words\n",
        "日期,2026-11-23,至,2026-11-29\n",
        "编号,受理,办结,内容\n" + "".join(f"{n},2026-11-{n:02},2026-11-{31 - n},x\n" for n in range(1, 31)),
        "编号,受理,办结\n" + "2026-11-01,2026-11-02,x\n" * 400,
        "姓名,11/23,11/24\n",
    ],
)
def test_what_is_no_roster_is_refused_in_words(floor: Floor, make: Make, text: str) -> None:
    with pytest.raises(BadInput, match="no sheet of people by days"):
        bring(floor, make("a.csv", text))


def test_hostile_cells_stay_text(floor: Floor, make: Make) -> None:
    evil = "=HYPERLINK(1)\x1b[31m\u202e"
    report = bring(floor, make("a.csv", f"name,11/23,11/24\n{evil},A1,A1\n李娜,{evil},{'9' * 5000}\n"))
    assert report.refused
    assert all("\x1b" not in each.problem for each in report.problems)
    assert len(report.problems[2].value) <= 81


def test_phantom_columns_and_rows_are_trimmed_in_no_time(floor: Floor, tmp_path: Path) -> None:
    path = tmp_path / "phantom.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as work:
        sheet, grey = work.add_worksheet(), work.add_format({"bg_color": "#eeeeee"})
        rows = [["姓名", "11/23", "11/24"], ["李娜", "A1", "休"], ["张伟", "B1", "C1"]]
        for number in range(40):
            for column in range(16_384):
                if number < 3 and column < 3:
                    sheet.write_string(number, column, rows[number][column], grey)
                else:
                    sheet.write_blank(number, column, None, grey)
        for number in range(1_048_000, 1_048_576):
            sheet.write_blank(number, 1, None, grey)
    begun = time.process_time()
    assert bring(floor, path).added == 4
    assert time.process_time() - begun < 2  # the limit of the issue, ten times what it takes


def test_a_csv_with_thousands_of_empty_columns_is_trimmed(floor: Floor, make: Make) -> None:
    tail = "," * 16_000
    assert bring(floor, make("a.csv", f"name,11/23,11/24{tail}\n李娜,A1,B1{tail}\n{tail}\n")).added == 2


def test_locked_cells_stay_and_closed_weeks_refuse(floor: Floor, make: Make) -> None:
    path = make("a.csv", "name,11/23,11/24\n李娜,A1,A1\n")
    drafting.set_cells(floor.lead, None, [Edit("li.na", MONDAY, "C1")])
    drafting.lock(floor.lead, None, [("li.na", MONDAY)])
    report = bring(floor, path)
    assert (report.added, report.updated, report.unchanged) == (1, 0, 1)
    assert [(note.column, note.problem) for note in report.notes[1:]] == [("B 2026-11-23", "locked; C1 stays")]
    assert drawn(floor) == {"li.na": "C1 A1 . . . . ."}
    publishing.publish(floor.lead, None, MONDAY)
    with time_machine.travel(datetime.fromisoformat("2026-12-03T10:00:00+08:00")):
        publishing.close(floor.lead, None, MONDAY)
        with pytest.raises(Refused, match="closed"):
            bring(floor, make("b.csv", "name,2026-11-23,2026-11-24\n李娜,B1,B1\n"))


def test_who_edits_meanwhile_loses_nothing(floor: Floor, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make("a.csv", "name,11/23,11/24\n李娜,A1,A1\n")
    write = drafting.set_cells

    def late(*args: Any, **options: Any) -> Any:
        write(floor.boss, "floor", [Edit("li.na", MONDAY, "B1")])
        return write(*args, **options)

    monkeypatch.setattr("cstui.exchange.rosters.roster_in.drafting.set_cells", late)
    with pytest.raises(Clash) as caught:
        bring(floor, path)
    assert [each.after.code for each in caught.value.differences if each.after] == ["B1"]
    assert drawn(floor) == {"li.na": "B1 . . . . . ."}


def test_a_lead_imports_for_their_own_team_only(floor: Floor, make: Make) -> None:
    path = make("a.csv", "name,11/23,11/24\nchen.mo,A1,A1\n")
    with pytest.raises(Refused):
        bring(floor, path, team="cards")
    with pytest.raises(Refused):
        import_roster(floor.agent, path, SheetOptions())
    assert import_roster(floor.boss, path, SheetOptions(team="cards")).added == 2


WORDS = (
    "||李娜|张伟|王|姓名|工号|日期|班次|时间|来电量|进出|11/23|11/24|23日|24日|23|24|1|2|3|一|二|三|周一|A1|休|年假|08:38、18:00"
    "|22:00 06:00|2026-11-23|2026-11-23 09:00|合计|备注|A1=09:00-18:00|11月排班表|99/99|31/2|-1|1e308|nan|=1+1"
    "|24:00-25:00|2/29|12/31|1/1|99999999999999999999|²|١|login|date|shift|count|\u202e\x1b[2J"
).split("|")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), min_size=1, max_size=6))
def test_any_table_is_read_or_refused_in_words(floor: Floor, make: Make, rows: list[list[str]]) -> None:
    """Whatever stands in a file, none of the three imports breaks on it."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = make("any.csv", text.getvalue())
    for bringing in (import_roster, import_attendance, import_demand):
        try:
            report = bringing(floor.boss, path, SheetOptions(on_bad="skip"))
        except CstuiError as error:
            assert error.title
        else:
            assert report.rejected <= report.rows + 1

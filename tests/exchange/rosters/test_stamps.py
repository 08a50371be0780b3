"""Exports of time clocks: a row a stamp, a row a day, a month as a grid; GBK, night shifts, words instead of times."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import time_machine

from cstui.errors import BadInput, Refused
from cstui.exchange.rosters.attendance_in import import_attendance
from cstui.exchange.rosters.punches import Punch, times_of, told_apart
from cstui.exchange.rosters.sheet_options import SheetOptions
from cstui.exchange.rosters.sheet_report import SheetReport
from cstui.exchange.rosters.stamp_rows import HEADER_EXAMPLES
from cstui.floor import accounts
from cstui.floor.rosters import attendance, drafting, publishing
from cstui.floor.rosters.drafting import Edit
from db.queries import attendance as kept
from tests.conftest import Floor

Make = Callable[[str, "bytes | str"], Path]
MONDAY = date(2026, 11, 16)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(autouse=True)
def today() -> Any:
    """The Monday after the week."""
    with time_machine.travel(datetime.fromisoformat("2026-11-23T10:00:00+08:00"), tick=False):
        yield


def bring(floor: Floor, path: Path, **options: Any) -> SheetReport:
    return import_attendance(floor.lead, path, SheetOptions(**options))


def stamped(floor: Floor, login: str = "li.na") -> list[str]:
    """Return the stamps of a person in the floor's time."""
    agent = accounts.find_actor(login).id
    found = kept.stamps(kept.Of(None, [agent]), datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    return [f"{each.at.astimezone(SHANGHAI):%d %H:%M} {each.kind}" for each in found]


def published(floor: Floor, *codes: str | None, login: str = "li.na") -> None:
    days = [MONDAY + timedelta(days=step) for step in range(len(codes))]
    edits = [Edit(login, day, code) for day, code in zip(days, codes, strict=True) if code]
    drafting.set_cells(floor.lead, None, edits, force=True)
    publishing.publish(floor.lead, None, MONDAY)


def test_a_row_a_stamp_in_gbk(floor: Floor, make: Make) -> None:
    text = "考勤记录\n工号,姓名,打卡时间,进出\n1,李娜,2026-11-16 07:58:10,进\n"
    text += "1,李娜,2026-11-16 17:03:00,出\n2,张伟,2026/11/16 8:05,上班\n"
    path = make("clock.csv", text.encode("gbk"))
    report = bring(floor, path)
    assert (report.encoding, report.rows, report.added, report.unchanged) == ("gb18030", 3, 3, 0)
    assert stamped(floor) == ["16 07:58 in", "16 17:03 out"]
    assert stamped(floor, "zhang.wei") == ["16 08:05 in"]
    again = bring(floor, path)
    assert (again.added, again.unchanged) == (0, 3)


def test_each_part_of_a_split_shift_tells_its_own_stamps(floor: Floor, make: Make) -> None:
    published(floor, "S1", "S1", "S1", "09:00-12:00 17:00-21:00")
    rows = ["16 08:55", "16 12:01", "16 16:55"]  # the evening is not over, or never stamped
    rows += ["17 08:55", "17 16:55", "17 21:02"]  # nobody stamped at noon
    rows += ["18 08:58", "18 21:01", "19 08:59", "19 12:00", "19 17:00", "19 21:00"]
    bring(floor, make("a.csv", "login,time\n" + "".join(f"li.na,2026-11-{row}\n" for row in rows)))
    assert [each.split()[2] for each in stamped(floor)] == [
        *("in", "out", "in"),
        *("in", "in", "out"),
        *("in", "out", "in", "out", "in", "out"),
    ]
    judged = attendance.days(floor.agent, MONDAY, MONDAY + timedelta(days=3))
    assert [day.marks for day in judged] == [("present", "incomplete"), *[("present",)] * 3]
    assert [day.in_plan_minutes for day in judged] == [420, 420, 420, 420]


def test_stamps_without_a_kind_are_told_by_the_shift(floor: Floor, make: Make) -> None:
    published(floor, "A1", "C1", None, "A1", "A1")
    rows = ["16 07:58", "16 12:01", "16 12:58", "16 17:03", "17 21:55", "18 06:04", "19 16:59", "20 08:01"]
    path = make("a.csv", "login,time\n" + "".join(f"li.na,2026-11-{row}\n" for row in rows))
    bring(floor, path)
    assert stamped(floor) == [
        *("16 07:58 in", "16 12:01 out", "16 12:58 in", "16 17:03 out"),
        *("17 21:55 in", "18 06:04 out", "19 16:59 out", "20 08:01 in"),
    ]
    assert bring(floor, path).unchanged == 8


def test_a_month_as_people_by_days(floor: Floor, tmp_path: Path) -> None:
    work = openpyxl.Workbook()
    sheet = work.active
    sheet.append(["11月考勤明细表"])
    sheet.append(["姓名", "部门", *[f"{day}日" for day in range(16, 22)], "出勤"])
    sheet.append(
        ["李娜", "客服", "08:38、18:00", "08:31\n12:00\n13:00\n18:02", "旷工", "22:00 06:05", time(8, 1), "事假", 4]
    )
    sheet.append(["张伟", "客服", "休", None, "09:00-次日01:10", "休", "8：00；17：30", "", 2])
    sheet.merge_cells("A1:I1")
    work.save(tmp_path / "month.xlsx")
    report = bring(floor, tmp_path / "month.xlsx")
    assert (report.rows, report.added) == (2, 13)
    assert stamped(floor) == [
        *("16 08:38 in", "16 18:00 out", "17 08:31 in", "17 12:00 out", "17 13:00 in", "17 18:02 out"),
        *("19 22:00 in", "20 06:05 out", "20 08:01 in"),
    ]
    assert stamped(floor, "zhang.wei") == ["18 09:00 in", "19 01:10 out", "20 08:00 in", "20 17:30 out"]
    assert [note.value for note in report.notes[:2]] == ["2026-11-16..2026-11-21", "出勤"]
    assert [(note.value, note.problem) for note in report.notes[2:]] == [
        ("旷工", "no time: passed over, once"),
        ("事假", "no time: passed over, once"),
        ("休", "no time: passed over, 2 times in all"),
    ]
    assert bring(floor, tmp_path / "month.xlsx").added == 0


def test_a_row_a_day_with_in_and_out(floor: Floor, make: Make) -> None:
    text = "姓名,日期,上班打卡,下班打卡\n李娜,2026-11-16,08:38,18:00\n"
    text += "李娜,2026-11-17,21:58,06:02\n李娜,2026-11-19,未打卡,18:00\n"
    report = bring(floor, make("a.csv", text))
    assert (report.rows, report.added) == (3, 5)
    assert stamped(floor) == ["16 08:38 in", "16 18:00 out", "17 21:58 in", "18 06:02 out", "19 18:00 out"]
    assert [(note.column, note.value) for note in report.notes] == [("C", "未打卡")]


def test_a_day_and_a_time_in_two_columns(floor: Floor, make: Make) -> None:
    bring(
        floor,
        make("a.csv", "账号,日期,时间\nli.na,2026/11/16,08:38\nli.na,2026/11/16,18:00\nli.na,2026/11/17,08:00 17:00\n"),
    )
    assert stamped(floor) == ["16 08:38 in", "16 18:00 out", "17 08:00 in", "17 17:00 out"]


def test_the_attendance_is_judged_by_what_came_in(floor: Floor, make: Make) -> None:
    published(floor, "A1", "C1")
    bring(floor, make("a.csv", "姓名,11/16,11/17,11/18\n李娜,08:38、17:00,21:59,06:00\n"))
    days = attendance.days(floor.lead, MONDAY, MONDAY + timedelta(days=1), login="li.na")
    assert [(day.marks, day.late_minutes) for day in days] == [(("late",), 38), (("present",), 0)]


def test_what_cannot_be_read_is_told_and_nothing_is_kept(floor: Floor, make: Make) -> None:
    text = (
        "姓名,打卡时间,类型\n李娜,2026-11-16 08:00,进\n王五,2026-11-16 08:00,进\n陈默,2026-11-16 08:00,进\n"
        "李娜,yesterday,进\n李娜,2026-11-16 25:00,进\n李娜,2026-11-16 17:00,跳\n李娜,2026-12-16 08:00,进\n"
    )
    report = bring(floor, make("a.csv", text))
    assert report.refused and stamped(floor) == []
    assert [(problem.row, problem.column) for problem in report.problems] == [
        *((3, "person"), (4, "person"), (5, "B"), (6, "B"), (7, "C"), (8, "")),
    ]
    assert "in the future" in report.problems[-1].problem
    skipped = bring(floor, make("b.csv", text), on_bad="skip", rejects=floor.path.with_name("bad.csv"))
    assert (skipped.added, skipped.rejected) == (1, 6)
    assert floor.path.with_name("bad.csv").read_text("utf-8").count("\n") == 7


def test_a_dry_run_keeps_nothing(floor: Floor, make: Make) -> None:
    report = bring(floor, make("a.csv", "login,time\nli.na,2026-11-16 08:00\n"), dry_run=True)
    assert (report.added, stamped(floor)) == (1, [])


def test_who_may_import_for_whom(floor: Floor, make: Make) -> None:
    path = make("a.csv", "login,time\nchen.mo,2026-11-16 08:00\n")
    assert "of the team cards" in bring(floor, path).problems[0].problem
    assert import_attendance(floor.boss, path, SheetOptions()).added == 1
    with pytest.raises(Refused):
        import_attendance(floor.agent, path, SheetOptions())
    with pytest.raises(Refused):
        bring(floor, path, team="cards")


@pytest.mark.parametrize(
    ("text", "seconds", "wrong"),
    [
        ("08:38、18:00", (31080, 64800), False),
        ("22:00 次日06:00", (79200, 108000), False),
        ("22:00/06:00", (79200, 108000), False),
        ("08:38:30", (31110,), False),
        ("旷工", (), False),
        ("8点", (), True),
        ("24:30", (), True),
        ("16:00 24:00", (57600, 86400), False),
        ("上午8:38 下午6:00", (31080, 64800), False),
        ("8:38 AM - 6:00 pm", (31080, 64800), False),
        ("12:10 a.m.", (600,), False),
        ("８点３８分、18点整", (31080, 64800), False),
        ("08:38 180O", (31080,), True),
        ("08:38 18.00", (31080,), True),
        ("08:38(迟到8分钟) 18:00", (31080, 64800), False),
        ("", (), False),
    ],
)
def test_the_times_of_a_cell(text: str, seconds: tuple[int, ...], wrong: bool) -> None:
    assert times_of(text)[1:] == (seconds, wrong)


def test_the_finger_that_stamps_twice_counts_once() -> None:
    begin = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)
    at = [begin, begin + timedelta(minutes=1), begin + timedelta(hours=9)]
    found = told_apart([Punch(1, each, None, MONDAY, 2) for each in at], [(begin, begin + timedelta(hours=9))])
    assert [(each.at, each.kind) for each in found] == [(at[0], "in"), (at[2], "out")]


@pytest.mark.parametrize(
    "text",
    [
        "投诉编号,受理时间,投诉内容\n1,2026-11-01,坏了\n",
        "姓名,部门\n李娜,客服\n",
        "a,b\n1,2\n",
        "工号,姓名,日期\nli.na,李娜,2026-11-16\n",
        "姓名,周一,周二,周三,周四,周五\n李娜,08:38,08:38,08:38,08:38,08:38\n",
    ],
)
def test_what_a_table_of_stamps_needs_is_told(floor: Floor, make: Make, text: str) -> None:
    with pytest.raises(BadInput, match="is no table of attendance") as caught:
        bring(floor, make("a.csv", text))
    assert all(word in caught.value.detail for words in HEADER_EXAMPLES.values() for word in words)
    assert "--week" not in caught.value.detail and "shift" not in caught.value.detail
    told = "weekdays without dates" if "周一" in text else text.splitlines()[0].replace(",", ", ")
    assert told in caught.value.detail


def test_the_headers_that_are_told_are_known(floor: Floor, make: Make) -> None:
    for person in HEADER_EXAMPLES["person"]:
        for day, come, gone in itertools.product(
            HEADER_EXAMPLES["day"], HEADER_EXAMPLES["come"], HEADER_EXAMPLES["gone"]
        ):
            row = "李娜" if person in ("name", "姓名") else "li.na"
            path = make("a.csv", f"{person},{day},{come},{gone}\n{row},2026-11-16,08:38,18:00\n")
            assert bring(floor, path, dry_run=True).added == 2
        for at, kind in itertools.product(HEADER_EXAMPLES["time"], HEADER_EXAMPLES["kind"]):
            path = make("a.csv", f"{person},{at},{kind}\n{row},2026-11-16 08:38,进\n")
            assert bring(floor, path, dry_run=True).added == 1


def test_moments_with_an_offset_are_of_the_floors_clock(floor: Floor, make: Make) -> None:
    text = "login,time,type\nli.na,2026-11-16T08:38:00+08:00,in\nli.na,2026-11-15T22:30:00.5Z,in\n"
    assert bring(floor, make("a.csv", text)).added == 2
    assert stamped(floor) == ["16 06:30 in", "16 08:38 in"]


def test_moments_and_times_as_numbers(floor: Floor, tmp_path: Path) -> None:
    work = openpyxl.Workbook()
    for row in (["姓名", "打卡时间"], ["李娜", 46342.36], ["李娜", datetime(2026, 11, 16, 18, 0)]):
        work.active.append(row)
    work.save(tmp_path / "a.xlsx")
    assert bring(floor, tmp_path / "a.xlsx").added == 2
    assert stamped(floor) == ["16 08:38 in", "16 18:00 out"]
    work = openpyxl.Workbook()
    for row in (["姓名", "日期", "上班打卡", "下班打卡"], ["李娜", 46343, 0.375, 0.75]):
        work.active.append(row)
    work.save(tmp_path / "b.xlsx")
    assert bring(floor, tmp_path / "b.xlsx").added == 2
    assert stamped(floor)[2:] == ["17 09:00 in", "17 18:00 out"]


def test_several_stays_of_a_day_and_weekdays_behind_short_dates(floor: Floor, make: Make) -> None:
    head = "姓名,工号,日期,上班1打卡时间,上班1打卡结果,下班1打卡时间,上班2打卡时间,下班2打卡时间\n"
    rows = (
        "李娜,001,26-11-16 星期一,08:38,正常,12:02,13:00,18:00\n李娜,001,26-11-17 星期二,22:00,正常,01:00,02:00,06:00\n"
    )
    assert bring(floor, make("a.csv", head + rows)).added == 8
    assert stamped(floor) == [
        *("16 08:38 in", "16 12:02 out", "16 13:00 in", "16 18:00 out"),
        *("17 22:00 in", "18 01:00 out", "18 02:00 in", "18 06:00 out"),
    ]
    with pytest.raises(BadInput, match="two ways") as caught:
        bring(floor, make("b.csv", "姓名,日期,上班打卡\n李娜,05-11-06,08:38\n"))
    assert "--map" not in caught.value.detail and "2026-11-23" in caught.value.detail


def test_a_day_in_front_of_a_time_is_its_day(floor: Floor, make: Make) -> None:
    row = "李娜,2026-11-16,2026-11-16 20:00,2026-11-17 21:00\n"
    assert bring(floor, make("a.csv", "姓名,日期,签到,签退\n" + row)).added == 2
    assert stamped(floor) == ["16 20:00 in", "17 21:00 out"]


def test_days_without_a_month_lie_behind(floor: Floor, make: Make) -> None:
    with time_machine.travel(datetime.fromisoformat("2026-11-28T20:00:00+08:00")):
        report = bring(floor, make("a.csv", "姓名,1,2,3\n李娜,08:38,08:39,08:40\n"))
    assert report.added == 3
    assert [note.value for note in report.notes] == ["2026-11-01..2026-11-03"]


def test_a_dry_run_shows_the_times_that_would_be_kept(floor: Floor, make: Make) -> None:
    path = make(
        "a.csv", "姓名,日期,签到,签退\n李娜,2026-11-16,08:38,18:00\n李娜,2026-11-17,22:00,06:00\n张伟,x,1:00,\n"
    )
    report = bring(floor, path, dry_run=True, on_bad="skip")
    assert [(each.login, each.day.day, each.said) for each in report.understood] == [
        ("li.na", 16, "08:38 18:00"),
        ("li.na", 17, "22:00 06:00"),
    ]
    bring(floor, path, on_bad="skip")
    assert bring(floor, path, dry_run=True, on_bad="skip").understood == ()

"""Demand brought in: quarters summed, hours halved, headers in both languages."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cstui.errors import BadInput, Refused
from cstui.exchange.rosters.demand_in import import_demand
from cstui.exchange.rosters.demand_rows import HEADER_EXAMPLES
from cstui.exchange.rosters.sheet_options import SheetOptions
from cstui.exchange.rosters.sheet_report import SheetReport
from cstui.floor.rosters import demand
from tests.conftest import Floor

Make = Callable[[str, "bytes | str"], Path]
DAY = date(2026, 11, 23)


def bring(floor: Floor, path: Path, **options: Any) -> SheetReport:
    return import_demand(floor.lead, path, SheetOptions(**options))


def expected(floor: Floor, day: date = DAY) -> list[tuple[int, float, int | None]]:
    """Return the half hours of which something is known: place in the day, calls, seconds."""
    halves = demand.show(floor.lead, None, day)
    return [(place, each.calls, each.aht_seconds) for place, each in enumerate(halves) if each.source]


def test_half_hours_are_kept_as_they_are(floor: Floor, make: Make) -> None:
    path = make(
        "a.csv", 'start,count,aht\n2026-11-23 09:00,40,180\n2026-11-23 09:30,35.5,\n2026-11-23 11:00,"1,200",3:20\n'
    )
    report = bring(floor, path)
    assert (report.rows, report.added, report.unchanged) == (3, 3, 0)
    assert expected(floor) == [(18, 40.0, 180), (19, 35.5, None), (22, 1200.0, 200)]
    assert {each.source for each in demand.show(floor.lead, None, DAY)} == {"", "imported"}
    again = bring(floor, path)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 3)
    later = bring(floor, make("b.csv", "start,count\n2026-11-23 09:00,41\n"))
    assert (later.added, later.updated) == (0, 1)


def test_quarters_are_summed_and_their_times_weighed(floor: Floor, make: Make) -> None:
    rows = ["09:00,30,100", "09:15,10,200", "09:30,5,", "09:45,0,"]
    text = "日期,时段,呼入量,平均处理时长(秒)\n" + "".join(f"2026/11/23,{row}\n" for row in rows) + "合计,,45,\n"
    report = bring(floor, make("a.csv", text.encode("gbk")))
    assert (report.rows, report.added) == (4, 2)
    assert expected(floor) == [(18, 40.0, 125), (19, 5.0, None)]
    assert [(note.value, note.problem) for note in report.notes] == [
        ("15", "minutes an interval: two are summed into a half hour")
    ]


def test_hours_are_halved_evenly(floor: Floor, tmp_path: Path) -> None:
    work = openpyxl.Workbook()
    work.active.append(["来电统计"])
    work.active.append(["日期", "时间段", "来电量", "AHT"])
    for hour, count in ((9, 81), (10, 40)):
        work.active.append([datetime(2026, 11, 23), f"{hour:02}:00-{hour + 1:02}:00", count, time(0, 3, 20)])
    work.save(tmp_path / "a.xlsx")
    bring(floor, tmp_path / "a.xlsx")
    assert expected(floor) == [(18, 40.5, 200), (19, 40.5, 200), (20, 20.0, 200), (21, 20.0, 200)]


def test_an_interval_may_reach_over_midnight_or_end_a_minute_early(floor: Floor, make: Make) -> None:
    bring(floor, make("a.csv", "date,time,calls\n2026-11-23,23:00-23:59,10\n2026-11-23,22:00-22:59,4\n"))
    assert expected(floor) == [(44, 2.0, None), (45, 2.0, None), (46, 5.0, None), (47, 5.0, None)]


def test_the_length_is_told_where_the_file_does_not(floor: Floor, make: Make) -> None:
    path = make("a.csv", "start,count\n2026-11-23 09:00,40\n2026-11-23 11:00,20\n")
    with pytest.raises(BadInput, match="intervals of 120 minutes"):
        bring(floor, path)
    assert bring(floor, path, minutes=60).added == 4


def test_what_cannot_be_read_is_told(floor: Floor, make: Make) -> None:
    rows = [
        "2026-11-23 09:00,40,180",
        "tomorrow,1,",
        "2026-11-23 09:30,-1,",
        "2026-11-23 10:00,many,",
        "2026-11-23 10:30,5,x",
    ]
    rows += ["2026-11-23 09:00,41,", "2026-11-23 11:10,1,", "2026-11-23 11:30,5,99999999"]
    path = make("a.csv", "start,count,aht\n" + "\n".join(rows) + "\n")
    report = bring(floor, path, minutes=30)
    assert report.refused and expected(floor) == []
    assert [problem.row for problem in report.problems] == [3, 4, 5, 6, 7, 8, 9]
    assert [problem.column for problem in report.problems] == ["A", "B", "B", "C", "", "", "C"]
    good = bring(floor, path, minutes=30, on_bad="skip")
    assert (good.added, good.rejected, expected(floor)) == (1, 7, [(18, 40.0, 180)])


def test_a_dry_run_writes_nothing(floor: Floor, make: Make) -> None:
    assert bring(floor, make("a.csv", "start,count\n2026-11-23 09:00,40\n"), dry_run=True).added == 1
    assert expected(floor) == []


def test_what_is_no_demand_is_refused(floor: Floor, make: Make) -> None:
    with pytest.raises(BadInput, match="no table of demand"):
        bring(floor, make("a.csv", "投诉编号,投诉内容\n1,坏了\n"))


def test_who_may_import_for_whom(floor: Floor, make: Make) -> None:
    path = make("a.csv", "start,count\n2026-11-23 09:00,40\n")
    with pytest.raises(Refused):
        import_demand(floor.agent, path, SheetOptions())
    with pytest.raises(Refused):
        bring(floor, path, team="cards")
    assert import_demand(floor.boss, path, SheetOptions(team="cards")).team == "cards"


def test_what_a_table_of_demand_needs_is_told(floor: Floor, make: Make) -> None:
    with pytest.raises(BadInput, match="no table of demand") as caught:
        bring(floor, make("a.csv", "话务报表,,\n坐席,接听\n李娜,30\n"))
    assert all(word in caught.value.detail for words in HEADER_EXAMPLES.values() for word in words)
    assert "row 2 says: 坐席, 接听" in caught.value.detail


def test_the_headers_that_are_told_are_known(floor: Floor, make: Make) -> None:
    for start, count, aht in itertools.product(
        HEADER_EXAMPLES["start"], HEADER_EXAMPLES["count"], HEADER_EXAMPLES["aht"]
    ):
        path = make("a.csv", f"{start},{count},{aht}\n2026-11-23 09:00,40,180\n")
        assert bring(floor, path, dry_run=True).added == 1
    for day in HEADER_EXAMPLES["day"]:
        assert bring(floor, make("a.csv", f"{day},start,calls\n2026-11-23,09:00,40\n"), dry_run=True).added == 1


@pytest.mark.parametrize(
    "text",
    [
        "日期,小时,来电量\n2026-11-23,9,40通\n2026-11-23,10,30通\n",
        "日期,时段,来电量\n2026-11-23,9,40\n2026-11-23,10,30\n",
        "日期,时段,来电量\n２０２６-11-23,9点00分,40\n2026-11-23,10点00分,３０\n合计,,70\n",
    ],
)
def test_hours_as_people_write_them(floor: Floor, make: Make, text: str) -> None:
    assert bring(floor, make("a.csv", text)).added == 4
    assert expected(floor) == [(18, 20, None), (19, 20, None), (20, 15, None), (21, 15, None)]

"""Rosters taken out: a table, a sheet to print, a calendar; table and sheet come back as they went."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from cstui.errors import BadInput, NotFound, Refused
from cstui.exchange.rosters.attendance_out import export_attendance
from cstui.exchange.rosters.roster_in import import_roster
from cstui.exchange.rosters.roster_out import export_roster
from cstui.exchange.rosters.sheet_options import SheetOptions
from cstui.floor import accounts, setup, store
from cstui.floor.rosters import clocking, drafting, leave, publishing, weeks
from cstui.floor.rosters.drafting import Edit
from cstui.floor.views import Actor
from cstui.i18n import set_language
from tests.conftest import Floor

MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 29)
CODES = ("A1", "B1", "C1", "H1", "off", "08:38-18:00", "21:30-05:15")
SPLIT = ("S1", "09:00-12:00 17:00-21:00", "20:00-23:30 01:00-05:05", "08:00-12:00 12:20-17:00")


@pytest.fixture
def published(floor: Floor) -> Floor:
    """A floor with a published week."""
    edits = [Edit("li.na", MONDAY + timedelta(days=step), code) for step, code in enumerate(CODES)]
    drafting.set_cells(floor.lead, None, [*edits, Edit("zhang.wei", MONDAY, "B1")])
    publishing.publish(floor.lead, None, MONDAY)
    return floor


def out(actor: Actor, form: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    export_roster(actor, stream, **({"first": MONDAY, "last": SUNDAY} | options), format=form)
    return stream.getvalue()


def test_a_table_has_a_row_for_each_person_and_day(published: Floor) -> None:
    lines = out(published.lead, "csv").decode().splitlines()
    assert lines[0] == "login,name,date,shift,start,end,break_minutes,break_from"
    assert lines[3] == "li.na,李娜,2026-11-25,C1,22:00,06:00,30,"
    assert lines[5] == "li.na,李娜,2026-11-27,off,,,0,"
    assert len(lines) == 9


def test_the_sheet_is_what_people_print(published: Floor) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(out(published.lead, "xlsx"))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Roster of floor, 2026-11-23 to 2026-11-29 (version 1)"
    assert "A1:J1" in {str(area) for area in sheet.merged_cells.ranges}
    assert rows[1][:4] == ["Login", "Name", "11-23", "11-24"]
    assert rows[2][2:9] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert ["li.na", "李娜", "A1", "B1"] in [row[:4] for row in rows]
    assert sheet.freeze_panes == "C4"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [sheet.cell(4, column).fill.fgColor.rgb for column in (7, 8)] == ["00000000", "FFE6E6E6"]
    assert "A1=08:00-17:00 early   B1=13:00-22:00 late" in rows[-1][0]
    hours = {row[0]: row[9] for row in rows}
    assert (hours["li.na"], hours["zhang.wei"]) == (pytest.approx(8 + 8 + 7.5 + 4 + 9.37 + 7.75), 8)


def test_a_sheet_printed_in_chinese_comes_back(published: Floor) -> None:
    set_language("zh")
    content = out(published.lead, "xlsx")
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()]
    assert rows[2][2:5] == ["周一", "周二", "周三"]
    assert "休" in rows[3] + rows[4]
    assert import_roster(published.lead, _kept(published, content, "xlsx"), SheetOptions()).unchanged == 8


def test_no_cell_of_the_sheet_is_a_formula(floor: Floor) -> None:
    accounts.add_agent(floor.boss, "evil", name="=1+1", team="floor")
    drafting.set_cells(floor.lead, None, [Edit("evil", MONDAY, "A1")])
    sheet = openpyxl.load_workbook(io.BytesIO(out(floor.lead, "xlsx", draft=True))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert "'=1+1" in out(floor.lead, "csv", draft=True).decode()
    assert (
        import_roster(floor.lead, _kept(floor, out(floor.lead, "csv", draft=True), "csv"), SheetOptions()).unchanged
        == 1
    )


def _kept(floor: Floor, content: bytes, form: str) -> Path:
    path = floor.path.with_name(f"again.{form}")
    path.write_bytes(content)
    return path


def test_a_calendar_holds_one_persons_shifts(published: Floor) -> None:
    content = out(published.lead, "ics", login="li.na")
    calendar = Calendar.from_ical(content)
    events = calendar.walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [
        *("A1 early", "B1 late", "C1 night", "H1 half day", "08:38-18:00", "21:30-05:15"),
    ]
    night = events[2]
    assert night["dtstart"].dt == datetime(2026, 11, 25, 14, tzinfo=UTC)
    assert night["dtend"].dt == datetime(2026, 11, 25, 22, tzinfo=UTC)
    assert {int(event["sequence"]) for event in events} == {1}
    assert all(line.endswith("\r") for line in content.decode().split("\n")[:-1])
    assert all(len(line.encode()) <= 75 for line in content.decode().split("\r\n"))


@pytest.fixture
def split(floor: Floor) -> Floor:
    """A floor with a published week of split shifts, and one whose break is short."""
    codes = ("S1", "09:00-12:00 17:00-21:00", "08:00-12:00 12:20-17:00")
    edits = [Edit("li.na", MONDAY + timedelta(days=step), code) for step, code in enumerate(codes)]
    drafting.set_cells(floor.lead, None, edits)
    publishing.publish(floor.lead, None, MONDAY)
    return floor


def test_split_shifts_go_out_as_they_are(split: Floor) -> None:
    lines = out(split.lead, "csv").decode().splitlines()
    assert lines[1:3] == [
        "li.na,李娜,2026-11-23,S1,09:00,21:00,300,12:00",
        "li.na,李娜,2026-11-24,09:00-12:00 17:00-21:00,09:00,21:00,300,12:00",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(out(split.lead, "xlsx"))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert "S1=09:00-12:00 17:00-21:00 split" in rows[-1][0]
    assert next(row[9] for row in rows if row[0] == "li.na") == pytest.approx(7 + 7 + 8.67)
    for form in ("csv", "xlsx"):
        again = import_roster(split.lead, _kept(split, out(split.lead, form), form), SheetOptions())
        assert (again.unchanged, again.added, again.updated, again.problems) == (3, 0, 0, ())


def test_a_split_shift_is_two_events_and_the_time_between_is_free(split: Floor) -> None:
    events = Calendar.from_ical(out(split.lead, "ics", login="li.na")).walk("VEVENT")
    first = [(str(e["summary"]), e["dtstart"].dt.hour, e["dtend"].dt.hour, "description" in e) for e in events]
    assert first == [
        *(("S1 split", 1, 4, False), ("S1 split", 9, 13, False)),
        *(("09:00-12:00 17:00-21:00", 1, 4, False), ("09:00-12:00 17:00-21:00", 9, 13, False)),
        ("08:00-12:00 12:20-17:00", 0, 9, True),
    ]
    assert len({event["uid"] for event in events}) == 5
    drafting.set_cells(split.lead, None, [Edit("li.na", MONDAY, "A1")])
    publishing.publish(split.lead, None, MONDAY)
    later = Calendar.from_ical(out(split.lead, "ics", login="li.na")).walk("VEVENT")
    assert later[0]["uid"] == events[0]["uid"]  # the day's first event stays the same one


def test_a_later_version_replaces_the_events_of_an_earlier_one(published: Floor) -> None:
    first = Calendar.from_ical(out(published.lead, "ics", login="li.na")).walk("VEVENT")
    drafting.set_cells(published.lead, None, [Edit("li.na", MONDAY, "C1")])
    publishing.publish(published.lead, None, MONDAY)
    later = Calendar.from_ical(out(published.lead, "ics", login="li.na")).walk("VEVENT")
    assert [event["uid"] for event in first] == [event["uid"] for event in later]
    assert len({event["uid"] for event in first}) == 6
    assert (later[0]["sequence"], str(later[0]["summary"])) == (2, "C1 night")
    again = out(published.lead, "ics", login="li.na")
    assert again == out(published.lead, "ics", login="li.na")


def test_leave_is_whole_days_in_the_calendar(published: Floor) -> None:
    asked = leave.ask(published.agent, "annual", MONDAY, MONDAY + timedelta(days=1))
    leave.approve(published.lead, asked.number)
    events = Calendar.from_ical(out(published.agent, "ics")).walk("VEVENT")
    assert [(str(e["summary"]), e["dtstart"].dt, e["dtend"].dt) for e in events if type(e["dtstart"].dt) is date] == [
        ("annual leave", MONDAY, MONDAY + timedelta(days=2))
    ]
    assert len(events) == 5


def test_hostile_names_stay_in_their_line(floor: Floor) -> None:
    accounts.add_agent(floor.boss, "evil", name="A\r\nEND:VCALENDAR;,\\ " + "长" * 60, team="floor")
    drafting.set_cells(floor.lead, None, [Edit("evil", MONDAY, "A1")])
    content = out(floor.lead, "ics", login="evil", draft=True)
    assert content.count(b"\r\nEND:VCALENDAR") == 1
    calendar = Calendar.from_ical(content)
    assert "END:VCALENDAR;,\\" in str(calendar["x-wr-calname"])
    assert calendar.walk("VEVENT")[0]["status"] == "TENTATIVE"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_ones_own_is_free_and_everybody_elses_is_not(published: Floor) -> None:
    own = out(published.agent, "csv").decode().splitlines()
    assert {line.split(",")[0] for line in own[1:]} == {"li.na"}
    with pytest.raises(Refused, match="may not export"):
        out(published.agent, "ics", login="zhang.wei")
    with pytest.raises(Refused):
        out(published.lead, "csv", team="cards")
    with pytest.raises(Refused):
        out(published.lead, "csv", login="chen.mo")
    assert out(published.boss, "csv", login="chen.mo").count(b"\n") == 1


def test_what_cannot_be_exported_is_said(published: Floor, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="one person's"):
        out(published.lead, "ics")
    with pytest.raises(NotFound, match="no shift from") as refused:
        out(published.boss, "ics", login="chen.mo")
    assert "--week next" in refused.value.detail
    with pytest.raises(NotFound):
        out(published.boss, "ics", login="nobody")
    with pytest.raises(BadInput, match="of the team cards"):
        out(published.boss, "csv", login="chen.mo", team="floor")
    with pytest.raises(BadInput, match="1 to 366 days"):
        out(published.lead, "csv", last=MONDAY - timedelta(days=1))
    with pytest.raises(BadInput, match="do not fit across a page"):
        export_roster(published.lead, tmp_path / "a.xlsx", first=MONDAY, last=MONDAY + timedelta(days=120))
    assert not (tmp_path / "a.xlsx").exists()


ROWS = st.lists(
    st.lists(st.one_of(st.none(), st.sampled_from(CODES + SPLIT)), min_size=16, max_size=16), min_size=3, max_size=3
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, start=st.integers(0, 400), form=st.sampled_from(["csv", "xlsx"]))
def test_what_went_out_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: Any, start: int, form: str) -> None:
    """Any roster, over any sixteen days, taken to another floor is the same there."""
    folder = tmp_path_factory.mktemp("trip")
    first = MONDAY + timedelta(days=start)
    days = [first + timedelta(days=step) for step in range(16)]
    logins = ("an", "bo", "cy")
    edits = [
        Edit(login, day, code)
        for login, row in zip(logins, rows, strict=True)
        for day, code in zip(days, row, strict=True)
        if code is not None
    ]
    if not edits:
        return
    boss = _new_floor(folder / "one.db", logins)
    drafting.set_cells(boss, None, edits)
    path = folder / f"roster.{form}"
    export_roster(boss, path, first=days[0], last=days[-1], draft=True)
    store.close_floor()
    other = _new_floor(folder / "two.db", logins)
    report = import_roster(other, path, SheetOptions())
    assert (report.added, report.problems) == (len(edits), ())
    mondays = {day - timedelta(days=day.weekday()) for day in days}
    found = [shift for monday in mondays for shift in weeks.week(other, None, monday).shifts]
    assert {(s.login, s.day, s.code) for s in found} == {(e.login, e.day, e.code) for e in edits}
    assert import_roster(other, path, SheetOptions()).unchanged == len(edits)
    store.close_floor()


def _new_floor(path: Path, logins: tuple[str, ...]) -> Actor:
    boss = setup.init_floor(path, login="boss", name="Boss")
    for login in logins:
        accounts.add_agent(boss, login, name=f"{login} X", team="floor")
    return boss


def test_attendance_goes_out_by_day_and_by_month(published: Floor) -> None:
    begin = datetime(2026, 11, 23, 0, 10, tzinfo=UTC)
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        for kind, at in (("in", begin), ("out", begin + timedelta(hours=9))):
            clocking.clock(published.lead, kind, "li.na", at=at)
        stream = io.BytesIO()
        export_attendance(published.lead, stream, first=MONDAY, last=MONDAY, format="csv")
        lines = stream.getvalue().decode().splitlines()
        assert lines[1].startswith("li.na,李娜,floor,2026-11-23,A1,2026-11-23T08:00+08:00,")
        month = io.BytesIO()
        count = export_attendance(published.lead, month, first=MONDAY, last=MONDAY, month=MONDAY, format="json")
        assert count == 2
    with pytest.raises(Refused):
        export_attendance(published.agent, io.BytesIO(), first=MONDAY, last=MONDAY, format="csv")

"""Rosters, stamps and demand as files: what a person types, reads, and gets."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from icalendar import Calendar

from cstui.floor.rosters import drafting
from cstui.floor.rosters.drafting import Edit
from tests.cli.conftest import Run
from tests.conftest import Floor

Read = Callable[..., Any]
SHEET = "11月排班表,,,\n姓名,23日,24日,25日\n李娜,A1,休,年假\n张伟,B1,B1,\n备注：准时到岗,,,\n"
FIGURES = ("rows", "added", "updated", "unchanged", "rejected")


@pytest.fixture(autouse=True)
def today() -> Any:
    """A Sunday in November."""
    with time_machine.travel("2026-11-22T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Write a text in GBK and return its path."""

    def write(text: str, name: str = "roster.csv") -> Path:
        (tmp_path / name).write_bytes(text.encode("gbk"))
        return tmp_path / name

    return write


def figures(report: dict[str, Any]) -> list[int]:
    return [report[name] for name in FIGURES]


def test_a_dry_run_shows_the_roster_as_it_was_understood(done: Run, sheet: Callable[..., Path]) -> None:
    result = done("import", "roster", sheet(SHEET), "--dry-run", login="lead.wang")
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0] == ["2026-W48"]
    assert ["li.na", "李娜", "A1", "off"] in lines
    assert ["zhang.wei", "张伟", "B1", "B1"] in lines
    assert "2 rows, 4 added" in result.stdout
    assert "“年假”: leave is no shift" in result.stderr
    assert "A dry run: nothing was written." in result.stderr
    assert not done("roster", "show", "--draft", "--week", "2026-W48", "-o", "csv").stdout.count("A1")


def test_what_was_imported_is_the_draft(read: Read, sheet: Callable[..., Path]) -> None:
    path = sheet(SHEET)
    assert figures(read("import", "roster", path, login="lead.wang")) == [2, 4, 0, 0, 0]
    assert figures(read("import", "roster", path, login="lead.wang")) == [2, 0, 0, 4, 0]
    week = read("roster", "show", "--draft", "--week", "2026-W48", login="lead.wang")
    assert {(shift["login"], shift["day"], shift["code"]) for shift in week["shifts"]} == {
        ("li.na", "2026-11-23", "A1"),
        ("li.na", "2026-11-24", "off"),
        ("zhang.wei", "2026-11-23", "B1"),
        ("zhang.wei", "2026-11-24", "B1"),
    }


def test_bad_cells_are_named_and_end_with_2(cstui: Run, sheet: Callable[..., Path], tmp_path: Path) -> None:
    path = sheet("姓名,11/23,11/24\n李娜,Z9,A1\n张伟,B1,B1\n")
    result = cstui("import", "roster", path)
    assert result.exit_code == 2
    assert f"{path}, row 2, B 2026-11-23, “Z9”: no shift; known are E1, A1" in result.stderr
    assert "nothing was imported" in result.stderr
    skipped = cstui("import", "roster", path, "--on-bad", "skip", "--rejects", tmp_path / "bad.csv", "-o", "json")
    assert figures(json.loads(skipped.stdout)) == [2, 2, 0, 0, 1]
    assert (tmp_path / "bad.csv").exists()
    assert cstui("import", "roster", path, "--rejects", tmp_path / "worse.csv").exit_code == 2


def test_a_clash_is_told_and_ends_with_1(
    cstui: Run, floor: Floor, sheet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = drafting.set_cells

    def late(*args: Any, **options: Any) -> Any:
        write(floor.boss, "floor", [Edit("li.na", options["now"].date().replace(day=23), "C1")])
        return write(*args, **options)

    monkeypatch.setattr("cstui.exchange.rosters.roster_in.drafting.set_cells", late)
    result = cstui("import", "roster", sheet(SHEET))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "1 shift is no longer what you saw; nothing was written" in result.stderr
    assert "李娜 (li.na) 2026-11-23: - → C1" in result.stderr


def test_a_table_of_complaints_is_no_roster(cstui: Run, sheet: Callable[..., Path]) -> None:
    result = cstui("import", "roster", sheet("投诉编号,受理时间,投诉内容\n1,2026-11-01,坏了\n"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no sheet of people by days" in result.stderr


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_roster_goes_round(done: Run, read: Read, sheet: Callable[..., Path], tmp_path: Path, form: str) -> None:
    done("import", "roster", sheet(SHEET))
    told = done("export", "roster", f"out.{form}", "--draft", "--week", "2026-W48")
    assert f"4 rows written to out.{form}" in told.stderr
    assert figures(read("import", "roster", f"out.{form}"))[3] == 4
    assert (tmp_path / f"out.{form}").stat().st_mode & 0o777 == 0o600


def test_an_agent_takes_the_own_calendar_and_nothing_else(done: Run, cstui: Run, sheet: Callable[..., Path]) -> None:
    done("import", "roster", sheet(SHEET))
    done("roster", "publish", "--week", "2026-W48")
    found = done("export", "roster", "-", "--format", "ics", "--week", "2026-W48", login="li.na").stdout_bytes
    assert [str(event["summary"]) for event in Calendar.from_ical(found).walk("VEVENT")] == ["A1 early"]
    span = ("--from", "2026-11-23", "--to", "2026-12-06")
    assert done("export", "roster", "mine.csv", *span, login="li.na").exit_code == 0
    other = cstui("export", "roster", "other.ics", "--agent", "zhang.wei", *span, login="li.na")
    assert (other.exit_code, "may not export" in other.stderr) == (1, True)
    assert cstui("export", "roster", "x.csv", "--week", "next", "--from", "mon").exit_code == 2
    assert cstui("export", "roster", "x.ics", login="lead.wang").exit_code == 2


def test_stamps_come_in_and_attendance_goes_out(read: Read, done: Run, sheet: Callable[..., Path]) -> None:
    path = sheet("姓名,11/16,11/17\n李娜,08:38、18:00,旷工\n", "clock.csv")
    assert figures(read("import", "attendance", path)) == [1, 2, 0, 0, 0]
    assert figures(read("import", "attendance", path)) == [1, 0, 0, 2, 0]
    done("export", "attendance", "days.csv", "--from", "2026-11-16", "--to", "2026-11-22")
    assert "2026-11-16T08:38+08:00" in Path("days.csv").read_text("utf-8")
    done("export", "attendance", "month.json", "--month", "2026-11")
    assert [row["login"] for row in json.loads(Path("month.json").read_text("utf-8"))] == ["li.na"]


def test_demand_comes_in(read: Read, done: Run) -> None:
    table = "时段,来电量,平均处理时长\n2026-11-23 09:00,40,180\n2026-11-23 09:30,20,\n"
    assert figures(read("import", "demand", "-", stdin=table)) == [2, 2, 0, 0, 0]
    assert "imported" in done("roster", "demand", "show", "--date", "2026-11-23").stdout

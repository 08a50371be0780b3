"""``cstui calendar show | due``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cstui import paths
from tests.cli.conftest import Run

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("start", "span", "last", "provisional"),
    [
        ("2026-02-10", "15wd", "2026-03-09", False),
        ("2026-09-21", "7wd", "2026-10-08", False),
        ("2026-02-10", "5d", "2026-02-15", False),
        ("2026-12-30", "9wd", "2027-01-1", True),
    ],
)
def test_due_ends_within_the_last_day(read: Read, start: str, span: str, last: str, provisional: bool) -> None:
    found = read("calendar", "due", start, span)
    assert list(found) == ["from", "span", "due", "provisional"]
    assert (found["from"], found["span"]) == (f"{start}T00:00:00+08:00", span)
    assert found["due"].startswith(last) and found["due"].endswith("+08:00")
    assert found["provisional"] is provisional


def test_due_counts_hours_from_a_time(read: Read, done: Run) -> None:
    assert read("calendar", "due", "2026-03-09T11:30", "1h")["due"] == "2026-03-09T13:30:00+08:00"
    assert done("calendar", "due", "2026-03-09T11:30", "1h").stdout == "2026-03-09 13:30\n"


def test_show_names_the_days_off_and_the_make_up_days(read: Read, done: Run) -> None:
    days = read("calendar", "show", "2026-02")
    assert len(days) == 28
    kinds = {day["date"]: day["kind"] for day in days}
    assert (kinds["2026-02-14"], kinds["2026-02-17"], kinds["2026-02-25"]) == ("makeup", "holiday", "working")
    page = done("calendar", "show", "2026-02").stdout
    assert "2026-02-14  Sat" in page and "make-up working day" in page
    assert len(read("calendar", "show")) >= 28


def test_another_calendar_than_the_floors(read: Read) -> None:
    kinds = {day["date"]: day["kind"] for day in read("calendar", "show", "2026-12", "--calendar", "GB")}
    assert kinds["2026-12-25"] == "holiday"


@pytest.mark.parametrize(
    "words",
    [
        ("show", "2026-13"),
        ("show", "March"),
        ("show", "2026-02", "--calendar", "atlantis"),
        ("due", "2026-02-30", "1wd"),
        ("due", "2026-02-10", "15"),
        ("due", "2026-02-10"),
    ],
)
def test_what_cannot_be_read_is_refused(cstui: Run, words: tuple[str, ...]) -> None:
    result = cstui("calendar", *words)
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.fixture
def flooded(tmp_path: Path) -> Path:
    """A calendar file that closes the floor for the next year."""
    path = tmp_path / "flood.toml"
    path.write_text('base = "cn"\n[weekly]\nsat = ["10:00-12:00"]\nmon = []\n', "utf-8")
    return path


def test_a_correction_is_listed_then_applied(
    read: Read, done: Run, cstui: Run, case: Callable[..., str], flooded: Path
) -> None:
    refs = {case(), case("Another")}
    listed = read("calendar", "check", flooded)
    assert {move["ref"] for move in listed} <= refs and listed
    assert set(listed[0]) == {"ref", "clock", "cycle", "old_due_at", "new_due_at"}
    before = {each["ref"]: each["due_at"] for each in read("complaint", "list")}
    refused = cstui("calendar", "apply", flooded)
    assert refused.exit_code == 2 and "Nothing was changed" in refused.stderr and listed[0]["ref"] in refused.stdout
    assert {each["ref"]: each["due_at"] for each in read("complaint", "list")} == before
    applied = done("calendar", "apply", flooded, "--yes")
    assert f"{len(listed)} deadlines moved" in applied.stderr or f"{len(listed)} deadline moved" in applied.stderr
    assert read("calendar", "check", flooded) == []
    assert cstui("calendar", "apply", flooded, "--yes", login="lead.wang").exit_code == 1
    assert [day["kind"] for day in read("calendar", "show", "2027-01") if day["date"] == "2027-01-02"] == ["working"]


def test_a_file_that_differs_is_told_on_stderr_only(
    read: Read, done: Run, case: Callable[..., str], flooded: Path
) -> None:
    case()
    assert "differs" not in done("complaint", "list").stderr and read("db", "info")["calendar_differs"] is False
    own = paths.config_dir() / "calendars" / "cn.toml"
    own.parent.mkdir(parents=True)
    own.write_bytes(flooded.read_bytes())
    listed = done("complaint", "list", "-o", "json")
    assert "cstui calendar check" in listed.stderr and "differs" not in listed.stdout
    info = read("db", "info")
    assert info["calendar_differs"] is True
    done("calendar", "apply", "--yes")
    after = read("db", "info")
    assert after["calendar_differs"] is False and after["calendar_in_force"] != info["calendar_in_force"]
    assert "differs" not in done("complaint", "list").stderr


def test_a_calendar_file_is_told_precisely_what_is_wrong_with_it(cstui: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('base = "cn"\n[weekly]\nsunday = []\n', "utf-8")
    for words in (("check",), ("apply",), ("apply", "--yes")):
        result = cstui("calendar", words[0], tmp_path / "bad.toml", *words[1:])
        assert (result.exit_code, result.stdout) == (2, "")
        assert "weekly.sunday" in result.stderr and "sun" in result.stderr

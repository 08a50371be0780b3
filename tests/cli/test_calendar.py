"""``cstui calendar show | due``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

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

"""Night shifts in London, over midnight and over the night in which the clock changes: right to the minute."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.moments import Moments


@pytest.fixture
def floor(tmp_path: Path) -> Moments:
    """A floor in London with an agent and a lead."""
    moments = Moments(tmp_path)
    moments.at = "2026-03-02T10:00+00:00"
    moments.run("", "init --timezone Europe/London")
    for login, role in (("li.na", "agent"), ("zhang.wei", "agent"), ("lead.wang", "lead")):
        moments.run("", f"agent add {login} --name {login} --role {role}")
    return moments


def half_hours(floor: Moments, day: str) -> dict[str, dict[str, Any]]:
    found = floor.told("lead.wang", f"roster coverage --date {day}")
    return {each["start"]: each for each in found}


@pytest.mark.parametrize(
    ("week", "saturday", "sunday", "evening", "morning", "hours", "halves"),
    [
        ("2026-W13", "2026-03-28", "2026-03-29", "+00:00", "+01:00", 7, 46),  # an hour is left out
        ("2026-W43", "2026-10-24", "2026-10-25", "+01:00", "+00:00", 9, 50),  # an hour comes twice
        ("2026-W15", "2026-04-11", "2026-04-12", "+01:00", "+01:00", 8, 48),
    ],
)
def test_a_night_is_set_published_worked_judged_and_covered(
    floor: Moments, week: str, saturday: str, sunday: str, evening: str, morning: str, hours: int, halves: int
) -> None:
    floor.run("lead.wang", f"roster set li.na sat C1 --week {week}")
    floor.run("lead.wang", f"roster publish --week {week}")
    shift = floor.told("li.na", f"roster show --week {week}")["shifts"][0]
    assert (shift["start"], shift["end"]) == (f"{saturday}T22:00:00{evening}", f"{sunday}T06:00:00{morning}")
    floor.run("lead.wang", f"roster demand set 22:00-06:00 1 --date {saturday}")
    floor.at = f"{saturday}T22:07{evening}"
    floor.run("li.na", "roster clock in")
    floor.at = f"{sunday}T00:30{evening}"
    assert [(each["agent"], each["end"], each["status"]) for each in floor.told("li.na", "who")] == [
        ("li.na", f"{sunday}T06:00:00{morning}", "present")
    ]
    floor.at = f"{sunday}T06:02{morning}"
    floor.run("li.na", "roster clock out")
    (day,) = floor.told("lead.wang", f"roster attendance --from {saturday} --to {sunday}")
    scheduled = hours * 60 - 30
    assert (day["day"], day["marks"], day["late_minutes"]) == (saturday, ["late"], 7)
    assert (day["scheduled_minutes"], day["in_plan_minutes"]) == (scheduled, scheduled - 7)
    assert day["worked_minutes"] == scheduled - 7 + 2
    assert day["adherence"] == round(100 * (scheduled - 7) / scheduled, 1)
    night = half_hours(floor, sunday)
    assert len(night) == halves
    covered = [start for start, each in night.items() if each["planned"]]
    assert len(covered) == (hours - 2) * 2 == len([start for start, each in night.items() if each["demand"]])
    assert all(night[start]["present"] == 1 for start in covered)
    assert sum(each["planned"] for each in half_hours(floor, saturday).values()) == 4


def test_the_rest_between_nights_is_measured_on_the_clock_that_runs(floor: Moments) -> None:
    """Eight hours on the wall are seven in the night that loses one."""
    floor.run("lead.wang", "roster set li.na sat B1 --week 2026-W13")
    floor.run("lead.wang", "roster set li.na sun E1 --week 2026-W13")
    found = floor.told("lead.wang", "roster check --week 2026-W13")
    rests = [each["measured"] for each in found if each["login"] == "li.na" and each["allowed"] == 11]
    assert rests == [7]


def test_a_time_that_the_clock_leaves_out_begins_when_it_goes_on(floor: Moments) -> None:
    floor.run("lead.wang", "roster set zhang.wei sun 01:30-09:00 --week 2026-W13")
    shift = floor.told("lead.wang", "roster show --draft --week 2026-W13")["shifts"][0]
    assert shift["start"] == "2026-03-29T02:30:00+01:00"

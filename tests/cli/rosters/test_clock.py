"""``cstui roster clock | attendance | excuse | absent | back | handback`` and ``cstui who``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.cli.conftest import Run
from tests.conftest import Floor
from tests.unit.rosters.staffing import MONDAY, publish, wall

Read = Callable[..., Any]


@pytest.fixture
def clock(floor: Floor) -> Iterator[time_machine.Traveller]:
    """Monday, 09:00 by the floor's clock; the early shift began at 08:00."""
    publish(floor.boss, {login: {MONDAY: "A1"} for login in ("li.na", "zhang.wei", "lead.wang")})
    with time_machine.travel(wall("09:00"), tick=False) as travelling:
        yield travelling


def test_clock_in_and_out(clock: time_machine.Traveller, done: Run, cstui: Run, read: Read) -> None:
    assert done("roster", "clock", "in", login="li.na").stdout == "li.na: in 03-09 09:00\n"
    assert "stamped already" in done("roster", "clock", "in", login="li.na").stdout
    clock.shift(timedelta(hours=1))
    assert read("roster", "clock", "out", login="li.na") == {
        "login": "li.na",
        "name": "李娜",
        "at": "2026-03-09T10:00:00+08:00",
        "kind": "out",
        "added": True,
        "entered_by": None,
    }
    refused = cstui("roster", "clock", "out", login="zhang.wei")
    assert (refused.exit_code, refused.stdout) == (1, "") and "no clocking in to end" in refused.stderr
    assert cstui("roster", "clock", "lunch").exit_code == 2


def test_who_goes_with_open_cases_is_told_how_they_are_handed_back(
    clock: time_machine.Traveller, done: Run, read: Read
) -> None:
    ref = read("complaint", "add", "--subject", "x", login="lead.wang")["ref"]
    done("roster", "clock", "in", login="li.na")
    done("complaint", "claim", ref, login="li.na")
    clock.shift(timedelta(hours=1))
    out = done("roster", "clock", "out", login="li.na")
    assert "1 open case stays with li.na" in out.stderr and "roster handback li.na" in out.stderr
    clock.shift(timedelta(minutes=5))
    assert "open cases" not in done("roster", "clock", "in", login="li.na").stderr


def test_a_lead_stamps_for_somebody(clock: time_machine.Traveller, read: Read, cstui: Run) -> None:
    made = read("roster", "clock", "in", "--for", "li.na", "--at", "08:05", login="lead.wang")
    assert (made["at"], made["entered_by"]) == ("2026-03-09T08:05:00+08:00", "lead.wang")
    assert cstui("roster", "clock", "in", "--for", "li.na", login="zhang.wei").exit_code == 1
    assert cstui("roster", "clock", "in", "--at", "08:00", login="zhang.wei").exit_code == 1


def test_attendance_by_day_and_by_month(clock: time_machine.Traveller, read: Read, done: Run, cstui: Run) -> None:
    done("roster", "clock", "in", "--for", "li.na", "--at", "08:05", login="lead.wang")
    clock.move_to(wall("17:00"))
    done("roster", "clock", "out", login="li.na")
    [day] = read("roster", "attendance", "li.na", login="lead.wang")
    assert (day["marks"], day["late_minutes"], day["adherence"], day["shift"]) == (["late"], 5, 99.0, "A1")
    assert {each["login"] for each in read("roster", "attendance", "--team", "floor")} == {
        *("li.na", "zhang.wei", "lead.wang"),
    }
    assert [each["login"] for each in read("roster", "attendance", login="li.na")] == ["li.na"]
    assert read("roster", "attendance", "--from", "2026-03-01", "--to", "2026-03-08") == []
    table = done("roster", "attendance", "zhang.wei").stdout
    assert "absent" in table and "0.0 %" in table
    [figures] = read("roster", "attendance", "li.na", "--month", "2026-03")
    assert (figures["rate"], figures["late"], figures["below"]) == (100.0, 1, False)
    months = done("roster", "attendance", "--month", "2026-03").stdout
    assert "bonus and honours of the month" in months and "100.0 %" in months
    assert cstui("roster", "attendance", "--month", "March").exit_code == 2
    assert cstui("roster", "attendance", "zhang.wei", login="li.na").exit_code == 1


def test_a_day_is_explained_and_excused(clock: time_machine.Traveller, read: Read, done: Run, cstui: Run) -> None:
    done("roster", "clock", "in", login="li.na")
    assert "explained" in done("roster", "excuse", "mon", "the bus [/] broke down", login="li.na").stdout
    assert [each["login"] for each in read("roster", "excuses", login="lead.wang")] == ["li.na"]
    empty = done("roster", "excuse", "2026-03-08", "I meant the night before", login="li.na")
    assert "Nothing was planned or stamped on that day" in empty.stderr
    assert cstui("roster", "excused", "li.na", "mon", login="li.na").exit_code == 1
    assert read("roster", "excused", "li.na", "mon", "--refuse", login="lead.wang")["state"] == "refused"
    assert "not excused" in done("roster", "attendance", "li.na").stdout
    again = cstui("roster", "excused", "li.na", "2026-03-09")
    assert again.exit_code == 1 and "--again REASON" in again.stderr
    assert read("roster", "excused", "li.na", "2026-03-09", "--again", "it did")["state"] == "excused"
    for login in ("li.na", "qa.sun"):
        turned, _other = read("roster", "excuses", "--all", login=login)
        assert (turned["state"], turned["decided_by"], turned["decision"]) == ("excused", "boss", "it did")
    assert "it did" in done("roster", "excuses", "--all", login="lead.wang").stdout
    assert read("roster", "excuses", "--all", login="zhang.wei") == []


def test_a_wrong_stamp_is_listed_and_struck_out(
    clock: time_machine.Traveller, read: Read, done: Run, cstui: Run
) -> None:
    done("roster", "clock", "in", login="li.na")
    [kept] = read("roster", "stamps", login="li.na")
    assert (kept["kind"], kept["source"], kept["voided_at"]) == ("in", "cli", None)
    number = str(kept["number"])
    assert cstui("roster", "void", number, "--reason", "x", login="li.na").exit_code == 1
    struck = done("roster", "void", number, "--reason", "a visitor [/] did", login="lead.wang")
    assert struck.stdout == "li.na: in 03-09 09:00 is struck out\n"
    assert "struck out by lead.wang: a visitor [/] did" in done("roster", "stamps", "li.na", login="lead.wang").stdout
    assert [each["status"] for each in read("who") if each["agent"] == "li.na"] == ["scheduled"]
    assert cstui("roster", "stamps", "li.na", login="zhang.wei").exit_code == 1


@pytest.fixture
def two(clock: time_machine.Traveller, case: Callable[..., str], done: Run) -> list[str]:
    """Two cases of li.na, the second one promised."""
    refs = [case(), case()]
    for ref in refs:
        done("complaint", "claim", ref, login="li.na")
    done("complaint", "promise", refs[1], "--due", "2026-03-14 12:00", "--what", "call", login="li.na")
    return refs


def test_absent_offers_the_cases_and_hands_them_back_undoably(two: list[str], read: Read, done: Run) -> None:
    marked = done("roster", "absent", "li.na", "--reason", "ill", login="lead.wang")
    assert marked.stdout == "li.na is absent from 03-09 09:00 until 03-09 17:00\n"
    assert "2 open cases stay with li.na" in marked.stderr and "cstui roster handback li.na" in marked.stderr
    assert [each["ref"] for each in read("roster", "handback", "li.na", login="lead.wang")] == two[::-1]
    freed = read("roster", "handback", "li.na", "--release", login="lead.wang")
    assert [(each["ref"], each["assignee"]) for each in freed] == [(two[1], None), (two[0], None)]
    assert len(read("complaint", "undo", login="lead.wang")) == 2
    assert len(read("roster", "handback", "li.na", login="lead.wang")) == 2
    done("roster", "back", "li.na", login="lead.wang")


def test_absent_and_spread_at_once(two: list[str], read: Read, cstui: Run) -> None:
    told = read("roster", "absent", "li.na", "--until", "12:00", "--spread", login="lead.wang")
    assert {each["assignee"] for each in told["handed_back"]} == {"lead.wang", "zhang.wei"}
    assert (told["end"], told["refused"]) == ("2026-03-09T12:00:00+08:00", [])
    assert cstui("roster", "back", "zhang.wei", login="lead.wang").exit_code == 1
    again = cstui("roster", "handback", "li.na", two[0], "--release", login="lead.wang")
    assert again.exit_code == 1 and "li.na does not own it" in again.stderr
    undone = cstui("complaint", "undo", login="lead.wang")
    assert undone.exit_code == 0 and "li.na is not marked absent any more." in undone.stderr


def test_the_brief_tells_who_is_not_here(two: list[str], read: Read, done: Run) -> None:
    done("roster", "absent", "li.na", login="lead.wang")
    [missing] = read("brief", login="lead.wang")["absences"]
    assert (missing["login"], missing["why"], missing["cases"]) == ("li.na", "absent", 2)
    assert "li.na  李娜  absent  until 03-09 17:00  2 open cases" in done("brief", login="lead.wang").stdout


def test_a_disabled_account_tells_what_it_leaves(two: list[str], done: Run) -> None:
    done("complaint", "wait", two[0], "--waiting-for", "customer", "--what", "x", "--until", "+9h", login="li.na")
    told = done("agent", "disable", "li.na").stderr
    assert "2 open cases stay with li.na" in told and "cstui roster handback li.na --release|--spread" in told
    assert done("agent", "disable", "zhang.wei").stderr == ""


def test_who_is_on_shift(clock: time_machine.Traveller, read: Read, done: Run, floor: Floor) -> None:
    done("roster", "clock", "in", "--for", "li.na", "--at", "08:05", login="lead.wang")
    found = read("who")
    assert found[1] == {
        "agent": "li.na",
        "name": "李娜",
        "team": "floor",
        "shift": "A1",
        "start": "2026-03-09T08:00:00+08:00",
        "end": "2026-03-09T17:00:00+08:00",
        "status": "present",
    }
    assert {each["agent"]: each["status"] for each in found} == {
        "lead.wang": "late",
        "li.na": "present",
        "zhang.wei": "late",
    }
    assert read("who", "--at", "20:00") == [] and read("who", "--team", "cards") == []
    assert {each["status"] for each in read("who", "--at", "tomorrow 9:00")} == set()
    table = done("who").stdout
    assert "present" in table and "03-09 17:00" in table


def test_complaint_next_obeys_the_roster(clock: time_machine.Traveller, case: Callable[..., str], cstui: Run) -> None:
    ref = case()
    assert cstui("complaint", "next", login="li.na").exit_code == 0
    refused = cstui("complaint", "next", "--claim")  # the boss has no shift
    assert refused.exit_code == 1 and "off shift" in refused.stderr
    claimed = cstui("complaint", "claim", ref)
    assert claimed.exit_code == 0 and "off shift" in claimed.stderr

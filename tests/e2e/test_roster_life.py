"""A roster's whole life by command lines: laid, published, swapped, worked, judged, covered, and handed on."""

from __future__ import annotations

import getpass
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.moments import Moments

WEEK = "--week 2026-W12"
PEOPLE = {
    "li.na": "agent", "sun.qi": "agent", "zhang.wei": "agent", "lead.wang": "lead", "qa.he": "auditor",
    "it.gao": "admin",
}  # fmt: skip
SHIFT_KEYS = ["login", "name", "day", "code", "start", "end", "break_minutes", "break_at", "locked"]


def on(day: int, time: str) -> str:
    """Return an instant of March 2026, whose 16th is the Monday of the week."""
    return f"2026-03-{day:02}T{time}+08:00"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A floor with a published week: Li and Zhang early, Sun late, Monday to Friday."""
    moments = Moments(tmp_path_factory.mktemp("drawn"))
    moments.at = on(9, "10:00")
    moments.run("", "init")
    for login, role in PEOPLE.items():
        moments.run("", f"agent add {login} --name {login} --role {role}")
    moments.run("lead.wang", f"roster pattern early li.na,zhang.wei {WEEK}")
    moments.run("lead.wang", f"roster set sun.qi mon..fri B1 {WEEK}")
    moments.run("lead.wang", f"roster publish {WEEK}")
    return moments.folder


@pytest.fixture
def floor(drawn: Path, tmp_path: Path) -> Moments:
    """The published week for one test alone."""
    for file in drawn.glob("floor.db*"):
        shutil.copy(file, tmp_path)
    moments = Moments(tmp_path)
    moments.at = on(9, "10:00")
    return moments


def codes(floor: Moments, login: str = "lead.wang", extra: str = "") -> dict[tuple[str, str], str]:
    shown = floor.told(login, f"roster show {WEEK} {extra}")
    return {(shift["login"], shift["day"][-2:]): shift["code"] for shift in shown["shifts"]}


def words_of(floor: Moments, login: str) -> list[str]:
    return [notice["words"] for notice in floor.told(login, "roster inbox")["notices"]]


def test_a_week_is_shown_to_each_as_far_as_the_right_reaches(floor: Moments) -> None:
    week = floor.told("lead.wang", f"roster show {WEEK}")
    assert list(week) == [
        *["team", "monday", "state", "version", "revision", "published_at", "published_by"],
        *["people", "shifts", "leave"],
    ]
    assert (week["state"], week["version"], week["published_by"]) == ("published", 1, "lead.wang")
    assert [list(shift) for shift in week["shifts"]] == [SHIFT_KEYS] * 19
    assert week["shifts"][0]["start"] == "2026-03-16T08:00:00+08:00"
    assert {login for login, _day in codes(floor, "li.na")} == {"li.na"}
    assert len(codes(floor, "qa.he")) == 19
    assert "You may not read the roster" in floor.run("it.gao", f"roster show {WEEK}", status=1).stderr
    assert words_of(floor, "li.na") == [
        "The roster of 2026-W12 is published: you have shifts on 03-16, 03-17, 03-18, 03-19, 03-20"
    ]


def test_what_the_statuses_mean(floor: Moments) -> None:
    assert floor.told("lead.wang", "roster show --week 2026-W30")["shifts"] == []
    assert floor.told("lead.wang", "roster swap list") == []
    floor.run("li.na", f"roster publish {WEEK}", status=1)
    floor.run("lead.wang", f"roster set sun.qi someday B1 {WEEK}", status=2)
    floor.run("lead.wang", f"roster set sun.qi sat..sun B1 {WEEK}")
    refused = floor.run("lead.wang", f"roster publish {WEEK}", status=1)
    assert "hard rule is broken" in refused.stderr and "sun.qi" in refused.stderr
    checked = floor.told("lead.wang", f"roster check {WEEK}", status=1)
    assert {"login", "dates", "profile", "rule", "level", "measured", "allowed"} <= set(checked[0])
    for line in (
        "roster set sun.qi mon Z9",
        "roster show --week 2026-W60",
        "roster need --calls -1",
        "roster clock up",
        "roster show nowhere",
    ):
        floor.run("lead.wang", line, status=2)
    for line in ("roster swap show 9", "roster absent nobody"):
        floor.run("lead.wang", line, status=1)
    floor.run("", "--db none.db roster show", status=3)


def test_a_swap_goes_its_way_and_nobody_decides_on_the_own(floor: Moments) -> None:
    floor.at = on(11, "09:00")
    swap = floor.told("li.na", "roster swap ask 03-17 --with sun.qi --their-day 03-17 --reason", "school \x1b[31m")
    assert (swap["number"], swap["state"], swap["can"]) == (1, "offered", ["withdraw"])
    assert "There is no swap 1" in floor.run("zhang.wei", "roster swap accept 1", status=1).stderr
    assert floor.told("sun.qi", "roster swap accept 1")["state"] == "waiting"
    floor.run("li.na", "roster swap approve 1", status=1)
    inbox = floor.told("lead.wang", "roster inbox")
    assert [(item["kind"], item["number"], item["can"]) for item in inbox["decide"]] == [
        ("swap", 1, ["approve", "deny"])
    ]
    assert floor.told("lead.wang", "roster swap approve 1")["decided_by"] == "lead.wang"
    assert codes(floor)["li.na", "17"] == "B1" and codes(floor)["sun.qi", "17"] == "A1"
    assert codes(floor, extra="--draft") == codes(floor)
    changed = floor.told("lead.wang", f"roster diff {WEEK} --from 1 --to 2")
    assert [(each["login"], each["before"]["code"], each["after"]["code"]) for each in changed] == [
        ("li.na", "A1", "B1"),
        ("sun.qi", "B1", "A1"),
    ]
    told = words_of(floor, "li.na")
    assert any("is approved (swap 1)" in line for line in told) and any("were changed: 03-17" in line for line in told)


def test_a_swap_of_which_a_side_moved_is_refused_with_the_reason(floor: Moments) -> None:
    floor.at = on(11, "09:00")
    floor.run("li.na", "roster swap ask 03-20 --with sun.qi --their-day 03-20")
    floor.run("sun.qi", "roster swap accept 1")
    floor.run("lead.wang", f"roster set sun.qi fri A2 {WEEK}")
    floor.run("lead.wang", f"roster publish {WEEK}")
    refused = floor.run("lead.wang", "roster swap approve 1", status=1)
    assert "a shift is no longer as agreed" in refused.stderr
    assert "sun.qi on 2026-03-20: B1 13:00-22:00 became A2 09:00-18:00" in refused.stderr
    assert codes(floor)["li.na", "20"] == "A1" and codes(floor)["sun.qi", "20"] == "A2"
    assert "fell" in words_of(floor, "li.na")[0]


def test_leave_is_granted_and_the_week_can_still_change(floor: Moments) -> None:
    floor.at = on(11, "09:00")
    asked = floor.told("zhang.wei", "roster leave ask annual 03-19 03-20 --reason", "home")
    assert (asked["state"], [shift["day"] for shift in asked["shifts"]]) == ("submitted", ["2026-03-19", "2026-03-20"])
    floor.run("zhang.wei", "roster leave approve 1", status=1)
    floor.run("lead.wang", "roster leave approve 1")
    floor.run("lead.wang", f"roster set sun.qi mon A2 {WEEK}")
    assert floor.told("lead.wang", f"roster publish {WEEK}")["version"] == 2
    assert {(each["login"], each["day"][-2:]) for each in floor.told("lead.wang", f"roster show {WEEK}")["leave"]} == {
        ("zhang.wei", "19"),
        ("zhang.wei", "20"),
    }
    floor.at = on(19, "18:00")
    floor.run("li.na", "roster clock in")
    days = floor.told("lead.wang", "roster attendance zhang.wei --from thu")
    assert (days[0]["marks"], days[0]["leave"]) == (["leave"], "annual")


def test_a_day_is_clocked_judged_explained_and_excused(floor: Moments) -> None:
    for time, login, kind in (("07:55", "li.na", "in"), ("08:20", "zhang.wei", "in"), ("16:01", "zhang.wei", "out")):
        floor.at = on(16, time)
        floor.run(login, f"roster clock {kind}")
    floor.at = on(16, "17:02")
    out = floor.told("li.na", "roster clock out")
    assert (out["kind"], out["at"], out["added"]) == ("out", "2026-03-16T17:02:00+08:00", True)
    assert floor.told("li.na", "roster clock out")["added"] is False
    floor.run("sun.qi", "roster clock out", status=1)
    who = floor.told("lead.wang", "who --at", "2026-03-16T14:00")
    assert [list(each) for each in who] == [["agent", "name", "team", "shift", "start", "end", "status"]] * 3
    assert {each["agent"]: each["status"] for each in who} == {
        "li.na": "present", "zhang.wei": "present", "sun.qi": "late"
    }  # fmt: skip
    days = {day["login"]: day for day in floor.told("lead.wang", "roster attendance --from mon")}
    late = days["zhang.wei"]
    assert (late["marks"], late["late_minutes"], late["early_minutes"]) == (["late", "early_out"], 20, 59)
    assert (days["li.na"]["marks"], days["li.na"]["adherence"]) == (["present"], 100.0)
    floor.run("zhang.wei", "roster excuse mon", "the bus broke down")
    assert [item["kind"] for item in floor.told("lead.wang", "roster inbox")["decide"]] == ["excuse"]
    assert floor.told("lead.wang", "roster excused zhang.wei mon")["state"] == "excused"
    assert "decided on: excused" in words_of(floor, "zhang.wei")[0]
    month = floor.told("lead.wang", "roster attendance --month 2026-03")
    assert {each["login"] for each in month} >= {"li.na", "zhang.wei"}


def test_a_swap_that_nobody_approved_is_seen_the_same_day(floor: Moments) -> None:
    for time, login in (("07:55", "sun.qi"), ("12:58", "li.na")):
        floor.at = on(18, time)
        floor.run(login, "roster clock in")
    floor.at = on(18, "13:30")
    days = {day["login"]: day for day in floor.told("lead.wang", "roster attendance --from wed")}
    assert {login: day["other"] for login, day in days.items()} == {
        "li.na": "sun.qi", "sun.qi": "li.na", "zhang.wei": None
    }  # fmt: skip
    assert all("unapproved_swap" in days[login]["marks"] for login in ("li.na", "sun.qi"))


def test_coverage_is_shown_against_demand_and_asked_what_if(floor: Moments) -> None:
    found = floor.told("lead.wang", "roster need --calls 100 --minutes 30 --aht 180 --target 80/20 --max-occupancy 85 "
                       "--shrinkage 30")  # fmt: skip
    assert found.pop("asa_seconds") == pytest.approx(7.836, abs=0.0005)
    assert found == {
        "agents": 14, "scheduled": 20, "pw": 0.174132, "service_level": 0.88835, "occupancy": 0.714286
    }  # fmt: skip
    floor.run("lead.wang", "roster demand set 08:00-18:00 4 --date 2026-03-17")
    floor.at = on(17, "10:10")
    floor.run("li.na", "roster clock in")
    day = {each["start"][11:16]: each for each in floor.told("lead.wang", "roster coverage --date 2026-03-17")}
    assert len(day) == 48 and list(day["08:00"]) == ["start", "demand", "needed", "planned", "present"]
    assert (day["08:00"]["planned"], day["14:00"]["planned"], day["18:00"]["needed"]) == (2, 3, 0)
    assert day["08:00"]["needed"] > 2
    what_if = floor.told("lead.wang", "roster what-if li.na 14:00 17:00")
    assert (what_if["login"], len(what_if["short"]) + len(what_if["worse"])) == ("li.na", 6)
    assert "absent 14:00-17:00" in what_if["text"]
    floor.run("li.na", "roster coverage", status=1)


def test_demand_is_learnt_from_what_arrived(floor: Moments) -> None:
    floor.run("lead.wang", "roster demand learn", status=1)
    for day in (10, 11, 12):
        floor.at = on(day, "09:10")
        floor.run("li.na", "complaint add --subject x --narrative y")
    floor.at = on(17, "08:00")
    learnt = floor.told("lead.wang", "roster demand learn --weeks 4")
    assert learnt["complaints"] == 3 and learnt["written"] > 0
    shown = floor.told("lead.wang", "roster demand show --date 2026-03-18")
    assert {each["start"][11:16] for each in shown if each["calls"]} == {"09:00"}
    assert {each["source"] for each in shown if each["calls"]} == {"learnt"}


def test_who_is_absent_hands_the_cases_on_and_it_can_be_undone(floor: Moments) -> None:
    floor.at = on(16, "09:00")
    for number in (1, 2):
        floor.run("lead.wang", f"complaint add --subject case{number} --narrative x")
        floor.run("lead.wang", f"complaint claim C-00000{number}", status=0)
        floor.run("lead.wang", f"complaint assign C-00000{number} --to li.na --reason", "knows it")
    floor.run("zhang.wei", "roster clock in")
    floor.at = on(16, "09:30")
    done = floor.told("lead.wang", "roster absent li.na --spread --reason", "ill")
    assert (done["login"], done["end"]) == ("li.na", "2026-03-16T17:00:00+08:00")
    assert [(case["ref"], case["assignee"]) for case in done["handed_back"]] == [
        ("C-000001", "zhang.wei"),
        ("C-000002", "zhang.wei"),
    ]
    assert {each["agent"]: each["status"] for each in floor.told("lead.wang", "who")}["li.na"] == "absent"
    floor.at = on(16, "09:35")
    floor.run("lead.wang", "complaint undo")
    assert {case["assignee"] for case in floor.told("lead.wang", "complaint list")} == {"li.na"}
    assert {each["agent"]: each["status"] for each in floor.told("lead.wang", "who")}["li.na"] != "absent"
    floor.run("lead.wang", "roster back li.na", status=1)


def test_all_of_it_is_in_the_journal_by_name_without_a_word_of_free_text(floor: Moments) -> None:
    floor.at = on(11, "09:00")
    floor.run("li.na", "roster swap ask 03-17 --with sun.qi --their-day 03-17 --reason", "SECRET school")
    floor.run("sun.qi", "roster swap accept 1")
    floor.run("lead.wang", "roster swap deny 1 --reason", "SECRET no")
    floor.run("zhang.wei", "roster leave ask annual 03-19 --reason", "SECRET home")
    floor.run("lead.wang", "roster leave reject 1 --reason", "SECRET busy")
    floor.run("lead.wang", "roster open post 03-21 H1 --reason", "SECRET sale")
    floor.run("zhang.wei", "roster open ask 1")
    floor.run("zhang.wei", "roster prefer want A1 --weekday mon")
    floor.at = on(16, "09:00")
    floor.run("li.na", "roster clock in")
    floor.run("li.na", "roster excuse mon", "SECRET bus")
    floor.run("lead.wang", "roster excused li.na mon --refuse")
    floor.run("lead.wang", "roster excused li.na mon --again", "SECRET line")
    floor.run("lead.wang", "roster void 1 --reason", "SECRET visitor")
    floor.run("lead.wang", "roster absent zhang.wei --reason", "SECRET ill")
    floor.run("lead.wang", "roster lock li.na mon --week 2026-W12")
    journal = floor.run(getpass.getuser(), "journal show --limit 500").stdout
    assert "SECRET" not in journal and "swap denied" in journal and "roster published" in journal
    events: list[Any] = floor.told(getpass.getuser(), "journal show --limit 500")
    assert not [event["action"] for event in events if event["action"] in journal.split()]
    assert floor.told(getpass.getuser(), "journal verify")["bad_seq"] is None

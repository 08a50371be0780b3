"""Swaps, leave, open shifts, wishes and the inbox as commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cstui.floor import store
from tests.cli.conftest import Run
from tests.conftest import Floor
from tests.unit.rosters.requests_floor import publish

Read = Callable[..., Any]


@pytest.fixture
def monday(floor: Floor) -> date:
    """Publish the week after next and return its Monday."""
    today = store.now().astimezone(store.zone()).date()
    first = today + timedelta(days=14 - today.weekday())
    publish(floor.lead, {"li.na": "A1 off off A1 off off off", "zhang.wei": "off B1 off off off off off"}, monday=first)
    return first


def test_a_swap_goes_from_hand_to_hand(done: Run, read: Read, monday: date) -> None:
    tuesday = monday + timedelta(days=1)
    asked = read("roster", "swap", "ask", monday, "--with", "zhang.wei", "--their-day", tuesday, login="li.na")
    assert (asked["state"], asked["asker_shift"]["code"], asked["peer_shift"]["code"]) == ("offered", "A1", "B1")
    box = read("roster", "inbox", login="zhang.wei")
    assert [item["number"] for item in box["offered"]] == [1]
    assert box["notices"][0]["words"].startswith("李娜 offers you a swap of A1")
    done("roster", "swap", "accept", 1, login="zhang.wei")
    assert [item["words"] for item in read("roster", "inbox", login="lead.wang")["decide"]]
    page = done("roster", "swap", "approve", 1, "--note", "fine", login="lead.wang").stdout
    assert "[approved]" in page and "fine" in page
    assert "李娜's A1" in done("roster", "swap", "list", "--all", login="li.na").stdout
    assert read("roster", "swap", "list", login="li.na") == []
    assert "is approved (swap 1)" in done("roster", "inbox", login="li.na").stdout


def test_drafts_are_offered_declined_and_withdrawn(done: Run, read: Read, cstui: Run, monday: date) -> None:
    assert read("roster", "swap", "ask", monday, "--draft", login="li.na")["state"] == "draft"
    assert read("roster", "swap", "offer", 1, login="li.na")["state"] == "offered"
    assert read("roster", "swap", "withdraw", 1, login="li.na")["state"] == "withdrawn"
    done("roster", "swap", "ask", monday, "--with", "zhang.wei", login="li.na")
    assert read("roster", "swap", "decline", 2, "--reason", "no", login="zhang.wei")["decision"] == "no"
    done("roster", "swap", "ask", monday, login="li.na")
    done("roster", "swap", "accept", 3, login="zhang.wei")
    assert cstui("roster", "swap", "deny", 3, login="lead.wang").exit_code == 2
    assert read("roster", "swap", "deny", 3, "--reason", "no", login="lead.wang")["state"] == "denied"
    assert cstui("roster", "swap", "show", 9, login="li.na").exit_code == 1


def test_leave_is_asked_decided_and_cancelled(done: Run, read: Read, cstui: Run, monday: date) -> None:
    friday = monday + timedelta(days=4)
    asked = read("roster", "leave", "ask", "annual", monday, friday, "--reason", "home", login="li.na")
    assert (asked["state"], [shift["code"] for shift in asked["shifts"]]) == ("submitted", ["A1", "A1"])
    page = done("roster", "leave", "approve", 1, login="lead.wang").stdout
    assert "李娜: annual leave from" in page and "Shifts hit" in page
    assert cstui("roster", "leave", "ask", "sick", friday, login="li.na").exit_code == 1
    assert cstui("roster", "leave", "ask", "golf", friday, login="li.na").exit_code == 2
    assert read("roster", "leave", "cancel", 1, login="li.na")["state"] == "cancelled"
    assert read("roster", "leave", "ask", "sick", friday, "--draft", login="li.na")["state"] == "draft"
    assert read("roster", "leave", "submit", 2, login="li.na")["state"] == "submitted"
    assert read("roster", "leave", "reject", 2, "--reason", "full", login="boss")["decision"] == "full"
    assert len(read("roster", "leave", "list", "--all", login="qa.sun")) == 2
    empty = "Nothing to show.\n  See `cstui roster leave ask --help`.\n"
    assert done("roster", "leave", "list", login="li.na").stderr == empty
    assert done("roster", "leave", "show", 2, login="li.na").stdout.startswith("2  李娜: sick leave")


def test_a_lone_manager_declares_leave(done: Run, monday: date) -> None:
    page = done("roster", "leave", "ask", "annual", monday, login="boss").stdout
    assert "[approved]" in page and "Self-declared" in page


def test_an_open_shift_is_posted_asked_for_and_filled(done: Run, read: Read, cstui: Run, monday: date) -> None:
    day = monday + timedelta(days=2)
    assert read("roster", "open", "post", day, "A2", "--reason", "ill", login="lead.wang")["state"] == "open"
    assert [item["kind"] for item in read("roster", "inbox", login="li.na")["offered"]] == ["open_shift"]
    assert read("roster", "open", "ask", 1, login="li.na")["asker"] == "li.na"
    late = cstui("roster", "open", "ask", 1, login="zhang.wei")
    assert (late.exit_code, "李娜 was first" in late.stderr) == (1, True)
    assert read("roster", "open", "refuse", 1, login="lead.wang")["state"] == "open"
    done("roster", "open", "ask", 1, login="zhang.wei")
    assert read("roster", "open", "retract", 1, login="zhang.wei")["asker"] is None
    done("roster", "open", "ask", 1, login="zhang.wei")
    assert "[filled]" in done("roster", "open", "approve", 1, login="lead.wang").stdout
    done("roster", "open", "post", day, "09:00-13:00", login="lead.wang")
    assert read("roster", "open", "withdraw", 2, login="lead.wang")["state"] == "withdrawn"
    assert "would take A2" in done("roster", "open", "list", "--all", login="zhang.wei").stdout
    assert "is open" in done("roster", "open", "show", 2, login="zhang.wei").stdout


def test_wishes_are_set_listed_and_dropped(done: Run, read: Read, cstui: Run) -> None:
    assert read("roster", "prefer", "want", "a1", "--weekday", "mon", login="li.na")["code"] == "A1"
    assert read("roster", "prefer", "avoid", "A1", "--weekday", "mon", login="li.na")["number"] == 1
    done("roster", "prefer", "avoid", "休", "--day", "2030-01-02", login="li.na")
    listed = read("roster", "prefer", "list", "li.na", login="lead.wang")
    assert [(each["wish"], each["code"], each["weekday"], each["day"]) for each in listed] == [
        ("avoid", "off", None, "2030-01-02"),
        ("avoid", "A1", 0, None),
    ]
    assert "would rather not" in done("roster", "prefer", "list", login="li.na").stdout
    assert cstui("roster", "prefer", "list", "li.na", login="zhang.wei").exit_code == 1
    assert cstui("roster", "prefer", "want", "Z9", "--weekday", "mon", login="li.na").exit_code == 2
    assert cstui("roster", "prefer", "want", "A1", login="li.na").exit_code == 2
    assert cstui("roster", "prefer", "drop", 1, login="zhang.wei").exit_code == 1
    done("roster", "prefer", "drop", 1, login="li.na")
    assert len(read("roster", "prefer", "list", login="li.na")) == 1


def test_notices_are_seen(done: Run, read: Read, monday: date) -> None:
    done("roster", "leave", "ask", "annual", monday, login="li.na")
    done("roster", "leave", "approve", 1, login="lead.wang")
    told = read("roster", "inbox", login="li.na")["notices"]
    assert [each["kind"] for each in told] == ["leave.approved"]
    assert "1 notice marked" in done("roster", "seen", told[0]["number"], login="li.na").stderr
    assert "0 notices marked" in done("roster", "seen", login="li.na").stderr
    assert read("roster", "inbox", login="li.na")["notices"] == []

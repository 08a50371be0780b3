"""Open shifts: first come, first served, within the rules, and into the roster by a lead only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cstui.errors import BadInput, Conflict, NotFound, Refused
from cstui.floor.access import Denied
from cstui.floor.rosters import drafting, leave, open_shifts, overdue
from db import models as rows
from tests.conftest import Floor
from tests.unit.rosters.requests_floor import FRI, MON, NOW, SUN, TUE, in_force, journaled, publish, told


@pytest.fixture
def week(floor: Floor) -> Floor:
    publish(floor.lead, {"li.na": "A1 off off off off off off", "zhang.wei": "off off off off off off off"})
    return floor


def posted(floor: Floor) -> int:
    """Return the number of an open early shift on Tuesday."""
    return open_shifts.post(floor.lead, TUE, "A1", reason="ill", now=NOW).number


def test_it_is_posted_asked_for_and_filled(week: Floor) -> None:
    number = posted(week)
    assert open_shifts.open_shift(week.agent, number, now=NOW).can == ("ask",)
    assert open_shifts.ask(week.agent, number, now=NOW).can == ("retract",)
    assert ("li.na", TUE) in in_force() and in_force()["li.na", TUE] == "off"
    found = open_shifts.approve(week.lead, number, now=NOW)
    assert (found.state, found.asker, found.decided_by, found.shift.code) == ("filled", "li.na", "lead.wang", "A1")
    assert in_force()["li.na", TUE] == "A1"
    assert told("open_shift.approved") == ["li.na"]
    assert journaled("open_shift:1") == ["open_shift.posted", "open_shift.asked", "open_shift.approved"]


def test_the_second_reads_who_was_first(week: Floor) -> None:
    number = posted(week)
    open_shifts.ask(week.agent, number, now=NOW)
    with pytest.raises(Conflict, match="李娜 was first"):
        open_shifts.ask(week.other, number, now=NOW)
    open_shifts.refuse(week.lead, number, now=NOW)
    assert open_shifts.ask(week.other, number, now=NOW).asker == "zhang.wei"
    assert told("open_shift.refused") == ["li.na"]


def test_a_lead_who_asks_does_not_decide(week: Floor) -> None:
    number = posted(week)
    open_shifts.ask(week.lead, number, now=NOW)
    for act in (open_shifts.approve, open_shifts.refuse, open_shifts.withdraw):
        with pytest.raises(Denied, match="have a part in"):
            act(week.lead, number, now=NOW)
    assert open_shifts.approve(week.boss, number, now=NOW).state == "filled"


def test_who_works_that_day_or_is_on_leave_does_not_get_it(week: Floor) -> None:
    number = open_shifts.post(week.lead, MON, "B1", now=NOW).number
    with pytest.raises(Refused, match="李娜 works A1"):
        open_shifts.ask(week.agent, number, now=NOW)
    open_shifts.ask(week.other, number, now=NOW)
    leave.approve(week.lead, leave.ask(week.other, "sick", MON, now=NOW).number, now=NOW)
    with pytest.raises(Refused, match="张伟 is on leave"):
        open_shifts.approve(week.lead, number, now=NOW)


def test_the_rules_hold(floor: Floor) -> None:
    publish(floor.lead, {"li.na": "A1 A1 A1 A1 A1 H1 off"})
    number = open_shifts.post(floor.lead, SUN, "H1", now=NOW).number
    with pytest.raises(Refused, match="The rules forbid it"):
        open_shifts.ask(floor.agent, number, now=NOW)


def test_a_roster_changed_meanwhile_is_looked_at_again(week: Floor) -> None:
    number = posted(week)
    open_shifts.ask(week.agent, number, now=NOW)
    publish(week.lead, {"li.na": "A1 B1 off off off off off"})
    with pytest.raises(Refused, match="李娜 works B1"):
        open_shifts.approve(week.lead, number, now=NOW)


def test_it_expires_when_it_begins(week: Floor) -> None:
    number = posted(week)
    begins = open_shifts.open_shift(week.agent, number, now=NOW).shift.start
    assert begins is not None
    assert open_shifts.open_shift(week.agent, number, now=begins).state == "expired"
    with pytest.raises(Refused, match="It is expired"):
        open_shifts.ask(week.agent, number, now=begins)
    assert open_shifts.open_shifts(week.agent, now=begins) == []
    leave.ask(week.agent, "annual", FRI, now=begins)
    assert rows.OpenShift.get_by_id(number).state == "expired"
    assert told("open_shift.expired") == ["lead.wang"]
    assert not overdue.due(begins)


def test_what_cannot_be_posted(week: Floor) -> None:
    with pytest.raises(BadInput, match="day off"):
        open_shifts.post(week.lead, MON, "off", now=NOW)
    with pytest.raises(BadInput, match="no shift"):
        open_shifts.post(week.lead, MON, "Z9", now=NOW)
    with pytest.raises(Refused, match="has begun"):
        open_shifts.post(week.lead, NOW.date() - timedelta(days=1), "A1", now=NOW)
    with pytest.raises(Denied):
        open_shifts.post(week.lead, MON, "A1", team="cards", now=NOW)
    with pytest.raises(Denied):
        open_shifts.post(week.agent, MON, "A1", now=NOW)


def test_other_teams_do_not_see_it(week: Floor) -> None:
    number = posted(week)
    assert open_shifts.open_shifts(week.stranger, now=NOW) == []
    with pytest.raises(NotFound):
        open_shifts.ask(week.stranger, number, now=NOW)
    assert [each.number for each in open_shifts.open_shifts(week.auditor, now=NOW)] == [number]


def test_who_decides_reads_what_of_the_draft_it_would_replace(week: Floor) -> None:
    number = posted(week)
    open_shifts.ask(week.agent, number, now=NOW)
    day = open_shifts.open_shift(week.lead, number, now=NOW).day
    drafting.set_cells(week.lead, None, [drafting.Edit("li.na", day, "B1")], now=NOW)
    warned = f"li.na: the draft says B1 for {day}, not published yet; that is replaced"
    assert warned in open_shifts.open_shift(week.lead, number, now=NOW).warnings
    assert warned not in open_shifts.open_shift(week.agent, number, now=NOW).warnings

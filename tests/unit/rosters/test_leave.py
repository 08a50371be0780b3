"""Leave: days, overlap, who decides, when it is taken, and who may still cancel it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cstui.errors import BadInput, Conflict, NotFound, Refused
from cstui.floor import accounts, leavers, passing
from cstui.floor.access import Denied
from cstui.floor.rosters import demand, leave
from db import models as rows
from tests.conftest import Floor
from tests.unit.rosters.requests_floor import FRI, MON, NOW, SUN, TUE, WED, in_force, journaled, publish, told


def asked(floor: Floor, **extra: object) -> int:
    """Return the number of leave of the agent from Monday to Wednesday."""
    return leave.ask(floor.agent, "annual", MON, WED, now=NOW, **extra).number  # type: ignore[arg-type]


def test_approved_leave_names_the_shifts_it_hits_and_leaves_them_in_the_roster(floor: Floor) -> None:
    publish(floor.lead, {"li.na": "A1 off A1 A1 A1 off off"})
    found = leave.approve(floor.lead, asked(floor, reason="home"), note="enjoy", now=NOW)
    assert (found.state, found.days, found.decided_by, found.decision) == ("approved", 3, "lead.wang", "enjoy")
    assert [(shift.day, shift.code) for shift in found.shifts] == [(MON, "A1"), (WED, "A1")]
    assert in_force()["li.na", MON] == "A1"
    assert told("leave.approved") == ["li.na"]
    assert journaled("leave:1") == ["leave.asked", "leave.submitted", "leave.approved"]


def test_nobody_decides_on_their_own(floor: Floor) -> None:
    number = leave.ask(floor.lead, "annual", MON, now=NOW).number
    for act in (leave.approve, lambda *args, now: leave.reject(*args, reason="x", now=now)):
        with pytest.raises(Denied, match="have a part in"):
            act(floor.lead, number, now=NOW)
    assert leave.approve(floor.boss, number, now=NOW).decided_by == "boss"


def test_a_lone_managers_leave_is_self_declared_until_there_is_another(floor: Floor) -> None:
    found = leave.ask(floor.boss, "annual", MON, now=NOW)
    assert (found.state, found.self_declared, found.decided_by) == ("approved", True, "boss")
    assert journaled("leave:1")[-1] == "leave.declared"
    accounts.add_agent(floor.boss, "deputy", name="Deputy", roles=("manager",))
    later = leave.ask(floor.boss, "annual", FRI, now=NOW)
    assert (later.state, later.self_declared) == ("submitted", False)
    leavers.disable_agent(floor.boss, "deputy")
    assert leave.ask(floor.boss, "annual", SUN, now=NOW).self_declared


def test_a_draft_of_a_lone_manager_is_declared_when_it_is_submitted(floor: Floor) -> None:
    draft = leave.ask(floor.boss, "annual", MON, draft=True, now=NOW)
    assert (draft.state, draft.self_declared) == ("draft", False)
    assert leave.submit(floor.boss, draft.number, now=NOW).self_declared


def test_it_overlaps_no_other_leave_of_ones_own(floor: Floor) -> None:
    number = asked(floor)
    with pytest.raises(Refused, match=f"overlaps leave {number}"):
        leave.ask(floor.agent, "sick", WED, FRI, now=NOW)
    assert leave.ask(floor.other, "sick", WED, now=NOW).state == "submitted"
    leave.cancel(floor.agent, number, now=NOW)
    assert leave.ask(floor.agent, "sick", WED, now=NOW).state == "submitted"


def test_drafts_bar_nothing_until_they_are_submitted(floor: Floor) -> None:
    draft = asked(floor, draft=True)
    asked(floor)
    with pytest.raises(Refused, match="overlaps"):
        leave.submit(floor.agent, draft, now=NOW)
    with pytest.raises(NotFound):
        leave.leave(floor.lead, draft, now=NOW)


@pytest.mark.parametrize(
    ("kind", "last", "reason"),
    [
        ("golf", MON, "golf is no kind of leave"),
        ("annual", MON - timedelta(days=1), "before it begins"),
        ("annual", MON + timedelta(days=366), "at most 366 days"),
    ],
)
def test_what_is_no_leave(floor: Floor, kind: str, last, reason: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadInput, match=reason):
        leave.ask(floor.agent, kind, MON, last, now=NOW)


def test_it_is_taken_once_its_last_day_has_passed(floor: Floor) -> None:
    """The day ends in Shanghai, eight hours before it ends in UTC."""
    number = asked(floor)
    leave.approve(floor.lead, number, now=NOW)
    last_moment = NOW.replace(day=25, hour=15, minute=59)
    over = last_moment + timedelta(minutes=1)
    assert leave.leave(floor.agent, number, now=last_moment).state == "approved"
    assert (leave.leave(floor.agent, number, now=over).state, leave.leaves(floor.agent, now=over)) == ("taken", [])
    assert passing.journal_time(now=last_moment) == 0
    assert passing.journal_time(now=over) == 1
    assert passing.journal_time(now=over) == 0
    assert (rows.Leave.get_by_id(number).state, journaled("leave:1")[-1]) == ("taken", "leave.taken")
    with pytest.raises(Refused, match="It is taken"):
        leave.cancel(floor.lead, number, reason="x", now=over)


def test_who_cancels_when(floor: Floor) -> None:
    number = asked(floor)
    leave.approve(floor.lead, number, now=NOW)
    begun = NOW.replace(day=24)
    with pytest.raises(Refused, match="has begun"):
        leave.cancel(floor.agent, number, now=begun)
    with pytest.raises(BadInput, match="Say why"):
        leave.cancel(floor.lead, number, now=begun)
    assert leave.cancel(floor.lead, number, reason="all hands", now=begun).decision == "all hands"
    assert told("leave.cancelled") == ["li.na"]


def test_the_asker_cancels_before_it_begins(floor: Floor) -> None:
    number = asked(floor)
    leave.approve(floor.lead, number, now=NOW)
    assert leave.cancel(floor.agent, number, now=NOW).state == "cancelled"
    assert told("leave.cancelled") == []


def test_who_sees_it(floor: Floor) -> None:
    number = asked(floor)
    for actor in (floor.agent, floor.lead, floor.boss, floor.auditor):
        assert [each.number for each in leave.leaves(actor, now=NOW)] == [number]
    for actor in (floor.other, floor.stranger):
        assert leave.leaves(actor, now=NOW) == []
        with pytest.raises(NotFound):
            leave.leave(actor, number, now=NOW)


def test_a_lead_of_another_team_decides_nothing_here(floor: Floor) -> None:
    accounts.add_agent(floor.boss, "lead.cards", name="x", team="cards", roles=("lead",))
    with pytest.raises(NotFound):
        leave.approve(accounts.find_actor("lead.cards"), asked(floor), now=NOW)


def test_who_saw_an_older_state_is_told_so(floor: Floor) -> None:
    with pytest.raises(Conflict):
        leave.approve(floor.lead, asked(floor), version=1, now=NOW)


def test_nothing_is_left_behind_by_a_refusal(floor: Floor) -> None:
    asked(floor)
    with pytest.raises(Refused):
        leave.ask(floor.agent, "sick", TUE, now=NOW)
    assert rows.Leave.select().count() == 1


def test_a_lead_is_warned_where_people_will_be_short(floor: Floor) -> None:
    """One short call an hour needs somebody; without Li nobody is there from 8 to 10."""
    publish(floor.lead, {"li.na": "A1 off off off off off off"})
    demand.enter(floor.lead, None, MON, 8 * 60, 10 * 60, 0.5, 60, now=NOW)
    number = asked(floor)
    (told_of,) = leave.leave(floor.lead, number, now=NOW).warnings
    assert told_of.startswith("2026-11-23 A1: 李娜")
    assert leave.leave(floor.agent, number, now=NOW).warnings == ()
    assert leave.approve(floor.lead, number, now=NOW).warnings == (told_of,)
    assert leave.leave(floor.lead, number, now=NOW).warnings == ()


def test_of_leave_that_is_cancelled_on_its_way_the_days_that_are_over_stay_taken(floor: Floor) -> None:
    number = asked(floor, reason="home")
    leave.approve(floor.lead, number, now=NOW)
    tuesday = NOW + timedelta(days=6)
    rest = leave.cancel(floor.lead, number, reason="we need you", now=tuesday)
    assert (rest.state, rest.first_day, rest.last_day) == ("cancelled", TUE, WED)
    taken, given_back = sorted(leave.leaves(floor.agent, live=False, now=tuesday), key=lambda each: each.first_day)
    assert (taken.state, taken.first_day, taken.last_day, taken.reason) == ("taken", MON, MON, "home")
    assert given_back.number == number and journaled(f"leave:{taken.number}") == ["leave.taken"]


def test_who_approved_leave_is_told_when_it_is_taken_back(floor: Floor) -> None:
    number = asked(floor)
    leave.cancel(floor.agent, number, now=NOW)  # nobody had decided yet
    assert told("leave.given_back") == []
    number = asked(floor)
    leave.approve(floor.lead, number, now=NOW)
    leave.cancel(floor.agent, number, now=NOW)
    assert told("leave.given_back") == ["lead.wang"] and told("leave.cancelled") == []
    assert journaled(f"leave:{number}")[-1] == "leave.cancelled"
    own = leave.ask(floor.boss, "annual", FRI, now=NOW).number
    leave.cancel(floor.boss, own, now=NOW)  # self-declared
    assert told("leave.given_back") == ["lead.wang"]

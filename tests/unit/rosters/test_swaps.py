"""Swaps: what may be asked, who decides, when they fall, and that only an approval writes the roster."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cstui.errors import BadInput, Conflict, NotFound, Refused
from cstui.floor import accounts
from cstui.floor.access import Denied
from cstui.floor.rosters import leave, overdue, swaps
from db import models as rows
from tests.conftest import Floor
from tests.unit.rosters.requests_floor import (
    FRI,
    MON,
    NOW,
    SAT,
    THU,
    TUE,
    WED,
    in_force,
    journaled,
    publish,
    told,
)

WEEK = {
    "li.na": "A1 off A1 A2 off off off",
    "zhang.wei": "off B1 B1 A2 off off off",
    "lead.wang": "A2 A2 off off A2 off off",
}


@pytest.fixture
def week(floor: Floor) -> Floor:
    publish(floor.lead, WEEK)
    return floor


def agreed(floor: Floor, **extra: object) -> int:
    """Return the number of a swap of both people's Wednesday that waits for a lead."""
    asked = swaps.ask(floor.agent, WED, peer="zhang.wei", peer_day=WED, now=NOW, **extra)  # type: ignore[arg-type]
    swaps.accept(floor.other, asked.number, now=NOW)
    return asked.number


def test_a_swap_of_one_day_is_offered_agreed_and_approved(week: Floor) -> None:
    asked = swaps.ask(week.agent, WED, peer="zhang.wei", peer_day=WED, reason="dentist", now=NOW)
    assert (asked.state, asked.asker_shift.code, asked.can) == ("offered", "A1", ("withdraw",))
    assert asked.peer_shift is not None and asked.peer_shift.code == "B1"
    assert swaps.swap(week.other, asked.number, now=NOW).can == ("accept", "decline")
    waiting = swaps.accept(week.other, asked.number, now=NOW)
    assert (waiting.state, waiting.can) == ("waiting", ("withdraw",))
    assert in_force()["li.na", WED] == "A1"
    done = swaps.approve(week.lead, asked.number, now=NOW)
    assert (done.state, done.decided_by, done.can) == ("approved", "lead.wang", ())
    assert (in_force()["li.na", WED], in_force()["zhang.wei", WED]) == ("B1", "A1")
    assert told("swap.approved") == ["li.na", "zhang.wei"]
    assert told("swap.accepted") == ["li.na"]
    assert told("swap.offered") == ["zhang.wei"]
    assert journaled(f"swap:{asked.number}") == [
        *("swap.asked", "swap.offered", "swap.accepted", "swap.checked", "swap.approved"),
    ]


def test_two_days_change_hands(week: Floor) -> None:
    number = swaps.ask(week.agent, MON, peer="zhang.wei", peer_day=TUE, now=NOW).number
    swaps.accept(week.other, number, now=NOW)
    swaps.approve(week.boss, number, now=NOW)
    standing = in_force()
    assert (standing["li.na", MON], standing["li.na", TUE]) == ("off", "B1")
    assert (standing["zhang.wei", MON], standing["zhang.wei", TUE]) == ("A1", "off")


def test_a_shift_is_given_to_the_first_of_the_team(week: Floor) -> None:
    number = swaps.ask(week.agent, MON, now=NOW).number
    assert swaps.swap(week.other, number, now=NOW).can == ("accept",)
    swaps.accept(week.other, number, now=NOW)
    with pytest.raises(Conflict, match="张伟 was first"):
        swaps.accept(week.lead, number, now=NOW)
    swaps.approve(week.lead, number, now=NOW)
    assert (in_force()["li.na", MON], in_force()["zhang.wei", MON]) == ("off", "A1")


def test_an_open_offer_for_a_shift_in_return_freezes_that_of_who_accepts(week: Floor) -> None:
    number = swaps.ask(week.agent, MON, peer_day=TUE, now=NOW).number
    found = swaps.accept(week.other, number, now=NOW)
    assert (found.peer, found.peer_shift and found.peer_shift.code) == ("zhang.wei", "B1")


@pytest.mark.parametrize(
    ("day", "peer", "peer_day", "reason"),
    [
        (TUE, "zhang.wei", None, "李娜 has no shift"),
        (MON, "zhang.wei", MON, "张伟 has no shift"),
        (WED, "zhang.wei", None, "张伟 works B1"),
        (WED, "zhang.wei", THU, "张伟 works B1"),
        (THU, "zhang.wei", THU, "same shift"),
        (MON, "lead.wang", TUE, "works A2"),
        (MON, "chen.mo", None, "not in the team"),
        (MON, "qa.sun", None, "works no shifts"),
        (MON, "nobody", None, "no agent nobody"),
        (MON, "li.na", None, "takes two people"),
    ],
)
def test_what_cannot_be_is_refused_at_once(week: Floor, day, peer, peer_day, reason) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises((Refused, BadInput), match=reason):
        swaps.ask(week.agent, day, peer=peer, peer_day=peer_day, now=NOW)
    assert rows.Swap.select().count() == 0


def test_the_notice_of_the_policy_is_kept(week: Floor) -> None:
    """A1 begins at 08:00 in Shanghai, midnight in UTC; two hours before it is too late."""
    late = NOW.replace(day=24, hour=22, minute=0)
    with pytest.raises(Refused, match="too late"):
        swaps.ask(week.agent, WED, peer="zhang.wei", peer_day=WED, now=late)
    assert swaps.ask(week.agent, WED, peer="zhang.wei", peer_day=WED, now=late - timedelta(seconds=1)).number == 1


def test_a_shift_is_offered_once_at_a_time(week: Floor) -> None:
    swaps.ask(week.agent, MON, now=NOW)
    with pytest.raises(Refused, match="Swap 1 is about that shift"):
        swaps.ask(week.agent, MON, peer="zhang.wei", now=NOW)
    swaps.withdraw(week.agent, 1, now=NOW)
    assert swaps.ask(week.agent, MON, peer="zhang.wei", now=NOW).state == "offered"


def test_a_hard_rule_refuses_the_acceptance_by_name(floor: Floor) -> None:
    """Li works six days; taking the seventh leaves no day of rest in the week."""
    publish(floor.lead, {"li.na": "A1 A1 A1 A1 A1 H1 off", "zhang.wei": "off off off off off off A1"})
    number = swaps.ask(floor.other, FRI + timedelta(days=2), peer="li.na", now=NOW).number
    with pytest.raises(Refused, match="The rules forbid it") as caught:
        swaps.accept(floor.agent, number, now=NOW)
    assert "李娜" in caught.value.detail or "li.na" in caught.value.detail
    assert swaps.swap(floor.agent, number, now=NOW).state == "offered"


def test_the_rules_are_asked_again_at_approval(floor: Floor) -> None:
    """The day that fills Li's week comes after Li agreed to Sunday."""
    publish(floor.lead, {"li.na": "A1 A1 A1 A1 A1 off off", "zhang.wei": "off off off off off off H1"})
    number = swaps.ask(floor.other, FRI + timedelta(days=2), peer="li.na", now=NOW).number
    swaps.accept(floor.agent, number, now=NOW)
    publish(floor.lead, {"li.na": "A1 A1 A1 A1 A1 H1 off"})
    with pytest.raises(Refused, match="The rules forbid it"):
        swaps.approve(floor.lead, number, now=NOW)
    found = swaps.swap(floor.lead, number, now=NOW)
    assert (found.state, "The rules forbid it" in found.warnings) == ("waiting", True)
    assert in_force()["li.na", FRI + timedelta(days=2)] == "off"


def test_a_swap_over_two_weeks_amends_both(week: Floor) -> None:
    publish(week.lead, {"li.na": "off off off off off off off", "zhang.wei": "A2 off off off off off off"},
            monday=MON + timedelta(days=7))  # fmt: skip
    number = swaps.ask(week.agent, MON, peer="zhang.wei", peer_day=MON + timedelta(days=7), now=NOW).number
    swaps.accept(week.other, number, now=NOW)
    swaps.approve(week.lead, number, now=NOW)
    assert (in_force()["zhang.wei", MON], in_force()["li.na", MON + timedelta(days=7)]) == ("A1", "A2")
    assert sorted(row.version for row in rows.Roster.select()) == [2, 2]


def test_nobody_approves_a_swap_they_are_part_of(week: Floor) -> None:
    number = swaps.ask(week.lead, FRI, peer="li.na", now=NOW).number
    swaps.accept(week.agent, number, now=NOW)
    with pytest.raises(Denied, match="have a part in"):
        swaps.approve(week.lead, number, now=NOW)
    with pytest.raises(Denied, match="have a part in"):
        swaps.deny(week.lead, number, reason="no", now=NOW)
    assert swaps.approve(week.boss, number, now=NOW).state == "approved"


def test_the_peer_who_leads_does_not_approve_either(week: Floor) -> None:
    number = swaps.ask(week.agent, WED, peer="lead.wang", now=NOW).number
    swaps.accept(week.lead, number, now=NOW)
    with pytest.raises(Denied, match="have a part in"):
        swaps.approve(week.lead, number, now=NOW)


@pytest.mark.parametrize("login", ["li.na", "zhang.wei"])
def test_a_shift_that_moved_is_named_and_the_swap_cancelled(week: Floor, login: str) -> None:
    number = agreed(week)
    publish(week.lead, {login: "A1 off C1 A2 off off off" if login == "li.na" else "off B1 A2 A2 off off off"})
    with pytest.raises(Refused, match="no longer as agreed") as caught:
        swaps.approve(week.lead, number, now=NOW)
    was, now = ("A1 08:00-17:00", "C1 22:00-06:00") if login == "li.na" else ("B1 13:00-22:00", "A2 09:00-18:00")
    assert f"{was} became {now}" in caught.value.detail
    assert swaps.swap(week.agent, number, now=NOW).state == "cancelled"
    assert told("swap.cancelled") == ["li.na", "zhang.wei"]
    assert journaled(f"swap:{number}")[-1] == "swap.cancelled"


def test_who_is_disabled_or_left_the_team_meanwhile_swaps_no_more(week: Floor) -> None:
    number = agreed(week)
    rows.Agent.update(team=2).where(rows.Agent.login == "zhang.wei").execute()
    with pytest.raises(Refused, match="not in the team"):
        swaps.approve(week.lead, number, now=NOW)
    rows.Agent.update(team=1, enabled=False).where(rows.Agent.login == "zhang.wei").execute()
    with pytest.raises(Refused, match="disabled"):
        swaps.approve(week.lead, number, now=NOW)


def test_nobody_takes_a_shift_on_a_day_of_their_leave(week: Floor) -> None:
    number = swaps.ask(week.agent, MON, peer="zhang.wei", now=NOW).number
    swaps.accept(week.other, number, now=NOW)
    leave.approve(week.lead, leave.ask(week.other, "annual", MON, now=NOW).number, now=NOW)
    with pytest.raises(Refused, match="张伟 is on leave"):
        swaps.approve(week.lead, number, now=NOW)


def test_it_expires_by_itself(week: Floor) -> None:
    number = agreed(week)
    after = swaps.swap(week.agent, number, now=NOW).expires_at
    before = after - timedelta(seconds=1)
    assert swaps.swap(week.agent, number, now=before).state == "waiting"
    found = swaps.swap(week.agent, number, now=after)
    assert (found.state, found.can, swaps.swaps(week.agent, now=after)) == ("expired", (), [])
    with pytest.raises(Refused, match="It is expired"):
        swaps.approve(week.lead, number, now=after)
    assert overdue.due(after) and not overdue.due(before)
    swaps.ask(week.agent, THU, now=after)
    assert rows.Swap.get_by_id(number).state == "expired"
    assert told("swap.expired") == ["li.na", "zhang.wei"]
    assert not overdue.due(after)


def test_a_draft_is_seen_by_who_wrote_it_only(week: Floor) -> None:
    number = swaps.ask(week.agent, WED, peer="zhang.wei", peer_day=WED, draft=True, now=NOW).number
    for actor in (week.other, week.lead, week.boss):
        with pytest.raises(NotFound):
            swaps.swap(actor, number, now=NOW)
    assert swaps.swap(week.agent, number, now=NOW).can == ("offer", "withdraw")
    assert swaps.offer(week.agent, number, now=NOW).state == "offered"


def test_the_one_asked_may_say_no(week: Floor) -> None:
    number = swaps.ask(week.agent, WED, peer="zhang.wei", peer_day=WED, now=NOW).number
    found = swaps.decline(week.other, number, reason="not again", now=NOW)
    assert (found.state, found.decision) == ("denied", "not again")
    assert told("swap.declined") == ["li.na"]


def test_a_denial_needs_a_reason(week: Floor) -> None:
    number = agreed(week)
    with pytest.raises(BadInput, match="Say why"):
        swaps.deny(week.lead, number, reason=" ", now=NOW)
    assert swaps.deny(week.lead, number, reason="no cover", now=NOW).decision == "no cover"
    assert told("swap.denied") == ["li.na", "zhang.wei"]


def test_who_saw_an_older_state_is_told_so(week: Floor) -> None:
    number = agreed(week)
    with pytest.raises(Conflict, match="changed meanwhile"):
        swaps.approve(week.lead, number, version=1, now=NOW)


def test_reasons_stay_out_of_the_journal(week: Floor) -> None:
    number = agreed(week, reason="secretword")
    swaps.deny(week.lead, number, reason="secretword", now=NOW)
    assert not [row for row in rows.Event.select() if "secretword" in str(row.body)]
    assert not [row for row in rows.Notice.select() if "secretword" in str(row.body)]


def test_strangers_see_nothing_of_it(week: Floor) -> None:
    number = agreed(week)
    third = accounts.add_agent(week.boss, "wu.di", name="吴迪")
    actor = accounts.find_actor(third.login)
    assert swaps.swaps(actor, now=NOW) == []
    with pytest.raises(NotFound):
        swaps.swap(actor, number, now=NOW)
    with pytest.raises(NotFound):
        swaps.swap(week.stranger, number, now=NOW)
    assert [each.number for each in swaps.swaps(week.auditor, now=NOW)] == [number]


def test_the_week_of_the_swap_makes_its_next_version(week: Floor) -> None:
    number = agreed(week)
    swaps.approve(week.lead, number, now=NOW)
    assert rows.Roster.get().version == 2
    assert in_force()["li.na", SAT] == "off"

"""What becomes of the requests of somebody whose account is disabled, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cstui.errors import Refused
from cstui.floor import accounts, leavers, notices
from cstui.floor.notice_words import words
from cstui.floor.rosters import inbox, leave, open_shifts, swaps
from db import models as rows
from tests.conftest import Floor
from tests.unit.rosters.requests_floor import FRI, MON, NOW, TUE, WED, journaled, publish, told

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def week(floor: Floor) -> Floor:
    publish(floor.lead, {"li.na": "A1 off A1 A2 off off off", "zhang.wei": "off B1 B1 A2 off off off"})
    return floor


def state(number: int) -> str:
    return str(rows.Swap.get_by_id(number).state)


@pytest.mark.parametrize(("gone", "left"), [("li.na", "zhang.wei"), ("zhang.wei", "li.na")])
@pytest.mark.parametrize("agreed", [False, True])
def test_a_swap_falls_and_the_other_side_reads_why(week: Floor, gone: str, left: str, agreed: bool) -> None:
    number = swaps.ask(week.agent, MON, peer="zhang.wei", peer_day=TUE, now=NOW).number
    if agreed:
        swaps.accept(week.other, number, now=NOW)
    leavers.disable_agent(week.boss, gone, now=LATER)
    assert (state(number), journaled(f"swap:{number}")[-1]) == ("cancelled", "swap.cancelled")
    assert told("swap.cancelled") == [] and told("swap.party_gone") == [left]
    [notice] = [each for each in notices.notices(accounts.find_actor(left)) if each.kind == "swap.party_gone"]
    name = rows.Agent.get(login=gone).name
    assert words(notice) == f"The swap of 11-23 fell: the account of {name} was disabled (swap {number})"
    assert inbox.inbox(week.lead, now=LATER).decide == ()


def test_why_it_fell_is_told_however_the_roster_goes_on(week: Floor) -> None:
    number = swaps.ask(week.agent, MON, peer="zhang.wei", peer_day=TUE, now=NOW).number
    swaps.accept(week.other, number, now=NOW)
    leavers.disable_agent(week.boss, "li.na", now=LATER)
    publish(week.lead, {"li.na": "off off off off off off off"})
    assert swaps.swap(week.other, number, now=LATER).warnings == ("The account li.na is disabled",)
    with pytest.raises(Refused, match=r"The account li\.na is disabled"):
        swaps.approve(week.lead, number, now=LATER)


def test_an_offer_to_the_team_falls_and_a_draft_is_nobodys(week: Floor) -> None:
    offered = swaps.ask(week.agent, MON, now=NOW).number
    draft = swaps.ask(week.agent, WED, draft=True, now=NOW).number
    leavers.disable_agent(week.boss, "li.na", now=LATER)
    assert (state(offered), state(draft)) == ("cancelled", "draft")
    assert told("swap.party_gone") == []


def test_what_was_decided_or_overtaken_stays_as_it_was(week: Floor) -> None:
    number = swaps.ask(week.agent, MON, peer="zhang.wei", now=NOW).number
    held = leave.ask(week.agent, "annual", FRI, now=NOW).number
    leave.approve(week.lead, held, now=NOW)
    leavers.disable_agent(week.boss, "li.na", now=NOW + timedelta(days=5))
    assert (state(number), rows.Leave.get_by_id(held).state) == ("expired", "approved")


def test_leave_that_waits_is_cancelled_and_an_open_shift_is_open_again(week: Floor) -> None:
    asked = leave.ask(week.agent, "annual", FRI, now=NOW).number
    shift = open_shifts.post(week.lead, FRI, "H1", now=NOW).number
    open_shifts.ask(week.agent, shift, now=NOW)
    leavers.disable_agent(week.boss, "li.na", now=LATER)
    assert rows.Leave.get_by_id(asked).state == "cancelled"
    assert journaled(f"leave:{asked}")[-1] == "leave.cancelled" and told("leave.cancelled") == []
    row = rows.OpenShift.get_by_id(shift)
    assert (row.state, row.asker_id, journaled(f"open_shift:{shift}")[-1]) == ("open", None, "open_shift.retracted")
    assert told("open_shift.party_gone") == ["lead.wang"]
    assert open_shifts.ask(week.other, shift, now=LATER).state == "asked"


def test_who_asks_for_nothing_costs_nobody_a_notice(week: Floor) -> None:
    number = swaps.ask(week.agent, MON, peer="zhang.wei", now=NOW).number
    leavers.disable_agent(week.boss, "lead.wang", now=LATER)
    assert state(number) == "offered" and told("swap.party_gone") == []

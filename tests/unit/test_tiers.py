"""Tiers: set by leads, journaled without a word of the customer; the VIPs to call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cstui.errors import BadInput, NotFound
from cstui.floor import access, complaints, customers, journal, tiers
from tests.conftest import Floor

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def case(floor: Floor, number: str, *, at: datetime = AT, **more: object) -> str:
    values = {"subject": "x", "customer_id": number, "customer_name": f"n {number}", **more}
    return complaints.add(floor.boss, values, now=at).ref


def closed(floor: Floor, number: str, *, at: datetime = AT, follow_up: str = "", **more: object) -> str:
    ref = case(floor, number, at=at, category="billing", **more)
    complaints.take(floor.agent, ref, "claim", now=at)
    complaints.take(floor.agent, ref, "respond", {"channel": "phone", "text": "x", "actions": "x"}, now=at)
    end = {"accepted": True, "follow_up": follow_up} if follow_up else {"accepted": True}
    complaints.take(floor.agent, ref, "close", end, now=at)
    return ref


@pytest.mark.parametrize(("given", "kept"), [("VIP", "vip"), (" gold ", "gold"), ("钻石", "钻石"), ("none", None)])
def test_a_lead_sets_it_and_it_is_shown_with_every_case(floor: Floor, given: str, kept: str | None) -> None:
    ref = case(floor, "K-1")
    tiers.set_tier(floor.lead, "K-1", "silver", now=AT)
    assert tiers.set_tier(floor.lead, ref, given, now=AT).tier == kept
    assert complaints.show(floor.agent, ref, now=AT).complaint.customer.tier == kept
    entry = journal.entries(floor.boss, subject="customer:1")[-1].event
    assert entry.action == "customer.tier" and entry.body.keys() == {"form"} and entry.actor == "lead.wang"
    assert journal.verify(floor.boss).whole


@pytest.mark.parametrize("tier", ["", " ", "very important", "x" * 21])
def test_what_is_no_single_short_word_is_no_tier(floor: Floor, tier: str) -> None:
    case(floor, "K-1")
    with pytest.raises(BadInput):
        tiers.set_tier(floor.lead, "K-1", tier)


def test_only_leads_set_it(floor: Floor) -> None:
    case(floor, "K-1")
    for actor in (floor.agent, floor.auditor):
        with pytest.raises(access.Denied):
            tiers.set_tier(actor, "K-1", "vip")
    with pytest.raises(NotFound):
        tiers.set_tier(floor.lead, "K-9", "vip")


def test_customers_are_listed_by_tier_in_any_case(floor: Floor) -> None:
    for number, tier in (("K-1", "vip"), ("K-2", "gold"), ("K-3", "none")):
        case(floor, number)
        tiers.set_tier(floor.lead, number, tier)
    assert [each.id for each in customers.customers(floor.agent, tier="VIP")] == ["K-1"]
    assert [each.id for each in customers.customers(floor.agent, "n K", tier="gold")] == ["K-2"]


def listed(floor: Floor, *, days: int = 0, actor: str = "boss") -> list[tuple[str | None, int]]:
    found = tiers.follow_ups(getattr(floor, actor), now=AT + timedelta(days=days))
    return [(each.customer.id, each.open) for each in found]


def vip(floor: Floor, *numbers: str) -> None:
    for number in numbers:
        tiers.set_tier(floor.boss, number, "vip", now=AT)


def test_a_vip_with_an_open_case_is_on_the_list_even_when_called(floor: Floor) -> None:
    ref = case(floor, "K-1")
    case(floor, "K-2")
    vip(floor, "K-1")
    call = {"direction": "outbound", "channel": "phone", "text": "x"}
    complaints.take(floor.boss, ref, "contact", call, now=AT)
    assert listed(floor) == [("K-1", 1)]
    assert tiers.follow_ups(floor.boss, now=AT)[0].called_at == AT


def test_after_closing_a_call_takes_a_vip_off_the_list_for_fourteen_days(floor: Floor) -> None:
    ref = closed(floor, "K-1")
    vip(floor, "K-1")
    assert listed(floor) == [("K-1", 0)]
    complaints.take(floor.boss, ref, "contact", {"direction": "inbound", "channel": "phone", "text": "x"}, now=AT)
    assert listed(floor) == [("K-1", 0)]
    complaints.take(floor.boss, ref, "contact", {"direction": "outbound", "channel": "phone", "text": "x"}, now=AT)
    assert listed(floor) == [] and listed(floor, days=14) == [] and listed(floor, days=15) == [("K-1", 0)]


def test_the_follow_up_call_recorded_on_closing_counts(floor: Floor) -> None:
    closed(floor, "K-1", follow_up="content")
    vip(floor, "K-1")
    assert listed(floor) == [] and listed(floor, days=15) == [("K-1", 0)]


def test_a_case_that_was_withdrawn_needs_no_call(floor: Floor) -> None:
    ref = case(floor, "K-1")
    complaints.take(floor.boss, ref, "withdraw", {"reason": "x", "notice": "x"}, now=AT)
    vip(floor, "K-1")
    assert listed(floor) == []


def test_who_waited_longest_comes_first_and_teams_see_their_own(floor: Floor) -> None:
    for number, day in (("K-1", 3), ("K-2", 1), ("K-3", 0)):
        ref = case(floor, number, team="cards" if number == "K-2" else "floor")
        if day:
            call = {"direction": "outbound", "channel": "phone", "text": "x"}
            complaints.take(floor.boss, ref, "contact", call, now=AT + timedelta(days=day))
    vip(floor, "K-1", "K-2", "K-3")
    assert [number for number, _open in listed(floor, days=4)] == ["K-3", "K-2", "K-1"]
    assert [number for number, _open in listed(floor, days=4, actor="lead")] == ["K-3", "K-1"]

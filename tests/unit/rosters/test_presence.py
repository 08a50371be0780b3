"""Who is on shift at an instant, and whom dispatch passes over."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cstui.errors import BadInput, Refused
from cstui.floor import accounts, complaints, dispatch, packs
from cstui.floor.access import Denied
from cstui.floor.rosters import absence
from cstui.floor.rosters.presence import on_shift
from cstui.floor.views import Actor
from db import models as rows
from db.connection import database
from tests.conftest import Floor
from tests.unit.rosters.staffing import MONDAY, publish, stamp, wall

SUNDAY = MONDAY - timedelta(days=1)


def statuses(actor: Actor, at: datetime, now: datetime | None = None, team: str | None = None) -> dict[str, str]:
    return {each.agent: each.status for each in on_shift(actor, at, team, now=now or at)}


def passed(floor: Floor, now: datetime) -> dict[str, str | None]:
    ref = complaints.add(floor.lead, {"subject": "x"}, now=now).ref
    return {offer.login: offer.passed_over for offer in dispatch.offers(floor.lead, ref, now=now)}


def leave(who: Actor) -> None:
    rows.Leave.create(
        agent=who.id, kind="sick", first_day=MONDAY, last_day=MONDAY, state="approved", created_at=wall("1:00")
    )


def test_without_stamps_the_roster_alone_counts(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}, "zhang.wei": {MONDAY: "B1"}, "lead.wang": {MONDAY: "off"}})
    publish(floor.boss, {"chen.mo": {MONDAY: "A1"}}, "cards")
    [first, second] = on_shift(floor.boss, wall("12:00"), now=wall("12:00"))
    assert second._asdict() == {
        "agent": "li.na",
        "name": "李娜",
        "team": "floor",
        "shift": "A1",
        "start": wall("08:00"),
        "end": wall("17:00"),
        "status": "scheduled",
    }
    assert first.agent == "chen.mo"
    assert statuses(floor.boss, wall("13:00"), team="floor") == {"li.na": "scheduled", "zhang.wei": "scheduled"}
    assert statuses(floor.boss, wall("17:00"), team="floor") == {"zhang.wei": "scheduled"}
    with pytest.raises(BadInput, match="no team web"):
        on_shift(floor.boss, team="web")


def test_a_night_is_on_shift_after_midnight(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "C1"}})
    assert statuses(floor.boss, wall("05:59", MONDAY, 1)) == {"li.na": "scheduled"}
    assert statuses(floor.boss, wall("06:00", MONDAY, 1)) == {}
    assert statuses(floor.boss, wall("05:00")) == {}


def test_the_time_clock_says_who_is_there(floor: Floor) -> None:
    publish(floor.boss, {login: {MONDAY: "A1"} for login in ("li.na", "zhang.wei", "lead.wang")})
    stamp(floor.agent, ("in", "07:55"))
    stamp(floor.lead, ("in", "08:00"), ("out", "08:20"))
    stamp(floor.boss, ("in", "08:10"))
    assert statuses(floor.lead, wall("07:56")) == {"li.na": "extra"}
    assert statuses(floor.lead, wall("08:30")) == {
        "boss": "extra",
        "lead.wang": "away",
        "li.na": "present",
        "zhang.wei": "late",
    }
    assert statuses(floor.lead, wall("08:30"), now=wall("07:00"))["zhang.wei"] == "scheduled"


def test_leave_and_absence_come_before_the_clock(floor: Floor) -> None:
    publish(floor.boss, {login: {MONDAY: "A1"} for login in ("li.na", "zhang.wei")})
    leave(floor.other)
    stamp(floor.agent, ("in", "07:55"))
    absence.mark(floor.lead, "li.na", wall("09:10"), wall("17:00"), now=wall("09:10"))
    assert statuses(floor.lead, wall("10:00")) == {"li.na": "absent", "zhang.wei": "leave"}
    assert statuses(floor.agent, wall("10:00")) == {"li.na": "absent", "zhang.wei": "away"}  # one's own is told
    assert statuses(floor.stranger, wall("10:00")) == {"li.na": "away", "zhang.wei": "away"}
    stamp(floor.agent, ("out", "11:00"), ("in", "11:05"))
    assert statuses(floor.lead, wall("11:10"))["li.na"] == "present"


def test_of_another_time_an_agent_is_told_of_the_own_shift_alone(floor: Floor) -> None:
    """Asked for every hour, it would be the roster of everybody, of which agents read their own row."""
    publish(floor.boss, {login: {MONDAY: "A1"} for login in ("li.na", "zhang.wei")})
    noon = wall("12:00")
    assert set(statuses(floor.agent, noon)) == {"li.na", "zhang.wei"}
    for now in (wall("11:59"), wall("12:01")):
        assert set(statuses(floor.agent, noon, now)) == {"li.na"}
        assert statuses(floor.stranger, noon, now) == {}
        assert set(statuses(floor.lead, noon, now)) == set(statuses(floor.auditor, noon, now)) == {"li.na", "zhang.wei"}


def test_who_only_keeps_the_accounts_is_told_of_no_shift(floor: Floor) -> None:
    accounts.add_agent(floor.boss, "it.zhou", name="IT", team="floor", roles=("admin",))
    with pytest.raises(Denied, match="read the roster"):
        on_shift(accounts.find_actor("it.zhou"), now=wall("12:00"))


# Dispatch


def test_without_a_published_roster_nobody_is_passed_over(floor: Floor) -> None:
    publish(floor.boss, {"chen.mo": {MONDAY: "A1"}}, "cards")
    publish(floor.boss, {"li.na": {MONDAY - timedelta(days=3): "A1"}})
    assert set(passed(floor, wall("12:00")).values()) == {None}
    ref = complaints.add(floor.lead, {"subject": "x"}, now=wall("12:00")).ref
    assert dispatch.unknown(floor.lead, ref, now=wall("12:00")) == "No roster is published for today."


def test_leave_and_absence_count_without_a_roster_too(floor: Floor) -> None:
    leave(floor.other)
    absence.mark(floor.lead, "li.na", wall("09:10"), wall("17:00"), now=wall("09:10"))
    assert passed(floor, wall("12:00")) == {
        "li.na": "absent since 09:10",
        "zhang.wei": "on leave",
        "lead.wang": None,
    }
    stamp(floor.agent, ("in", "12:30"))
    assert passed(floor, wall("13:00"))["li.na"] is None
    assert passed(floor, wall("17:00"))["li.na"] is None


def test_every_reason_is_told(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}, "zhang.wei": {MONDAY: "B1"}})
    assert passed(floor, wall("12:00")) == {
        "li.na": None,
        "zhang.wei": "off shift until 13:00",
        "lead.wang": "off shift",
    }
    assert passed(floor, wall("16:30"))["li.na"] is None
    assert passed(floor, wall("16:48"))["li.na"] == "shift ends in 12 min"
    assert passed(floor, wall("17:10"))["li.na"] == "off shift since 17:00"
    leave(floor.other)
    assert passed(floor, wall("14:00"))["zhang.wei"] == "on leave"
    absence.mark(floor.lead, "li.na", wall("09:10"), wall("17:00"), now=wall("09:10"))
    assert passed(floor, wall("10:00"))["li.na"] == "absent since 09:10"


def test_a_shift_that_follows_at_once_counts_as_staying(floor: Floor) -> None:
    plan = {MONDAY: "16:00-00:00", MONDAY + timedelta(days=1): "00:00-08:00"}
    publish(floor.boss, {"li.na": plan, "zhang.wei": {MONDAY: "16:00-00:00"}})
    found = passed(floor, wall("23:45"))
    assert (found["li.na"], found["zhang.wei"]) == (None, "shift ends in 15 min")


def test_the_time_clock_passes_over_too(floor: Floor) -> None:
    publish(floor.boss, {login: {MONDAY: "A1"} for login in ("li.na", "zhang.wei", "lead.wang")})
    stamp(floor.agent, ("in", "07:55"))
    stamp(floor.lead, ("in", "08:00"), ("out", "08:20"))
    assert passed(floor, wall("08:30")) == {
        "li.na": None,
        "zhang.wei": "not clocked in, the shift began at 08:00",
        "lead.wang": "clocked out at 08:20",
    }


def test_a_night_that_began_in_a_published_week_holds_until_it_ends(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {SUNDAY: "C1"}})
    assert passed(floor, wall("02:00")) == {"li.na": None, "zhang.wei": "off shift", "lead.wang": "off shift"}
    assert set(passed(floor, wall("07:00")).values()) == {None}


def test_next_gives_no_case_to_somebody_off_shift(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}})
    ref = complaints.add(floor.lead, {"subject": "x"}, now=wall("12:00")).ref
    for claim in (False, True):
        with pytest.raises(Refused, match="No case for you now: off shift"):
            dispatch.next_case(floor.other, claim=claim, now=wall("12:00"))
    with pytest.raises(Refused, match="shift ends in 10 min"):
        dispatch.next_case(floor.agent, now=wall("16:50"))
    found = dispatch.next_case(floor.agent, claim=True, now=wall("12:00"))
    assert found is not None and found[0].ref == ref


def test_claiming_by_hand_only_warns(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}})
    ref = complaints.add(floor.lead, {"subject": "x"}, now=wall("12:00")).ref
    assert complaints.take(floor.other, ref, "claim", now=wall("12:00")).assignee == "zhang.wei"
    warning = dispatch.claim_warning(floor.other, now=wall("12:00"))
    assert warning == "By the roster it would not be yours: off shift"
    assert dispatch.claim_warning(floor.agent, now=wall("12:00")) is None


def test_a_broken_file_of_the_roster_fails_no_claim(floor: Floor, tmp_path: Path) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}})
    ref = complaints.add(floor.lead, {"subject": "x"}, now=wall("12:00")).ref
    (tmp_path / "config" / "rosters").mkdir(parents=True)
    (tmp_path / "config" / "rosters" / "house.toml").write_text("rules = [", encoding="utf-8")
    packs.find_anew("rosters", "house")  # as a program that starts anew would
    assert complaints.take(floor.agent, ref, "claim", now=wall("12:00")).assignee == "li.na"
    warning = dispatch.claim_warning(floor.agent, now=wall("12:00")) or ""
    assert warning.startswith("The roster was not asked: ") and "house.toml is not valid TOML" in warning


def test_a_lead_assigns_off_shift_with_a_reason(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}})
    ref = complaints.add(floor.lead, {"subject": "x"}, now=wall("12:00")).ref
    with pytest.raises(Refused, match="zhang.wei: off shift"):
        complaints.take(floor.lead, ref, "assign", {"to": "zhang.wei"}, now=wall("12:00"))
    done = complaints.take(floor.lead, ref, "assign", {"to": "zhang.wei", "reason": "he knows it"}, now=wall("12:00"))
    assert done.assignee == "zhang.wei"


def test_spreading_leaves_a_case_to_nobody_and_says_why(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}})
    ref = complaints.add(floor.lead, {"subject": "x"}, now=wall("20:00")).ref
    done, refused = dispatch.spread(floor.lead, [ref], now=wall("20:00"))
    assert (done, refused) == ((), ((ref, "nobody qualifies: off shift (2); off shift since 17:00 (1)"),))


def test_offers_ask_no_query_per_person(floor: Floor) -> None:
    def asked() -> int:
        ref = complaints.add(floor.lead, {"subject": "x"}, now=wall("12:00")).ref
        found: list[str] = []
        connection = database.connection()
        connection.set_trace_callback(found.append)
        dispatch.offers(floor.lead, ref, now=wall("12:00"))
        connection.set_trace_callback(None)
        return len(found)

    publish(floor.boss, {"li.na": {MONDAY: "A1"}})
    stamp(floor.agent, ("in", "07:55"))
    before = asked()
    for number in range(30):
        accounts.add_agent(floor.boss, f"a{number:02}", name="A", team="floor")
        publish(floor.boss, {f"a{number:02}": {MONDAY: "A1"}})
        stamp(accounts.find_actor(f"a{number:02}"), ("in", "08:00"))
    assert asked() == before <= 15

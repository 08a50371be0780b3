"""Waiting: what pauses, and that a wait ends by itself, seen by readers at once and journaled by the next write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cstui.errors import BadInput, Conflict, Refused
from cstui.floor import complaints, find, journal, passing, queue, setup
from cstui.floor.views import Event
from db import models as rows
from tests.conftest import Floor

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Shanghai
BACK = NOON + timedelta(hours=2)
LATER = BACK + timedelta(minutes=30)
REPLY = {"channel": "phone", "text": "t", "actions": "a", "category": "fees"}


def wait(floor: Floor, party: str = "customer", until: datetime = BACK) -> str:
    """Return a case that li.na has taken and then waits with, since noon."""
    ref = complaints.add(floor.agent, {"subject": "x"}, now=NOON - timedelta(hours=2)).ref
    complaints.take(floor.agent, ref, "claim", now=NOON - timedelta(hours=1))
    values = {"waiting_for": party, "what": "the receipt", "until": until.isoformat()}
    assert complaints.take(floor.agent, ref, "wait", values, now=NOON).state == "waiting"
    return ref


def told(floor: Floor, ref: str) -> list[Event]:
    """Return the time line without what escalation adds to it."""
    return [event for event in complaints.show(floor.agent, ref).events if event.action != "escalate"]


def clock(floor: Floor, ref: str, name: str, at: datetime) -> str:
    (state,) = [clock.state for clock in complaints.show(floor.agent, ref, now=at).clocks if clock.name == name]
    return state


def test_waiting_for_the_customer_pauses_resolve_only(floor: Floor) -> None:
    ref = wait(floor)
    at = NOON + timedelta(minutes=30)
    assert clock(floor, ref, "resolve", at) == "paused"
    assert clock(floor, ref, "first_response", at) == "running"


def test_waiting_for_a_third_party_pauses_nothing_and_starts_its_own_clock(floor: Floor) -> None:
    ref = wait(floor, "third_party")
    at = NOON + timedelta(minutes=30)
    assert clock(floor, ref, "resolve", at) == "running"
    assert clock(floor, ref, "third_party", at) == "running"


def test_a_pause_moves_the_limit_and_freezes_the_slack(floor: Floor) -> None:
    ref = wait(floor)
    complaints.take(
        floor.agent, ref, "contact", {"direction": "outbound", "channel": "phone", "text": "called"}, now=NOON
    )
    seen = [complaints.show(floor.agent, ref, now=NOON + timedelta(minutes=m)).complaint for m in (10, 60, 119)]
    assert {case.next_clock for case in seen} == {"resolve"}
    assert len({case.slack_minutes for case in seen}) == 1
    after = complaints.show(floor.agent, ref, now=BACK + timedelta(minutes=10)).complaint
    assert after.slack_minutes == seen[0].slack_minutes - 10


def test_the_return_time_lies_ahead(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x"}, now=NOON).ref
    complaints.take(floor.agent, ref, "claim", now=NOON)
    for until in (NOON, NOON - timedelta(minutes=1)):
        with pytest.raises(BadInput, match="passed already"):
            values = {"waiting_for": "customer", "what": "w", "until": until.isoformat()}
            complaints.take(floor.agent, ref, "wait", values, now=NOON)


def test_a_wait_is_ended_by_hand_before_its_time(floor: Floor) -> None:
    ref = wait(floor)
    done = complaints.take(floor.agent, ref, "resume", {"reason": "she called"}, now=NOON + timedelta(hours=1))
    assert done.state == "handling"
    detail = complaints.show(floor.agent, ref, now=LATER)
    assert (detail.waiting_for, detail.wait_until) == (None, None)
    assert [event.action for event in detail.events].count("resume") == 1


def test_readers_see_the_end_of_a_wait_at_its_time(floor: Floor) -> None:
    ref = wait(floor)
    just_before = BACK - timedelta(seconds=1)
    for at, state in ((just_before, "waiting"), (BACK, "handling"), (LATER, "handling")):
        detail = complaints.show(floor.agent, ref, now=at)
        assert detail.complaint.state == state
        assert (detail.waiting_for is None) == (state == "handling")
        assert (detail.steps["respond"] is None) == (state == "handling")
        assert [row.state for row in queue.page(floor.agent, now=at).rows] == [state]
        other = {"waiting": "handling", "handling": "waiting"}[state]
        assert (
            queue.count(floor.agent, f"state:{state}", now=at),
            queue.count(floor.agent, f"state:{other}", now=at),
        ) == (1, 0)
        assert queue.count(floor.agent, f"-state:{state}", now=at) == 0
        assert queue.tally(floor.agent, now=at).waiting == (state == "waiting")
    assert [event.action for event in complaints.show(floor.agent, ref, now=LATER).events][-1] == "wait"
    assert find.find(floor.agent, ref)[0].state == "handling"  # today is long after


def test_the_next_write_journals_the_end_with_the_time_it_was_due(floor: Floor) -> None:
    ref = wait(floor)
    seen = complaints.show(floor.agent, ref, now=LATER).complaint.version
    done = complaints.take(floor.agent, ref, "respond", REPLY, version=seen, now=LATER)
    assert done.state == "responded"
    *_earlier, ended, reply = told(floor, ref)
    assert (ended.action, ended.actor, ended.role) == ("resume", "", "floor")
    assert (ended.at, ended.body["at"]) == (LATER, int(BACK.timestamp()))
    assert (ended.body["from"], ended.body["to"]) == ("waiting", "handling")
    assert (reply.action, reply.body["from"]) == ("respond", "handling")
    assert [ended.body["version"], reply.body["version"]] == [seen + 1, seen + 2] == [done.version - 1, done.version]
    assert journal.verify(floor.boss).whole
    assert setup.check(floor.boss) == []


def test_an_old_version_is_still_a_conflict_after_a_wait(floor: Floor) -> None:
    ref = wait(floor)
    seen = complaints.show(floor.agent, ref, now=NOON).complaint.version
    complaints.take(floor.other, ref, "note", {"text": "came between"}, now=NOON + timedelta(minutes=5))
    with pytest.raises(Conflict):
        complaints.take(floor.agent, ref, "respond", REPLY, version=seen, now=LATER)


def test_a_refused_step_leaves_the_end_of_a_wait_to_the_next(floor: Floor) -> None:
    ref = wait(floor)
    with pytest.raises(Refused):
        complaints.take(floor.other, ref, "respond", REPLY, now=LATER)
    stored = rows.Complaint.get()
    assert (stored.state, stored.wait_until) == ("waiting", BACK)


def test_an_open_screen_journals_waits_and_limits_once(floor: Floor) -> None:
    ref = wait(floor)
    assert passing.journal_time(now=NOON) == 0
    assert passing.journal_time(now=LATER) == 1
    assert (rows.Complaint.get().state, rows.Complaint.get().wait_until) == ("handling", None)
    assert passing.journal_time(now=LATER) == 0
    assert queue.tally(floor.agent, now=LATER).waiting == 0
    night = NOON + timedelta(hours=9)  # past the working day in which first response was due
    assert passing.journal_time(now=night) == 1
    assert passing.journal_time(now=night) == 0
    actions = [event.action for event in told(floor, ref)]
    assert actions == ["received", "claim", "wait", "resume", "breach"]
    assert journal.verify(floor.boss).whole


def test_a_withdrawal_ends_the_wait_too(floor: Floor) -> None:
    ref = wait(floor)
    complaints.take(floor.agent, ref, "withdraw", {"reason": "r", "notice": "n"}, now=NOON + timedelta(minutes=5))
    stored = rows.Complaint.get()
    assert (stored.state, stored.waiting_for, stored.wait_until) == ("withdrawn", None, None)
    assert complaints.show(floor.agent, ref, now=LATER).complaint.state == "withdrawn"


def test_a_lead_moves_a_waiting_case_to_another_and_it_goes_on_waiting(floor: Floor) -> None:
    ref = wait(floor)
    done = complaints.take(floor.lead, ref, "assign", {"to": "zhang.wei"}, now=NOON + timedelta(minutes=5))
    assert (done.state, done.assignee) == ("waiting", "zhang.wei")
    assert complaints.take(floor.other, ref, "resume", now=NOON + timedelta(minutes=6)).state == "handling"


def test_an_imported_wait_without_a_return_time_ends_by_hand_only(floor: Floor) -> None:
    ref = wait(floor)
    rows.Complaint.update(wait_until=None).execute()
    assert complaints.show(floor.agent, ref, now=LATER).complaint.state == "waiting"
    assert queue.tally(floor.agent, now=LATER).waiting == 1
    passing.journal_time(now=LATER)
    assert rows.Complaint.get().state == "waiting"
    assert complaints.take(floor.agent, ref, "resume", now=LATER).state == "handling"

"""Limits and the writes about them: breaches are journaled with the time they were due, and never forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cstui.errors import BadInput
from cstui.floor import complaints, queue, recording, store
from cstui.floor.views import Event
from db import models as rows
from tests.conftest import Floor

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Shanghai
CLOSING = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
NEXT_DAY = NOON + timedelta(days=1)


def breaches(floor: Floor, ref: str) -> list[Event]:
    return [event for event in complaints.show(floor.boss, ref).events if event.action == "breach"]


def test_the_next_write_journals_a_breach_with_the_time_it_was_due(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x"}, now=NOON).ref
    assert complaints.show(floor.agent, ref, now=CLOSING - timedelta(seconds=1)).complaint.breached is False
    assert complaints.show(floor.agent, ref, now=NEXT_DAY).complaint.breached is True
    assert breaches(floor, ref) == []
    complaints.take(floor.agent, ref, "claim", now=NEXT_DAY)
    (breach,) = breaches(floor, ref)
    assert (breach.at, breach.actor, breach.role) == (NEXT_DAY, "", "floor")
    assert breach.body == {"clock": "first_response", "cycle": 1, "due": int(CLOSING.timestamp())}
    complaints.take(floor.agent, ref, "note", {"text": "again"}, now=NEXT_DAY + timedelta(hours=1))
    assert len(breaches(floor, ref)) == 1


def test_a_limit_kept_in_time_is_no_breach(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x"}, now=NOON).ref
    complaints.take(floor.agent, ref, "claim", now=NOON)
    contact = {"direction": "outbound", "channel": "phone", "text": "we are at it"}
    complaints.take(floor.agent, ref, "contact", contact, now=CLOSING)
    complaints.take(floor.agent, ref, "note", {"text": "x"}, now=NEXT_DAY)
    assert breaches(floor, ref) == []
    states = {clock.name: clock.state for clock in complaints.show(floor.agent, ref, now=NEXT_DAY).clocks}
    assert states == {"acknowledge": "met", "first_response": "met", "resolve": "running"}


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("contact", {"direction": "inbound", "channel": "phone", "text": "where are you"}),
        ("note", {"text": "outbound call tried"}),
    ],
)
def test_only_an_outbound_contact_stops_first_response(floor: Floor, action: str, values: dict[str, object]) -> None:
    ref = complaints.add(floor.agent, {"subject": "x"}, now=NOON).ref
    complaints.take(floor.agent, ref, action, values, now=NOON)
    (running,) = [c for c in complaints.show(floor.agent, ref, now=NOON).clocks if c.name == "first_response"]
    assert running.state == "running"


def test_a_breach_stays_after_the_limit_is_over(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x"}, now=NOON).ref
    contact = {"direction": "outbound", "channel": "phone", "text": "sorry"}
    done = complaints.take(floor.agent, ref, "contact", contact, now=NEXT_DAY)
    assert (done.overdue, done.breached, done.next_clock) == (False, True, "resolve")
    assert [row.ref for row in queue.page(floor.agent, "breached:yes", now=NEXT_DAY).rows] == [ref]
    assert queue.page(floor.agent, "overdue:yes", now=NEXT_DAY).rows == ()
    broken = {clock.name: clock.breached_at for clock in complaints.show(floor.agent, ref, now=NEXT_DAY).clocks}
    assert broken["first_response"] == CLOSING


def test_a_promise_is_a_limit_from_intake_on(floor: Floor) -> None:
    promised = NOON + timedelta(hours=3)
    now = promised - timedelta(hours=1)
    case = complaints.add(floor.agent, {"subject": "x", "promised_at": promised.isoformat()}, now=now)
    assert (case.next_clock, case.due_at, case.slack_minutes) == ("promise", promised, 60)
    late = promised + timedelta(minutes=14)
    assert complaints.show(floor.agent, case.ref, now=late).complaint.slack_minutes == -14
    complaints.take(floor.agent, case.ref, "claim", now=late)
    (breach,) = breaches(floor, case.ref)
    assert breach.body == {"clock": "promise", "cycle": 1, "due": int(promised.timestamp())}


def test_each_broken_promise_is_journaled(floor: Floor) -> None:
    promised = [NOON + timedelta(hours=hours) for hours in (1, 2)]
    ref = complaints.add(floor.agent, {"subject": "x", "promised_at": promised[0].isoformat()}, now=NOON).ref
    with store.transaction():
        row = complaints.row_for(floor.agent, ref)
        change = recording.Change("promise", facts={"due": promised[1]})
        recording.record(floor.agent, row, change, now=NOON + timedelta(minutes=5))
    for hours in (1.5, 2.5):
        complaints.take(floor.other, ref, "note", {"text": "still nobody"}, now=NOON + timedelta(hours=hours))
    assert [breach.body["due"] for breach in breaches(floor, ref)] == [int(at.timestamp()) for at in promised]


def test_a_complaint_received_earlier_has_its_limits_from_receipt(floor: Floor) -> None:
    received = NOON - timedelta(days=1)
    case = complaints.add(floor.agent, {"subject": "x", "received_at": received.isoformat()}, now=NOON)
    assert (case.received_at, case.overdue, case.breached) == (received, True, True)
    (first, *_rest) = complaints.show(floor.agent, case.ref, now=NOON).events
    assert (first.at, first.body["at"]) == (NOON, int(received.timestamp()))


def test_nothing_is_received_in_the_future(floor: Floor) -> None:
    with pytest.raises(BadInput, match="future"):
        complaints.add(
            floor.agent, {"subject": "x", "received_at": (NOON + timedelta(minutes=1)).isoformat()}, now=NOON
        )


def test_the_queue_holds_what_the_clocks_say(floor: Floor) -> None:
    promised = NOON + timedelta(hours=3)
    values = {"subject": "x", "severity": "critical", "promised_at": promised.isoformat(), "team": "cards"}
    ref = complaints.add(floor.boss, values, now=NOON).ref
    for step, at in ((("verify", {"checked": "c", "finding": "f"}), 10), (("register", {"severity": "major"}), 20)):
        complaints.take(floor.stranger, ref, *step, now=NOON + timedelta(minutes=at))
        detail = complaints.show(floor.boss, ref, now=NOON + timedelta(minutes=at))
        running = [clock for clock in detail.clocks if clock.stopped_at is None]
        nearest = min(running, key=lambda clock: clock.due_at)
        stored = rows.Complaint.get()
        assert (stored.next_clock, stored.due_at) == (nearest.name, nearest.due_at)
        assert [stored.statutory_at] == [clock.due_at for clock in running if clock.name == "statutory"]


def test_severity_and_policy_of_the_registration_count(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x", "severity": "critical"}, now=NOON).ref
    before = complaints.show(floor.agent, ref, now=NOON).complaint
    complaints.take(floor.agent, ref, "verify", {"checked": "c", "finding": "f"}, now=NOON)
    with pytest.raises(BadInput):
        complaints.take(floor.agent, ref, "register", {"severity": "minor", "policy": "../secret"}, now=NOON)
    done = complaints.take(floor.agent, ref, "register", {"severity": "minor", "policy": "cn-bank"}, now=NOON)
    assert before.next_clock != "statutory"
    assert (done.severity, done.next_clock) == ("minor", "statutory")
    assert complaints.show(floor.agent, ref).policy == "cn-bank"

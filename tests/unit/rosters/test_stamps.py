"""Stamps of the time clock one by one, and striking out a wrong one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cstui.errors import BadInput, NotFound, Refused
from cstui.floor import journal, notices, store
from cstui.floor.rosters import attendance
from cstui.floor.rosters.clocking import clock, keep_stamps
from cstui.floor.rosters.stamps import stamps, void
from db import models as rows
from tests.conftest import Floor
from tests.unit.rosters.staffing import MONDAY, publish, stamp, wall

LATER = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


def number(kind: str = "in") -> int:
    return int(rows.ClockEvent.get(rows.ClockEvent.kind == kind).id)


def test_a_stamp_struck_out_counts_no_more_and_is_kept(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}})
    stamp(floor.agent, ("in", "08:00"), ("out", "12:00"), ("in", "12:05"), ("out", "17:00"))
    wrong = number("out")
    done = void(floor.lead, wrong, "the gate misread", now=LATER)
    assert (done.voided_by, done.voided_at, done.reason) == ("lead.wang", LATER, "the gate misread")
    [day] = attendance.days(floor.lead, MONDAY, MONDAY, login="li.na", now=LATER)
    assert (day.marks, day.away_minutes, day.adherence) == (("present",), 0, 100.0)
    kept = stamps(floor.agent, "li.na", MONDAY, MONDAY)
    assert [(each.number == wrong, each.voided_at) for each in kept] == [
        (False, None), (True, LATER), (False, None), (False, None),
    ]  # fmt: skip
    last = journal.entries(floor.boss, subject=f"agent:{floor.agent.id}")[-1].event
    assert last.action == "clock.voided" and last.body["stamp"] == wrong and "misread" not in str(last.body)
    assert [each.kind for each in notices.notices(floor.agent)] == ["clock.voided"]


def test_an_import_does_not_bring_it_back_and_a_lead_may(floor: Floor) -> None:
    stamp(floor.agent, ("in", "08:00"))
    void(floor.lead, number(), "wrong day", now=LATER)
    with store.transaction():
        kept = keep_stamps([(floor.agent.id, wall("08:00"), "in")], source="gate", by=floor.lead, now=LATER)
    assert kept == (0, 1)
    assert clock(floor.lead, "in", "li.na", at=wall("08:00"), now=wall("09:00")).added
    assert [each.voided_at is None for each in stamps(floor.lead, "li.na", MONDAY, MONDAY)] == [False, True]


def test_who_may_strike_out_what(floor: Floor) -> None:
    stamp(floor.agent, ("in", "08:00"))
    stamp(floor.lead, ("out", "09:00"))
    for who, title in ((floor.agent, "may not keep"), (floor.other, "may not keep"), (floor.auditor, "may not keep")):
        with pytest.raises(Refused, match=title):
            void(who, number(), "x", now=LATER)
    with pytest.raises(Refused, match="their own stamp"):
        void(floor.lead, number("out"), "x", now=LATER)
    assert journal.entries(floor.boss, subject=f"agent:{floor.lead.id}")[-1].event.action == "refused"
    with pytest.raises(BadInput, match="Say why"):
        void(floor.lead, number(), " ", now=LATER)
    with pytest.raises(NotFound):
        void(floor.lead, 99, "x", now=LATER)
    void(floor.lead, number(), "x", now=LATER)
    with pytest.raises(Refused, match="already"):
        void(floor.lead, number(), "x", now=LATER)
    with pytest.raises(Refused):
        stamps(floor.other, "li.na", MONDAY, MONDAY)
    with pytest.raises(BadInput):
        stamps(floor.lead, "li.na", MONDAY, MONDAY + timedelta(days=62))

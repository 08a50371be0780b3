"""Attendance as it is read: days, swaps nobody approved, months, excuses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cstui.errors import BadInput, Conflict, NotFound, Refused
from cstui.floor import accounts, journal, notices
from cstui.floor.rosters import excuses, rates
from cstui.floor.rosters.attendance import days
from cstui.floor.rosters.judgement import Day
from db import models as rows
from db.connection import database
from tests.conftest import Floor
from tests.unit.rosters.staffing import MONDAY, publish, stamp, wall

TUESDAY = MONDAY + timedelta(days=1)
LATER = datetime(2026, 4, 2, tzinfo=UTC)


def seen(floor: Floor, now: datetime = LATER, **whose: str) -> dict[tuple[str, date], Day]:
    found = days(floor.lead, MONDAY, MONDAY + timedelta(days=6), now=now, **whose)
    return {(day.login, day.day): day for day in found}


def test_days_of_a_team_by_person_and_day(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1", TUESDAY: "C1"}, "zhang.wei": {MONDAY: "A1", TUESDAY: "off"}})
    publish(floor.boss, {"chen.mo": {MONDAY: "A1"}}, "cards")
    stamp(floor.agent, ("in", "08:00"), ("out", "17:00"))
    stamp(floor.agent, ("in", "21:55"), ("out", "30:00"), day=TUESDAY)
    stamp(floor.other, ("in", "10:00"), ("out", "12:00"), day=TUESDAY)
    found = seen(floor)
    assert {key: day.marks for key, day in found.items()} == {
        ("li.na", MONDAY): ("present",),
        ("li.na", TUESDAY): ("present",),
        ("zhang.wei", MONDAY): ("absent",),
        ("zhang.wei", TUESDAY): ("extra",),
    }
    assert found["zhang.wei", TUESDAY].shift == "off"
    assert [day.login for day in days(floor.agent, MONDAY, TUESDAY, now=LATER)] == ["li.na", "li.na"]
    assert {day.team for day in days(floor.boss, MONDAY, TUESDAY, now=LATER)} == {"floor", "cards"}


@pytest.mark.parametrize(
    ("who", "whose"),
    [("agent", {"login": "zhang.wei"}), ("agent", {"team": "floor"}), ("lead", {"team": "cards"})],
)
def test_whose_days_one_may_not_read(floor: Floor, who: str, whose: dict[str, str]) -> None:
    with pytest.raises(Refused, match="may not read the attendance"):
        days(getattr(floor, who), MONDAY, MONDAY, **whose)
    with pytest.raises(NotFound):
        days(floor.lead, MONDAY, MONDAY, login="nobody")
    with pytest.raises(BadInput):
        days(floor.lead, TUESDAY, MONDAY)


def test_a_team_without_a_time_clock_is_not_absent(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}})
    publish(floor.boss, {"chen.mo": {MONDAY: "A1"}}, "cards")
    stamp(floor.stranger, ("in", "08:00"), ("out", "17:00"))
    assert seen(floor)["li.na", MONDAY].marks == ("unclocked",)
    assert rates.rate(floor.agent.id, MONDAY, now=LATER) is None


def test_leave_and_absence_are_read(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}, "zhang.wei": {MONDAY: "A1"}})
    rows.Leave.create(
        agent=floor.agent.id, kind="sick", first_day=MONDAY, last_day=MONDAY, state="approved", created_at=LATER
    )
    rows.Absence.create(
        agent=floor.other.id, start_at=wall("09:00"), end_at=wall("17:00"), marked_by=floor.lead.id, created_at=LATER
    )
    found = seen(floor)
    assert (found["li.na", MONDAY].marks, found["li.na", MONDAY].leave) == (("leave",), "sick")
    assert found["zhang.wei", MONDAY].marks == ("absent",)


# Swaps nobody approved


@pytest.mark.parametrize("own", [None, "off", "B1"])
def test_an_unapproved_swap_is_seen_the_same_day(floor: Floor, own: str | None) -> None:
    plan = {"li.na": {MONDAY: "A1"}} | ({"zhang.wei": {MONDAY: own}} if own else {})
    publish(floor.boss, plan)
    stamp(floor.other, ("in", "08:00"))
    assert seen(floor, wall("08:59"))["li.na", MONDAY].marks == ("late",)
    found = seen(floor, wall("09:00"))
    missing, there = found["li.na", MONDAY], found["zhang.wei", MONDAY]
    assert (missing.other, there.other) == ("zhang.wei", "li.na")
    assert "unapproved_swap" in missing.marks and "unapproved_swap" in there.marks


def test_both_sides_of_an_exchange_are_seen(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}, "zhang.wei": {TUESDAY: "A1"}})
    stamp(floor.other, ("in", "08:00"), ("out", "17:00"))
    stamp(floor.agent, ("in", "08:00"), ("out", "17:00"), day=TUESDAY)
    marked = {key: day.other for key, day in seen(floor).items() if "unapproved_swap" in day.marks}
    assert marked == {
        ("li.na", MONDAY): "zhang.wei",
        ("zhang.wei", MONDAY): "li.na",
        ("li.na", TUESDAY): "zhang.wei",
        ("zhang.wei", TUESDAY): "li.na",
    }
    assert seen(floor, login="li.na").keys() == {("li.na", MONDAY), ("li.na", TUESDAY)}


def test_who_swapped_is_not_who_merely_stays_away_as_well(floor: Floor) -> None:
    """Li and Zhang exchanged; the lead, who is late, has nothing to do with it."""
    publish(floor.boss, {"lead.wang": {MONDAY: "A1"}, "li.na": {MONDAY: "A1"}, "zhang.wei": {MONDAY: "B1"}})
    stamp(floor.other, ("in", "08:00"))
    stamp(floor.agent, ("in", "12:58"))
    found = seen(floor, wall("13:30"))
    others = {login: day.other for (login, _day), day in found.items()}
    assert others == {"lead.wang": None, "li.na": "zhang.wei", "zhang.wei": "li.na"}
    assert found["lead.wang", MONDAY].marks == ("late",)


def test_who_stays_on_for_a_late_colleague_swapped_only_after_half_of_that_shift(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "H1"}, "zhang.wei": {MONDAY: "B1"}})
    stamp(floor.agent, ("in", "08:58"), ("out", "21:00"))
    assert seen(floor, wall("14:30"))["zhang.wei", MONDAY].marks == ("late",)
    assert seen(floor, wall("17:29"))["li.na", MONDAY].marks == ("present",)
    assert seen(floor, wall("17:30"))["zhang.wei", MONDAY].other == "li.na"


def test_one_person_stands_in_for_one_at_a_time(floor: Floor) -> None:
    publish(floor.boss, {"lead.wang": {MONDAY: "E1"}, "li.na": {MONDAY: "A1"}, "qa.sun": {MONDAY: "14:00-22:00"}})
    stamp(floor.other, ("in", "06:00"), ("out", "21:30"))
    found = seen(floor, wall("22:30"))
    assert {login: day.other for (login, _day), day in found.items() if day.shift} == {
        "lead.wang": "zhang.wei",
        "li.na": None,
        "qa.sun": "zhang.wei",
    }


def test_a_night_that_somebody_else_works_is_seen_after_midnight(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "C1"}, "zhang.wei": {TUESDAY: "C1"}})
    stamp(floor.other, ("in", "21:58"))
    found = seen(floor, wall("01:00", TUESDAY))
    assert (found["li.na", MONDAY].other, found["zhang.wei", MONDAY].other) == ("zhang.wei", "li.na")
    assert ("zhang.wei", TUESDAY) not in found or found["zhang.wei", TUESDAY].marks == ("scheduled",)


def test_what_is_no_unapproved_swap(floor: Floor) -> None:
    publish(
        floor.boss, {"li.na": {MONDAY: "A1", TUESDAY: "A1"}, "zhang.wei": {MONDAY: "A1"}, "lead.wang": {MONDAY: "A1"}}
    )
    stamp(floor.other, ("in", "08:00"), ("out", "17:00"))  # scheduled for the same hours
    stamp(floor.stranger, ("in", "08:00"), ("out", "17:00"))  # of another team
    stamp(floor.other, ("in", "08:00"), ("out", "12:00"), day=TUESDAY)  # less than half of it
    assert not [day for day in seen(floor).values() if "unapproved_swap" in day.marks]


def test_whom_a_lead_marked_absent_swapped_with_nobody(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}})
    stamp(floor.other, ("in", "08:00"), ("out", "17:00"))
    rows.Absence.create(
        agent=floor.agent.id, start_at=wall("08:00"), end_at=wall("17:00"), marked_by=floor.lead.id, created_at=LATER
    )
    assert seen(floor)["li.na", MONDAY].marks == ("absent",)


# Months


def test_a_month_below_the_rate_says_what_it_forfeits(floor: Floor) -> None:
    ten = [MONDAY + timedelta(days=number) for number in range(10)]
    publish(floor.boss, {"li.na": dict.fromkeys(ten, "A1"), "zhang.wei": dict.fromkeys(ten, "A1")})
    for number, day in enumerate(ten):
        if number < 7:
            stamp(floor.agent, ("in", "08:06"), ("out", "17:00"), day=day)
        if number < 8:
            stamp(floor.other, ("in", "08:00"), ("out", "17:00"), day=day)
    low, enough = rates.month(floor.lead, MONDAY, now=LATER)
    assert (low.login, low.month, low.due_days, low.worked_days, low.rate) == ("li.na", "2026-03", 10, 7, 70.0)
    assert (low.late, low.absent, low.below) == (7, 3, True)
    assert low.adherence == low.conformance == round(100 * 7 * 474 / 4800, 1)
    assert low.forfeits == "bonus and honours of the month"
    assert (enough.rate, enough.below, enough.forfeits) == (80.0, False, "")
    assert rates.rate(floor.agent.id, date(2026, 3, 31), now=LATER) == 70.0
    assert rates.rate(floor.agent.id, date(2026, 2, 1), now=LATER) is None


def test_leave_excused_days_and_days_ahead_are_not_due(floor: Floor) -> None:
    five = [MONDAY + timedelta(days=number) for number in range(5)]
    publish(floor.boss, {"li.na": dict.fromkeys(five, "A1")})
    stamp(floor.agent, ("in", "08:00"), ("out", "17:00"))
    rows.Leave.create(
        agent=floor.agent.id, kind="annual", first_day=five[1], last_day=five[1], state="taken", created_at=LATER
    )
    excuses.explain(floor.agent, five[2], "flood", now=LATER)
    excuses.decide(floor.lead, "li.na", five[2], accept=True, now=LATER)
    [found] = rates.month(floor.lead, MONDAY, login="li.na", now=wall("12:00", five[4]))
    assert (found.due_days, found.worked_days, found.leave_days, found.excused, found.rate) == (2, 1, 1, 1, 50.0)


def test_a_month_of_many_people_is_read_in_a_handful_of_queries(floor: Floor) -> None:
    logins = [f"a{number:02}" for number in range(40)]
    for login in logins:
        accounts.add_agent(floor.boss, login, name=login, team="floor")
    publish(floor.boss, {login: {MONDAY: "A1"} for login in logins})
    asked: list[str] = []
    connection = database.connection()
    connection.set_trace_callback(asked.append)
    found = rates.month(floor.lead, MONDAY, now=LATER)
    connection.set_trace_callback(None)
    assert len(found) == 40 and len(asked) <= 10


# Excuses


def test_a_day_is_explained_and_decided_by_another(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}, "lead.wang": {MONDAY: "A1"}})
    stamp(floor.other, ("in", "08:00"))
    excuses.explain(floor.agent, MONDAY, "first words", now=LATER)
    told = excuses.explain(floor.agent, MONDAY, "the bus broke down", now=LATER)
    assert (told.state, [each.text for each in excuses.waiting(floor.lead)]) == ("explained", ["the bus broke down"])
    assert seen(floor)["li.na", MONDAY].excuse == "explained"
    excuses.explain(floor.lead, MONDAY, "mine", now=LATER)
    with pytest.raises(Refused, match="own day"):
        excuses.decide(floor.lead, "lead.wang", MONDAY, accept=True, now=LATER)
    assert journal.entries(floor.boss, subject=f"agent:{floor.lead.id}")[-1].event.action == "refused"
    done = excuses.decide(floor.lead, "li.na", MONDAY, accept=False, now=LATER)
    assert (done.state, done.decided_by) == ("refused", "lead.wang")
    day = seen(floor)["li.na", MONDAY]
    assert (day.excuse, day.explanation, day.marks) == ("refused", "the bus broke down", ("absent",))
    assert [each.kind for each in notices.notices(floor.agent)] == ["attendance.decided"]
    with pytest.raises(Refused, match="decided already"):
        excuses.explain(floor.agent, MONDAY, "again", now=LATER)


def test_what_was_decided_is_turned_round_only_with_a_reason(floor: Floor) -> None:
    excuses.explain(floor.agent, MONDAY, "the bus broke down", now=LATER)
    excuses.decide(floor.lead, "li.na", MONDAY, accept=False, now=LATER)
    with pytest.raises(Refused, match="decided already, by lead.wang: not excused") as refused:
        excuses.decide(floor.boss, "li.na", MONDAY, accept=True, now=LATER)
    assert "cstui roster excused li.na 2026-03-09 --again REASON" in refused.value.detail
    with pytest.raises(BadInput, match="Say why"):
        excuses.decide(floor.boss, "li.na", MONDAY, accept=True, again=" ", now=LATER)
    with pytest.raises(Refused, match="not excused"):
        excuses.decide(floor.boss, "li.na", MONDAY, accept=False, again="once more", now=LATER)
    turned = excuses.decide(floor.boss, "li.na", MONDAY, accept=True, again="the bus line says so", now=LATER)
    assert (turned.state, turned.decided_by, turned.decision) == ("excused", "boss", "the bus line says so")
    with pytest.raises(Refused) as refused:
        excuses.decide(floor.lead, "li.na", MONDAY, accept=False, now=LATER)
    assert "cstui roster excused li.na 2026-03-09 --refuse --again REASON" in refused.value.detail
    last = journal.entries(floor.boss, subject=f"excuse:{turned.number}")[-1].event
    assert (last.action, last.body["from"]) == ("attendance.excused", "refused")
    assert len(notices.notices(floor.agent)) == 2


def test_words_given_since_they_were_read_are_not_decided_on(floor: Floor) -> None:
    excuses.explain(floor.agent, MONDAY, "I overslept", now=LATER)
    with pytest.raises(Conflict, match="says something else"):
        excuses.decide(floor.lead, "li.na", MONDAY, accept=True, seen="the bus broke down", now=LATER)
    assert excuses.decide(floor.lead, "li.na", MONDAY, accept=False, seen="I overslept", now=LATER).state == "refused"


def test_what_cannot_be_explained_or_decided(floor: Floor) -> None:
    with pytest.raises(BadInput, match="needs words"):
        excuses.explain(floor.agent, MONDAY, "  ", now=LATER)
    with pytest.raises(BadInput, match="lies ahead"):
        excuses.explain(floor.agent, date(2026, 4, 3), "x", now=LATER)
    with pytest.raises(NotFound, match="has not explained"):
        excuses.decide(floor.lead, "li.na", MONDAY, accept=True, now=LATER)
    with pytest.raises(Refused, match="may not keep the attendance"):
        excuses.decide(floor.other, "li.na", MONDAY, accept=True, now=LATER)
    with pytest.raises(Refused, match="may not keep the attendance"):
        excuses.waiting(floor.agent)

"""Needed, planned and present by half hours; what is likely when somebody is away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cstui.errors import BadInput, NotFound
from cstui.floor import complaints, leavers, store
from cstui.floor.access import Denied
from cstui.floor.rosters import coverage, demand
from cstui.floor.rosters.views import Interval
from db import models as rows
from db.connection import database
from tests.conftest import Floor
from tests.unit.rosters.test_checking import lay

DAY = date(2026, 3, 5)
NOON = datetime(2026, 3, 5, 4, tzinfo=UTC)  # 12:00 in Shanghai


def at(clock: str, day: date = DAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+08:00").astimezone(UTC)


def by_clock(intervals: tuple[Interval, ...]) -> dict[str, Interval]:
    zone = store.zone()
    return {f"{each.start.astimezone(zone):%H:%M}": each for each in intervals}


@pytest.fixture
def manned(floor: Any) -> Any:
    """Two agents and the lead on a day; three calls of 180 s in each half hour from 14 to 16."""
    lay(floor.agent, "A2", DAY)
    lay(floor.other, "A2", DAY)
    lay(floor.lead, "08:38-18:00", DAY)
    demand.enter(floor.lead, None, DAY, 14 * 60, 16 * 60, 3, 180, now=NOON)
    return floor


def test_needed_is_erlang_with_shrinkage_at_the_target_of_the_policy(manned: Any) -> None:
    demand.enter(manned.lead, None, DAY, 600, 630, 100, 180, now=NOON)
    found = by_clock(coverage.day(manned.lead, None, DAY, now=NOON))
    assert (found["10:00"].demand, found["10:00"].needed) == (100, 20)
    assert (found["14:00"].needed, found["09:00"].needed) == (3, 0)


def test_the_usual_handling_time_fills_in(manned: Any) -> None:
    demand.enter(manned.lead, None, DAY, 600, 630, 60, now=NOON)  # of 300 seconds: 10 erlangs again
    assert by_clock(coverage.day(manned.lead, None, DAY, now=NOON))["10:00"].needed == 20


def test_planned_is_who_covers_the_whole_half_hour(manned: Any) -> None:
    found = by_clock(coverage.day(manned.lead, None, DAY, now=NOON))
    assert [found[clock].planned for clock in ("08:00", "08:30", "09:00", "17:30", "18:00")] == [0, 0, 3, 3, 0]


def test_a_night_counts_on_both_days_and_a_disabled_account_on_none(floor: Any) -> None:
    lay(floor.agent, "C1", DAY - timedelta(days=1))
    found = by_clock(coverage.day(floor.lead, None, DAY, now=NOON))
    assert [found[clock].planned for clock in ("00:00", "05:30", "06:00")] == [1, 1, 0]
    leavers.disable_agent(floor.boss, "li.na")
    assert by_clock(coverage.day(floor.lead, None, DAY, now=NOON))["00:00"].planned == 0


def test_the_draft_is_a_roster_of_its_own(floor: Any) -> None:
    lay(floor.agent, "A2", DAY, "draft")
    assert by_clock(coverage.day(floor.lead, None, DAY, layer="draft", now=NOON))["09:00"].planned == 1
    assert by_clock(coverage.day(floor.lead, None, DAY, now=NOON))["09:00"].planned == 0


def test_present_are_those_on_the_clock_and_nobody_ahead(manned: Any) -> None:
    def stamp(actor: Any, clock: str, kind: str) -> None:
        rows.ClockEvent.create(agent=actor.id, at=at(clock), kind=kind, source="cli", created_at=at(clock))

    stamp(manned.agent, "08:58", "in")
    stamp(manned.other, "09:40", "in")
    stamp(manned.agent, "11:31", "out")
    found = by_clock(coverage.day(manned.lead, None, DAY, now=NOON))
    seen = {clock: found[clock].present for clock in ("08:30", "09:00", "09:30", "10:00", "11:30", "12:00", "12:30")}
    assert seen == {"08:30": 1, "09:00": 1, "09:30": 2, "10:00": 2, "11:30": 1, "12:00": 1, "12:30": None}


def test_who_is_marked_absent_is_not_present(manned: Any) -> None:
    rows.Absence.create(
        agent=manned.agent.id, start_at=at("10:00"), end_at=at("18:00"), marked_by=manned.lead.id, created_at=NOON
    )
    found = by_clock(coverage.day(manned.lead, None, DAY, now=NOON))
    assert (found["09:30"].present, found["10:00"].present) == (3, 2)


def test_who_may_look(manned: Any) -> None:
    for actor, team in ((manned.agent, None), (manned.lead, "cards")):
        with pytest.raises(Denied):
            coverage.day(actor, team, DAY, now=NOON)
    assert len(coverage.day(manned.auditor, "cards", DAY, now=NOON)) == 48
    with pytest.raises(Denied):
        coverage.what_if(manned.other, "li.na", at("14:00"), at("18:00"), now=NOON)


def test_what_if_counts_half_hours_that_go_short(manned: Any) -> None:
    found = coverage.what_if(manned.lead, "li.na", at("14:00"), at("15:00"), now=NOON)
    assert [(each.start, each.planned, each.needed) for each in found.short] == [
        (at("14:00"), 2, 3),
        (at("14:30"), 2, 3),
    ]
    assert found.worse == () and found.limits == 0
    # Three in the roster are two who answer, two are one: 0.3 erlangs, 180 seconds, 20 seconds.
    lost = 3 * (coverage.erlang.service_level(2, 0.3, 180, 20) - coverage.erlang.service_level(1, 0.3, 180, 20))
    assert found.late_calls == round(2 * lost, 2)
    assert found.breaches == round(2 * lost)
    assert found.text == f"李娜 absent 14:00-15:00 → 2 intervals short, {found.breaches} more {plural(found.breaches)}"


def plural(count: int) -> str:
    return "breach" if count == 1 else "breaches"


def test_what_if_where_people_lack_already(manned: Any) -> None:
    demand.enter(manned.lead, None, DAY, 14 * 60, 14 * 60 + 30, 100, 180, now=NOON)
    found = coverage.what_if(manned.lead, "li.na", at("14:10"), at("14:20"), now=NOON)
    assert found.short == () and [(each.planned, each.needed) for each in found.worse] == [(2, 20)]
    assert found.late_calls == 0  # the queue grows without end either way
    assert "1 intervals were short already" in found.how


def test_what_if_counts_the_limits_of_the_persons_own_cases(manned: Any) -> None:
    def owned(due: str, owner: str) -> None:
        ref = complaints.add(manned.lead, {"subject": "x", "promised_at": at(due).isoformat()}, now=NOON).ref
        complaints.take(manned.lead, ref, "assign", {"to": owner}, now=NOON)

    for due, owner in (("14:00", "li.na"), ("15:59", "li.na"), ("13:59", "li.na"), ("15:00", "zhang.wei")):
        owned(due, owner)
    found = coverage.what_if(manned.lead, "li.na", at("14:00"), at("16:00"), now=NOON)
    assert found.limits == 2
    assert found.breaches == 2 + round(found.late_calls)
    assert "2 limits of own open cases end in that time" in found.how


def test_what_if_off_shift_changes_nothing(manned: Any) -> None:
    found = coverage.what_if(manned.lead, "li.na", at("19:00"), at("20:00"), now=NOON)
    assert (found.short, found.worse, found.breaches) == ((), (), 0)


def test_what_if_says_where_nothing_is_known(manned: Any) -> None:
    """Nothing goes short where nobody was planned, or where nobody said how many call: that is no all-clear."""
    off = coverage.what_if(manned.lead, "li.na", at("19:00"), at("20:00"), now=NOON)
    assert off.text.endswith("0 intervals short, 0 more breaches (has no shift then)")
    quiet = coverage.what_if(manned.lead, "li.na", at("10:00"), at("11:00"), now=NOON)
    assert quiet.text.endswith("0 more breaches (no demand is known for that time)")


def test_what_if_asks_for_a_person_and_a_span(manned: Any) -> None:
    with pytest.raises(NotFound):
        coverage.what_if(manned.lead, "nobody", at("14:00"), at("15:00"), now=NOON)
    for end in (at("14:00"), at("14:00") + timedelta(days=8)):
        with pytest.raises(BadInput):
            coverage.what_if(manned.lead, "li.na", at("14:00"), end, now=NOON)


def test_a_day_is_read_at_once_and_not_by_the_half_hour(floor: Floor) -> None:
    told: list[str] = []
    today = store.now().astimezone(store.zone()).date()
    database.connection().set_trace_callback(told.append)
    assert len(coverage.day(floor.lead, None, today - timedelta(days=1))) == 48
    database.connection().set_trace_callback(None)
    assert len(told) <= 12

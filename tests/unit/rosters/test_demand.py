"""Demand by half hours: entered, kept, and learnt from the complaints' own arrival times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cstui.errors import BadInput, Refused
from cstui.floor import complaints, setup, store
from cstui.floor.access import Denied
from cstui.floor.rosters import demand
from cstui.floor.rosters.demand import HalfHour, Kept
from db import models as rows
from db.connection import database

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 5, 6, 2, tzinfo=UTC)  # Thursday, 14:02 in Shanghai
TODAY = date(2026, 3, 5)


def came_in(actor: Any, *times: str, zone: ZoneInfo = SHANGHAI) -> None:
    for text in times:
        at = datetime.fromisoformat(text).replace(tzinfo=zone)
        complaints.add(actor, {"subject": "x"}, now=at.astimezone(UTC))


def expected(actor: Any, day: date) -> dict[str, float]:
    found = demand.show(actor, None, day)
    zone = store.zone()
    return {f"{each.start.astimezone(zone):%H:%M}": each.calls for each in found if each.source}


def test_a_day_has_every_half_hour_and_nothing_is_made_up(floor: Any) -> None:
    found = demand.show(floor.lead, None, TODAY)
    assert len(found) == 48 and found[0].start == datetime(2026, 3, 4, 16, tzinfo=UTC)
    assert {each[1:] for each in found} == {(0.0, None, "")}


def test_what_is_entered_stands_in_each_half_hour(floor: Any) -> None:
    assert demand.enter(floor.lead, None, TODAY, 540, 600, 12.5, 240, now=NOW) == Kept(2, 0, 0)
    assert demand.enter(floor.lead, None, TODAY, 570, 630, 20, 240, now=NOW) == Kept(1, 1, 0)
    assert demand.enter(floor.lead, None, TODAY, 570, 630, 20, 240, now=NOW) == Kept(0, 0, 2)
    assert expected(floor.lead, TODAY) == {"09:00": 12.5, "09:30": 20, "10:00": 20}
    event = rows.Event.select().order_by(rows.Event.seq.desc()).get()
    assert (event.action, event.body) == ("demand.set", {"half_hours": 0})


def test_an_end_before_the_start_lies_on_the_next_day(floor: Any) -> None:
    assert demand.enter(floor.lead, None, TODAY, 1410, 30, 3, now=NOW).added == 2
    assert expected(floor.lead, TODAY) == {"23:30": 3}
    assert expected(floor.lead, TODAY + timedelta(days=1)) == {"00:00": 3}


@pytest.mark.parametrize(
    ("start", "end", "calls", "aht"),
    [
        (545, 600, 1, None),
        (540, 599, 1, None),
        (540, 600, -1, None),
        (540, 600, float("nan"), None),
        (540, 600, 1, 0),
        (540, 600, 1000, 86400),
    ],
)
def test_figures_that_cannot_be_are_refused(floor: Any, start: int, end: int, calls: float, aht: int | None) -> None:
    with pytest.raises(BadInput):
        demand.enter(floor.lead, None, TODAY, start, end, calls, aht, now=NOW)
    assert rows.Demand.select().count() == 0


def test_kept_are_only_half_hours_of_the_clock(floor: Any) -> None:
    with pytest.raises(BadInput, match="15:10 does not begin a half hour"), store.transaction():
        demand.keep(floor.lead.team_id, [HalfHour(datetime(2026, 3, 5, 7, 10, tzinfo=UTC), 1, None, "acd")])
    with store.transaction():
        assert demand.keep(floor.lead.team_id, []) == Kept(0, 0, 0)


def test_only_who_may_sees_and_writes(floor: Any) -> None:
    with pytest.raises(Denied):
        demand.show(floor.agent, None, TODAY)
    with pytest.raises(Denied):
        demand.show(floor.lead, "cards", TODAY)
    with pytest.raises(Denied):
        demand.enter(floor.auditor, None, TODAY, 540, 600, 1, now=NOW)
    with pytest.raises(Denied):
        demand.learn(floor.agent, now=NOW)
    assert demand.enter(floor.boss, "cards", TODAY, 540, 600, 1, now=NOW).added == 2
    assert expected(floor.lead, TODAY) == {}


def test_learnt_are_means_of_each_half_hour_of_the_week(floor: Any) -> None:
    came_in(floor.lead, "2026-02-19T09:05", "2026-02-19T09:29:59", "2026-02-26T09:10", "2026-02-24T18:30")
    came_in(floor.lead, "2026-03-05T09:10")  # today is not whole yet
    came_in(floor.stranger, "2026-02-26T09:10")
    found = demand.learn(floor.lead, weeks=8, now=NOW)
    # From the first complaint's day on: two Thursdays, two Tuesdays; eight weeks ahead of two half hours.
    assert found == ("floor", 4, date(2026, 2, 19), 14, 16, date(2026, 4, 29))
    assert expected(floor.lead, date(2026, 3, 12)) == {"09:00": 1.5}
    assert expected(floor.lead, date(2026, 3, 10)) == {"18:30": 0.5}
    assert expected(floor.lead, date(2026, 3, 4)) == {}


def test_what_was_learnt_goes_on_beyond_the_weeks_laid_out(floor: Any) -> None:
    came_in(floor.lead, "2026-02-19T09:05", "2026-02-26T09:10", "2026-02-24T18:30")
    demand.learn(floor.lead, now=NOW)
    demand.enter(floor.lead, None, date(2026, 6, 25), 540, 570, 7, now=NOW)
    assert expected(floor.lead, date(2026, 4, 30)) == {"09:00": 1}  # a Thursday, the first day beyond
    assert expected(floor.lead, date(2026, 7, 7)) == {"18:30": 0.5} and expected(floor.lead, date(2026, 7, 8)) == {}
    assert expected(floor.lead, date(2026, 6, 25)) == {"09:00": 7}  # what was entered says more
    assert {each.source for each in demand.show(floor.lead, None, date(2026, 4, 30))} == {"", "carried"}
    assert expected(floor.boss, date(2026, 3, 4)) == {}  # a day before is no day beyond


def test_weeks_without_a_complaint_count_once_the_first_came(floor: Any) -> None:
    came_in(floor.lead, "2026-01-08T10:00", "2026-02-19T10:00", "2025-12-30T10:00")
    assert demand.learn(floor.lead, weeks=8, now=NOW).complaints == 2  # the oldest is out of reach
    assert expected(floor.lead, TODAY) == {"10:00": 0.25}


def test_learning_again_replaces_what_was_learnt_and_nothing_else(floor: Any) -> None:
    came_in(floor.lead, "2026-02-26T09:10", "2026-02-26T11:00")
    demand.enter(floor.lead, None, TODAY, 540, 570, 7, now=NOW)
    demand.learn(floor.lead, now=NOW)
    assert expected(floor.lead, TODAY) == {"09:00": 7, "11:00": 1}
    demand.learn(floor.lead, now=NOW + timedelta(days=1))
    assert expected(floor.lead, TODAY) == {"09:00": 7, "11:00": 1}  # past days stay as they were planned for
    came_in(floor.lead, "2026-03-05T12:00")
    demand.learn(floor.lead, now=NOW + timedelta(days=7))
    assert expected(floor.lead, TODAY + timedelta(days=7)) == {"09:00": 0.5, "11:00": 0.5, "12:00": 0.5}


def test_nothing_to_learn_from_is_told(floor: Any) -> None:
    with pytest.raises(Refused, match="no complaint of the last 8 weeks"):
        demand.learn(floor.lead, now=NOW)
    with pytest.raises(BadInput):
        demand.learn(floor.lead, weeks=0, now=NOW)


@pytest.mark.parametrize(
    ("change", "half_hours"), [(date(2026, 3, 29), 46), (date(2026, 10, 25), 50), (date(2026, 6, 1), 48)]
)
def test_a_day_on_which_the_clock_changes(tmp_path: Path, change: date, half_hours: int) -> None:
    setup.init_floor(tmp_path / "london.db", login="boss", name="Boss", timezone="Europe/London")
    try:
        assert len(demand.half_hours(change)) == half_hours
    finally:
        store.close_floor()


def test_the_clock_on_the_wall_counts_over_summer_time(tmp_path: Path) -> None:
    london = ZoneInfo("Europe/London")
    boss = setup.init_floor(tmp_path / "london.db", login="boss", name="Boss", timezone="Europe/London")
    try:
        came_in(boss, "2026-03-24T09:00", "2026-03-31T09:10", zone=london)  # 09:00 and 08:10 in UTC
        demand.learn(boss, now=datetime(2026, 4, 1, 12, tzinfo=UTC))
        assert expected(boss, date(2026, 4, 7)) == {"09:00": 1}
    finally:
        store.close_floor()


def test_arrivals_are_counted_by_an_index(floor: Any) -> None:
    sql = "EXPLAIN QUERY PLAN SELECT count(*) FROM complaint WHERE team_id = 1 AND received_at >= 1 AND received_at < 9"
    assert "complaint_received" in " ".join(row[3] for row in database.execute_sql(sql).fetchall())

"""The look ahead: which limits end when, by half hours of the floor's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from cstui.floor import complaints, store
from cstui.floor.forecast import forecast
from db.connection import database

NOW = datetime(2026, 3, 5, 6, 2, tzinfo=UTC)  # 14:02 in Shanghai


def promised(floor: Any, minutes: int, **more: object) -> str:
    due = (NOW + timedelta(minutes=minutes)).isoformat()
    return complaints.add(floor.lead, {"subject": "late soon", "promised_at": due, **more}, now=NOW).ref


def ahead(actor: Any) -> dict[str, int]:
    zone = store.zone()
    return {f"{slot.start.astimezone(zone):%H:%M}": slot.limits for slot in forecast(actor, NOW) if slot.limits}


def test_it_has_sixteen_half_hours_from_the_present_one_on(floor: Any) -> None:
    slots = forecast(floor.lead, NOW)
    assert len(slots) == 16 and slots[0].start == NOW - timedelta(minutes=2)
    assert {later.start - earlier.start for earlier, later in zip(slots, slots[1:], strict=False)} == {
        timedelta(minutes=30)
    }


def test_limits_are_counted_in_the_half_hour_they_end_in(floor: Any) -> None:
    for minutes in (1, 27, 28, 57, 58, 60 * 12):
        promised(floor, minutes)
    # 14:29 is still in the first half hour, 14:30 begins the second; the last is to be acknowledged by closing time
    assert ahead(floor.lead) == {"14:00": 2, "14:30": 2, "15:00": 1, "18:00": 1}


def test_what_has_ended_is_broken_already_and_not_ahead(floor: Any) -> None:
    promised(floor, 1)
    assert sum(slot.limits for slot in forecast(floor.lead, NOW + timedelta(minutes=1))) == 0


def test_ended_cases_and_other_teams_are_left_out(floor: Any) -> None:
    ref = promised(floor, 20)
    promised(floor, 20)
    complaints.take(floor.lead, ref, "withdraw", {"reason": "sorted", "notice": "by phone"}, now=NOW)
    assert ahead(floor.lead) == {"14:00": 1}
    assert ahead(floor.stranger) == {}


def test_it_is_one_range_of_an_index(floor: Any) -> None:
    query = (
        "EXPLAIN QUERY PLAN SELECT due_at / 1800, count(*) FROM complaint AS complaint "
        "WHERE open = 1 AND due_at > 1 AND due_at < 9 GROUP BY 1"
    )
    plan = " ".join(row[3] for row in database.execute_sql(query).fetchall())
    assert "complaint_queue (due_at>? AND due_at<?)" in plan

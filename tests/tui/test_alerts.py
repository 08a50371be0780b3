"""What rings the bell, and what the header counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cstui.floor import complaints, store
from cstui.floor.views import Tally
from cstui.tui import alerts
from cstui.tui.alerts import Alerts, News, Reading

NOTHING = Tally(0, 0, 0, 0, 0)


def reading(critical: set[str] = frozenset(), near: set[str] = frozenset()) -> Reading:  # type: ignore[assignment]
    return Reading(NOTHING, frozenset(critical), frozenset(near))


def test_what_was_there_at_the_beginning_is_no_news() -> None:
    assert Alerts().update(reading({"C-1"}, {"C-2"})) == News(0, 1, False)


def test_a_new_critical_case_rings_once_and_counts_until_it_is_taken() -> None:
    seen = Alerts()
    seen.update(reading())
    assert seen.update(reading({"C-1"})) == News(1, 0, True)
    assert seen.update(reading({"C-1"})) == News(1, 0, False)
    assert seen.update(reading()) == News(0, 0, False)
    assert seen.update(reading({"C-1"})) == News(0, 0, False)  # given back: it rang already


def test_a_limit_at_nine_tenths_rings_once() -> None:
    seen = Alerts()
    seen.update(reading())
    assert seen.update(reading(near={"C-1"})) == News(0, 1, True)
    assert seen.update(reading(near={"C-1"})) == News(0, 1, False)


def test_nine_tenths_are_counted_from_receipt_to_the_next_limit(floor: Any) -> None:
    now = store.now()
    complaints.add(floor.lead, {"subject": "late soon", "promised_at": (now + timedelta(hours=1)).isoformat()}, now=now)
    later = now + timedelta(minutes=50), now + timedelta(minutes=55), now + timedelta(minutes=61)
    assert [len(alerts.read(floor.lead, at).near) for at in later] == [0, 1, 0]


def test_a_critical_case_somebody_owns_is_no_alert(floor: Any) -> None:
    ref = complaints.add(floor.lead, {"subject": "burning", "severity": "critical"}).ref
    assert alerts.read(floor.lead, store.now()).critical == {ref}
    complaints.take(floor.agent, ref, "claim")
    assert alerts.read(floor.lead, store.now()).critical == set()


def test_a_case_escalated_to_a_lead_rings_once_and_counts_while_it_is_open() -> None:
    seen = Alerts()
    seen.update(reading())
    higher = reading()._replace(escalated=frozenset({"C-1"}))
    assert seen.update(higher) == News(0, 0, True, 1)
    assert seen.update(higher) == News(0, 0, False, 1)
    assert seen.update(reading()) == News(0, 0, False, 0)


def test_supervision_and_circular_are_escalated_a_reminder_is_not(floor: Any) -> None:
    refs = {}
    for level in ("reminder", "supervision", "circular"):
        refs[level] = complaints.add(floor.lead, {"subject": level}).ref
        told = {"level": level, "to": "boss", "text": "please look"}
        complaints.take(floor.lead, refs[level], "escalate", told)
    assert alerts.read(floor.lead, store.now()).escalated == {refs["supervision"], refs["circular"]}
    assert alerts.read(floor.stranger, store.now()).escalated == set()

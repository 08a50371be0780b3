"""``cstui complaint forecast``."""

from __future__ import annotations

from typing import Any

from cstui.floor import complaints


def test_the_forecast_is_sixteen_half_hours_with_counts(read: Any, floor: Any) -> None:
    complaints.add(floor.lead, {"subject": "late soon", "promised_at": "+90m"})
    slots = read("complaint", "forecast")
    assert len(slots) == 16 and sum(slot["limits"] for slot in slots) >= 1
    assert set(slots[0]) == {"start", "limits"}

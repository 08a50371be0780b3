"""What people type for a time, resolved against a fixed clock in Shanghai."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cstui.errors import BadInput
from cstui.floor.when import resolve, resolve_end

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)  # a Thursday, 10:00 in Shanghai


@pytest.mark.parametrize(
    ("typed", "local"),
    [
        ("14:30", "2026-03-05 14:30"),
        ("9:05", "2026-03-05 09:05"),
        ("14：30", "2026-03-05 14:30"),
        ("+2h", "2026-03-05 12:00"),
        ("-20m", "2026-03-05 09:40"),
        ("+3d", "2026-03-08 10:00"),
        ("+1w", "2026-03-12 10:00"),
        ("now", "2026-03-05 10:00"),
        ("tomorrow 9:00", "2026-03-06 09:00"),
        ("Yesterday 16:00", "2026-03-04 16:00"),
        ("明天 9:00", "2026-03-06 09:00"),
        ("后天9:00", "2026-03-07 09:00"),
        ("3-20 08:15", "2026-03-20 08:15"),
        ("2026-03-09 17:00", "2026-03-09 17:00"),
        ("2026-03-09T09:00Z", "2026-03-09 17:00"),
        (" 2026-03-09t17:00+08:00 ", "2026-03-09 17:00"),
    ],
)
def test_resolves_in_the_floors_zone(typed: str, local: str) -> None:
    found = resolve(typed, now=NOW, zone=SHANGHAI)
    assert found.tzinfo is UTC
    assert found.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") == local


@pytest.mark.parametrize(
    "typed", ["", "soon", "25:00", "14:75", "+2x", "2026-03-09", "2026-13-09 10:00", "+9999w9", "9"]
)
def test_refuses_what_is_no_time(typed: str) -> None:
    with pytest.raises(BadInput) as refusal:
        resolve(typed, now=NOW, zone=SHANGHAI)
    assert "14:30" in refusal.value.detail


def test_days_keep_the_time_of_day_over_a_change_of_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 3, 28, 9, 0, tzinfo=UTC)  # 10:00, the night before summer time
    assert resolve("+1d", now=before, zone=berlin).astimezone(berlin).hour == 10
    assert resolve("+24h", now=before, zone=berlin).astimezone(berlin).hour == 11


@pytest.mark.parametrize(
    ("typed", "local"),
    [("18:00", "2026-03-09 18:00"), ("tomorrow 9:00", "2026-03-06 09:00"), ("2026-03-10 08:00", "2026-03-10 08:00")],
)
def test_a_time_alone_ends_on_the_day_it_began(typed: str, local: str) -> None:
    begin = resolve("3-9 14:00", now=NOW, zone=SHANGHAI)
    found = resolve_end(typed, begin, now=NOW, zone=SHANGHAI)
    assert found.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") == local

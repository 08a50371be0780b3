"""An imported complaint's clocks are those that floor.clocks computes from its one event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstui.exchange.landing import Arrivals, landing_state
from cstui.floor import marks, recording
from cstui.floor.policy import load_policy
from cstui.floor.views import SEVERITIES, STATES

NOW = datetime(2026, 3, 10, 6, 30, tzinfo=UTC)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    state=st.sampled_from(STATES),
    severity=st.integers(0, 3),
    pack=st.sampled_from(["retail", "cn-bank"]),
    minutes=st.integers(0, 60 * 24 * 60),
)
def test_both_ways_agree(floor, state: str, severity: int, pack: str, minutes: int) -> None:
    policy = load_policy(pack)
    received = NOW - timedelta(minutes=minutes)
    body = {
        "to": state,
        "severity": SEVERITIES[severity],
        "policy": pack,
        "at": int(received.timestamp()),
        "version": 1,
    }
    mark = marks.mark(int(NOW.timestamp()), "received", body)
    wanted = recording.clock_columns(recording.clocks_of([mark], pack, NOW), NOW)
    found = Arrivals(NOW).standing(state, severity, policy, int(received.timestamp()))
    names = [name for name in found._fields if name != "escalates_at"]  # left to the first look at it
    assert {name: getattr(found, name) for name in names} == {name: wanted[name] for name in names}


@pytest.mark.parametrize(
    ("severity", "state"), [(0, "received"), (1, "received"), (2, "registered"), (3, "registered")]
)
def test_a_row_without_state_lands_where_the_policy_says(severity: int, state: str) -> None:
    assert landing_state(load_policy("retail"), severity) == state

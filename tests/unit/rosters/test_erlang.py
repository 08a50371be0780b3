"""Erlang B and C: known values, bounds, and what must grow with what."""

from __future__ import annotations

from fractions import Fraction
from math import factorial, inf, isfinite, nan

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cstui.errors import BadInput
from cstui.floor.rosters.erlang import (
    Goal,
    answering,
    asa,
    erlang_b,
    erlang_c,
    need,
    occupancy,
    scheduled,
    service_level,
)

LOADS = some.floats(0.01, 200, allow_nan=False)
AGENTS = some.integers(1, 250)


@pytest.mark.parametrize(
    ("agents", "load", "expected"),
    [(2, 1, 1 / 3), (3, 2, 4 / 9), (5, 3, 81 / 343), (5, 4, 128 / 231), (12, 10, 0.449388)],
)
def test_known_values_of_c(agents: int, load: float, expected: float) -> None:
    assert erlang_c(agents, load) == pytest.approx(expected, abs=5e-7)


def test_known_value_of_b() -> None:
    assert erlang_b(2, 1) == pytest.approx(1 / 5, abs=1e-12)


@given(some.integers(0, 40), some.integers(1, 60))
def test_b_is_the_quotient_of_its_definition(agents: int, load: int) -> None:
    terms = [Fraction(load**number, factorial(number)) for number in range(agents + 1)]
    assert erlang_b(agents, load) == pytest.approx(float(terms[-1] / sum(terms)), rel=1e-9)


def test_a_hundred_calls_in_half_an_hour() -> None:
    found = need(100, 30, 180, Goal(80, 20, 85, 30))
    assert (found.agents, found.scheduled) == (14, 20)
    assert found.pw == pytest.approx(0.174132, abs=5e-7)
    assert found.service_level == pytest.approx(0.888350, abs=5e-7)
    assert found.asa_seconds == pytest.approx(7.836, abs=5e-4)
    assert found.occupancy == pytest.approx(0.714286, abs=5e-7)


def test_one_agent_fewer_misses_the_target() -> None:
    assert need(100, 30, 180, Goal(88.8, 20, 85, 0)).agents == 14
    assert service_level(13, 10, 180, 20) < 0.888 <= service_level(14, 10, 180, 20)


def test_the_bound_on_occupancy_counts_where_it_is_the_stricter() -> None:
    assert need(1000, 30, 180, Goal(80, 20, 100, 0)).agents < need(1000, 30, 180, Goal(80, 20, 85, 0)).agents == 118
    assert need(17, 30, 900, Goal(1, 3600, 85, 0)).agents == 10  # 8.5 erlangs: exactly 85 percent of ten


@given(AGENTS, LOADS)
def test_more_agents_serve_better(agents: int, load: float) -> None:
    assert service_level(agents + 1, load, 180, 20) >= service_level(agents, load, 180, 20)
    assert asa(agents + 1, load, 180) <= asa(agents, load, 180)
    assert occupancy(agents + 1, load) <= occupancy(agents, load)


@given(AGENTS, LOADS, some.floats(0, 50, allow_nan=False))
def test_more_calls_are_served_worse(agents: int, load: float, more: float) -> None:
    # Levels within a rounding of 1 may swap their last digit.
    assert service_level(agents, load + more, 180, 20) <= service_level(agents, load, 180, 20) + 1e-12


@given(some.floats(0, 500), some.floats(1, 99.9), some.floats(0, 120), some.floats(30, 100), some.floats(0, 90))
def test_what_is_needed_reaches_its_goal_and_one_fewer_does_not(
    calls: float, percent: float, seconds: float, busy: float, away: float
) -> None:
    found = need(calls, 30, 180, Goal(percent, seconds, busy, away))
    load = calls * 180 / (30 * 60)  # to the last digit as it is reckoned there
    if found.agents == 0:
        assert load == 0
        return
    assert found.service_level * 100 >= percent and found.occupancy <= busy / 100 + 1e-12
    fewer = found.agents - 1
    short = service_level(fewer, load, 180, seconds) * 100 < percent or load * 100 > busy * fewer
    assert short
    assert answering(found.scheduled, away) >= found.agents > answering(found.scheduled - 1, away)


def test_huge_loads_stay_finite() -> None:
    found = need(100_000, 30, 180)  # 10,000 erlangs
    assert found.agents == 11_765 and all(map(isfinite, found))
    tight = need(100_000, 30, 180, Goal(80, 20, 100, 0))
    assert 10_000 < tight.agents < 10_200
    assert 0 < erlang_b(10_000, 10_000) < 0.01


def test_where_the_queue_grows_without_end() -> None:
    assert (erlang_c(3, 3), service_level(3, 3, 180, 20), asa(3, 3, 180), occupancy(3, 4)) == (1, 0, inf, 1)


def test_no_calls_need_nobody() -> None:
    assert need(0, 30, 180) == (0, 0, 0, 1, 0, 0)
    assert (erlang_c(0, 0), service_level(0, 0, 180, 20), asa(1, 0, 180), occupancy(0, 0)) == (0, 1, 0, 0)


@pytest.mark.parametrize(("agents", "away", "people"), [(14, 30, 20), (7, 30, 10), (0, 30, 0), (3, 0, 3), (1, 32.5, 2)])
def test_shrinkage(agents: int, away: float, people: int) -> None:
    assert scheduled(agents, away) == people


@pytest.mark.parametrize(
    "call",
    [
        lambda: need(-1, 30, 180),
        lambda: need(nan, 30, 180),
        lambda: need(1, 0, 180),
        lambda: need(1, 30, 0),
        lambda: need(1, 30, inf),
        lambda: need(1, 30, 180, Goal(percent=0)),
        lambda: need(1, 30, 180, Goal(percent=101)),
        lambda: need(1, 30, 180, Goal(seconds=-1)),
        lambda: need(1, 30, 180, Goal(max_occupancy=0)),
        lambda: need(1, 30, 180, Goal(shrinkage=100)),
        lambda: need(10**9, 30, 180),
        lambda: need(1000, 30, 180, Goal(max_occupancy=1e-6)),
    ],
)  # fmt: skip
def test_figures_that_cannot_be_are_refused(call: object) -> None:
    with pytest.raises(BadInput):
        call()  # type: ignore[operator]

"""The clocks over whole lives of complaints: what must hold whatever happens, in whatever order."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cstui.floor.calendar import load_calendar
from cstui.floor.clocks import PAUSABLE, Clock, Mark, compute, slack_minutes
from cstui.floor.policy import Policy, load_policy
from cstui.floor.span import Span
from cstui.floor.views import SEVERITIES

CN = load_calendar("cn", ZoneInfo("Asia/Shanghai"))
START = datetime(2026, 3, 2, tzinfo=ZoneInfo("Asia/Shanghai"))
RETAIL = load_policy("retail")


def pack(name: str, **limits: str) -> Policy:
    return Policy(name, limits={clock: dict.fromkeys(SEVERITIES, Span.parse(text)) for clock, text in limits.items()})


FULL = pack("full", acknowledge="4h", first_response="1wd", keep_informed="2wd", resolve="3wd", statutory="15d")
LONG = pack("long", resolve="10wd", statutory="30d")
PACKS = {policy.name: policy for policy in (RETAIL, load_policy("cn-bank"), FULL, LONG)}
CUSTOMER = {"waiting_for": "customer"}


def _gaps() -> st.SearchStrategy[list[int]]:
    """Minutes between events: often none at all, mostly hours, sometimes days."""
    return st.lists(st.one_of(st.just(0), st.integers(0, 600), st.integers(0, 4000)), min_size=1, max_size=14)


_NEXT: dict[str, tuple[tuple[str, str], ...]] = {
    "received": (("verify", "verified"), ("reject", "rejected"), ("withdraw", "withdrawn")),
    "verified": (("register", "registered"),),
    "registered": (("claim", "handling"), ("transfer", "transferred"), ("register", "registered")),
    "transferred": (("accept", "handling"), ("return", "registered")),
    "handling": (("wait", "waiting"), ("wait", "waiting"), ("respond", "responded"), ("release", "registered")),
    "waiting": (("resume", "handling"), ("withdraw", "withdrawn")),
    "responded": (("close", "closed"), ("not-accepted", "handling")),
    "closed": (("reopen", "handling"),),
    "rejected": (),
    "withdrawn": (),
}
_UNITS = ("w", "d", "wd", "h")
_ASIDE = ("note", "inbound", "outbound", "promise", "extend")


def _aside(kind: str, when: datetime, state: str, draw: Callable[[int], int]) -> Mark:
    if kind in ("inbound", "outbound"):
        return Mark(when, "contact", state, state, {"direction": kind})
    if kind == "promise":
        return Mark(when, "promise", None, None, {"due": when + timedelta(minutes=draw(900))})
    if kind == "extend":
        return Mark(when, "extend", None, None, {"clock": "statutory", "span": f"{draw(20)}{_UNITS[draw(3)]}"})
    return Mark(when, "note", state, state, {})


@st.composite
def lives(draw: st.DrawFn) -> list[Mark]:
    """Draw a complaint's life: every event is one that its state allows."""

    def number(most: int) -> int:
        return draw(st.integers(1, most))

    when = START + timedelta(minutes=draw(st.integers(0, 14 * 1440)))
    state = draw(st.sampled_from(["received", "registered", "handling"]))
    terms: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
        {"severity": st.sampled_from(SEVERITIES), "policy": st.sampled_from(list(PACKS))}
    )
    marks = [Mark(when, "received", None, state, draw(terms))]
    for gap in draw(_gaps()):
        when += timedelta(minutes=gap)
        if not _NEXT[state] or draw(st.booleans()):
            marks.append(_aside(draw(st.sampled_from(_ASIDE)), when, state, number))
            continue
        action, to = draw(st.sampled_from(_NEXT[state]))
        data = draw(terms) if action == "register" else {}
        if action == "wait":
            party = draw(st.sampled_from(["customer", "customer", "third_party"]))
            data |= {"waiting_for": party, "until": when + timedelta(minutes=number(4000))}
        marks.append(Mark(when, action, state, to, data))
        state = to
    return marks


def run(marks: list[Mark], now: datetime) -> tuple[Clock, ...]:
    return compute(marks, RETAIL, CN, now, PACKS.__getitem__)


def key(clock: Clock) -> tuple[str, int, datetime | None]:
    """Name a clock over time: promises by their due time, the others by their cycle."""
    return clock.name, clock.cycle, clock.due_at if clock.name in ("promise", "third_party") else None


LATER = st.lists(st.integers(0, 40_000), min_size=2, max_size=2).map(sorted)


@given(lives(), LATER)
def test_a_breach_never_unbreaks(marks: list[Mark], minutes: list[int]) -> None:
    sooner, later = (marks[0].at + timedelta(minutes=number) for number in minutes)
    after = {key(clock): clock for clock in run(marks, later)}
    for clock in run(marks, sooner):
        if clock.breached_at is not None:
            kept = after[key(clock)].breached_at
            assert kept is not None and kept <= clock.breached_at <= sooner


@given(lives(), st.integers(0, 40_000))
def test_later_events_do_not_reach_back(marks: list[Mark], minutes: int) -> None:
    now = marks[0].at + timedelta(minutes=minutes)
    assert run(marks, now) == run([marks[0], *(mark for mark in marks[1:] if mark.at <= now)], now)


@given(lives(), st.integers(0, 40_000), st.randoms(use_true_random=False))
def test_effective_instants_count_not_places_in_the_journal(
    marks: list[Mark], minutes: int, shuffler: random.Random
) -> None:
    now = marks[0].at + timedelta(minutes=minutes)
    apart = [replace_at(mark, mark.at + timedelta(seconds=place)) for place, mark in enumerate(marks)]
    rest = apart[1:]
    shuffler.shuffle(rest)
    assert run([apart[0], *rest], now) == run(apart, now)


@given(lives(), st.integers(0, 40_000), st.randoms(use_true_random=False))
def test_the_order_of_equal_independent_events_is_without_effect(
    marks: list[Mark], minutes: int, shuffler: random.Random
) -> None:
    now = marks[0].at + timedelta(minutes=minutes)
    steps = [mark for mark in marks[1:] if mark.entered or mark.action == "register"]
    asides = [mark for mark in marks[1:] if mark not in steps]
    # Make many of them fall on the instant of a step, then deal them out in any order around the steps.
    moved = [replace_at(mark, shuffler.choice([mark.at, *(step.at for step in steps)])) for mark in asides]
    orders = []
    for _ in range(2):
        shuffler.shuffle(moved)
        dealt = [*steps]
        for mark in moved:
            dealt.insert(shuffler.randint(0, len(dealt)), mark)
        orders.append(run([marks[0], *dealt], now))
    assert orders[0] == orders[1]


def replace_at(mark: Mark, when: datetime) -> Mark:
    return Mark(when, mark.action, mark.frm, mark.to, mark.data)


@given(lives(), st.integers(0, 40_000))
def test_figures_hold_together(marks: list[Mark], minutes: int) -> None:
    now = marks[0].at + timedelta(minutes=minutes)
    found = run(marks, now)
    assert len({key(clock) for clock in found}) <= len(found)
    for clock in found:
        assert clock.used_minutes >= 0
        assert clock.due_at.tzinfo is not None
        assert clock.stopped_at is None or clock.started_at <= clock.stopped_at <= now
        assert not clock.paused or (clock.name in PAUSABLE and clock.stopped_at is None)
        assert clock.breached_at is None or clock.breached_at <= (clock.stopped_at or now)
        if clock.state == "running" and clock.stopped_at is None:
            assert now < clock.due_at


@given(
    start=st.integers(0, 14 * 1440),
    pause=st.tuples(st.integers(0, 6000), st.integers(1, 6000)),
    reads=st.lists(st.integers(0, 12_000), min_size=2, max_size=2).map(sorted),
    limit=st.sampled_from(["3wd", "8h", "90m", "0wd", "5d"]),
)
def test_a_pause_never_shortens_time_already_used(
    start: int, pause: tuple[int, int], reads: list[int], limit: str
) -> None:
    policy = pack("one", resolve=limit)
    first = Mark(START + timedelta(minutes=start), "received", None, "handling", {})
    paused_at = first.at + timedelta(minutes=pause[0])
    until = paused_at + timedelta(minutes=pause[1])
    marks = [first, Mark(paused_at, "wait", "handling", "waiting", {**CUSTOMER, "until": until})]
    used = [run_one(marks, policy, first.at + timedelta(minutes=number)).used_minutes for number in reads]
    assert used == sorted(used)
    at_pause, at_end = run_one(marks, policy, paused_at), run_one(marks, policy, until)
    assert at_pause.used_minutes == at_end.used_minutes == CN.working_minutes(first.at, paused_at)
    assert run_one(marks, policy, until).due_at >= run_one([first], policy, until).due_at


@given(
    start=st.integers(0, 14 * 1440),
    pause=st.tuples(st.integers(0, 6000), st.integers(1, 6000)),
    part=st.floats(0, 1),
    limit=st.sampled_from(["3wd", "8h", "90m", "0wd"]),
)
def test_slack_stands_still_while_paused(start: int, pause: tuple[int, int], part: float, limit: str) -> None:
    policy = pack("one", resolve=limit)
    first = Mark(START + timedelta(minutes=start), "received", None, "handling", {})
    paused_at = first.at + timedelta(minutes=pause[0])
    until = paused_at + timedelta(minutes=pause[1])
    marks = [first, Mark(paused_at, "wait", "handling", "waiting", {**CUSTOMER, "until": until})]
    now = paused_at + timedelta(minutes=int(pause[1] * part))
    clock = run_one(marks, policy, now)
    before = run_one([first], policy, paused_at)
    assert slack_minutes(clock.due_at, CN, now, clock.resumes_at) == slack_minutes(before.due_at, CN, paused_at)
    assert (clock.breached_at is None) == (paused_at <= before.due_at)


def run_one(marks: list[Mark], policy: Policy, now: datetime) -> Clock:
    (clock,) = compute(marks, policy, CN, now)
    return clock

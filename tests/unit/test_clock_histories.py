"""For random lives of complaints the clocks equal a slow, obvious reference implementation."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstui.floor.calendar import calendar_from
from cstui.floor.calendar_data import Source
from cstui.floor.clocks import NAMES, Clock, Mark, compute
from cstui.floor.policy import Policy
from cstui.floor.span import Span
from cstui.floor.steps import FORMER, RULES, Rule
from cstui.floor.views import SEVERITIES
from tests.unit.clock_reference import BASE, CALENDAR_FILE, Reference, Shown, minute

CALENDAR = calendar_from(Source("short", "short.toml", CALENDAR_FILE), BASE.tzinfo)  # type: ignore[arg-type]


def pack(name: str, *, rolls: bool = False, restarts: bool = False, **limits: str) -> Policy:
    """Return a pack; ``a/b`` is the limit of grave cases and of the others, ``-`` for none."""

    def spans(text: str) -> dict[str, Span]:
        grave, _slash, other = text.partition("/")
        named = zip(SEVERITIES, (grave, grave, other or grave, other or grave), strict=True)
        return {severity: Span.parse(span) for severity, span in named if span != "-"}

    found = {clock: spans(text) for clock, text in limits.items()}
    return Policy(name, limits=found, rolls=rolls, reopen_restarts_statutory=restarts)


PACKS = {
    policy.name: policy
    for policy in (
        pack("one", acknowledge="0wd", first_response="45m", resolve="0wd/2wd", statutory="3d"),
        pack("two", acknowledge="1h", first_response="1wd", keep_informed="1h/80m", resolve="1wd/-", statutory="1d/5d",
             rolls=True),
        pack("three", keep_informed="1d", resolve="1wd", statutory="2d/-", restarts=True),
    )
}  # fmt: skip
_ADDED = {"resolve": "wd", "statutory": "d"}
_RULES = {state: [rule for rule in RULES if rule.source == state] for state in {rule.source for rule in RULES}}
_DULL = frozenset({"note", "escalate", "assign", "coordinate"})  # the clocks do not see these
_ENDS = frozenset({"withdrawn", "merged", "rejected"})


def _gap(rnd: Random) -> int:
    return rnd.randint(1, rnd.choice((60, 90, 600, 2400)))


def _data(rnd: Random, action: str, at: datetime) -> dict[str, Any]:
    if action in ("received", "register"):
        return {"severity": rnd.choice(SEVERITIES), "policy": rnd.choice(list(PACKS))}
    if action == "wait":
        party = rnd.choice(("customer", "customer", "third_party"))
        return {"waiting_for": party, "until": at + timedelta(minutes=rnd.randint(1, 3000))}
    if action == "promise":
        return {"due": at + timedelta(minutes=rnd.randint(1, 3000))}
    if action == "contact":
        return {"direction": rnd.choice(("inbound", "outbound"))}
    if action == "extend":
        clock = rnd.choice(list(_ADDED))
        return {"clock": clock, "span": f"{rnd.randint(1, 3)}{_ADDED[clock]}"}
    return {}


def _step(rnd: Random, state: str) -> Rule:
    """Choose a step of the table: mostly one that the clocks see, seldom one that ends the case."""
    rules = _RULES[state]
    seen = [rule for rule in rules if rule.action not in _DULL and rule.target not in _ENDS]
    moving = [rule for rule in seen if rule.target != state]
    return rnd.choice(rnd.choice((moving, moving, moving, seen, seen, rules)) or rules)


def _lived(rnd: Random, marks: list[Mark], state: str) -> None:
    """Let a complaint live on for a while, each step as the table allows it."""
    at, former = marks[0].at, "registered"
    for _number in range(rnd.randint(3, 18)):
        at += timedelta(minutes=_gap(rnd))
        last = next((mark for mark in reversed(marks) if mark.action == "wait"), None)
        if state == "waiting" and last is not None and last.data["until"] <= at:
            marks.append(Mark(last.data["until"], "resume", "waiting", "handling"))  # as the floor journals it
            state = "handling"
        rule = _step(rnd, state)
        target = former if rule.target == FORMER else rule.target
        former = state if rule.action == "transfer" else former
        marks.append(Mark(at, rule.action, state, target, _data(rnd, rule.action, at)))
        state = target


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Mark], datetime]:
    """Draw a complaint's life as the step table allows it, and a moment at which it is looked at."""
    rnd = draw(st.randoms(use_true_random=False))
    at = BASE + timedelta(minutes=rnd.randint(0, 7 * 1440))
    state, data = rnd.choice(("received", "registered")), _data(rnd, "received", at)
    if rnd.random() < 0.4:
        data["promised"] = at + timedelta(minutes=rnd.randint(1, 2000))
    marks = [Mark(at, "received", None, state, data)]
    _lived(rnd, marks, state)
    length = minute(marks[-1].at) - minute(at)
    now = at + timedelta(minutes=rnd.choice((length, length + rnd.randint(0, 2000), rnd.randint(0, length))))
    return [*marks, *_merged(rnd, marks, length)], now


def _merged(rnd: Random, marks: list[Mark], length: int) -> list[Mark]:
    """Make contacts that came in with merged complaints: out of order, and without states of this case."""
    taken = {mark.at for mark in marks}
    ats = {marks[0].at + timedelta(minutes=rnd.randint(1, length + 60)) for _number in range(rnd.choice((0, 0, 1, 2)))}
    return [Mark(at, "contact", None, None, _data(rnd, "contact", at)) for at in ats - taken]


def shown(clock: Clock) -> Shown:
    def at(instant: datetime | None) -> int | None:
        return None if instant is None else minute(instant)

    return Shown(
        clock.name, clock.cycle, minute(clock.started_at), minute(clock.due_at), at(clock.stopped_at), clock.paused,
        at(clock.breached_at), clock.used_minutes, at(clock.resumes_at),
    )  # fmt: skip


def order(clock: Shown) -> tuple[int, int, int, int]:
    return NAMES.index(clock.name), clock.cycle, clock.started, clock.due


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(histories())
def test_the_clocks_equal_the_reference(history: tuple[list[Mark], datetime]) -> None:
    marks, now = history
    found = compute(marks, PACKS["one"], CALENDAR, now, PACKS.__getitem__)
    expected = sorted(Reference(marks, PACKS, now).clocks(), key=order)
    assert sorted(map(shown, found), key=order) == expected
    assert not any(clock.provisional for clock in found)

"""The clocks: every rule by a vector, most of them in one week of March 2026."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cstui.floor.calendar import load_calendar
from cstui.floor.clocks import Clock, Mark, compute, nearest, slack_minutes
from cstui.floor.policy import Policy, load_policy
from cstui.floor.span import Span
from cstui.floor.views import SEVERITIES

ZONE = ZoneInfo("Asia/Shanghai")
CN = load_calendar("cn", ZONE)
RETAIL = load_policy("retail")
BANK = load_policy("cn-bank")


def pack(name: str, **limits: str | dict[str, str]) -> Policy:
    spans = {
        clock: {grade: Span.parse(text[grade] if isinstance(text, dict) else text) for grade in SEVERITIES}
        for clock, text in limits.items()
    }
    return Policy(name, limits=spans)


FULL = pack("full", acknowledge="4h", first_response="1wd", keep_informed="2wd", resolve="3wd", statutory="15d")
LONG = pack("long", resolve="10wd", statutory="30d")
PACKS = {policy.name: policy for policy in (RETAIL, BANK, FULL, LONG)}


def at(text: str) -> datetime:
    """Return an instant of 2026 in Shanghai: ``03-02 10:00``."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


def received(when: str, to: str = "received", **data: Any) -> Mark:
    return Mark(at(when), "received", None, to, {"severity": "normal", **data})


def step(when: str, action: str, frm: str | None, to: str | None, **data: Any) -> Mark:
    return Mark(at(when), action, frm, to, data)


def outbound(when: str, state: str = "handling") -> Mark:
    return step(when, "contact", state, state, direction="outbound")


def wait(when: str, until: str | None = None, party: str = "customer") -> Mark:
    return step(when, "wait", "handling", "waiting", waiting_for=party, until=until and at(until))


def clocks(marks: Iterable[Mark], now: str | datetime, policy: Policy = RETAIL) -> dict[str, Clock]:
    """Return the clocks by name, by name and cycle beyond the first."""
    moment = at(now) if isinstance(now, str) else now
    found = compute(list(marks), policy, CN, moment, PACKS.__getitem__)
    return {clock.name if clock.cycle == 1 else f"{clock.name}/{clock.cycle}": clock for clock in found}


def local(instant: datetime | None) -> str | None:
    return instant.astimezone(ZONE).strftime("%m-%d %H:%M") if instant else None


# Starts, limits and stops


def test_a_new_complaint_runs_the_clocks_of_its_pack() -> None:
    found = clocks([received("03-02 10:00")], "03-02 11:00")
    assert {name: local(clock.due_at) for name, clock in found.items()} == {
        "acknowledge": "03-02 18:00",
        "first_response": "03-02 18:00",
        "resolve": "03-05 18:00",
    }
    assert {clock.state for clock in found.values()} == {"running"}
    assert [clock.limit for clock in found.values()] == ["0wd", "0wd", "3wd"]
    assert {clock.used_minutes for clock in found.values()} == {60}


def test_severity_chooses_the_limit() -> None:
    found = clocks([received("03-02 10:00", severity="critical")], "03-02 11:00")
    assert local(found["resolve"].due_at) == "03-02 18:00"


def test_the_bank_has_fifteen_natural_days() -> None:
    found = clocks([received("02-10 10:00")], "02-10 11:00", BANK)
    assert list(found) == ["statutory"]
    assert local(found["statutory"].due_at) == "02-25 18:00"


def test_a_complaint_that_lands_ended_starts_no_clock() -> None:
    for state in ("closed", "rejected", "withdrawn", "merged"):
        assert clocks([received("03-02 10:00", to=state, promised=at("03-03 10:00"))], "03-09 10:00") == {}
    assert compute([], RETAIL, CN, at("03-02 10:00")) == ()


@pytest.mark.parametrize("state", ["registered", "handling", "transferred", "waiting", "responded"])
def test_landing_further_on_is_acknowledged_at_once(state: str) -> None:
    found = clocks([received("03-02 10:00", to=state)], "03-09 10:00")
    assert found["acknowledge"].stopped_at == at("03-02 10:00")
    assert found["acknowledge"].state == "met"
    assert (found["first_response"].stopped_at is None) == (state != "responded")


@pytest.mark.parametrize(
    ("mark", "stops"),
    [
        (step("03-02 11:00", "verify", "received", "verified"), False),
        (step("03-02 11:00", "claim", "received", "received"), False),
        (step("03-02 11:00", "note", "received", "received"), False),
        (step("03-02 11:00", "contact", "received", "received", direction="inbound"), False),
        (step("03-02 11:00", "contact", "received", "received", direction="outbound"), True),
        (step("03-02 11:00", "register", "verified", "registered"), True),
        (step("03-02 11:00", "reject", "received", "rejected"), True),
        (step("03-02 11:00", "withdraw", "received", "withdrawn"), True),
    ],
)
def test_what_acknowledges(mark: Mark, stops: bool) -> None:
    found = clocks([received("03-02 10:00"), mark], "03-02 12:00")
    assert local(found["acknowledge"].stopped_at) == ("03-02 11:00" if stops else None)


@pytest.mark.parametrize(
    ("mark", "stops"),
    [
        (step("03-02 11:00", "note", "handling", "handling"), False),
        (step("03-02 11:00", "contact", "handling", "handling", direction="inbound"), False),
        (step("03-02 11:00", "coordinate", "handling", "handling"), False),
        (outbound("03-02 11:00"), True),
        (step("03-02 11:00", "respond", "handling", "responded"), True),
    ],
)
def test_what_is_a_first_response(mark: Mark, stops: bool) -> None:
    found = clocks([received("03-02 10:00", to="registered"), mark], "03-02 12:00")
    assert local(found["first_response"].stopped_at) == ("03-02 11:00" if stops else None)


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("respond", "responded"),
        ("close", "closed"),
        ("reject", "rejected"),
        ("withdraw", "withdrawn"),
        ("merge", "merged"),
    ],
)
def test_what_resolves(action: str, state: str) -> None:
    marks = [received("03-02 10:00", to="handling"), step("03-03 10:00", action, "handling", state)]
    for policy, name in ((RETAIL, "resolve"), (BANK, "statutory")):
        clock = clocks(marks, "04-30 10:00", policy)[name]
        assert (local(clock.stopped_at), clock.state, clock.used_minutes) == ("03-03 10:00", "met", 480)


def test_a_reply_not_accepted_never_stopped_the_clock() -> None:
    marks = [
        received("03-02 10:00", to="handling"),
        step("03-05 10:00", "respond", "handling", "responded"),
        step("03-06 10:00", "not-accepted", "responded", "handling"),
    ]
    assert clocks(marks[:2], "03-06 09:00")["resolve"].state == "met"
    again = clocks(marks, "03-06 11:00")["resolve"]
    assert (again.state, local(again.breached_at), again.stopped_at) == ("broken", "03-05 18:00", None)
    assert clocks(marks, "03-06 11:00")["first_response"].stopped_at == at("03-05 10:00")


def test_what_lies_before_receipt_or_after_now_does_no_harm() -> None:
    early = clocks([received("03-02 10:00"), outbound("03-02 09:00", "received")], "03-02 11:00")["acknowledge"]
    assert (early.state, early.stopped_at, early.used_minutes) == ("met", at("03-02 10:00"), 0)
    ahead = clocks([received("03-03 10:00")], "03-02 11:00")["resolve"]
    assert (ahead.state, ahead.used_minutes, local(ahead.due_at)) == ("running", 0, "03-06 18:00")


def test_a_stop_at_the_due_time_itself_is_in_time() -> None:
    marks = [received("03-02 10:00", to="handling", promised=at("03-02 18:00")), outbound("03-02 18:00")]
    for now in ("03-02 18:00", "03-03 10:00"):
        assert {clocks(marks, now)[name].state for name in ("first_response", "promise")} == {"met"}
    for now, state in (("03-02 17:59", "running"), ("03-02 18:00", "broken"), ("03-02 18:01", "broken")):
        assert {clocks(marks[:1], now)[name].state for name in ("first_response", "promise")} == {state}


def test_a_contact_dated_back_does_not_date_back_the_state() -> None:
    claimed = step("03-03 10:00", "claim", "registered", "handling")
    late = step("03-02 11:00", "contact", "handling", "handling", direction="inbound")
    found = clocks([received("03-02 10:00"), claimed, late], "03-03 12:00")
    assert found["acknowledge"].stopped_at == at("03-03 10:00")
    closed = step("03-03 11:00", "close", "handling", "closed")
    after = step("03-02 12:00", "contact", "closed", "closed", direction="inbound")
    assert clocks([received("03-02 10:00"), claimed, closed, after], "03-04 12:00")["resolve"].stopped_at == closed.at
    asked = step("03-03 10:30", "contact", "waiting", "waiting", direction="inbound")
    found = clocks([received("03-02 10:00"), claimed, wait("03-03 11:00", "03-03 12:00"), asked], "03-04 12:00")
    assert found["resolve"].due_at == at("03-06 10:00")


# Severity, policy, extension


def test_a_change_of_terms_counts_from_the_same_start() -> None:
    marks = [received("03-02 10:00"), step("03-02 11:00", "register", "verified", "registered", severity="critical")]
    assert local(clocks(marks, "03-02 12:00")["resolve"].due_at) == "03-02 18:00"
    moved = step("03-02 11:00", "register", "verified", "registered", policy="long")
    found = clocks([marks[0], moved], "03-02 12:00")
    assert {name: local(clock.due_at) for name, clock in found.items()} == {
        "resolve": "03-16 18:00",
        "statutory": "04-01 18:00",
    }
    assert found["statutory"].started_at == marks[0].at


def test_a_breach_before_the_change_stays() -> None:
    lowered = step("03-03 10:00", "register", "verified", "registered", severity="minor")
    clock = clocks([received("03-02 10:00", severity="critical"), lowered], "03-03 11:00")["resolve"]
    assert (clock.state, local(clock.breached_at), local(clock.due_at)) == ("broken", "03-02 18:00", "03-05 18:00")


def test_a_limit_already_past_breaks_when_it_comes_into_force() -> None:
    raised = step("03-03 10:00", "register", "verified", "registered", severity="critical")
    clock = clocks([received("03-02 10:00"), raised], "03-03 11:00")["resolve"]
    assert (local(clock.due_at), local(clock.breached_at)) == ("03-02 18:00", "03-03 10:00")


def test_a_limit_that_is_taken_away_leaves_only_its_breach() -> None:
    away = step("03-06 10:00", "register", "verified", "registered", policy="cn-bank")
    found = clocks([received("03-02 10:00"), away], "03-09 10:00")
    assert (found["resolve"].state, local(found["resolve"].stopped_at)) == ("broken", "03-06 10:00")
    soon = step("03-02 11:00", "register", "verified", "registered", policy="cn-bank")
    assert list(clocks([received("03-02 10:00"), soon], "03-09 10:00")) == ["statutory"]


def test_pauses_survive_a_change_of_terms() -> None:
    marks = [
        received("03-02 10:00", to="handling"),
        wait("03-02 11:00", "03-05 11:00"),
        step("03-03 11:00", "resume", "waiting", "handling"),
        step("03-03 12:00", "register", "handling", "handling", severity="minor", policy="long"),
    ]
    assert local(clocks(marks[:3], "03-03 12:00")["resolve"].due_at) == "03-06 18:00"
    assert local(clocks(marks, "03-03 13:00")["resolve"].due_at) == "03-17 18:00"


def test_an_extension_lengthens_its_clock_from_then_on() -> None:
    longer = step("02-20 10:00", "extend", None, None, clock="statutory", span="15d")
    marks = [received("02-10 10:00"), longer]
    clock = clocks(marks, "02-20 11:00", BANK)["statutory"]
    assert (clock.limit, local(clock.due_at)) == ("30d", "03-12 18:00")
    mixed = [step("02-20 10:00", "extend", None, None, clock="statutory", span=span) for span in ("2wd", "3d")]
    for order in (mixed, mixed[::-1]):
        clock = clocks([marks[0], *order], "02-20 11:00", BANK)["statutory"]
        assert (clock.limit, local(clock.due_at)) == ("18d+2wd", "03-03 18:00")
    late = step("02-26 10:00", "extend", None, None, clock="statutory", span="2wd")
    clock = clocks([received("02-10 10:00"), late], "02-26 11:00", BANK)["statutory"]
    assert (clock.limit, local(clock.due_at), local(clock.breached_at)) == ("15d+2wd", "02-27 18:00", "02-25 18:00")


def test_past_the_calendars_data_a_clock_is_provisional() -> None:
    assert clocks([received("12-20 10:00")], "12-20 10:00", BANK)["statutory"].provisional
    assert not clocks([received("12-10 10:00")], "12-10 10:00", BANK)["statutory"].provisional


# Pauses


def test_waiting_for_the_customer_moves_the_internal_target_only() -> None:
    marks = [received("03-02 10:00", to="handling", promised=at("03-04 10:00")), wait("03-02 15:00", "03-04 15:00")]
    found = clocks(marks, "03-03 10:00", FULL)
    assert {name: (local(clock.due_at), clock.paused) for name, clock in found.items()} == {
        "acknowledge": ("03-02 15:00", False),
        "first_response": ("03-03 18:00", False),
        "keep_informed": ("03-06 18:00", True),
        "resolve": ("03-09 18:00", True),
        "promise": ("03-04 10:00", False),
        "statutory": ("03-17 18:00", False),
    }
    assert found["resolve"].resumes_at == at("03-04 15:00")
    assert found["resolve"].state == "paused"
    assert found["resolve"].used_minutes == 240


def test_a_wait_ends_by_itself_at_its_return_time() -> None:
    marks = [received("03-02 10:00", to="handling"), wait("03-02 15:00", "03-03 15:00")]
    clock = clocks(marks, "03-05 10:00")["resolve"]
    assert (clock.paused, clock.resumes_at, local(clock.due_at)) == (False, None, "03-06 18:00")
    journaled_late = step("03-05 09:00", "resume", "waiting", "handling")
    assert clocks([*marks, journaled_late], "03-05 10:00")["resolve"] == clock


def test_an_earlier_return_shortens_the_pause() -> None:
    marks = [received("03-02 10:00", to="handling"), wait("03-02 15:00", "03-06 15:00")]
    back = step("03-02 16:00", "resume", "waiting", "handling")
    assert local(clocks(marks, "03-02 15:30")["resolve"].due_at) == "03-11 18:00"
    assert local(clocks([*marks, back], "03-02 17:00")["resolve"].due_at) == "03-06 10:00"


def test_a_pause_outside_hours_moves_nothing() -> None:
    marks = [received("03-02 10:00", to="handling"), wait("03-02 18:00", "03-03 09:00")]
    assert local(clocks(marks, "03-03 10:00")["resolve"].due_at) == "03-05 18:00"


def test_pauses_of_natural_days_run_through_the_night() -> None:
    natural = pack("natural", resolve="5d")
    marks = [received("03-02 10:00", to="handling"), wait("03-05 18:00", "03-07 09:00")]
    assert local(clocks(marks, "03-08 10:00", natural)["resolve"].due_at) == "03-09 14:59"
    shorter = pack("shorter", resolve="4d")
    rolling = Policy("rolling", limits=shorter.limits, rolls=True)
    marks = [received("03-02 10:00", to="handling"), wait("03-05 18:00", "03-06 06:00")]
    assert local(clocks(marks, "03-06 10:00", shorter)["resolve"].due_at) == "03-07 06:00"
    assert local(clocks(marks, "03-06 10:00", rolling)["resolve"].due_at) == "03-09 18:00"


def test_only_the_pause_since_the_last_contact_moves_keeping_informed() -> None:
    marks = [received("03-02 10:00", to="handling"), wait("03-02 11:00", "03-02 15:00"), outbound("03-03 10:00")]
    clock = clocks(marks, "03-04 16:00", FULL)["keep_informed"]
    assert (local(clock.due_at), clock.used_minutes) == ("03-05 18:00", 780)
    marks = [marks[0], wait("03-02 15:00", "03-04 15:00"), outbound("03-03 10:00", "waiting")]
    assert local(clocks(marks, "03-04 16:00", FULL)["keep_informed"].due_at) == "03-09 14:00"


def test_an_open_ended_wait_moves_with_the_present() -> None:
    marks = [received("03-02 10:00", to="handling"), wait("03-02 15:00")]
    for now, due in (("03-02 16:00", "03-06 10:00"), ("03-03 15:00", "03-06 18:00")):
        clock = clocks(marks, now)["resolve"]
        assert (clock.paused, clock.resumes_at, local(clock.due_at)) == (True, None, due)
        assert slack_minutes(clock.due_at, CN, at(now), clock.resumes_at) == 180 + 3 * 480


def test_the_overdue_figure_freezes_while_paused() -> None:
    marks = [received("03-02 10:00", to="handling"), wait("03-06 11:00", "03-10 11:00")]
    for now in ("03-06 11:00", "03-06 17:00", "03-09 09:00", "03-10 11:00"):
        clock = clocks(marks, now)["resolve"]
        assert slack_minutes(clock.due_at, CN, at(now), clock.resumes_at) == -120
        assert (clock.state, local(clock.breached_at)) == ("broken", "03-05 18:00")
    clock = clocks(marks, "03-10 12:00")["resolve"]
    assert slack_minutes(clock.due_at, CN, at("03-10 12:00"), clock.resumes_at) == -180


def test_a_wait_left_for_the_grave_ends_with_the_case() -> None:
    marks = [
        received("03-02 10:00", to="handling"),
        wait("03-02 11:00", "03-09 11:00"),
        step("03-03 11:00", "withdraw", "waiting", "withdrawn"),
    ]
    clock = clocks(marks, "03-20 10:00")["resolve"]
    assert (clock.state, clock.used_minutes, clock.paused, local(clock.due_at)) == ("met", 60, False, "03-06 18:00")


def test_a_third_party_pauses_nothing_and_has_a_clock_of_its_own() -> None:
    marks = [received("03-02 10:00", to="handling"), wait("03-02 15:00", "03-04 15:00", "third_party")]
    found = clocks(marks, "03-03 10:00")
    assert (found["resolve"].paused, local(found["resolve"].due_at)) == (False, "03-05 18:00")
    assert (found["third_party"].state, local(found["third_party"].due_at)) == ("running", "03-04 15:00")
    back = step("03-03 09:00", "resume", "waiting", "handling")
    assert clocks([*marks, back], "03-03 10:00")["third_party"].stopped_at == back.at
    assert clocks(marks, "03-05 10:00")["third_party"].stopped_at == at("03-04 15:00")


# Promises, keeping informed, reopening, journaled breaches


def test_a_promise_is_kept_by_a_contact_in_time() -> None:
    marks = [received("03-02 10:00", promised=at("03-02 15:00"))]
    assert local(clocks(marks, "03-02 14:00")["promise"].due_at) == "03-02 15:00"
    kept = clocks([*marks, outbound("03-02 14:59")], "03-03 10:00")["promise"]
    assert (kept.state, kept.limit) == ("met", "")
    broken = clocks([*marks, outbound("03-02 15:01")], "03-03 10:00")["promise"]
    assert (broken.state, local(broken.breached_at)) == ("broken", "03-02 15:00")


def test_each_promise_has_its_clock_and_is_not_kept_by_the_call_it_was_given_in() -> None:
    marks = [
        received("03-02 10:00", to="handling"),
        outbound("03-02 11:00"),
        step("03-02 11:00", "promise", None, None, due=at("03-02 16:00")),
        step("03-02 12:00", "promise", None, None, due="2026-03-03T10:00:00+08:00"),
    ]
    promises = [clock for clock in compute(marks, RETAIL, CN, at("03-02 13:00")) if clock.name == "promise"]
    assert [(local(clock.due_at), clock.state) for clock in promises] == [
        ("03-02 16:00", "running"),
        ("03-03 10:00", "running"),
    ]
    marks.append(step("03-02 17:00", "respond", "handling", "responded"))
    promises = [clock for clock in compute(marks, RETAIL, CN, at("03-04 13:00")) if clock.name == "promise"]
    assert [clock.state for clock in promises] == ["broken", "met"]


def test_every_contact_restarts_keeping_informed() -> None:
    marks = [received("03-02 10:00", to="handling"), outbound("03-03 10:00")]
    clock = clocks(marks, "03-03 11:00", FULL)["keep_informed"]
    assert (clock.started_at, local(clock.due_at), clock.used_minutes) == (at("03-03 10:00"), "03-05 18:00", 60)
    late = [*marks, outbound("03-06 10:00")]
    clock = clocks(late, "03-06 11:00", FULL)["keep_informed"]
    assert (clock.state, local(clock.breached_at), local(clock.due_at)) == ("broken", "03-05 18:00", "03-10 18:00")
    answered = [*marks, step("03-04 10:00", "respond", "handling", "responded")]
    clock = clocks(answered, "03-20 11:00", FULL)["keep_informed"]
    assert (clock.state, local(clock.started_at), local(clock.stopped_at)) == ("met", "03-03 10:00", "03-04 10:00")
    refused = [*answered, step("03-05 10:00", "not-accepted", "responded", "handling")]
    clock = clocks(refused, "03-05 11:00", FULL)["keep_informed"]
    assert (clock.state, local(clock.started_at), local(clock.due_at)) == ("running", "03-04 10:00", "03-06 18:00")


def test_reopening_keeps_the_verdict_and_starts_a_new_internal_clock() -> None:
    marks = [
        received("03-02 10:00", to="handling"),
        step("03-03 10:00", "close", "handling", "closed"),
        step("03-16 10:00", "reopen", "closed", "handling"),
    ]
    found = clocks(marks, "03-16 11:00", FULL)
    assert (found["resolve"].state, local(found["resolve"].stopped_at)) == ("met", "03-03 10:00")
    again = found["resolve/2"]
    assert (again.state, local(again.started_at), local(again.due_at)) == ("running", "03-16 10:00", "03-19 18:00")
    assert local(found["keep_informed/2"].started_at) == "03-16 10:00"
    assert found["statutory"].state == "met"
    goes_on = found["statutory/2"]
    assert (local(goes_on.started_at), local(goes_on.due_at)) == ("03-02 10:00", "03-17 18:00")
    restarting = Policy("again", limits=FULL.limits, reopen_restarts_statutory=True)
    assert local(clocks(marks, "03-16 11:00", restarting)["statutory/2"].due_at) == "03-31 18:00"
    assert "acknowledge/2" not in found and "first_response/2" not in found


def test_a_broken_statutory_limit_stays_broken_after_reopening() -> None:
    marks = [
        received("03-02 10:00", to="handling"),
        step("03-20 10:00", "close", "handling", "closed"),
        step("03-23 10:00", "reopen", "closed", "handling"),
    ]
    found = clocks(marks, "03-23 11:00", FULL)
    assert [local(found[name].breached_at) for name in ("statutory", "statutory/2")] == ["03-17 18:00"] * 2


def test_an_imported_closed_case_runs_only_once_reopened() -> None:
    marks = [received("03-02 10:00", to="closed"), step("03-16 10:00", "reopen", "closed", "handling")]
    assert list(clocks(marks, "03-16 11:00", FULL)) == ["keep_informed/2", "resolve/2"]


def test_a_journaled_breach_latches_whatever_the_files_say_now() -> None:
    breach = step("03-03 10:00", "breach", None, None, clock="resolve", cycle=1, due=at("03-02 12:00"))
    clock = clocks([received("03-02 10:00"), breach], "03-03 11:00")["resolve"]
    assert (clock.state, local(clock.breached_at), local(clock.due_at)) == ("broken", "03-02 12:00", "03-05 18:00")
    other = step("03-03 10:00", "breach", None, None, clock="resolve", cycle=2, due=at("03-02 12:00"))
    assert clocks([received("03-02 10:00"), other], "03-03 11:00")["resolve"].state == "running"


def test_the_nearest_clock_is_due_first_and_still_runs() -> None:
    marks = [received("03-02 10:00", promised=at("03-02 12:00"))]
    assert nearest(compute(marks, RETAIL, CN, at("03-02 11:00"))) == clocks(marks, "03-02 11:00")["promise"]
    marks.append(outbound("03-02 11:00", "received"))
    later = nearest(compute(marks, RETAIL, CN, at("03-09 11:00")))
    assert later is not None and (later.name, later.state) == ("resolve", "broken")
    assert slack_minutes(later.due_at, CN, at("03-09 11:00")) == -600
    marks.append(step("03-09 12:00", "close", "handling", "closed"))
    assert nearest(compute(marks, RETAIL, CN, at("03-10 11:00"))) is None


def test_instants_are_handed_out_in_utc_or_as_given() -> None:
    clock = clocks([received("03-02 10:00")], "03-02 11:00")["resolve"]
    assert clock.due_at.tzinfo is UTC

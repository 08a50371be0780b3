"""The packs of regulators, by dates: when each clock of a complaint received on a day is due."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cstui.errors import BadInput, Refused
from cstui.floor import accounts, complaints, extension
from cstui.floor.calendar import load_calendar
from cstui.floor.clocks import Clock, Mark, compute
from cstui.floor.policy import load_policy
from tests.conftest import Floor

PLACES = {
    "cn-12315": ("cn", "Asia/Shanghai"),
    "cn-telecom": ("cn", "Asia/Shanghai"),
    "fca-disp": ("GB-ENG", "Europe/London"),
    "fca-disp-payments": ("GB-ENG", "Europe/London"),
    "cfpb": ("US", "America/New_York"),
}


def clocks(pack: str, received: str, *later: Mark) -> dict[str, Clock]:
    name, zone = PLACES[pack]
    at = datetime.fromisoformat(received).replace(tzinfo=ZoneInfo(zone))
    first = Mark(at, "received", None, "received", {"severity": "normal"})
    calendar = load_calendar(name, ZoneInfo(zone))
    now = max([at, *(mark.at for mark in later)])
    return {clock.name: clock for clock in compute([first, *later], load_policy(pack), calendar, now)}


def dates(pack: str, received: str) -> dict[str, str]:
    zone = ZoneInfo(PLACES[pack][1])
    found = clocks(pack, received)
    return {name: clock.due_at.astimezone(zone).strftime("%m-%d %H:%M") for name, clock in found.items()}


@pytest.mark.parametrize(
    ("pack", "received", "due"),
    [
        # National Day lies between: 7 working days after 21 September are over on 8 October
        ("cn-12315", "2026-09-21T10:00", {"acknowledge": "10-08 18:00", "statutory": "11-30 18:00"}),
        ("cn-12315", "2026-03-02T10:00", {"acknowledge": "03-11 18:00", "statutory": "05-08 18:00"}),
        # received on a day off: the day of receipt does not count, working or not
        ("cn-12315", "2026-03-07T10:00", {"acknowledge": "03-17 18:00", "statutory": "05-13 18:00"}),
        ("cn-telecom", "2026-03-02T10:00", {"statutory": "03-17 18:00"}),
        ("cn-telecom", "2026-03-06T23:00", {"statutory": "03-21 23:59"}),  # a Saturday: it stands
        # Good Friday and Easter Monday lie between; 8 weeks end on 25 May, the spring bank holiday: that stands
        (
            "fca-disp",
            "2026-03-30T10:00",
            {"acknowledge": "03-31 18:00", "resolve": "04-02 18:00", "statutory": "05-25 23:59"},
        ),
        (
            "fca-disp",
            "2026-04-01T10:00",
            {"acknowledge": "04-02 18:00", "resolve": "04-08 18:00", "statutory": "05-27 18:00"},
        ),
        (
            "fca-disp-payments",
            "2026-04-01T10:00",
            {"acknowledge": "04-02 18:00", "resolve": "04-08 18:00", "statutory": "04-24 18:00"},
        ),
        ("cfpb", "2026-03-02T10:00", {"first_response": "03-17 18:00", "statutory": "05-01 18:00"}),
    ],
)
def test_when_the_limits_end(pack: str, received: str, due: dict[str, str]) -> None:
    assert dates(pack, received) == due


def test_what_stops_the_first_limit_of_a_regulator() -> None:
    later = datetime(2026, 3, 3, 2, tzinfo=UTC)
    refused = clocks("cn-12315", "2026-03-02T10:00", Mark(later, "reject", "received", "rejected"))
    assert {name: clock.state for name, clock in refused.items()} == {"acknowledge": "met", "statutory": "met"}
    accepted = clocks("cn-12315", "2026-03-02T10:00", Mark(later, "register", "verified", "registered"))
    assert {name: clock.state for name, clock in accepted.items()} == {"acknowledge": "met", "statutory": "running"}
    told = Mark(later, "contact", "handling", "handling", {"direction": "outbound"})
    interim = clocks("cfpb", "2026-03-02T10:00", told)
    assert {name: clock.state for name, clock in interim.items()} == {"first_response": "met", "statutory": "running"}


def test_every_case_of_12315_is_accepted_or_refused_by_a_step(floor: Floor) -> None:
    accounts.add_team(floor.boss, "market", name="Market", policy="cn-12315")
    case = complaints.add(floor.boss, {"subject": "x", "severity": "minor", "team": "market"})
    assert case.state == "received"
    assert complaints.show(floor.boss, case.ref).clocks[0].state == "running"


GRANTED = {"clock": "statutory", "approver": "boss", "reason": "abroad", "notice": "letter of today"}


def test_payment_services_reach_35_business_days_and_no_more(floor: Floor) -> None:
    policy = load_policy("fca-disp-payments")
    span = extension.check(policy, 2, [], GRANTED | {"span": "20wd"}, floor.lead)
    mark = Mark(datetime(2026, 4, 20, 9, tzinfo=UTC), "extend", None, None, {"clock": "statutory", "span": str(span)})
    due = clocks("fca-disp-payments", "2026-04-01T10:00", mark)["statutory"].due_at
    assert due.astimezone(ZoneInfo("Europe/London")).strftime("%m-%d %H:%M") == "05-26 18:00"
    with pytest.raises(Refused, match="35wd at most"):
        extension.check(policy, 2, [], GRANTED | {"span": "21wd"}, floor.lead)
    with pytest.raises(Refused, match="35wd at most"):
        extension.check(policy, 2, [mark], GRANTED | {"span": "1wd"}, floor.lead)
    for need in ("approver", "reason", "notice"):
        with pytest.raises(BadInput, match="needs"):
            extension.check(policy, 2, [], GRANTED | {"span": "5wd", need: ""}, floor.lead)


@pytest.mark.parametrize("pack", ["cn-12315", "cn-telecom", "fca-disp", "cfpb"])
def test_where_the_rule_allows_no_extension_there_is_none(floor: Floor, pack: str) -> None:
    with pytest.raises(Refused, match="allows no extension"):
        extension.check(load_policy(pack), 2, [], GRANTED | {"span": "5d"}, floor.lead)

"""Closing: four eyes from the policy's severity on, alone only where nobody else may, and the ends of a case."""

from __future__ import annotations

import pytest

from cstui.errors import BadInput, Refused
from cstui.floor import accounts, complaints, journal, leavers
from cstui.floor.access import Denied
from cstui.floor.marks import number_of
from cstui.floor.views import Actor
from db import models as rows
from tests.conftest import Floor

REPLY = {"channel": "phone", "text": "refunded", "actions": "refund", "category": "billing", "appeal_told": "yes"}
CLOSE = {
    "accepted": "yes",
    "satisfaction": "5",
    "cause": "process.slow",
    "responsible": "billing",
    "correction": "check every bill twice",
    "correction_owner": "boss",
    "correction_due": "2035-01-01 10:00",
    "follow_up": "content",
}


def responded(floor: Floor, owner: Actor, severity: str, policy: str = "cn-bank") -> str:
    """Return a case that its owner has answered."""
    ref = complaints.add(floor.boss, {"subject": "x", "severity": severity, "team": owner.team}).ref
    rows.Complaint.update(policy=policy).where(rows.Complaint.id == number_of(ref)).execute()
    if severity in ("critical", "major"):
        complaints.take(floor.boss, ref, "verify", {"checked": "c", "finding": "f"})
        complaints.take(floor.boss, ref, "register", {"severity": severity})
    complaints.take(owner, ref, "claim")
    assert complaints.take(owner, ref, "respond", REPLY).state == "responded"
    return ref


@pytest.mark.parametrize(
    ("policy", "severity", "four_eyes"),
    [
        ("retail", "critical", False),
        ("retail", "normal", False),
        ("cn-bank", "critical", True),
        ("cn-bank", "major", True),
        ("cn-bank", "normal", False),
    ],
)
@pytest.mark.parametrize(("action", "values"), [("close", CLOSE), ("not-accepted", {"reason": "too little"})])
def test_four_eyes_from_the_policys_severity_on(
    floor: Floor, policy: str, severity: str, four_eyes: bool, action: str, values: dict[str, object]
) -> None:
    ref = responded(floor, floor.agent, severity, policy)
    if four_eyes:
        with pytest.raises(Denied, match="not the owner"):
            complaints.take(floor.agent, ref, action, values)
        assert "not the owner" in str(complaints.show(floor.agent, ref).steps[action])
        done = complaints.take(floor.lead, ref, action, values)
    else:
        with pytest.raises(Denied, match="Only the owner"):
            complaints.take(floor.lead, ref, action, values)
        done = complaints.take(floor.agent, ref, action, values)
    assert done.state == {"close": "closed", "not-accepted": "handling"}[action]


def test_a_lead_who_owns_the_case_is_one_pair_of_eyes(floor: Floor) -> None:
    ref = responded(floor, floor.lead, "critical")
    with pytest.raises(Denied):
        complaints.take(floor.lead, ref, "close", CLOSE)
    assert complaints.take(floor.boss, ref, "close", CLOSE).state == "closed"


def test_persons_are_compared_not_roles(floor: Floor) -> None:
    accounts.add_agent(floor.boss, "two.hats", name="Two Hats", roles=("agent", "lead", "manager"))
    both = accounts.find_actor("two.hats")
    ref = responded(floor, both, "critical")
    with pytest.raises(Denied):
        complaints.take(both, ref, "close", CLOSE)


def test_alone_is_refused_while_somebody_else_could(floor: Floor) -> None:
    ref = responded(floor, floor.agent, "critical")
    with pytest.raises(Denied):
        complaints.take(floor.agent, ref, "close", CLOSE | {"alone": "the lead is at lunch"})


@pytest.fixture
def deserted(floor: Floor) -> Floor:
    """A floor where no second person may close: the lead is out, the manager is the owner."""
    leavers.disable_agent(floor.boss, "lead.wang")
    return floor


def test_alone_closes_where_nobody_else_may_and_the_journal_says_so(deserted: Floor) -> None:
    ref = responded(deserted, deserted.boss, "critical")
    for reason in ({}, {"alone": ""}, {"alone": " \t "}):
        with pytest.raises(Denied):
            complaints.take(deserted.boss, ref, "close", CLOSE | reason)
    done = complaints.take(deserted.boss, ref, "close", CLOSE | {"alone": "no other lead tonight"})
    assert (done.state, done.satisfaction) == ("closed", 5)
    assert done.closed_at is not None
    last = complaints.show(deserted.boss, ref).events[-1]
    assert last.body["alone"] is True
    assert last.fields["alone"] == "no other lead tonight"
    assert journal.verify(deserted.boss).whole


def test_alone_also_takes_a_reply_for_not_accepted(deserted: Floor) -> None:
    ref = responded(deserted, deserted.boss, "critical")
    with pytest.raises(Denied):
        complaints.take(deserted.boss, ref, "not-accepted", {"reason": "wants more"})
    alone = {"reason": "wants more", "alone": "no other lead tonight"}
    assert complaints.take(deserted.boss, ref, "not-accepted", alone).state == "handling"
    assert complaints.show(deserted.boss, ref).events[-1].body["alone"] is True


def test_alone_is_for_the_owner_only(deserted: Floor) -> None:
    ref = responded(deserted, deserted.boss, "critical")
    with pytest.raises(Denied):
        complaints.take(deserted.agent, ref, "close", CLOSE | {"alone": "me too"})


def test_a_disabled_or_concerned_lead_is_nobody_else(floor: Floor) -> None:
    ref = responded(floor, floor.boss, "critical")
    rows.Complaint.update(respondent="li.na").execute()  # concerns the lead of li.na's team
    assert complaints.take(floor.boss, ref, "close", CLOSE | {"alone": "the lead is concerned"}).state == "closed"


def test_not_accepted_takes_the_case_up_again_with_its_owner(floor: Floor) -> None:
    ref = responded(floor, floor.agent, "normal")
    done = complaints.take(floor.agent, ref, "not-accepted", {"reason": "wants the full sum"})
    assert (done.state, done.assignee, done.cycle, done.closed_at) == ("handling", "li.na", 1, None)
    assert complaints.take(floor.agent, ref, "respond", REPLY).state == "responded"


def test_a_category_is_needed_from_the_reply_on(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x"}).ref
    complaints.take(floor.agent, ref, "claim")
    with pytest.raises(BadInput, match="category"):
        complaints.take(floor.agent, ref, "respond", REPLY | {"category": " "})
    assert complaints.take(floor.agent, ref, "respond", REPLY).category == "billing"
    known = complaints.add(floor.agent, {"subject": "x", "category": "service"}).ref
    complaints.take(floor.agent, known, "claim")
    assert complaints.take(floor.agent, known, "respond", REPLY | {"category": ""}).category == "service"


@pytest.mark.parametrize(("action", "state"), [("withdraw", "withdrawn"), ("reject", "rejected")])
def test_an_end_records_reason_and_notice_and_stops_every_clock(floor: Floor, action: str, state: str) -> None:
    ref = complaints.add(floor.agent, {"subject": "x", "severity": "critical", "promised_at": "2035-01-01 10:00"}).ref
    for missing in ({}, {"reason": "r"}, {"notice": "n"}):
        with pytest.raises(BadInput):
            complaints.take(floor.lead, ref, action, missing)
    done = complaints.take(floor.lead, ref, action, {"reason": "settled elsewhere", "notice": "by phone"})
    assert (done.state, done.due_at, done.next_clock, done.overdue) == (state, None, None, False)
    detail = complaints.show(floor.agent, ref)
    assert all(clock.stopped_at is not None for clock in detail.clocks) and detail.clocks
    assert detail.forms[action] == {"reason": "settled elsewhere", "notice": "by phone"}


def test_an_agent_may_withdraw_but_not_reject(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x", "severity": "critical"}).ref
    with pytest.raises(Denied):
        complaints.take(floor.agent, ref, "reject", {"reason": "r", "notice": "n"})
    assert complaints.take(floor.agent, ref, "withdraw", {"reason": "r", "notice": "n"}).state == "withdrawn"


def test_contacts_and_notes_go_on_after_the_end(floor: Floor) -> None:
    ref = responded(floor, floor.agent, "normal")
    complaints.take(floor.agent, ref, "close", CLOSE)
    contact = {"direction": "inbound", "channel": "phone", "text": "says thanks"}
    assert complaints.take(floor.other, ref, "contact", contact).state == "closed"
    assert complaints.take(floor.other, ref, "note", {"text": "kind"}).state == "closed"
    with pytest.raises(Refused):
        complaints.take(floor.auditor, ref, "note", {"text": "reads only"})

"""Between teams: a transfer gives the case away whole, a return brings back state and owner."""

from __future__ import annotations

import pytest

from cstui.errors import BadInput, Conflict, NotFound, Refused
from cstui.floor import complaints
from db import models as rows
from tests.conftest import Floor

TO_CARDS = {"to": "cards", "reason": "a card matter"}


@pytest.fixture
def sent(floor: Floor) -> str:
    """A case that li.na handled and sent to the team cards."""
    ref = complaints.add(floor.agent, {"subject": "card charged twice"}).ref
    complaints.take(floor.agent, ref, "claim")
    complaints.take(floor.agent, ref, "transfer", TO_CARDS)
    return ref


def test_a_transfer_leaves_the_sender_and_nobody_owns_it(floor: Floor, sent: str) -> None:
    case = complaints.show(floor.stranger, sent)
    assert (case.complaint.state, case.complaint.team, case.complaint.assignee) == ("transferred", "cards", None)
    assert case.transferred_from == "floor"
    assert case.forms["transfer"] == TO_CARDS
    assert case.events[-1].body["hops"] == 1
    with pytest.raises(NotFound):
        complaints.show(floor.agent, sent)


def test_accepting_makes_the_receiver_its_owner(floor: Floor, sent: str) -> None:
    done = complaints.take(floor.stranger, sent, "accept")
    assert (done.state, done.team, done.assignee) == ("handling", "cards", "chen.mo")
    assert complaints.show(floor.stranger, sent).transferred_from is None


def test_a_return_restores_state_and_owner(floor: Floor, sent: str) -> None:
    complaints.take(floor.stranger, sent, "return", {"reason": "no card involved"})
    case = complaints.show(floor.agent, sent)
    assert (case.complaint.state, case.complaint.team, case.complaint.assignee) == ("handling", "floor", "li.na")
    assert case.transferred_from is None
    with pytest.raises(NotFound):
        complaints.show(floor.stranger, sent)


def test_a_return_restores_what_was_registered_and_unowned(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x"}).ref
    complaints.take(floor.lead, ref, "transfer", TO_CARDS)
    complaints.take(floor.stranger, ref, "return", {"reason": "yours"})
    case = complaints.show(floor.agent, ref).complaint
    assert (case.state, case.team, case.assignee) == ("registered", "floor", None)


def test_every_hop_counts_and_a_return_goes_to_the_last_sender(floor: Floor, sent: str) -> None:
    complaints.take(floor.stranger, sent, "accept")
    complaints.take(floor.stranger, sent, "transfer", {"to": "floor", "reason": "back after all"})
    case = complaints.show(floor.agent, sent)
    assert (case.transferred_from, case.events[-1].body["hops"]) == ("cards", 2)
    complaints.take(floor.agent, sent, "return", {"reason": "no, yours"})
    again = complaints.show(floor.stranger, sent).complaint
    assert (again.state, again.assignee) == ("handling", "chen.mo")


def test_a_transferred_case_cannot_be_claimed_or_sent_on(floor: Floor, sent: str) -> None:
    for action, values in (("claim", {}), ("transfer", {"to": "floor", "reason": "r"}), ("release", {})):
        with pytest.raises(Refused, match="It is transferred"):
            complaints.take(floor.stranger, sent, action, values)


def test_the_own_and_unknown_teams_are_no_target(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x"}).ref
    complaints.take(floor.agent, ref, "claim")
    with pytest.raises(Refused, match="on the team floor already"):
        complaints.take(floor.agent, ref, "transfer", {"to": "floor", "reason": "r"})
    with pytest.raises(BadInput, match="no team") as unknown:
        complaints.take(floor.agent, ref, "transfer", {"to": "moon", "reason": "r"})
    assert "cards, floor" in unknown.value.detail
    with pytest.raises(BadInput):
        complaints.take(floor.agent, ref, "transfer", {"to": "cards"})


def test_an_imported_transfer_without_a_sender_is_not_returned_to_nowhere(floor: Floor, sent: str) -> None:
    rows.Complaint.update(former_team=None, former_state=None, former_assignee=None).execute()
    with pytest.raises(Refused, match="No team of this floor sent"):
        complaints.take(floor.stranger, sent, "return", {"reason": "r"})
    assert complaints.take(floor.stranger, sent, "accept").state == "handling"


def test_release_puts_a_case_back_for_others(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x"}).ref
    complaints.take(floor.agent, ref, "claim")
    done = complaints.take(floor.agent, ref, "release", {"reason": "end of shift"})
    assert (done.state, done.assignee) == ("registered", None)
    with pytest.raises(Refused):
        complaints.take(floor.agent, ref, "release")


def test_claims_of_grave_cases_set_the_owner_and_leave_the_steps(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x", "severity": "critical"}).ref
    assert complaints.take(floor.agent, ref, "claim").state == "received"
    assert complaints.take(floor.agent, ref, "verify", {"checked": "c", "finding": "f"}).state == "verified"
    assert complaints.take(floor.agent, ref, "release").state == "verified"
    assert complaints.take(floor.lead, ref, "assign", {"to": "zhang.wei"}).state == "verified"
    registered = complaints.take(floor.other, ref, "register", {"severity": "normal", "category": "fees"})
    assert (registered.state, registered.severity, registered.category) == ("registered", "normal", "fees")
    assert registered.assignee == "zhang.wei"
    with pytest.raises(Conflict, match="taken by zhang.wei"):
        complaints.take(floor.agent, ref, "claim")
    assert complaints.show(floor.other, ref).steps["claim"] is None
    assert complaints.show(floor.agent, ref).steps["claim"] is not None
    begun = complaints.take(floor.other, ref, "claim")
    assert (begun.state, begun.assignee) == ("handling", "zhang.wei")
    with pytest.raises(Conflict):
        complaints.take(floor.other, ref, "claim")


@pytest.mark.parametrize("to", ["zhang.wei", "li.na"])
def test_a_lead_starts_or_frees_what_was_registered_with_an_owner(floor: Floor, to: str) -> None:
    ref = complaints.add(floor.agent, {"subject": "x", "severity": "critical"}).ref
    complaints.take(floor.other, ref, "claim")
    complaints.take(floor.other, ref, "verify", {"checked": "c", "finding": "f"})
    complaints.take(floor.other, ref, "register", {"severity": "critical"})
    freed = complaints.take(floor.lead, ref, "release")
    assert (freed.state, freed.assignee) == ("registered", None)
    complaints.take(floor.other, ref, "claim")
    complaints.take(floor.other, ref, "transfer", TO_CARDS)
    rows.Complaint.update(former_state="registered").execute()
    complaints.take(floor.stranger, ref, "return", {"reason": "yours"})
    assigned = complaints.take(floor.lead, ref, "assign", {"to": to})
    assert (assigned.state, assigned.assignee) == ("handling", to)

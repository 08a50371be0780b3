"""Taking cases: one owner, never two; nobody handles a complaint about themselves; loads have a cap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from cstui.errors import BadInput, Conflict, NotFound, Refused
from cstui.floor import accounts, complaints, dispatch, journal, leavers, queue, recording, store
from cstui.floor.marks import number_of
from cstui.floor.recording import Change
from cstui.floor.views import Actor
from db import connection
from db import models as rows
from tests.conftest import Floor

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Shanghai


def new(actor: Actor, **values: object) -> str:
    return complaints.add(actor, {"subject": "charged twice"} | values).ref


def owner(actor: Actor, ref: str) -> str | None:
    return complaints.show(actor, ref).complaint.assignee


def event_count() -> int:
    return connection.database.execute_sql("SELECT count(*) FROM event").fetchone()[0]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(seconds=3), "C-000001 is taken by li.na 3 s ago"),
        (timedelta(minutes=12), "C-000001 is taken by li.na 12 min ago"),
        (timedelta(hours=30), "C-000001 is taken by li.na 1 d ago"),
    ],
)
def test_who_claims_second_reads_who_was_faster(floor: Floor, after: timedelta, words: str) -> None:
    with time_machine.travel(NOON, tick=False):
        ref = new(floor.agent)
        complaints.take(floor.agent, ref, "claim")
    with time_machine.travel(NOON + after, tick=False), pytest.raises(Conflict) as conflict:
        complaints.take(floor.other, ref, "claim")
    assert conflict.value.title == words
    assert "next" in conflict.value.detail
    with pytest.raises(Conflict) as conflict:
        complaints.take(floor.other, ref, "claim", now=NOON + after)
    assert conflict.value.title == words


def test_the_time_of_an_assignment_counts_as_that_of_a_claim(floor: Floor) -> None:
    ref = new(floor.agent, received_at=NOON)
    complaints.take(floor.other, ref, "claim", now=NOON)
    complaints.take(floor.other, ref, "release", now=NOON + timedelta(hours=1))
    complaints.take(floor.lead, ref, "assign", {"to": "li.na"}, now=NOON + timedelta(hours=2))
    complaints.take(floor.agent, ref, "note", {"text": "mine"}, now=NOON + timedelta(hours=3))
    with pytest.raises(Conflict, match=r"taken by li.na 2 h ago"):
        complaints.take(floor.other, ref, "claim", now=NOON + timedelta(hours=4))


def test_an_ended_case_is_not_called_taken(floor: Floor) -> None:
    ref = new(floor.agent)
    complaints.take(floor.agent, ref, "claim")
    complaints.take(floor.agent, ref, "withdraw", {"reason": "settled", "notice": "phone"})
    with pytest.raises(Refused, match="It is withdrawn") as refusal:
        complaints.take(floor.other, ref, "claim")
    assert not isinstance(refusal.value, Conflict)


def test_a_step_on_an_old_version_is_a_conflict_and_changes_nothing(floor: Floor) -> None:
    ref = new(floor.agent)
    seen = complaints.show(floor.agent, ref).complaint.version
    complaints.take(floor.other, ref, "note", {"text": "came between"})
    before = event_count()
    with pytest.raises(Conflict, match="changed by someone else"):
        complaints.take(floor.agent, ref, "claim", version=seen)
    assert (owner(floor.agent, ref), event_count()) == (None, before)
    assert complaints.take(floor.agent, ref, "claim", version=seen + 1).assignee == "li.na"


def test_the_write_itself_compares_the_version(floor: Floor) -> None:
    """The last line of defence: should two transactions ever see the same row, one writes."""
    ref = new(floor.agent)
    first, second = complaints.row_for(floor.agent, ref), complaints.row_for(floor.agent, ref)
    now = store.now()
    recording.record(floor.agent, first, Change("claim", {"assignee_id": floor.agent.id}), now=now)
    before = event_count()
    with pytest.raises(Conflict), store.transaction():
        recording.record(floor.other, second, Change("claim", {"assignee_id": floor.other.id}), now=now)
    assert (owner(floor.agent, ref), event_count()) == ("li.na", before)


def test_every_step_moves_the_version_by_one_and_names_it(floor: Floor) -> None:
    ref = new(floor.agent)
    for number, action in enumerate(("claim", "release", "claim"), start=2):
        assert complaints.take(floor.agent, ref, action).version == number
    versions = [entry.event.body["version"] for entry in journal.entries(floor.boss, subject=ref)]
    assert versions == [1, 2, 3, 4]


def test_a_refused_form_changes_nothing(floor: Floor) -> None:
    ref = new(floor.agent)
    complaints.take(floor.agent, ref, "claim")
    before = event_count()
    with pytest.raises(BadInput):
        complaints.take(floor.agent, ref, "wait", {"waiting_for": "godot"})
    assert event_count() == before
    assert complaints.show(floor.agent, ref).complaint.state == "handling"


@pytest.mark.parametrize("phone", ["abc", "张三", "12", "ask the shop"])
def test_what_is_no_phone_number_is_not_taken_in(floor: Floor, phone: str) -> None:
    with pytest.raises(BadInput) as refusal:
        complaints.add(floor.agent, {"subject": "x", "customer_phone": phone})
    assert [(problem.column, problem.value) for problem in refusal.value.problems] == [("customer_phone", phone)]


# Avoidance


@pytest.fixture
def about_li_na(floor: Floor) -> str:
    return new(floor.other, respondent="李娜")


def test_the_respondents_name_is_known_as_the_login(floor: Floor, about_li_na: str) -> None:
    assert complaints.show(floor.other, about_li_na).complaint.respondent == "li.na"
    assert complaints.add(floor.other, {"subject": "x", "respondent": "前台小王"}).respondent == "前台小王"


@pytest.mark.parametrize("who", ["agent", "lead"])
@pytest.mark.parametrize(
    ("action", "values"),
    [("claim", {}), ("withdraw", {"reason": "it is nothing", "notice": "none"})],
)
def test_whom_it_concerns_can_neither_own_nor_end_it(
    floor: Floor, about_li_na: str, who: str, action: str, values: dict[str, object]
) -> None:
    with pytest.raises(Refused, match="Avoidance"):
        complaints.take(getattr(floor, who), about_li_na, action, values)
    last = journal.entries(floor.boss, subject=about_li_na)[-1].event
    assert (last.action, last.body) == ("refused", {"wanted": action})
    assert complaints.show(getattr(floor, who), about_li_na).steps[action] is not None
    assert complaints.take(floor.other, about_li_na, action, values).ref == about_li_na


def test_it_is_not_assigned_to_whom_it_concerns(floor: Floor, about_li_na: str) -> None:
    for login in ("li.na", "lead.wang"):
        with pytest.raises(Refused, match="avoidance"):
            complaints.take(floor.boss, about_li_na, "assign", {"to": login})
    passed_over = {offer.login: offer.passed_over for offer in dispatch.offers(floor.boss, about_li_na)}
    assert passed_over["zhang.wei"] is None
    assert "avoidance" in str(passed_over["li.na"]) and "avoidance" in str(passed_over["lead.wang"])


def test_the_respondents_lead_cannot_close_or_reopen_it(floor: Floor) -> None:
    ref = new(floor.other, respondent="li.na")
    complaints.take(floor.other, ref, "claim")
    complaints.take(
        floor.other, ref, "respond", {"channel": "phone", "text": "t", "actions": "a", "category": "service"}
    )
    rows.Complaint.update(policy="cn-bank", severity=0, assignee=floor.boss.id).execute()
    for action, values in (("close", {}), ("not-accepted", {"reason": "r"})):
        with pytest.raises(Refused, match="Avoidance"):
            complaints.take(floor.lead, ref, action, values)


def test_the_lead_of_another_team_is_not_concerned(floor: Floor) -> None:
    accounts.add_agent(floor.boss, "lead.cards", name="L", team="cards", roles=("lead",))
    ref = new(floor.boss, respondent="li.na", team="cards")
    assert complaints.take(accounts.find_actor("lead.cards"), ref, "claim").assignee == "lead.cards"


def test_next_passes_over_what_concerns_the_caller(floor: Floor) -> None:
    for _number in range(120):
        new(floor.other, respondent="li.na")
    free = new(floor.other, received_at="2020-01-01 10:00", severity="minor")
    rows.Complaint.update(due_at=2_000_000_000, statutory_at=2_100_000_000).where(
        rows.Complaint.id == number_of(free)
    ).execute()
    assert queue.page(floor.agent, limit=200).rows[-1].ref == free
    found = dispatch.next_case(floor.agent)
    assert found is not None and found[0].ref == free


# Load


@pytest.fixture
def full(floor: Floor) -> list[str]:
    """Eight cases of li.na, as many as the cap allows, and a ninth that is free."""
    refs = [new(floor.agent) for _number in range(9)]
    for ref in refs[:8]:
        complaints.take(floor.agent, ref, "claim")
    return refs


def test_the_cap_binds_next_and_offers(floor: Floor, full: list[str]) -> None:
    assert dispatch.claim_warning(floor.agent) is None
    for claim in (False, True):
        with pytest.raises(Refused, match="8 open cases, the cap is 8"):
            dispatch.next_case(floor.agent, claim=claim)
    offer = {offer.login: offer for offer in dispatch.offers(floor.lead, full[8])}["li.na"]
    assert (offer.load, offer.cap) == (8, 8)
    assert "the cap is 8" in str(offer.passed_over)
    assert owner(floor.agent, full[8]) is None


def test_claiming_beyond_the_cap_warns(floor: Floor, full: list[str]) -> None:
    complaints.take(floor.agent, full[8], "claim")
    assert dispatch.claim_warning(floor.agent) == "You now hold 9 open cases, the cap is 8"


def test_a_lead_exceeds_the_cap_with_a_reason(floor: Floor, full: list[str]) -> None:
    for values in ({"to": "li.na"}, {"to": "li.na", "reason": "  "}):
        with pytest.raises(Refused, match="the cap is 8"):
            complaints.take(floor.lead, full[8], "assign", values)
    complaints.take(floor.lead, full[8], "assign", {"to": "li.na", "reason": "she knows the customer"})
    assert owner(floor.lead, full[8]) == "li.na"


def test_waiting_cases_do_not_count_until_their_return_time(floor: Floor, full: list[str]) -> None:
    until = store.now() + timedelta(hours=2)
    complaints.take(
        floor.agent, full[0], "wait", {"waiting_for": "customer", "what": "receipt", "until": until.isoformat()}
    )
    assert dispatch.next_case(floor.agent) is not None
    assert accounts.agent(floor.boss, "li.na").load == 7
    with pytest.raises(Refused, match="8 open cases"):
        dispatch.next_case(floor.agent, now=until)
    with time_machine.travel(until, tick=False):
        assert accounts.agent(floor.boss, "li.na").load == 8
        assert {person.login: person.load for person in accounts.agents(floor.boss)}["li.na"] == 8


def test_offers_go_by_spare_capacity_then_by_idleness(floor: Floor) -> None:
    refs = [new(floor.agent) for _number in range(4)]
    assert [offer.login for offer in dispatch.offers(floor.lead, refs[3])][:3] == ["lead.wang", "li.na", "zhang.wei"]
    complaints.take(floor.agent, refs[0], "claim")
    complaints.take(floor.agent, refs[0], "withdraw", {"reason": "r", "notice": "n"})
    complaints.take(floor.lead, refs[1], "claim")
    assert [offer.login for offer in dispatch.offers(floor.lead, refs[3])][:3] == ["zhang.wei", "li.na", "lead.wang"]


def test_offers_leave_out_other_teams_and_disabled_accounts(floor: Floor) -> None:
    ref = new(floor.agent)
    leavers.disable_agent(floor.boss, "zhang.wei")
    offers = {offer.login: offer.passed_over for offer in dispatch.offers(floor.lead, ref)}
    assert "chen.mo" not in offers and "qa.sun" not in offers
    assert "disabled" in str(offers["zhang.wei"])
    with pytest.raises(BadInput, match="zhang.wei"):
        complaints.take(floor.lead, ref, "assign", {"to": "zhang.wei"})
    with pytest.raises(Refused, match="another team"):
        complaints.take(floor.lead, ref, "assign", {"to": "chen.mo"})
    with pytest.raises(Refused, match="takes no cases"):
        complaints.take(floor.lead, ref, "assign", {"to": "qa.sun"})


def test_a_case_is_not_assigned_twice_to_the_same(floor: Floor) -> None:
    ref = new(floor.agent)
    complaints.take(floor.agent, ref, "claim")
    with pytest.raises(Refused, match="has it already"):
        complaints.take(floor.lead, ref, "assign", {"to": "li.na"})


# Next


def test_next_gives_the_first_unowned_case_and_says_why(floor: Floor) -> None:
    later = new(floor.agent, received_at=NOON)
    first = new(floor.agent, received_at=NOON - timedelta(hours=1), severity="critical")
    complaints.take(floor.other, new(floor.agent, received_at=NOON - timedelta(days=3)), "claim", now=NOON)
    found = dispatch.next_case(floor.agent, now=NOON + timedelta(minutes=5))
    assert found is not None
    assert found[0].ref == first
    assert found[1].startswith(f"{first}: ") and found[1].endswith(" min to acknowledge, critical")
    assert owner(floor.agent, first) is None
    claimed = dispatch.next_case(floor.agent, claim=True, now=NOON + timedelta(minutes=5))
    assert claimed is not None and (claimed[0].ref, claimed[0].assignee) == (first, "li.na")
    assert claimed[0].state == "received"  # the owner is set, the steps of a critical case are not skipped
    again = dispatch.next_case(floor.agent, claim=True, now=NOON + timedelta(minutes=6))
    assert again is not None and (again[0].ref, again[0].state) == (later, "handling")
    assert dispatch.next_case(floor.agent, now=NOON) is None


def test_next_stays_on_the_callers_team(floor: Floor) -> None:
    new(floor.boss, team="cards")
    assert dispatch.next_case(floor.agent) is None
    assert dispatch.next_case(floor.stranger) is not None


def test_next_is_for_those_who_take_cases(floor: Floor) -> None:
    new(floor.agent)
    before = event_count()
    for claim in (False, True):
        with pytest.raises(Refused, match="Only agents and leads"):
            dispatch.next_case(floor.auditor, claim=claim)
    assert event_count() == before + 2


# Several at once


def test_several_at_once_are_done_in_one_transaction_and_those_refused_are_told(floor: Floor) -> None:
    mine, taken, elsewhere = new(floor.agent), new(floor.agent), new(floor.boss, team="cards")
    complaints.take(floor.other, taken, "claim")
    done, refused = complaints.take_many(floor.agent, [mine, taken, elsewhere, "nonsense"], "claim")
    assert [case.ref for case in done] == [mine]
    assert [ref for ref, _reason in refused] == [taken, elsewhere, "nonsense"]
    assert "taken by zhang.wei" in refused[0][1]
    bodies = [entry.event.body for entry in journal.entries(floor.boss, subject=mine)]
    assert len(bodies[-1]["batch"]) == 12


def test_a_missing_right_among_several_is_journaled(floor: Floor) -> None:
    mine, taken = new(floor.agent), new(floor.agent)
    complaints.take(floor.agent, mine, "claim")
    complaints.take(floor.other, taken, "claim")
    _done, refused = complaints.take_many(floor.agent, [mine, taken], "release")
    assert [ref for ref, _reason in refused] == [taken]
    last = journal.entries(floor.boss, subject=taken)[-1].event
    assert (last.action, last.actor, last.body) == ("refused", "li.na", {"wanted": "release"})
    assert journal.verify(floor.boss).whole


def test_a_wrong_form_for_several_changes_none(floor: Floor) -> None:
    refs = [new(floor.agent) for _number in range(3)]
    with pytest.raises(BadInput):
        complaints.take_many(floor.lead, refs, "assign", {"to": "nobody"})
    assert [owner(floor.lead, ref) for ref in refs] == [None, None, None]


# References


@pytest.mark.parametrize("ref", ["C-000001", "c-1", "1", " C-01 ", "0000000000000000001"])
def test_a_reference_is_read_as_people_write_it(floor: Floor, ref: str) -> None:
    assert complaints.show(floor.agent, new(floor.agent)).complaint.ref == "C-000001"
    assert complaints.show(floor.agent, ref).complaint.ref == "C-000001"


@pytest.mark.parametrize("ref", ["", "C-", "C-x", "-1", "C-1;", "9" * 40, "C-000002", "\x1b[31m"])
def test_what_is_no_reference_is_not_found(floor: Floor, ref: str) -> None:
    new(floor.agent)
    with pytest.raises(NotFound) as missing:
        complaints.show(floor.agent, ref)
    assert "\x1b" not in str(missing.value)


def test_a_complaint_of_another_team_is_as_if_it_were_not_there(floor: Floor) -> None:
    ref = new(floor.boss, team="cards")
    for actor in (floor.agent, floor.lead):
        with pytest.raises(NotFound):
            complaints.show(actor, ref)
    assert complaints.show(floor.auditor, ref).complaint.ref == ref
    assert complaints.show(floor.stranger, ref).complaint.ref == ref


def test_a_spread_gives_each_case_to_the_best_and_tells_those_for_nobody_apart(floor: Floor) -> None:
    refs = [complaints.add(floor.lead, {"subject": f"case {n}"}).ref for n in range(26)]
    done, refused = dispatch.spread(floor.lead, refs)
    loads: dict[str | None, int] = {}
    for case in done:
        loads[case.assignee] = loads.get(case.assignee, 0) + 1
    assert loads == {"li.na": 8, "zhang.wei": 8, "lead.wang": 8}
    assert [ref for ref, _reason in refused] == refs[24:]
    assert complaints.show(floor.lead, refs[25]).complaint.assignee is None

"""The rest of the desk: duty log, hand-over, brief, incidents, leases, saved views, the queue as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cstui.errors import BadInput, NotFound, Refused
from cstui.floor import accounts, brief, complaints, duty, handover, incidents, journal, leases, past, queue, saved
from tests.conftest import Floor

MONDAY = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
HOUR = timedelta(hours=1)


def second_lead(floor: Floor) -> str:
    accounts.add_agent(floor.boss, "lead.qian", name="钱组长", roles=("lead",))
    return "lead.qian"


def test_duty_entries_carry_shift_and_author(floor: Floor) -> None:
    entry = duty.write(floor.agent, "calls", "", count=31, now=MONDAY)
    assert (entry.shift, entry.author, entry.number) == ("early", "li.na", 31)
    assert duty.shift_of(MONDAY + 12 * HOUR) == "night"
    assert duty.shift_of(MONDAY + 18 * HOUR) == "night"  # 04:00, after midnight
    assert [each.id for each in duty.entries(floor.lead, now=MONDAY + HOUR)] == [entry.id]
    assert duty.entries(floor.stranger, now=MONDAY + HOUR) == []


@pytest.mark.parametrize(("kind", "text", "count"), [("gossip", "x", None), ("mail", " ", None), ("calls", "x", -1)])
def test_duty_refuses_what_says_nothing(floor: Floor, kind: str, text: str, count: int | None) -> None:
    with pytest.raises(BadInput):
        duty.write(floor.agent, kind, text, count=count)
    assert duty.entries(floor.lead) == []


def test_a_hand_over_takes_two_leads(floor: Floor) -> None:
    case = complaints.add(floor.agent, {"subject": "late", "promised_at": "+2h"}, now=MONDAY)
    given = handover.give(floor.lead, "look at the printer", now=MONDAY)
    assert given.lines[0][0] == case.ref and given.promises[0][0] == case.ref
    assert given.figures == {"open": 1, "overdue": 0, "unowned": 1, "waiting": 0}
    with pytest.raises(Refused):
        handover.take(floor.lead, now=MONDAY)
    with pytest.raises(Refused):
        handover.take(floor.agent, now=MONDAY)
    taken = handover.take(accounts.find_actor(second_lead(floor)), now=MONDAY + HOUR)
    assert (taken.given_by, taken.taken_by) == ("lead.wang", "lead.qian")
    with pytest.raises(NotFound):
        handover.take(accounts.find_actor("lead.qian"))
    assert journal.verify(floor.boss).whole


def test_the_brief_names_what_broke_and_who_has_not_signed(floor: Floor) -> None:
    broken = complaints.add(floor.agent, {"subject": "old"}, now=MONDAY)
    morning = MONDAY + timedelta(hours=18)
    promised = complaints.add(floor.agent, {"subject": "new", "promised_at": "+3h"}, now=morning)
    handover.give(floor.lead, now=MONDAY + 8 * HOUR)
    told = brief.brief(floor.lead, now=morning)
    assert [each.ref for each in told.broken] == [broken.ref]
    assert [each.ref for each in told.promises] == [promised.ref]
    assert {each.ref for each in told.unowned} == {broken.ref, promised.ref}
    assert told.handover is not None and told.handover.given_by == "lead.wang"


def test_one_reply_answers_an_incident_and_every_clock_is_its_own(floor: Floor) -> None:
    cases = [
        complaints.add(floor.agent, {"subject": f"outage {n}", "category": "net"}, now=MONDAY + n * HOUR)
        for n in range(3)
    ]
    for case in cases[:2]:
        complaints.take(floor.agent, case.ref, "claim", now=MONDAY + 3 * HOUR)
    found = incidents.begin(floor.lead, "outage", now=MONDAY + 3 * HOUR)
    incidents.add(floor.lead, found.id, [case.ref for case in cases])
    assert queue.count(floor.lead, f"incident:{found.id}") == 3
    form = {"channel": "sms", "text": "mended", "actions": "router replaced"}
    done, refused = incidents.answer(floor.lead, found.id, form, now=MONDAY + 4 * HOUR)
    assert {case.ref for case in done} == {case.ref for case in cases[:2]}
    assert [ref for ref, _reason in refused] == [cases[2].ref]
    starts = {complaints.show(floor.lead, case.ref).clocks[0].started_at for case in cases}
    assert starts == {MONDAY, MONDAY + HOUR, MONDAY + 2 * HOUR}
    assert incidents.incident(floor.lead, found.id)[5:] == (3, 3)
    assert incidents.close(floor.lead, found.id).closed_at is not None
    assert incidents.incidents(floor.lead) == []


def test_only_leads_open_incidents_and_strangers_see_none(floor: Floor) -> None:
    with pytest.raises(Refused):
        incidents.begin(floor.agent, "outage")
    found = incidents.begin(floor.lead, "outage")
    with pytest.raises(NotFound):
        incidents.incident(floor.stranger, found.id)


def test_a_lease_is_seen_by_others_and_expires(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x"}).ref
    leases.hold(floor.agent, ref, now=MONDAY)
    assert leases.editors(floor.lead, [ref], now=MONDAY) == {ref: "li.na"}
    assert leases.editors(floor.agent, [ref], now=MONDAY) == {}
    assert leases.editors(floor.lead, [ref], now=MONDAY + leases.LENGTH) == {}
    complaints.take(floor.lead, ref, "note", {"text": "a lease blocks no note"})
    leases.hold(floor.agent, ref, now=MONDAY)
    leases.release(floor.agent, ref)
    assert leases.editors(floor.lead, [ref], now=MONDAY) == {}


def test_views_are_ones_own_unless_shared(floor: Floor) -> None:
    saved.save(floor.agent, "mine", "owner:me")
    saved.save(floor.agent, "mine", "owner:me severity:critical", sort="received", reverse=True)
    assert [(view.query, view.reverse) for view in saved.views(floor.agent)] == [("owner:me severity:critical", True)]
    assert saved.views(floor.lead) == []
    with pytest.raises(Refused):
        saved.save(floor.agent, "all", "overdue:yes", shared=True)
    saved.save(floor.lead, "all", "overdue:yes", shared=True)
    assert saved.view(floor.other, "all").shared
    with pytest.raises(BadInput):
        saved.save(floor.agent, "two words", "owner:me")
    with pytest.raises(BadInput):
        saved.save(floor.agent, "bad", "nosuchfield:x")
    saved.remove(floor.agent, "mine")
    with pytest.raises(NotFound):
        saved.view(floor.agent, "mine")


def test_the_queue_as_it_was(floor: Floor) -> None:
    first = complaints.add(floor.agent, {"subject": "first"}, now=MONDAY)
    second = complaints.add(floor.agent, {"subject": "second"}, now=MONDAY + 2 * HOUR)
    complaints.take(floor.agent, first.ref, "claim", now=MONDAY + 3 * HOUR)
    complaints.take(floor.lead, first.ref, "transfer", {"to": "cards", "reason": "x"}, now=MONDAY + 4 * HOUR)
    complaints.take(floor.lead, second.ref, "withdraw", {"reason": "x", "notice": "y"}, now=MONDAY + 5 * HOUR)

    def stood(hours: float) -> list[tuple[str, str, str, str | None]]:
        return [(t.ref, t.state, t.team, t.assignee) for t in past.queue_at(floor.boss, MONDAY + hours * HOUR)]

    assert stood(1) == [(first.ref, "registered", "floor", None)]
    assert (first.ref, "handling", "floor", "li.na") in stood(3.5)
    assert (first.ref, "transferred", "cards", None) in stood(4.5)
    assert [row[0] for row in stood(6)] == [first.ref]
    with pytest.raises(BadInput):
        past.queue_at(floor.boss, datetime.now(UTC) + HOUR)

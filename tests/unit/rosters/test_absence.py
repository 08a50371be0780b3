"""Absence: marking it, and what becomes of the cases of those who are gone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cstui.errors import BadInput, NotFound, Refused
from cstui.floor import accounts, complaints, leavers, notices
from cstui.floor.brief import brief
from cstui.floor.rosters import absence
from cstui.floor.rosters.missing import missing
from cstui.floor.undo import undo
from cstui.floor.views import Actor
from db import models as rows
from db.connection import database
from tests.conftest import Floor
from tests.unit.rosters.staffing import MONDAY, publish, stamp, wall

NINE = wall("09:00")
REPLY = {"channel": "phone", "text": "t", "actions": "a", "category": "service"}


def case(by: Actor, now: datetime = NINE, **values: object) -> str:
    form = {"subject": "x", "received_at": (now - timedelta(hours=1)).isoformat(), **values}
    return complaints.add(by, form, now=now).ref


def owned(by: Actor, *later: tuple[str, dict[str, object]], now: datetime = NINE, **values: object) -> str:
    """Return a case that somebody took up, after further steps."""
    ref = case(by, now, **values)
    complaints.take(by, ref, "claim", now=now)
    for action, form in later:
        complaints.take(by, ref, action, form, now=now)
    return ref


def owner(actor: Actor, ref: str) -> str | None:
    return complaints.show(actor, ref).complaint.assignee


def test_marked_until_the_end_of_the_shift_or_of_the_day(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "A1"}})
    found = absence.mark(floor.lead, "li.na", reason="ill", now=NINE)
    assert (found.login, found.start, found.end, found.reason) == ("li.na", NINE, wall("17:00"), "ill")
    assert absence.mark(floor.lead, "zhang.wei", now=NINE).end == wall("24:00".replace("24", "0"), MONDAY, 1)
    assert [each.kind for each in notices.notices(floor.agent)] == ["absence.marked"]
    with pytest.raises(Refused, match="already"):
        absence.mark(floor.lead, "li.na", wall("16:00"), wall("18:00"), now=NINE)
    with pytest.raises(BadInput, match="62 days"):
        absence.mark(floor.lead, "lead.wang", NINE, NINE, now=NINE)


def test_who_may_mark(floor: Floor) -> None:
    for who, login in (
        (floor.agent, "li.na"),
        (floor.other, "li.na"),
        (floor.lead, "chen.mo"),
        (floor.auditor, "li.na"),
    ):
        with pytest.raises(Refused, match="may not keep the attendance"):
            absence.mark(who, login, now=NINE)
    with pytest.raises(NotFound):
        absence.mark(floor.lead, "nobody", now=NINE)


def test_back_ends_what_runs_and_strikes_what_lies_ahead(floor: Floor) -> None:
    absence.mark(floor.lead, "li.na", NINE, wall("17:00"), now=NINE)
    absence.mark(floor.lead, "li.na", wall("9:00", MONDAY, 1), wall("17:00", MONDAY, 1), now=NINE)
    assert absence.cancel(floor.lead, "li.na", now=wall("10:00")) == 2
    assert [(row.end_at, row.cancelled_at) for row in rows.Absence.select().order_by(rows.Absence.id)] == [
        (wall("10:00"), None),
        (wall("17:00", MONDAY, 1), wall("10:00")),
    ]
    with pytest.raises(NotFound, match="not marked absent"):
        absence.cancel(floor.lead, "li.na", now=wall("10:00"))
    absence.mark(floor.lead, "li.na", wall("11:00"), wall("12:00"), now=wall("11:00"))
    absence.cancel(floor.lead, "li.na", mistaken=True, now=wall("11:30"))
    assert rows.Absence.select().where(rows.Absence.cancelled_at.is_null()).count() == 1


# Handing back


@pytest.fixture
def five(floor: Floor) -> list[str]:
    """Cases of li.na: plain, promised, waiting, responded, critical and not yet verified."""
    wait = {"waiting_for": "customer", "what": "receipt", "until": (NINE + timedelta(hours=9)).isoformat()}
    promise = {"due": (NINE + timedelta(days=6)).isoformat(), "what": "call"}
    return [
        owned(floor.agent),
        owned(floor.agent, ("promise", promise)),
        owned(floor.agent, ("wait", wait)),
        owned(floor.agent, ("respond", REPLY)),
        owned(floor.agent, severity="critical"),
    ]


def test_promises_come_first(floor: Floor, five: list[str]) -> None:
    found = absence.open_cases(floor.lead, "li.na", now=NINE)
    assert found[0].ref == five[1] and {each.ref for each in found} == set(five)
    assert found[0].next_clock != "promise"  # its promise is live although another limit comes before
    assert found[1].ref == five[4]
    with pytest.raises(Refused, match="may not keep the attendance"):
        absence.open_cases(floor.agent, "li.na", now=NINE)


def test_released_as_one_action_that_undo_takes_back_whole(floor: Floor, five: list[str]) -> None:
    done, refused = absence.hand_back(floor.lead, "li.na", now=NINE)
    assert [each.ref for each in done] == [five[1], five[4], five[0]]
    assert {owner(floor.lead, ref) for ref in (five[0], five[1], five[4])} == {None}
    assert {ref for ref, _reason in refused} == {five[2], five[3]}
    assert all("that step starts from" in reason for _ref, reason in refused)
    undone = undo(floor.lead, now=NINE + timedelta(minutes=5))
    assert {each.ref for each in undone.done} == {five[0], five[1], five[4]}
    assert {owner(floor.lead, ref) for ref in five} == {"li.na"}


def test_spread_over_others_as_one_action(floor: Floor, five: list[str]) -> None:
    done, refused = absence.hand_back(floor.lead, "li.na", how="spread", now=NINE)
    assert (len(done), refused) == (5, ())
    owners = {ref: owner(floor.lead, ref) for ref in five}
    assert set(owners.values()) == {"lead.wang", "zhang.wei"}
    assert complaints.show(floor.lead, five[2], now=NINE).complaint.state == "waiting"
    undo(floor.lead, now=NINE + timedelta(minutes=5))
    assert {owner(floor.lead, ref) for ref in five} == {"li.na"}


def test_spread_obeys_the_roster_and_says_why_a_case_stays(floor: Floor, five: list[str]) -> None:
    publish(floor.boss, {"zhang.wei": {MONDAY: "A1"}, "lead.wang": {MONDAY: "B1"}})
    done, refused = absence.hand_back(floor.lead, "li.na", five[:1], "spread", now=NINE)
    assert [each.assignee for each in done] == ["zhang.wei"]
    done, refused = absence.hand_back(floor.lead, "li.na", five[1:2], "spread", now=wall("23:00"))
    assert not done and refused[0][0] == five[1]
    assert refused[0][1].startswith("nobody qualifies: ")
    assert "off shift" in refused[0][1] and "off shift since 22:00" in refused[0][1]
    assert owner(floor.lead, five[1]) == "li.na"


def test_who_may_hand_back_and_how(floor: Floor, five: list[str]) -> None:
    with pytest.raises(BadInput, match="burn is no way"):
        absence.hand_back(floor.lead, "li.na", how="burn", now=NINE)
    with pytest.raises(Refused, match="may not keep the attendance"):
        absence.hand_back(floor.other, "li.na", now=NINE)
    leavers.disable_agent(floor.boss, "li.na")
    assert len(absence.hand_back(floor.lead, "li.na", now=NINE).done) == 3


# Who is missing


def test_who_is_not_here_and_what_that_leaves(floor: Floor) -> None:
    for login in ("off.duty", "gone", "lazy"):
        accounts.add_agent(floor.boss, login, name=login, team="floor")
    plan = {"li.na": "A1", "zhang.wei": "A1", "lead.wang": "A1", "lazy": "A1", "off.duty": "00:00-08:00"}
    publish(floor.boss, {login: {MONDAY: code} for login, code in plan.items()})
    publish(floor.boss, {"chen.mo": {MONDAY: "A1"}}, "cards")
    for login in ("li.na", "off.duty", "gone"):
        owned(accounts.find_actor(login))
    owned(floor.agent)
    leavers.disable_agent(floor.boss, "gone")
    stamp(floor.lead, ("in", "07:59"))
    absence.mark(floor.lead, "li.na", wall("08:30"), wall("12:00"), now=NINE)
    rows.Leave.create(
        agent=floor.other.id, kind="sick", first_day=MONDAY, last_day=MONDAY, state="approved", created_at=NINE
    )
    found = {each.login: (each.why, each.cases) for each in missing(floor.lead, now=NINE)}
    assert found == {
        "li.na": ("absent", 2),
        "gone": ("disabled", 1),
        "off.duty": ("ended", 1),
        "lazy": ("late", 0),
        "zhang.wei": ("leave", 0),
    }
    assert next(iter(found)) == "li.na"
    gone = [(each.login, each.since) for each in missing(floor.lead, now=NINE) if each.why == "ended"]
    assert gone == [("off.duty", wall("08:00"))]
    assert {each.login for each in brief(floor.lead, now=NINE).absences} == set(found)
    assert brief(floor.agent, now=NINE).absences == ()
    assert "chen.mo" not in {each.login for each in missing(floor.boss, now=NINE)}  # nobody stamps there
    with pytest.raises(Refused, match="may not read the attendance"):
        missing(floor.agent, now=NINE)


def test_cases_of_which_nothing_was_promised_cost_no_query_each(floor: Floor) -> None:
    def asked(more: int) -> int:
        for _number in range(more):
            ref = complaints.add(floor.lead, {"subject": "x"}).ref
            complaints.take(floor.lead, ref, "assign", {"to": "li.na", "reason": "x"})
        told: list[str] = []
        database.connection().set_trace_callback(told.append)
        absence.open_cases(floor.lead, "li.na")
        database.connection().set_trace_callback(None)
        return len(told)

    assert asked(1) == asked(11)


def test_marked_and_spread_as_one_action_that_undo_takes_back(floor: Floor, five: list[str]) -> None:
    marked, handed = absence.mark_and_hand_back(floor.lead, "li.na", "spread", reason="ill", now=NINE)
    assert (marked.login, len(handed.done)) == ("li.na", 5)
    undone = undo(floor.lead, now=NINE + timedelta(minutes=5))
    assert (len(undone.done), undone.absent) == (5, ("li.na",))
    assert {owner(floor.lead, ref) for ref in five} == {"li.na"}
    assert rows.Absence.get().cancelled_at == NINE + timedelta(minutes=5)
    kinds = [each.kind for each in notices.notices(floor.agent)]
    assert kinds[:2] == ["absence.cancelled", "absence.marked"]


def test_nobody_is_marked_when_the_cases_cannot_be_handed_back(floor: Floor) -> None:
    with pytest.raises(BadInput, match="no way to hand back"):
        absence.mark_and_hand_back(floor.lead, "li.na", "sell", now=NINE)
    assert not rows.Absence.select().exists() and notices.notices(floor.agent) == []


def test_an_absence_that_was_ended_since_stays_as_it_ended(floor: Floor, five: list[str]) -> None:
    absence.mark_and_hand_back(floor.lead, "li.na", "release", now=NINE)
    absence.cancel(floor.lead, "li.na", now=NINE + timedelta(minutes=2))
    undone = undo(floor.lead, now=NINE + timedelta(minutes=5))
    assert (len(undone.done), undone.absent) == (3, ())
    assert rows.Absence.get().cancelled_at is None
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(floor.lead, now=NINE + timedelta(minutes=5))


def test_undo_takes_back_one_action_after_the_other(floor: Floor, five: list[str]) -> None:
    absence.mark(floor.lead, "li.na", now=NINE)
    absence.hand_back(floor.lead, "li.na", now=NINE)
    assert undo(floor.lead, now=NINE + timedelta(minutes=5)).absent == ()
    assert rows.Absence.get().cancelled_at is None
    assert undo(floor.lead, now=NINE + timedelta(minutes=5)) == ((), (), ("li.na",))
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(floor.lead, now=NINE + timedelta(minutes=5))


def test_a_mark_that_left_no_case_is_taken_back_too_and_only_in_time(floor: Floor) -> None:
    for minute in (0, 1):
        absence.mark_and_hand_back(floor.lead, ("li.na", "zhang.wei")[minute], "spread", now=wall(f"9:0{minute}"))
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(floor.boss, now=wall("09:05"))
    assert undo(floor.lead, now=wall("09:11")).absent == ("zhang.wei",)
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(floor.lead, now=wall("09:11"))


def test_of_two_actions_in_one_second_undo_takes_back_the_later(floor: Floor, five: list[str]) -> None:
    absence.hand_back(floor.lead, "li.na", five[:1], now=NINE)
    absence.mark(floor.lead, "li.na", now=NINE)
    assert undo(floor.lead, now=NINE) == ((), (), ("li.na",))
    assert [each.ref for each in undo(floor.lead, now=NINE).done] == five[:1]

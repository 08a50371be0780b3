"""A phone in full: for whom, how often, and what the journal keeps of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from cstui.errors import BadInput, NotFound
from cstui.floor import access, accounts, complaints, customers, find, journal, queue
from cstui.floor.reveal import PER_HOUR, reveal
from cstui.floor.views import ROLES
from db import connection
from tests.conftest import Floor

PHONE = "+8613812341234"
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def case(floor: Floor) -> Callable[..., str]:
    """Take in a complaint of a customer with a phone, owned by li.na."""

    def make(owner: str | None = "li.na", **more: object) -> str:
        values = {"subject": "x", "customer_name": "Ana", "customer_phone": "138 1234 1234", **more}
        ref = complaints.add(floor.boss, values, now=AT).ref
        if owner:
            complaints.take(floor.boss, ref, "assign", {"to": owner}, now=AT)
        return ref

    return make


def events(action: str) -> list[tuple[str, str, str]]:
    sql = "SELECT role, subject, body FROM event WHERE action = ? ORDER BY seq"
    return list(connection.database.execute_sql(sql, (action,)).fetchall())


def test_the_owner_reads_the_number_and_the_journal_keeps_ids_only(floor: Floor, case: Callable[..., str]) -> None:
    ref = case()
    assert reveal(floor.agent, ref, " calls back ", now=AT) == PHONE
    ((role, subject, body),) = events("revealed")
    assert (role, subject) == ("agent", ref)
    assert PHONE[3:] not in body and "calls" not in body and '"customer":1' in body
    shown = complaints.show(floor.agent, ref, now=AT)
    assert shown.events[-1].action == "revealed" and shown.events[-1].fields == {"reason": "calls back"}
    assert shown.complaint.customer.phone == "138****1234"
    assert shown.revealed(PHONE).complaint.customer.phone == PHONE
    assert journal.verify(floor.boss).whole


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("whose", ["own", "colleague", "nobody", "other team"])
def test_who_may_as_the_table_says(floor: Floor, case: Callable[..., str], role: str, whose: str) -> None:
    accounts.add_agent(floor.boss, "somebody", name="S", team="floor", roles=(role,))
    actor = accounts.find_actor("somebody")
    ref = case(None, team="cards" if whose == "other team" else "floor")
    if whose in ("own", "colleague"):
        complaints.take(floor.boss, ref, "assign", {"to": "li.na"}, now=AT)
    if whose == "own":  # whoever stands in the row, whatever the role
        connection.database.execute_sql("UPDATE complaint SET assignee_id = ?", (actor.id,))
    team = {"own", "colleague", "nobody"}
    if whose in {"agent": {"own"}, "lead": team, "manager": {*team, "other team"}}.get(role, set()):
        assert reveal(actor, ref, "x", now=AT) == PHONE
        return
    with pytest.raises((access.Denied, NotFound)) as refused:
        reveal(actor, ref, "x", now=AT)
    assert PHONE[3:] not in str(refused.value)
    assert events("revealed") == []
    if isinstance(refused.value, access.Denied):
        assert len(events("refused")) == 1


def test_an_agent_is_revealed_thirty_numbers_an_hour(floor: Floor, case: Callable[..., str]) -> None:
    ref = case()
    for minute in range(PER_HOUR):
        reveal(floor.agent, ref, "x", now=AT + timedelta(minutes=minute))
    with pytest.raises(access.Denied) as refused:
        reveal(floor.agent, ref, "x", now=AT + timedelta(minutes=59))
    assert "30 phones" in refused.value.title
    assert reveal(floor.agent, ref, "x", now=AT + timedelta(minutes=60)) == PHONE  # the first one has left the hour
    with pytest.raises(access.Denied):
        reveal(floor.agent, ref, "x", now=AT + timedelta(minutes=60))


def test_the_number_an_hour_binds_neither_leads_nor_others(floor: Floor, case: Callable[..., str]) -> None:
    ref = case()
    for _again in range(PER_HOUR + 1):
        reveal(floor.lead, ref, "x", now=AT)
    assert reveal(floor.agent, ref, "x", now=AT) == PHONE


def test_it_is_counted_by_index(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    from db.queries import history

    asked: list[str] = []
    real = connection.database.connection()

    class Spy:
        def execute(self, sql: str, values: object) -> object:
            asked.extend(row[3] for row in real.execute("EXPLAIN QUERY PLAN " + sql, values).fetchall())
            return real.execute(sql, values)

    monkeypatch.setattr(history.database, "connection", lambda: Spy())
    assert history.revealed_since(1, 0) == 0
    assert any("event_actor" in step for step in asked), asked


def test_nothing_else_that_the_floor_hands_out_holds_the_number(floor: Floor, case: Callable[..., str]) -> None:
    ref = case(customer_id="K-1")
    handed = [
        complaints.show(floor.agent, ref, now=AT),
        queue.page(floor.agent, "phone:13812341234"),
        find.find(floor.agent, "13812341234"),
        customers.customers(floor.boss, "13812341234"),
        customers.show(floor.boss, "K-1"),
        customers.caller(floor.agent, phone="13812341234", now=AT),
        journal.entries(floor.boss),
    ]
    for each in handed:
        assert each and PHONE[3:] not in repr(each), each
    assert all("138****1234" in repr(each) for each in handed[:-1])


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1_001])
def test_a_reason_is_needed(floor: Floor, case: Callable[..., str], reason: str) -> None:
    with pytest.raises(BadInput):
        reveal(floor.agent, case(), reason, now=AT)
    assert events("revealed") == []


def test_no_phone_no_reveal(floor: Floor) -> None:
    ref = complaints.add(floor.boss, {"subject": "x"}, now=AT).ref
    with pytest.raises(NotFound, match="no phone is known"):
        reveal(floor.boss, ref, "x", now=AT)
    assert events("revealed") == []

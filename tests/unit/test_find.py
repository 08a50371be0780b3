"""Find: one word over complaints, customers and agents, however it is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cstui.errors import NotFound
from cstui.floor import accounts, complaints, customers
from cstui.floor.find import find
from cstui.floor.views import Actor, Caller
from db import models as rows
from tests.conftest import Floor

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Shanghai


def hits(actor: Actor, text: str) -> list[tuple[str, str]]:
    return [(hit.kind, hit.ref) for hit in find(actor, text)]


@pytest.fixture
def known(floor: Floor) -> Floor:
    """A floor with one customer's complaint about the order 20260304171717."""
    complaints.add(
        floor.agent,
        {
            "subject": "Bill wrong",
            "narrative": "订单 20260304171717 重复扣款",
            "customer_name": "欧阳明月",
            "customer_phone": "13812341234",
            "customer_id": "600123",
        },
    )
    complaints.add(floor.agent, {"subject": "another"})
    return floor


@pytest.mark.parametrize("text", ["C-000001", "c-1", "C-01", " C-000001 "])
def test_by_reference(known: Floor, text: str) -> None:
    assert hits(known.agent, text) == [("complaint", "C-000001")]


@pytest.mark.parametrize("text", ["C-000009", "C-" + "9" * 40, "C-", "", "   ", "nothing of that kind"])
def test_nothing_is_found_quietly(known: Floor, text: str) -> None:
    assert hits(known.agent, text) == []


@pytest.mark.parametrize(
    "text", ["13812341234", "138 1234 1234", "138-1234-1234", "+8613812341234", "+86 138 1234 1234", "8613812341234"]
)
def test_by_phone_however_it_is_written(known: Floor, text: str) -> None:
    assert hits(known.agent, text) == [("complaint", "C-000001"), ("customer", "600123")]


def test_digits_that_are_no_phone_are_looked_for_in_the_text(known: Floor) -> None:
    assert hits(known.agent, "20260304171717") == [("complaint", "C-000001")]
    assert hits(known.agent, "2026030417") == [("complaint", "C-000001")]
    assert hits(known.agent, "600123") == [("customer", "600123")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("欧阳明月", [("complaint", "C-000001"), ("customer", "600123")]),
        ("明月", [("complaint", "C-000001"), ("customer", "600123")]),
        ("oymy", [("customer", "600123")]),
        ("OYMY", [("customer", "600123")]),
        ("扣款", [("complaint", "C-000001")]),
        ("bill 扣款", [("complaint", "C-000001")]),
        ("bill another", []),
        ("李娜", [("agent", "li.na")]),
        ("ln", [("agent", "li.na")]),
        ("na", [("agent", "li.na")]),
        ("li.na", [("agent", "li.na")]),
    ],
)
def test_by_name_initials_and_words(known: Floor, text: str, found: list[tuple[str, str]]) -> None:
    assert hits(known.agent, text) == found


def test_hits_are_one_clean_line_with_the_phone_masked(floor: Floor) -> None:
    complaints.add(
        floor.agent, {"subject": "two\nlines \x1b[31m", "customer_name": "Eve\u202e", "customer_phone": "13812341234"}
    )
    for hit in find(floor.agent, "13812341234"):
        assert "\n" not in hit.text and "\x1b" not in hit.text and "\u202e" not in hit.text
        assert "12341234" not in hit.text
    assert "138****1234" in find(floor.agent, "13812341234")[1].text


def test_only_what_the_actor_may_see(known: Floor) -> None:
    assert hits(known.stranger, "扣款") == []
    assert hits(known.auditor, "扣款") == [("complaint", "C-000001")]
    accounts.add_agent(known.boss, "root", name="Root", roles=("admin",))
    admin = accounts.find_actor("root")
    assert hits(admin, "明月") == []
    assert hits(admin, "李娜") == [("agent", "li.na")]


def test_each_kind_has_its_limit(floor: Floor) -> None:
    for number in range(5):
        complaints.add(floor.agent, {"subject": "same", "customer_name": f"same {number}"})
    assert [hit.kind for hit in find(floor.agent, "same", limit=3)] == ["complaint"] * 3 + ["customer"] * 3


# Customers


def caller(floor: Floor, **how: str) -> Caller:
    found = customers.caller(floor.agent, **how, now=NOON + timedelta(days=2))
    assert found is not None
    return found


def test_the_caller_is_known_while_the_phone_rings(floor: Floor) -> None:
    person = {"customer_name": "张三", "customer_phone": "138 1234 1234"}
    first = complaints.add(floor.agent, {"subject": "a"} | person, now=NOON - timedelta(days=40)).ref
    complaints.take(floor.agent, first, "withdraw", {"reason": "r", "notice": "n"}, now=NOON - timedelta(days=39))
    promised = NOON + timedelta(days=3)
    second = complaints.add(floor.agent, {"subject": "b", "promised_at": promised.isoformat()} | person, now=NOON).ref
    complaints.take(floor.other, second, "claim", now=NOON)
    contact = {"direction": "outbound", "channel": "phone", "text": "called"}
    complaints.take(floor.other, second, "contact", contact, now=NOON + timedelta(hours=1))
    for phone in ("13812341234", "+8613812341234"):
        found = caller(floor, phone=phone)
        assert (found.customer.name, found.customer.phone) == ("张三", "138****1234")
        assert (found.repeat_count, found.open_refs, found.owner) == (2, (second,), "zhang.wei")
        assert found.last_contact_at == NOON + timedelta(hours=1)
        assert found.promised_at == promised
        assert found.last_outcome == f"{first} withdrawn"


def test_an_unknown_caller_is_nobody(floor: Floor) -> None:
    for how in ({"phone": "13812341234"}, {"phone": "138"}, {"phone": "前台"}, {"customer_id": "K-1"}, {}):
        assert customers.caller(floor.agent, **how) is None


def test_a_number_first_known_by_phone_joins_the_same_customer(floor: Floor) -> None:
    first = complaints.add(floor.agent, {"subject": "a", "customer_phone": "13812341234"}).ref
    second = complaints.add(
        floor.agent, {"subject": "b", "customer_phone": "13812341234", "customer_id": "K-1", "customer_name": "张三"}
    )
    assert rows.Customer.select().count() == 1
    assert complaints.show(floor.agent, first).complaint.customer.id == "K-1"
    assert (second.repeat_count, second.customer.name) == (1, "张三")


def test_the_same_phone_repeats_under_another_number(floor: Floor) -> None:
    for number in ("K-1", "K-2"):
        case = complaints.add(floor.agent, {"subject": "a", "customer_phone": "13812341234", "customer_id": number})
    assert rows.Customer.select().count() == 2
    assert case.repeat_count == 1
    found = customers.caller(floor.agent, customer_id="K-1")
    assert found is not None and (found.repeat_count, len(found.open_refs)) == (2, 2)


def test_repeats_count_back_ninety_days(floor: Floor) -> None:
    for days, count in ((200, 0), (100, 0), (20, 1), (0, 1)):
        case = complaints.add(floor.agent, {"subject": "a", "customer_id": "K-1"}, now=NOON - timedelta(days=days))
        assert case.repeat_count == count


def test_what_is_known_of_a_customer_stays(floor: Floor) -> None:
    complaints.add(floor.agent, {"subject": "a", "customer_id": "K-1", "customer_name": "张三"})
    complaints.add(
        floor.agent, {"subject": "b", "customer_id": "K-1", "customer_name": "张叁", "customer_phone": "13812341234"}
    )
    (row,) = rows.Customer.select()
    assert (row.name, row.initials, row.phone) == ("张三", "zs", "+8613812341234")


def test_a_complaint_without_a_customer_has_none(floor: Floor) -> None:
    case = complaints.add(floor.agent, {"subject": "a"})
    assert case.customer == ("", "", None, None)
    assert case.repeat_count == 0
    assert rows.Customer.select().count() == 0


def test_customers_are_listed_and_shown_with_their_history(floor: Floor) -> None:
    refs = [
        complaints.add(
            floor.agent,
            {"subject": "a", "customer_id": 'K "1" none', "customer_phone": "13812341234"},
            now=NOON + timedelta(hours=hours),
        ).ref
        for hours in (0, 1)
    ]
    assert [customer.phone for customer in customers.customers(floor.agent)] == ["138****1234"]
    assert [customer.id for customer in customers.customers(floor.agent, "138-1234-1234")] == ['K "1" none']
    assert customers.customers(floor.agent, "nobody") == []
    record = customers.show(floor.agent, 'K "1" none')
    assert [case.ref for case in record.complaints] == refs[::-1]
    assert customers.show(floor.stranger, 'K "1" none').complaints == ()
    with pytest.raises(NotFound):
        customers.show(floor.agent, "none")

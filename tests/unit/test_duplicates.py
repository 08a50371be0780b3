"""A complaint that is likely here already is named at intake; nothing is ever blocked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cstui.floor import accounts, complaints
from cstui.floor.duplicates import likely
from cstui.floor.views import Actor
from tests.conftest import Floor

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
BILL = {"subject": "五月账单重复扣款", "category": "billing", "customer_phone": "13812341234", "customer_name": "张三"}


def refs(actor: Actor, now: datetime = NOW, **values: object) -> list[str]:
    return [each.ref for each in likely(actor, values, now=now)]


@pytest.fixture
def ref(floor: Floor) -> str:
    return complaints.add(floor.agent, BILL, now=NOW).ref


@pytest.mark.parametrize("phone", ["13812341234", "+86 138 1234 1234", "138-1234-1234"])
def test_an_open_case_of_the_same_customer(floor: Floor, ref: str, phone: str) -> None:
    assert refs(floor.other, customer_phone=phone, subject="something else") == [ref]


def test_the_customers_number_finds_it_too_and_an_ended_case_does_not_count(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x", "customer_id": "K-1"}, now=NOW).ref
    assert refs(floor.agent, customer_id="K-1") == [ref]
    complaints.take(floor.agent, ref, "withdraw", {"reason": "r", "notice": "n"}, now=NOW)
    assert refs(floor.agent, customer_id="K-1") == []


@pytest.mark.parametrize(
    ("subject", "category", "found"),
    [
        ("五月账单重复扣款", "billing", True),
        ("五月账单被重复扣款！", "billing", True),
        ("五月账单重复扣款", "service", False),
        ("五月账单重复扣款", None, False),
        ("手机无法充值", "billing", False),
        ("", "billing", False),
        ("!!!", "billing", False),
    ],
)
def test_the_same_subject_in_the_same_category(
    floor: Floor, ref: str, subject: str, category: str | None, found: bool
) -> None:
    assert refs(floor.other, subject=subject, category=category, customer_phone="13900005678") == [ref] * found
    assert refs(floor.other, narrative=subject, category=category) == [ref] * found


def test_a_subject_counts_for_seven_days(floor: Floor, ref: str) -> None:
    again = {"subject": BILL["subject"], "category": "billing"}
    assert refs(floor.agent, NOW + timedelta(days=7), **again) == [ref]
    assert refs(floor.agent, NOW + timedelta(days=7, seconds=1), **again) == []


def test_nobody_learns_of_what_they_may_not_see(floor: Floor, ref: str) -> None:
    accounts.add_agent(floor.boss, "only.admin", name="A", roles=("admin",))
    for actor in (floor.stranger, accounts.find_actor("only.admin")):
        assert refs(actor, **BILL) == []
    assert refs(floor.boss, **BILL) == [ref]


def test_each_is_named_once_and_at_most_five(floor: Floor) -> None:
    for number in range(7):
        complaints.add(floor.agent, BILL, now=NOW + timedelta(minutes=number))
    found = refs(floor.agent, NOW + timedelta(hours=1), **BILL)
    assert len(found) == len(set(found)) == 5 and found[0] == "C-000007"


@pytest.mark.parametrize("values", [{}, {"customer_phone": "138****1234"}, {"customer_phone": "1.38E+10"}])
def test_values_that_intake_refuses_find_nothing(floor: Floor, ref: str, values: dict[str, str]) -> None:
    assert refs(floor.agent, **values) == []


def test_merged_complaints_are_not_named_again(floor: Floor, ref: str) -> None:
    twin = complaints.add(floor.agent, BILL, now=NOW).ref
    complaints.take(floor.lead, twin, "merge", {"into": ref, "reason": "r", "notice": "n"}, now=NOW)
    assert refs(floor.agent, **BILL) == [ref]

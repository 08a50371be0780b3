"""The promotion inbox: what waits for whom, and when it is time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cstui.errors import Refused
from cstui.floor import accounts, leavers
from cstui.floor.levels import case_book, case_inbox, cases
from cstui.floor.views import Actor
from tests.conftest import Floor
from tests.unit.levels.conftest import statements
from tests.unit.levels.promoting import GIVEN, START, applied, lay_ladder, led_to, manager, stand


@pytest.fixture(autouse=True)
def ladder(floor: Floor) -> None:
    lay_ladder()
    stand(floor)


def waiting(actor: Actor, days: int = 0) -> list[tuple[int, str]]:
    found = case_inbox.inbox(actor, now=START + timedelta(days=days)).waiting
    return [(each.case.number, each.step) for each in found]


def test_what_waits_for_whom(floor: Floor) -> None:
    number = applied(floor).number
    assert waiting(floor.lead) == waiting(floor.boss) == [(number, "review")]
    assert waiting(floor.agent) == waiting(floor.other) == waiting(floor.auditor) == []
    cases.take(floor.lead, number, "review", GIVEN["review"], now=START)
    assert (waiting(floor.lead), waiting(floor.boss)) == ([], [(number, "endorse")])
    mine = case_inbox.inbox(floor.agent, now=START).mine
    assert [each.number for each in mine] == [number]


def test_a_running_notice_waits_for_nobody_until_it_is_over(floor: Floor) -> None:
    number = led_to(floor, "noticed").number
    assert waiting(floor.boss) == waiting(floor.boss, days=7) == []
    assert [each.number for each in case_inbox.inbox(floor.stranger, now=START).notices] == [number]
    assert waiting(floor.boss, days=8) == [(number, "approve")]
    assert case_inbox.inbox(floor.stranger, now=START + timedelta(days=8)).notices == ()
    may = case_book.case(floor.boss, number, now=START).may
    assert may["approve"] is not None and "runs until 2026-03-23" in may["approve"]
    may = case_book.case(floor.stranger, number, now=START + timedelta(days=8)).may
    assert may["object"] is not None and "over" in may["object"]


def test_an_objection_waits_for_a_manager_and_a_trial_for_its_months(floor: Floor) -> None:
    number = led_to(floor, "noticed").number
    cases.take(floor.other, number, "object", GIVEN["object"], now=START)
    assert waiting(floor.boss) == waiting(manager(floor)) == [(number, "settle")]
    cases.take(floor.boss, number, "settle", GIVEN["settle"], now=START)
    cases.take(floor.boss, number, "approve", {}, now=START + timedelta(days=8))
    assert waiting(floor.boss, days=20) == []
    assert waiting(floor.boss, days=60) == [(number, "confirm")]


def test_what_is_read_does_not_grow_with_the_cases(floor: Floor) -> None:
    led_to(floor, "noticed")
    one = statements(lambda: case_book.turns(floor.boss, now=START))
    for number in range(4):
        accounts.add_agent(floor.boss, f"new{number}", name="New", team="floor")
        stand(floor, f"new{number}")
        case = cases.apply(accounts.find_actor(f"new{number}"), ladder="mini", now=START)
        for action, actor in (("review", floor.lead), ("endorse", floor.boss), ("exam", floor.lead),
                              ("panel", floor.boss), ("notice", floor.boss))[: number + 2]:  # fmt: skip
            cases.take(actor, case.number, action, GIVEN[action], now=START)
    assert statements(lambda: case_book.turns(floor.boss, now=START)) == one


def test_nobody_proposes_who_is_gone(floor: Floor) -> None:
    leavers.disable_agent(floor.boss, "li.na")
    with pytest.raises(Refused, match="disabled"):
        cases.apply(floor.lead, "li.na", ladder="mini", now=START)

"""What is typed about a person as the floor records it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from cstui.errors import BadInput
from cstui.tui import choice_words, person_forms


@pytest.fixture(autouse=True)
def clock(floor: Any) -> Any:
    with time_machine.travel(datetime(2026, 3, 18, 4, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-03-01", date(2026, 3, 1)), ("1961-05-02", date(1961, 5, 2)), ("mon", date(2026, 3, 16)), ("", None)],
)
def test_days_as_people_write_them(typed: str, day: date | None) -> None:
    assert person_forms.day({"day": typed}, "day") == day


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="is not a day"):
        person_forms.fact("course", {"name": "x", "day": "soon"})


def test_praise_is_of_a_customer_unless_a_colleague_gave_it() -> None:
    assert person_forms.praise({"customer": "K1", "text": "good"})[:2] == ("praise_customer", None)
    found = person_forms.praise({"giver": "Accounts", "internal": True})
    assert (found.kind, found.giver, found.customer) == ("praise_internal", "Accounts", None)


def test_a_penalty_has_a_rule_and_money_an_incident_its_kind() -> None:
    rule = person_forms.penalty({"name": "slacking", "value": "500"})
    assert (rule.kind, rule.name, rule.value) == ("penalty", "slacking", 500)
    assert person_forms.penalty({"incident": "red_line"})[:3] == ("incident", None, "red_line")


@pytest.mark.parametrize(("chosen", "passed"), [("passed", True), ("failed", False), ("", None)])
def test_a_result_is_passed_failed_or_not_told(chosen: str, passed: bool | None) -> None:
    found = person_forms.fact("exam", {"name": "x", "passed": chosen, "value": "88.5"})
    assert (found.passed, found.value) == (passed, 88.5)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [("gravity", "red_line", "red line crossed"), ("status", "regular", "regular"), ("channel", "phone", "phone"),
     ("education", "below_college", "below college"), ("per", "agent", "each person"), ("per", "[/]", "[/]")],
)  # fmt: skip
def test_choices_in_words(field: str, value: str, word: str) -> None:
    assert choice_words.word(field, value) == word

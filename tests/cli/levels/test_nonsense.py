"""Days, numbers and names that cannot be: levels, records and scores refuse them in one line, with their status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import Run

HUGE = "99999999999999999999999"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2200-01-01"])
def test_no_day_of_a_working_life_is_asked_for(done: Run, cstui: Run, day: str) -> None:
    done("level", "set", "li.na", "junior", "--since", "2024-01-01")
    for words in (
        ("level", "explain", "li.na", "--at", day), ("level", "show", "li.na", "--at", day),
        ("level", "eligible", "--all", "--at", day), ("level", "profile", "li.na", "--born", day),
        ("level", "set", "zhang.wei", "junior", "--since", day),
        ("training", "certificate", "li.na", "card", "--until", day),
        ("training", "exam", "li.na", "x", "--passed", "--on", day),
        ("level", "demote", "li.na", "--gravity", "serious", "--on", day, "--text", "x"),
    ):  # fmt: skip
        result = cstui(*words)
        assert result.exit_code == 2, (words, result.stderr)
        assert f"{day} is out of reach" in result.stderr


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "1899-12"])
def test_no_month_of_a_working_life_is_judged(cstui: Run, month: str) -> None:
    for words in (("score", "run"), ("score", "rank"), ("score", "stars"), ("score", "review"), ("quality", "draw")):
        assert cstui(*words, month).exit_code == 2


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("level", "case", HUGE), 1),
        (("level", "approve", HUGE), 1),
        (("level", "vacancy", "close", HUGE), 1),
        (("export", "promotion-file", HUGE, "-"), 1),
        (("praise", "void", HUGE, "--reason", "x"), 1),
        (("quality", "score", HUGE, "50"), 1),
        (("incident", "show", HUGE), 1),
        (("roster", "swap", "show", HUGE), 1),
        (("praise", "void", "0", "--reason", "x"), 2),
        (("praise", "list", "--limit", HUGE), 2),
        (("praise", "list", "--limit", "-1"), 2),
        (("training", "certificates", "--ending", HUGE), 2),
        (("training", "certificates", "--ending", "-1"), 2),
    ],
)
def test_numbers_greater_than_the_store_holds(cstui: Run, words: tuple[str, ...], status: int) -> None:
    assert cstui(*words).exit_code == status


def test_the_keys_of_an_explanation_are_those_agreed_on(done: Run, read: Callable[..., Any]) -> None:
    done("level", "set", "li.na", "senior", "--since", "2024-01-01")
    found = read("level", "explain", "li.na")
    assert list(found) == ["agent", "level", "to", "eligible", "criteria"]
    keys = ["criterion", "status", "measured", "required", "gap", "evidence", "earliest", "text", "source"]
    assert all(list(each) == keys for each in found["criteria"])
    assert "li.na: Senior specialist to Expert, eligible: unknown" in done("level", "explain", "li.na").stdout

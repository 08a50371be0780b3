"""``complaint show --reveal``: the one command that writes a phone in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.cli.conftest import Run

PHONE = "13812341234"


def test_the_number_is_shown_once_with_the_reason_kept(
    done: Run, read: Callable[..., Any], case: Callable[..., str]
) -> None:
    ref = case("x", "--customer-phone", PHONE, "--customer-name", "Ana")
    done("complaint", "claim", ref, login="li.na")
    assert f"+86{PHONE}" in done("complaint", "show", ref, "--reveal", "calls back", login="li.na").stdout
    shown = read("complaint", "show", ref, "--reveal", "again", login="lead.wang")
    assert shown["customer"]["phone"] == f"+86{PHONE}"
    assert [each["fields"] for each in shown["events"] if each["action"] == "revealed"] == [
        {"reason": "calls back"},
        {"reason": "again"},
    ]
    for args in (("show", ref), ("list",), ("show", ref, "-o", "json")):
        assert PHONE not in done("complaint", *args).stdout


def test_a_refusal_shows_nothing(cstui: Run, case: Callable[..., str]) -> None:
    ref = case("x", "--customer-phone", PHONE)
    for login, status in (("li.na", 1), ("chen.mo", 1), ("qa.sun", 1)):
        refused = cstui("complaint", "show", ref, "--reveal", "x", login=login)
        assert refused.exit_code == status and refused.stdout == ""
        assert PHONE not in refused.output
    assert cstui("complaint", "show", ref, "--reveal", " ").exit_code == 2

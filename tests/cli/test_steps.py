"""Every step of a complaint's life as a command."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cstui.cli.steps import STEPS
from cstui.floor.forms import FORMS
from tests.cli.conftest import Run

Read = Callable[..., Any]
Case = Callable[..., str]


def test_every_step_has_its_form_as_options() -> None:
    for action, fields in FORMS.items():
        names = {param.name for param in STEPS[action].params}
        assert {field.name for field in fields} <= names
        assert ("json_source" in names) == bool(fields)


def test_a_severe_case_passes_every_step(read: Read, case: Case) -> None:
    ref = case("Data leaked", "--severity", "major")
    steps = [
        ("verify", ("--checked", "the log", "--finding", "true"), "boss", "verified"),
        ("register", ("--severity", "major", "--category", "privacy"), "boss", "registered"),
        ("assign", ("--to", "li.na"), "lead.wang", "handling"),
        ("coordinate", ("--parties", "IT", "--note", "they search", "--next-at", "+1d"), "li.na", "handling"),
        ("wait", ("--waiting-for", "customer", "--what", "a copy", "--until", "+2d"), "li.na", "waiting"),
        ("resume", ("--reason", "copy came"), "li.na", "handling"),
        ("contact", ("--direction", "inbound", "--channel", "phone", "--text", "asks again"), "zhang.wei", "handling"),
        ("respond", ("--channel", "email", "--text", "sorry", "--actions", "mended"), "li.na", "responded"),
        ("not-accepted", ("--reason", "wants more"), "li.na", "handling"),
        ("respond", ("--channel", "letter", "--text", "all of it", "--actions", "paid"), "li.na", "responded"),
        (
            "close",
            (
                *("--accepted", "--satisfaction", "4", "--cause", "people.mistake", "--responsible", "IT"),
                *("--correction", "two pairs of eyes", "--correction-owner", "lead.wang", "--correction-due", "+7d"),
                *("--follow-up", "content now"),
            ),
            "li.na",
            "closed",
        ),
    ]
    for action, options, login, state in steps:
        found = read("complaint", action, ref, *options, login=login)
        assert found["state"] == state, action
    assert (found["satisfaction"], found["assignee"], found["category"]) == (4, "li.na", "privacy")


def test_respond_takes_redress(read: Read, case: Case) -> None:
    ref = case("Charged twice", "--category", "billing")
    read("complaint", "claim", ref, login="li.na")
    read(
        *("complaint", "respond", ref, "--channel", "phone", "--text", "paid back", "--actions", "refund"),
        *("--redress-amount", "12.50", "--redress-kind", "refund", "--appeal-told"),
        login="li.na",
    )
    form = read("complaint", "show", ref)["forms"]["respond"]
    assert (form["redress_amount"], form["redress_kind"], form["appeal_told"]) == ("12.50", "refund", True)


def test_a_transfer_is_accepted_or_returned(read: Read, case: Case) -> None:
    first, second = case("one"), case("two")
    both = read("complaint", "transfer", first, second, "--to", "cards", "--reason", "a card", login="lead.wang")
    assert [each["state"] for each in both] == ["transferred"] * 2
    assert read("complaint", "accept", first, login="chen.mo")["assignee"] == "chen.mo"
    back = read("complaint", "return", second, "--reason", "no card of ours", login="chen.mo")
    assert (back["state"], back["team"]) == ("registered", "floor")


def test_release_reject_and_withdraw(read: Read, case: Case) -> None:
    claimed, severe, gone = case("one"), case("two", "--severity", "critical"), case("three")
    read("complaint", "claim", claimed, login="li.na")
    assert read("complaint", "release", claimed, "--reason", "ill", login="li.na")["assignee"] is None
    rejected = read("complaint", "reject", severe, "--reason", "not us", "--notice", "told", login="lead.wang")
    assert rejected["state"] == "rejected"
    assert read("complaint", "withdraw", gone, "--reason", "solved", "--notice", "told")["state"] == "withdrawn"


def test_fields_come_as_json_too(read: Read, case: Case) -> None:
    ref = case(severity := "Leak", "--severity", "critical")
    body = {"checked": "the log", "finding": "so it is"}
    assert read("complaint", "verify", ref, "--json", "-", stdin=json.dumps(body))["state"] == "verified"
    assert read("complaint", "show", ref)["forms"]["verify"] == body
    assert severity == "Leak"


def test_several_are_done_and_the_refused_are_named(cstui: Run, read: Read, case: Case) -> None:
    mine, free = case("mine"), case("free")
    read("complaint", "claim", mine, login="zhang.wei")
    result = cstui("complaint", "claim", mine, free, "C-000999", "-o", "json", login="li.na")
    assert result.exit_code == 1
    assert [each["ref"] for each in json.loads(result.stdout)] == [free]
    assert "2 complaints refused" in result.stderr
    assert mine in result.stderr and "zhang.wei" in result.stderr and "C-000999" in result.stderr


def test_the_loser_of_a_claim_is_told_who_won(cstui: Run, read: Read, case: Case) -> None:
    ref = case()
    read("complaint", "claim", ref, login="li.na")
    result = cstui("complaint", "claim", ref, login="zhang.wei")
    assert result.exit_code == 1
    assert "taken by li.na" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("action", [action for action, form in FORMS.items() if any(f.required for f in form)])
def test_a_needed_field_that_is_missing_is_named(cstui: Run, case: Case, action: str) -> None:
    severity = {"verify": "critical", "reject": "critical"}.get(action, "normal")
    ref = case("x", "--severity", severity)
    prepare = {
        "register": [("verify", "--checked", "a", "--finding", "b")],
        "return": [("transfer", "--to", "cards", "--reason", "a")],
        "reopen": [
            ("claim",),
            ("respond", "--channel", "a", "--text", "b", "--actions", "c", "--category", "d"),
            ("close",),
        ],
        "coordinate": [("claim",)],
        "wait": [("claim",)],
        "respond": [("claim",)],
        "not-accepted": [("claim",), ("respond", "--channel", "a", "--text", "b", "--actions", "c", "--category", "d")],
    }
    if action == "register":
        ref = case("y", "--severity", "critical")
    for step, *options in prepare.get(action, []):
        assert cstui("complaint", step, ref, *options).exit_code == 0
    result = cstui("complaint", action, ref)
    assert result.exit_code == 2
    assert "is needed" in result.stderr


def test_a_wrong_value_is_a_usage_error(cstui: Run, case: Case) -> None:
    ref = case()
    for options in (
        ("assign", ref, "--to", "nobody"),
        ("wait", ref, "--waiting-for", "godot"),
        ("claim",),
        ("fly", ref),
    ):
        assert cstui("complaint", *options).exit_code == 2


def test_a_step_that_does_not_fit_the_state_says_from_where_it_starts(cstui: Run, case: Case) -> None:
    result = cstui("complaint", "close", case())
    assert result.exit_code == 1
    assert "responded" in result.stderr


def test_who_lacks_the_right_is_refused_and_it_is_journaled(cstui: Run, read: Read, case: Case) -> None:
    ref = case()
    result = cstui("complaint", "assign", ref, "--to", "li.na", login="zhang.wei")
    assert result.exit_code == 1
    assert read("journal", "show", ref)[-1]["action"] == "refused"


def test_people_read_one_line(done: Run, case: Case) -> None:
    ref = case()
    assert done("complaint", "claim", ref, login="li.na").stdout.startswith(f"{ref}  handling  floor  li.na")

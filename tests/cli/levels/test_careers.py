"""Levels, praise, penalties, training and certificates by commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from tests.cli.conftest import Run

Read = Callable[..., Any]


def test_a_person_is_graded_once_and_the_history_tells(read: Read, cstui: Run) -> None:
    set_ = ("level", "set", "li.na", "senior", "--since", "2024-01-01")
    assert read(*set_) == {
        "agent": "li.na", "name": "李娜", "ladder": "dual", "level": "senior", "since": "2024-01-01", "until": None,
        "cause": "initial",
    }  # fmt: skip
    assert [each["level"] for each in read("level", "history", "li.na", login="li.na")] == ["senior"]
    again = cstui(*set_)
    assert again.exit_code == 1 and "promotion case" in again.stderr
    assert cstui("level", "set", "zhang.wei", "emperor").exit_code == 2
    assert cstui("level", "set", "zhang.wei", "senior", "--since", "01.02.2024").exit_code == 2


def test_papers_are_shown_and_entered(read: Read, done: Run, cstui: Run) -> None:
    found = read("level", "profile", "li.na", "--hired", "2024-05-01", "--status", "regular", "--education", "college")
    assert (found["hired_on"], found["status"], found["born_on"]) == ("2024-05-01", "regular", None)
    page = done("level", "profile", "li.na", login="li.na").stdout
    assert "Hired: 2024-05-01" in page and "Education: college" in page and "Born: -" in page
    assert cstui("level", "profile", "zhang.wei", login="li.na").exit_code == 1
    assert cstui("level", "profile", "li.na", "--status", "king").exit_code == 2


def test_praise_names_its_giver(read: Read, cstui: Run, case: Callable[..., str]) -> None:
    ref = case("x", "--customer-id", "K-1", "--customer-name", "Ann")
    found = read("praise", "add", "li.na", "--from-customer", "K-1", "--complaint", ref, "--text", "so kind")
    assert (found["kind"], found["giver"], found["ref"], found["text"]) == ("praise_customer", "K-1", ref, "so kind")
    assert read("praise", "add", "li.na", "--internal", "--from", "Logistics")["kind"] == "praise_internal"
    assert cstui("praise", "add", "li.na").exit_code == 2
    assert cstui("praise", "add", "li.na", "--internal", "--from-customer", "K-1").exit_code == 2
    assert cstui("praise", "add", "li.na", "--from-customer", "K-9").exit_code == 1
    assert cstui("praise", "add", "zhang.wei", "--from", "x", login="li.na").exit_code == 1
    assert len(read("praise", "list", login="li.na")) == 2
    assert read("penalty", "list") == []


def test_penalties_take_money_and_incidents_none(read: Read, cstui: Run) -> None:
    assert read("penalty", "add", "li.na", "--rule", "mishandled", "--money", "300")["value"] == 300
    assert read("penalty", "add", "li.na", "--incident", "red_line")["name"] == "red_line"
    for wrong in ((), ("--rule", "x", "--incident", "serious"), ("--incident", "serious", "--money", "5")):
        assert cstui("penalty", "add", "li.na", *wrong).exit_code == 2
    assert read("penalty", "void", "1", "--reason", "not hers")["voided"] is True
    assert [each["id"] for each in read("penalty", "list")] == [2]
    assert [each["id"] for each in read("penalty", "list", "--voided")] == [2, 1]
    assert cstui("praise", "void", "2", "--reason", "x").exit_code == 1, "another noun's entry"


def test_training_is_recorded_and_what_a_lead_needs_is_told(read: Read, done: Run) -> None:
    done("training", "course", "li.na", "领导力入门", "--score", "88", "--passed")
    done("training", "exam", "li.na", "scene", "--failed", "--on", "2026-01-10")
    done("training", "mentor", "li.na", "zhang.wei")
    done("training", "attest", "li.na", "revenue", "--value", "612345")
    kinds = {each["kind"]: each for each in read("training", "list", "--agent", "li.na")}
    assert (kinds["course"]["name"], kinds["course"]["value"], kinds["course"]["passed"]) == ("lead", 88, True)
    assert (kinds["exam"]["day"], kinds["exam"]["passed"]) == ("2026-01-10", False)
    assert (kinds["mentored"]["giver"], kinds["attested"]["value"]) == ("zhang.wei", 612345)
    assert [each["passed"] for each in read("training", "ready", "li.na", login="li.na")] == [True, False]
    assert "612345" in done("training", "list").stdout


def test_certificates_from_issue_to_suspension(read: Read, cstui: Run) -> None:
    with time_machine.travel("2026-03-16T04:00Z", tick=False):
        assert read("training", "certificate", "li.na", "cards")["until"] == "2027-03-15"
        for _number in range(4):
            found = read("training", "retake", "li.na", "cards", "--failed", "--score", "40")
        assert (found["state"], found["retakes"]) == ("suspended", 3)
        refused = cstui("training", "retake", "li.na", "cards", "--passed")
        assert refused.exit_code == 1 and "training certificate" in refused.stderr
        assert read("training", "certificate", "li.na", "cards", "--until", "2026-04-05")["days"] == 20
        assert [each["state"] for each in read("training", "certificates", "--ending", "30")] == ["ends"]
        assert read("training", "certificates", "--ending", "19") == []


def test_the_leads_inbox_tells_what_ends(read: Read) -> None:
    with time_machine.travel("2026-03-16T04:00Z", tick=False):
        read("training", "certificate", "li.na", "cards")
        assert read("roster", "inbox", login="lead.wang")["notices"] == []
    with time_machine.travel("2027-02-13T04:00Z", tick=False):  # thirty days before its last
        for _again in range(2):
            told = [each["words"] for each in read("roster", "inbox", login="lead.wang")["notices"]]
            assert told == ["The certificate cards of li.na ends on 03-15"]


@pytest.mark.parametrize("form", ["table", "json", "csv", "jsonl"])
def test_hostile_words_stay_words(done: Run, form: str) -> None:
    done("praise", "add", "li.na", "--from", "=1+1", "--text", "\x1b[31m[/]\u202e\x07")
    shown = done("praise", "list", "-o", form).stdout
    assert not set("\x1b\u202e\x07") & set(shown) and "[/]" in shown
    if form == "csv":
        assert "'=1+1" in shown

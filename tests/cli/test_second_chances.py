"""``cstui complaint undo`` and ``cstui action``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import Run

Read = Callable[..., Any]
Case = Callable[..., str]

REPLY = ("--channel", "phone", "--text", "refunded", "--actions", "refund", "--category", "billing")
GATE = (
    "--accepted", "--satisfaction", "4", "--cause", "process.slow", "--responsible", "billing", "--follow-up", "fine",
    "--correction", "check every bill twice", "--correction-owner", "li.na", "--correction-due", "+3d",
)  # fmt: skip


def test_undo_takes_back_a_single_action(read: Read, case: Case, cstui: Run) -> None:
    ref = case()
    read("complaint", "claim", ref, login="li.na")
    (back,) = read("complaint", "undo", login="li.na")
    assert (back["ref"], back["state"], back["assignee"]) == (ref, "registered", None)
    nothing = cstui("complaint", "undo", login="li.na")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "nothing to undo" in nothing.stderr


def test_undo_of_a_bulk_action_tells_what_was_refused(read: Read, case: Case, cstui: Run) -> None:
    refs = [case(f"Case {number}") for number in range(3)]
    read("complaint", "assign", *refs, "--to", "zhang.wei", login="lead.wang")
    read("complaint", "release", refs[1], login="zhang.wei")
    result = cstui("complaint", "undo", login="lead.wang")
    assert result.exit_code == 1
    assert refs[0] in result.stdout and refs[2] in result.stdout and refs[1] not in result.stdout
    assert f"{refs[1]}: someone changed it meanwhile" in result.stderr
    assert {each["assignee"] for each in read("complaint", "list")} == {None}


@pytest.fixture
def planned(read: Read, case: Case) -> int:
    """Close a case with a corrective action of li.na and return that action's number."""
    ref = case()
    read("complaint", "claim", ref, login="li.na")
    read("complaint", "respond", ref, *REPLY, login="li.na")
    read("complaint", "close", ref, *GATE, login="li.na")
    (action,) = read("action", "list")
    assert (action["ref"], action["owner"], action["done_at"], action["effective"]) == (ref, "li.na", None, None)
    return int(action["id"])


def test_an_action_is_done_checked_and_off_the_list(planned: int, read: Read, done: Run, cstui: Run) -> None:
    early = cstui("action", "check", planned, "--helped", "--effect", "none came back", login="lead.wang")
    assert early.exit_code == 1 and "has to be done before" in early.stderr
    assert read("action", "done", planned, login="li.na")["done_at"]
    assert "to be checked" in done("action", "list").stdout
    own = cstui("action", "check", planned, "--helped", "--effect", "fine", login="li.na")
    assert own.exit_code == 1 and "their own" in own.stderr
    judged = read("action", "check", planned, "--did-not-help", "--effect", "two came back", login="lead.wang")
    assert (judged["effective"], judged["effect"]) == (False, "two came back")
    assert read("action", "list") == []
    assert [each["id"] for each in read("action", "list", "--all")] == [planned]
    assert "did not help" in done("action", "list", "--all").stdout


def test_who_may_not_report_an_action(planned: int, cstui: Run) -> None:
    assert cstui("action", "done", planned, login="zhang.wei").exit_code == 1
    assert cstui("action", "done", planned, login="chen.mo").exit_code == 1
    assert cstui("action", "done", planned + 1).exit_code == 1


@pytest.mark.parametrize("words", [("done", "x"), ("check", "1"), ("check", "1", "--helped"), ("done", "0")])
def test_what_an_action_needs(cstui: Run, words: tuple[str, ...]) -> None:
    assert cstui("action", *words).exit_code == 2


def test_a_likely_repetition_is_told_on_stderr_and_blocks_nothing(done: Run, read: Read) -> None:
    words = ("complaint", "add", "--subject", "Charged twice in May", "--customer-phone", "13812341234")
    assert "may repeat" not in done(*words).stderr
    again = done(*words, "-o", "json")
    assert "C-000002 may repeat: C-000001 (Charged twice in May)" in again.stderr
    assert "merge C-000002" in again.stderr and '"ref": "C-000002"' in again.stdout
    assert len(read("complaint", "list")) == 2

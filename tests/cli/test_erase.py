"""``customer erase``, ``customer tier`` and the lists; and that no number reaches what others can read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.conftest import Floor

PHONE = "13987651357"
SEEDS = (PHONE, "Zebulon", "K-77001", "quixotic")


@pytest.fixture
def ended(done: Run, case: Callable[..., str]) -> str:
    """A withdrawn complaint of a customer with name, number and phone."""
    ref = case("quixotic", "--customer-name", "Zebulon", "--customer-phone", PHONE, "--customer-id", "K-77001")
    done("complaint", "withdraw", ref, "--reason", "quixotic", "--notice", "x")
    return ref


ERASE = ("customer", "erase", "K-77001", "--reason", "asked by letter")


def test_it_asks_for_yes_and_a_reason(cstui: Run, ended: str) -> None:
    assert cstui(*ERASE).exit_code == 2
    assert cstui("customer", "erase", "K-77001", "--yes").exit_code == 2
    assert cstui("customer", "erase", "K-77001", "--yes", "--reason", "Zebulon asked").exit_code == 2
    assert cstui("customer", "show", "K-77001").exit_code == 0


def test_it_erases_and_says_how_much(read: Callable[..., Any], done: Run, cstui: Run, ended: str, floor: Floor) -> None:
    erased = read(*ERASE, "--yes")
    assert erased == {"complaints": [ended], "forms": 1, "swept": True, "copies": [], "unreached": []}
    assert cstui("customer", "show", "K-77001").exit_code == 1
    for path in floor.path.parent.rglob("*"):
        if path.is_file():
            assert not [seed for seed in SEEDS if seed.encode() in path.read_bytes()], path
    assert "whole" in done("journal", "verify", "-o", "json").stdout
    assert PHONE not in done("export", "complaints", "-", "--format", "csv", "--full", "audit").stdout


def test_whoever_is_no_administrator_is_told_whom_to_ask(cstui: Run, done: Run, ended: str) -> None:
    done("agent", "add", "mgr", "--name", "M", "--role", "manager")
    refused = cstui(*ERASE, "--yes", login="mgr")
    assert refused.exit_code == 1 and "Ask an administrator: boss." in refused.stderr


def test_open_and_kept_cases_refuse_and_force_takes_a_reason(cstui: Run, done: Run, case: Callable[..., str]) -> None:
    ref = case("x", "--customer-id", "K-77001", "--team", "cards")
    assert "still open" in cstui(*ERASE, "--yes").stderr
    done("complaint", "withdraw", ref, "--reason", "x", "--notice", "x")
    refused = cstui(*ERASE, "--yes")
    assert refused.exit_code == 1 and "must be kept until" in refused.stderr
    done(*ERASE, "--yes", "--force", "court order")


def test_older_copies_are_named_and_restore_forgets_again(
    done: Run, read: Callable[..., Any], cstui: Run, ended: str, tmp_path: Path
) -> None:
    done("db", "backup", "one.db")
    done("db", "restore", "one.db", "--yes")
    assert "An older copy still holds the customer" in done(*ERASE, "--yes").stderr
    assert read("db", "restore", "one.db", "--yes")["erased_again"] == 1
    assert cstui("customer", "show", "K-77001").exit_code == 1


def test_tiers_and_their_lists(done: Run, read: Callable[..., Any], cstui: Run, case: Callable[..., str]) -> None:
    case("x", "--customer-id", "K-1", "--customer-name", "Ana")
    ref = case("y", "--customer-name", "Bo")
    assert read("customer", "tier", "K-1", "VIP", login="lead.wang")["tier"] == "vip"
    assert read("customer", "tier", ref, "gold")["tier"] == "gold"
    assert [each["name"] for each in read("customer", "list", "--tier", "vip")] == ["Ana"]
    (to_call,) = read("customer", "list", "--follow-up")
    assert (to_call["customer"]["id"], to_call["open"], to_call["called_at"]) == ("K-1", 1, None)
    assert "Ana" in done("customer", "list", "--follow-up").stdout
    assert cstui("customer", "list", "--follow-up", "--tier", "vip").exit_code == 2
    assert cstui("customer", "tier", "K-1", "vip", login="li.na").exit_code == 1
    assert cstui("customer", "tier", "K-1", "a b").exit_code == 2


_STARTED: list[str] = []
_HEARD = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.spawn")
_listening = False


def _heed(event: str, args: tuple[Any, ...]) -> None:
    if _listening and event in _HEARD:
        _STARTED.append(repr(args))


def test_no_process_that_cstui_starts_is_given_a_number(
    cstui: Run, done: Run, case: Callable[..., str], tmp_path: Path
) -> None:
    """From intake to erasure; what is written to the state folder and to standard error is looked through too."""
    global _listening
    sys.addaudithook(_heed)
    _listening = True
    try:
        ref = case("quixotic", "--customer-name", "Zebulon", "--customer-phone", PHONE, "--customer-id", "K-77001")
        told = [
            cstui(*args, login=login).stderr
            for login in ("boss", "li.na")
            for args in (
                ("complaint", "show", ref, "--reveal", "calls back"),
                ("find", PHONE),
                ("customer", "list", PHONE),
                ("complaint", "withdraw", ref, "--reason", "quixotic", "--notice", "x"),
                ("db", "backup", "one.db"),
                (*ERASE, "--yes"),
                ("db", "restore", "one.db", "--yes"),
            )
        ]
    finally:
        _listening = False
    state = [path.read_text("utf-8") for path in (tmp_path / "state").rglob("*") if path.is_file()]
    for seed in SEEDS:
        assert not [text for text in (*_STARTED, *told, *state) if seed in text]

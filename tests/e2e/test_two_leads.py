"""Two leads at two terminals draw one week: nothing is lost, and the later one sees the difference and chooses."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cstui.floor import accounts, store
from cstui.floor.rosters import weeks


@pytest.fixture
def led(floor_file: Path) -> Path:
    """The floor with an agent and two leads."""
    store.open_floor(floor_file)
    boss = accounts.find_actor(getpass.getuser())
    for login, role in (("li.na", "agent"), ("lead.one", "lead"), ("lead.two", "lead")):
        accounts.add_agent(boss, login, name=login, roles=(role,))
    store.close_floor()
    return floor_file


def codes(path: Path) -> dict[str, str]:
    """Return the codes of the draft by login, of whom one day is set."""
    store.open_floor(path)
    lead, monday = accounts.find_actor("lead.one"), weeks.monday_of("next")
    found = {each.login: each.code for each in weeks.week(lead, None, monday).shifts}
    store.close_floor()
    return found


def kept(path: Path, terminal: Any, code: str) -> bool:
    """Say whether what a terminal sent has come to the store within a minute."""
    for _attempt in range(600):
        terminal.ended(0.1)
        if codes(path).get("lead.one") == code:
            return True
    return False


@pytest.mark.parametrize(("answer", "left"), [(b"t", "B1"), (b"m", "A1")])
def test_the_later_of_two_leads_sees_the_difference_and_chooses(
    led: Path, opens: Callable[..., Any], answer: bytes, left: str
) -> None:
    one, two = opens(led, "--as", "lead.one"), opens(led, "--as", "lead.two")
    for terminal in (one, two):
        terminal.read_until("Zanzibar4711")
        terminal.send(b"2")
        terminal.read_until("li.na")
        terminal.send(b"]")
        terminal.read_until((weeks.monday_of("next")).strftime("%G-W%V"))
        terminal.send(b"gs")
        terminal.read_until("shift: ")
    one.send(b"b1")
    two.send(b"a1")  # the prompt of the second stood before the first sent anything
    one.read_until("b1")
    two.read_until("a1")
    one.send(b"\r")
    assert kept(led, one, "B1"), one.output.decode(errors="replace")[-2000:]
    two.read_until("B1")  # it is seen at once, and was not when the second began to type
    two.send(b"\r")
    two.read_until("Mine")
    two.send(answer)
    assert kept(led, two, left), two.output.decode(errors="replace")[-2000:]

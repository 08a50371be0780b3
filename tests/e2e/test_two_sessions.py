"""Two people at two terminals on one floor, and a command beside them."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cstui.floor import accounts, complaints, store


@pytest.fixture
def crew(floor_file: Path) -> Path:
    """The floor with two agents and nothing to do."""
    store.open_floor(floor_file)
    boss = accounts.find_actor(getpass.getuser())
    for login in ("li.na", "zhang.wei"):
        accounts.add_agent(boss, login, name=login)
    complaints.take(boss, "C-000001", "withdraw", {"reason": "a test", "notice": "none"})
    store.close_floor()
    return floor_file


def test_what_a_command_adds_appears_and_only_one_of_two_gets_it(crew: Path, opens: Callable[..., Any]) -> None:
    one, other = opens(crew, "--as", "li.na"), opens(crew, "--as", "zhang.wei")
    for terminal in (one, other):
        terminal.read_until("Nothing here.")
    command = [sys.executable, "-m", "cstui", "--db", str(crew), "complaint", "add", "--subject", "Flooded cellar"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LANG": "C.UTF-8"})
    for terminal in (one, other):
        terminal.read_until("Flooded cellar")
    one.send(b"c")
    other.send(b"c")
    one.read_until("C-000002 is ")
    other.read_until("C-000002 is ")
    outcomes = [b"C-000002 is yours." in one.output, b"C-000002 is yours." in other.output]
    assert sorted(outcomes) == [False, True]
    winner, loser = ("li.na", other) if outcomes[0] else ("zhang.wei", one)
    loser.read_until(f"C-000002 is taken by {winner}")

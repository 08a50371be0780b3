"""A small floor for every test that needs one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cstui.floor import accounts, setup, store
from cstui.floor.views import Actor
from cstui.i18n import set_language


@dataclass
class Floor:
    """A fresh floor: two teams, people of every role."""

    path: Path
    boss: Actor  # manager and admin
    lead: Actor
    agent: Actor
    other: Actor  # second agent of the same team
    stranger: Actor  # agent of the team cards
    auditor: Actor


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Every test starts in English and away from the user's own files."""
    for name in ("CSTUI_DB", "CSTUI_LANG", "CSTUI_CONFIG", "LC_ALL", "LC_MESSAGES", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CSTUI_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    set_language("en")
    yield
    set_language("en")


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    """A floor in a file of its own: retail policy, Chinese calendar, Shanghai."""
    path = tmp_path / "floor.db"
    boss = setup.init_floor(path, login="boss", name="Boss Chen")
    accounts.add_team(boss, "cards", name="Cards", policy="cn-bank")
    people = [
        ("lead.wang", "王组长", "floor", ("lead",)),
        ("li.na", "李娜", "floor", ("agent",)),
        ("zhang.wei", "张伟", "floor", ("agent",)),
        ("chen.mo", "陈默", "cards", ("agent",)),
        ("qa.sun", "孙质检", "floor", ("auditor",)),
    ]
    for login, name, team, roles in people:
        accounts.add_agent(boss, login, name=name, team=team, roles=roles)
    actors = [accounts.find_actor(login) for login, *_ in people]
    yield Floor(path, boss, *actors)
    store.close_floor()


@pytest.fixture
def shared_data() -> Path:
    """The folder of real tables from outside; the test is skipped where it is absent."""
    root = Path(os.environ.get("CSTUI_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
    if not root.is_dir():
        pytest.skip("no real tables here")
    return root

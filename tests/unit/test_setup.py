"""Making a floor: what may be chosen, what it then says of itself, and anchors read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cstui.errors import BadInput
from cstui.floor import accounts, complaints, journal, setup, store
from tests.conftest import Floor


@pytest.mark.parametrize(
    "choice",
    [
        {"policy": "no-such-pack"},
        {"policy": "../retail"},
        {"calendar": "atlantis"},
        {"timezone": "Mars/North"},
        {"timezone": ""},
        {"timezone": "../../etc/passwd"},
    ],
    ids=str,
)
def test_a_wrong_choice_makes_no_file(tmp_path: Path, choice: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refusal:
        setup.init_floor(tmp_path / "floor.db", login="boss", name="Boss", **choice)
    assert refusal.value.detail
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("person", [("bad name", "Boss"), ("", "Boss"), ("\x1b[31m", "Boss"), ("boss", " ")], ids=str)
def test_whoever_could_not_be_added_makes_no_floor(tmp_path: Path, person: tuple[str, str]) -> None:
    with pytest.raises(BadInput):
        setup.init_floor(tmp_path / "floor.db", login=person[0], name=person[1])
    assert list(tmp_path.iterdir()) == []


def test_the_maker_is_manager_and_admin_of_the_first_team(tmp_path: Path) -> None:
    boss = setup.init_floor(
        tmp_path / "floor.db", login="boss", name="陈\x1b经理", policy="cn-bank", timezone="Europe/Berlin"
    )
    assert (boss.login, boss.name, boss.team, boss.roles) == ("boss", "陈␛经理", "floor", {"manager", "admin"})
    assert store.settings() == ("cn-bank", "cn", "Europe/Berlin")
    assert str(store.zone()) == "Europe/Berlin"
    (made,) = journal.entries(boss)
    assert (made.event.action, made.event.actor, made.subject) == ("floor.made", "boss", "floor")
    assert complaints.add(boss, {"subject": "x"}).team == "floor"
    store.close_floor()


def test_a_floor_says_what_it_is(floor: Floor) -> None:
    complaints.add(floor.agent, {"subject": "x", "customer_name": "张三"})
    info = setup.info(floor.boss)
    assert (info["path"], info["policy"], info["calendar"], info["timezone"]) == (
        str(floor.path), "retail", "cn", "Asia/Shanghai",
    )  # fmt: skip
    assert (info["teams"], info["agents"], info["customers"], info["complaints"]) == (2, 6, 1, 1)
    assert info["events"] == journal.verify(floor.boss).events
    assert info["bytes"] == floor.path.stat().st_size


def test_settings_are_read_anew_from_another_floor(floor: Floor, tmp_path: Path) -> None:
    assert store.settings().policy == "retail"
    setup.init_floor(tmp_path / "second.db", login="boss", name="Boss", policy="cn-bank")
    assert store.settings().policy == "cn-bank"
    store.open_floor(floor.path)
    assert store.settings().policy == "retail"
    assert len(accounts.agents(floor.boss)) == 6


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "null", '{"seq": 1}', '{"seq": "x", "hash": "y"}', '{"seq": 1, "hash": ', "\ufeff"]
)
def test_what_is_no_anchor_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.anchor").write_text(content, encoding="utf-8")
    for path in (tmp_path / "a.anchor", tmp_path / "none", tmp_path):
        with pytest.raises(BadInput, match="not an anchor"):
            setup.read_anchor(path)


def test_an_anchor_is_read_back(floor: Floor, tmp_path: Path) -> None:
    made = setup.backup(floor.boss, tmp_path / "copy.db")
    kept = json.loads((tmp_path / "copy.db.anchor").read_text())
    assert setup.read_anchor(tmp_path / "copy.db.anchor") == {kept["seq"]: kept["hash"]} == {made["seq"]: made["hash"]}

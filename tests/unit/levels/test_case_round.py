"""The annual round: who is ready is proposed at once, and who cannot be is told apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cstui.floor import accounts, journal
from cstui.floor.access import Denied
from cstui.floor.levels import case_round, cases
from tests.conftest import Floor
from tests.unit.levels.promoting import GIVEN, START, lay_ladder, stand

HOUSE = Path(__file__).parents[3] / "fixtures/levels/house.toml"


@pytest.fixture(autouse=True)
def ladder(floor: Floor, tmp_path: Path) -> None:
    lay_ladder(stages=("review", "approval"))
    folder = tmp_path / "config" / "levels"
    folder.mkdir(parents=True)
    (folder / "house.toml").write_text(HOUSE.read_text("utf-8").replace('"dual"', '"mini"'), "utf-8")
    for login in ("ready", "fresh", "torn", "busy"):
        accounts.add_agent(floor.boss, login, name=login)
    stand(floor, "ready")
    stand(floor, "fresh", since=date(2026, 3, 1))
    stand(floor, "torn", "middle")
    stand(floor, "busy")
    stand(floor, "lead.wang")
    stand(floor, "chen.mo")
    cases.apply(accounts.find_actor("busy"), now=START)


def test_who_is_ready_is_proposed(floor: Floor) -> None:
    found = case_round.hold(floor.lead, now=START)
    assert [(each.agent, each.level_to, each.proposer, each.annual) for each in found.opened] == [
        ("ready", "middle", "lead.wang", True)
    ]
    reasons = dict(found.left_out)
    assert set(reasons) == {"torn", "busy"}
    assert "high, chief" in reasons["torn"] and "under way" in reasons["busy"]
    assert case_round.hold(floor.lead, now=START).opened == ()
    assert journal.verdict().whole
    number = found.opened[0].number
    cases.take(floor.lead, number, "review", GIVEN["review"], now=START)
    case = cases.take(floor.boss, number, "approve", {}, now=START)
    assert (case.state, case.effective_on) == ("approved", date(2027, 1, 1))


def test_only_a_lead_holds_it(floor: Floor) -> None:
    for actor in (floor.boss, floor.agent, floor.auditor):
        with pytest.raises(Denied):
            case_round.hold(actor, now=START)

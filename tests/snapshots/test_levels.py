"""How the screens of the levels look: the ladder, a profile, the promotion inbox and a case, the scorecards.

After a wanted change: ``pytest tests/snapshots --snapshot-update``, then look at the pictures.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cstui.floor import accounts
from cstui.floor.levels import cases, certificates, evidence, monthly
from cstui.floor.levels.evidence import Given
from cstui.floor.levels.standings import grade
from cstui.tui.app import CstuiApp
from cstui.tui.screens.levels import LevelsScreen
from cstui.tui.screens.profile import ProfileScreen
from cstui.tui.screens.promotion import PromotionScreen
from cstui.tui.screens.promotions import PromotionsScreen
from cstui.tui.screens.scorecards import ScorecardsScreen
from tests.snapshots.posing import HOSTILE, pushing
from tests.unit.levels.promoting import GIVEN, lay_ladder
from tests.unit.levels.scoring_cards import PLAIN

LATER = datetime(2026, 3, 3, 4, tzinfo=UTC)


@pytest.fixture
def team(floor: Any) -> Any:
    """Li Na's promotion is objected to, Zhang Wei is new on the next rung; one certificate ends soon."""
    folder = lay_ladder().parents[1] / "levels"
    folder.mkdir()
    (folder / "house.toml").write_text('ladder = "mini"\n', "utf-8")
    for login, level, since in (("li.na", "low", date(2025, 1, 6)), ("zhang.wei", "middle", date(2025, 9, 1))):
        grade(floor.boss, login, level, ladder="mini", since=since)
    accounts.add_agent(floor.boss, "evil", name=HOSTILE, team="floor")
    certificates.issue(floor.lead, "li.na", "billing", on=date(2025, 3, 20), until=date(2026, 3, 19))
    evidence.record(floor.lead, "zhang.wei", Given("praise_customer", giver="Mr Holloway", text=f"kind {HOSTILE}"))
    evidence.record(floor.lead, "zhang.wei", Given("course", name="onboarding", passed=True, value=88))
    case = cases.apply(floor.agent, values={"statement": f"I am ready {HOSTILE}"}, ladder="mini", now=LATER)
    for action in ("review", "endorse", "exam", "panel", "notice"):
        actor = floor.lead if action in ("review", "exam") else floor.boss
        case = cases.take(actor, case.number, action, GIVEN[action], now=LATER)
    cases.take(floor.stranger, case.number, "object", {"text": f"I saw otherwise {HOSTILE}"})
    return floor


@pytest.fixture
def scored(team: Any) -> Any:
    """Three months of cards of Zhang Wei are published; February's of Li Na is being scored."""
    folder = Path(os.environ["CSTUI_CONFIG"]) / "scorecards"
    folder.mkdir()
    (folder / "plain.toml").write_text(PLAIN, "utf-8")
    for month, work in (("2025-11", 41), ("2025-12", 44), ("2026-02", 58.5)):
        monthly.run(team.lead, None, month, "plain")
        monthly.enter(team.lead, "zhang.wei", month, "work", work)
        monthly.enter(team.lead, "zhang.wei", month, "manner", 33)
        monthly.talk(team.lead, "zhang.wei", month, "we talked", "answer sooner")
        monthly.sign(team.other, month)
        monthly.publish(team.boss, month, ["zhang.wei"])
    monthly.enter(team.lead, "li.na", "2026-02", "work", 52)
    return team


def test_levels(team: Any, size: tuple[int, int], snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", team.path)
    before = pushing(LevelsScreen(), "Skill", "billing", keys=("j",))
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_profile(scored: Any, size: tuple[int, int], snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", scored.path)
    assert snap_compare(app, terminal_size=size, run_before=pushing(ProfileScreen("zhang.wei"), "Level and history"))


def test_profile_further_down(scored: Any, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", scored.path)
    before = pushing(ProfileScreen("zhang.wei"), "zhang.wei", keys=("G",))
    assert snap_compare(app, run_before=before)


def test_promotions(team: Any, size: tuple[int, int], snap_compare: Any) -> None:
    app = CstuiApp("boss", team.path)
    assert snap_compare(app, terminal_size=size, run_before=pushing(PromotionsScreen(), "objection"))


def test_promotion(team: Any, size: tuple[int, int], snap_compare: Any) -> None:
    app = CstuiApp("boss", team.path)
    assert snap_compare(app, terminal_size=size, run_before=pushing(PromotionScreen(1), "I saw otherwise"))


def test_a_step_of_a_case(team: Any, snap_compare: Any) -> None:
    app = CstuiApp("boss", team.path)
    before = pushing(PromotionScreen(1), "I saw otherwise", keys=("v",))
    assert snap_compare(app, run_before=before)


def test_scorecards(scored: Any, size: tuple[int, int], snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", scored.path)
    before = pushing(ScorecardsScreen(), "manner", keys=("l",))
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_scorecards_scroll(team: Any, snap_compare: Any) -> None:
    monthly.run(team.lead, None, "2026-02", "ae")
    app = CstuiApp("lead.wang", team.path)
    before = pushing(ScorecardsScreen(), "draft", keys=("l",) * 7)
    assert snap_compare(app, run_before=before)

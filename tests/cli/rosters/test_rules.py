"""``cstui roster rules``: what rosters are held against."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cstui.floor import packs
from cstui.paths import FIXTURES
from tests.cli.conftest import Run


def test_rules_say_level_figures_and_source(done: Run, read: Any) -> None:
    found = read("roster", "rules", login="li.na")
    assert {each["profile"] for each in found} == {"cn", "house"}
    by_name = {(each["profile"], each["rule"]): each for each in found}
    assert by_name["cn", "overtime-month"] == {
        "profile": "cn", "title": "China: Labour Law", "rule": "overtime-month", "kind": "overtime-month",
        "level": "hard", "figures": {"daily_hours": "8", "weekly_hours": "44", "hours": "36"},
        "source": "Labour Law, article 41: 36 hours a month",
    }  # fmt: skip
    assert by_name["house", "late-share"]["figures"]["duties"] == "late night"
    lines = done("roster", "rules").stdout.splitlines()
    assert any("cn rest-day" in line and "days 1" in line for line in lines)
    assert "《劳动法》第三十八条" in done("--lang", "zh", "roster", "rules").stdout


def test_rules_of_another_team_are_for_who_may_read_its_rosters(cstui: Run) -> None:
    assert cstui("roster", "rules", "cards", login="li.na").exit_code == 1
    assert cstui("roster", "rules", "cards", login="boss").exit_code == 0
    assert cstui("roster", "rules", "nowhere").exit_code == 2


def test_a_site_says_which_rules_hold(read: Any, tmp_path: Path) -> None:
    site = tmp_path / "config" / "rosters"
    site.mkdir(parents=True)
    shipped = (FIXTURES / "rosters" / "house.toml").read_text("utf-8")
    (site / "house.toml").write_text(shipped.replace('rules = ["cn", "house"]', 'rules = ["eu"]'), "utf-8")
    packs.find_anew("rosters", "house")
    found = {each["rule"]: each["figures"] for each in read("roster", "rules")}
    assert found["night-hours"] == {
        "hours": "8", "weeks": "17", "night_hours": "3", "night_start": "23:00", "night_end": "06:00"
    }  # fmt: skip
    assert found["weekly-rest"] == {"hours": "35"}
    packs.find_anew("rosters", "none")  # what is remembered of this site's files ends with it

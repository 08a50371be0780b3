"""Profiles of rules: what ships, a site's own, and how a slip in a file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cstui import paths
from cstui.errors import BadInput
from cstui.floor import packs
from cstui.floor.rosters import policy
from cstui.floor.rosters.profiles import load_profile

RULE = '[rule.mine]\nkind = "week-hours"\nlevel = "hard"\nhours = 37.5\nweeks = 4\nsource = "agreement"\n'


def site(folder: Path, text: str, name: str = "mine") -> None:
    place = folder / "config" / "rules"
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.toml").write_text(text, "utf-8")
    packs.find_anew("rules", name)


def test_what_ships_says_the_figures_of_the_law() -> None:
    cn = {rule.name: rule for rule in load_profile("cn").rules}
    assert cn["day-hours"].figures == {"hours": 8 * 60}
    assert cn["week-hours"].figures == {"hours": 44 * 60, "weeks": 4}
    assert cn["overtime-month"].figures["hours"] == 36 * 60
    eu = {rule.name: rule.figures for rule in load_profile("eu").rules}
    assert eu["daily-rest"]["hours"] == 11 * 60 and eu["weekly-rest"]["hours"] == (24 + 11) * 60
    assert eu["week-hours"] == {"hours": 48 * 60, "weeks": 17}
    for name in ("cn", "eu", "house"):
        assert all({"en", "zh"} <= set(rule.source) for rule in load_profile(name).rules)


def test_a_site_may_bring_its_own_and_hours_may_have_decimals(tmp_path: Path) -> None:
    site(tmp_path, RULE)
    (rule,) = load_profile("mine").rules
    assert (rule.figures["hours"], rule.profile, rule.source) == (2250, "mine", {"en": "agreement"})


def test_an_unknown_profile_lists_the_known_ones() -> None:
    with pytest.raises(BadInput) as told:
        load_profile("mars")
    assert told.value.detail == "Known: cn, eu, house"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('kind = "week-hours"', 'kind = "weak-hours"', "kind cannot be"),
        ('kind = "week-hours"\n', "", "kind is missing"),
        ('level = "hard"', 'level = "strict"', "level cannot be"),
        ('level = "hard"\n', "", "level is missing"),
        ("hours = 37.5\n", "", "hours is missing"),
        ("hours = 37.5", "hours = 37.501", "hours cannot be"),
        ("hours = 37.5", "hours = nan", "hours cannot be"),
        ("hours = 37.5", "hours = 169", "hours cannot be"),
        ("hours = 37.5", "hours = true", "hours cannot be"),
        ("weeks = 4", "weeks = 0", "weeks cannot be"),
        ("weeks = 4\n", "", "weeks is missing"),
        ('source = "agreement"\n', "", "source is missing"),
        ("weeks = 4", "weeks = 4\ndays = 3", "unknown key rule.mine.days"),
    ],
)
def test_a_slip_is_told_with_its_place(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert old in RULE
    site(tmp_path, RULE.replace(old, new))
    with pytest.raises(BadInput) as told:
        load_profile("mine")
    assert what in told.value.title and "mine.toml" in told.value.title


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('kind = "rotation"\norder = ["early", "noon"]', "order cannot be"),
        ('kind = "rotation"\norder = ["early", "early"]', "order cannot be"),
        ('kind = "fair-share"\nduties = []\nspread = 1\nweeks = 4', "duties cannot be"),
        ('kind = "qualified"\npeople = 1\noverlap_percent = 50', "role is missing"),
        ('kind = "qualified"\npeople = 1\noverlap_percent = 50\nrole = "king"', "role cannot be"),
        ('kind = "qualified"\npeople = 1\noverlap_percent = 50\nrole = "lead"\nskill = "x"', "role cannot be"),
        (
            'kind = "night-hours"\nhours = 8\nweeks = 1\nnight_hours = 3\nnight_start = "25:00"\nnight_end = "6:00"',
            "night_start cannot be",
        ),
    ],
)
def test_lists_times_and_qualifications_are_checked(tmp_path: Path, text: str, what: str) -> None:
    site(tmp_path, f'[rule.x]\nlevel = "soft"\nsource = "s"\n{text}\n')
    with pytest.raises(BadInput) as told:
        load_profile("mine")
    assert what in told.value.title


def test_a_skill_qualifies_as_well_as_a_role(tmp_path: Path) -> None:
    text = 'kind = "qualified"\npeople = 1\noverlap_percent = 50\nskill = "first-aid"'
    site(tmp_path, f'[rule.x]\nlevel = "soft"\nsource = "s"\n{text}\n')
    assert load_profile("mine").rules[0].words == {"skill": ("first-aid",)}


@pytest.mark.parametrize(("line", "place"), [('rules = ["cn", "huose"]', "rules"), ("", "team.cards.rules")])
def test_the_house_file_names_only_profiles_that_are_there(tmp_path: Path, line: str, place: str) -> None:
    site(tmp_path, RULE)
    text = (paths.FIXTURES / "rosters" / "house.toml").read_text("utf-8")
    own = text.replace('rules = ["cn", "house"]', line) if line else f'{text}\n[team.cards]\nrules = ["hause"]\n'
    folder = tmp_path / "config" / "rosters"
    folder.mkdir(parents=True)
    (folder / "house.toml").write_text(own, "utf-8")
    packs.find_anew("rosters", "house")
    with pytest.raises(BadInput) as told:
        policy.load_policy("cards")
    (folder / "house.toml").unlink()
    packs.find_anew("rosters", "house")
    assert f"house.toml: {place} cannot be" in told.value.title
    assert told.value.detail == "Expected names of profiles: cn, eu, house, mine."

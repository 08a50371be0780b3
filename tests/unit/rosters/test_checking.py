"""Rules put to a stored roster: a whole team's days, and what a change would bring about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cstui.errors import BadInput
from cstui.floor import packs, store
from cstui.floor.rosters import policy
from cstui.floor.rosters.book import Times, times_of
from cstui.floor.rosters.checking import Layer, check_change, check_shifts
from db import models as rows

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def day(step: int) -> date:
    return MONDAY + timedelta(days=step)


def times(code: str, on: date) -> Times:
    return times_of(code, on, policy.load_policy("floor"), store.zone())


def lay(actor: Any, codes: str, first: date = MONDAY, layer: Layer = "force") -> None:
    """Store codes of consecutive days, one word each; ``.`` stands for no row."""
    for step, code in enumerate(codes.split()):
        on = first + timedelta(days=step)
        monday = on - timedelta(days=on.weekday())
        roster, _made = rows.Roster.get_or_create(
            team=actor.team_id, monday=monday, defaults={"state": "published", "created_at": NOW}
        )
        if code != ".":
            found = times(code, on)
            rows.Shift.create(
                **{"roster": roster.id, "agent": actor.id, "day": on, "layer": layer, "code": found.code},
                **{"start_at": found.start, "end_at": found.end, "break_minutes": found.break_minutes},
            )


def broken(level: str | None = None, team: str = "floor", layer: Layer = "force") -> list[tuple[str, str, float]]:
    found = check_shifts(team, MONDAY, day(6), layer)
    return [(each.login, each.rule, each.measured) for each in found if level in (None, each.level)]


def test_a_week_within_the_law_breaks_nothing_hard(floor: Any) -> None:
    lay(floor.agent, "A1 A1 B1 B1 B1 off off")
    assert broken("hard") == [] and broken("warn") == []


def test_seven_days_leave_no_rest_day_and_each_layer_stands_alone(floor: Any) -> None:
    lay(floor.agent, "A1 A1 A1 A1 A1 A1 A1")
    assert broken("hard") == [("li.na", "rest-day", 0)]
    assert ("li.na", "week-hours", 56) in broken("warn")
    assert broken(layer="draft") == []


def test_approved_leave_is_hard_and_what_was_not_granted_is_nothing(floor: Any) -> None:
    lay(floor.agent, "A1 A1 off off off off off")
    for state, first in (("approved", 0), ("submitted", 1)):
        rows.Leave.create(
            **{"agent": floor.agent.id, "kind": "annual", "first_day": day(first), "last_day": day(first)},
            **{"state": state, "created_at": NOW},
        )
    assert broken("hard") == [("li.na", "on-leave", 1)]


def test_wishes_are_soft(floor: Any) -> None:
    lay(floor.agent, "A1 B1 off off off off off")
    rows.Preference.create(agent=floor.agent.id, weekday=1, code="late", wish="avoid")
    rows.Preference.create(agent=floor.agent.id, day=day(0), code="A1", wish="want")
    assert [found for found in broken("soft") if found[1] == "wishes"] == [("li.na", "wishes", 1)]


def test_a_lead_on_the_same_hours_makes_a_shift_qualified(floor: Any) -> None:
    lay(floor.agent, "A1 B1 . . . . .")
    lay(floor.lead, "A2 A1 . . . . .")
    unled = [each for each in check_shifts("floor", MONDAY, day(6), "force") if each.rule == "qualified"]
    assert [(each.login, each.dates) for each in unled] == [("", (day(1),))]  # 08-17 covers 4 of the 9 hours from 13


def test_times_spelled_out_are_of_the_kind_that_starts_nearest(floor: Any) -> None:
    lay(floor.agent, "13:30-21:30 05:00-09:00 . . . . .")
    assert ("li.na", "late-early", 7.5) in broken("soft")


def test_other_rules_for_one_team(floor: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(floor.stranger, "B1 A1 . . . . .")
    assert ("chen.mo", "daily-rest", 10) not in broken(team="cards")
    shipped = packs.find("rosters", "house")
    assert shipped is not None
    site = tmp_path / "config" / "rosters"
    site.mkdir(parents=True)
    (site / "house.toml").write_text(shipped.read_text("utf-8") + '\n[team.cards]\nrules = ["eu"]\n', "utf-8")
    packs.find_anew("rosters", "house")
    assert broken("hard", "cards") == [("chen.mo", "daily-rest", 10)]
    (site / "house.toml").unlink()
    packs.find_anew("rosters", "house")


def test_an_unknown_team_is_told(floor: Any) -> None:
    with pytest.raises(BadInput, match="no team"):
        check_shifts("nowhere", MONDAY, day(6))


def test_a_change_tells_only_what_it_brings_about(floor: Any) -> None:
    lay(floor.agent, "A1 A1 A1 A1 A1 A1 off")
    lay(floor.other, "A1 A1 A1 A1 A1 A1 A1")
    sunday = day(6)
    assert check_change({(floor.agent.id, day(0)): times("B1", day(0))}) == ()
    assert check_change({(floor.other.id, sunday): times("B1", sunday)}) == ()  # stood already
    found = check_change({(floor.agent.id, sunday): times("A1", sunday), (floor.other.id, sunday): None})
    assert [(each.login, each.rule, each.measured, each.allowed) for each in found] == [("li.na", "rest-day", 0, 1)]


def test_a_change_for_the_worse_is_told_again(floor: Any) -> None:
    lay(floor.agent, "08:00-20:00 off off off off off off")
    assert [each.rule for each in check_change({(floor.agent.id, MONDAY): times("08:00-21:00", MONDAY)})] == [
        "overtime-special"
    ]
    assert check_change({(floor.agent.id, MONDAY): times("08:00-19:30", MONDAY)}) == ()


def test_a_change_looks_over_the_edge_of_the_week(floor: Any) -> None:
    lay(floor.agent, "C1", day(7))
    late = times("21:00-23:30", day(7))
    assert [each.rule for each in check_change({(floor.agent.id, day(6)): Times("x", late.start, late.end, 0)})] == [
        "overlap"
    ]


def test_the_same_rule_broken_on_other_days_is_new(floor: Any) -> None:
    lay(floor.agent, "B1 A1 off A1 A1")
    tuesday, wednesday = day(1), day(2)
    moved = {(floor.agent.id, tuesday): times("B1", tuesday), (floor.agent.id, wednesday): times("A1", wednesday)}
    found = check_change(moved, levels=("soft",))
    assert [each.dates for each in found if each.rule == "late-early"] == [(tuesday, wednesday)]


def test_each_shift_without_a_lead_is_told_for_itself(floor: Any) -> None:
    lay(floor.agent, "A1")
    change = {(floor.other.id, MONDAY): times("C1", MONDAY)}
    found = [each for each in check_change(change, levels=("soft",)) if each.rule == "qualified"]
    assert [(each.text, each.dates) for each in found] == [("no team lead on the shift C1", (MONDAY,))]
    later = {(floor.other.id, day(1)): times("A1", day(1))}
    assert [each.dates for each in check_change(later, levels=("soft",)) if each.rule == "qualified"] == [
        (MONDAY, day(1))
    ]
    same = {(floor.other.id, MONDAY): times("A1", MONDAY)}
    assert [each for each in check_change(same, levels=("soft",)) if each.rule == "qualified"] == []

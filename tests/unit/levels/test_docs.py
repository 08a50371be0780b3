"""docs/levels.md says what the program does: kinds of criteria, ladders, scorecards, steps of cases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cstui.floor.levels import cards, scorebook
from cstui.floor.levels.case_steps import FALL, RISE, RULES, STATES
from cstui.floor.levels.ladder import CROSS, WINDOWS
from cstui.floor.levels.ladder_reading import EDUCATIONS, KINDS, STATUSES
from cstui.floor.levels.ladders import ladder_names, ladder_of, load_ladder
from cstui.floor.levels.views import FACT_KINDS
from tests.unit.doc_tables import defaults, fixture, page, row, shown, under

PAGE = page("levels.md")


def kind_rows() -> list[str]:
    return [
        row(
            name,
            ", ".join(f"`{word}`" for word in asked.what) or "–",
            " / ".join(f"`{key}`" for key in asked.thresholds) + ("" if asked.needed else " (may be left out)") or "–",
            asked.unit or "–",
            ", ".join(f"`{key}`" for key in asked.keys) or "–",
        )
        for name, asked in KINDS.items()
    ]


def ladder_rows() -> list[str]:
    found = []
    for name in ladder_names():
        ladder = load_ladder(name)
        crossing = sum(step.kind == CROSS for step in ladder.steps)
        months = ladder.trial
        found.append(row(
            name, len(ladder.levels), "; ".join(" > ".join(track.path) for track in ladder.tracks.values()),
            f"{len(ladder.steps) - crossing} + {crossing}", ", ".join(ladder.stages),
            ladder.notice_days, f"month {ladder.effective_month}" if ladder.annual else "at any time",
            f"{months.normal} ({months.least}–{months.most})",
        ))  # fmt: skip
    return found


def card_rows() -> list[str]:
    found = []
    for name in cards.template_names():
        template = cards.load_template(name)
        sections = " + ".join(f"{section.key} {cards.shown(section.weight)}" for section in template.sections)
        worked = [item.key for item in template.items if item.metric]
        found.append(row(name, sections, ", ".join(worked), ", ".join(rule.key for rule in template.rules)))
    return found


def case_rows(way: str) -> list[str]:
    return [row(rule.action, rule.source, rule.target, rule.who) for rule in RULES if rule.way == way]


def card_step_rows() -> list[str]:
    return [row(step, source, target) for step, states in scorebook.STEPS.items() for source, target in states.items()]


def examples(heading: str) -> list[str]:
    part = PAGE[PAGE.index(f"### {heading}\n") :]
    return re.findall(r"```toml\n(.*?)```", part[: part.index("\n### ", 4)], re.S)


def test_the_example_of_a_ladder_loads() -> None:
    (text,) = examples("What a file says")
    ladder = ladder_of("example", text)
    assert [need.kind for need in ladder.steps[0].needs] == ["tenure_level", "count"]


def test_the_example_of_a_template_adds_up() -> None:
    (text,) = examples("A template")
    template = cards.parse(Path("example.toml"), text, "example")
    assert [rule.key for rule in template.rules] == ["excellent", "mishandled"]


def test_every_kind_of_criterion_is_there_with_what_it_takes() -> None:
    assert under(PAGE, "Kinds of criteria") == kind_rows()


def test_windows_grades_and_kinds_of_evidence_are_named() -> None:
    assert [line.split("`")[1] for line in under(PAGE, "Windows")] == list(WINDOWS)
    assert [line.split("`")[1] for line in under(PAGE, "What is entered")] == list(FACT_KINDS)
    for words in (EDUCATIONS, STATUSES):
        assert ", ".join(f"`{word}`" for word in words) in PAGE.replace("\n", " ")


def test_the_shipped_ladders_are_as_they_load() -> None:
    assert under(PAGE, "The four shipped ladders") == ladder_rows()


def test_the_figures_of_the_house_are_as_they_ship() -> None:
    house = fixture("levels/house.toml")
    rows = under(PAGE, "Figures of the house")
    assert shown(rows) == defaults(house, rows)
    plain = ("certificate", "excellent", "record", "appeal")
    assert {line.split("`")[1] for line in rows} == {
        "ladder",
        *(f"{name}.{key}" for name in plain for key in house[name]),
    }


def test_the_scorecards_are_as_they_load() -> None:
    assert under(PAGE, "The shipped templates") == card_rows()
    assert under(PAGE, "States of a card") == card_step_rows()


@pytest.mark.parametrize("way, heading", [(RISE, "Promotions and cross moves"), (FALL, "Demotions")])
def test_the_steps_of_cases_are_the_programs(way: str, heading: str) -> None:
    assert under(PAGE, heading) == case_rows(way)


def test_every_state_of_a_case_is_in_a_table() -> None:
    rows = case_rows(RISE) + case_rows(FALL)
    assert {state for line in rows for state in line.split(" | ")[1:3]} >= set(STATES)

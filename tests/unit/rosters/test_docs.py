"""docs/rosters.md says what the program does: rules, house figures, steps of requests, marks of attendance."""

from __future__ import annotations

import pytest

from cstui.floor.rosters import erlang, words
from cstui.floor.rosters.request_steps import MACHINES, Machine
from tests.unit.doc_tables import defaults, figure, fixture, page, row, shown, under

PAGE = page("rosters.md")
HOUSE = fixture("rosters/house.toml")
PROFILES = ("cn", "eu", "house")
HEADINGS = {"swap": "Swaps", "leave": "Leave", "open_shift": "Open shifts"}


def rule_rows(profile: str) -> list[str]:
    found = []
    for name, rule in fixture(f"rules/{profile}.toml")["rule"].items():
        figures = ", ".join(
            f"{key} {figure(value)}" for key, value in rule.items() if key not in ("kind", "level", "source")
        )
        found.append(row(name, f"`{rule['kind']}`", rule["level"], figures or "–", rule["source"]["en"]))
    return found


def shift_rows() -> list[str]:
    return [
        row(
            *(code, *shift["name"].values(), shift["start"], shift["end"]),
            *(shift.get("break") or shift["break_minutes"], shift["kind"]),
        )
        for code, shift in HOUSE["shift"].items()
    ]


def pattern_rows() -> list[str]:
    return [row(name, " ".join(each["days"])) for name, each in HOUSE["pattern"].items()]


def leave_rows() -> list[str]:
    return [
        row(kind, *each["name"].values(), "counts" if each["counts"] else "does not count")
        for kind, each in HOUSE["leave"].items()
    ]


def step_rows(machine: Machine) -> list[str]:
    return [row(step.action, step.source, step.target, ", ".join(step.by)) for step in machine.steps]


@pytest.mark.parametrize("profile", PROFILES)
def test_every_rule_stands_there_with_its_figures_and_its_law(profile: str) -> None:
    assert under(PAGE, f"Profile `{profile}`") == rule_rows(profile)


def test_shifts_patterns_and_leave_are_those_of_the_house() -> None:
    assert under(PAGE, "Shifts") == shift_rows()
    assert under(PAGE, "Rota patterns") == pattern_rows()
    assert under(PAGE, "Kinds of leave") == leave_rows()


def test_the_figures_of_the_house_are_told_whole_and_as_they_are() -> None:
    rows = under(PAGE, "Figures of the house")
    assert shown(rows) == defaults(HOUSE, rows)
    told = {line.split("`")[1] for line in rows}
    tables = {name: table for name, table in HOUSE.items() if name not in ("shift", "pattern", "leave")}
    keys = {f"{name}.{key}" for name, table in tables.items() if isinstance(table, dict) for key in table}
    assert told == keys | {name for name, table in tables.items() if not isinstance(table, dict)}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.kind)
def test_the_steps_of_requests_are_the_programs(machine: Machine) -> None:
    assert under(PAGE, HEADINGS[machine.kind]) == step_rows(machine)


def test_every_mark_of_attendance_is_explained() -> None:
    assert [line.split("`")[1] for line in under(PAGE, "What a day is called")] == list(words.values("attendance"))


def test_the_worked_example_of_coverage_comes_out() -> None:
    found = erlang.need(100, 30, 180, erlang.Goal(80, 20, 85, 30))
    parts = (found.agents, found.scheduled, f"{found.pw:.6f}", f"{found.service_level:.6f}", f"{found.asa_seconds:.3f}")
    told = "{} agents, {} in the roster; {} of the calls wait, {} are answered within 20 seconds, {} seconds on average"
    assert told.format(*parts) in PAGE.replace("\n", " ")

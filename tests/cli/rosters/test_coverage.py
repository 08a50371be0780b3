"""``cstui roster need | coverage | demand | what-if``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from tests.cli.conftest import Run
from tests.unit.rosters.test_checking import lay

NOW = datetime(2026, 3, 5, 4, tzinfo=UTC)  # Thursday noon in Shanghai
NEED = ("roster", "need", "--calls", 100, "--minutes", 30, "--aht", 180)
GOAL = ("--target", "80/20", "--max-occupancy", 85, "--shrinkage", 30)


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def test_need_says_exactly_these_keys(read: Any) -> None:
    found = read(*NEED, *GOAL)
    assert list(found) == ["agents", "scheduled", "pw", "service_level", "asa_seconds", "occupancy"]
    assert (found["agents"], found["scheduled"]) == (14, 20)
    assert (found["pw"], found["service_level"], found["occupancy"]) == (0.174132, 0.88835, 0.714286)
    assert found["asa_seconds"] == pytest.approx(7.836, abs=5e-4)


def test_need_takes_the_rest_from_the_policy_and_wants_no_floor(run: Run) -> None:
    found = run("--db", "none.db", *NEED)
    assert found.exit_code == 0
    assert found.stdout.splitlines()[0] == "14 agents answer; schedule 20"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--target", "80"),
        ("--target", "80/soon"),
        ("--shrinkage", 100),
        ("--aht", 0),
        ("--calls", -1),
        ("--calls", "nan"),
    ],
)
def test_need_refuses_what_cannot_be(run: Run, wrong: tuple[object, ...]) -> None:
    found = run(*NEED, *wrong)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith("cstui: ")


def test_coverage_marks_holes_by_a_sign(done: Run, read: Any, floor: Any) -> None:
    lay(floor.agent, "A2", NOW.date())
    done("roster", "demand", "set", "14:00-15:00", 3, "--aht", 180, login="lead.wang")
    table = done("roster", "coverage", login="lead.wang")
    (line,) = [line for line in table.stdout.splitlines() if "14:00" in line]
    assert line.split() == ["14:00", "3.0", "3", "1", "!2", "█!!"]
    assert "03:00" not in table.stdout
    assert "2 half hours are short of people." in table.stderr
    found = read("roster", "coverage", "--date", "thu", login="lead.wang")
    assert len(found) == 48 and set(found[0]) == {"start", "demand", "needed", "planned", "present"}
    assert found[28] == {
        "start": "2026-03-05T14:00:00+08:00", "demand": 3.0, "needed": 3, "planned": 1, "present": None
    }  # fmt: skip
    assert read("roster", "coverage", "--draft")[28]["planned"] == 0


def test_coverage_says_when_nobody_knows_what_to_expect(done: Run) -> None:
    assert done("roster", "coverage").stderr.endswith(
        "No demand is known for that day; see `cstui roster demand --help`.\n"
    )


def test_demand_is_set_shown_and_learnt(done: Run, read: Any, cstui: Run) -> None:
    nothing = cstui("roster", "demand", "learn")
    assert nothing.exit_code == 1 and "no complaint" in nothing.stderr
    with time_machine.travel(datetime(2026, 2, 26, 2, tzinfo=UTC)):  # Thursday 10:00
        done("complaint", "add", "--subject", "x")
    assert read("roster", "demand", "learn") == {
        **{"team": "floor", "complaints": 1, "since": "2026-02-26", "days": 7, "written": 8},
        "until": "2026-04-29",
    }
    learnt = cstui("roster", "demand", "learn")
    assert learnt.stdout.startswith("Learnt since 2026-02-26 (complaints: 1, weeks: 1). Half hours written: 8,")
    assert "go back 7 days only, not the 8 weeks asked for" in learnt.stderr
    far = cstui("roster", "demand", "show", "--date", "2026-12-24")
    assert "learnt, carried on" in far.stdout and "the last week that was laid out" in far.stderr
    told = done("roster", "demand", "set", "23:30-00:30", 4, "--date", "tomorrow")
    assert told.stderr == "2 half hours added, 0 changed, 0 as before.\n"
    table = done("roster", "demand", "show").stdout
    assert table.split()[-3:] == ["10:00", "1.00", "learnt"]
    (slot,) = [each for each in read("roster", "demand", "show", "--date", "2026-03-06") if each["source"]]
    assert slot == {"start": "2026-03-06T23:30:00+08:00", "calls": 4.0, "aht_seconds": None, "source": "entered"}


@pytest.mark.parametrize("span", ["14:00", "14:10-15:00", "soon-later"])
def test_demand_set_wants_a_span_of_half_hours(cstui: Run, span: str) -> None:
    assert cstui("roster", "demand", "set", span, 1).exit_code == 2


def test_what_if_tells_one_line_the_holes_and_how(done: Run, read: Any, floor: Any) -> None:
    lay(floor.agent, "A2", NOW.date())
    done("roster", "demand", "set", "14:00-14:30", 0.1, "--aht", 60)
    lines = done("roster", "what-if", "li.na", "14:00", "18:00").stdout.splitlines()
    assert lines[0] == "李娜 absent 14:00-18:00 → 0 intervals short, 0 more breaches"
    assert lines[1] == "  ! 03-05 14:00: 0 of 2 people"
    assert lines[2].startswith("Estimated: 0 limits of own open cases")
    found = read("roster", "what-if", "li.na", "14:00", "18:00")
    assert found["login"] == "li.na" and len(found["worse"]) == 1 and found["breaches"] == 0
    ahead = read("roster", "what-if", "li.na", "tomorrow 14:00", "18:00")
    assert (ahead["start"], ahead["end"]) == ("2026-03-06T14:00:00+08:00", "2026-03-06T18:00:00+08:00")


@pytest.mark.parametrize(
    ("login", "status", "args"),
    [
        ("li.na", 1, ("coverage",)),
        ("li.na", 1, ("demand", "show")),
        ("li.na", 1, ("what-if", "li.na", "14:00", "15:00")),
        ("qa.sun", 1, ("demand", "set", "14:00-15:00", "1")),
        ("qa.sun", 0, ("coverage",)),
        ("lead.wang", 1, ("coverage", "--team", "cards")),
        ("boss", 2, ("coverage", "--team", "nowhere")),
        ("boss", 2, ("coverage", "--date", "someday")),
        ("boss", 1, ("what-if", "nobody", "14:00", "15:00")),
        ("boss", 2, ("what-if", "li.na", "15:00", "14:00")),
    ],
)
def test_who_may_and_what_is_refused(cstui: Run, login: str, status: int, args: tuple[str, ...]) -> None:
    found = cstui("roster", *args, login=login)
    assert found.exit_code == status, found.output

"""Promotion cases by command: from the application to the confirmation, and what they say."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.cli.conftest import Run
from tests.unit.levels.promoting import lay_ladder

Read = Callable[..., Any]
NOON = datetime(2026, 3, 16, 4, tzinfo=UTC)  # noon in Shanghai, a Monday


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def standing(clock: Any, done: Run) -> None:
    lay_ladder()
    done("level", "set", "li.na", "low", "--ladder", "mini", "--since", "2025-01-06")


def to_notice(done: Run) -> None:
    """Lead an application of li.na to its public notice."""
    done("level", "apply", "--ladder", "mini", "--statement", "I am ready", login="li.na")
    said = ("--interview", "calm", "--report", "knows the trade", "--recommended")
    done("level", "review", "1", *said, login="lead.wang")
    done("level", "endorse", "1", "--finding", "fine", "--agreed")
    done("level", "exam", "1", "--name", "knowledge", "--score", "92", "--passed", login="lead.wang")
    votes = ("--members", "boss,lead.wang", "--in-favour", "2", "--against", "0", "--scores", "service=90")
    done("level", "panel", "1", *votes)
    done("level", "notice", "1")


def test_a_promotion_from_application_to_confirmation(done: Run, read: Read, cstui: Run, clock: Any) -> None:
    to_notice(done)
    [public] = read("level", "cases", login="chen.mo")
    assert (public["agent"], public["state"], public["notice_left"]) == ("li.na", "noticed", 5)
    clock.move_to(datetime(2026, 3, 23, 12, tzinfo=UTC))  # the evening of the last day
    assert "runs until 2026-03-23" in cstui("level", "approve", "1").stderr
    done("level", "object", "1", "--text", "I saw otherwise", login="chen.mo")
    assert "stands at: objection raised" in cstui("level", "approve", "1").stderr.lower()
    assert "stands still: an objection is open" in done("level", "case", "1").stdout
    done("level", "settle", "1", "--no-upheld", "--finding", "it was another day")
    clock.move_to(datetime(2026, 3, 24, 4, tzinfo=UTC))
    case = read("level", "approve", "1", "--trial-months", "1")
    assert (case["state"], case["effective_on"], case["trial_until"]) == ("trial", "2026-03-24", "2026-04-24")
    clock.move_to(datetime(2026, 4, 24, 4, tzinfo=UTC))
    assert read("level", "confirm", "1", "--finding", "a good month")["state"] == "confirmed"
    assert [row["level"] for row in read("level", "history", "li.na")] == ["middle", "low"]
    page = done("level", "case", "1", login="li.na").stdout
    assert "Proposer: lead.wang. Approver: boss." in page
    assert "knows the trade" in page and "I saw otherwise" not in page
    assert "I saw otherwise" in done("level", "case", "1").stdout
    assert read("level", "cases") == []
    assert [row["state"] for row in read("level", "cases", "--ended", "--agent", "li.na")] == ["confirmed"]
    done("journal", "verify")
    assert "knows the trade" not in done("journal", "show", "-o", "json").stdout


def test_the_annual_round_comes_into_effect_by_the_next_command(done: Run, read: Read, clock: Any) -> None:
    done("level", "apply", "--ladder", "mini", "--annual", login="li.na")
    said = ("--interview", "calm", "--report", "knows the trade", "--recommended")
    done("level", "review", "1", *said, login="lead.wang")
    done("level", "endorse", "1", "--finding", "fine", "--agreed")
    done("level", "exam", "1", "--name", "knowledge", "--score", "92", "--passed", login="lead.wang")
    done("level", "panel", "1", "--members", "boss lead.wang", "--in-favour", "2", "--against", "0")
    done("level", "notice", "1", "--days", "3")
    clock.move_to(datetime(2026, 3, 24, 4, tzinfo=UTC))
    assert read("level", "approve", "1")["effective_on"] == "2027-01-01"
    clock.move_to(datetime(2027, 1, 1, 1, tzinfo=UTC))
    assert [row["state"] for row in read("level", "cases")] == ["trial"]
    assert read("level", "history", "li.na")[0]["level"] == "middle"


def test_who_is_not_ready_learns_what_is_missing(cstui: Run, done: Run) -> None:
    done("level", "set", "zhang.wei", "low", "--ladder", "mini", "--since", "2026-03-02")
    refused = cstui("level", "apply", "zhang.wei", "--ladder", "mini", login="lead.wang")
    assert refused.exit_code == 1
    assert "zhang.wei is not eligible for middle yet" in refused.stderr
    assert "level explain zhang.wei" in refused.stderr


def test_a_changed_case_is_a_conflict(done: Run, cstui: Run, read: Read) -> None:
    done("level", "apply", "--ladder", "mini", login="li.na")
    version = read("level", "case", "1")["case"]["version"]
    done("level", "withdraw", "1", "--reason", "later", login="li.na")
    done("level", "apply", "--ladder", "mini", login="li.na")
    assert cstui("level", "reject", "2", "--reason", "x", "--version", version + 1).exit_code == 1
    done("level", "reject", "2", "--reason", "x", "--version", version)


def test_fields_from_json(done: Run, read: Read) -> None:
    done("level", "apply", "--ladder", "mini", "--json", "-", stdin='{"statement": "ready"}', login="li.na")
    given = json.dumps({"interview": "calm", "report": "fine", "recommended": False})
    assert read("level", "review", "1", "--json", "-", stdin=given, login="lead.wang")["state"] == "rejected"
    steps = read("level", "case", "1")["steps"]
    assert steps[0]["fields"] == {"statement": "ready"}


def test_a_missing_field_is_named(done: Run, cstui: Run) -> None:
    done("level", "apply", "--ladder", "mini", login="li.na")
    result = cstui("level", "review", "1", "--interview", "calm", login="lead.wang")
    assert result.exit_code == 2
    assert "Review report: is needed" in result.stderr
    assert cstui("level", "case", "9").exit_code == 1


def test_a_demotion_and_its_appeal(done: Run, read: Read, cstui: Run, clock: Any) -> None:
    done("level", "set", "zhang.wei", "middle", "--ladder", "mini", "--since", "2025-01-06")
    told = ("--gravity", "serious", "--on", "2026-03-15", "--text", "hung up")
    done("level", "demote", "zhang.wei", *told, "--ladder", "mini", login="lead.wang")
    done("level", "investigate", "1", "--finding", "the recording", login="lead.wang")
    done("level", "conclude", "1", "--established", "--conclusion", "so it was")
    assert read("level", "decide", "1", "--reason", "serious")["effective_on"] == "2026-03-24"
    assert "appealed against to the end of 2026-03-23" in done("level", "case", "1", login="zhang.wei").stdout
    done("level", "appeal", "1", "--text", "not me", login="zhang.wei")
    assert "--heard-by" in cstui("level", "hear", "1", "--no-upheld", "--finding", "x").stderr
    done("agent", "add", "second", "--name", "Second", "--role", "manager")
    assert "had no part" in cstui("level", "hear", "1", "--no-upheld", "--finding", "x").stderr
    done("level", "hear", "1", "--no-upheld", "--finding", "the voice is yours", login="second")
    clock.move_to(datetime(2026, 3, 24, 4, tzinfo=UTC))
    assert [row["state"] for row in read("level", "cases", "--ended")] == ["effective"]
    assert read("level", "history", "zhang.wei")[0]["level"] == "low"


def test_vacancies(done: Run, read: Read, cstui: Run) -> None:
    done("level", "set", "zhang.wei", "high", "--ladder", "mini", "--since", "2025-01-06")
    move = ("level", "apply", "--to", "chief", "--ladder", "mini")
    assert "No place is free" in cstui(*move, login="zhang.wei").stderr
    assert read("level", "vacancy", "open", "chief", "--ladder", "mini")["number"] == 1
    assert read(*move, login="zhang.wei")["kind"] == "cross"
    done("level", "vacancy", "close", "1")
    assert read("level", "vacancy", "list") == []
    [place] = read("level", "vacancy", "list", "--ended")
    assert place["closed_on"] == "2026-03-16"
    assert "chief" in done("level", "vacancy", "list", "--ended").stdout


def test_the_table_of_cases(done: Run) -> None:
    to_notice(done)
    line = done("level", "cases", login="zhang.wei").stdout.splitlines()[-1]
    assert "promotion" in line and "public notice" in line and " 5" in line
    told = done("level", "case", "1", login="zhang.wei").stdout
    assert "5 working days after today" in told and "You may take: objection" in told


def test_the_papers_and_the_list_as_files(done: Run, cstui: Run, tmp_path: Path) -> None:
    to_notice(done)
    assert "The papers are written" in done("export", "promotion-file", "1", "case.md").stderr
    assert "## Public notice" in (tmp_path / "case.md").read_text("utf-8")
    done("export", "promotion-file", "1", "notice.xlsx", "--paper", "notice")
    assert (tmp_path / "notice.xlsx").stat().st_size > 1000
    assert cstui("export", "promotion-file", "1", "case.md", "--paper", "certificate", "--force").exit_code == 1
    assert "## Application" in done("export", "promotion-file", "1", "-", "--paper", "application").stdout
    told = done("export", "levels", "-", "--format", "csv", "--team", "floor").stdout.splitlines()
    assert told[0].startswith("agent,name,ladder,level,since,next,eligible")


def test_the_inbox(done: Run, read: Read) -> None:
    done("level", "apply", "--ladder", "mini", login="li.na")
    assert [each["step"] for each in read("level", "inbox", login="lead.wang")["waiting"]] == ["review"]
    told = done("level", "inbox", login="li.na").stdout
    assert "Waiting for you: 0" in told and "Your own: 1" in told


def test_the_round_by_command(done: Run, read: Read, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "levels"
    folder.mkdir(parents=True)
    (folder / "house.toml").write_text('ladder = "mini"\n', "utf-8")
    assert [each["agent"] for each in read("level", "round", login="lead.wang")] == ["li.na"]
    assert "under way" in done("level", "round", login="lead.wang").stderr

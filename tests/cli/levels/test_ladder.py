"""``cstui level ladder|show|explain|eligible``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cstui.i18n import set_language
from tests.cli.conftest import Run

AT = ("--at", "2026-03-16")


@pytest.fixture
def senior(done: Run) -> None:
    """李娜 has been a senior specialist for two years."""
    done("level", "set", "li.na", "senior", "--since", "2024-01-01")


def _criterion(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in found["criteria"] if each["criterion"] == name)


def test_the_ladder_shows_each_criterion_with_its_source(done: Run, read: Callable[..., Any]) -> None:
    page = done("level", "ladder").stdout
    assert "Senior specialist > Expert" in page
    without = "without marriage leave, maternity leave, bereavement leave"
    assert f"leave: leave taken, below 23 days, {without}, in the year before filing  [全年请假<23天" in page
    assert "customer praise, at least 2, each from somebody else, in the year before filing" in page
    assert "Procedure: application > review > interview > review report > manager's review > exam > panel > " in page
    assert "Trial in the post: 2 months, from 1 to 3." in page and "its form within 7 working days" in page
    assert "serious incident: the level allowance of the month is withheld" in page
    assert "within 36 months" in done("level", "ladder", "streak").stdout
    assert "age: age, at least 45 years (switched off)" in page
    found = read("level", "ladder", "streak")
    assert [step["needs"][0]["at_least"] for step in found["steps"]] == [6, 12, 24]
    assert len(found["digest"]) == 64 and "text" not in found


def test_an_unknown_ladder_is_named_with_those_there_are(cstui: Run) -> None:
    result = cstui("level", "ladder", "seven")
    assert result.exit_code != 0
    assert "there is no ladder seven" in result.stderr and "dual, five, grade-post, streak" in result.stderr


@pytest.mark.usefixtures("senior")
def test_one_praise_lacking_is_said_in_one_sentence_that_names_what_counts(done: Run, read: Callable[..., Any]) -> None:
    done("praise", "add", "li.na", "--from", "K", "--on", "2025-05-01", "--text", "谢谢")
    found = read("level", "explain", "li.na", *AT)
    assert set(found) >= {"agent", "level", "to", "eligible", "criteria"}
    assert (found["agent"], found["level"], found["to"], found["eligible"]) == ("li.na", "senior", "expert", "no")
    praise = _criterion(found, "customer-praise")
    assert (praise["status"], praise["measured"], praise["required"], praise["gap"]) == ("unmet", 1, 2, 1)
    assert praise["text"] == (
        "customer praise 1 of 2: needs one from a second customer; what counts in 2025 is written praise by a "
        "customer, entered with the customer it came from"
    )
    assert praise["source"] == "客户书面表扬2次,来源≥2个不同客户"
    assert praise["text"] in done("level", "explain", "li.na", *AT).stdout
    lines = done("level", "explain", "li.na", *AT, "-o", "csv").stdout.splitlines()
    assert lines[0].startswith("criterion,status,measured,required,gap") and len(lines) == 17


@pytest.mark.usefixtures("senior")
def test_the_day_asked_for_and_the_level_asked_for_count(cstui: Run, read: Callable[..., Any]) -> None:
    early = _criterion(read("level", "explain", "li.na", "--at", "2025-12-31"), "level")
    assert (early["status"], early["measured"], early["earliest"]) == ("unmet", 23, "2026-01-01")
    assert read("level", "explain", "li.na", "--to", "supervisor", *AT)["to"] == "supervisor"
    refused = cstui("level", "explain", "li.na", "--to", "director")
    assert refused.exit_code == 1 and "there is no step from senior to director" in refused.stderr
    told = cstui("level", "explain", "zhang.wei").stderr
    assert "stands on no level of dual" in told and "cstui level set zhang.wei LEVEL" in told


@pytest.mark.usefixtures("senior")
def test_a_person_on_a_page(done: Run, read: Callable[..., Any]) -> None:
    page = done("level", "show", "li.na", *AT).stdout
    assert "Senior specialist since 2024-01-01 (dual)" in page
    assert "to Expert, eligible: unknown, 1 of 16 met" in page
    assert "cross move to Supervisor" in page
    assert "Stands on no level of dual yet." in done("level", "show", "zhang.wei").stdout
    assert [each["to"] for each in read("level", "show", "li.na")["ways"]] == [
        "expert", "supervisor", "project-supervisor",
    ]  # fmt: skip


def test_who_is_ready(done: Run, read: Callable[..., Any]) -> None:
    for login in ("li.na", "zhang.wei"):
        done("level", "set", login, "assistant", "--since", "2024-01-01")
    done("level", "profile", "li.na", "--status", "regular", "--hired", "2024-01-01")
    done("training", "attest", "li.na", "works-alone")
    assert [each["agent"] for each in read("level", "eligible")] == ["li.na"]
    everyone = read("level", "eligible", "--all", "--team", "floor")
    assert [(each["agent"], each["eligible"]) for each in everyone] == [("li.na", "yes"), ("zhang.wei", "no")]
    assert read("level", "eligible", "--team", "cards") == []


@pytest.mark.usefixtures("senior")
def test_agents_see_themselves_only(cstui: Run, read: Callable[..., Any]) -> None:
    assert read("level", "explain", "li.na", login="li.na")["to"] == "expert"
    for verb in ("explain", "show"):
        assert cstui("level", verb, "li.na", login="zhang.wei").exit_code == 1
    assert [each["agent"] for each in read("level", "eligible", "--all", login="li.na")] == ["li.na"]
    assert read("level", "eligible", "--all", login="zhang.wei") == []
    assert cstui("level", "eligible", "--team", "cards", login="lead.wang").exit_code == 1


@pytest.mark.usefixtures("senior")
def test_the_sentence_is_chinese_where_chinese_is_read(done: Run) -> None:
    set_language("zh")
    assert "客户表扬" in done("--lang", "zh", "level", "explain", "li.na", "--at", date(2026, 3, 16)).stdout

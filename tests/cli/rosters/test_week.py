"""``cstui roster``: a week drawn up, checked, published, changed, compared and closed by command."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from wcwidth import wcswidth

from db import models as rows
from tests.cli.conftest import Run
from tests.conftest import Floor

Read = Callable[..., Any]


@pytest.fixture(autouse=True)
def friday() -> Any:
    """A Friday morning in Shanghai, in the week 2026-W47."""
    with time_machine.travel("2026-11-20T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def drawn(done: Run) -> Run:
    """The next week of the team floor, drawn up and published by its lead."""
    done("roster", "pattern", "early", "all", "--week", "next", login="lead.wang")
    done("roster", "publish", "--week", "next", login="lead.wang")
    return done


def codes(week: dict[str, Any], login: str) -> str:
    return " ".join(shift["code"] for shift in week["shifts"] if shift["login"] == login)


def test_a_week_is_one_object_with_its_shifts(read: Read, drawn: Run) -> None:
    week = read("roster", "show", "--week", "2026-W48")
    assert {key: week[key] for key in ("team", "monday", "state", "version", "revision", "published_by")} == {
        "team": "floor",
        "monday": "2026-11-23",
        "state": "published",
        "version": 1,
        "revision": 1,
        "published_by": "lead.wang",
    }
    assert [person["login"] for person in week["people"]] == ["lead.wang", "li.na", "zhang.wei"]
    assert len(week["shifts"]) == 21 and week["leave"] == []
    assert week["shifts"][0] == {
        "login": "lead.wang",
        "name": "王组长",
        "day": "2026-11-23",
        "code": "A1",
        "start": "2026-11-23T08:00:00+08:00",
        "end": "2026-11-23T17:00:00+08:00",
        "break_minutes": 60,
        "break_at": None,
        "locked": False,
    }


def test_the_table_has_a_row_a_person_and_lines_up_in_cells(floor: Floor, drawn: Run) -> None:
    rows.Leave.create(
        agent=floor.agent.id,
        kind="sick",
        first_day=date(2026, 11, 24),
        last_day=date(2026, 11, 25),
        state="approved",
        created_at=0,
    )
    drawn("roster", "lock", "zhang.wei", "tue", "--week", "next")
    first, _blank, headings, rule, *people = drawn("roster", "show", "--week", "next", "--draft").stdout.splitlines()
    assert first == "floor 2026-W48: published, version 1, revision 2"
    assert headings.split()[2:6] == ["Mon", "23", "Tue", "24"]
    lead, li, zhang, *legend = people
    assert li.split() == ["li.na", "李娜", "A1", "A1~", "A1~", "A1", "A1", "off", "off", "40"]
    assert zhang.split()[2:4] == ["A1", "A1*"]
    assert legend == ["* locked", "~ li.na: sick leave, 11-24 11-25"]
    begins = [wcswidth(line[: line.index("A1")]) for line in (lead, li, zhang)]
    assert len(set(begins)) == 1 and max(map(wcswidth, (headings, rule, *people))) <= 100


def test_csv_and_jsonl_give_a_shift_a_line(drawn: Run) -> None:
    text = drawn("roster", "show", "--week", "next", "-o", "csv").stdout
    assert next(csv.DictReader(io.StringIO(text)))["start"] == "2026-11-23T08:00:00+08:00"
    assert len(drawn("roster", "show", "--week", "next", "-o", "jsonl").stdout.splitlines()) == 21


def test_what_is_not_published_is_said_so(done: Run) -> None:
    done("roster", "set", "li.na", "mon", "A1", "--week", "next")
    result = done("roster", "show", "--week", "next")
    assert "Not published yet" in result.stderr and "A1" not in result.stdout
    assert "A1" in done("roster", "show", "--week", "next", "--draft").stdout


def test_an_agent_sees_the_own_row_as_published(cstui: Run, read: Read, drawn: Run) -> None:
    drawn("roster", "set", "li.na", "mon", "B1", "--week", "next")
    week = read("roster", "show", "--week", "next", "--draft", login="li.na")
    assert codes(week, "li.na") == "A1 A1 A1 A1 A1 off off"
    assert {shift["login"] for shift in week["shifts"]} == {"li.na"}
    assert cstui("roster", "show", "cards", "--week", "next", login="li.na").exit_code == 1
    assert cstui("roster", "set", "li.na", "mon", "B1", login="li.na").exit_code == 1


def test_ranges_of_people_and_days_are_set_at_once(read: Read) -> None:
    week = read("roster", "set", "li.na,zhang.wei", "mon..wed", "B1", "--week", "next")
    assert (codes(week, "li.na"), codes(week, "zhang.wei"), week["revision"]) == ("B1 B1 B1", "B1 B1 B1", 1)
    week = read("roster", "set", "all", "周二", "休", "--week", "next")
    assert [codes(week, login) for login in ("lead.wang", "li.na")] == ["off", "B1 off B1"]
    week = read("roster", "set", "li.na", "11-23..11-24", "none", "--week", "next")
    assert codes(week, "li.na") == "B1"


def test_who_comes_later_sees_the_difference_and_chooses(cstui: Run, read: Read, done: Run) -> None:
    done("roster", "set", "li.na", "mon", "A1", "--week", "next", login="lead.wang")
    late = ("roster", "set", "li.na", "mon", "B1", "--week", "next", "--was", "none")
    result = cstui(*late)
    assert result.exit_code == 1 and result.stdout == ""
    assert "no longer what you saw" in result.stderr
    assert "李娜 (li.na) 2026-11-23: - → A1" in result.stderr and "lead.wang" in result.stderr
    assert codes(read("roster", "show", "--week", "next", "--draft"), "li.na") == "A1"
    assert codes(read(*late, "--force"), "li.na") == "B1"


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (("set", "nobody", "mon", "A1"), 2, "no agent nobody"),
        (("set", "chen.mo", "mon", "A1"), 2, "of the team cards"),
        (("set", "li.na", "mon", "Q7"), 2, "Known: "),
        (("set", "li.na", "someday", "A1"), 2, "is not a day"),
        (("show", "--week", "soon"), 2, "is not a week"),
        (("show", "nowhere"), 2, "no team nowhere"),
        (("pattern", "x", "all"), 2, "early-late"),
        (("copy", "this", "this"), 2, "onto itself"),
        (("copy", "last", "next"), 1, "Nobody has a shift"),
        (("undo",), 1, "nothing to undo"),
        (("publish", "--week", "next"), 1, "no roster of floor"),
        (("check",), 1, "no roster of floor"),
        (("close",), 1, "no roster of floor"),
        (("diff", "--from", "3"), 1, "no version 3"),
        (("lock", "li.na", "mon"), 1, "no shift to lock"),
    ],
)
def test_what_is_wrong_is_named(cstui: Run, args: tuple[str, ...], status: int, words: str) -> None:
    result = cstui("roster", *args)
    assert (result.exit_code, result.stdout) == (status, "")
    assert words in result.stderr


def test_a_locked_shift_is_refused_by_name_until_it_is_freed(cstui: Run, done: Run) -> None:
    done("roster", "set", "li.na", "mon", "A1")
    done("roster", "lock", "li.na", "mon")
    result = cstui("roster", "set", "li.na", "mon", "B1", "--force")
    assert result.exit_code == 1 and "li.na on 2026-11-16 is locked" in result.stderr
    copied = done("roster", "pattern", "late", "li.na")
    assert "6 cells changed" in copied.stdout and "1 locked" in copied.stderr
    done("roster", "unlock", "li.na", "mon")
    done("roster", "set", "li.na", "mon", "B1")


def test_what_was_laid_is_told_in_the_readers_punctuation(done: Run) -> None:
    assert "；" in done("--lang", "zh", "roster", "pattern", "late", "li.na").stdout
    asked = done("--lang", "zh", "roster", "leave", "ask", "annual", "11-30", "--reason", "family", login="li.na")
    assert "原因：family" in asked.stdout


def test_a_copy_tells_who_left(done: Run, drawn: Run) -> None:
    done("agent", "disable", "zhang.wei")
    result = done("roster", "copy", "next", "+2w")
    assert "14 cells changed" in result.stdout
    assert "Not of the team any more: zhang.wei" in result.stderr


def test_a_pattern_by_steps_and_its_undo(read: Read, done: Run) -> None:
    args = ("early-late", "li.na,zhang.wei", "--from", "2026-11-30", "--days", "14", "--step", "7", "--start", "0")
    week = read("roster", "pattern", *args)
    assert (week["monday"], codes(week, "zhang.wei")) == ("2026-11-30", "B1 B1 B1 B1 B1 off off")
    assert codes(read("roster", "show", "--week", "+3w", "--draft"), "zhang.wei") == "A1 A1 A1 A1 A1 off off"
    assert read("roster", "undo", "--week", "+3w")["shifts"] == []


def test_check_ends_with_1_while_a_hard_rule_is_broken(cstui: Run, read: Read, done: Run) -> None:
    done("roster", "set", "li.na", "mon..sun", "A1", "--week", "next")
    result = cstui("roster", "check", "--week", "next", "-o", "jsonl")
    assert result.exit_code == 1 and '"level": "hard"' in result.stdout and '"login": "li.na"' in result.stdout
    result = cstui("roster", "publish", "--week", "next")
    assert result.exit_code == 1 and "hard rule" in result.stderr and "li.na" in result.stderr
    done("roster", "set", "li.na", "sat..sun", "off", "--week", "next")
    found = read("roster", "check", "--week", "next")
    assert all(each["level"] != "hard" for each in found)
    assert read("roster", "list")[0]["state"] == "checked"


def test_publishing_holds_to_the_revision_that_was_seen(cstui: Run, read: Read, done: Run) -> None:
    seen = read("roster", "set", "li.na", "mon", "A1", "--week", "next", login="lead.wang")["revision"]
    done("roster", "set", "zhang.wei", "mon", "A1", "--week", "next")
    result = cstui("roster", "publish", "--week", "next", "--revision", seen, login="lead.wang")
    assert result.exit_code == 1 and "You saw revision 1, it is 2 by now" in result.stderr
    assert read("roster", "publish", "--week", "next", "--revision", 2, login="lead.wang")["version"] == 1


def test_versions_and_their_differences(read: Read, drawn: Run) -> None:
    drawn("roster", "set", "li.na", "tue", "B1", "--week", "next")
    (change,) = read("roster", "diff", "--week", "next")
    assert (change["login"], change["before"]["code"], change["after"]["code"]) == ("li.na", "A1", "B1")
    drawn("roster", "publish", "--week", "next")
    assert read("roster", "diff", "--week", "next") == []
    assert len(read("roster", "diff", "--week", "next", "--from", 0, "--to", 2)) == 21
    assert "Tue 2026-11-24  A1      B1" in drawn("roster", "diff", "--week", "next", "--to", 2).stdout
    shown = [
        (each["version"], each["published_by"], each["changed"])
        for each in read("roster", "versions", "--week", "next")
    ]
    assert shown == [(2, "boss", 1), (1, "lead.wang", 21)]


def test_the_list_of_weeks_and_the_end_of_one(cstui: Run, read: Read, drawn: Run) -> None:
    assert cstui("roster", "close", "--week", "next").exit_code == 1
    with time_machine.travel("2026-11-30T02:00:00+00:00", tick=False):
        assert "ended" in drawn("roster", "close", "--week", "last").stdout
        assert [(week["monday"], week["state"]) for week in read("roster", "list")] == [("2026-11-23", "closed")]
        assert cstui("roster", "set", "li.na", "mon", "B1", "--week", "last").exit_code == 1
        assert "ended" in drawn("roster", "list").stdout

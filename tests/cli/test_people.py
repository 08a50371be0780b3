"""``cstui agent | team | customer | find | who``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import Run

Read = Callable[..., Any]
Case = Callable[..., str]


def test_agents_are_listed_added_shown_and_disabled(cstui: Run, read: Read, done: Run) -> None:
    added = read(
        *("agent", "add", "wu.lei", "--name", "吴磊", "--team", "cards", "--role", "agent", "--role", "lead"),
        *("--skill", "english", "--skill", "cards"),
    )
    assert added == {
        "login": "wu.lei",
        "name": "吴磊",
        "team": "cards",
        "roles": ["agent", "lead"],
        "skills": ["cards", "english"],
        "enabled": True,
        "load": 0,
    }
    assert read("agent", "show", "wu.lei") == added
    assert {each["login"] for each in read("agent", "list", "--team", "cards")} == {"chen.mo", "wu.lei"}
    assert "吴磊" in done("agent", "list").stdout
    assert read("agent", "disable", "wu.lei")["enabled"] is False
    assert cstui("complaint", "list", login="wu.lei").exit_code == 1


def test_agent_add_takes_the_callers_team_and_the_role_agent(read: Read) -> None:
    added = read("agent", "add", "wu.lei", "--name", "吴磊")
    assert (added["team"], added["roles"]) == ("floor", ["agent"])


def test_agent_verbs_refuse(cstui: Run) -> None:
    assert cstui("agent", "show", "nobody").exit_code == 1
    assert cstui("agent", "disable", "nobody").exit_code == 1
    assert cstui("agent", "add", "x", "--name", "X", login="li.na").exit_code == 1
    assert cstui("agent", "add", "x").exit_code == 2
    assert cstui("agent", "add", "x", "--name", "X", "--role", "king").exit_code == 2
    assert cstui("agent", "add", "no blanks", "--name", "X").exit_code == 2


def test_teams_are_listed_and_added(cstui: Run, read: Read, done: Run) -> None:
    added = read("team", "add", "web", "--name", "网站", "--policy", "cn-bank")
    assert added == {"slug": "web", "name": "网站", "policy": "cn-bank", "agents": 0, "open": 0}
    assert [each["slug"] for each in read("team", "list")] == ["cards", "floor", "web"]
    assert "网站" in done("team", "list").stdout
    assert cstui("team", "add", "web", "--name", "again").exit_code == 2
    assert cstui("team", "add", "app", "--name", "App", "--policy", "nonsense").exit_code == 2


def test_customers_are_listed_and_shown_with_their_cases(cstui: Run, read: Read, done: Run, case: Case) -> None:
    ref = case("退款", "--customer-id", "K-1", "--customer-name", "张三", "--customer-phone", "13812341234")
    case("other", "--customer-id", "K-2", "--customer-name", "Li Si")
    assert [each["id"] for each in read("customer", "list")] == ["K-1", "K-2"]
    assert [each["id"] for each in read("customer", "list", "张三")] == ["K-1"]
    assert len(read("customer", "list", "--limit", "1")) == 1
    shown = read("customer", "show", "K-1")
    assert (shown["name"], shown["phone"]) == ("张三", "138****1234")
    assert [each["ref"] for each in shown["complaints"]] == [ref]
    assert ref in done("customer", "show", "K-1").stdout
    assert cstui("customer", "show", "K-9").exit_code == 1


@pytest.mark.parametrize("text", ["C-000001", "13812341234", "张三", "zs", "退款", "charged"])
def test_find_by_every_way_to_a_complaint_or_customer(read: Read, case: Case, text: str) -> None:
    case("退款", "--narrative", "Charged twice", "--customer-name", "张三", "--customer-phone", "13812341234")
    hits = read("find", text)
    assert hits
    assert list(hits[0]) == ["kind", "ref", "text", "state"]
    assert read("find", "-", stdin=f"{text}\n") == hits


def test_find_an_agent(read: Read, done: Run) -> None:
    assert [(hit["kind"], hit["ref"]) for hit in read("find", "李娜")] == [("agent", "li.na")]
    assert "李娜" in done("find", "李娜").stdout


def test_find_without_a_hit(cstui: Run) -> None:
    result = cstui("find", "nothing of this", "-o", "json")
    assert (result.exit_code, result.stdout) == (1, "[]\n")
    assert cstui("find", "nothing of this").stdout == ""
    assert cstui("find", "-", stdin=b"\xff\xfe\x00").exit_code == 2


def test_who_of_a_floor_without_a_roster_is_empty(cstui: Run) -> None:
    result = cstui("who", "-o", "json", "--at", "tomorrow 9:00")
    assert (result.exit_code, result.stdout) == (0, "[]\n")
    assert cstui("who").stdout == ""
    assert cstui("who", "--at", "whenever").exit_code == 2

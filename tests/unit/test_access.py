"""Rights outside the steps: the table of the safety page, asked through the floor's own functions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cstui.errors import BadInput, NotFound, Refused
from cstui.floor import access, accounts, complaints, customers, journal, leavers, queue, setup
from cstui.floor.views import ROLES, Actor
from db import connection
from tests.conftest import Floor

# What each role may do, from the specification; an administrator approves no business act and sees no case.
ALLOWED = {
    "agent": {"read", "add", "staff", "customers"},
    "lead": {"read", "add", "staff", "customers"},
    "manager": {"read", "add", "add elsewhere", "staff", "customers", "journal", "check"},
    "auditor": {"read", "staff", "customers", "journal", "check"},
    "admin": {"staff", "journal", "check", "accounts", "backup"},
}
ACTS: dict[str, Callable[[Actor, Path], object]] = {
    "read": lambda actor, _path: queue.page(actor),
    "add": lambda actor, _path: complaints.add(actor, {"subject": "x"}),
    "add elsewhere": lambda actor, _path: complaints.add(actor, {"subject": "x", "team": "cards"}),
    "staff": lambda actor, _path: accounts.agents(actor),
    "customers": lambda actor, _path: customers.customers(actor),
    "journal": lambda actor, _path: journal.verify(actor),
    "check": lambda actor, _path: setup.check(actor),
    "accounts": lambda actor, _path: accounts.add_agent(actor, "new", name="New"),
    "backup": lambda actor, path: setup.backup(actor, path / "copy.db"),
}


def last_event() -> tuple[Any, ...]:
    sql = "SELECT action, body FROM event ORDER BY seq DESC LIMIT 1"
    found: tuple[Any, ...] = connection.database.execute_sql(sql).fetchone()
    return found


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_the_table_says_and_a_refusal_is_an_event(
    floor: Floor, tmp_path: Path, role: str, act: str
) -> None:
    accounts.add_agent(floor.boss, "somebody", name="S", roles=(role,))
    actor = accounts.find_actor("somebody")
    if act in ALLOWED[role]:
        ACTS[act](actor, tmp_path)
        assert last_event()[0] != "refused"
    else:
        with pytest.raises(access.Denied) as denied:
            ACTS[act](actor, tmp_path)
        assert last_event()[0] == "refused"
        assert denied.value.exit_code == 1
        here = act == "add elsewhere" and "add" in ALLOWED[role]
        assert denied.value.detail.startswith("Your right reaches" if here else "That right belongs to: ")


@pytest.mark.parametrize("role", ROLES)
def test_more_roles_never_take_a_right_away(floor: Floor, role: str) -> None:
    alone = floor.agent._replace(roles=frozenset({role}))
    for other in ROLES:
        both = floor.agent._replace(roles=frozenset({role, other}))
        for action in access.RIGHTS:
            widths = [access._WIDTH.get(access.scope_of(actor, action) or "", 0) for actor in (alone, both)]
            assert widths[0] <= widths[1]


def test_every_right_has_its_words() -> None:
    assert set(access.RIGHTS) == set(access._NAMES)
    assert {role for roles in access.RIGHTS.values() for role in roles} == set(ROLES)


def test_scopes_of_lists_counts_and_figures(floor: Floor) -> None:
    for team, number in (("floor", 2), ("cards", 3)):
        for _again in range(number):
            complaints.add(floor.boss, {"subject": "x", "team": team})
    for actor, seen in ((floor.agent, 2), (floor.lead, 2), (floor.stranger, 3), (floor.boss, 5), (floor.auditor, 5)):
        assert len(queue.page(actor).rows) == queue.count(actor) == queue.tally(actor).open == seen
        assert queue.count(actor, "state:all") == queue.count(actor, "team:floor") + queue.count(actor, "team:cards")


def test_the_filter_never_widens_what_is_seen(floor: Floor) -> None:
    complaints.add(floor.boss, {"subject": "secret", "team": "cards", "customer_phone": "13812341234"})
    for query in ("team:cards", "state:all", "secret", "-owner:me", "phone:13812341234", "ref:1", "-ref:2"):
        assert queue.page(floor.agent, query).rows == ()
        assert queue.count(floor.agent, query) == 0


# Accounts


def test_people_are_added_with_team_role_and_skills(floor: Floor) -> None:
    agent = accounts.add_agent(
        floor.boss, "ou.yang", name="欧阳\x1b明月", team="cards", roles=("agent", "lead"), skills=["english", "上门"]
    )
    assert (agent.name, agent.team, agent.roles, agent.skills) == (
        "欧阳␛明月", "cards", ("agent", "lead"), ("english", "上门"),
    )  # fmt: skip
    assert accounts.agent(floor.boss, "ou.yang") == agent
    assert accounts.add_agent(floor.boss, "plain", name="P").team == "floor"
    assert [person.login for person in accounts.agents(floor.boss, team="cards")] == ["chen.mo", "ou.yang"]


@pytest.mark.parametrize(
    ("login", "name", "more"),
    [
        ("li.na", "Twice", {}),
        ("two words", "X", {}),
        ("", "X", {}),
        ("-flag", "X", {}),
        ("x" * 65, "X", {}),
        ("new\n", "X", {}),
        ("new", "  ", {}),
        ("new", "X", {"roles": ("boss",)}),
        ("new", "X", {"roles": ()}),
        ("new", "X", {"team": "moon"}),
    ],
)
def test_who_cannot_be_added(floor: Floor, login: str, name: str, more: dict[str, Any]) -> None:
    before = len(accounts.agents(floor.boss))
    with pytest.raises(BadInput):
        accounts.add_agent(floor.boss, login, name=name, **more)
    assert len(accounts.agents(floor.boss)) == before


def test_a_disabled_account_is_out_at_once_and_keeps_its_cases(floor: Floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x"}).ref
    complaints.take(floor.agent, ref, "claim")
    assert leavers.disable_agent(floor.boss, "li.na").enabled is False
    with pytest.raises(Refused, match="disabled"):
        accounts.find_actor("li.na")
    with pytest.raises(Refused, match="disabled"):
        accounts.fresh(floor.agent)
    assert complaints.show(floor.lead, ref).complaint.assignee == "li.na"


def test_nobody_disables_themselves_or_a_stranger(floor: Floor) -> None:
    with pytest.raises(Refused, match="their own account"):
        leavers.disable_agent(floor.boss, "boss")
    with pytest.raises(NotFound):
        leavers.disable_agent(floor.boss, "nobody")


def test_who_is_unknown_is_told_how_to_come_in(floor: Floor) -> None:
    with pytest.raises(Refused, match="not known on this floor") as refusal:
        accounts.find_actor("mallory\x1b[31m")
    assert "cstui agent add" in refusal.value.detail
    assert "\x1b" not in str(refusal.value)


def test_teams_have_their_pack_people_and_open_cases(floor: Floor) -> None:
    complaints.add(floor.boss, {"subject": "x", "team": "cards"})
    leavers.disable_agent(floor.boss, "zhang.wei")
    teams = {team.slug: team for team in accounts.teams(floor.agent)}
    assert (teams["cards"].policy, teams["cards"].agents, teams["cards"].open) == ("cn-bank", 1, 1)
    assert (teams["floor"].policy, teams["floor"].agents, teams["floor"].open) == ("retail", 4, 0)
    for slug, policy in (("cards", None), ("two words", None), ("new", "no-such-pack"), ("new", "../retail")):
        with pytest.raises(BadInput):
            accounts.add_team(floor.boss, slug, name="X", policy=policy)
    assert set(accounts.teams(floor.boss)) == set(teams.values())


@pytest.mark.parametrize(
    ("name", "initials"),
    [("张三", "zs"), ("欧阳明月", "oymy"), ("Li Na", "ln"), ("anna  maria", "am"), ("", ""), ("李 A", "la")],
)
def test_initials(name: str, initials: str) -> None:
    assert accounts.initials(name) == initials


def test_who_may_but_not_there_learns_how_far_the_right_reaches(floor: Floor) -> None:
    floor_team, cards = floor.lead.team_id, floor.stranger.team_id
    with pytest.raises(access.Denied, match="Your right reaches your own team"):
        access.require(floor.lead, "roster.write", team_id=cards)
    with pytest.raises(access.Denied, match="Your right reaches only yourself"):
        access.require_about(floor.agent, "attendance.read", agent_id=floor.other.id, team_id=floor_team)

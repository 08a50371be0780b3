"""Reads of agents, teams and customers."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any, NamedTuple

from peewee import JOIN, SQL, fn

from ..connection import database
from ..fields import instant, words
from ..models import Agent, Customer, Erasure, Tally, Team
from ..search import contains


class Account(NamedTuple):
    """One agent with the team's short name."""

    id: int
    login: str
    name: str
    team_id: int
    team: str
    roles: frozenset[str]
    skills: frozenset[str]
    enabled: bool
    last_assigned_at: Any


class TeamRow(NamedTuple):
    """One team with its people and open complaints counted."""

    id: int
    slug: str
    name: str
    policy: str | None
    agents: int
    open: int


class CustomerRow(NamedTuple):
    """One customer as stored: the phone is not masked here."""

    id: int
    external_id: str | None
    name: str
    phone: str | None
    tier: str | None


_ACCOUNT = (Agent.id, Agent.login, Agent.name, Agent.team_id, Team.slug, Agent.roles, Agent.skills, Agent.enabled)
_ERASED = fn.EXISTS(Erasure.select(SQL("1")).where(Erasure.customer_id == Customer.id))
_CUSTOMER = (Customer.id, Customer.external_id, Customer.name, Customer.phone, Customer.tier)
ENDED = ("closed", "rejected", "withdrawn", "merged")


def _accounts(query: Any) -> list[Account]:
    return _as_accounts(database.execute(query.select(*_ACCOUNT, Agent.last_assigned_at)))


def _as_accounts(found: Any) -> list[Account]:
    return [
        Account(
            ident,
            login,
            name,
            team_id,
            team,
            frozenset(words(roles)),
            frozenset(words(skills)),
            bool(enabled),
            instant(assigned),
        )
        for ident, login, name, team_id, team, roles, skills, enabled, assigned in found
    ]


@cache
def _account_sql() -> str:
    query = Agent.select(*_ACCOUNT, Agent.last_assigned_at).join(Team)
    return str(query.where(Agent.login == "").sql()[0])  # asked on every action: built once


def account(login: str) -> Account | None:
    """Return the agent of a login."""
    found = _as_accounts(database.execute_sql(_account_sql(), (login,)))
    return found[0] if found else None


def slug_of(team_id: int) -> str:
    """Return a team's short name."""
    return str(database.execute_sql("SELECT slug FROM team WHERE id = ?", (team_id,)).fetchone()[0])


def slugs() -> dict[int, str]:
    """Return every team's short name by id."""
    return dict(database.execute_sql("SELECT id, slug FROM team").fetchall())


def login_of(agent_id: int | None) -> str | None:
    """Return an agent's login, None for nobody."""
    found = database.execute_sql("SELECT login FROM agent WHERE id = ?", (agent_id,)).fetchone()
    return str(found[0]) if found else None


def accounts(team: str | None = None) -> list[Account]:
    """Return all agents by login, or those of one team."""
    query = Agent.select().join(Team).order_by(Agent.login)
    return _accounts(query if team is None else query.where(Team.slug == team))


def of_ids(ids: Collection[int | None]) -> dict[int, Account]:
    """Return the agents of these ids, disabled ones as well; None is passed over."""
    wanted = {ident for ident in ids if ident is not None}
    return {found.id: found for found in _accounts(Agent.select().join(Team).where(Agent.id.in_(wanted)))}


def named(text: str, limit: int) -> list[Account]:
    """Return agents whose login, name or initials begin with or contain the text."""
    lowered = text.lower()
    query = Agent.select().join(Team).order_by(Agent.login).limit(limit)
    return _accounts(
        query.where(contains(Agent.name, text) | contains(Agent.login, text) | (Agent.initials == lowered))
    )


def teams() -> list[TeamRow]:
    """Return all teams by short name."""
    open_n = Tally.select(fn.coalesce(fn.sum(Tally.n), 0)).where((Tally.team_id == Team.id) & Tally.state.not_in(ENDED))
    query = (
        Team.select(Team.id, Team.slug, Team.name, Team.policy, fn.count(Agent.id), open_n)
        .join(Agent, JOIN.LEFT_OUTER, on=((Agent.team == Team.id) & (Agent.enabled == 1)))
        .group_by(Team.id)
        .order_by(Team.slug)
    )
    return [TeamRow(*row) for row in database.execute(query).fetchall()]


def customer(*, external_id: str | None = None, phone: str | None = None) -> CustomerRow | None:
    """Return the customer of the company's number, else of the phone (newest)."""
    query = Customer.select(*_CUSTOMER).order_by(Customer.id.desc()).limit(1)
    if external_id is not None:
        query = query.where(Customer.external_id == external_id)
    else:
        query = query.where(Customer.phone == phone)
    found = database.execute(query).fetchone()
    return CustomerRow(*found) if found else None


def customers(text: str, limit: int, after: int = 0, tier: str | None = None) -> list[CustomerRow]:
    """Return customers by id whose name, number, phone or initials hold the text (all when it is empty), of a tier."""
    query = Customer.select(*_CUSTOMER).where(Customer.id > after, ~_ERASED).order_by(Customer.id).limit(limit)
    if tier is not None:
        query = query.where(fn.lower(Customer.tier) == tier.lower())
    if text:
        lowered = text.lower()
        query = query.where(
            contains(Customer.name, text)
            | (Customer.external_id == text)
            | (Customer.phone == text)
            | (Customer.initials == lowered)
        )
    return [CustomerRow(*row) for row in database.execute(query).fetchall()]

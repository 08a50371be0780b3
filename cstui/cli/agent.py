"""``cstui agent``: the staff."""

from __future__ import annotations

from typing import Any

import click

from ..floor import accounts, labels, leavers
from ..floor.views import ROLES, Agent
from ..i18n import N_, _, listed
from .endings import show_left
from .output import Column, show_list, show_one
from .parts import Nouns, argument, option, output_option, verb
from .session import Session, pass_session

agent = Nouns("agent", help=N_("Agents: the people of the floor and what they may do."))


def _roles(person: Agent) -> str:
    return listed(labels.label("role", role) for role in person.roles)


_COLUMNS = (
    Column(N_("Login"), lambda person: person.login),
    Column(N_("Name"), lambda person: person.name, narrows=True),
    Column(N_("Team"), lambda person: person.team),
    Column(N_("Roles"), _roles, narrows=True),
    Column(N_("Skills"), lambda person: listed(person.skills), narrows=True),
    Column(N_("Load"), lambda person: person.load),
    Column(N_("Enabled"), lambda person: _("yes") if person.enabled else _("no")),
)


def _line(person: Agent) -> str:
    state = "" if person.enabled else "  " + _("disabled")
    return f"{person.login}  {person.name}  {person.team}  {_roles(person)}{state}"


@verb(agent, "list", N_("List the staff with their open cases."))
@option("--team", metavar="TEAM", help=N_("Only this team."))
@output_option
@pass_session
def list_(session: Session, form: str, team: str | None) -> None:
    show_list(form, accounts.agents(session.actor(), team=team), _COLUMNS)


@verb(agent, "show", N_("Show one person."))
@argument("login", metavar="LOGIN", help=N_("The login."))
@output_option
@pass_session
def show(session: Session, form: str, login: str) -> None:
    person = accounts.agent(session.actor(), login)
    show_one(form, person, lambda: _line(person))


@verb(agent, "add", N_("Add a person."))
@argument("login", metavar="LOGIN", help=N_("The login in the operating system, or for --as."))
@option("--name", required=True, metavar="NAME", help=N_("The name as others read it."))
@option("--team", metavar="TEAM", help=N_("The team; yours unless told."))
@option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(ROLES),
    default=("agent",),
    show_default=True,
    help=N_("A role; may be given several times."),
)
@option("--skill", "skills", multiple=True, metavar="SKILL", help=N_("A skill; may be given several times."))
@output_option
@pass_session
def add(session: Session, form: str, login: str, name: str, **given: Any) -> None:
    person = accounts.add_agent(session.actor(), login, name=name, **given)
    show_one(form, person, lambda: _line(person))


@verb(agent, "disable", N_("Shut a person out; open sessions end within seconds."))
@argument("login", metavar="LOGIN", help=N_("The login."))
@output_option
@pass_session
def disable(session: Session, form: str, login: str) -> None:
    from ..floor.rosters.missing import left

    actor = session.actor()
    person = leavers.disable_agent(actor, login)
    show_one(form, person, lambda: _line(person))
    show_left(left(actor, login), person.login)

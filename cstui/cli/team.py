"""``cstui team``: the teams."""

from __future__ import annotations

from ..floor import accounts
from ..i18n import N_
from .output import Column, show_list, show_one
from .parts import Nouns, argument, option, output_option, verb
from .session import Session, pass_session

team = Nouns("team", help=N_("Teams and their policy packs."))

_COLUMNS = (
    Column(N_("Team"), lambda each: each.slug),
    Column(N_("Team name"), lambda each: each.name, narrows=True),
    Column(N_("Policy pack"), lambda each: each.policy),
    Column(N_("Agents"), lambda each: each.agents),
    Column(N_("Open cases"), lambda each: each.open),
)


@verb(team, "list", N_("List the teams with their people and open complaints."))
@output_option
@pass_session
def list_(session: Session, form: str) -> None:
    show_list(form, accounts.teams(session.actor()), _COLUMNS)


@verb(team, "add", N_("Add a team."))
@argument("slug", metavar="TEAM", help=N_("Its short name: letters, digits and . _ @ -"))
@option("--name", required=True, metavar="NAME", help=N_("The name as others read it."))
@option("--policy", metavar="PACK", help=N_("Its policy pack; the floor's unless told."))
@output_option
@pass_session
def add(session: Session, form: str, slug: str, name: str, policy: str | None) -> None:
    added = accounts.add_team(session.actor(), slug, name=name, policy=policy)
    show_one(form, added, lambda: f"{added.slug}  {added.name}  {added.policy}")

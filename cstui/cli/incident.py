"""``cstui incident``: many complaints about one thing."""

from __future__ import annotations

from typing import Any

import click

from ..floor import incidents
from ..floor.forms import FORMS
from ..i18n import N_, _
from . import fields
from .complaint import COLUMNS, brief
from .endings import show_refusals
from .output import Column, plain, short, show_list, show_one
from .parts import NUMBER, Nouns, argument, option, output_option, verb
from .session import Session, pass_session

incident = Nouns("incident", help=N_("Incidents: many complaints about one thing, answered together."))

_COLUMNS = (
    Column(N_("Incident"), lambda each: each.id),
    Column(N_("Title"), lambda each: each.title, narrows=True),
    Column(N_("Team"), lambda each: each.team),
    Column(N_("Complaints"), lambda each: each.complaints),
    Column(N_("Open cases"), lambda each: each.open),
    Column(N_("Opened"), lambda each: short(each.opened_at)),
)


@verb(incident, "list", N_("List the incidents under way."))
@option("--ended", is_flag=True, help=N_("The ended ones as well."))
@output_option
@pass_session
def list_(session: Session, form: str, ended: bool) -> None:
    show_list(form, incidents.incidents(session.actor(), ended=ended), _COLUMNS)


@verb(incident, "open", N_("Open an incident for your team."))
@argument("title", metavar="TITLE", help=N_("What happened."))
@output_option
@pass_session
def open_(session: Session, form: str, title: str) -> None:
    _show(form, incidents.begin(session.actor(), title))


@verb(incident, "show", N_("Show an incident with its complaints."))
@argument("number", metavar="NUMBER", type=NUMBER, help=N_("Its number."))
@output_option
@pass_session
def show(session: Session, form: str, number: int) -> None:
    actor = session.actor()
    found, cases = incidents.incident(actor, number), incidents.members(actor, number)
    shown = plain(found) | {"members": plain(cases)}
    show_one(form, shown, lambda: "\n".join([_line(found), *(f"  {brief(case)}" for case in cases)]))


@verb(incident, "add", N_("Group complaints under an incident."))
@argument("number", metavar="NUMBER", type=NUMBER, help=N_("Its number."))
@argument("refs", metavar="REF...", nargs=-1, required=True, help=N_("The complaints."))
@output_option
@pass_session
def add(session: Session, form: str, number: int, refs: tuple[str, ...]) -> None:
    _show(form, incidents.add(session.actor(), number, refs))


@verb(incident, "close", N_("End an incident; its complaints go their own way."))
@argument("number", metavar="NUMBER", type=NUMBER, help=N_("Its number."))
@output_option
@pass_session
def close(session: Session, form: str, number: int) -> None:
    _show(form, incidents.close(session.actor(), number))


@verb(
    incident,
    "respond",
    N_("Send one reply to all its complaints in handling; each keeps its clocks."),
    params=fields.options(FORMS["respond"]),
)
@argument("number", metavar="NUMBER", type=NUMBER, help=N_("Its number."))
@output_option
@pass_session
@click.pass_context
def respond(
    ctx: click.Context, session: Session, form: str, number: int, json_source: str | None, **given: Any
) -> None:
    done, refused = incidents.answer(session.actor(), number, fields.gather(given, json_source))
    show_list(form, done, COLUMNS)
    if refused:
        show_refusals(refused)
        ctx.exit(1)


def _line(found: incidents.Incident) -> str:
    return _("Incident {number}: {title} ({open} of {all} open)").format(
        number=found.id, title=found.title, open=found.open, all=found.complaints
    )


def _show(form: str, found: incidents.Incident) -> None:
    show_one(form, found, lambda: _line(found))

"""``cstui duty``: the duty log."""

from __future__ import annotations

import click

from ..floor import duty as log
from ..floor.labels import label
from ..i18n import N_
from .output import Column, short, show_list, show_one
from .parts import Nouns, argument, option, output_option, verb
from .session import Session, pass_session

duty = Nouns("duty", help=N_("The duty log: calls, things lost and found, mail, announcements."))

_COLUMNS = (
    Column(N_("At"), lambda each: short(each.at)),
    Column(N_("Shift"), lambda each: label("shift", each.shift)),
    Column(N_("Kind"), lambda each: label("duty", each.kind)),
    Column(N_("Count"), lambda each: "" if each.number is None else each.number),
    Column(N_("Text"), lambda each: each.text, narrows=True),
    Column(N_("Author"), lambda each: each.author),
)


@verb(duty, "list", N_("List the log of the last days, newest first."))
@option("--days", type=click.IntRange(1, 366), default=2, show_default=True, help=N_("How many days back."))
@output_option
@pass_session
def list_(session: Session, form: str, days: int) -> None:
    show_list(form, log.entries(session.actor(), days=days), _COLUMNS)


@verb(duty, "add", N_("Add a line to the log of your team."))
@argument("kind", metavar="KIND", help=N_("calls, lost, found, mail, announcement or other."))
@argument("text", metavar="TEXT", default="", help=N_("What there is to say."))
@option("--count", type=int, help=N_("How many: calls taken, letters come."))
@option("--shift", metavar="SHIFT", help=N_("early, late or night; by the clock unless told."))
@output_option
@pass_session
def add(session: Session, form: str, kind: str, text: str, count: int | None, shift: str | None) -> None:
    entry = log.write(session.actor(), kind, text, count=count, shift=shift)
    show_one(form, entry, lambda: f"{short(entry.at)}  {label('shift', entry.shift)}  {log.words(entry)}")

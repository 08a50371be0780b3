"""``cstui roster``: the stamps of the time clock one by one."""

from __future__ import annotations

from ...floor.rosters import stamps as kept
from ...floor.rosters.stamps import Stamp
from ...floor.rosters.words import label
from ...i18n import N_, _
from ...text import one_line
from ..output import Column, local, short, show_list, show_one
from ..parts import NUMBER, argument, command, option, output_option
from ..session import Session, pass_session
from .clock import days_of_week


def _struck(each: Stamp) -> str:
    told = _("struck out by {who}: {reason}")
    return told.format(who=each.voided_by, reason=one_line(each.reason)) if each.voided_at else ""


_STAMPS = (
    Column(N_("Number"), lambda each: each.number),
    Column(N_("Login"), lambda each: each.login),
    Column(N_("When"), lambda each: local(each.at).strftime("%Y-%m-%d %H:%M:%S")),
    Column(N_("What"), lambda each: label("stamp", each.kind)),
    Column(N_("Source"), lambda each: one_line(each.source)),
    Column(N_("Entered by"), lambda each: each.entered_by or ""),
    Column(N_("Struck out"), _struck, narrows=True),
)


@command("stamps", N_("List a person's stamps of the time clock, those struck out too."))
@argument("login", metavar="[LOGIN]", required=False, help=N_("Whose; your own unless told."))
@option("--from", "first", metavar="DAY", help=N_("The first day; this week's Monday unless told."))
@option("--to", "last", metavar="DAY", help=N_("The last day; today unless told."))
@output_option
@pass_session
def stamps(session: Session, form: str, login: str | None, first: str | None, last: str | None) -> None:
    actor = session.actor()
    show_list(form, kept.stamps(actor, login or actor.login, *days_of_week(first, last)), _STAMPS)


@command("void", N_("Strike out a stamp of the time clock that was wrong; it is kept with the reason."))
@argument("number", type=NUMBER, metavar="NUMBER", help=N_("The number, from the list of stamps."))
@option("--reason", metavar="TEXT", required=True, help=N_("Why."))
@output_option
@pass_session
def void(session: Session, form: str, number: int, reason: str) -> None:
    done = kept.void(session.actor(), number, reason)
    show_one(form, done, lambda: _line(done))


def _line(done: Stamp) -> str:
    return _("{who}: {kind} {time} is struck out").format(
        who=done.login, kind=label("stamp", done.kind), time=short(done.at)
    )

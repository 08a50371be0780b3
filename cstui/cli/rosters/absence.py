"""``cstui roster``: absence, and what becomes of the cases of those who are gone."""

from __future__ import annotations

from typing import Any

import click

from ...floor import store, when
from ...floor.complaints import Batch
from ...floor.rosters import absence
from ...floor.views import Actor
from ...i18n import N_, _, ngettext
from ...text import one_line
from ..complaint import COLUMNS
from ..complaint import brief as case_line
from ..endings import show_refusals
from ..output import plain, safe_echo, short, show_list, show_one
from ..parts import argument, command, option, output_option
from ..session import Session, pass_session

_login_argument = argument("login", metavar="LOGIN", help=N_("The person."))
_release_option = option("--release", "how", flag_value="release", help=N_("Give the open cases back to the queue."))
_spread_option = option("--spread", "how", flag_value="spread", help=N_("Assign the open cases to others who qualify."))


@command("absent", N_("Mark a person absent; the open cases can be handed back with it."))
@_login_argument
@option("--from", "start", metavar="TIME", help=N_("From when; now unless told."))
@option("--until", metavar="TIME", help=N_("Until when; the end of the shift unless told, without one of the day."))
@option("--reason", metavar="TEXT", default="", help=N_("Why."))
@_release_option
@_spread_option
@output_option
@pass_session
def absent(
    session: Session, form: str, login: str, start: str | None, until: str | None, reason: str, how: str | None
) -> None:
    actor = session.actor()
    begin = when.resolve(start, now=store.now(), zone=store.zone()) if start else None
    end = when.resolve_end(until, begin or store.now(), now=store.now(), zone=store.zone()) if until else None
    handed = Batch((), ())
    if how is None:
        marked = absence.mark(actor, login, begin, end, reason)
    else:
        marked, handed = absence.mark_and_hand_back(actor, login, how, begin, end, reason)
    shown: dict[str, Any] = plain(marked)
    lines = [_("{who} is absent from {start} until {end}").format(
        who=marked.login, start=short(marked.start), end=short(marked.end)
    )]  # fmt: skip
    lines += [case_line(case) for case in handed.done]
    refused = [{"ref": ref, "reason": reason} for ref, reason in handed.refused]
    show_one(form, shown | {"handed_back": plain(handed.done), "refused": refused}, lambda: "\n".join(lines))
    if handed.refused:
        show_refusals(handed.refused)
    if how is None:
        _offer(actor, login)


@command("back", N_("End a person's absence now."))
@_login_argument
@option("--mistaken", is_flag=True, help=N_("Strike it out: it never was."))
@pass_session
def back(session: Session, login: str, mistaken: bool) -> None:
    absence.cancel(session.actor(), login, mistaken=mistaken)
    safe_echo(_("{who} is back.").format(who=one_line(login)), err=True)


@command("handback", N_("Hand the open cases of somebody back as one action, or list them, promises first."))
@_login_argument
@argument("refs", metavar="[REF]...", nargs=-1, help=N_("Only these complaints."))
@_release_option
@_spread_option
@output_option
@pass_session
@click.pass_context
def handback(
    ctx: click.Context, session: Session, form: str, login: str, refs: tuple[str, ...], how: str | None
) -> None:
    actor = session.actor()
    if how is None:
        show_list(form, absence.open_cases(actor, login), COLUMNS)
        return
    done, refused = absence.hand_back(actor, login, refs or None, how)
    show_list(form, done, COLUMNS)
    if refused:
        show_refusals(refused)
        ctx.exit(1)


def _offer(actor: Actor, login: str) -> None:
    left = absence.open_cases(actor, login)
    if left:
        told = ngettext(
            "{n} open case stays with {login}; hand it back: {command}",
            "{n} open cases stay with {login}; hand them back: {command}",
            len(left),
        )
        command = f"cstui roster handback {left[0].assignee} --release|--spread"
        safe_echo(told.format(n=len(left), login=left[0].assignee, command=command), err=True)

"""``cstui roster open``: shifts that nobody has yet."""

from __future__ import annotations

from ...floor.rosters import open_shifts
from ...floor.rosters.request_views import OpenShift
from ...floor.rosters.request_words import open_shift_words
from ...floor.rosters.weeks import day_of
from ...floor.rosters.words import label
from ...i18n import N_
from ...text import one_line
from ..output import Column, show_list, show_one
from ..parts import Nouns, argument, option, output_option, verb
from ..session import Session, pass_session
from .requests import add_step, all_option, reason_option, told

open_ = Nouns("open", help=N_("Open shifts: posted by a lead, asked for by the team."))

_COLUMNS = (
    Column(N_("Open shift"), lambda each: each.number),
    Column(N_("State"), lambda each: label("open_shift_state", each.state)),
    Column(N_("What"), open_shift_words, narrows=True),
    Column(N_("Team"), lambda each: each.team),
    Column(N_("Posted by"), lambda each: each.posted_by),
)


@verb(open_, "post", N_("Post a shift that anybody of the team may ask for."))
@argument("on", metavar="DAY", help=N_("The day, such as 2026-11-23, 11-23, mon."))
@argument("code", metavar="CODE", help=N_("A shift of the policy, or times such as 09:00-13:00."))
@option("--team", metavar="TEAM", help=N_("The team; yours unless told."))
@reason_option
@output_option
@pass_session
def post(session: Session, form: str, on: str, code: str, team: str | None, reason: str) -> None:
    _show(form, open_shifts.post(session.actor(), day_of(on), code, team=team, reason=reason))


@verb(open_, "list", N_("List open shifts by day."))
@all_option
@output_option
@pass_session
def list_(session: Session, form: str, ended: bool) -> None:
    show_list(form, open_shifts.open_shifts(session.actor(), live=not ended), _COLUMNS, begin="roster open post")


def _show(form: str, found: OpenShift) -> None:
    show_one(form, found, lambda: _page(found))


def _page(found: OpenShift) -> str:
    state = label("open_shift_state", found.state)
    return told(
        *(open_shift_words(found), state, found.number, found.warnings),
        (N_("Reason"), one_line(found.reason)),
        (N_("Posted by"), found.posted_by),
        (N_("Decided by"), found.decided_by or ""),
    )


add_step(
    open_, "ask", N_("Ask for an open shift; the first who asks has it, if a lead agrees."), open_shifts.ask, _show
)
add_step(open_, "retract", N_("Take your asking back."), open_shifts.retract, _show)
add_step(open_, "approve", N_("Give it to who asked, and write it into the roster."), open_shifts.approve, _show)
add_step(open_, "refuse", N_("Turn down who asked; it is open again."), open_shifts.refuse, _show)
add_step(open_, "withdraw", N_("Take a posted shift back."), open_shifts.withdraw, _show)
add_step(open_, "show", N_("Show an open shift with what the rules say of it."), open_shifts.open_shift, _show)

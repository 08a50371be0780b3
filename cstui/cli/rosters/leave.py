"""``cstui roster leave``: days off that are applied for."""

from __future__ import annotations

from ...floor.rosters import leave as days_off
from ...floor.rosters.request_views import Leave
from ...floor.rosters.request_words import leave_words
from ...floor.rosters.weeks import day_of
from ...floor.rosters.words import label
from ...i18n import N_, _, listed
from ...text import one_line
from ..output import Column, show_list, show_one
from ..parts import Nouns, argument, option, output_option, verb
from ..session import Session, pass_session
from .requests import add_step, all_option, day, reason_option, told

leave = Nouns("leave", help=N_("Apply for leave, and decide on it."))

_COLUMNS = (
    Column(N_("Leave"), lambda each: each.number),
    Column(N_("State"), lambda each: label("leave_state", each.state)),
    Column(N_("What"), leave_words, narrows=True),
    Column(N_("Number of days"), lambda each: each.days),
    Column(N_("Decided by"), lambda each: each.decided_by or ""),
)


@verb(leave, "ask", N_("Apply for leave."))
@argument("kind", metavar="KIND", help=N_("A kind of the policy, such as annual, sick, personal."))
@argument("first", metavar="FIRST", help=N_("The first day, such as 2026-11-23, 11-23, mon."))
@argument("last", metavar="LAST", required=False, help=N_("The last day; the first unless told."))
@reason_option
@option("--draft", is_flag=True, help=N_("Keep it to yourself until `submit`."))
@output_option
@pass_session
def ask(session: Session, form: str, kind: str, first: str, last: str | None, reason: str, draft: bool) -> None:
    actor = session.actor()
    _show(form, days_off.ask(actor, kind, day_of(first), day(last), reason=reason, draft=draft))


@verb(leave, "list", N_("List leave that is ahead or undecided."))
@all_option
@output_option
@pass_session
def list_(session: Session, form: str, ended: bool) -> None:
    show_list(form, days_off.leaves(session.actor(), live=not ended), _COLUMNS, begin="roster leave ask")


def _show(form: str, found: Leave) -> None:
    show_one(form, found, lambda: _page(found))


def _page(found: Leave) -> str:
    state = label("leave_state", found.state)
    return told(
        *(leave_words(found), state, found.number, found.warnings),
        (N_("Shifts hit"), listed(f"{shift.day} {shift.code}" for shift in found.shifts)),
        (N_("Reason"), one_line(found.reason)),
        (N_("Self-declared"), _("no other manager could decide") if found.self_declared else ""),
        (N_("Decided by"), found.decided_by or ""),
        (N_("Decision"), one_line(found.decision)),
    )


add_step(leave, "submit", N_("Submit a draft."), days_off.submit, _show)
add_step(
    leave,
    "approve",
    N_("Approve leave; its shifts stay in the roster as on leave."),
    days_off.approve,
    _show,
    option("--note", metavar="TEXT", default="", help=N_("What the person is to know.")),
)
add_step(leave, "reject", N_("Reject leave, with a reason."), days_off.reject, _show, reason_option)
add_step(
    leave,
    "cancel",
    N_("Cancel your leave before it begins; a lead, with a reason, later as well."),
    days_off.cancel,
    _show,
    reason_option,
)
add_step(leave, "show", N_("Show leave with the shifts it hits."), days_off.leave, _show)

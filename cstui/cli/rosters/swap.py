"""``cstui roster swap``: exchanging shifts."""

from __future__ import annotations

from ...floor.rosters import swaps
from ...floor.rosters.request_views import Swap
from ...floor.rosters.request_words import swap_words
from ...floor.rosters.weeks import day_of
from ...floor.rosters.words import label
from ...i18n import N_
from ...text import one_line
from ..output import Column, short, show_list, show_one
from ..parts import Nouns, argument, option, output_option, verb
from ..session import Session, pass_session
from .requests import add_step, all_option, day, reason_option, told

swap = Nouns("swap", help=N_("Exchange shifts: ask, agree, and have a lead decide."))

_COLUMNS = (
    Column(N_("Swap"), lambda each: each.number),
    Column(N_("State"), lambda each: label("swap_state", each.state)),
    Column(N_("What"), swap_words, narrows=True),
    Column(N_("Until"), lambda each: short(each.expires_at)),
    Column(N_("Decided by"), lambda each: each.decided_by or ""),
)


@verb(swap, "ask", N_("Offer your shift of a day to somebody, or to the team."))
@argument("on", metavar="DAY", help=N_("The day of your shift, such as 2026-11-23, 11-23, mon."))
@option("--with", "peer", metavar="LOGIN", help=N_("To whom; to anybody of the team unless told."))
@option("--their-day", metavar="DAY", help=N_("For their shift of this day; without it you give yours away."))
@reason_option
@option("--draft", is_flag=True, help=N_("Keep it to yourself until `offer`."))
@output_option
@pass_session
def ask(
    session: Session, form: str, on: str, peer: str | None, their_day: str | None, reason: str, draft: bool
) -> None:
    actor = session.actor()
    _show(form, swaps.ask(actor, day_of(on), peer=peer, peer_day=day(their_day), reason=reason, draft=draft))


@verb(swap, "list", N_("List swaps under way, the newest first."))
@all_option
@output_option
@pass_session
def list_(session: Session, form: str, ended: bool) -> None:
    show_list(form, swaps.swaps(session.actor(), live=not ended), _COLUMNS, begin="roster swap ask")


def _show(form: str, found: Swap) -> None:
    show_one(form, found, lambda: _page(found))


def _page(found: Swap) -> str:
    state = label("swap_state", found.state)
    return told(
        *(swap_words(found), state, found.number, found.warnings),
        (N_("Reason"), one_line(found.reason)),
        (N_("Decided by"), found.decided_by or ""),
        (N_("Decision"), one_line(found.decision)),
    )


add_step(swap, "offer", N_("Offer a draft."), swaps.offer, _show)
add_step(swap, "accept", N_("Agree to a swap; the rules are checked, then a lead decides."), swaps.accept, _show)
add_step(swap, "decline", N_("Say no to a swap that names you."), swaps.decline, _show, reason_option)
add_step(
    swap,
    "approve",
    N_("Approve a swap and write it into the roster."),
    swaps.approve,
    _show,
    option("--note", metavar="TEXT", default="", help=N_("What both are to know.")),
)
add_step(swap, "deny", N_("Deny a swap, with a reason."), swaps.deny, _show, reason_option)
add_step(swap, "withdraw", N_("Take a swap back."), swaps.withdraw, _show)
add_step(swap, "show", N_("Show a swap with what the rules say of it."), swaps.swap, _show)

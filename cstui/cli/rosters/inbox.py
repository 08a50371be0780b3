"""``cstui roster inbox``: what waits for you."""

from __future__ import annotations

from ...floor import notices
from ...floor.rosters import inbox as box
from ...floor.rosters.inbox import Inbox, Item
from ...floor.rosters.words import label
from ...i18n import N_, _, labelled, ngettext
from ...text import one_line
from ..output import safe_echo, short, show_one
from ..parts import NUMBER, argument, command, output_option
from ..session import Session, pass_session


@command("inbox", N_("Show what waits for you: decisions, offers, your own requests, what you have not seen."))
@output_option
@pass_session
def inbox(session: Session, form: str) -> None:
    found = box.inbox(session.actor())
    show_one(form, found, lambda: _page(found))


@command("seen", N_("Mark notices as seen: those named, or all."))
@argument("numbers", metavar="NUMBER...", nargs=-1, type=NUMBER, help=N_("The notices; all unless named."))
@pass_session
def seen(session: Session, numbers: tuple[int, ...]) -> None:
    count = notices.see(session.actor(), *numbers)
    safe_echo(ngettext("{n} notice marked as seen.", "{n} notices marked as seen.", count).format(n=count), err=True)


def _page(found: Inbox) -> str:
    parts = [
        (_("For you to decide"), [_line(item) for item in found.decide]),
        (_("Offered to you"), [_line(item) for item in found.offered]),
        (_("Yours, under way"), [_line(item) for item in found.mine]),
        (_("Not seen yet"), [f"{told.number}  {short(told.at)}  {told.words}" for told in found.notices]),
    ]
    return "\n".join(
        labelled(title, str(len(lines))) + "".join(f"\n  {line}" for line in lines) for title, lines in parts
    )


def _line(item: Item) -> str:
    state = label(f"{item.kind}_state", item.state)
    reason = f"  ({one_line(item.reason)})" if item.reason else ""
    return f"{label('request', item.kind)} {item.number}  {item.words}  [{state}]{reason}"

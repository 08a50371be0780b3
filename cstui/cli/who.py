"""``cstui who``: who is on shift."""

from __future__ import annotations

from ..floor import store, when
from ..i18n import N_, _
from .output import safe_echo, show_list
from .parts import command, option, output_option
from .session import Session, pass_session


@command("who", N_("Show who is on shift; no roster is kept yet."))
@option("--at", metavar="TIME", help=N_("At this time instead of now."))
@output_option
@pass_session
def who(session: Session, form: str, at: str | None) -> None:
    session.actor()
    if at is not None:
        when.resolve(at, now=store.now(), zone=store.zone())
    if form != "table":
        show_list(form, [], ())
    safe_echo(_("No roster is kept on this floor yet: nobody is on shift."), err=True)

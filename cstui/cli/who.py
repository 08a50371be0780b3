"""``cstui who``: who is on shift."""

from __future__ import annotations

from ..floor import store
from ..i18n import N_
from .output import Column, short, show_list
from .parts import command, option, output_option
from .session import Session, pass_session


def _word(status: str) -> str:
    from ..floor.rosters.words import label

    return label("attendance", status)


_COLUMNS = (
    Column(N_("Login"), lambda each: each.agent),
    Column(N_("Name"), lambda each: each.name, narrows=True),
    Column(N_("Team"), lambda each: each.team),
    Column(N_("Shift"), lambda each: each.shift),
    Column(N_("From"), lambda each: short(each.start)),
    Column(N_("Until"), lambda each: short(each.end)),
    Column(N_("Status"), lambda each: _word(each.status)),
)


@command("who", N_("Show who is on shift, until when, and who should be."))
@option("--at", metavar="TIME", help=N_("At this time instead of now."))
@option("--team", metavar="TEAM", help=N_("Only this team."))
@output_option
@pass_session
def who(session: Session, form: str, at: str | None, team: str | None) -> None:
    from ..floor.rosters.presence import on_shift

    actor, moment = session.actor(), None
    if at is not None:
        from ..floor import when

        moment = when.resolve(at, now=store.now(), zone=store.zone())
    show_list(form, on_shift(actor, moment, team), _COLUMNS, begin="roster show")

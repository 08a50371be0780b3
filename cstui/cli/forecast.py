"""``cstui complaint forecast``: the limits that end in the next hours."""

from __future__ import annotations

from ..i18n import N_
from .output import Column, short, show_list
from .parts import command, output_option
from .session import Session, pass_session

_COLUMNS = (
    Column(N_("From"), lambda slot: short(slot.start)),
    Column(N_("Limits"), lambda slot: slot.limits or "-"),
)


@command("forecast", N_("Count the limits that end in each half hour of the next eight."))
@output_option
@pass_session
def forecast(session: Session, form: str) -> None:
    from ..floor import forecast as looking

    show_list(form, looking.forecast(session.actor()), _COLUMNS)

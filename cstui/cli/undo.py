"""``cstui complaint undo``: take back one's last action, single or bulk."""

from __future__ import annotations

import click

from ..i18n import N_, _
from .complaint import COLUMNS
from .endings import show_refusals
from .output import safe_echo, show_list
from .parts import command, output_option
from .session import Session, pass_session


@command("undo", N_("Take back your last action of the last ten minutes, single or bulk; prints what was undone."))
@output_option
@pass_session
@click.pass_context
def undo(ctx: click.Context, session: Session, form: str) -> None:
    from ..floor.undo import undo as take_back

    undone = take_back(session.actor())
    show_list(form, undone.done, COLUMNS)
    for login in undone.absent:
        safe_echo(_("{login} is not marked absent any more.").format(login=login), err=True)
    if undone.refused:
        show_refusals(undone.refused)
        ctx.exit(1)

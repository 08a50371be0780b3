"""``cstui demo``: a floor to look at, gone when one leaves."""

from __future__ import annotations

import click

from ..i18n import N_, _
from .output import safe_echo
from .parts import command, option
from .screens import needs_terminal, open_screens


@command("demo", N_("Open a made-up floor with live arrivals; nothing of yours is touched."))
@option("--still", is_flag=True, help=N_("Without arrivals."))
@click.pass_context
def demo(ctx: click.Context, still: bool) -> None:
    needs_terminal()
    from ..floor.demo import demo_floor

    safe_echo(_("Setting up the demo floor …"), err=True)
    with demo_floor() as floor:
        status = open_screens(floor.login, floor.path, None if still else floor.arrivals)
    ctx.exit(status)

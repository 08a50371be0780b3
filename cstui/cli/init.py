"""``cstui init``: a new floor."""

from __future__ import annotations

import os
import pwd

from ..i18n import N_, _
from .output import safe_echo
from .parts import command, option
from .session import Session, pass_session


@command("init", N_("Make a new floor; you become manager and administrator of its one team."))
@option("--policy", default="retail", show_default=True, metavar="PACK", help=N_("The policy pack."))
@option("--calendar", default="cn", show_default=True, metavar="NAME", help=N_("The calendar of working days."))
@option("--timezone", default="Asia/Shanghai", show_default=True, metavar="ZONE", help=N_("The time zone."))
@option("--name", metavar="NAME", help=N_("Your name as others read it; else that of your account."))
@pass_session
def init(session: Session, policy: str, calendar: str, timezone: str, name: str | None) -> None:
    from ..floor import setup

    login = session.login()
    actor = setup.init_floor(
        session.path,
        login=login,
        name=name or _account_name() or login,
        policy=policy,
        calendar=calendar,
        timezone=timezone,
    )
    told = _("New floor: {path}\nYou are {login}, manager and administrator of the team {team}.")
    safe_echo(told.format(path=session.path, login=actor.login, team=actor.team), err=True)


def _account_name() -> str:
    return pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0].strip()

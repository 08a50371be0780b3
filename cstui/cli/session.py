"""Who runs a command, and on which store."""

from __future__ import annotations

import gc
import os
import pwd
from pathlib import Path

import click

from ..errors import Refused
from ..floor import accounts, store
from ..floor.views import Actor
from ..i18n import _
from ..paths import default_store


class Session:
    """What the options before the noun decide; opens the floor when a verb first needs it."""

    def __init__(self, path: Path | None, as_login: str | None) -> None:
        self.path = path or default_store()
        self._as_login = as_login

    def login(self) -> str:
        """Return the person's login: the operating system's, or that of ``--as``; raises Refused.

        ``--as`` is for the account that owns the store: whoever writes the file can do anything anyway.
        """
        if self._as_login is None:
            return system_login()
        if self.path.exists() and self.path.stat().st_uid != os.getuid():
            raise Refused(
                _("--as is only for the account that owns the store"),
                _("Run cstui without --as; you are then {login}.").format(login=system_login()),
            )
        return self._as_login

    def actor(self) -> Actor:
        """Open the floor and return the person as the floor knows them; raises Refused, StoreProblem."""
        store.open_floor(self.path)
        gc.freeze()  # what is loaded stays; from here on a long command may make garbage
        gc.enable()
        return accounts.find_actor(self.login())


def system_login() -> str:
    """Return the login of the operating system's account; the environment is not believed."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        raise Refused(_("This account has no login name"), f"uid {os.getuid()}") from None


pass_session = click.make_pass_decorator(Session)

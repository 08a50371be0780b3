"""The way from a command to the screens."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path

import click

from ..i18n import _


def needs_terminal() -> None:
    """Raise UsageError unless a person sits at both ends."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(_("The screens need a terminal. For the commands see: cstui --help"))


def open_screens(login: str, path: Path, demo: Callable[[], float] | None = None) -> int:
    """Run the screens and return the exit status; ``demo`` makes things happen on the floor."""
    # The one place where a command reaches the screens, and only now: Textual costs more than any look-up.
    from ..tui.app import run

    gc.freeze()  # what is loaded stays: no look for garbage need go over it
    gc.enable()
    return run(login, path, demo)

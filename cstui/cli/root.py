"""The root command: the options before the noun, and the nouns."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from .. import __version__
from ..floor import store
from ..i18n import LANGUAGES, LOCALE_DIR, N_, guess_language, set_language
from . import endings
from .parts import Nouns, Option
from .screens import needs_terminal, open_screens
from .session import Session

NOUNS = {
    "init": "init:init",
    "demo": "demo:demo",
    "find": "find:find",
    "who": "who:who",
    "complaint": "complaint:complaint",
    "action": "action:action",
    "incident": "incident:incident",
    "brief": "handover:brief",
    "handover": "handover:handover",
    "duty": "duty:duty",
    "view": "view:view",
    "customer": "customer:customer",
    "template": "template:template",
    "agent": "agent:agent",
    "team": "team:team",
    "report": "report:report",
    "calendar": "calendar:calendar",
    "roster": "rosters.roster:roster",
    "level": "levels.level:level",
    "praise": "levels.praise:praise",
    "penalty": "levels.penalty:penalty",
    "training": "levels.training:training",
    "score": "levels.score:score",
    "quality": "levels.quality:quality",
    "import": "imports:imports",
    "export": "exports:exports",
    "journal": "journal:journal",
    "db": "db:db",
}


class Root(Nouns):
    """``cstui`` itself: every way a command can end passes through its ``main``."""

    def main(  # type: ignore[override]  # click's overloads differ in standalone_mode, which is ours to set
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run a command line and exit with the documented status."""
        speak(guess_language())
        extra["standalone_mode"] = False
        run = super().main
        sys.exit(endings.run(lambda: run(args, prog_name or "cstui", **extra)))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; a reader that goes away early ends it quietly."""
        try:
            super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
        except BrokenPipeError:
            endings.hush_stdout()
            ctx.exit(0)


def speak(language: str) -> None:
    """Set the language of our messages and of click's own, which asks the process-wide domain."""
    set_language(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("cstui", str(LOCALE_DIR))
    gettext.textdomain("cstui")


def _heard_language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        speak(value)


def _said_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"cstui {__version__}")
        ctx.exit()


_OPTIONS: list[click.Parameter] = [
    Option(
        ["--db", "path"],
        type=click.Path(path_type=Path, readable=False),
        metavar="PATH",
        envvar="CSTUI_DB",
        show_envvar=True,
        help=N_("The floor's file; by default in your data directory."),
    ),
    Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        is_eager=True,
        expose_value=False,
        callback=_heard_language,
        help=N_("The language; else CSTUI_LANG, else the locale."),
    ),
    Option(
        ["--as", "as_login"],
        metavar="LOGIN",
        help=N_("Act as this person; only for the account that owns the floor's file."),
    ),
    Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_said_version,
        help=N_("Show the version and exit."),
    ),
]


@click.pass_context
def _begin(ctx: click.Context, path: Path | None, as_login: str | None) -> None:
    session = ctx.obj = Session(path, as_login)
    ctx.call_on_close(store.close_floor)
    if ctx.invoked_subcommand is None:
        needs_terminal()
        session.actor()
        ctx.exit(open_screens(session.login(), session.path))


root = Root(
    "cstui",
    callback=_begin,
    params=_OPTIONS,
    lazy=NOUNS,
    invoke_without_command=True,
    help=N_("A call-centre floor in a terminal.\n\nWithout a command it opens the screens."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def start() -> int:
    """Run the process's command line and return its exit status; nothing is left open then."""
    endings.heed_signals()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a GBK terminal lacks some characters
    try:
        root.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0

"""``cstui db``: the floor's file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..errors import StoreProblem
from ..floor import setup
from ..i18n import N_, _
from .output import show_one, text_of
from .parts import Nouns, argument, option, output_option, verb
from .session import Session, pass_session

db = Nouns("db", help=N_("The floor's file: check, back up, restore, migrate."))

_file = click.Path(dir_okay=False, path_type=Path)


def _lines(facts: dict[str, Any]) -> str:
    width = max(map(len, facts))
    return "\n".join(f"{name:<{width}}  {_words(value)}" for name, value in facts.items())


def _words(value: object) -> str:
    return ", ".join(map(str, value)) or "-" if isinstance(value, list) else text_of(value)


@verb(db, "check", N_("Check the file, its references and its figures; exit 3 when something is wrong."))
@output_option
@pass_session
def check(session: Session, form: str) -> None:
    problems = setup.check(session.actor())
    show_one(form, {"problems": problems}, lambda: "\n".join(problems) or _("All is well."))
    if problems:
        raise StoreProblem(_("The store has problems"), _("Bring a backup in with: cstui db restore FILE"))


@verb(db, "backup", N_("Copy the floor to a new file, with the anchor of its journal beside it."))
@argument("target", metavar="FILE", type=_file, help=N_("The file to make."))
@output_option
@pass_session
def backup(session: Session, form: str, target: Path) -> None:
    made = setup.backup(session.actor(), target)
    show_one(form, made, lambda: _lines(made))


@verb(db, "restore", N_("Replace the floor by a backup; what it replaces is kept beside it."))
@argument("source", metavar="FILE", type=_file, help=N_("The backup."))
@option("--yes", is_flag=True, help=N_("Do it."))
@output_option
@pass_session
def restore(session: Session, form: str, source: Path, yes: bool) -> None:
    if not yes:
        raise click.UsageError(_("This replaces the floor's file: add --yes."))
    try:
        actor = session.actor()
    except StoreProblem as problem:
        if problem.cause not in ("missing", "damaged"):
            raise
        done = setup.rescue(session.path, session.login(), source)
    else:
        done = setup.restore(actor, source)
    show_one(form, done, lambda: _lines(done))


@verb(db, "migrate", N_("Bring an older file up to this program; the old one is kept beside it."))
@output_option
@pass_session
def migrate(session: Session, form: str) -> None:
    applied = setup.migrate(session.path)
    show_one(form, {"applied": applied}, lambda: "\n".join(applied) or _("The file is up to date."))


@verb(db, "info", N_("Show where the floor is, its settings and figures."))
@output_option
@pass_session
def info(session: Session, form: str) -> None:
    facts = setup.info(session.actor())
    show_one(form, facts, lambda: _lines(facts))

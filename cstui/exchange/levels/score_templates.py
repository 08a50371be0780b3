"""Scorecard templates brought in from a file: checked first, then copied into the site's folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

from db import journal

from ... import paths
from ...errors import BadInput, Refused
from ...floor import access, accounts, packs, store
from ...floor.levels import cards
from ...floor.levels.cards import Template
from ...floor.views import Actor
from ...i18n import _
from ..source import open_source
from ..target import new_file

_LARGEST = 1_000_000  # bytes


def check_template(source: str | Path) -> Template:
    """Return the template that a file says; raises BadInput for one that does not add up."""
    return cards.parse(Path(source), _text(source), Path(source).stem)


def add_template(actor: Actor, source: str | Path, *, name: str | None = None, force: bool = False) -> Template:
    """Copy a template that adds up into the site's scorecards folder; raises BadInput, Refused, Denied.

    It is for the whole floor, so it takes the right to score all of it.
    """
    actor = accounts.fresh(actor)
    if access.team_scope(actor, "score.write").team_id is not None:
        access.deny(actor, "score.write", _("A template is for the whole floor"), _("Ask the manager."))
    chosen, text = name or Path(source).stem, _text(source)
    template = cards.parse(Path(source), text, chosen)
    if not packs.usable(chosen):
        raise BadInput(
            _("{name} cannot be the name of a template").format(name=chosen[:60]),
            _("Use letters, digits, _ and - only; name it with --name."),
        )
    folder = paths.config_dir() / cards.KIND
    target = folder / f"{chosen}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(_("{file} cannot be made").format(file=folder), error.strerror or "") from error
    with new_file(target, force=force) as stream:
        stream.write(text.encode())
    digest = hashlib.sha256(text.encode()).hexdigest()
    with access.acting():
        role, body = access.acting_role(actor), {"name": chosen, "policy": digest}
        journal.append(journal.Fact(store.now(), actor.id, role, "score.template", "floor", body))
    return template


def _text(source: str | Path) -> str:
    with open_source(source) as stream:
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise BadInput(_("{file} is too large for a template").format(file=source))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(_("{file} is not UTF-8 text").format(file=source)) from error

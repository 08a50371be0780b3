"""The command line's language: ``:queue billing``, ``:C-010231``, ``:lang zh``; its completion."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cstui.floor import filters, queue
from cstui.i18n import LANGUAGES
from cstui.tui import keys

REFERENCE = re.compile(r"(?:[Cc]-)?\d{1,15}")
OPEN = "open"
_ALIASES = {"q": "quit"}  # what fingers know
MOST = 12


class Command(NamedTuple):
    """A command typed: its word (or OPEN for a reference), and the rest of the line."""

    word: str
    argument: str = ""


def parse(text: str, view: str) -> Command | None:
    """Return the command of a line in a view; None when there is no such word.

    A word may be shortened as far as it stays clear.
    """
    word, _blank, argument = text.strip().partition(" ")
    if REFERENCE.fullmatch(word):
        return Command(OPEN, word)
    word = _ALIASES.get(word, word)
    words = known(view)
    begun = [each for each in words if each.startswith(word)]
    if word in words or len(begun) == 1:
        return Command(word if word in words else begun[0], argument.strip())
    return None


def known(view: str) -> list[str]:
    """Return the words of a view's commands, in the registry's order."""
    return [act.command for act in keys.acts(view) if act.command]


def complete(text: str, view: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the lines that a text may become; ``names`` holds the arguments known of ``queue`` and ``theme``."""
    word, blank, argument = text.lstrip().partition(" ")
    if not blank:
        return [each for each in known(view) if each.startswith(word)]
    return [f"{word} {each}" for each in _arguments(word, argument.lstrip(), names)][:MOST]


def _arguments(word: str, begun: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    if word == "filter":
        kept = begun[: len(begun) - len(begun.rsplit(" ", 1)[-1])]
        return [kept + each for each in filters.complete(begun)]
    if word == "export":
        return _files(begun)
    values = {"lang": LANGUAGES, "sort": queue.SORTS, **names}.get(word, ())
    return [each for each in values if each.startswith(begun)]


def _files(begun: str) -> list[str]:
    path = Path(begun).expanduser()
    folder, stem = (path, "") if begun.endswith("/") else (path.parent, path.name)
    try:
        found = sorted(each for each in folder.iterdir() if each.name.startswith(stem) and each.is_dir())
    except OSError:
        return []
    return [f"{each}/" for each in found]

"""The cause tree 根因: the site's own words for what complaints come from."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..errors import BadInput
from ..i18n import _, labelled, listed
from ..text import one_line
from . import packs
from .packs import Texts

TREE = "house"


class Cause(NamedTuple):
    """One cause: ``code`` is ``group.cause``; titles in every language the site wrote."""

    code: str
    group: Texts
    title: Texts

    @property
    def words(self) -> str:
        """The cause in the language in use: ``Process: took too long``."""
        return labelled(packs.spoken(self.group), packs.spoken(self.title))


def causes() -> tuple[Cause, ...]:
    """Return the site's causes in the order of its file; raises BadInput when the file does not fit."""
    path = packs.find("causes", TREE)
    if path is None:
        raise BadInput(_("There is no cause tree"), _("Write causes/house.toml into the configuration folder."))
    return _load(path, path.stat().st_mtime_ns)


def check(code: str) -> str:
    """Return the code of a cause named by code or by its words; raises BadInput that lists the known ones."""
    lowered = code.strip().lower()
    for cause in causes():
        if lowered in (cause.code, cause.words.lower()):
            return cause.code
    raise BadInput(
        _("{code} is no cause of the tree").format(code=one_line(code)),
        _("Known: {values}").format(values=listed(cause.code for cause in causes())),
    )


def words_of(code: str | None) -> str:
    """Return a cause in the language in use; one no longer in the tree is shown by its code."""
    return next((cause.words for cause in causes() if cause.code == code), code or "")


@lru_cache(maxsize=4)
def _load(path: Path, changed: int) -> tuple[Cause, ...]:
    tree = packs.read(path)
    found: list[Cause] = []
    for name in tree.values:
        group = tree.table(name)
        title = group.texts("title")
        found += [Cause(f"{name}.{key}", title, group.texts(key)) for key in group.values if key != "title"]
    return tuple(found)

"""Policy packs and calendars are TOML files; here they are found, read and checked strictly.

Every mistake becomes a BadInput that names the file, the key, the value found
and what was expected: a site's own file is written by hand.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from .. import paths
from ..errors import BadInput
from ..i18n import LANGUAGES, _, language, listed
from ..text import one_line

Texts = Mapping[str, str]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def usable(name: str) -> bool:
    """Say whether a pack may have this name."""
    return _NAME.fullmatch(name) is not None


def find(kind: str, name: str) -> Path | None:
    """Return the file of the pack ``name`` of a ``kind`` (policies, calendars), None when there is none."""
    if not _NAME.fullmatch(name):
        return None
    config = os.environ.get("CSTUI_CONFIG")
    try:
        path = _found(kind, name, config)
        if not path.exists():  # removed meanwhile: the shipped one of that name stands behind it, where there is one
            _found.cache_clear()
            path = _found(kind, name, config)
    except FileNotFoundError:
        return None
    return path


def find_anew(kind: str, name: str) -> Path | None:
    """Return the file of a pack as the disk has it now, one added since the start included."""
    _found.cache_clear()
    return find(kind, name)


@lru_cache(maxsize=64)
def _found(kind: str, name: str, _config: str | None) -> Path:
    # Asked for at every step; a file that is changed is noticed by its time, one that is added at the next start.
    return paths.data_file(kind, name)


def names(kind: str) -> tuple[str, ...]:
    """Return the names of every pack of a ``kind``, the site's own included, in order."""
    folders = (paths.config_dir() / kind, paths.FIXTURES / kind)
    found = {path.stem for folder in folders for path in folder.glob("*.toml")}
    return tuple(sorted(name for name in found if _NAME.fullmatch(name)))


def read(path: Path) -> Table:
    """Read a TOML file whole; raises BadInput."""
    return parse(path, text_of(path))


def parse(path: Path, text: str) -> Table:
    """Read the text of a TOML file; raises BadInput, which names the file."""
    try:
        return Table(path, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(_("{file} is not valid TOML").format(file=path), str(error)) from error


def text_of(path: Path) -> str:
    """Return the text of a TOML file; raises BadInput."""
    try:
        return path.read_text("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadInput(_("{file} is not valid TOML").format(file=path), _("Expected text in UTF-8.")) from error
    except OSError as error:
        raise BadInput(_("{file} cannot be read").format(file=path), error.strerror or "") from error


def spoken(texts: Texts) -> str:
    """Return what a file says in the language in use, else in English."""
    return texts.get(language()) or texts.get("en") or next(iter(texts.values()), "")


class Table:
    """One table of a data file, which knows where it stands."""

    __slots__ = ("path", "place", "values")

    def __init__(self, path: Path, values: Mapping[str, Any], place: str = "") -> None:
        self.path = path
        self.values = values
        self.place = place

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def wrong(self, key: str, expected: str) -> BadInput:
        """Return the error that says what was found under ``key`` and what was ``expected``."""
        where = {"file": self.path, "key": self.place + key}
        detail = _("Expected {expected}.").format(expected=expected)
        if key not in self.values:
            return BadInput(_("{file}: {key} is missing").format(**where), detail)
        found = one_line(_shown(self.values[key]))
        found = found if len(found) <= 60 else found[:60] + "…"
        return BadInput(_("{file}: {key} cannot be {value}").format(**where, value=found), detail)

    def only(self, *known: str) -> None:
        """Refuse keys that nothing reads: most are misspelt ones.  Raises BadInput."""
        for key in self.values:
            if key not in known:
                title = _("{file}: unknown key {key}").format(file=self.path, key=one_line(self.place + key))
                raise BadInput(title, _("Known here: {keys}.").format(keys=listed(known)))

    def table(self, key: str) -> Table:
        """Return the table under ``key``, an empty one when absent; raises BadInput."""
        values = self.values.get(key, {})
        if not isinstance(values, dict):
            raise self.wrong(key, _("a table"))
        return Table(self.path, values, f"{self.place}{key}.")

    def rows(self, key: str) -> list[Table]:
        """Return the list of tables under ``key``, empty when absent; raises BadInput."""
        values = self.values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.wrong(key, _("a list of tables"))
        return [Table(self.path, value, f"{self.place}{key}[{index}].") for index, value in enumerate(values, 1)]

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; raises BadInput when it is none, or absent without a default."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, _("a text"))
        return value

    def texts(self, key: str, default: str | None = None) -> Texts:
        """Return a text that may be given once, or once a language; raises BadInput."""
        value = self.values.get(key, default)
        if isinstance(value, str) and value.strip():
            return {"en": value}
        if not isinstance(value, dict) or not value or not all(isinstance(text, str) for text in value.values()):
            raise self.wrong(key, _("a text, or a table of texts with the keys en and zh"))
        self.table(key).only(*LANGUAGES)
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false; raises BadInput."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, _("true or false"))
        return value

    def number(self, key: str, default: int | None, least: int, most: int) -> int | None:
        """Return a whole number within bounds; raises BadInput."""
        value = self.values.get(key, default)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.wrong(key, _("a whole number from {least} to {most}").format(least=least, most=most))
        return value

    def choice(self, key: str, choices: Sequence[str], default: str) -> str:
        """Return one of ``choices``; raises BadInput."""
        value = self.values.get(key, default)
        if value not in choices:
            raise self.wrong(key, _("one of {choices}").format(choices=listed(choices)))
        return str(value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)

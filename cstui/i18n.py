"""Every string a person reads goes through here.

``_`` looks a message up at the moment of the call, so the language can change
while the screens are open; ``N_`` only marks a message that is looked up later.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterable
from pathlib import Path

LANGUAGES = ("en", "zh")
LOCALE_DIR = Path(__file__).parent / "locale"
_catalog: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def set_language(language: str) -> None:
    """Switch every later look-up to ``en`` or ``zh``; unknown codes mean English."""
    global _catalog, _language
    _language = language if language in LANGUAGES else "en"
    _catalog = gettext.translation("cstui", LOCALE_DIR, [_language], fallback=True)


def language() -> str:
    """Return the code of the language in use."""
    return _language


def guess_language() -> str:
    """Return the language of ``CSTUI_LANG``, else of the locale, else ``en``."""
    for name in ("CSTUI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _(message: str) -> str:
    return _catalog.gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """Return the form of a message that fits the count ``n``."""
    return _catalog.ngettext(one, many, n)


def N_(message: str) -> str:
    """Mark a message for translation without translating it yet."""
    return message


def listed(words: Iterable[str]) -> str:
    """Return words one after the other, as the reader's language sets them apart."""
    return _(", ").join(words)


def clauses(told: Iterable[str]) -> str:
    """Return statements one after the other, as the reader's language sets them apart."""
    return _("; ").join(told)


def phrase(*parts: str) -> str:
    """Return the parts of one statement as the reader's language puts them together; empty ones are left out."""
    said, *more = [part for part in parts if part] or [""]
    for part in more:
        said = _("{said}, {more}").format(said=said, more=part)
    return said


def noted(said: str, note: str) -> str:
    """Return a statement with a note in brackets behind it."""
    return _("{said} ({note})").format(said=said, note=note)


def labelled(label: str, value: str) -> str:
    """Return a value behind what it is; where one of them is empty, the other alone."""
    return _("{label}: {value}").format(label=label, value=value) if label and value else label or value

"""One cell of a file made one value of ours: null words, texts, words of a closed list, phones, figures.

Every reader takes the cell's text, already free of unsafe characters, and returns the value, None
for a null; it raises ValueError saying what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..errors import BadInput
from ..floor import phones
from ..floor.levels.ladder_reading import EDUCATIONS, STATUSES
from ..floor.views import SEVERITIES, STATES
from ..i18n import _, listed
from ..text import clean
from .table import Cell, Formula, amiss, cell_text
from .words import VALUES, folded

Read = Callable[[str], object]

NULLS = frozenset({"", "N/A", "n/a", "?", "--", "NIL", "nil"})
_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
_OUR_MASK = re.compile(r"\+?\d{2,3}\*{4}\d{2,4}")


class MaskedPhone(str):
    """A phone as our own masked export writes it: says that it is unchanged, or nothing at all."""

    __slots__ = ()


def plain(cell: Cell) -> str:
    """Return a cell's text without unsafe characters; raises ValueError where there is no value, or not all of it."""
    if isinstance(cell, Formula):
        raise ValueError(amiss(cell, ""))
    if isinstance(cell, float) and abs(cell) >= _EXACT:
        raise ValueError(_("digits are lost: a spreadsheet keeps 15 of a number; format the column as text"))
    text = cell if isinstance(cell, str) else cell_text(cell)
    return text if text.isprintable() else clean(text)


def plain_texts(cells: Sequence[Cell]) -> Sequence[str]:
    """Return the texts of many cells, as ``plain`` does of one; mostly none of them needs anything."""
    try:
        if "".join(cells).isprintable():  # type: ignore[arg-type]  # the join itself tells whether all are texts
            return cells  # type: ignore[return-value]
    except TypeError:
        pass
    return [plain(cell) for cell in cells]


def free_text(text: str) -> str | None:
    """Return a longer text as it stands, None for a null word."""
    return None if text.strip() in NULLS else text


def line(text: str) -> str | None:
    """Return a short text without the blanks around it, None for a null word."""
    text = text.strip()
    return None if text in NULLS else text


def phone(text: str) -> str | None:
    """Return a phone as the store keeps it; raises ValueError where digits are lost."""
    text = text.strip()
    if text in NULLS:
        return None
    if _OUR_MASK.fullmatch(text):
        return MaskedPhone(text)
    try:
        return phones.normalise(text)
    except BadInput as error:
        raise ValueError(error.title) from error


def severity(text: str) -> int | None:
    """Return the rank of a severity."""
    word = line(text)
    return None if word is None else SEVERITIES.index(_known("severity", word, SEVERITIES))


def state(text: str) -> str | None:
    """Return one of our states."""
    word = line(text)
    return None if word is None else _known("state", word, STATES)


def status(text: str) -> str | None:
    """Return one of our words for the state of an employment."""
    word = line(text)
    return None if word is None else _known("status", word, STATUSES)


def education(text: str) -> str | None:
    """Return one of our words for the highest degree."""
    word = line(text)
    return None if word is None else _known("education", word, EDUCATIONS)


def channel(text: str) -> str | None:
    """Return our word for a channel, or the file's own where we have none."""
    word = line(text)
    return None if word is None else VALUES["channel"].get(folded(word), word)


def satisfaction(text: str) -> int | None:
    """Return a figure from 1 to 5."""
    word = line(text)
    if word is None:
        return None
    if word.removesuffix(".0") not in ("1", "2", "3", "4", "5"):
        raise ValueError(_("a figure from 1 to 5 is expected"))
    return int(word[0])


def flag(text: str) -> bool | None:
    """Return yes or no."""
    word = line(text)
    if word is None:
        return None
    lowered = word.casefold()
    if lowered in ("true", "yes", "y", "1", "是"):
        return True
    if lowered in ("false", "no", "n", "0", "否"):
        return False
    raise ValueError(_("yes or no is expected"))


def several(text: str) -> tuple[str, ...] | None:
    """Return the words of a list written with commas, semicolons or blanks."""
    found = tuple(word for word in re.split(r"[,;，；、\s]+", text) if word not in NULLS)
    return found or None


def _known(kind: str, word: str, known: Sequence[str]) -> str:
    found = VALUES[kind].get(folded(word))
    if found is None:
        raise ValueError(_("unknown; the known ones are: {known}").format(known=listed(known)))
    return found

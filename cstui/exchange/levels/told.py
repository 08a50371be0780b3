"""What rows about people have in common: whom one means, its days and figures, and which cell is to blame."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from typing import Any

from db.queries.people import Account

from ...errors import BadInput, CstuiError, Problem
from ...floor import store
from ...i18n import _
from ..mapping import DATE_COLUMNS
from ..people import People
from ..table import shown

_FIGURE = re.compile(r"¥?\s*(-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:e[+-]?\d+)?)\s*(?:元|分|yuan|rmb|cny|%)?", re.I)


class Misplaced(Exception):
    """An error that one cell of a row is to blame for."""

    def __init__(self, column: str, error: CstuiError) -> None:
        super().__init__(str(error))
        self._column, self._error = column, error

    def problem(self, row: int, found: Mapping[str, Any]) -> Problem:
        """Return what is wrong with a row of which all this was read."""
        said = ". ".join(filter(None, (self._error.title, self._error.detail.replace("\n", " "))))
        value = found.get(self._column, "")
        if self._column in DATE_COLUMNS and value != "":
            value = day_of(value, store.zone())
        return Problem(row, self._column, shown(str(value)), said)


@contextmanager
def blamed_on(column: str) -> Iterator[None]:
    """Say of every error raised meanwhile that this column's cell is to blame; one already placed stays as it is."""
    try:
        yield
    except CstuiError as error:
        raise Misplaced(column, error) from error


def person_of(people: People, found: Mapping[str, Any]) -> Account:
    """Return whom login and name of a row mean; raises Misplaced."""
    candidates = [str(found[column]) for column in ("login", "name") if column in found]
    meant = people.find(candidates)
    if meant.person is None:
        with blamed_on("login" if "login" in found else "name"):
            raise BadInput(meant.problem)
    return meant.person


def day_of(seconds: int | None, zone: tzinfo) -> date | None:
    """Return the day of an instant as a table has it."""
    return None if seconds is None else datetime.fromtimestamp(seconds, zone).date()


def figure(text: str | None) -> float | None:
    """Return a number as people write it, \uffe51,200.50 or 92\u5206 too; raises BadInput for none."""
    if text is None:
        return None
    found = _FIGURE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise BadInput(_("a number is expected"))
    return float(found[1].replace(",", ""))

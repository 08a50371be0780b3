"""What rows about people have in common: whom one means, its days and figures, and which cell is to blame."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from typing import Any, TypeVar

from db.queries.people import Account

from ...errors import BadInput, CstuiError, Problem
from ...floor import store
from ...floor.views import Actor
from ...i18n import _
from ..book import PlainBook
from ..convert import Record
from ..mapping import DATE_COLUMNS
from ..people import People
from ..table import shown

K = TypeVar("K")
R = TypeVar("R")
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
        with blamed_on(who(found)):
            raise BadInput(meant.problem)
    return meant.person


def who(found: Mapping[str, Any]) -> str:
    """Return the column that names the person of a row."""
    return "login" if "login" in found else "name"


def check_once(seen: dict[K, int], key: K, row: int) -> None:
    """Raise BadInput where another row has the same key already."""
    if seen.setdefault(key, row) != row:
        raise BadInput(_("stands in row {row} already").format(row=seen[key]))


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


class PersonBook(PlainBook[R], ABC):
    """Brings rows in that are each of one person; ``problems`` gathers what is wrong with them."""

    def __init__(self, actor: Actor, kind: str, zone: tzinfo, now: datetime, defaults: Mapping[str, Any]) -> None:
        self.problems: list[Problem] = []
        self._actor, self._zone, self._now, self._defaults = actor, zone, now, defaults
        self._people = People(actor, f"import.{kind}", gone=True)

    def take(self, records: Iterable[Record]) -> list[R]:
        """Return what good records say."""
        made = []
        for row, found in records:
            try:
                made.append(self._said(row, {**self._defaults, **found}))
            except Misplaced as wrong:
                self.problems.append(wrong.problem(row, found))
        return made

    @abstractmethod
    def _said(self, row: int, found: Mapping[str, Any]) -> R:
        """Return what a row says; raises Misplaced."""

"""Bringing scores in: a row an item, or a row a person with the items as columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from db import journal
from db.models import Scorecard
from db.queries import people

from ...errors import BadInput, Problem
from ...floor import access
from ...floor.levels import entering, months, scorebook, scoring
from ...floor.levels.cards import Item
from ...floor.views import Actor
from ...i18n import _
from ..book import PlainBook
from ..convert import Record
from ..mapping import Mapping
from ..needed import known_headers
from ..people import People
from ..report import Tally
from ..table import Table
from .person_rows import Misplaced, blamed_on, check_once, figure, person_of

_ITEM = "item "  # before an item's own name: that of a column of ours, such as satisfaction, is read in another way


class Given(NamedTuple):
    """One score of a file; ``key`` is that of the card's entry."""

    row: int
    card_id: int
    key: str
    rated: bool
    score: float
    note: str


class _Found(NamedTuple):
    person: people.Account
    month: date
    card: Scorecard


def widened(mapping: Mapping, table: Table) -> Mapping:
    """Return a mapping to which every other column is added that a template knows as an item, by key or title.

    Raises BadInput where neither these nor a column of items and one of scores are there.
    """
    taken = {title for parts in mapping.columns.values() for part in parts for title in part}
    known = scorebook.known_items()
    wide: dict[str, Any] = {
        f"{_ITEM}{title}": ((title,),)
        for title in table.header
        if title not in taken and title.replace("：", ":").partition(":")[0].strip() in known
    }
    if "item" in mapping.columns and "score" in mapping.columns:
        return mapping
    if not wide:
        told = _("Name item and score, or an item of a scorecard by its key or title.")
        lines = [told, *known_headers(table, "scores", ("item", "score"))]
        raise BadInput(_("{file} has no column with scores").format(file=table.file), "\n".join(lines))
    return replace(mapping, columns=mapping.columns | wide)


class ScoresBook(PlainBook[Given]):
    """Brings the scores of one file in; ``problems`` gathers what is wrong with them."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.problems: list[Problem] = []
        self._actor, self._now = actor, now
        self._people = People(actor, "import.scores", gone=True)
        self._seen: dict[tuple[int, str], int] = {}
        self._cards: dict[tuple[str, str], _Found] = {}

    def take(self, records: Iterable[Record]) -> list[Given]:
        """Return the scores of good records."""
        made: list[Given] = []
        told: dict[Problem, None] = {}
        for row, given in records:
            for column, item, text in _pairs(given):
                try:
                    with blamed_on(column):
                        made.append(self._given(row, given, item, text))
                except Misplaced as wrong:
                    told[wrong.problem(row, given)] = None  # once, though every item of the row meets it
        self.problems += told
        bad = {problem.row for problem in told}
        return [each for each in made if each.row not in bad]

    def plan(self, batch: Sequence[Given], tally: Tally) -> list[Given]:
        """Return what is new or different, and count; change nothing."""
        stored = scorebook.entries(given.card_id for given in batch)
        added, changed = [], []
        for given in batch:
            before = _before(given, scorebook.values(stored[given.card_id]))
            if before is None:
                added.append(given)
            elif before != given.score:
                changed.append(given)
        tally.count(len(added), len(changed), len(batch) - len(added) - len(changed))
        return [*added, *changed]

    def write(self, batch: Sequence[Given], tally: Tally) -> None:
        """Write the scores inside the open transaction; raises Refused where a card was published meanwhile."""
        by, new = self._actor.id, self.plan(batch, tally)
        touched = sorted({given.card_id for given in new})
        cards = {card_id: Scorecard.get_by_id(card_id) for card_id in touched}
        states = {card_id: scorebook.after(card, "enter") for card_id, card in cards.items()}
        for given in new:
            scorebook.put(
                given.card_id, given.key, given.score, origin="imported", by=by, at=self._now, note=given.note
            )
        for card_id, card in cards.items():
            scorebook.settle(card, states[card_id])
        if touched:
            body: dict[str, object] = {"cards": touched, "scores": len(new)}
            role = access.acting_role(self._actor)
            journal.append(journal.Fact(self._now, by, role, "scores.imported", "floor", body))

    def _given(self, row: int, given: dict[str, Any], item: str, text: str) -> Given:
        person, _month, card = self._card(given)
        place = entering.place_of(scorebook.template_of(card), item)
        score = figure(text) or 0.0
        entering.check_score(place, score)
        rated = isinstance(place.what, Item) and place.what.rater != "lead"
        made = Given(row, card.id, place.key, rated, score, given.get("note", ""))
        check_once(self._seen, (card.id, place.key), row)
        if _before(made, scorebook.values(scorebook.entries([card.id])[card.id])) == score:
            return made
        if person.id == self._actor.id:
            raise BadInput(_("Nobody scores themselves"))
        if isinstance(place.what, Item) and place.what.metric is not None:
            entering.check_unknown(card.id, place.what, score, made.note or "import")
        scorebook.after(card, "enter")
        return made

    def _card(self, given: dict[str, Any]) -> _Found:
        key = (f"{given.get('login')} {given.get('name')}", str(given.get("month", "")))
        if key not in self._cards:
            person = person_of(self._people, given)
            with blamed_on("month"):
                month = months.month_of(key[1], now=self._now)
            self._cards[key] = _Found(person, month, scorebook.card_row(person, month))
        return self._cards[key]


def _pairs(given: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return (column, item, score as written) of a row, whichever way it is laid out; what is empty says nothing."""
    if "score" in given:
        return [("score" if "item" in given else "item", str(given.get("item", "")), given["score"])]
    if "item" in given:
        return []
    return [(name, name.removeprefix(_ITEM), text) for name, text in given.items() if name.startswith(_ITEM)]


def _before(given: Given, stored: dict[str, float | None]) -> float | None:
    """Return what stands for an entry; for one of several raters, who came one by one, their mean."""
    if given.key in stored or not given.rated:
        return stored.get(given.key)
    means = [value for key, value in stored.items() if value is not None and key.partition("@")[0] == given.key]
    return round(sum(means) / len(means), scoring.DIGITS) if means else None

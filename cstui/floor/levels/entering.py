"""One score on a card: who may give it, whether it fits, and what it does to the card; inside the open transaction."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple

from db.queries import people

from ...errors import BadInput, Refused
from ...i18n import _, listed
from ...text import one_line
from .. import access
from ..packs import spoken
from ..views import Actor
from . import cards, scorebook
from .cards import Item, Rule, Template
from .people import tell_journal

_PIECE = r"C-\d{6,}|\d{1,3}|\d{4}-\d\d-\d\d"  # a complaint, a number or a day: a key never holds a name
_WORKERS = {"agent", "lead", "manager"}


class Place(NamedTuple):
    """Where an entry belongs: an item or a rule, with the piece of it."""

    what: Item | Rule
    piece: str

    @property
    def key(self) -> str:
        """The key under which it is kept."""
        return f"{self.what.key}:{self.piece}" if self.piece else self.what.key


def place_of(template: Template, text: str) -> Place:
    """Return where an entry belongs, by key or title, a piece after a colon; raises BadInput that lists the keys."""
    wanted, colon, piece = one_line(text).replace("：", ":").partition(":")
    known: tuple[Item | Rule, ...] = (*template.items, *(rule for rule in template.rules if rule.kind != "total"))
    found = next((each for each in known if wanted.strip() in (each.key, *each.title.values())), None)
    if found is None:
        title = _("{item} is no item of {template}").format(item=wanted[:60] or "''", template=template.name)
        raise BadInput(title, _("Known: {values}").format(values=listed(each.key for each in known)))
    piece = piece.strip()
    pieced = isinstance(found, Rule) and found.kind != "percent"
    if pieced != bool(piece) or (pieced and not re.fullmatch(_PIECE, piece)):
        pieces = _("Name each piece by complaint, number or day: {item}:C-000123, {item}:1, {item}:2026-02-10")
        told = pieces if pieced else _("{item} has no pieces: leave out what follows :")
        raise BadInput(_("{item} cannot be entered").format(item=one_line(text)[:60]), told.format(item=found.key))
    return Place(found, piece)


def check_score(place: Place, score: float) -> None:
    """Raise BadInput unless a score is within what its item or rule allows; 0 takes a piece back."""
    what = place.what
    least, most = _bounds(what)
    if score != score or not least <= score <= most:
        if not (place.piece and score == 0):
            raise BadInput(
                _("{item} cannot be {value}").format(item=spoken(what.title), value=cards.shown(score)),
                _("A number from {least} to {most}.").format(least=cards.shown(least), most=cards.shown(most)),
            )


def _bounds(what: Item | Rule) -> tuple[float, float]:
    if isinstance(what, Item):
        return 0.0, what.most
    return (0.0, 1e9) if what.kind == "percent" else (what.least, what.most)


def enter(
    actor: Actor, person: people.Account, month: date, item: str, score: float | None, note: str, *, at: datetime
) -> None:
    """Write one entry by the person who may give it; raises NotFound, BadInput, Refused, Denied."""
    rater = _allowed(actor, person, month, item)
    row = scorebook.card_row(person, month)
    place = place_of(scorebook.template_of(row), item)
    if score is not None:
        check_score(place, score)
    state = scorebook.after(row, "enter" if rater == "lead" else "rate")
    if isinstance(place.what, Item) and place.what.metric is not None:
        check_unknown(row.id, place.what, score, note)
    key = place.key if rater == "lead" else f"{place.key}@{actor.id}"
    if score is None or (place.piece and score == 0):
        scorebook.drop(row.id, key)
    else:
        scorebook.put(row.id, key, score, origin="entered", by=actor.id, at=at, note=note)
    scorebook.settle(row, state)
    body: dict[str, object] = {"agent": person.id, "month": row.month, "item": place.what.key}
    tell_journal(actor, "score.entered", f"scorecard:{row.id}", body, at)


def _allowed(actor: Actor, person: people.Account, month: date, item: str) -> str:
    """Return as what the actor scores: lead, self or peer; raises Denied, NotFound, BadInput."""
    rater = _rater(person, month, item)
    if rater == "self" and actor.id != person.id:
        access.deny(actor, "score.write", _("This rating is the person's own"))
    if rater == "peer" and not (
        actor.id != person.id and actor.team_id == person.team_id and actor.roles & _WORKERS
    ):  # fmt: skip
        access.deny(actor, "score.write", _("This rating is for colleagues of the same team"))
    if rater == "lead":
        access.require(actor, "score.write", team_id=person.team_id)
        if actor.id == person.id:
            access.deny(actor, "score.write", _("Nobody scores themselves"), _("Ask another lead, or the manager."))
    return rater


def _rater(person: people.Account, month: date, item: str) -> str:
    """Return who gives an item; where there is no such card or item, a lead would have to."""
    row = scorebook.maybe_row(person.id, month)
    if row is None:
        return "lead"
    wanted = one_line(item).strip()
    items = scorebook.template_of(row).items
    found = next((each for each in items if wanted in (each.key, *each.title.values())), None)
    return found.rater if found else "lead"


def check_unknown(card_id: int, item: Item, score: float | None, note: str) -> None:
    """Raise Refused where the floor works an item out itself, BadInput where a note does not say whence it comes."""
    known = scorebook.entries([card_id])[card_id].get(item.key)
    if known is not None and known.origin == "computed" and known.score is not None:
        raise Refused(
            _("{item} is worked out by the floor").format(item=spoken(item.title)),
            _("It may be entered only for a month of which the floor knows no figure."),
        )
    if score is not None and not note.strip():
        raise BadInput(_("Say in a note where the figure comes from"), _("The floor knows none: give it with --note."))

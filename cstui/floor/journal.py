"""The journal as its readers see it: is it whole, and what does it say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from db import journal
from db.queries import history

from ..i18n import N_, _
from . import access, present
from .views import Actor, Event


class Verdict(NamedTuple):
    """Whether the chain holds; ``bad_seq`` is the first event that does not, ``problem`` says how."""

    events: int
    head: str
    bad_seq: int | None
    problem: str

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.bad_seq is None


class Entry(NamedTuple):
    """One event of the journal with what it is about."""

    event: Event
    subject: str


_PROBLEMS = {
    "missing": N_("an event is missing"),
    "altered": N_("the event was altered"),
    "anchor": N_("the event is not the one the anchor saw"),
    "cut": N_("the end was cut off: the anchor saw an event that is gone"),
    "form": N_("the form recorded with the event was altered"),
}


def verify(actor: Actor, anchors: Mapping[int, str] | None = None) -> Verdict:
    """Walk the whole chain and name the first event that does not hold.

    ``anchors`` (seq to hash, as kept in backups) also find a tail that was cut off.
    """
    access.require(actor, "journal.read")
    return verdict(anchors)


def verdict(anchors: Mapping[int, str] | None = None) -> Verdict:
    """Walk the whole chain for whoever is told no more than whether it holds."""
    found = journal.first_break(anchors)
    bad_form = journal.broken_form() if found is None else None
    if bad_form is not None:
        found = (bad_form, "form")
    head = journal.head()
    return Verdict(head.seq, head.hash, found[0] if found else None, _(_PROBLEMS[found[1]]) if found else "")


def entries(actor: Actor, *, after: int = 0, limit: int = 50, subject: str | None = None) -> list[Entry]:
    """Return a page of the journal behind the event ``after``, of one subject (a reference) or of all."""
    access.require(actor, "journal.read")
    return [Entry(present.event(row), row.subject) for row in history.after(after, limit, subject)]

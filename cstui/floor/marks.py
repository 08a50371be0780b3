"""A complaint's events as its clocks see them: what was undone never happened, merged contacts count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from db.fields import instant
from db.queries import history

from ..errors import NotFound
from ..i18n import _
from ..text import one_line
from .clocks import Mark

_REF = re.compile(r"(?:[Cc]-)?0*(\d{1,15})")
_INSTANTS = ("promised", "until", "due")
_INHERITED = frozenset({"contact", "respond", "promise"})
Fact = tuple[int, int, str, Mapping[str, Any]]  # seq, stored seconds, action, body


def ref_of(complaint_id: int) -> str:
    """Return the reference that people use: C-000123."""
    return f"C-{complaint_id:06d}"


def number_of(ref: str) -> int:
    """Return the number behind a reference (``C-000123``, ``c-123``, ``123``); raises NotFound."""
    match = _REF.fullmatch(ref.strip())
    if match is None:
        raise NotFound(
            _("{ref} is not a reference").format(ref=one_line(ref)[:40]), _("References look like C-000123.")
        )
    return int(match.group(1))


def marks_of(complaint_id: int) -> list[Mark]:
    """Return all that the clocks need of one complaint, in journal order."""
    own = history.facts_of(ref_of(complaint_id))
    merged = history.merged_into(complaint_id)
    return marks(own, [fact for child in merged for fact in history.facts_of(ref_of(child))])


def marks(own: Iterable[Fact], merged: Iterable[Fact] = ()) -> list[Mark]:
    """Return the marks of a complaint's facts; of those merged into it the earliest receipt and every contact."""
    standing = list(_standing(own))
    inherited = list(_standing(merged))
    found = [mark(*fact[1:]) for fact in standing]
    others = [mark(*fact[1:]) for fact in inherited]
    if found and others:
        first = min([found[0], *(each for each in others if each.action == "received")], key=lambda each: each.at)
        found[0] = Mark(first.at, "received", None, found[0].to, found[0].data)
        found += [_as_seen(each) for each in others if each.action in _INHERITED]
        found += [_promise(each) for each in others if each.action == "received" and each.data.get("promised")]
    return found


def _standing(facts: Iterable[Fact]) -> Iterable[Fact]:
    """Leave out what was undone, and the undoing."""
    listed = list(facts)
    undone = {body["undoes"] for _seq, _at, action, body in listed if action == "undo"}
    return (fact for fact in listed if fact[2] != "undo" and fact[0] not in undone)


def mark(at: int, action: str, body: Mapping[str, Any]) -> Mark:
    """Return one stored event as the clocks see it."""
    data = {key: instant(value) if key in _INSTANTS else value for key, value in body.items()}
    effective = instant(body.get("at", at))
    assert effective is not None
    return Mark(effective, action, body.get("from"), body.get("to"), data)


def _as_seen(mark: Mark) -> Mark:
    """Return a merged complaint's contact without its own states: it moves no state here."""
    if mark.action == "promise":
        return Mark(mark.at, "promise", None, None, mark.data)
    direction = {"direction": "outbound"} if mark.action == "respond" else {}
    return Mark(mark.at, "contact", None, None, {**mark.data, **direction})


def _promise(mark: Mark) -> Mark:
    return Mark(mark.at, "promise", None, None, {"due": mark.data["promised"]})

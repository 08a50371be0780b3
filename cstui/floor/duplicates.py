"""Whether a complaint at intake is likely here already: said to whoever takes it in, never in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from db import models as rows
from db.queries import callers, people
from db.queries.complaints import Scope

from ..errors import BadInput
from ..text import one_line
from . import access, complaints, phones, present, store
from .views import Actor, Complaint

_DAYS = 7
_ALIKE = 0.6  # share of common pairs of characters from which two subjects say the same
_LOOKED_AT = 500  # newest complaints of the category
_SHOWN = 5


def likely(actor: Actor, values: Mapping[str, object], *, now: datetime | None = None) -> tuple[Complaint, ...]:
    """Return up to 5 complaints in the actor's sight that the one with these intake values may repeat.

    They are open ones of the same customer, and those of the last 7 days in the same category whose
    subject is alike, whoever complained.  Values that intake will refuse find nothing.
    """
    if access.scope_of(actor, "complaint.read") is None:
        return ()
    at, scope = now or store.now(), access.read_scope(actor)
    given = {name: one_line(str(value)) for name, value in values.items() if value not in (None, "")}
    found = dict.fromkeys([*_of_customer(given, at), *_alike(given, scope, at)])
    seen = (complaints.view(number, at) for number in found if _in_sight(number, scope))
    return tuple(each for each, _place in zip(seen, range(_SHOWN), strict=False))


def _of_customer(given: Mapping[str, str], at: datetime) -> tuple[int, ...]:
    number, phone = given.get("customer_id", ""), given.get("customer_phone", "")
    known = people.customer(external_id=number) if number else None
    if known is None and phones.looks_like(phone):
        try:
            known = people.customer(phone=phones.normalise(phone))
        except BadInput:
            return ()
    return callers.seen(known.id, present.seconds(at)).open_ids if known else ()


def _alike(given: Mapping[str, str], scope: Scope, at: datetime) -> Iterator[int]:
    pairs = _pairs(given.get("subject") or given.get("narrative", "")[:80])
    category = given.get("category")
    if not (pairs and category):
        return
    table = rows.Complaint
    query = table.select(table.id, table.subject).where(
        (table.category == category) & (table.received_at >= at - timedelta(days=_DAYS)) & (table.state != "merged")
    )
    if scope.team_id is not None:
        query = query.where(table.team == scope.team_id)
    newest = query.order_by(table.received_at.desc()).limit(_LOOKED_AT)
    for number, subject in newest.tuples().iterator():
        others = _pairs(subject)
        if others and 2 * len(pairs & others) / (len(pairs) + len(others)) >= _ALIKE:
            yield number


def _pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text: what two languages without blanks share too."""
    folded = "".join(filter(str.isalnum, text.casefold()))
    return frozenset(map("".join, zip(folded, folded[1:], strict=False))) or frozenset(folded)


def _in_sight(number: int, scope: Scope) -> bool:
    return scope.team_id is None or rows.Complaint.get_by_id(number).team_id == scope.team_id

"""Find: one word over complaints, customers and agents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from db.queries import complaints as queries
from db.queries import people
from db.queries.conditions import Condition

from ..text import mask_phone, one_line
from . import access, phones, present, store
from .labels import label
from .marks import ref_of
from .views import Actor, Hit

_REF = re.compile(r"[Cc]-0*\d{1,15}")


def find(actor: Actor, text: str, limit: int = 20) -> list[Hit]:
    """Return what a text finds: a reference, a phone, names, pinyin initials, words of a complaint.

    At most ``limit`` complaints, customers and agents each; references and phones first.
    """
    text = text.strip()
    if not text:
        return []
    return [*_complaints(actor, text, limit), *_customers(actor, text, limit), *_agents(actor, text, limit)]


def _complaints(actor: Actor, text: str, limit: int) -> Iterator[Hit]:
    if access.scope_of(actor, "complaint.read") is None:
        return
    now = store.now()
    for row in _rows(access.read_scope(actor), text, limit, present.seconds(now)):
        words = " ".join(part for part in (row.customer_name, one_line(row.subject)) if part)
        state = present.state_of(row, now)
        yield Hit("complaint", ref_of(row.id), f"{label('state', state)} {words}", state)


def _rows(scope: queries.Scope, text: str, limit: int, now: int) -> list[queries.ComplaintRow]:
    if _REF.fullmatch(text):
        return queries.page(scope, [Condition("ref", "=", int(text[2:]))], now=now, limit=limit)
    if phones.looks_like(text):
        found = queries.page(scope, [Condition("phone", "=", phones.normalise(text))], now=now, limit=limit)
        if found:
            return found  # else the digits may stand in a text: an order, a card, an account
    return queries.page(scope, [Condition("word", "~", word) for word in text.split()], now=now, limit=limit)


def _customers(actor: Actor, text: str, limit: int) -> Iterator[Hit]:
    if access.scope_of(actor, "customer.read") is None or _REF.fullmatch(text):
        return
    called = people.customers(phones.normalise(text), limit) if phones.looks_like(text) else []
    for row in called or people.customers(text, limit):
        yield Hit("customer", row.external_id or "", f"{one_line(row.name)} {mask_phone(row.phone or '')}".strip())


def _agents(actor: Actor, text: str, limit: int) -> Iterator[Hit]:
    if access.scope_of(actor, "agent.read") is None or _REF.fullmatch(text):
        return
    for person in people.named(text, limit):
        yield Hit("agent", person.login, f"{one_line(person.name)} {person.team}")

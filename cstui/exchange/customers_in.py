"""The customers whom imported complaints name: found by number, else by phone, else made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db import bulk, search
from db.queries import imports as earlier

from ..floor.accounts import initials
from .drafts import Draft

_COLUMNS = ("id", "external_id", "name", "initials", "phone", "created_at")


class CustomersIn:
    """Finds or makes the customers of one batch of drafts inside the open transaction."""

    def __init__(self, drafts: Sequence[Draft], now: int) -> None:
        self._now = now
        self._next = bulk.next_id("customer")
        self._new: dict[int, list[Any]] = {}
        self._completed: dict[int, tuple[str, str | None]] = {}
        numbered = earlier.known_customers("external_id", _distinct(drafts, "customer_id"))
        calling = earlier.known_customers("phone", _distinct(drafts, "customer_phone"))
        self._by_number = {row.external_id: row.id for row in numbered}
        self._by_phone = {row.phone: row.id for row in calling}
        self._known = {row.id: (row.name, row.phone) for row in (*numbered, *calling)}

    def customer_of(self, draft: Draft) -> int | None:
        """Return the id of a draft's customer, None when it names nobody; what is known of a customer stays."""
        number, name, phone = (draft.given.get(f"customer_{key}") for key in ("id", "name", "phone"))
        if not (number or name or phone):
            return None
        found = self._by_number.get(number) if number else self._by_phone.get(phone) if phone else None
        if found is None:
            return self._make(number, name or "", phone)
        known_name, known_phone = self._known[found]
        if (name and not known_name) or (phone and not known_phone):
            self._complete(found, known_name or name or "", known_phone or phone)
        return found

    def save(self) -> None:
        """Write the new customers, and what was learned about known ones."""
        bulk.insert("customer", _COLUMNS, self._new.values())
        learned = ((name, initials(name), phone, cid) for cid, (name, phone) in self._completed.items())
        bulk.update("customer", ("name", "initials", "phone"), learned)
        for cid in self._completed:
            search.index_customer(cid)

    def _make(self, number: str | None, name: str, phone: str | None) -> int:
        cid, self._next = self._next, self._next + 1
        self._new[cid] = [cid, number, name, initials(name), phone, self._now]
        self._known[cid] = (name, phone)
        if number:
            self._by_number[number] = cid
        if phone:
            self._by_phone[phone] = cid
        return cid

    def _complete(self, cid: int, name: str, phone: str | None) -> None:
        self._known[cid] = (name, phone)
        if cid in self._new:
            self._new[cid][2:5] = [name, initials(name), phone]
        else:
            self._completed[cid] = (name, phone)
        if phone:
            self._by_phone.setdefault(phone, cid)


def _distinct(drafts: Sequence[Draft], name: str) -> list[str]:
    return list({value for draft in drafts if (value := draft.given.get(name))})

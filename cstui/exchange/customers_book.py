"""Bringing a list of customers in: added where they are new, changed where the file says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from db import bulk, journal, search
from db.fields import epoch
from db.queries import imports as earlier

from ..errors import Problem
from ..floor import access, accounts
from ..floor.views import Actor
from ..i18n import _
from ..text import mask_phone
from .book import PlainBook
from .cells import MaskedPhone
from .convert import Record
from .report import Tally

_CHANGEABLE = ("name", "phone", "tier", "region")
_COLUMNS = ("id", "external_id", "name", "initials", "phone", "tier", "region", "created_at")


class Person(NamedTuple):
    """One customer of a file: the company's number decides who it is, without one the phone does."""

    row: int
    key: str
    given: dict[str, Any]


class CustomersBook(PlainBook[Person]):
    """Brings the customers of one file in, batch by batch; ``problems`` gathers what is wrong."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.problems: list[Problem] = []
        self._actor, self._now = actor, now
        self._seen: dict[str, int] = {}

    def take(self, records: Iterable[Record]) -> list[Person]:
        """Return the customers of good records; masked phones pass only where they say what is known."""
        made = []
        for row, given in records:
            key = given.get("id") or given.get("phone")
            if key is None or isinstance(key, MaskedPhone):
                self.problems.append(Problem(row, "id", "", _("a number or a phone is needed")))
            elif self._seen.setdefault(key, row) != row:
                text = _("stands in row {row} already").format(row=self._seen[key])
                self.problems.append(Problem(row, "id", key, text))
            else:
                made.append(Person(row, key, given))
        return self._unmasked(made)

    def plan(
        self, batch: Sequence[Person], tally: Tally
    ) -> tuple[list[Person], list[tuple[earlier.KnownCustomer, dict[str, Any]]]]:
        """Return who is new, and who is known with what changes; count them and change nothing."""
        known = _known(batch)
        added = [person for person in batch if person.key not in known]
        pairs = [
            (known[person.key], _changes(known[person.key], person.given)) for person in batch if person.key in known
        ]
        changed = [(row, new) for row, new in pairs if new]
        tally.count(len(added), len(changed), len(pairs) - len(changed))
        return added, changed

    def write(self, batch: Sequence[Person], tally: Tally) -> None:
        """Write one batch inside the open transaction."""
        added, changed = self.plan(batch, tally)
        bulk.insert("customer", _COLUMNS, self._rows(added))
        for row, new in changed:
            bulk.update("customer", list(new), [(*new.values(), row.id)])
            if "name" in new:
                search.index_customer(row.id)
        if added or changed:
            body = {"added": len(added), "updated": len(changed)}
            role = access.acting_role(self._actor)
            journal.append(journal.Fact(self._now, self._actor.id, role, "customers.imported", "floor", body))

    def _rows(self, added: Sequence[Person]) -> Iterable[tuple[Any, ...]]:
        for cid, (_row, _key, given) in enumerate(added, start=bulk.next_id("customer")):
            name = given.get("name", "")
            rest = (given.get("phone"), given.get("tier"), given.get("region"))
            yield cid, given.get("id"), name, accounts.initials(name), *rest, epoch(self._now)

    def _unmasked(self, batch: list[Person]) -> list[Person]:
        masked = [person for person in batch if isinstance(person.given.get("phone"), MaskedPhone)]
        known = _known(masked)
        refused = set()
        for person in masked:
            written = person.given.pop("phone")
            row = known.get(person.key)
            if row is None or mask_phone(row.phone or "") != written:
                refused.add(person.row)
                self.problems.append(Problem(person.row, "phone", written, _("digits are lost: the number is masked")))
        return [person for person in batch if person.row not in refused]


def _known(batch: Sequence[Person]) -> dict[str, earlier.KnownCustomer]:
    numbers = [person.key for person in batch if "id" in person.given]
    phones = [person.key for person in batch if "id" not in person.given]
    by_phone = earlier.known_customers("phone", phones)
    by_number = earlier.known_customers("external_id", numbers)
    return {row.phone or "": row for row in by_phone} | {row.external_id or "": row for row in by_number}


def _changes(row: earlier.KnownCustomer, given: dict[str, Any]) -> dict[str, Any]:
    new = {name: given[name] for name in _CHANGEABLE if name in given and given[name] != getattr(row, name)}
    if "name" in new:
        new["initials"] = accounts.initials(new["name"])
    return new

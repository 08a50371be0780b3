"""From records of a file to drafts of complaints: joined by case, keyed, checked against the floor."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from db.queries import imports as earlier

from ..errors import Problem
from ..i18n import _
from ..text import mask_phone
from .cells import MaskedPhone
from .convert import Record
from .staff import Staff

# What identifies a row that has no number of its own: nothing that changes in a complaint's life.
_STABLE = ("received_at", "subject", "narrative", "remedy", "customer_id", "customer_name", "customer_phone", "region",
           "respondent")  # fmt: skip
_ENDED = ("closed", "rejected", "withdrawn", "merged")
_REF = re.compile(r"C-0*(\d{1,15})")


class Draft(NamedTuple):
    """One complaint of a file: ``given`` by our names, with ``team`` and ``assignee`` as ids."""

    row: int
    key: str
    given: dict[str, Any]
    history: tuple[tuple[int, str], ...] = ()


class Drafter:
    """Makes drafts of records, batch by batch; ``problems`` gathers what is wrong with them."""

    def __init__(self, source: str, defaults: dict[str, Any], staff: Staff) -> None:
        self.problems: list[Problem] = []
        self._source, self._defaults, self._staff = source, defaults, staff
        self._seen: dict[str, int] = {}
        self._copies: Counter[str] = Counter()

    def drafts(self, records: Iterable[Record]) -> list[Draft]:
        """Return a draft of each good record."""
        made = [self._draft(record.row, record.given) for record in records]
        return self._unmasked([draft for draft in made if draft is not None])

    def drafts_of_cases(self, records: Sequence[Record]) -> list[Draft]:
        """Return one draft of all the rows of a case, in the order of time."""
        cases: dict[str, list[Record]] = {}
        for record in records:
            missing = next((name for name in ("case", "at") if name not in record.given), None)
            if missing is None:
                cases.setdefault(record.given["case"], []).append(record)
            else:
                self.problems.append(Problem(record.row, missing, "", _("is needed to join the rows of a case")))
        made = [self._case(case, rows) for case, rows in cases.items()]
        return self._unmasked([draft for draft in made if draft is not None])

    def _case(self, case: str, records: list[Record]) -> Draft | None:
        """Join the rows of a case: of every column the latest row that fills it counts."""
        records.sort(key=lambda record: record.given["at"])
        given: dict[str, Any] = {}
        for record in records:
            given |= record.given
        history = tuple((record.given["at"], record.given.get("activity", "")) for record in records)
        for name in ("case", "at", "activity"):
            given.pop(name, None)
        given = {"external_id": case, "received_at": history[0][0]} | given
        if given.get("state") in _ENDED:
            given.setdefault("closed_at", history[-1][0])
        draft = self._draft(min(record.row for record in records), given)
        return draft._replace(history=history) if draft else None

    def _draft(self, row: int, given: dict[str, Any]) -> Draft | None:
        wrong = self._wrong(row, given)
        if wrong:
            self.problems += wrong
            return None
        external_id = given.get("external_id")
        if "closed_at" in given and "state" not in self._defaults:
            given.setdefault("state", "closed")
        return Draft(row, external_id or self._key(given), given)

    def _wrong(self, row: int, given: dict[str, Any]) -> list[Problem]:
        """Return what is wrong with a record, and put ids in the place of team and assignee."""
        wrong = self._staff.resolve(row, given)
        if not any(each.get(name) for name in ("subject", "narrative") for each in (given, self._defaults)):
            wrong.append(Problem(row, "narrative", "", _("a subject or a narrative is needed")))
        external_id = given.get("external_id")
        if external_id is not None:
            first = self._seen.setdefault(external_id, row)
            if first != row:
                text = _("stands in row {row} already; [history] in a mapping joins the rows of a case")
                wrong.append(Problem(row, "external_id", external_id, text.format(row=first)))
        return wrong

    def _key(self, given: dict[str, Any]) -> str:
        """Return the key of a row without a number: its hash, and which of equal rows it is."""
        stable = repr([given.get(name) for name in _STABLE]).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(stable).hexdigest()[:32]
        self._copies[digest] += 1
        return f"#{digest}.{self._copies[digest]}"

    def _unmasked(self, drafts: list[Draft]) -> list[Draft]:
        """Settle masked phones: those of our own export that say what is known are left out, others refused."""
        masked = [draft for draft in drafts if isinstance(draft.given.get("customer_phone"), MaskedPhone)]
        if not masked:
            return drafts
        phones = self._known_phones(masked)
        refused = set()
        for draft in masked:
            written = draft.given.pop("customer_phone")
            if mask_phone(phones.get(draft.key) or "") != written:
                refused.add(draft.row)
                text = _("digits are lost: the number is masked")
                self.problems.append(Problem(draft.row, "customer_phone", written, text))
        return [draft for draft in drafts if draft.row not in refused]

    def _known_phones(self, masked: list[Draft]) -> dict[str, str | None]:
        """Return the stored phone of each draft's complaint, else of its customer."""
        numbers = [number for draft in masked if (number := draft.given.get("customer_id"))]
        by_number = {row.external_id: row.phone for row in earlier.known_customers("external_id", numbers)}
        known = known_complaints(self._source, masked)
        return {
            draft.key: known[draft.key].customer_phone
            if draft.key in known
            else by_number.get(draft.given.get("customer_id"))
            for draft in masked
        }


def known_complaints(source: str, drafts: Sequence[Draft]) -> dict[str, earlier.Known]:
    """Return the stored complaints behind drafts, by key.

    An export writes the reference as the number of a complaint that has no other; so a draft
    that bears a reference and its very time of receipt is that complaint.
    """
    found = earlier.known(source, [draft.key for draft in drafts]) if earlier.has_source(source) else {}
    by_ref = {
        int(match[1]): draft for draft in drafts if draft.key not in found and (match := _REF.fullmatch(draft.key))
    }
    for number, row in earlier.taken_in_here(list(by_ref)).items():
        if row.received_at == by_ref[number].given.get("received_at"):
            found[by_ref[number].key] = row
    return found

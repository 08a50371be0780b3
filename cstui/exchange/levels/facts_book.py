"""Bringing praise, training and penalties in: one row an entry, known again by its number, else by what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from hashlib import sha256
from typing import Any, NamedTuple

from db import journal
from db.fields import canonical
from db.models import Certificate, Erasure, Evidence
from db.queries import people

from ...errors import BadInput
from ...floor import access, complaints, customers, store
from ...floor.levels import certificates, evidence
from ...floor.levels.evidence import Given
from ...floor.levels.ladder_reading import INCIDENTS
from ...floor.levels.people import day_of as day_within
from ...floor.views import Actor
from ...i18n import _, listed
from ..report import Tally
from ..words import VALUES, folded
from .person_rows import PersonBook, blamed_on, check_once, day_of, figure, person_of, who

_USUAL = {"praise": "praise_customer", "training": "course", "penalties": "penalty"}  # of a row that names no kind
_GIVER = {"praise": "giver", "training": "newcomer"}
_NAME = {"training": "subject", "penalties": "rule"}
_FIGURE = {"training": "score", "penalties": "money"}
_CERTIFICATE = "certificate"
_CHUNK = 500


class Fact(NamedTuple):
    """One entry of a file; ``columns`` are those of the stored one, of evidence or of a certificate."""

    person: people.Account
    given: Given
    key: str
    columns: Mapping[str, Any]


class FactsBook(PersonBook[Fact]):
    """Brings the entries of one file in."""

    def __init__(
        self, actor: Actor, kind: str, source: str, zone: tzinfo, now: datetime, defaults: Mapping[str, Any]
    ) -> None:
        super().__init__(actor, kind, zone, now, defaults)
        self._kind, self._source = kind, source
        self._seen: dict[str, int] = {}

    def plan(self, batch: Sequence[Fact], tally: Tally) -> tuple[list[Fact], list[tuple[Any, Fact]]]:
        """Return what is new, and what is stored with the entry that changes it; count them."""
        entries, held = self._entries(batch), self._held(batch)
        added, changed = [], []
        for fact in batch:
            papers = fact.given.kind == _CERTIFICATE
            stored = held.get((fact.person.id, fact.given.name)) if papers else entries.get(fact.key)
            if stored is None:
                added.append(fact)
            elif _differs(stored, fact):
                changed.append((stored, fact))
        tally.count(len(added), len(changed), len(batch) - len(added) - len(changed))
        return added, changed

    def write(self, batch: Sequence[Fact], tally: Tally) -> None:
        """Write the entries inside the open transaction."""
        added, changed = self.plan(batch, tally)
        for fact in added:
            self._add(fact)
        for stored, fact in changed:
            if fact.given.kind == _CERTIFICATE:
                self._add(fact)
            else:
                Evidence.update(_columns(fact)).where(Evidence.id == stored.id).execute()
        if added or changed:
            body = {"added": len(added), "updated": sorted(stored.id for stored, _fact in changed)}
            role = access.acting_role(self._actor)
            journal.append(journal.Fact(self._now, self._actor.id, role, f"{self._kind}.imported", "floor", body))

    def _add(self, fact: Fact) -> None:
        given = fact.given
        if given.kind == _CERTIFICATE:
            day, end = fact.columns["issued_on"], fact.columns["valid_until"]
            certificates.keep(self._actor, fact.person.id, given.name, day, end, self._now)
        else:
            evidence.write(self._actor, fact.person, given, self._now, source=self._source, external_id=fact.key)

    def _said(self, row: int, found: Mapping[str, Any]) -> Fact:
        person = person_of(self._people, found)
        with blamed_on(who(found)):
            if person.id == self._actor.id:
                raise BadInput(_("Nobody records this about themselves"))
        given = self._given(found)
        key = str(found.get("external_id") or _hash(person, given))
        with blamed_on("external_id" if "external_id" in found else who(found)):
            check_once(self._seen, key, row)
        if given.kind == _CERTIFICATE:
            return Fact(person, given, key, self._certificate(given, found.get("until")))
        if self._erased(key):
            return Fact(person, given, key, {})
        self._check_cells(given)
        with blamed_on(self._lacking(given)):
            return Fact(person, given, key, evidence.columns(self._actor, person.login, given, self._now))

    def _given(self, found: Mapping[str, Any]) -> Given:
        kind, name, text = self._kind_of(found), str(found.get(_NAME.get(self._kind, ""), "")), found.get("text", "")
        if kind in INCIDENTS:
            kind, name, text = "incident", kind, "\n".join(filter(None, (name, text)))
        figure_in = _FIGURE.get(self._kind, "")
        with blamed_on(figure_in):
            value = figure(found.get(figure_in))
        with blamed_on("passed"):
            passed = _passed(found.get("passed"))
        return Given(
            kind=kind,
            day=day_of(found.get("day"), self._zone),
            name=name,
            giver=found.get(_GIVER.get(self._kind, "")),
            customer=found.get("customer_id"),
            complaint=found.get("complaint"),
            value=value,
            passed=passed,
            text=text,
        )

    def _kind_of(self, found: Mapping[str, Any]) -> str:
        """Return the kind of a row, an incident by its own; raises Misplaced."""
        word = str(found.get("kind") or _USUAL[self._kind])
        with blamed_on("kind"):
            kind = VALUES[self._kind].get(folded(word))
            if kind is None:
                raise BadInput(_("{kind} is no kind of entry").format(kind=word[:40]), _known(VALUES[self._kind]))
        return kind

    def _check_cells(self, given: Given) -> None:
        """Raise Misplaced, naming the cell, for what one cell alone is to blame for."""
        with blamed_on("day"):
            day_within(given.day, self._now)
        with blamed_on("customer_id"):
            if given.customer:
                customers.row_of(given.customer)
        with blamed_on("complaint"):
            if given.complaint:
                complaints.row_for(self._actor, given.complaint)
        with blamed_on(_FIGURE.get(self._kind, "")):
            evidence.check_figure(given.kind, given.value)

    def _lacking(self, given: Given) -> str:
        """Return the column that a kind cannot do without and that says nothing."""
        if given.kind == "exam" and given.name:
            return "passed"
        if given.kind in ("praise_customer", "praise_internal", "mentored"):
            return _GIVER[self._kind]
        return _NAME.get(self._kind, "")

    def _certificate(self, given: Given, until: int | None) -> dict[str, date]:
        with blamed_on(_NAME[self._kind]):
            if not given.name:
                raise BadInput(_("A certificate needs a name"))
        day = given.day or self._now.astimezone(store.zone()).date()
        with blamed_on("until"):
            return {"issued_on": day, "valid_until": certificates.last_day(day, day_of(until, self._zone))}

    def _entries(self, batch: Sequence[Fact]) -> dict[str | None, Evidence]:
        keys = [fact.key for fact in batch]
        found: dict[str | None, Evidence] = {}
        for start in range(0, len(keys), _CHUNK):
            mine = (Evidence.source == self._source) & Evidence.external_id.in_(keys[start : start + _CHUNK])
            found |= {row.external_id: row for row in Evidence.select().where(mine)}
        return found

    def _held(self, batch: Sequence[Fact]) -> dict[tuple[int, str], Certificate]:
        ids = sorted({fact.person.id for fact in batch if fact.given.kind == _CERTIFICATE})
        query = Certificate.select().where(Certificate.agent.in_(ids)) if ids else ()
        return {(row.agent_id, row.name): row for row in query}

    def _erased(self, key: str) -> bool:
        """Say whether an entry came before and its customer was erased since: it stays as it is."""
        mine = (Evidence.source == self._source) & (Evidence.external_id == key)
        gone = Erasure.select(Erasure.customer_id)
        return bool(Evidence.select().where(mine & Evidence.customer.in_(gone)).exists())


def _differs(stored: Evidence | Certificate, fact: Fact) -> bool:
    """Say whether an entry says otherwise than the stored one; what was voided or erased here stays.

    A day that the file does not name is no change.
    """
    if isinstance(stored, Certificate):
        settled = fact.given.day is None or fact.given.day < stored.issued_on
    else:
        settled = stored.voided_at is not None
    return not settled and any(getattr(stored, name) != value for name, value in _columns(fact).items())


def _columns(fact: Fact) -> dict[str, Any]:
    """Return what an entry is stored as, without a day that the file does not name."""
    return {name: value for name, value in fact.columns.items() if name != "on_day" or fact.given.day}


def _hash(person: people.Account, given: Given) -> str:
    said = [person.login, given.kind, given.day, given.name, given.giver, given.customer, given.complaint, given.text]
    return "row:" + sha256(canonical([str(each or "") for each in said]).encode()).hexdigest()[:32]


def _passed(text: str | None) -> bool | None:
    if text is None:
        return None
    word = VALUES["passed"].get(folded(text))
    if word is None:
        raise BadInput(_("yes or no is expected"))
    return word == "yes"


def _known(words: Mapping[str, str]) -> str:
    return _("Known: {values}").format(values=listed(sorted(set(words.values()))))

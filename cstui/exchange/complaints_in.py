"""Writing a batch of drafts: new complaints through the raw path, known ones where nobody edited them."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from db import bulk, journal, search
from db.fields import canonical, epoch, instant
from db.models import Complaint
from db.queries import imports as earlier

from ..floor import access, recording
from ..floor.marks import ref_of
from ..floor.recording import Change
from ..floor.views import OPEN_STATES, SEVERITIES, Actor
from ..text import one_line
from .customers_in import CustomersIn
from .drafts import Draft, known_complaints
from .landing import Arrivals, landing_state
from .report import Tally
from .staff import Staff

_COLUMNS = (
    "id", "customer_id", "team_id", "state", "open", "severity", "category", "channel", "subject", "narrative",
    "remedy", "region", "assignee_id", "respondent", "policy", "received_at", "next_clock", "due_at", "statutory_at",
    "breached", "escalates_at", "former_team_id", "former_state", "closed_at", "satisfaction", "source", "external_id",
    "import_key", "created_at", "updated_at",
)  # fmt: skip
# Of a new row, what the journal tells.
_TOLD = tuple(_COLUMNS.index(name) for name in ("id", "state", "severity", "policy", "received_at"))
# What a repeated row may change, and the column where it lies.
_CHANGEABLE = {
    name: name
    for name in ("state", "severity", "category", "channel", "subject", "narrative", "remedy", "region", "respondent",
                 "closed_at", "satisfaction")
} | {"team": "team_id", "assignee": "assignee_id"}  # fmt: skip
_TIMED = frozenset({"state", "severity", "team_id"})  # columns on which the clocks depend
_SEARCHED = frozenset({"category", "subject", "narrative", "remedy"})
_SUBJECT = 80  # characters of the narrative that stand in for a subject, as at intake
_NORMAL = SEVERITIES.index("normal")


class _Step(NamedTuple):
    """One event of a complaint to be written, with the text and salt of the form recorded at it."""

    complaint: int
    action: str
    body: dict[str, Any]
    salt: str = ""
    form: str = ""


class Ready(NamedTuple):
    """A draft with all columns of its row but the ids, which are known under the write lock only."""

    draft: Draft
    columns: tuple[Any, ...]


class Plan(NamedTuple):
    """What a batch of drafts comes to: the places of the new ones, known ones with new values and history."""

    added: list[int]
    changed: list[tuple[earlier.Known, dict[str, Any], list[tuple[int, str]]]]


class ComplaintsIn:
    """Brings drafts of one source into the floor, batch by batch."""

    def __init__(self, actor: Actor, source: str, defaults: dict[str, Any], staff: Staff, now: datetime) -> None:
        self._actor, self._source, self._defaults, self._staff = actor, source, defaults, staff
        self._at, self._now = now, epoch(now)
        self._arrivals = Arrivals(now)
        self._batch = secrets.token_hex(6)

    def plan(self, drafts: Sequence[Draft], tally: Tally) -> Plan:
        """Compare drafts with what is stored, count them, and change nothing."""
        known = known_complaints(self._source, drafts)
        told = self._told([known[draft.key].id for draft in drafts if draft.key in known and draft.history])
        plan = Plan([], [])
        for place, draft in enumerate(drafts):
            row = known.get(draft.key)
            if row is None:
                plan.added.append(place)
                continue
            if row.erased:
                continue  # the customer was erased: no later file tells of them here again
            columns = _changes(row, draft.given)
            history = list((Counter(draft.history) - told.get(row.id, Counter())).elements())
            if columns or history:
                plan.changed.append((row, columns, sorted(history)))
        added, changed = len(plan.added), len(plan.changed)
        tally.count(added, changed, len(drafts) - added - changed)
        return plan

    def prepare(self, drafts: Sequence[Draft]) -> list[Ready]:
        """Work out before the write lock is taken what can be."""
        return [Ready(draft, self._columns(draft)) for draft in drafts]

    def write(self, batch: Sequence[Ready], tally: Tally) -> None:
        """Write one batch inside the open transaction."""
        plan = self.plan([ready.draft for ready in batch], tally)
        self._add([batch[place] for place in plan.added])
        self._update([(row, columns) for row, columns, _history in plan.changed if columns.keys().isdisjoint(_TIMED)])
        for row, columns, history in plan.changed:
            if not columns.keys().isdisjoint(_TIMED):
                self._move(row, columns)
            self._record([_history_step(row.id, *each) for each in history])

    def _add(self, batch: Sequence[Ready]) -> None:
        customers = CustomersIn([ready.draft for ready in batch], self._now)
        rows = [
            (number, customers.customer_of(draft), *columns)
            for number, (draft, columns) in enumerate(batch, start=bulk.next_id("complaint"))
        ]
        customers.save()
        bulk.insert("complaint", _COLUMNS, rows)
        self._record(
            [step for row, (draft, _columns) in zip(rows, batch, strict=True) for step in self._steps(row, draft)]
        )

    def _columns(self, draft: Draft) -> tuple[Any, ...]:
        given = self._defaults | draft.given
        team = given.get("team", self._actor.team_id)
        policy = self._staff.policies[team]
        severity = given.get("severity", _NORMAL)
        state = given.get("state") or landing_state(policy, severity)
        is_open = state in OPEN_STATES
        received_at = given.get("received_at", self._now)
        standing = self._arrivals.standing(state, severity, policy, received_at)
        narrative = given.get("narrative", "")
        former = (team, "registered") if state == "transferred" else (None, None)  # so that it can be returned
        return (
            team, state, is_open, severity, given.get("category"), given.get("channel", "phone"),
            given.get("subject") or one_line(narrative)[:_SUBJECT], narrative, given.get("remedy", ""),
            given.get("region", ""), given.get("assignee"), given.get("respondent"), policy.name, received_at,
            *standing, *former, None if is_open else given.get("closed_at", received_at), given.get("satisfaction"),
            self._source, given.get("external_id"), draft.key, self._now, self._now,
        )  # fmt: skip

    def _steps(self, row: tuple[Any, ...], draft: Draft) -> Iterator[_Step]:
        number, state, severity, policy, received_at = (row[place] for place in _TOLD)
        body = {"to": state, "severity": SEVERITIES[severity], "policy": policy, "at": received_at}
        yield _Step(number, "received", body | {"version": 1, "batch": self._batch})
        yield from (_history_step(number, at, activity) for at, activity in draft.history)

    def _update(self, changes: Sequence[tuple[earlier.Known, dict[str, Any]]]) -> None:
        """Write what leaves the clocks alone: many rows at once."""
        alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        steps = []
        for row, columns in changes:
            if columns:
                values = (*columns.values(), row.version + 1, self._now, row.id)
                alike.setdefault(tuple(columns), []).append(values)
                body = {"from": row.state, "to": row.state, "version": row.version + 1, "fields": sorted(columns)}
                steps.append(_Step(row.id, "updated", body | {"batch": self._batch}))
        for names, rows in alike.items():
            bulk.update("complaint", (*names, "version", "updated_at"), rows)
            if not _SEARCHED.isdisjoint(names):
                for values in rows:
                    search.index_one(values[-1])
        self._record(steps)

    def _move(self, row: earlier.Known, columns: dict[str, Any]) -> None:
        """Change state, severity or team by a step like any other, so that the clocks follow."""
        if "state" in columns:
            columns["open"] = columns["state"] in OPEN_STATES
            if columns["open"]:
                columns["closed_at"] = None
            else:
                columns.setdefault("closed_at", self._now)
        stored = Complaint.get_by_id(row.id)
        ended = columns.get("closed_at")  # the clocks stopped then, not when the file told of it
        change = Change("updated", columns, {"fields": sorted(columns)}, at=instant(ended))
        recording.record(self._actor, stored, change, now=self._at, batch=self._batch)

    def _record(self, steps: Sequence[_Step]) -> None:
        """Journal steps in order, with their forms."""
        role = access.acting_role(self._actor)
        last = journal.append_many(
            journal.Fact(self._at, self._actor.id, role, step.action, ref_of(step.complaint), step.body)
            for step in steps
        )
        forms = (
            (step.complaint, seq, step.action, step.salt, step.form)
            for seq, step in enumerate(steps, start=last - len(steps) + 1)
            if step.form
        )
        bulk.insert("form", ("complaint_id", "event_seq", "kind", "salt", "fields"), forms)

    def _told(self, ids: Sequence[int]) -> dict[int, Counter[tuple[int, str]]]:
        """Return what earlier imports recorded of the history of these complaints."""
        by_ref = {ref_of(number): number for number in ids}
        told: dict[int, Counter[tuple[int, str]]] = {}
        for subject, at, fields in earlier.history_of(list(by_ref)):
            told.setdefault(by_ref[subject], Counter())[at, json.loads(fields).get("activity", "")] += 1
        return told


def _changes(row: earlier.Known, given: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that a repeated row changes: what it gives, differs, and nobody edited here."""
    if row.import_key is None:
        return {}  # taken in by people of the floor: all of it is theirs
    edited = set(row.edited.split(","))
    new = {
        column: given[name]
        for name, column in _CHANGEABLE.items()
        if name in given and column not in edited and given[name] != getattr(row, column)
    }
    if new.get("state", row.state) in OPEN_STATES:
        new.pop("closed_at", None)
    return new


def _history_step(complaint: int, at: int, activity: str) -> _Step:
    """Return the event of one row of a case's log; what was done is kept as the event's form."""
    if not activity:
        return _Step(complaint, "history", {"at": at})
    salt, form = secrets.token_hex(8), canonical({"activity": activity})
    return _Step(complaint, "history", {"at": at, "form": journal.form_digest(salt, form)}, salt, form)

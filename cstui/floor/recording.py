"""Writing a complaint's change down: the row, its event, its form, and its clocks, all in one transaction."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from db import journal, search
from db import models as rows
from db.fields import NEVER, canonical, epoch

from ..errors import Conflict
from ..i18n import _
from . import escalation, in_force, verdicts
from .access import acting_role
from .calendar import Calendar
from .clocks import Clock, Mark, compute, nearest
from .marks import marks_of, ref_of
from .policy import Policy, load_policy
from .views import SEVERITIES, Actor

UNDO_WINDOW = timedelta(minutes=10)
FLOOR = "floor"  # the role under which the floor itself writes what time brings about


class Change:
    """What one step does: new column values, facts for the journal, and the form's fields.

    ``at`` is the effective instant when it differs from the moment of writing; ``others`` are
    changes of other complaints that belong to the same step, ``then`` is called with the event's seq.
    """

    __slots__ = ("action", "at", "columns", "facts", "form", "others", "then")

    def __init__(
        self,
        action: str,
        columns: dict[str, Any] | None = None,
        facts: dict[str, Any] | None = None,
        form: dict[str, Any] | None = None,
        at: datetime | None = None,
    ) -> None:
        self.action = action
        self.columns = columns or {}
        self.facts = facts or {}
        self.form = form or {}
        self.at = at
        self.others: list[tuple[rows.Complaint, Change]] = []
        self.then: list[Callable[[int], None]] = []


def calendar() -> Calendar:
    """Return the calendar in force, in the floor's zone."""
    return in_force.calendar()


def policy_of(name: str) -> Policy:
    """Return the pack that governs a complaint."""
    return load_policy(name)


def clocks_of(marks: Sequence[Mark], policy: str, now: datetime, *, days: Calendar | None = None) -> tuple[Clock, ...]:
    """Return the clocks that these events and a policy pack give at ``now``, by the calendar in force unless told."""
    return compute(marks, policy_of(policy), days or calendar(), now)


def clock_columns(clocks: Sequence[Clock], now: datetime, *, days: Calendar | None = None) -> dict[str, Any]:
    """Return the columns that the queue keeps of a complaint's clocks."""
    next_clock = nearest(clocks)
    escalates_at = escalation.next_at(next_clock, days or calendar(), now)
    statutory = [epoch(c.due_at) for c in clocks if c.name == "statutory" and c.stopped_at is None]
    return {
        "next_clock": next_clock.name if next_clock else None,
        "due_at": epoch(next_clock.due_at) if next_clock else NEVER,
        "statutory_at": min(statutory, default=NEVER),
        "resumes_at": next_clock.resumes_at if next_clock else None,
        "breached": any(c.breached_at is not None for c in clocks),
        "escalates_at": epoch(escalates_at) if escalates_at else NEVER,
    }


def wind(complaint_id: int, policy: str, now: datetime) -> dict[str, Any]:
    """Work the clocks of a stored complaint out: keep their verdicts, return the columns of the queue."""
    clocks = clocks_of(marks_of(complaint_id), policy, now)
    verdicts.keep(complaint_id, clocks)
    return clock_columns(clocks, now)


def waited_out(row: rows.Complaint, now: datetime) -> bool:
    """Say whether a wait has ended by itself at its return time."""
    return row.state == "waiting" and row.wait_until is not None and row.wait_until <= now


def end_wait(row: rows.Complaint, now: datetime) -> None:
    """Journal that a wait has ended by itself, with the time it was due."""
    columns = {"state": "handling", "waiting_for": None, "wait_until": None}
    record(None, row, Change("resume", columns, at=row.wait_until), now=now)


def record(
    actor: Actor | None,
    row: rows.Complaint,
    change: Change,
    *,
    now: datetime,
    batch: str | None = None,
    undoable: bool = False,
) -> None:
    """Apply a change to a stored complaint: compare-and-set on its version, journal it, wind its clocks.

    ``actor`` None is the floor itself.  Raises Conflict when somebody changed the row since it was read.
    """
    latch_breaches(row, now)
    seq = _written(actor, row, change, now, batch)
    columns = dict(change.columns)
    columns |= wind(row.id, columns.get("policy", row.policy), now)
    columns |= {"version": row.version + 1, "updated_at": now}
    if change.action != "updated" and change.columns.keys() & _EDITABLE:  # what an import brings is no edit
        columns["edited"] = row.edited | (change.columns.keys() & _EDITABLE)
    for follow in change.then:
        follow(seq)
    if actor is not None and undoable:
        _keep_for_undo(actor, row, change, seq, batch or str(seq), now)
    updated = (
        rows.Complaint.update(columns)
        .where((rows.Complaint.id == row.id) & (rows.Complaint.version == row.version))
        .execute()
    )
    if not updated:
        raise Conflict(_("{ref} was changed by someone else meanwhile").format(ref=ref_of(row.id)))
    if change.columns.keys() & {"category", "subject", "narrative", "remedy"}:
        search.index_one(row.id)


# Columns that an import may fill and people may change: what people changed, an import leaves alone.
_EDITABLE = frozenset(
    {"state", "severity", "category", "assignee_id", "team_id", "closed_at", "satisfaction", "respondent", "subject",
     "narrative", "remedy", "channel", "region"}
)  # fmt: skip


def record_new(actor: Actor, columns: dict[str, Any], change: Change, *, now: datetime) -> int:
    """Write a complaint that did not exist, with its first event and its clocks; return its id."""
    row = rows.Complaint.create(**columns, due_at=NEVER, statutory_at=NEVER, created_at=now, updated_at=now)
    _written(actor, row, change, now, None)
    clocks = wind(row.id, row.policy, now)
    rows.Complaint.update(clocks).where(rows.Complaint.id == row.id).execute()
    search.index_one(row.id)
    return int(row.id)


def latch_breaches(row: rows.Complaint, now: datetime) -> None:
    """Journal every limit that time alone has broken since the last write, with the time it was due.

    Not yet within the second of the due time itself: what is about to be written may still keep it.
    """
    if row.due_at is None or row.due_at > now:
        return
    marks = marks_of(row.id)
    known = {_breach(m.data["clock"], m.data["cycle"], m.data["due"]) for m in marks if m.action == "breach"}
    clocks = clocks_of(marks, row.policy, now)
    verdicts.keep(row.id, clocks)
    for clock in clocks:
        if clock.breached_at is None or epoch(clock.breached_at) >= epoch(now):
            continue
        if _breach(clock.name, clock.cycle, clock.breached_at) not in known:
            body = {"clock": clock.name, "cycle": clock.cycle, "due": epoch(clock.breached_at)}
            journal_floor("breach", row, body, now)


def journal_floor(action: str, row: rows.Complaint, facts: Mapping[str, Any], now: datetime) -> None:
    """Journal what the floor itself found out about a complaint; its row is not touched."""
    journal.append(journal.Fact(now, None, FLOOR, action, ref_of(row.id), facts))


def _breach(clock: str, cycle: int, due: datetime) -> tuple[str, int, datetime | None]:
    """Return what tells breaches apart: a cycle may hold several promises, but one limit of each other kind."""
    return clock, cycle, due if clock == "promise" else None


def _written(actor: Actor | None, row: rows.Complaint, change: Change, now: datetime, batch: str | None) -> int:
    who, role = (actor.id, acting_role(actor)) if actor else (None, FLOOR)
    fact = journal.Fact(now, who, role, change.action, ref_of(row.id), _body(row, change, batch))
    return journal_with_form(fact, change.form, row.id)


def journal_with_form(fact: journal.Fact, form: Mapping[str, Any], complaint_id: int | None = None) -> int:
    """Append a fact, keep its form beside it so that the fact vouches for it without holding it; return the seq."""
    if not form:
        return journal.append(fact)
    salt = os.urandom(8).hex()
    body = {**fact.body, "form": journal.form_digest(salt, canonical(form))}
    seq = journal.append(fact._replace(body=body))
    rows.Form.create(complaint=complaint_id, event_seq=seq, kind=fact.action, salt=salt, fields=form)
    return seq


def _body(row: rows.Complaint, change: Change, batch: str | None) -> dict[str, Any]:
    new = change.action == "received"
    body: dict[str, Any] = {"to": change.columns.get("state", row.state), "version": row.version + (0 if new else 1)}
    if not new:
        body["from"] = row.state
    if "severity" in change.columns or new:
        body["severity"] = SEVERITIES[change.columns.get("severity", row.severity)]
    if "policy" in change.columns or new:
        body["policy"] = change.columns.get("policy", row.policy)
    if "assignee_id" in change.columns:
        body["assignee"] = change.columns["assignee_id"]
    if "team_id" in change.columns:
        body["team"] = change.columns["team_id"]
    if change.at is not None:
        body["at"] = epoch(change.at)
    if batch:
        body["batch"] = batch
    return body | {key: epoch(v) if isinstance(v, datetime) else v for key, v in change.facts.items()}


def _keep_for_undo(actor: Actor, row: rows.Complaint, change: Change, seq: int, batch: str, now: datetime) -> None:
    """Keep what a change overwrites, and forget what is too old to be taken back."""
    before = {name: _stored(row, name) for name in (*change.columns, "edited")}
    rows.Undo.delete().where(rows.Undo.at < now - UNDO_WINDOW).execute()
    rows.Undo.replace(
        event=seq, complaint=row.id, agent=actor.id, batch=batch, version=row.version + 1, at=now, columns=before
    ).execute()


def _stored(row: rows.Complaint, name: str) -> Any:
    """Return a column's value in the shape in which JSON can keep it and the column takes it back."""
    field = rows.Complaint._meta.combined[name]
    return field.db_value(getattr(row, name))

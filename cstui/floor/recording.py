"""Writing a complaint's change down: the row, its event, its form, and its clocks, all in one transaction."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from db import journal, search
from db import models as rows
from db.fields import NEVER, canonical, epoch, instant
from db.queries import history

from ..errors import Conflict
from ..i18n import _
from . import store
from .access import acting_role
from .calendar import Calendar, load_calendar
from .clocks import Clock, Mark, compute, nearest
from .policy import Policy, load_policy
from .views import SEVERITIES, Actor

_INSTANTS = ("promised", "until", "due")


class Change:
    """What one step does: new column values, facts for the journal, and the form's fields.

    ``at`` is the effective instant when it differs from the moment of writing.
    """

    __slots__ = ("action", "at", "columns", "facts", "form")

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


def ref_of(complaint_id: int) -> str:
    """Return the reference that people use: C-000123."""
    return f"C-{complaint_id:06d}"


def calendar() -> Calendar:
    """Return the floor's calendar in the floor's zone."""
    return load_calendar(store.settings().calendar, store.zone())


def policy_of(name: str) -> Policy:
    """Return the pack that governs a complaint."""
    return load_policy(name)


def mark(at: int, action: str, body: Mapping[str, Any]) -> Mark:
    """Return one stored event as the clocks see it."""
    data = {key: instant(value) if key in _INSTANTS else value for key, value in body.items()}
    effective = instant(body.get("at", at))
    assert effective is not None
    return Mark(effective, action, body.get("from"), body.get("to"), data)


def marks_of(complaint_id: int) -> list[Mark]:
    """Return all that the clocks need of one complaint, in journal order."""
    return [mark(*fact) for fact in history.facts_of(ref_of(complaint_id))]


def clocks_of(marks: Sequence[Mark], policy: str, now: datetime) -> tuple[Clock, ...]:
    """Return the clocks that these events and a policy pack give at ``now``."""
    return compute(marks, policy_of(policy), calendar(), now)


def clock_columns(clocks: Sequence[Clock]) -> dict[str, Any]:
    """Return the columns that the queue keeps of a complaint's clocks."""
    next_clock = nearest(clocks)
    statutory = [epoch(c.due_at) for c in clocks if c.name == "statutory" and c.stopped_at is None]
    return {
        "next_clock": next_clock.name if next_clock else None,
        "due_at": epoch(next_clock.due_at) if next_clock else NEVER,
        "statutory_at": min(statutory, default=NEVER),
        "resumes_at": next_clock.resumes_at if next_clock else None,
        "breached": any(c.breached_at is not None for c in clocks),
    }


def waited_out(row: rows.Complaint, now: datetime) -> bool:
    """Say whether a wait has ended by itself at its return time."""
    return row.state == "waiting" and row.wait_until is not None and row.wait_until <= now


def end_wait(row: rows.Complaint, now: datetime) -> None:
    """Journal that a wait has ended by itself, with the time it was due."""
    columns = {"state": "handling", "waiting_for": None, "wait_until": None}
    record(None, row, Change("resume", columns, at=row.wait_until), now=now)


def record(
    actor: Actor | None, row: rows.Complaint, change: Change, *, now: datetime, batch: str | None = None
) -> None:
    """Apply a change to a stored complaint: compare-and-set on its version, journal it, wind its clocks.

    Without an actor it is the floor's own.  Raises Conflict when somebody changed the row since it was read.
    """
    latch_breaches(row, now)
    columns, marks = _written(actor, row, change, now, batch)
    columns |= clock_columns(clocks_of(marks, columns.get("policy", row.policy), now))
    columns |= {"version": row.version + 1, "updated_at": now}
    if change.action != "updated" and change.columns.keys() & _EDITABLE:  # what an import brings is no edit
        columns["edited"] = row.edited | (change.columns.keys() & _EDITABLE)
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
    _, marks = _written(actor, row, change, now, None)
    clocks = clock_columns(clocks_of(marks, row.policy, now))
    rows.Complaint.update(clocks).where(rows.Complaint.id == row.id).execute()
    search.index_one(row.id)
    return int(row.id)


def latch_breaches(row: rows.Complaint, now: datetime) -> None:
    """Journal every limit that time alone has broken since the last write, with the time it was due."""
    if row.due_at is None or row.due_at > now:
        return
    marks = marks_of(row.id)
    known = {_breach(m.data["clock"], m.data["cycle"], m.data["due"]) for m in marks if m.action == "breach"}
    for clock in clocks_of(marks, row.policy, now):
        if clock.breached_at is not None and _breach(clock.name, clock.cycle, clock.breached_at) not in known:
            body = {"clock": clock.name, "cycle": clock.cycle, "due": epoch(clock.breached_at)}
            journal.append(journal.Fact(now, None, "floor", "breach", ref_of(row.id), body))


def _breach(clock: str, cycle: int, due: datetime) -> tuple[str, int, datetime | None]:
    """Return what tells breaches apart: a cycle may hold several promises, but one limit of each other kind."""
    return clock, cycle, due if clock == "promise" else None


def _written(
    actor: Actor | None, row: rows.Complaint, change: Change, now: datetime, batch: str | None
) -> tuple[dict[str, Any], list[Mark]]:
    body = _body(row, change, batch)
    salt = os.urandom(8).hex()
    if change.form:
        body["form"] = journal.form_digest(salt, canonical(change.form))
    marks = marks_of(row.id)
    who, role = (actor.id, acting_role(actor)) if actor else (None, "floor")
    seq = journal.append(journal.Fact(now, who, role, change.action, ref_of(row.id), body))
    if change.form:
        rows.Form.create(complaint=row.id, event_seq=seq, kind=change.action, salt=salt, fields=change.form)
    return dict(change.columns), [*marks, mark(epoch(now), change.action, body)]


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

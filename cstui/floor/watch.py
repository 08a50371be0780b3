"""What time alone brings about: breaches, escalations, the end of a wait.

There is no server, so it is computed on reading and journaled by whichever screen is open, or by
the next write, with the time it was due.
"""

from __future__ import annotations

from datetime import datetime

from db import models as rows
from db.fields import NEVER, epoch
from db.queries import complaints as queries

from . import escalation, present, recording, store
from .clocks import nearest
from .marks import marks_of


def journal_time(*, limit: int = 100, now: datetime | None = None) -> int:
    """Journal what time has brought about, for up to ``limit`` complaints of each kind; return how much it was.

    Certificates that end are told as well, levels come into effect, swaps expire.  Cheap when there is nothing to do:
    a few indexed reads and no transaction.
    """
    from .levels import case_due, certificates  # not before it is needed: steps of a complaint import this file
    from .rosters import overdue

    at = now or store.now()
    certificates.settle(now=at)
    case_due.settle_due(now=at)
    seconds = present.seconds(at)
    if not (queries.overtaken(seconds, 1) or overdue.due(at)):
        return 0
    with store.transaction():
        found = queries.overtaken(seconds, limit)
        for complaint_id in found:
            settle(rows.Complaint.get_by_id(complaint_id), at)
        return len(found) + overdue.settle(at)


def settle(row: rows.Complaint, now: datetime) -> rows.Complaint:
    """Journal what time has brought about for one complaint and return it as it stands; hold the write lock."""
    if recording.waited_out(row, now):
        recording.end_wait(row, now)
        row = rows.Complaint.get_by_id(row.id)
    recording.latch_breaches(row, now)
    if row.due_at is not None and row.due_at <= now and not row.breached:
        rows.Complaint.update(breached=True).where(rows.Complaint.id == row.id).execute()
    if row.escalates_at is not None and row.escalates_at <= now:
        _escalate(row, now)
    return row


def _escalate(row: rows.Complaint, now: datetime) -> None:
    clock = nearest(recording.clocks_of(marks_of(row.id), row.policy, now))
    calendar = recording.calendar()
    level = escalation.level_at(clock, calendar, now) if clock else 0
    if clock is not None and level > row.escalation:
        facts = {"level": level, "clock": clock.name, "percent": escalation.LEVELS[level - 1].percent}
        recording.journal_floor("escalate", row, facts, now)
    ahead = escalation.next_at(clock, calendar, now)
    rows.Complaint.update(
        escalation=max(level, row.escalation),
        escalates_at=epoch(ahead) if ahead else NEVER,
    ).where(rows.Complaint.id == row.id).execute()

"""What time alone brings about for a complaint: breaches, escalations, the end of a wait.

There is no server, so it is computed on reading and journaled by whichever screen is open, or by
the next write, with the time it was due.
"""

from __future__ import annotations

from datetime import datetime

from db import models as rows
from db.fields import NEVER, epoch

from . import escalation, recording
from .clocks import nearest
from .marks import marks_of


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

"""What burns now and what will: cases escalated to a lead or higher, and limits that end in the hours to come."""

from __future__ import annotations

from peewee import SQL, fn

from ..connection import database
from .complaints import Scope, scoped
from .conditions import COMPLAINT, IS_OPEN, IS_WAITING

# Written out, not bound: only so the planner sees that the partial index holds these rows.
_ESCALATED = SQL("complaint.escalation >= 3")


def escalated(scope: Scope, limit: int) -> list[int]:
    """Return open complaints whose escalation has reached a lead or a manager, newest first, by index."""
    query = scoped(COMPLAINT.select(COMPLAINT.id).where(IS_OPEN & _ESCALATED), scope)
    return [row[0] for row in database.execute(query.order_by(COMPLAINT.id.desc()).limit(limit)).fetchall()]


def breaking(scope: Scope, start: int, now: int, until: int, step: int) -> dict[int, int]:
    """Return how many open complaints reach their next limit after ``now`` and before ``until``, by step from start.

    All in stored seconds; one range of the queue's index.  A paused clock that has run over already is left out.
    """
    slot = (COMPLAINT.due_at - start) / step
    frozen = IS_WAITING & (COMPLAINT.wait_until > now) & (COMPLAINT.due_at <= COMPLAINT.resumes_at)
    query = scoped(COMPLAINT.select(slot, fn.count(SQL("1"))), scope)
    query = query.where(
        IS_OPEN & (COMPLAINT.due_at > now) & (COMPLAINT.due_at < until) & ~fn.coalesce(frozen, SQL("0"))
    )
    return dict(database.execute(query.group_by(SQL("1"))).fetchall())

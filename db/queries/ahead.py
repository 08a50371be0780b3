"""What burns now and what will: cases escalated to a lead or higher, and limits that end in the hours to come."""

from __future__ import annotations

from typing import Any

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
    query = scoped(COMPLAINT.select(slot, fn.count(SQL("1"))), scope).where(_ending(now, until))
    return dict(database.execute(query.group_by(SQL("1"))).fetchall())


def limits_of(agent_id: int, now: int, start: int, until: int) -> int:
    """Return how many open complaints of a person reach their next limit after ``now``, from ``start`` to ``until``.

    All in stored seconds; ``until`` is not within.
    """
    query = COMPLAINT.select(fn.count(SQL("1"))).where(COMPLAINT.assignee == agent_id, _ending(now, until))
    return int(database.execute(query.where(COMPLAINT.due_at >= start)).fetchone()[0])


def _ending(now: int, until: int) -> Any:
    """Return the condition that a limit ends after ``now`` and before ``until``, and that its clock does not rest."""
    frozen = IS_WAITING & (COMPLAINT.wait_until > now) & (COMPLAINT.due_at <= COMPLAINT.resumes_at)
    return IS_OPEN & (COMPLAINT.due_at > now) & (COMPLAINT.due_at < until) & ~fn.coalesce(frozen, SQL("0"))

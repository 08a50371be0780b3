"""A corrected calendar moves the end of what runs in working days: public notices, and the days for an appeal.

Never to an earlier day: what people were told stays open to them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from db import models as rows

from ..calendar import Calendar
from ..span import Span
from ..views import Actor
from . import notice_period, objections, people
from .case_due import frozen_ladder
from .case_record import Change, record

MOVED = "moved"  # the step by which it is told
_STARTS = ("notice", "settle", "decide")


def rewind(actor: Actor, new: Calendar, now: datetime) -> int:
    """Move the ends of the notices and appeals that run, inside the open transaction; return how many."""
    table, moved = rows.Promotion, 0
    running = table.select().where(table.state.in_(("noticed", "decided")), table.notice_until.is_null(False))
    for row in running.order_by(table.id):
        until = _end(row, new)
        if notice_period.over(row.notice_until, now) or until <= row.notice_until:
            continue
        columns: dict[str, object] = {"notice_until": until}
        if row.effective_on is not None:
            columns["effective_on"] = max(row.effective_on, people.today(until) + timedelta(days=1))
        record(actor, row, MOVED, Change(row.state, columns, facts={"until": until}), now=now)
        moved += 1
    return moved


def _end(row: rows.Promotion, new: Calendar) -> datetime:
    """Return when the days that a case was given end by a calendar, counted from where they began to run."""
    table = rows.PromotionStep
    steps = table.select().where(table.promotion == row.id, table.step.in_(_STARTS)).order_by(table.id.desc())
    start = steps.get()
    if start.step == "settle":
        days = objections.left_of(row.id)
    else:
        days = int(start.fields.get("days") or frozen_ladder(row).notice_days)
    return new.add_span(start.at, Span(days, "wd")).due_at if days else row.notice_until

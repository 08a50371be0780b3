"""A corrected calendar moves the end of what runs in working days: public notices, and the days for an appeal.

Never to an earlier day: what people were told stays open to them.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def moving(new: Calendar, now: datetime, *, team_id: int | None = None) -> Iterator[tuple[rows.Promotion, datetime]]:
    """Yield the cases whose notice or days for an appeal run on by a calendar, with the new end (UTC); of a team."""
    table = rows.Promotion
    running = table.select(table, rows.Agent).join(rows.Agent, on=(table.agent == rows.Agent.id))
    running = running.where(table.state.in_(("noticed", "decided")), table.notice_until.is_null(False))
    for row in list((running.where(rows.Agent.team == team_id) if team_id else running).order_by(table.id)):
        if not notice_period.over(row.notice_until, now) and (until := _end(row, new)) > row.notice_until:
            yield row, until


def rewind(actor: Actor, new: Calendar, now: datetime) -> None:
    """Move the ends of the notices and appeals that run, inside the open transaction."""
    for row, until in moving(new, now):
        columns: dict[str, object] = {"notice_until": until}
        if row.effective_on is not None:
            columns["effective_on"] = max(row.effective_on, people.today(until) + timedelta(days=1))
        record(actor, row, MOVED, Change(row.state, columns, facts={"until": until}), now=now)


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

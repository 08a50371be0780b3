"""From stored rows to what is shown: references, masked phones, slack in working minutes."""

from __future__ import annotations

from datetime import datetime

from db.fields import epoch, instant
from db.queries.complaints import ComplaintRow
from db.queries.history import EventRow
from db.queries.people import CustomerRow

from ..text import mask_phone
from .calendar import Calendar
from .clocks import Clock, slack_minutes
from .marks import ref_of
from .views import SEVERITIES, ClockView, Complaint, Customer, Event


def complaint(row: ComplaintRow, now: datetime, calendar: Calendar) -> Complaint:
    """Return one complaint as shown at ``now``; a paused clock's slack stands still."""
    due_at = instant(row.due_at)
    seen_from = max(now, instant(row.resumes_at) or now)
    overdue = due_at is not None and due_at <= seen_from
    received_at = instant(row.received_at)
    assert received_at is not None
    return Complaint(
        ref=ref_of(row.id),
        state=state_of(row, now),
        severity=SEVERITIES[row.severity],
        category=row.category,
        channel=row.channel,
        subject=row.subject,
        narrative=row.narrative,
        team=row.team,
        assignee=row.assignee,
        respondent=row.respondent,
        customer=Customer(
            row.customer_name or "", mask_phone(row.customer_phone or ""), row.customer_id, row.customer_tier
        ),
        received_at=received_at,
        next_clock=row.next_clock,
        due_at=due_at,
        slack_minutes=slack_minutes(due_at, calendar, seen_from) if due_at else None,
        overdue=overdue,
        breached=bool(row.breached) or overdue,
        cycle=row.cycle,
        repeat_count=row.repeat_count,
        source=row.source,
        external_id=row.external_id,
        closed_at=instant(row.closed_at),
        satisfaction=row.satisfaction,
        version=row.version,
    )


def state_of(row: ComplaintRow, now: datetime) -> str:
    """Return the state at ``now``: a wait ends by itself at its return time, and the next write journals it."""
    waited_out = row.state == "waiting" and row.wait_until is not None and row.wait_until <= epoch(now)
    return "handling" if waited_out else row.state


def clock(clock: Clock, now: datetime, calendar: Calendar) -> ClockView:
    """Return one clock as shown at ``now``."""
    running = clock.stopped_at is None
    slack = slack_minutes(clock.due_at, calendar, now, clock.resumes_at) if running else None
    return ClockView(
        clock.name, clock.cycle, clock.limit, clock.started_at, clock.due_at, clock.stopped_at, clock.state,
        clock.breached_at, slack, clock.provisional,
    )  # fmt: skip


def event(row: EventRow) -> Event:
    """Return one line of the time line."""
    at = instant(row.at)
    assert at is not None
    return Event(row.seq, at, row.actor or "", row.role, row.action, row.body, row.form, row.fields)


def customer(row: CustomerRow) -> Customer:
    """Return one customer with the phone masked."""
    return Customer(row.name, mask_phone(row.phone or ""), row.external_id, row.tier)


def seconds(at: datetime) -> int:
    """Return an instant as the store compares it."""
    return epoch(at)

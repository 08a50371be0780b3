"""How long a public notice 公示 runs: working days of the calendar in force, after the day on which it starts."""

from __future__ import annotations

from datetime import datetime, timedelta

from .. import recording
from ..calendar import Calendar, Due
from ..span import Span
from . import people


def end(start: datetime, days: int) -> Due:
    """Return the closing of the last of so many working days after ``start`` (UTC)."""
    return recording.calendar().add_span(start, Span(days, "wd"))


def over(until: datetime, now: datetime) -> bool:
    """Say whether the last day of a notice has passed: an objection counts until the end of that day."""
    return people.today(now) > people.today(until)


def left(until: datetime, now: datetime, days: Calendar | None = None) -> int:
    """Return how many working days of a notice lie after today, 0 on its last day and later.

    ``days`` is the calendar in force, where the caller has read it already.
    """
    calendar, day, last, count = days or recording.calendar(), people.today(now), people.today(until), 0
    while day < last:
        day += timedelta(days=1)
        count += calendar.is_working_day(day)
    return count


def resumed(until: datetime, days_left: int, now: datetime) -> datetime:
    """Return when a notice ends that was stopped with so many working days left: never before its first end."""
    if not days_left:  # it was stopped on its last day: what is left of today is the rest of it
        return max(until, recording.calendar().closing(people.today(now)))
    return max(until, end(now, days_left).due_at)

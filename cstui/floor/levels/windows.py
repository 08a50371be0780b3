"""Of which time a criterion speaks: days and whole months that lie in its window as seen from a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from .ladder import CALENDAR_YEAR, MONTHS, SINCE_LEVEL, Need


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later (or earlier), the last of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_since(start: date, on: date) -> int:
    """Return the whole months that have passed from ``start`` to ``on``, 0 when it lies ahead."""
    months = (on.year - start.year) * 12 + on.month - start.month
    return max(0, months if add_months(start, months) <= on else months - 1)


class Window(NamedTuple):
    """The time of which a criterion speaks, seen from ``on``; ``since`` is when the present level began."""

    kind: str
    months: int
    on: date
    since: date

    def has_day(self, day: date) -> bool:
        """Whether something of that day counts; nothing after ``on`` does."""
        if day > self.on:
            return False
        if self.kind == CALENDAR_YEAR:
            return day.year == self.on.year - 1
        if self.kind == MONTHS:
            return add_months(day, self.months) > self.on
        return self.kind != SINCE_LEVEL or day >= self.since

    def begin(self) -> date:
        """Return the first day that counts, the first of all days where the window has no begin."""
        if self.kind == CALENDAR_YEAR:
            return date(self.on.year - 1, 1, 1)
        if self.kind == MONTHS:
            day = add_months(self.on, -self.months)
            while not self.has_day(day):
                day += timedelta(days=1)
            return day
        return self.since if self.kind == SINCE_LEVEL else date.min

    def has_month(self, month: date) -> bool:
        """Whether the figure of a month (its first day) counts: only months that are over do."""
        if add_months(month, 1) > self.on:
            return False
        if self.kind == CALENDAR_YEAR:
            return month.year == self.on.year - 1
        if self.kind == MONTHS:
            return add_months(month, self.months) >= self.on.replace(day=1)
        return self.kind != SINCE_LEVEL or month >= self.since

    def whole_months(self) -> list[date]:
        """Return the first days of the months in the window, none where it has no begin."""
        this = self.on.replace(day=1)
        if self.kind == CALENDAR_YEAR:
            return [date(self.on.year - 1, month, 1) for month in range(1, 13)]
        if self.kind == MONTHS:
            return [add_months(this, -back) for back in range(self.months, 0, -1)]
        if self.kind != SINCE_LEVEL:
            return []
        first = add_months(self.since.replace(day=1), int(self.since.day > 1))
        return [add_months(first, n) for n in range(months_since(first, this))]


def day_turns(need: Need, day: date) -> set[date]:
    """Return the days on which something of ``day`` comes into a criterion's window or drops out of it."""
    if need.window == CALENDAR_YEAR:
        return {date(day.year + 1, 1, 1), date(day.year + 2, 1, 1)}
    return {day, add_months(day, need.window_months)} if need.window == MONTHS else {day}


def month_turns(need: Need, month: date) -> set[date]:
    """Return the days on which the figure of a month comes into a criterion's window or drops out of it."""
    if need.window == CALENDAR_YEAR:
        return {date(month.year + 1, 1, 1), date(month.year + 2, 1, 1)}
    over = add_months(month, 1)
    return {over, add_months(month, need.window_months + 1)} if need.window == MONTHS else {over}

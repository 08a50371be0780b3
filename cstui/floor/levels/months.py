"""Months by which people are judged: the day each begins on, and its bounds on the floor's calendar."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from ...errors import BadInput
from ...i18n import _
from ...text import one_line
from .. import store
from . import people

# 2026-10, 2026/10, 2026.10, 2026年10月, with or without a day behind; 2026.1 may be a spreadsheet's October.
_MONTH = r"(\d{4})(?:\s*[-/年]\s*(\d{1,2})|\.(\d{2}))\s*月?(?:[-/. ].*)?"


def month_of(text: str | date, *, now: datetime | None = None) -> date:
    """Return the first day of a month as typed or written in a sheet; raises BadInput for none, or one ahead."""
    first = people.within_reach(text.replace(day=1) if isinstance(text, date) else _read(text))
    if first > current(now):
        raise BadInput(_("{month} lies in the future").format(month=written(first)))
    return first


def current(now: datetime | None = None) -> date:
    """Return the first day of the month under way."""
    return (now or store.now()).astimezone(store.zone()).date().replace(day=1)


def written(month: date) -> str:
    """Return a month as it is stored and shown: 2026-10."""
    return f"{month.year:04}-{month.month:02}"


def shifted(month: date, by: int) -> date:
    """Return the first day of the month ``by`` months later, or earlier where negative."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def last_day(month: date) -> date:
    """Return the last day of a month."""
    return shifted(month, 1) - timedelta(days=1)


def bounds(month: date) -> tuple[datetime, datetime]:
    """Return begin and end of a month in the floor's zone; the end is not within."""
    begin, end = (datetime.combine(day, time(), store.zone()) for day in (month, shifted(month, 1)))
    return begin, end


def is_over(month: date, now: datetime) -> bool:
    """Say whether a month has ended."""
    return now >= bounds(month)[1]


def quarter(month: date) -> tuple[str, tuple[date, date, date]]:
    """Return the name of a month's quarter, such as 2026Q4, and its months."""
    first = date(month.year, month.month - (month.month - 1) % 3, 1)
    return f"{first.year}Q{first.month // 3 + 1}", (first, shifted(first, 1), shifted(first, 2))


def _read(text: str) -> date:
    match = re.fullmatch(_MONTH, one_line(text))
    number = int(match[2] or match[3]) if match else 0
    if match is None or not 1 <= number <= 12 or match[1] == "0000":
        raise BadInput(_("{text} is not a month").format(text=one_line(text)[:40] or "''"), _("Write it as 2026-02."))
    return date(int(match[1]), number, 1)

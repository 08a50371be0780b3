"""Calendar weeks, years and half-years of the floor's zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from ..errors import BadInput
from ..i18n import _
from ..text import one_line

KINDS = ("week", "year")
_LOOK_BACK = {"week": 8, "year": 3}  # how many of them are shown side by side
_HALF = re.compile(r"(\d{4})-?[Hh]([12])")
_YEARS = range(1900, 3000)  # what clocks and stored instants can count


class Period(NamedTuple):
    """One period: ``begin`` and ``end`` (not within), and where the one ``before`` begins; UTC."""

    name: str
    begin: datetime
    end: datetime
    before: datetime


def back(kind: str, at: datetime, zone: tzinfo) -> list[Period]:
    """Return the periods of a kind up to the one that holds ``at``, the oldest first."""
    found = [_of(kind, _day(at, zone), zone)]
    while len(found) < _LOOK_BACK[kind]:
        found.append(_of(kind, _day(found[-1].before, zone), zone))
    return found[::-1]


def between(kind: str, first: datetime, last: datetime, zone: tzinfo) -> list[Period]:
    """Return the periods from the one that holds ``first`` to the one that holds ``last``."""
    found = [_of(kind, _day(first, zone), zone)]
    while found[-1].end <= last:
        found.append(_of(kind, _day(found[-1].end, zone), zone))
    return found


def half_year(text: str, zone: tzinfo) -> Period:
    """Return the half-year written as 2026H2; raises BadInput."""
    match = _HALF.fullmatch(text.strip())
    if match is None or int(match[1]) not in _YEARS:
        raise BadInput(_("{text} is not a half-year").format(text=one_line(text)[:40]), _("Write it as 2026H2."))
    year, first = int(match[1]), match[2] == "1"
    begin, end = (date(year, 1, 1), date(year, 7, 1)) if first else (date(year, 7, 1), date(year + 1, 1, 1))
    before = date(year - 1, 7, 1) if first else date(year, 1, 1)
    return Period(f"{year}H{match[2]}", *(_midnight(day, zone) for day in (begin, end, before)))


def _of(kind: str, day: date, zone: tzinfo) -> Period:
    if kind == "year":
        days = [date(day.year + step, 1, 1) for step in (0, 1, -1)]
        return Period(str(day.year), *(_midnight(each, zone) for each in days))
    monday = day - timedelta(days=day.weekday())
    year, week, _weekday = day.isocalendar()
    days = [monday + timedelta(weeks=step) for step in (0, 1, -1)]
    return Period(f"{year}-W{week:02}", *(_midnight(each, zone) for each in days))


def _day(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)

"""Working time: which minutes count, when a limit ends, how long is left.

All arithmetic is in whole seconds of the epoch on the calendar's open
intervals, half-open as everything here, so changes of the clock (DST) cost or
give the hour that they cost or give.  Days and months are worked out once and
kept: a screen page asks for fifty rows, and most fall into the same weeks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..errors import BadInput
from ..i18n import _, listed
from ..text import one_line
from . import packs
from .calendar_data import CalendarData, Hours, Source, read, source_of
from .span import Span

__all__ = [
    "Calendar",
    "Day",
    "Due",
    "Source",
    "Span",
    "calendar_from",
    "calendar_names",
    "load_calendar",
    "named_source",
]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_FIRST_YEAR, _LAST_YEAR = 2, 9990  # further out, a step to a neighbouring day or zone leaves what datetime can hold


class Due(NamedTuple):
    """When a limit ends (UTC); ``provisional`` where it touches a year whose days off are not known."""

    due_at: datetime
    provisional: bool


class Day(NamedTuple):
    """One day as ``calendar show`` lists it.

    ``kind`` is working, weekend, holiday, makeup or site; ``name`` is in the language in use;
    ``source`` names the notice the rule rests on.
    """

    date: date
    kind: str
    hours: tuple[str, ...]
    minutes: int
    name: str
    source: str
    provisional: bool


class _Month(NamedTuple):
    """Sums over the days of one month: ``seconds[i]`` and ``days[i]`` count what lies before day i + 1."""

    first: int
    seconds: list[int]
    days: list[int]


class Calendar:
    """The working time of one floor: a calendar's days in the floor's zone."""

    __slots__ = ("_ends", "_months", "_opens", "data", "zone")

    def __init__(self, data: CalendarData, zone: tzinfo) -> None:
        self.data = data
        self.zone = zone
        self._opens: dict[int, tuple[tuple[int, int], ...]] = {}
        self._months: dict[int, _Month] = {}
        self._ends: dict[tuple[date, Span, bool], Due] = {}

    @property
    def name(self) -> str:
        """The name the calendar was loaded by."""
        return self.data.name

    @property
    def title(self) -> str:
        """The calendar's title in the language in use."""
        return packs.spoken(self.data.title)

    def is_working_day(self, day: date) -> bool:
        """Whether the floor is open at any time of ``day``."""
        return bool(self.data.rule(day).hours)

    def intervals(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the half-open intervals (UTC) in which the floor is open on ``day``."""
        return tuple((_instant(start), _instant(end)) for start, end in self._open(day.toordinal()))

    def closing(self, day: date) -> datetime:
        """Return the last moment of ``day`` (UTC): its closing, 23:59 where it has none or only at midnight."""
        midnight = self._seconds(day.toordinal(), 24 * 60)
        hours = self._open(day.toordinal())
        return _instant(min(hours[-1][1] if hours else midnight, midnight - 60))

    def next_open(self, instant: datetime) -> datetime:
        """Return ``instant`` itself while the floor is open, else the next opening (UTC)."""
        seconds = _seconds_of(instant)
        number = self._date(instant).toordinal()
        while True:
            for start, end in self._open(number):
                if seconds < end:
                    return _instant(start) if seconds < start else instant.astimezone(UTC)
            number += 1

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """Return the working minutes in [start, end), negative when ``end`` lies before ``start``.

        Instants count from the minute they lie in, so sums over parts are exact.
        """
        if end < start:
            return -self.working_minutes(end, start)
        first, before = self._place(start)
        last, after = self._place(end)
        between = sum(self._month(key).seconds[-1] for key in range(first, last))
        return between // 60 + after // 60 - before // 60

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """Return the earliest instant (UTC) by which ``minutes`` of working time have passed since ``start``.

        So a time that fits exactly ends at closing, not at the next opening.
        """
        if minutes <= 0:
            return start.astimezone(UTC)
        key, before = self._place(start)
        left = before + minutes * 60
        while left > (month := self._month(key)).seconds[-1]:
            left -= month.seconds[-1]
            key += 1
        index = bisect_left(month.seconds, left) - 1
        left -= month.seconds[index]
        for opens, closes in self._open(month.first + index):
            if left <= closes - opens:
                break
            left -= closes - opens
        return _instant(opens + left)

    def add_span(self, start: datetime, span: Span, rolls: bool = False) -> Due:
        """Return when ``span`` after ``start`` ends.

        Days exclude the day of ``start`` and end at the closing of the last one; natural days
        that end on a day off go on to the next working day's closing if ``rolls``.  Raises
        BadInput when the end lies beyond the calendar.
        """
        if span.days is None:
            end = self.add_minutes(self.next_open(start), span.minutes)
            return Due(end, self.provisional(start, end))
        day = self._date(start if span.number else self.next_open(start))
        found = self._ends.get((day, span, rolls))
        if found is None:
            last = self._last_day(day, span, rolls)
            found = self._ends[day, span, rolls] = Due(self.closing(last), self._unknown(day, last))
        return found

    def roll(self, instant: datetime) -> datetime:
        """Return ``instant``, or from a day off the next working day's closing (UTC)."""
        day = self._date(instant)
        return instant if self.is_working_day(day) else self.closing(self._working_day(day, 1))

    def provisional(self, start: datetime, end: datetime) -> bool:
        """Whether [start, end] touches a year whose statutory days off are not known."""
        return self._unknown(self._date(start), self._date(end))

    def month(self, year: int, month: int) -> tuple[Day, ...]:
        """Return every day of a month with the rule that holds on it; raises BadInput on a month there is not."""
        if not (1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR):
            raise BadInput(_("there is no month {month}").format(month=f"{year:04}-{month:02}"))
        sums = self._month(year * 12 + month - 1)
        return tuple(self._day(number) for number in range(sums.first, sums.first + len(sums.days) - 1))

    def _day(self, number: int) -> Day:
        day = date.fromordinal(number)
        rule = self.data.rule(day)
        minutes = sum(end - start for start, end in self._open(number)) // 60
        known = self.data.knows(day.year)
        return Day(day, rule.kind, _written(rule.hours), minutes, packs.spoken(rule.name), rule.source, not known)

    def _unknown(self, first: date, last: date) -> bool:
        return not (self.data.knows(first.year) and self.data.knows(last.year))

    def _last_day(self, day: date, span: Span, rolls: bool) -> date:
        days = span.days or 0
        if not span.natural:
            return self._working_day(day, days) if days else day
        if day.year + days // 365 > _LAST_YEAR:
            raise _too_far()
        last = day + timedelta(days=days)
        return self._working_day(last, 1) if rolls and not self.is_working_day(last) else last

    def _working_day(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day``."""
        key = day.year * 12 + day.month - 1
        left = self._month(key).days[day.day] + count
        while left > (month := self._month(key)).days[-1]:
            left -= month.days[-1]
            key += 1
        return date.fromordinal(month.first + bisect_left(month.days, left) - 1)

    def _place(self, instant: datetime) -> tuple[int, int]:
        """Return the month (years * 12 + months) and the working seconds of it that lie before ``instant``."""
        local = instant.astimezone(self.zone)
        seconds = _seconds_of(instant)
        key = local.year * 12 + local.month - 1
        month = self._month(key)
        before = month.seconds[local.day - 1]
        for start, end in self._open(month.first + local.day - 1):
            if seconds > start:
                before += min(seconds, end) - start
        return key, before

    def _month(self, key: int) -> _Month:
        month = self._months.get(key)
        if month is None:
            month = self._months[key] = self._sum(key)
        return month

    def _sum(self, key: int) -> _Month:
        year, month = divmod(key, 12)
        if year > _LAST_YEAR:
            raise _too_far()
        first = date(year, month + 1, 1).toordinal()
        after = date(year + (month == 11), (month + 1) % 12 + 1, 1).toordinal()
        seconds, days = [0], [0]
        for number in range(first, after):
            hours = self._open(number)
            seconds.append(seconds[-1] + sum(end - start for start, end in hours))
            days.append(days[-1] + bool(hours))
        return _Month(first, seconds, days)

    def _open(self, number: int) -> tuple[tuple[int, int], ...]:
        """Return the open intervals of a day (by its ordinal) in seconds of the epoch."""
        hours = self._opens.get(number)
        if hours is None:
            hours = self._opens[number] = tuple(self._bounds(number))
        return hours

    def _bounds(self, number: int) -> Iterator[tuple[int, int]]:
        latest = self._seconds(number, 0)
        for opens, closes in self.data.rule(date.fromordinal(number)).hours:
            # Where the clock jumps forward an interval may shrink to nothing, or reach into the next.
            start, end = max(self._seconds(number, opens), latest), self._seconds(number, closes)
            if start < end:
                yield start, end
                latest = end

    def _seconds(self, number: int, minute: int) -> int:
        day = date.fromordinal(number + minute // 1440)
        local = datetime(day.year, day.month, day.day, minute // 60 % 24, minute % 60, tzinfo=self.zone)
        return _seconds_of(local)

    def _date(self, instant: datetime) -> date:
        if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
            raise _too_far()
        return instant.astimezone(self.zone).date()


def calendar_names() -> tuple[str, ...]:
    """Return the names of the calendars that have a file; country codes are understood besides."""
    return tuple(name for name in packs.names("calendars") if name != "country")


def load_calendar(name: str, zone: tzinfo) -> Calendar:
    """Return the calendar of a file, or of a country code (GB, US-CA), in ``zone``; raises BadInput."""
    path, known_as, country = _place(name)
    return _load(path, path.stat().st_mtime_ns, known_as, country, zone)


def named_source(name: str) -> Source:
    """Return what makes the calendar of that name as its file stands now; raises BadInput."""
    packs.find_anew("calendars", name)  # one that the site added since the start counts
    return source_of(*_place(name))


@lru_cache(maxsize=8)
def calendar_from(source: Source, zone: tzinfo) -> Calendar:
    """Return the calendar that a source makes in ``zone``; raises BadInput."""
    return Calendar(read(source), zone)


def _place(name: str) -> tuple[Path, str, str | None]:
    """Return the file of a calendar, the name it goes by, and the country it is to ask for."""
    path = packs.find("calendars", name) or packs.find("calendars", name.lower())
    if path is not None:
        return path, name, None
    office = packs.find("calendars", "country")
    code = name.partition("-")[0]
    if office is None or not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        title = _("there is no calendar {name}").format(name=one_line(name)[:40])
        known = listed(calendar_names())
        raise BadInput(title, _("Known: {names}, and country codes such as GB.").format(names=known))
    return office, name.upper(), name


@lru_cache(maxsize=8)
def _load(path: Path, changed: int, name: str, country: str | None, zone: tzinfo) -> Calendar:
    return calendar_from(source_of(path, name, country), zone)


def _seconds_of(instant: datetime) -> int:
    return (instant - _EPOCH) // _SECOND


def _instant(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)


def _written(hours: Hours) -> tuple[str, ...]:
    return tuple(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in hours)


def _too_far() -> BadInput:
    return BadInput(_("that lies outside the years {first} to {last}").format(first=_FIRST_YEAR, last=_LAST_YEAR))

"""What the rules look at: each person's shifts in order, and what is known of the people besides.

Work counts in real minutes between two instants less the break; days are dates of the floor's zone, weeks begin on
Monday; a shift belongs to the day on which it starts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from ..when import monday_before
from .views import Shift

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


class Away(NamedTuple):
    """Days on which a person cannot work: approved leave; both days within."""

    login: str
    first: date
    last: date


class Wish(NamedTuple):
    """What a person wants or wants to avoid on a weekday (Monday is 0) or a day: a code, a kind of shift, off."""

    login: str
    weekday: int | None
    day: date | None
    code: str
    wish: str


class Staff(NamedTuple):
    """What rules need to know besides the shifts; ``kinds`` gives the kind of each code (day where it is missing)."""

    kinds: Mapping[str, str] = {}
    roles: Mapping[str, frozenset[str]] = {}
    skills: Mapping[str, frozenset[str]] = {}
    away: Sequence[Away] = ()
    wishes: Sequence[Wish] = ()


class Line(NamedTuple):
    """One person's shifts: by day, and those that are worked in order of their days."""

    login: str
    by_day: Mapping[date, Shift]
    worked: tuple[Shift, ...]
    away: frozenset[date]

    def within(self, first: date, last: date) -> Iterator[Shift]:
        """Return the shifts worked on the days from ``first`` to ``last``."""
        return (shift for shift in self.worked if first <= shift.day <= last)

    def known(self, monday: date) -> bool:
        """Say whether a week counts in an average: something stands in it, and it is not leave from end to end."""
        days = [monday + step * DAY for step in range(7)]
        return any(day in self.by_day for day in days) and not all(day in self.away for day in days)


class Scene(NamedTuple):
    """All lines, and the days that are judged: ``first`` to ``last``; the others are there to look back and ahead."""

    lines: tuple[Line, ...]
    staff: Staff
    zone: tzinfo
    first: date
    last: date

    def weeks(self) -> Iterator[date]:
        """Return the Mondays of the weeks that are judged."""
        monday = monday_before(self.first)
        while monday <= self.last:
            yield monday
            monday += WEEK

    def kind(self, shift: Shift) -> str:
        """Return whether a shift is early, day, late or night."""
        return self.staff.kinds.get(shift.code, "day")


class Breach(NamedTuple):
    """One way in which a rule is broken, before it is said of which profile."""

    login: str
    dates: tuple[date, ...]
    measured: float
    allowed: float
    unit: str
    text: str


def scene(shifts: Sequence[Shift], staff: Staff, zone: tzinfo, first: date, last: date) -> Scene:
    """Return the scene of some shifts; where two stand on one day of a person the later one counts."""
    by_login: dict[str, dict[date, Shift]] = {}
    for shift in shifts:
        by_login.setdefault(shift.login, {})[shift.day] = shift
    away: dict[str, set[date]] = {}
    for each in staff.away:
        span = (each.last - each.first).days + 1
        away.setdefault(each.login, set()).update(each.first + step * DAY for step in range(span))
    lines = tuple(
        Line(login, days, _worked(days), frozenset(away.get(login, ()))) for login, days in sorted(by_login.items())
    )
    return Scene(lines, staff, zone, first, last)


def _worked(days: Mapping[date, Shift]) -> tuple[Shift, ...]:
    return tuple(days[day] for day in sorted(days) if days[day].start is not None)


def span_of(shift: Shift) -> tuple[datetime, datetime]:
    """Return start and end of a shift that is worked."""
    assert shift.start is not None and shift.end is not None
    return shift.start, shift.end


def minutes_between(start: datetime, end: datetime) -> int:
    """Return the real minutes from one instant to another, negative when the second is the earlier."""
    return int((end - start) // timedelta(minutes=1))


def hours(minutes: float) -> str:
    """Return minutes as hours for a text: 8, 7.5, 8.02."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")

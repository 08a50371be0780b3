"""From the code of a shift to its instants: templates, ``HH:MM-HH:MM``, and the rest day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from ...errors import BadInput
from ...i18n import _
from ...text import one_line
from .policy import RosterPolicy, minutes_of
from .views import OFF

REST_WORDS = frozenset({OFF, "休", "休息", "-", "rest", "r", "x", "0"})


class Times(NamedTuple):
    """When a shift is worked; instants in UTC, None on a rest day."""

    code: str
    start: datetime | None
    end: datetime | None
    break_minutes: int


def times_of(code: str, day: date, policy: RosterPolicy, zone: tzinfo) -> Times:
    """Return the times of a code on a day: of its template, of ``09:00-18:00``, of a rest word; raises BadInput."""
    word = one_line(code).strip()
    if word.lower() in REST_WORDS:
        return Times(OFF, None, None, 0)
    template = policy.templates.get(word) or policy.templates.get(word.upper())
    if template is not None:
        start, end = at_minute(day, template.start, zone), at_minute(day, template.end, zone)
        return Times(template.code, start, end, template.break_minutes)
    return _spelled(word, day, policy, zone)


def at_minute(day: date, minute: int, zone: tzinfo) -> datetime:
    """Return the instant (UTC) of a minute of the wall clock, which may lie on the next day.

    A wall time that a change of the clock skips counts from the hour before it, one that it repeats is the first.
    """
    wall = datetime.combine(day + timedelta(days=minute // 1440), time(minute // 60 % 24, minute % 60), zone)
    return wall.astimezone(UTC)


def _spelled(word: str, day: date, policy: RosterPolicy, zone: tzinfo) -> Times:
    first, dash, last = word.replace("—", "-").replace("–", "-").replace("~", "-").partition("-")
    try:
        start, end = minutes_of(first), minutes_of(last)
    except ValueError:
        known = ", ".join([*policy.templates, OFF])
        title = _("{code} is no shift").format(code=word[:40] or "''")
        raise BadInput(title, _("Known: {values}; or times such as 09:00-18:00").format(values=known)) from None
    end = end if end > start else end + 24 * 60
    return Times(f"{_wall(start)}-{_wall(end)}", at_minute(day, start, zone), at_minute(day, end, zone), 0)


def _wall(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"

"""From the code of a shift to its instants: templates, times (once, or twice with a break between), the rest day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from ...errors import BadInput
from ...i18n import _, listed
from ...text import one_line
from .policy import RosterPolicy, in_order, minutes_of
from .stretches import Timed, stretches
from .views import OFF

REST_WORDS = frozenset({OFF, "休", "休息", "-", "rest", "r", "x", "0"})

_TO = re.compile(r"\s*[-–—~]\s*")
_BETWEEN = re.compile(r"\s*[、,，;；/+]\s*|\s+")
_LONGEST_SPLIT = 16 * 60  # minutes from first to last: what is longer has its two parts in the wrong order


class Times(NamedTuple):
    """When a shift is worked; instants in UTC, None on a rest day, ``break_at`` also where the break lies nowhere."""

    code: str
    start: datetime | None
    end: datetime | None
    break_minutes: int
    break_at: datetime | None = None

    @classmethod
    def of(cls, row: Any) -> Times:
        """Return the times of a stored shift."""
        return cls(row.code, row.start_at, row.end_at, row.break_minutes, row.break_at)


def times_of(code: str, day: date, policy: RosterPolicy, zone: tzinfo) -> Times:
    """Return the times of a code on a day: of a template, a rest word, ``09:00-18:00``, ``09:00-12:00 17:00-21:00``.

    Raises BadInput.
    """
    word = one_line(code).strip()
    if word.lower() in REST_WORDS:
        return Times(OFF, None, None, 0)
    template = policy.templates.get(word) or policy.templates.get(word.upper())
    if template is not None:
        return _timed(template.code, day, zone, template.start, template.end, template.break_minutes, template.break_at)
    return _typed(word, day, policy, zone)


def at_minute(day: date, minute: int, zone: tzinfo) -> datetime:
    """Return the instant (UTC) of a minute of the wall clock, which may lie on the next day.

    A wall time that a change of the clock skips counts from the hour before it, one that it repeats is the first.
    """
    wall = datetime.combine(day + timedelta(days=minute // 1440), time(minute // 60 % 24, minute % 60), zone)
    return wall.astimezone(UTC)


def _typed(word: str, day: date, policy: RosterPolicy, zone: tzinfo) -> Times:
    try:
        minutes = walls_of(word)
    except ValueError:
        known = listed([*policy.templates, OFF])
        title = _("{code} is no shift").format(code=word[:40] or "''")
        detail = _("Known: {values}; or times such as 09:00-18:00 or 09:00-12:00 17:00-21:00").format(values=known)
        raise BadInput(title, detail) from None
    start, *gap, end = minutes
    code = " ".join(f"{_wall(begin)}-{_wall(over)}" for begin, over in zip(minutes[::2], minutes[1::2], strict=True))
    return _timed(code, day, zone, start, end, *((gap[1] - gap[0], gap[0]) if gap else (0, None)))


def spelled(shift: Timed, zone: tzinfo) -> str:
    """Return the times of a shift on the wall clock: ``09:00-18:00``, or twice with a break that has its place."""
    return " ".join("-".join(f"{at.astimezone(zone):%H:%M}" for at in part) for part in stretches(shift))


def walls_of(word: str) -> list[int]:
    """Return the two or four times that are spelled out, as minutes of the day; raises ValueError."""
    spans = [span.split("-") for span in _BETWEEN.split(_TO.sub("-", word))]
    minutes = in_order([minutes_of(text) for span in spans for text in span])
    split = len(spans) == 2 and minutes[-1] - minutes[0] <= _LONGEST_SPLIT
    if any(len(span) != 2 for span in spans) or not (split or len(spans) == 1):
        raise ValueError(word)
    return minutes


def _timed(code: str, day: date, zone: tzinfo, start: int, end: int, pause: int, break_at: int | None) -> Times:
    """Return the times of minutes of a day; a break or a part that a change of the clock swallows is none.

    Raises BadInput where it swallows the whole shift.
    """
    begin, over = at_minute(day, start, zone), at_minute(day, end, zone)
    if over <= begin:
        title = _("Nothing is left of {code} on {day}").format(code=code, day=day)
        raise BadInput(title, _("The clock is put forward at that time."))
    if break_at is None:
        return Times(code, begin, over, pause)
    left, back = max(begin, at_minute(day, break_at, zone)), min(over, at_minute(day, break_at + pause, zone))
    if back <= left:
        return Times(code, begin, over, 0)
    if left == begin:
        return Times(code, back, over, 0)
    if back == over:
        return Times(code, begin, left, 0)
    return Times(code, begin, over, int((back - left) // timedelta(minutes=1)), left)


def _wall(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"

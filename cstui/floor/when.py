"""Instants as people type them: ``14:30``, ``+2h``, ``tomorrow 9:00``, or ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from ..errors import BadInput
from ..i18n import N_, _

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
EXAMPLES = N_("for example 14:30, +2h, +3d, tomorrow 9:00, 2026-03-09 17:00")

_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1, "昨天": -1, "今天": 0, "明天": 1, "后天": 2, "後天": 2}
_SPAN = re.compile(r"([+-])(\d{1,4})\s*(m|min|h|d|w)")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")
_MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_FIRST_YEAR, _LAST_YEAR = 1900, 2999  # beyond lies a slip of the finger, and the end of what clocks can count
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def weekday(day: date) -> str:
    """Return the short name of a day's weekday in the language in use."""
    return _(WEEKDAYS[day.weekday()])


def monday_before(day: date) -> date:
    """Return the Monday of the week in which a day lies."""
    return day - timedelta(days=day.weekday())


def resolve(text: str, *, now: datetime, zone: tzinfo) -> datetime:
    """Return the instant (aware, UTC) that ``text`` means at ``now`` in ``zone``; raises BadInput.

    Days and weeks keep the local time of day; hours and minutes are counted through.
    """
    words = text.strip().lower()
    local = now.astimezone(zone)
    try:
        found = _relative(words, local) or _spoken(words, local) or _iso(words, zone)
        at = found and found.astimezone(UTC)
    except (ValueError, OverflowError):
        at = None
    if at is None or not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise BadInput(_("{text} is not a time").format(text=text.strip()[:40]), _(EXAMPLES))
    return at


def resolve_end(text: str, begin: datetime, *, now: datetime, zone: tzinfo) -> datetime:
    """Return the instant at which something ends; a time alone is that of the day it begins on; raises BadInput."""
    alone = _CLOCK.fullmatch(text.strip()) is not None
    return resolve(text, now=begin if alone else now, zone=zone)


def _relative(words: str, local: datetime) -> datetime | None:
    if words in ("now", "现在"):
        return local
    match = _SPAN.fullmatch(words)
    if match is None:
        return None
    sign, figure, unit = match.groups()
    span = timedelta(**{_UNITS[unit]: int(sign + figure)})
    if unit in "dw":
        return local + span
    return local.astimezone(UTC) + span


def _spoken(words: str, local: datetime) -> datetime | None:
    day, _blank, clock = words.rpartition(" ")
    if not day:
        day, clock = _glued(clock)
    match = _CLOCK.fullmatch(clock)
    if match is None:
        return None
    moment = time(int(match[1]), int(match[2]))
    which = _day(day.strip(), local.date())
    return None if which is None else datetime.combine(which, moment, local.tzinfo)


def _glued(words: str) -> tuple[str, str]:
    # 明天9:00 is written without a blank.
    for name in _DAYS:
        if words.startswith(name):
            return name, words[len(name) :]
    return "", words


def _day(words: str, today: date) -> date | None:
    if not words:
        return today
    if words in _DAYS:
        return today + timedelta(days=_DAYS[words])
    match = _MONTH_DAY.fullmatch(words)
    return today.replace(month=int(match[1]), day=int(match[2])) if match else None


def _iso(words: str, zone: tzinfo) -> datetime | None:
    if len(words) <= 10:
        return None  # a date alone leaves the time open, and guessing it would move a promise
    found = datetime.fromisoformat(words.upper())
    return found if found.tzinfo else found.replace(tzinfo=zone)

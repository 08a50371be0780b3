"""Stamps of a time clock as its exports have them: the times of one cell, and which are in, which out.

Where a file does not say, the shift does: stamps near a shift belong to it, the first is in, the last is out, those
between alternate; a single one is in where it lies nearer to the start, out where nearer to the end.  Without a shift
the same holds of a day's stamps, and a single one is in.  Of two within two minutes the first counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ..dates import of_serial
from ..grid import written
from ..table import Cell, Formula

DAY = 86_400
_TWICE = timedelta(minutes=2)
_NEAR = timedelta(hours=4)  # so long before and after a shift stamps may belong to it
_TIME = re.compile(
    r"(?P<next>次日|翌日|\+1\s*)?(?:(?P<half>上午|下午|晚上|凌晨)\s*)?(?<!\d)(?P<h>\d{1,2})(?::(?P<m>\d{2})(?::(?P<s>\d{2})"
    r"(?:\.\d+)?)?|[点點时時](?:(?P<m2>\d{1,2})分?|整))(?!\d)(?:\s*(?P<after>[ap]\.?m\.?))?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d")
_UNREAD = re.compile(r"\d{3}|\d[.:;]\d")  # beside times: what may be a time that was mistyped


class Punch(NamedTuple):
    """One stamp: whose, when, in or out (None: the shift tells), and of which day and row of the file."""

    agent_id: int
    at: datetime
    kind: str | None
    day: date
    row: int


class Times(NamedTuple):
    """What a cell holds: text in front of the times, the times as seconds of the day, those of the next beyond it.

    ``wrong`` says that there are digits which are no times.
    """

    before: str
    seconds: tuple[int, ...]
    wrong: bool


def times_of(cell: Cell) -> Times:
    """Return the times in a cell; one before the one in front of it belongs to the next day."""
    if isinstance(cell, float):
        cell = _unformatted(cell)
    if isinstance(cell, Formula):
        return Times("", (), True)
    if isinstance(cell, datetime):
        return Times(cell.date().isoformat(), (_seconds(cell.time()),), False)
    if isinstance(cell, time):
        return Times("", (_seconds(cell),), False)
    text = written(cell)
    matches = list(_TIME.finditer(text))
    found: list[int] = []
    for each in matches:
        at = _second(each)
        if at is None:
            return Times("", (), True)
        found.append(at + DAY if found and at < found[-1] else at)
    if not matches:
        return Times("", (), bool(_DIGITS.search(text)))
    before = text[: matches[0].start()].rstrip(" T,;")
    return Times(before, tuple(found), bool(_UNREAD.search(_TIME.sub(" ", text[matches[0].start() :]))))


def _unformatted(cell: float) -> Cell:
    """Return the time that a number of a spreadsheet means, a part of a day or a moment; else the number."""
    if 0 < cell < 1:
        seconds = round(cell * DAY) % DAY
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    return of_serial(cell) or cell


def _second(found: re.Match[str]) -> int | None:
    """Return the second of the day that a time names, 24:00 as the end of it; None for no time of a day."""
    hour, minute, second = int(found["h"]), int(found["m"] or found["m2"] or 0), int(found["s"] or 0)
    half = (found["half"] or found["after"] or "").lower()
    if half[:1] in ("下", "晚", "p") and half:
        hour += 12 if hour < 12 else 0
    elif half:
        hour = 0 if hour == 12 else hour
    whole = (hour, minute, second) == (24, 0, 0)
    if (hour > 23 and not whole) or minute > 59 or second > 59:
        return None
    return hour * 3600 + minute * 60 + second + (DAY if found["next"] else 0)


def told_apart(punches: Iterable[Punch], shifts: Sequence[tuple[datetime, datetime]]) -> list[Punch]:
    """Return one person's stamps, each as in or out; ``shifts`` are those in force, in order of time."""
    found: list[Punch] = []
    groups: dict[int | date, list[Punch]] = {}  # by the place of the shift, else by the day
    for punch in sorted(punches, key=lambda each: each.at):
        if punch.kind is not None:
            found.append(punch)
            continue
        place = _nearest(punch.at, shifts)
        group = groups.setdefault(punch.day if place is None else place, [])
        if not group or punch.at - group[-1].at >= _TWICE:
            group.append(punch)
    for key, group in groups.items():
        shift = shifts[key] if isinstance(key, int) else None
        found += [punch._replace(kind=kind) for punch, kind in zip(group, _kinds(group, shift), strict=True)]
    return sorted(found, key=lambda each: each.at)


def _kinds(group: Sequence[Punch], shift: tuple[datetime, datetime] | None) -> list[str]:
    if len(group) == 1 and shift is not None:
        start, end = shift
        return ["in" if abs(group[0].at - start) <= abs(group[0].at - end) else "out"]
    kinds = ["out" if place % 2 else "in" for place in range(len(group))]
    return [*kinds[:-1], "out"] if len(kinds) > 1 else kinds


def _nearest(at: datetime, shifts: Sequence[tuple[datetime, datetime]]) -> int | None:
    after = bisect_right(shifts, at, key=lambda shift: shift[0])
    around = range(max(after - 2, 0), min(after + 1, len(shifts)))  # one may still run when the next has begun
    apart = [(max(shifts[place][0] - at, at - shifts[place][1], timedelta()), place) for place in around]
    best = min(apart, default=None)
    return best[1] if best is not None and best[0] <= _NEAR else None


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second

"""The dates above the columns of a sheet: 11/23, 23日, Mon 23, real dates; what they leave out is found.

A heading is read by itself first, as far as it goes; a whole row of them then becomes days, each after the one
before.  A month missing in them is that of the title, a year that of the title, else the one that brings the first
day nearest to a day that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ..dates import of_serial
from ..grid import written
from ..table import Cell

YEARS = range(1970, 2999)
_SERIAL = re.compile(r"4[2-9]\d{3}|5\d{4}")  # as text, of 2015 to 2064
_LEAP = 2000
_LOOK, _LOOK_WITHIN = 62, 15  # days: after one day of a row, the next is looked for so far with, without a month

_WEEKDAYS = {
    **dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), range(7), strict=True)),
    **dict(zip("一二三四五六日", range(7), strict=True)),
    "天": 6,
}
_WEEKDAY = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)(?:s|rs|nes|ur)?(?:day)?\.?"
    r"|(?:星期|礼拜|禮拜|周|週)?[一二三四五六日天])"
)
_ALONE = re.compile(_WEEKDAY, re.IGNORECASE)
_NUMBERS = r"(?:(?P<y>\d{4})\s*[-/.年]\s*)?(?:(?P<m>\d{1,2})\s*[-/.月]\s*)?(?P<d>\d{1,2})\s?(?P<sign>[日号號])?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_NAMED = (
    rf"(?P<d1>\d{{1,2}})[- ]?(?P<n1>{_NAME})(?:[- ,]+(?P<y1>\d{{4}}))?"
    rf"|(?P<n2>{_NAME})[- ]?(?P<d2>\d{{1,2}})(?:[- ,]+(?P<y2>\d{{4}}))?"
)
_HEADING = re.compile(
    rf"(?:(?P<before>{_WEEKDAY})[\s,]*)?(?:{_NUMBERS}|{_NAMED})(?:[ T]0?0:00(?::00)?)?(?:\s*(?P<after>{_WEEKDAY}))?",
    re.IGNORECASE,
)
_BRACKETS = str.maketrans("()[]【】\n", "       ")
_TITLE_MONTH = re.compile(
    r"(?:(?P<y>\d{4})\s*[-/.年]\s*)?(?P<m>\d{1,2})\s*月|(?P<y2>\d{4})\s*[-/.]\s*(?P<m2>\d{1,2})(?!\d)"
)
_TITLE_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


class Heading(NamedTuple):
    """What one cell says of a day; ``weekday`` counts from Monday, 0.  ``bare`` is a number and nothing else."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    bare: bool = False


class Title(NamedTuple):
    """What stands above a row of dates: year and month, where they are told."""

    year: int | None = None
    month: int | None = None


def heading(cell: Cell) -> Heading | None:
    """Return what a cell says of a day, None when it says something else."""
    if isinstance(cell, date):  # a datetime is a date too
        whole = not isinstance(cell, datetime) or cell.time() == time()
        return Heading(cell.year, cell.month, cell.day) if whole and cell.year in YEARS else None
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, float | int):
        return _number(float(cell))
    text = " ".join(written(cell).translate(_BRACKETS).split())
    if _SERIAL.fullmatch(text):
        return _number(float(text))
    if _ALONE.fullmatch(text):
        return Heading(weekday=_weekday(text))
    found = _HEADING.fullmatch(text)
    return _read(found) if found else None


def title(texts: Sequence[str]) -> Title:
    """Return which year and month the texts above a row name, the first that they name."""
    year = month = None
    for text in texts:
        if found := _TITLE_MONTH.search(text):
            named = int(found["m"] or found["m2"])
            month = month or (named if 1 <= named <= 12 else None)
            year = year or _year(found["y"] or found["y2"])
        if year is None and (told := _TITLE_YEAR.search(text)):
            year = _year(told[1])
    return Title(year, month)


def month_of(texts: Sequence[str]) -> Title:
    """Return which month, and perhaps year, the name of a sheet or a file tells."""
    found = next((title([text]) for text in texts if _TITLE_MONTH.search(text)), Title())
    return found if found.month else Title()


def days(headings: Sequence[Heading], titles: Sequence[Title], near: date) -> list[date] | None:
    """Return the days of a row of headings, None where they do not follow each other.

    ``titles`` are what stands above each; ``near`` is the day near which the first one lies.
    """
    found = _follow(headings, titles, near)
    swapped = [_swapped(each) for each in headings]
    if None not in swapped:  # 1/11, 2/11: the day may stand in front
        other = _follow([each for each in swapped if each], titles, near)
        if other and (found is None or other[-1] - other[0] < found[-1] - found[0]):
            return other
    return found


def from_monday(headings: Sequence[Heading], first: date) -> list[date] | None:
    """Return the days of a row of weekdays, the first on or after ``first``, None where they do not follow."""
    found: list[date] = []
    for each in headings:
        begin = found[-1] + timedelta(days=1) if found else first
        assert each.weekday is not None
        found.append(begin + timedelta(days=(each.weekday - begin.weekday()) % 7))
    return found if found and (found[-1] - found[0]).days < len(found) + 7 else None


def nearest(told: Heading, near: date) -> date | None:
    """Return the day that a heading with month and day means, in the year nearest to a day unless it names one."""
    if told.month is None or told.day is None:
        return None
    years = [told.year] if told.year else range(near.year - 1, near.year + 2)
    found = [each for year in years if (each := _date(year, told.month, told.day))]
    return min(found, key=lambda each: abs(each - near), default=None)


def _follow(headings: Sequence[Heading], titles: Sequence[Title], near: date) -> list[date] | None:
    found: list[date] = []
    above = Title()
    for told, over in zip(headings, titles, strict=True):
        if told.day is None:
            return None
        new = over if over != above else Title()
        above = over
        if not found:
            filled = told._replace(year=told.year or over.year, month=told.month or over.month)
            day = nearest(filled, near) if filled.month else _near_day(told.day, near)
        else:
            month = told.month or (new.month if over.month != found[-1].month else None)
            day = next(_after(found[-1], told._replace(month=month)), None)
        if day is None:
            return None
        found.append(day)
    return found


def _near_day(day: int, near: date) -> date | None:
    """Return the day with that number which is nearest to a day."""
    around = (near + timedelta(days=step) for step in range(-31, 32))
    return min((each for each in around if each.day == day), key=lambda each: abs(each - near), default=None)


def _after(last: date, told: Heading) -> Iterator[date]:
    for step in range(1, _LOOK if told.month else _LOOK_WITHIN):
        day = last + timedelta(days=step)
        if (told.day, told.month or day.month, told.year or day.year) == (day.day, day.month, day.year):
            yield day


def _number(number: float) -> Heading | None:
    if not number.is_integer():
        return None
    if (day := of_serial(number)) is not None:
        return Heading(day.year, day.month, day.day)
    return Heading(day=int(number), bare=True) if 1 <= number <= 31 else None


def _read(found: re.Match[str]) -> Heading | None:
    name = found["n1"] or found["n2"]
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(found["m"] or 0) or None
    day = int(found["d"] or found["d1"] or found["d2"])
    year = found["y"] or found["y1"] or found["y2"]
    weekday = found["before"] or found["after"]
    if not 1 <= day <= 31 or (year and _year(year) is None):
        return None
    if month is not None and not (_date(_LEAP, month, day) or _date(_LEAP, day, month)):  # 31/11 may begin with the day
        return None
    bare = not (month or found["sign"] or weekday)
    return Heading(_year(year), month, day, _weekday(weekday) if weekday else None, bare)


def _swapped(told: Heading) -> Heading | None:
    if told.year is not None or told.month is None or told.day is None:
        return None
    return told._replace(month=told.day, day=told.month)


def _weekday(text: str) -> int:
    low = text.lower()
    return _WEEKDAYS[low[:3] if low[:3] in _WEEKDAYS else low[-1]]


def _year(text: str | None) -> int | None:
    return int(text) if text and int(text) in YEARS else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

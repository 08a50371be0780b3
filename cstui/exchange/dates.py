"""Dates as files write them, and the choice of one format for a whole file.

``03/04/2026`` is in March or in April: only the whole column tells.  So every format that might
be meant is tried on every date of the file.  A year in front, or a month by name, can be read one
way only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import combinations

from ..errors import BadInput
from ..i18n import N_, _
from .table import Cell, cell_text, shown

Reader = Callable[[str], datetime | None]

_YEARS = range(1900, 2201)
_SERIALS = (36_526, 73_051)  # days since the epoch of spreadsheets: the begin of 2000, that of 2100
_EPOCH = datetime(1899, 12, 30)
_DAY_SECONDS = 86_400
_PIVOT = 69  # two-digit years from here on are of the 20th century, as in POSIX
_CLOCK = (
    r"(?:(?:\s*T|\s+|(?<=日))\s*(?P<half>[AaPp]\.?[Mm]\.?|上午|下午)?\s*(?P<hour>\d{1,2})[:：时時点點](?P<minute>\d{2})"
    r"(?:[:：分](?P<second>\d{2})(?:[.,]\d{1,9})?)?[分秒]?\s*(?P<after>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<zone>Z|z|UTC|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})日?" + _CLOCK)
_NUMERIC = re.compile(r"(?P<a>\d{1,2})(?P<sign>[-/. ])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{4}|\d{2})" + _CLOCK)
_DAY_NAMED = re.compile(r"(?P<d>\d{1,2})[-/. ]+(?P<name>[A-Za-z]{3,9})\.?[-/., ]+(?P<y>\d{4}|\d{2})" + _CLOCK)
_NAME_FIRST = re.compile(r"(?P<name>[A-Za-z]{3,9})\.?[- ]+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?[- ]+(?P<y>\d{4})" + _CLOCK)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip


def of_serial(number: float) -> datetime | None:
    """Return the moment that a spreadsheet counts as so many days, None where that is not within 2000 to 2099.

    Cells without a date's format hold dates like that; outside of these years it is some other number.
    """
    first, last = _SERIALS
    if not first <= number < last:  # so written, it holds of nan and inf too
        return None
    return _EPOCH + timedelta(seconds=round(number * _DAY_SECONDS))


@dataclass(frozen=True, slots=True)
class Format:
    """One way to read dates; ``sure`` when no other way could read the same text."""

    label: str
    read: Reader
    sure: bool = False


def _built(year: str, month: int, day: str, found: re.Match[str]) -> datetime | None:
    """Put the parts together, None when there is no such day or time."""
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= _PIVOT else 2000
    hour = int(found["hour"] or 0)
    half = (found["half"] or found["after"] or "").lower()
    if half:
        if not 1 <= hour <= 12 and not (half == "下午" and hour < 24):
            return None
        hour = hour % 12 + (12 if half[0] in "p下" else 0)
    try:
        moment = datetime(number, month, int(day), hour, int(found["minute"] or 0), int(found["second"] or 0))
        return moment.replace(tzinfo=_offset(found["zone"])) if moment.year in _YEARS else None
    except ValueError:
        return None


def _offset(zone: str | None) -> tzinfo | None:
    if not zone:
        return None
    return UTC if zone in ("Z", "z", "UTC") else datetime.strptime(zone, "%z").tzinfo


def _year_first(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        found = _YEAR_FIRST.fullmatch(text)
        return _built(found["y"], int(found["m"]), found["d"], found) if found else None
    return moment if moment.year in _YEARS else None


def _named(text: str) -> datetime | None:
    found = _DAY_NAMED.fullmatch(text) or _NAME_FIRST.fullmatch(text)
    if found is None:
        return None
    name = found["name"].lower()
    month = next((n for n, known in enumerate(_MONTHS, start=1) if name in (known, known[:3], known[:4])), 0)
    return _built(found["y"], month, found["d"], found) if month else None


def _numeric(order: str) -> Reader:
    year, month, day = (order.index(part) for part in "ymd")

    def read(text: str) -> datetime | None:
        """Return the time that a text means in this format, None when it means none."""
        found = _NUMERIC.fullmatch(text)
        if found is None:
            return None
        parts = (found["a"], found["b"], found["c"])
        if len(parts[year]) == 1 or (year == 0 and len(parts[2]) == 4):
            return None
        return _built(parts[year], int(parts[month]), parts[day], found)

    return read


KNOWN = (
    Format(N_("year-month-day"), _year_first, sure=True),
    Format(N_("day-month by name-year"), _named, sure=True),
    Format(N_("day-month-year"), _numeric("dmy")),
    Format(N_("month-day-year"), _numeric("mdy")),
    Format(N_("year-month-day in two digits"), _numeric("ymd")),
)


def written_format(pattern: str) -> Format:
    """Return the format of a mapping's ``strptime`` pattern."""

    def read(text: str) -> datetime | None:
        """Return the time that a text means in this format, None when it means none."""
        try:
            return datetime.strptime(text, pattern)
        except ValueError:
            return None

    return Format(pattern, read)


def as_text(cells: Sequence[Cell], patterns: Sequence[str] = ()) -> str:
    """Return the cells of one date joined by a blank; real dates and times are written as ``patterns`` want."""
    parts = []
    for index, cell in enumerate(cells):
        if isinstance(cell, (date, time)) and index < len(patterns):  # a datetime is a date too
            text = cell.strftime(patterns[index])
        else:
            text = cell_text(cell)
        if text.strip():
            parts.append(text.strip())
    return " ".join(parts)


@dataclass(slots=True)
class DateChoice:
    """Counts which formats fit the dates of a file, then decides for one of them."""

    formats: Sequence[Format] = KNOWN
    fits: Counter[str] = field(default_factory=Counter)
    _clashes: dict[tuple[str, str], str] = field(default_factory=dict)

    def look(self, texts: Iterable[str]) -> None:
        """Take more dates of the file into account."""
        for text, count in Counter(texts).items():
            for label in self._fitting(text):
                self.fits[label] += count

    def decide(self, file: str, advice: str = "") -> Format:
        """Return the format that fits all, else most; raises BadInput with advice when two fit alike and disagree."""
        most = max(self.fits.values(), default=0)
        best = [each for each in self.formats if self.fits[each.label] == most]
        for one, other in combinations(best, 2):
            example = self._clashes.get((one.label, other.label))
            if example is not None and most:
                raise self._ambiguous(file, example, one, other, advice)
        return best[0]

    def _fitting(self, text: str) -> tuple[str, ...]:
        read: list[tuple[Format, datetime]] = []
        for each in self.formats:
            moment = each.read(text)
            if moment is not None:
                read.append((each, moment))
                if each.sure:
                    break
        for (one, first), (other, second) in combinations(read, 2):
            if first != second:
                self._clashes.setdefault((one.label, other.label), text)
        return tuple(each.label for each, _moment in read)

    def _ambiguous(self, file: str, example: str, one: Format, other: Format, advice: str) -> BadInput:
        first, second = one.read(example), other.read(example)
        detail = _("{example!r} is {first:%Y-%m-%d} as {one}, but {second:%Y-%m-%d} as {other}.").format(
            example=shown(example), first=first, one=_(one.label), second=second, other=_(other.label)
        )
        advice = advice or _("Name the format in a mapping, under [dates], and give it with --map.")
        return BadInput(_("the dates of {file} can be read in two ways").format(file=file), f"{detail}\n{advice}")

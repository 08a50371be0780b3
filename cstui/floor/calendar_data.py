"""What a calendar file says of every day: its hours, and the rule that makes it so.

The rules in order: a site's own days, statutory days off, make-up working days
(调休上班), the weekly pattern.  No zone and no arithmetic here, see calendar.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import paths
from ..errors import BadInput
from ..i18n import N_, _, listed
from ..text import one_line
from . import packs
from .packs import Table, Texts

if TYPE_CHECKING:
    from holidays import HolidayBase

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS_WORDS = N_('hours in order, such as ["09:00-12:00", "13:00-18:00"]')
_LONGEST = 400  # days one entry may cover; more is a mistyped year
_HOURS = re.compile(r"([01]\d|2[0-4]):([0-5]\d)\s*-\s*([01]\d|2[0-4]):([0-5]\d)")

Hours = tuple[tuple[int, int], ...]  # minutes after midnight, half-open, in order


class Rule(NamedTuple):
    """What holds on a day; ``kind`` is working, weekend, holiday, makeup or site, ``source`` its ground."""

    kind: str
    hours: Hours
    name: Texts = {}
    source: str = ""


class CalendarData:
    """The days of one calendar as its file, and for other countries the library, state them."""

    __slots__ = ("_days", "_library", "_read", "first_year", "last_year", "name", "title", "weekly")

    def __init__(self, name: str, title: Texts, weekly: tuple[Rule, ...], days: dict[date, Rule]) -> None:
        self.name = name
        self.title = title
        self.weekly = weekly
        self.first_year = 1
        self.last_year = 9999
        self._days = days
        self._library: HolidayBase | None = None
        self._read: set[int] = set()

    def ask(self, library: HolidayBase, last_year: int | None) -> None:
        """Take statutory days off from the holidays library, certain up to ``last_year``."""
        self._library = library
        self.first_year = library.start_year
        self.last_year = last_year or library.end_year

    def knows(self, year: int) -> bool:
        """Whether the statutory days off of ``year`` are known."""
        return self.first_year <= year <= self.last_year

    def rule(self, day: date) -> Rule:
        """Return what holds on ``day``."""
        if self._library is not None and day.year not in self._read:
            self._read_year(self._library, day.year)
        return self._days.get(day) or self.weekly[day.weekday()]

    def _read_year(self, library: HolidayBase, year: int) -> None:
        source = f"holidays: {library.country}"
        spread = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
        found = {day: library.get(day) for day in spread if day.year == year}
        makeups = [day for day in library.weekend_workdays if day.year == year]
        for day in makeups:
            self._days.setdefault(day, Rule("makeup", self.weekly[0].hours, source=source))
        for day, title in found.items():
            if title and (day not in self._days or self._days[day].kind == "makeup"):
                self._days[day] = Rule("holiday", (), {"en": title}, source)
        self._read.add(year)


class Source(NamedTuple):
    """All that makes a calendar: the text of its file, that of the shipped one it builds on, and the country."""

    name: str
    path: str
    text: str
    base: str = ""
    base_text: str = ""
    country: str | None = None


def source_of(path: Path, name: str, country: str | None = None) -> Source:
    """Return what makes the calendar of a file, for ``country`` where it names none itself; raises BadInput."""
    text = packs.text_of(path)
    table = packs.parse(path, text)
    base = table.text("base") if "base" in table else ""
    return Source(name, str(path), text, base, packs.text_of(_base_path(table, base)) if base else "", country)


def read(source: Source) -> CalendarData:
    """Read a calendar; raises BadInput that names the file and what is wrong with it."""
    table = packs.parse(Path(source.path), source.text)
    if source.base:
        table = _laid_over(table, packs.parse(_base_path(table, source.base), source.base_text))
    table.only("title", "base", "makeup_hours", "holidays", "last_year", "weekly", "year", "site")
    makeup = WEEKDAYS.index(table.choice("makeup_hours", WEEKDAYS, "mon"))
    weekly = _weekly(table.table("weekly"))
    years = _years(table.table("year"))
    title = table.texts("title", source.name)
    data = CalendarData(source.name, title, weekly, dict(_days(table, years, weekly[makeup].hours)))
    last_year = table.number("last_year", None, 1900, 9999)
    if source.country or "holidays" in table:
        data.ask(_library(source.country) if source.country else _named_library(table), last_year)
    elif years:
        data.first_year, data.last_year = min(years), last_year or max(years)
    return data


def base_path(name: str) -> Path:
    """Return the path of a shipped calendar, which a site's file may name as its ``base``."""
    return paths.FIXTURES / "calendars" / f"{name}.toml"


def _base_path(table: Table, base: str) -> Path:
    path = base_path(base)
    if not path.is_file():
        shipped = listed(sorted(path.stem for path in path.parent.glob("*.toml")))
        raise table.wrong("base", _("one of {choices}").format(choices=shipped))
    return path


def _laid_over(table: Table, base: Table) -> Table:
    """Lay a site's file over the shipped one that it names as ``base``."""
    values = {**base.values, **table.values}
    for part in ("weekly", "year"):
        values[part] = {**base.table(part).values, **table.table(part).values}
    return Table(table.path, values)


def _weekly(table: Table) -> tuple[Rule, ...]:
    table.only(*WEEKDAYS)
    pattern = [_hours(table, day) if day in table else () for day in WEEKDAYS]
    if not any(pattern):
        title = _("{file}: {key} is missing").format(file=table.path, key="weekly")
        raise BadInput(title, _("Expected {expected}.").format(expected=_("hours on at least one weekday")))
    return tuple(Rule("working" if hours else "weekend", hours) for hours in pattern)


def _hours(table: Table, key: str) -> Hours:
    value = table.values.get(key)
    hours: list[tuple[int, int]] = []
    for text in value if isinstance(value, list) else [None]:
        match = _HOURS.fullmatch(text) if isinstance(text, str) else None
        start, end = _bounds(match) if match else (0, 0)
        if not (hours[-1][1] if hours else 0) <= start < end <= 24 * 60:
            raise table.wrong(key, _(_HOURS_WORDS))
        hours.append((start, end))
    return tuple(hours)


def _bounds(match: re.Match[str]) -> tuple[int, int]:
    return int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])


def _years(table: Table) -> dict[int, Table]:
    years: dict[int, Table] = {}
    for key in table.values:
        if not (key.isascii() and key.isdigit() and len(key) == 4 and key != "0000"):
            raise BadInput(
                _("{file}: unknown key {key}").format(file=table.path, key=one_line(table.place + key)),
                _("Expected {expected}.").format(expected=_("a year such as [year.2026]")),
            )
        years[int(key)] = table.table(key)
        years[int(key)].only("source", "off", "makeup")
    return years


def _days(table: Table, years: dict[int, Table], makeup: Hours) -> Iterator[tuple[date, Rule]]:
    """Yield the days that differ from the weekly pattern, the weaker rule first."""
    for year, part in years.items():
        source = part.text("source")
        yield from ((day, Rule("makeup", makeup, source=source)) for day in _makeups(part, year))
        for entry in part.rows("off"):
            entry.only("from", "to", "name")
            rule = Rule("holiday", (), entry.texts("name"), source)
            yield from ((day, rule) for day in _range(entry, year))
    for entry in table.rows("site"):
        entry.only("from", "to", "hours", "name")
        rule = Rule("site", _hours(entry, "hours"), entry.texts("name") if "name" in entry else {}, table.path.name)
        yield from ((day, rule) for day in _range(entry, None))


def _makeups(part: Table, year: int) -> list[date]:
    value = part.values.get("makeup", [])
    if not isinstance(value, list) or not all(_is_day(day, year) for day in value):
        raise part.wrong("makeup", _("a list of dates of {year}, such as [{year}-02-14]").format(year=year))
    return value


def _range(entry: Table, year: int | None) -> Iterator[date]:
    first = _day(entry, "from", year)
    last = _day(entry, "to", year) if "to" in entry else first
    if not first <= last <= first + timedelta(days=_LONGEST):
        raise entry.wrong("to", _("a date not before {first}").format(first=first))
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _day(entry: Table, key: str, year: int | None) -> date:
    value: Any = entry.values.get(key)
    if not _is_day(value, year):
        expected = _("a date of {year}, such as {year}-05-01") if year else _("a date such as 2026-05-01")
        raise entry.wrong(key, expected.format(year=year))
    return date(value.year, value.month, value.day)


def _is_day(value: object, year: int | None) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime) and year in (None, value.year)


def _named_library(table: Table) -> HolidayBase:
    try:
        return _library(table.text("holidays"))
    except BadInput as error:
        raise BadInput(f"{table.path}: {error.title}", error.detail) from error


def _library(code: str) -> HolidayBase:
    import holidays  # 70 ms: only floors outside the shipped calendars pay it

    country, _dash, part = code.upper().partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None)
    except RuntimeError as error:  # what the library raises for a code that it does not know
        title = _("there are no holidays for {code}").format(code=one_line(code)[:40])
        raise BadInput(title, _("Expected a country code such as GB, DE or US-CA.")) from error

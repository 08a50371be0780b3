"""How rosters are kept, as data: shift templates, rota patterns, kinds of leave, limits of attendance and coverage.

One file (rosters/house.toml, see docs/rosters.md); a site's own wins over the shipped one, and a table
``[team.SLUG]`` in it may name other rules for one team.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ...errors import BadInput
from ...i18n import _, listed
from ...text import one_line
from .. import packs
from ..packs import Table, Texts
from .views import OFF

NAME = "house"
SHIFT_KINDS = ("early", "day", "late", "night")


class Template(NamedTuple):
    """A shift template: minutes of the day, beyond 1440 when they lie on the next one.

    ``break_at`` is None where the break lies nowhere in particular.
    """

    code: str
    name: Texts
    start: int
    end: int
    break_minutes: int
    break_at: int | None
    kind: str


class Pattern(NamedTuple):
    """A rota pattern: codes of consecutive days, repeated."""

    name: str
    title: Texts
    days: tuple[str, ...]


class LeaveKind(NamedTuple):
    """A kind of leave; ``counts`` says whether its days count against a promotion's limit."""

    kind: str
    name: Texts
    counts: bool


class RosterPolicy(NamedTuple):
    """Everything the file says, as it holds for one team."""

    rules: tuple[str, ...]
    enough_minutes: int
    grace_minutes: int
    off_post_minutes: int
    month_rate_percent: int
    forfeits: Texts
    target_percent: int
    target_seconds: int
    max_occupancy_percent: int
    shrinkage_percent: int
    aht_seconds: int
    swap_notice_hours: int
    templates: Mapping[str, Template]
    patterns: Mapping[str, Pattern]
    leave: Mapping[str, LeaveKind]


def load_policy(team: str | None = None) -> RosterPolicy:
    """Return how rosters are kept, for a team where one is named; raises BadInput when the file does not fit."""
    path = packs.find("rosters", NAME)
    if path is None:
        raise BadInput(_("there is no rosters/{name}.toml").format(name=NAME))
    whole, teams = _load(path, path.stat().st_mtime_ns)
    return whole._replace(rules=teams[team]) if team in teams else whole


@lru_cache(maxsize=4)
def _load(path: Path, changed: int) -> tuple[RosterPolicy, Mapping[str | None, tuple[str, ...]]]:
    table = packs.read(path)
    table.only("rules", "dispatch", "attendance", "coverage", "swap", "shift", "pattern", "leave", "team")
    attendance, coverage = table.table("attendance"), table.table("coverage")
    dispatch, swap = table.table("dispatch"), table.table("swap")
    attendance.only("grace_minutes", "off_post_minutes", "month_rate_percent", "forfeits")
    coverage.only("target_percent", "target_seconds", "max_occupancy_percent", "shrinkage_percent", "aht_seconds")
    dispatch.only("enough_minutes")
    swap.only("notice_hours")
    templates = {code: _template(each, code) for code, each in _tables(table, "shift")}
    whole = RosterPolicy(
        rules=_rules(table),
        enough_minutes=_number(dispatch, "enough_minutes", 30, 0, 720),
        grace_minutes=_number(attendance, "grace_minutes", 0, 0, 120),
        off_post_minutes=_number(attendance, "off_post_minutes", 30, 1, 720),
        month_rate_percent=_number(attendance, "month_rate_percent", 80, 0, 100),
        forfeits=attendance.texts("forfeits", "-"),
        target_percent=_number(coverage, "target_percent", 80, 1, 100),
        target_seconds=_number(coverage, "target_seconds", 20, 0, 86_400),
        max_occupancy_percent=_number(coverage, "max_occupancy_percent", 85, 1, 100),
        shrinkage_percent=_number(coverage, "shrinkage_percent", 30, 0, 95),
        aht_seconds=_number(coverage, "aht_seconds", 300, 1, 86_400),
        swap_notice_hours=_number(swap, "notice_hours", 2, 0, 720),
        templates=templates,
        patterns={name: _pattern(each, name, templates) for name, each in _tables(table, "pattern")},
        leave={kind: _leave(each, kind) for kind, each in _tables(table, "leave")},
    )
    return whole, {team: _rules(each) for team, each in _tables(table, "team")}


def _tables(table: Table, key: str) -> list[tuple[str, Table]]:
    found = table.table(key)
    return [(name, found.table(name)) for name in found.values]


def _number(table: Table, key: str, default: int, least: int, most: int) -> int:
    return table.number(key, default, least, most) or 0


def _words(table: Table, key: str) -> tuple[str, ...]:
    words = table.values.get(key)
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise table.wrong(key, _("a list of texts"))
    return tuple(words)


def _rules(table: Table) -> tuple[str, ...]:
    names = _words(table, "rules")
    if any(packs.find("rules", name) is None for name in names):
        known = ", ".join(packs.names("rules"))
        raise table.wrong("rules", _("names of profiles: {known}").format(known=known))
    return names


def _template(table: Table, code: str) -> Template:
    table.only("name", "start", "end", "break_minutes", "break", "kind")
    if code.lower() == OFF:
        raise table.wrong("name", _("another code: {code} is the rest day").format(code=OFF))
    start, end = in_order([_minutes(table, "start"), _minutes(table, "end")])
    pause = _break(table, start, end)
    return Template(code, table.texts("name", code), start, end, *pause, table.choice("kind", SHIFT_KINDS, "day"))


def _break(table: Table, start: int, end: int) -> tuple[int, int | None]:
    """Return how many minutes a break lasts, and at which it begins where it has its place."""
    if "break" not in table:
        return _number(table, "break_minutes", 0, 0, end - start), None
    if "break_minutes" in table:
        raise table.wrong("break_minutes", _("nothing: break says it already"))
    first, _dash, last = table.text("break").partition("-")
    try:
        _start, begin, over, ends = in_order([start, minutes_of(first), minutes_of(last), end])
    except ValueError:
        begin = over = ends = -1
    if ends != end:
        raise table.wrong("break", _("times within the shift such as 12:00-17:00"))
    return over - begin, begin


def _pattern(table: Table, name: str, templates: Mapping[str, Template]) -> Pattern:
    table.only("name", "days")
    days = _words(table, "days")
    unknown = [code for code in days if code != OFF and code not in templates]
    if unknown or not days:
        known = listed([*templates, OFF])
        raise table.wrong("days", _("codes of shifts: {codes}").format(codes=known))
    return Pattern(name, table.texts("name", name), days)


def _leave(table: Table, kind: str) -> LeaveKind:
    table.only("name", "counts")
    return LeaveKind(kind, table.texts("name", kind), table.flag("counts", True))


def _minutes(table: Table, key: str) -> int:
    try:
        return minutes_of(table.text(key))
    except ValueError as error:
        raise table.wrong(key, _("a time such as 08:30")) from error


def in_order(minutes: Sequence[int]) -> list[int]:
    """Return minutes of the day as they follow each other: one that is not later lies on the next day."""
    found: list[int] = []
    for minute in minutes:
        days = (found[-1] - minute) // 1440 + 1 if found and minute <= found[-1] else 0
        found.append(minute + days * 1440)
    return found


def minutes_of(text: str) -> int:
    """Return the minute of the day of ``HH:MM`` (24:00 included); raises ValueError."""
    hours, colon, minutes = one_line(text).strip().replace("：", ":").partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        raise ValueError(text)
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > 24 * 60:
        raise ValueError(text)
    return total

"""Profiles of rules, as data: the limits a roster is held against, how strictly, and the law or agreement behind each.

One file a profile (rules/NAME.toml, see docs/rosters.md); a site's own wins over the shipped one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ...errors import BadInput
from ...i18n import _, listed
from ...text import one_line
from .. import packs
from ..packs import Table, Texts
from ..views import ROLES
from .policy import SHIFT_KINDS, minutes_of

LEVELS = ("hard", "warn", "soft")
_HOURS, _DAYS, _WEEKS = (0, 168), (0, 31), (1, 53)
_DUTIES = (*SHIFT_KINDS, "weekend")

# What each kind of rule needs: figures with their bounds (``hours`` may have decimals and are kept in minutes),
# times of the day, lists with what they may hold.
_FIGURES: dict[str, dict[str, tuple[int, int]]] = {
    "day-hours": {"hours": _HOURS},
    "week-hours": {"hours": _HOURS, "weeks": _WEEKS},
    "week-rest": {"hours": _HOURS},
    "rest-days": {"days": _DAYS},
    "rest-between": {"hours": _HOURS},
    "break": {"above_hours": _HOURS, "minutes": (0, 720)},
    "night-hours": {"hours": _HOURS, "weeks": _WEEKS, "night_hours": _HOURS},
    "run-days": {"days": _DAYS},
    "weekends": {"worked": (0, 53), "weeks": _WEEKS},
    "overtime-day": {"daily_hours": _HOURS, "hours": _HOURS},
    "overtime-month": {"daily_hours": _HOURS, "weekly_hours": _HOURS, "hours": (0, 744)},
    "over-midnight": {"minutes": (0, 1440)},
    "unavailable": {},
    "preference": {},
    "rotation": {},
    "fair-share": {"spread": (0, 366), "weeks": _WEEKS},
    "qualified": {"people": (1, 100), "overlap_percent": (1, 100)},
}
_CLOCKS = {"night-hours": ("night_start", "night_end")}
_LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    "rest-between": {"after": SHIFT_KINDS, "before": SHIFT_KINDS},
    "rotation": {"order": SHIFT_KINDS},
    "fair-share": {"duties": _DUTIES},
}
_TEXTS = {"qualified": ("role", "skill")}


class Rule(NamedTuple):
    """One rule of a profile.

    ``figures`` are as in the file, but hours and times of the day in minutes; ``words`` are its lists of words.
    """

    name: str
    kind: str
    profile: str
    level: str
    figures: Mapping[str, int]
    words: Mapping[str, tuple[str, ...]]
    source: Texts


class Profile(NamedTuple):
    """A set of rules under one name."""

    name: str
    title: Texts
    rules: tuple[Rule, ...]


def load_profile(name: str) -> Profile:
    """Return a profile; raises BadInput when there is none, or when its file does not fit."""
    path = packs.find("rules", name)
    if path is None:
        title = _("There are no rules {name}").format(name=one_line(name)[:40])
        raise BadInput(title, _("Known: {values}").format(values=listed(packs.names("rules"))))
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _load(path: Path, changed: int) -> Profile:
    table = packs.read(path)
    table.only("name", "rule")
    found = table.table("rule")
    rules = tuple(_rule(found.table(name), name, path.stem) for name in found.values)
    return Profile(path.stem, table.texts("name", path.stem), rules)


def _rule(table: Table, name: str, profile: str) -> Rule:
    if "kind" not in table or table.values["kind"] not in _FIGURES:
        raise table.wrong("kind", _("one of {choices}").format(choices=listed(_FIGURES)))
    kind = table.text("kind")
    figures, lists, clocks, texts = (
        _FIGURES[kind],
        _LISTS.get(kind, {}),
        _CLOCKS.get(kind, ()),
        _TEXTS.get(kind, ()),
    )
    table.only("kind", "level", "source", *figures, *lists, *clocks, *texts)
    if "level" not in table:
        raise table.wrong("level", _("one of {choices}").format(choices=listed(LEVELS)))
    found = {key: _figure(table, key, *bounds) for key, bounds in figures.items()}
    found |= {key: _clock(table, key) for key in clocks}
    words = {key: _list(table, key, choices) for key, choices in lists.items()}
    words |= _qualification(table) if texts else {}
    return Rule(name, kind, profile, table.choice("level", LEVELS, ""), found, words, table.texts("source"))


def _figure(table: Table, key: str, least: int, most: int) -> int:
    if not key.endswith("hours"):
        found = table.number(key, None, least, most)
        if found is None:
            raise table.wrong(key, _("a whole number from {least} to {most}").format(least=least, most=most))
        return found
    value = table.values.get(key)
    minutes = value * 60 if isinstance(value, int | float) and not isinstance(value, bool) else -1
    if not least * 60 <= minutes <= most * 60 or minutes != int(minutes):
        expected = _("hours from {least} to {most}, to the minute").format(least=least, most=most)
        raise table.wrong(key, expected)
    return int(minutes)


def _clock(table: Table, key: str) -> int:
    try:
        return minutes_of(table.text(key))
    except ValueError as error:
        raise table.wrong(key, _("a time such as 08:30")) from error


def _list(table: Table, key: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list of known words without repetition; all of them where the file names none."""
    found = table.values.get(key, list(choices))
    if not isinstance(found, list) or not found or len(set(map(str, found))) < len(found):
        raise table.wrong(key, _("a list of {choices}").format(choices=listed(choices)))
    if any(word not in choices for word in found):
        raise table.wrong(key, _("a list of {choices}").format(choices=listed(choices)))
    return tuple(found)


def _qualification(table: Table) -> dict[str, tuple[str, ...]]:
    if ("role" in table) == ("skill" in table):
        raise table.wrong("role", _("either a role or a skill"))
    if "skill" in table:
        return {"skill": (table.text("skill"),)}
    return {"role": (table.choice("role", ROLES, ""),)}

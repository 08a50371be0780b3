"""What the cells of a roster say: codes, rest days, times, and leave, which is no shift."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from ...errors import BadInput
from ...floor.rosters import book
from ...floor.rosters.policy import RosterPolicy, Template
from ...floor.rosters.views import OFF
from ...i18n import _, listed
from ..grid import written
from ..table import Cell, amiss

_REST = frozenset(
    {
        "/",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "off",
        "rest",
        "rest day",
        "day off",
        "休",
        "休息",
        "轮休",
        "公休",
        "例休",
        "週休",
        "周休",
    }
)
_LEAVE = frozenset(
    {"leave", "假", "请假", "請假", "休假", "年休", "年休假", "病", "事", "al", "sl", "pto", "vacation", "sick"}
)
_CLOCK = r"[0-2]?\d:[0-5]\d"
_TO = r"\s*(?:-|~|—|–|至|到)+\s*"
_BETWEEN = r"[\s、,;/+]+"
_APART = rf"(?:{_TO}|{_BETWEEN})(?:次日|翌日)?"
_TIMES = re.compile(rf"({_CLOCK}){_APART}({_CLOCK})(?:{_APART}({_CLOCK}){_APART}({_CLOCK}))?")
_SPAN = rf"({_CLOCK}){_TO}(?:次日|翌日)?({_CLOCK})"
_LEGEND = re.compile(
    r"(?P<code>[^\s=:(),;、。]{1,8})\s*[=:(]\s*(?:[^\s\d=:(]{1,8}\s*[(:]?\s*)?"
    rf"{_SPAN}(?:{_BETWEEN}(?:次日|翌日)?{_SPAN})?"
)


class Said(NamedTuple):
    """What a cell says: the code to write, or leave; ``problem`` what was expected instead."""

    kind: Literal["code", "leave", "problem"]
    code: str = ""
    problem: str = ""


class Codes:
    """Reads the cells of one team's roster; ``legend`` are the sheet's own codes with their times."""

    def __init__(self, policy: RosterPolicy, zone: ZoneInfo, legend: Mapping[str, str]) -> None:
        self._policy, self._zone = policy, zone
        self._named = _named(policy)
        self._leave = _LEAVE | {
            word.lower() for kind in policy.leave.values() for word in (kind.kind, *kind.name.values())
        }
        self._legend = {code: times for code, times in legend.items() if self._template(code) is None}
        self.clashes = {code: times for code, times in legend.items() if self._differs(code, times)}

    def read(self, cell: Cell, day: date) -> Said:
        """Return what a filled cell says of a day."""
        text = written(cell)
        low = text.lower()
        if low in _REST or low in book.REST_WORDS:
            return Said("code", OFF)
        if (template := self._template(text)) is not None:
            return Said("code", template)
        if text in self._legend:
            text = self._legend[text]
        elif low in self._leave:
            return Said("leave")
        times = _TIMES.fullmatch(text)
        try:
            said = _spans(*times.groups()) if times else text
            return Said("code", book.times_of(said, day, self._policy, self._zone).code)
        except BadInput:
            known = listed([*self._policy.templates, *self._legend, OFF])
            told = _("no shift; known are {codes}, or times such as 09:00-18:00").format(codes=known)
            return Said("problem", problem=amiss(cell, told))

    def _template(self, text: str) -> str | None:
        """Return the code of the template that a text names by code, in any case, or by its name."""
        for word in (text, text.upper()):
            if word in self._policy.templates:
                return word
        return self._named.get(text.lower())

    def _differs(self, code: str, times: str) -> bool:
        template = self._policy.templates.get(self._template(code) or "")
        if template is None:
            return False
        start, *pause, end = book.walls_of(times)
        if pause and template.break_at is not None:
            return [start, *pause, end] != [template.start, *_pause(template), template.end]
        return (start, end) != (template.start, template.end)


def legend(texts: Iterable[str]) -> dict[str, str]:
    """Return the codes that the texts around a sheet explain, with their times: ``A1=08:00-17:00``."""
    found: dict[str, str] = {}
    for code, *ends in (each.groups() for text in texts for each in _LEGEND.finditer(text)):
        told = [times for times in (_spans(*ends), _spans(*ends[:2])) if _adds_up(times)]
        found |= {code: told[0]} if told else {}
    return found


def _spans(start: str, end: str, back: str | None = None, over: str | None = None) -> str:
    """Return times as they are typed: once, or twice with a break between."""
    return f"{start}-{end} {back}-{over}" if back else f"{start}-{end}"


def _adds_up(times: str) -> bool:
    try:
        return bool(book.walls_of(times))
    except ValueError:
        return False


def _pause(template: Template) -> list[int]:
    begin = template.break_at or 0
    return [begin, begin + template.break_minutes]


def _named(policy: RosterPolicy) -> dict[str, str]:
    """Return the codes of templates by their names, where no two share one."""
    names = [(name.lower(), code) for code, each in policy.templates.items() for name in set(each.name.values())]
    return {name: code for name, code in names if [other for other, _code in names].count(name) == 1}

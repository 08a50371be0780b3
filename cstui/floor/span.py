"""Lengths of time as policies and people write them: ``15wd``, ``30d``, ``8w``, ``8h``, ``30m``."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..errors import BadInput
from ..i18n import N_, _, ngettext
from ..text import one_line

EXAMPLES = N_("15wd (working days), 30d (days), 8w (weeks), 8h (working hours), 30m (working minutes)")

_WRITTEN = re.compile(r"(\d{1,5})\s*(wd|d|w|h|m)", re.IGNORECASE | re.ASCII)


class Span(NamedTuple):
    """A length of time: ``unit`` is wd (working days), d, w (natural), h or m (working hours, minutes)."""

    number: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read a span; raises BadInput.  ``0wd`` and ``0d`` mean the same day's closing."""
        match = _WRITTEN.fullmatch(text.strip())
        if match is None or (match[2].lower() in "whm" and not int(match[1])):
            title = _("{text} is not a length of time").format(text=one_line(text)[:40] or "''")
            raise BadInput(title, _("Expected for example {examples}.").format(examples=_(EXAMPLES)))
        return cls(int(match[1]), match[2].lower())

    def __str__(self) -> str:
        return f"{self.number}{self.unit}"

    @property
    def natural(self) -> bool:
        """Whether the span runs through nights and days off."""
        return self.unit in ("d", "w")

    @property
    def days(self) -> int | None:
        """How many (natural or working) days the span has; None when it is counted in minutes."""
        return {"wd": self.number, "d": self.number, "w": self.number * 7}.get(self.unit)

    @property
    def minutes(self) -> int:
        """How many working minutes a span of hours or minutes has."""
        return self.number * (60 if self.unit == "h" else 1)

    def plus(self, other: Span) -> Span | None:
        """Return both spans as one, or None when their units do not add up."""
        if self.unit == other.unit:
            return Span(self.number + other.number, self.unit)
        if self.natural and other.natural:
            return Span((self.days or 0) + (other.days or 0), "d")
        if self.days is None and other.days is None:
            return Span(self.minutes + other.minutes, "m")
        return None


def limit_words(limit: str) -> str:
    """Return a limit in words (``3wd`` gives 3 working days); one that is no plain span is shown as it is."""
    try:
        count, unit = Span.parse(limit)
    except BadInput:
        return one_line(limit)
    if not count and unit in ("wd", "d"):
        return _("same day")
    if unit == "wd":
        return ngettext("{n} working day", "{n} working days", count).format(n=count)
    if unit in ("d", "w"):
        days = count * (7 if unit == "w" else 1)
        return ngettext("{n} day", "{n} days", days).format(n=days)
    if unit == "h":
        return ngettext("{n} working hour", "{n} working hours", count).format(n=count)
    return ngettext("{n} working minute", "{n} working minutes", count).format(n=count)

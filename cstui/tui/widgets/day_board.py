"""Today on one page: everybody's shift as a bar over the hours, what was stamped in it, and where it went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from cstui.floor.rosters.judgement import Day
from cstui.floor.rosters.words import label
from cstui.i18n import _
from cstui.text import one_line
from cstui.tui.widgets.columns import fit
from cstui.tui.widgets.coverage_strip import HALF_HOURS, layout
from cstui.tui.widgets.plain import PLAIN, plain_strip

_HALF_HOUR = timedelta(minutes=30)
_CURSOR, _NOW, _FAINT = Style(reverse=True, bold=True), Style(reverse=True), Style(dim=True)
_WRONG = Style(color="red", bold=True)
_TROUBLE = frozenset({"late", "early_out", "absent", "off_post", "unapproved_swap"})


class DayBoard(Widget, can_focus=True):
    """A line a person: ``█`` there as planned, ``░`` planned, ``-`` missed, ``▒`` there unplanned, ``L`` on leave."""

    class Moved(Message):
        """The cursor stands on another person, or the person says something else."""

    DEFAULT_CSS = "DayBoard { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.days: Sequence[Day] = ()
        self.row = self.top = 0
        self._midnight: datetime | None = None
        self._now: datetime | None = None
        self._zone: tzinfo | None = None
        self._said: tuple[str, date, str] | None = None

    def show(self, days: Sequence[Day], midnight: datetime, now: datetime, zone: tzinfo) -> None:
        """Show the people of a day that begins at ``midnight``; the cursor stays on its person."""
        here = (self.current.login, self.current.day) if self.current else None
        self.days, self._midnight, self._now, self._zone = days, midnight, now, zone
        places = [(day.login, day.day) for day in days]
        self.row = places.index(here) if here in places else min(self.row, max(0, len(days) - 1))
        self.move(0)

    @property
    def current(self) -> Day | None:
        """The day of the person under the cursor."""
        return self.days[self.row] if self.row < len(self.days) else None

    def move(self, step: int) -> None:
        """Move the cursor by people; it stops at the edges."""
        self.row = max(0, min(self.row + step, len(self.days) - 1))
        self.top = max(min(self.top, self.row), self.row - max(1, self.size.height) + 1, 0)
        self.refresh()
        day = self.current
        said = (day.login, day.day, day.explanation) if day else None
        if said != self._said:  # what the status line tells stays where the same is merely read again
            self._said = said
            self.post_message(self.Moved())

    def render_line(self, y: int) -> Strip:
        """Draw one person."""
        width, row = self.size.width, self.top + y
        if row < len(self.days) and self._midnight is not None:
            return plain_strip(self, self._person(self.days[row], row == self.row, width), width)
        empty = y == 0 and self._midnight is not None
        return plain_strip(self, [Segment(" " + _("Nobody is planned for this day."))] if empty else [], width)

    def _person(self, day: Day, at_cursor: bool, width: int) -> Iterable[Segment]:
        names, cell = layout(width)
        name = (">" if at_cursor else " ") + one_line(day.name or day.login)
        yield Segment(fit(name, names - 1) + " ", _CURSOR if at_cursor else PLAIN)
        left = width - names - cell * HALF_HOURS
        if left < 0:  # no room for the hours: the words alone
            left = width - names
        else:
            yield from (self._slot(day, place, cell) for place in range(HALF_HOURS))
        wrong = _TROUBLE.intersection(day.marks)
        yield Segment(" " + fit(self._words(day), max(1, left - 1)), _WRONG if wrong else PLAIN)

    def _slot(self, day: Day, place: int, cell: int) -> Segment:
        assert self._midnight is not None and self._now is not None
        start = self._midnight + place * _HALF_HOUR
        end = start + _HALF_HOUR
        planned = any(_overlap(*part, start, end) for part in day.parts)
        until = day.last_out or (min(self._now, end) if start <= self._now else None)
        there = until is not None and _overlap(day.first_in, until, start, end)
        paused = not planned and _overlap(day.break_start, day.break_end, start, end)
        sign = "." if paused else _sign(day, planned, there, self._now >= end)
        return Segment(sign * cell, _NOW if start <= self._now < end else _FAINT if sign == "." else PLAIN)

    def _words(self, day: Day) -> str:
        late = f" {day.late_minutes}′" if day.late_minutes else ""
        marks = " ".join(label("attendance", mark) + (late if mark == "late" else "") for mark in day.marks)
        other = f" {one_line(day.other)}" if day.other else ""
        return f"{one_line(day.shift) or '-'} {marks}{other}"

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.move(0)


def _overlap(start: datetime | None, end: datetime | None, first: datetime, last: datetime) -> bool:
    return start is not None and end is not None and start < last and end > first


def _sign(day: Day, planned: bool, there: bool, over: bool) -> str:
    if there:
        return "█" if planned else "▒"
    if not planned:
        return "."
    if day.leave:
        return "L"
    if "unclocked" in day.marks:
        return "░"
    return "-" if over else "░"

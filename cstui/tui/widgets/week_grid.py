"""The week as a grid: people × days, with a cursor, a range, and signs for what is special about a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from cstui.floor import when
from cstui.floor.rosters.views import OFF, Shift, Week
from cstui.i18n import _
from cstui.text import one_line
from cstui.tui.widgets.columns import fit
from cstui.tui.widgets.plain import PLAIN, plain_strip

DAYS = 7
HEADER, FOOTER = 1, 1
_HOURS = 6  # cells of the last column: the week's hours
_NAME = (10, 24)  # least and most cells of the names
_HEADING, _CURSOR, _RANGE = Style(bold=True), Style(reverse=True, bold=True), Style(reverse=True)
_BROKEN, _FAINT = Style(color="red", bold=True), Style(dim=True)

Place = tuple[str, date]


class Signs(NamedTuple):
    """What is told of cells beside their code: broken rules, differences from what is published, leave by its word."""

    broken: frozenset[Place] = frozenset()
    changed: frozenset[Place] = frozenset()
    leave: Mapping[Place, str] = {}
    days_off: frozenset[date] = frozenset()


class WeekGrid(Widget, can_focus=True):
    """A grid that fits its width; rows scroll.  ``=`` locked, ``*`` not published yet, ``!`` breaks a rule."""

    class Moved(Message):
        """The cursor stands on another cell, or the range has changed."""

    DEFAULT_CSS = "WeekGrid { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.week: Week | None = None
        self.signs = Signs()
        self.row = self.column = self.top = 0
        self.corner: tuple[int, int] | None = None
        self._shifts: dict[Place, Shift] = {}

    # What is shown

    def show(self, week: Week, signs: Signs) -> None:
        """Show a week; the cursor stays on its person and weekday."""
        here = self.login
        self.week, self.signs = week, signs
        self._shifts = {(shift.login, shift.day): shift for shift in week.shifts}
        logins = [login for login, _name in week.people]
        self.row = logins.index(here) if here in logins else min(self.row, max(0, len(logins) - 1))
        if self.corner is not None:
            self.corner = (min(self.corner[0], max(0, len(logins) - 1)), self.corner[1])
        self._keep_in_view()
        self.refresh()

    @property
    def login(self) -> str | None:
        """The person under the cursor."""
        people = self.week.people if self.week else ()
        return people[self.row][0] if self.row < len(people) else None

    @property
    def day(self) -> date | None:
        """The day under the cursor."""
        return self.week.monday + timedelta(days=self.column) if self.week else None

    @property
    def rows_in_view(self) -> int:
        """How many people fit."""
        return max(1, self.size.height - HEADER - FOOTER)

    def shift_at(self, place: Place) -> Shift | None:
        """Return what stands in a cell."""
        return self._shifts.get(place)

    def chosen(self) -> list[Place]:
        """Return the cells of the range, else the one under the cursor, person by person."""
        if self.week is None or self.login is None:
            return []
        (top, left), (bottom, right) = self._corners()
        people = self.week.people[top : bottom + 1]
        days = [self.week.monday + timedelta(days=place) for place in range(left, right + 1)]
        return [(login, day) for login, _name in people for day in days]

    # Moving

    def move(self, down: int, right: int) -> None:
        """Move the cursor by rows and days; it stops at the edges."""
        people = len(self.week.people) if self.week else 0
        self.row = max(0, min(self.row + down, people - 1))
        self.column = max(0, min(self.column + right, DAYS - 1))
        self._moved()

    def go_on(self) -> None:
        """Move to the next day, after the last one to the next person."""
        if self.column < DAYS - 1:
            self.move(0, 1)
        elif self.week and self.row < len(self.week.people) - 1:
            self.column = 0
            self.move(1, 0)

    def begin_range(self) -> None:
        """Begin a range at the cursor; when one has begun, drop it."""
        self.corner = None if self.corner is not None else (self.row, self.column)
        self._moved()

    def choose_all(self) -> None:
        """Make everybody's whole week the range."""
        self.corner = (0, 0)
        self.row, self.column = max(0, len(self.week.people) - 1 if self.week else 0), DAYS - 1
        self._moved()

    def drop_range(self) -> bool:
        """Drop the range and say whether there was one."""
        had, self.corner = self.corner is not None, None
        self._moved()
        return had

    def _moved(self) -> None:
        self._keep_in_view()
        self.refresh()
        self.post_message(self.Moved())

    def _keep_in_view(self) -> None:
        self.top = max(min(self.top, self.row), self.row - self.rows_in_view + 1, 0)

    def _corners(self) -> tuple[tuple[int, int], tuple[int, int]]:
        one, other = (self.row, self.column), self.corner or (self.row, self.column)
        return (min(one[0], other[0]), min(one[1], other[1])), (max(one[0], other[0]), max(one[1], other[1]))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw the days, a person, or the sums."""
        width = self.size.width
        if self.week is None:
            return plain_strip(self, [], width)
        if y < HEADER:
            return plain_strip(self, self._heading(width), width)
        if y == self.size.height - FOOTER:
            return plain_strip(self, self._sums(width), width)
        row = self.top + y - HEADER
        parts = self._person(row, width) if row < len(self.week.people) else self._nobody(y)
        return plain_strip(self, parts, width)

    def _widths(self, width: int) -> tuple[int, int]:
        """Return the cells of the names and of a day."""
        names = max((cell_len(one_line(name)) for _login, name in self.week.people), default=0) if self.week else 0
        least, most = _NAME
        name = max(least, min(most, names + 2, width // 5))
        return name, max(3, (width - name - _HOURS) // DAYS)

    def _heading(self, width: int) -> list[Segment]:
        assert self.week is not None
        name, cell = self._widths(width)
        parts = [Segment(fit("", name), _HEADING)]
        for place in range(DAYS):
            day = self.week.monday + timedelta(days=place)
            sign = "°" if day in self.signs.days_off else ""
            told = f"{when.weekday(day)} {day.day}{sign}"
            told = told if cell_len(told) < cell else told.replace(" ", "")  # the next day keeps its distance
            parts.append(Segment(fit(told, cell - 1) + " ", _HEADING))
        return [*parts, Segment(fit(_("hours"), _HOURS), _HEADING)]

    def _person(self, row: int, width: int) -> Iterable[Segment]:
        assert self.week is not None
        name, cell = self._widths(width)
        login, called = self.week.people[row]
        mark = ">" if row == self.row else " "
        yield Segment(fit(mark + one_line(called or login), name - 1) + " ", _HEADING if row == self.row else PLAIN)
        (top, left), (bottom, right) = self._corners()
        for place in range(DAYS):
            day = self.week.monday + timedelta(days=place)
            ranged = self.corner is not None and top <= row <= bottom and left <= place <= right
            at_cursor = (row, place) == (self.row, self.column)
            style = _CURSOR if at_cursor else _RANGE if ranged else self._style((login, day))
            yield Segment(fit(self._words((login, day), cell - 1), cell - 1), style)
            yield Segment(" ", PLAIN)
        minutes = sum(shift.minutes for shift in self.week.shifts if shift.login == login)
        yield Segment(fit(f"{minutes / 60:g}"[:5], _HOURS), PLAIN)

    def _words(self, place: Place, room: int) -> str:
        shift, leave = self._shifts.get(place), self.signs.leave.get(place)
        signs = "".join((
            "=" if shift and shift.locked else "",
            "*" if place in self.signs.changed else "",
            "!" if place in self.signs.broken else "",
        ))  # fmt: skip
        if leave is not None:
            return fit(f"({one_line(leave)})", room - len(signs)).rstrip() + signs
        return fit(code_words(shift), room - len(signs)).rstrip() + signs

    def _style(self, place: Place) -> Style:
        if place in self.signs.broken:
            return _BROKEN
        shift = self._shifts.get(place)
        return _FAINT if shift is not None and shift.start is None else PLAIN

    def _sums(self, width: int) -> list[Segment]:
        assert self.week is not None
        name, cell = self._widths(width)
        parts = [Segment(fit(" " + _("at work"), name), _FAINT)]
        for place in range(DAYS):
            day = self.week.monday + timedelta(days=place)
            there = sum(1 for shift in self.week.shifts if shift.day == day and shift.start is not None)
            parts.append(Segment(fit(str(there), cell), _FAINT))
        return parts

    def _nobody(self, y: int) -> list[Segment]:
        empty = y == HEADER and self.week is not None and not self.week.people
        return [Segment(" " + _("Nobody is on this team."))] if empty else []

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._keep_in_view()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the cell clicked."""
        name, cell = self._widths(self.size.width)
        if self.week and HEADER <= event.y < self.size.height - FOOTER and event.x >= name:
            self.row = min(self.top + event.y - HEADER, max(0, len(self.week.people) - 1))
            self.column = min((event.x - name) // cell, DAYS - 1)
            self._moved()


def code_words(shift: Shift | None) -> str:
    """Return what a cell shows of a shift: its code, ``09-18`` for times, ``09-12+17-21`` for two, a dash for rest."""
    if shift is None:
        return "."
    if shift.code == OFF:
        return "-"
    if "-" not in shift.code:
        return one_line(shift.code)
    spans = one_line(shift.code).split(" ")
    on_the_hour = all(end.endswith(":00") for span in spans for end in span.split("-"))
    return "+".join(spans).replace(":00" if on_the_hour else ":", "")

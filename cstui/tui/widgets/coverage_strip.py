"""The coverage of a day, a column for each half hour: needed, planned, present; a hole shows as a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from cstui.floor.rosters.views import Interval
from cstui.i18n import N_, _
from cstui.tui.widgets.columns import fit
from cstui.tui.widgets.plain import PLAIN, plain_strip

HEIGHT = 5
_LABEL = (10, 24)  # least and most cells of the names at the left
TAIL = 22  # cells that stay free at the right, where the board of the day says more
HALF_HOURS = 48
_HEADS = (N_("need"), N_("plan"), N_("here"), N_("short"))
_BARS = " ▁▂▃▄▅▆▇█"
_HOLE, _FAINT, _NOW = Style(color="red", bold=True), Style(dim=True), Style(reverse=True)


def layout(width: int) -> tuple[int, int]:
    """Return the cells of the names at the left, and of each half hour: alike in all that stands above each other."""
    least, most = _LABEL
    cell = max(1, (width - least - TAIL) // HALF_HOURS)
    return max(least, min(most, width - TAIL - cell * HALF_HOURS)), cell


class CoverageStrip(Widget):
    """Five lines: the hours, three rows of bars on one scale, and how many are short."""

    DEFAULT_CSS = f"CoverageStrip {{ height: {HEIGHT}; }}"

    def __init__(self) -> None:
        super().__init__()
        self._intervals: Sequence[Interval] = ()
        self._now: datetime | None = None
        self._zone: tzinfo | None = None

    def show(self, intervals: Sequence[Interval], now: datetime, zone: tzinfo) -> None:
        """Show a day's intervals in order."""
        self._intervals, self._now, self._zone = intervals, now, zone
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the hours, or one row of the strip."""
        width = self.size.width
        if not self._intervals:
            told = _("No demand is known for this day.") if y == 0 else ""
            return plain_strip(self, [Segment(" " + told, _FAINT)], width)
        label, cell = layout(width)
        if y == 0:
            return plain_strip(self, [Segment(fit("", label), _FAINT), *self._hours(cell)], width)
        head = Segment(fit(" " + _(_HEADS[y - 1]), label), _FAINT)
        row = (self._missing(cell), PLAIN) if y == HEIGHT - 1 else (self._bars(y, cell), PLAIN)
        return plain_strip(self, [head, *row[0]], width)

    def _hours(self, cell: int) -> Iterable[Segment]:
        for place, each in enumerate(self._intervals):
            at = each.start.astimezone(self._zone)
            now = self._now is not None and each.start <= self._now and not self._later(place)
            told = f"{at.hour:02}" if at.minute == 0 and at.hour % 2 == 0 else ""
            follows = place and self._intervals[place - 1].start.astimezone(self._zone)
            if not told and cell == 1 and follows and follows.minute == 0 and follows.hour % 2 == 0:
                told = f"{follows.hour:02}"[1]  # the second figure of an hour that one cell could not hold
            yield Segment(fit(told, cell) if cell > 1 else (told[:1] or " "), _NOW if now else _FAINT)

    def _later(self, place: int) -> bool:
        """Say whether the present lies beyond an interval's end."""
        following = self._intervals[place + 1 : place + 2]
        return bool(following and self._now and following[0].start <= self._now)

    def _bars(self, y: int, cell: int) -> Iterable[Segment]:
        if y == 1 and not any(each.demand for each in self._intervals):
            yield Segment(_("No demand is known for this day."), _FAINT)
            return
        most = max(1, *(max(each.needed, each.planned, each.present or 0) for each in self._intervals))
        for each in self._intervals:
            count = (each.needed, each.planned, each.present)[y - 1]
            yield Segment(_figure(count, most, cell), PLAIN)

    def _missing(self, cell: int) -> Iterable[Segment]:
        for each in self._intervals:
            short = each.needed - (each.planned if each.present is None else each.present)
            told = "" if short <= 0 else str(short) if short < 10 ** min(cell, 2) else "+"
            yield Segment((told or "·").ljust(cell), _HOLE if short > 0 else _FAINT)


def _figure(count: int | None, most: int, cell: int) -> str:
    """Return a bar; from three cells on the figure stands beside it."""
    if count is None:
        return " " * cell
    bar = _BARS[-(-count * (len(_BARS) - 1) // most)]
    return bar * cell if cell <= 2 else f"{bar}{count}".ljust(cell)[:cell]

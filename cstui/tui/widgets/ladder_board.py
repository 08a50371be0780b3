"""A ladder as a picture: tracks with their rungs from top to bottom, and who stands on each; a cursor on people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from cstui.i18n import _
from cstui.text import one_line
from cstui.tui.widgets.columns import fit
from cstui.tui.widgets.plain import PLAIN, plain_strip

WIDE = 120
_NAMES = (10, 20)  # least and most cells of a name
_TITLE, _RUNG, _CURSOR = Style(bold=True, underline=True), Style(bold=True), Style(reverse=True, bold=True)
_WARNING, _FAINT = Style(bold=True), Style(dim=True)


class Person(NamedTuple):
    """Somebody on a rung: ``words`` tell since when and whether ready, ``notes`` what else must be seen."""

    login: str
    name: str
    words: str
    notes: tuple[str, ...] = ()


class Rung(NamedTuple):
    """A rung with those who stand on it."""

    title: str
    people: tuple[Person, ...]


class Track(NamedTuple):
    """A track, its highest rung first; ``below``, ``above``: where it joins another; ``apart``: who is on no rung."""

    title: str
    rungs: tuple[Rung, ...]
    below: str = ""
    above: str = ""
    apart: Rung | None = None


class _Line(NamedTuple):
    text: str
    style: Style
    login: str | None = None  # of the person whose first line this is


class LadderBoard(Widget, can_focus=True):
    """Tracks stand side by side where there is room for them, else below each other."""

    DEFAULT_CSS = "LadderBoard { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._tracks: Sequence[Track] | None = None
        self._columns: list[list[_Line]] = []
        self._width = 1
        self._here: str | None = None
        self.top = 0

    @property
    def current(self) -> str | None:
        """The login of the person under the cursor."""
        return self._here

    def show(self, tracks: Sequence[Track]) -> None:
        """Show a ladder; the cursor stays on its person."""
        self._tracks = tracks
        self._lay()

    def people(self) -> list[str]:
        """Return the logins in the order in which the cursor walks."""
        return [line.login for column in self._columns for line in column if line.login]

    def point_at(self, login: str) -> None:
        """Put the cursor on a person."""
        self._here = login
        self.move(0)

    def move(self, step: int) -> None:
        """Move the cursor by people; it stops at the ends."""
        people = self.people()
        if people:
            place = people.index(self._here) if self._here in people else 0
            self._here = people[max(0, min(place + step, len(people) - 1))]
        else:
            self._here = None
        self._keep_in_view()
        self.refresh()

    def move_track(self, step: int) -> None:
        """Move to the nearest person of the next track with people in it."""
        column, row = self._spot()
        beyond = self._columns[column + 1 :] if step > 0 else self._columns[:column][::-1]
        near = next((lines for lines in beyond if any(line.login for line in lines)), None)
        if near is not None:
            rows = [place for place, line in enumerate(near) if line.login]
            self._here = near[min(rows, key=lambda place: abs(place - row))].login
        self.move(0)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the person clicked."""
        place = event.x // self._width
        lines = self._columns[place] if place < len(self._columns) else []
        row = self.top + event.y
        if row < len(lines) and lines[row].login is not None:
            self._here = lines[row].login
            self.move(0)

    # Laying out and drawing

    def on_resize(self) -> None:
        """Lay the tracks out for the new width."""
        self._lay()

    def _lay(self) -> None:
        tracks, width = self._tracks or (), max(1, self.size.width)
        beside = len(tracks) if width >= WIDE and tracks else 1
        self._width = width // beside
        columns = [self._column(track) for track in tracks]
        self._columns = columns if beside > 1 else [[line for column in columns for line in column]]
        self.move(0)

    def _column(self, track: Track) -> list[_Line]:
        lines = [_Line(f" {one_line(track.title)}", _TITLE)]
        if track.above:
            lines.append(_Line(f" ↑ {one_line(track.above)}", _FAINT))
        for rung in track.rungs:
            lines += self._rung(rung)
        if track.below:
            lines.append(_Line(f" ↓ {one_line(track.below)}", _FAINT))
        return [*lines, _Line("", PLAIN), *(self._rung(track.apart) if track.apart else ())]

    def _rung(self, rung: Rung) -> list[_Line]:
        count = f"  {len(rung.people)}" if rung.people else ""
        lines = [_Line(f" {one_line(rung.title)}{count}", _RUNG if rung.people else _FAINT)]
        for person in rung.people:
            lines.append(_Line(self._person(person), PLAIN, person.login))
            lines += [_Line(f"     {one_line(note)}", _WARNING) for note in person.notes]
        return lines

    def _person(self, person: Person) -> str:
        least, most = _NAMES
        name = fit(one_line(person.name or person.login), max(least, min(most, self._width // 4)))
        return f"{name} {person.words}"

    def _spot(self) -> tuple[int, int]:
        """Return column and line of the cursor."""
        for place, column in enumerate(self._columns):
            for row, line in enumerate(column):
                if line.login is not None and line.login == self._here:
                    return place, row
        return 0, 0

    def _keep_in_view(self) -> None:
        column, row = self._spot()
        height = max(1, self.size.height)
        last = row + 1
        lines = self._columns[column] if self._columns else []
        while last < len(lines) and lines[last].login is None and lines[last].style is _WARNING:
            last += 1  # what is told of the person is seen with the name
        first = 0 if row == self._first(column) and last <= height else row
        self.top = max(min(self.top, first), min(last - height, row), 0)

    def _first(self, column: int) -> int:
        """Return the line of a column's first person; headings above it are seen with it."""
        lines = self._columns[column] if self._columns else []
        return next((row for row, line in enumerate(lines) if line.login), 0)

    def render_line(self, y: int) -> Strip:
        """Draw a line across the tracks."""
        if self._tracks is None:
            return plain_strip(self, [], self.size.width)
        if y == 0 and not self._tracks:
            return plain_strip(self, [Segment(" " + _("Nobody is on this team."))], self.size.width)
        parts: list[Segment] = []
        for column in self._columns:
            place = self.top + y
            line = column[place] if place < len(column) else _Line("", PLAIN)
            here = line.login is not None and line.login == self._here
            mark = ("  >" if here else "   ") if line.login else ""
            parts.append(Segment(fit(mark + line.text, self._width - 1) + " ", _CURSOR if here else line.style))
        return plain_strip(self, parts, self.size.width)

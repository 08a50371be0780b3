"""The month's scorecards as a grid: people × items, with a cursor; totals, rank and state at the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from cstui.floor.levels.cards import shown as figure
from cstui.floor.levels.score_views import Card, Line
from cstui.floor.levels.score_words import label
from cstui.i18n import _
from cstui.text import one_line
from cstui.tui.widgets.columns import fit
from cstui.tui.widgets.plain import PLAIN, plain_strip

HEADER = 3  # the titles of the items on two lines, and the points there are for each
_NAME = (10, 20)  # least and most cells of the names
_CELL = (7, 16)  # least and most cells of an item
_TOTAL, _PLACE, _STATE = 7, 7, 14
_HEADING, _CURSOR, _FAINT = Style(bold=True), Style(reverse=True, bold=True), Style(dim=True)


class Item(NamedTuple):
    """A column: the item's key, its title, and the most points that it brings."""

    key: str
    title: str
    most: float


class ScoreGrid(Widget, can_focus=True):
    """Rows and columns scroll with the cursor.  ``=`` worked out by the floor, ``-`` not scored yet."""

    class Moved(Message):
        """The cursor stands on another cell."""

    DEFAULT_CSS = "ScoreGrid { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.cards: Sequence[Card] | None = None
        self.items: Sequence[Item] = ()
        self.row = self.column = self.top = self.left = 0
        self._places: Mapping[str, str] = {}

    def show(self, cards: Sequence[Card], places: Mapping[str, str]) -> None:
        """Show the cards, ``places`` in the ranking by login; the cursor stays on its person and item."""
        here, item = self.current, self.item
        self.cards, self._places, self.items = cards, places, items_of(cards)
        logins, keys = [card.login for card in cards], [each.key for each in self.items]
        self.row = logins.index(here.login) if here and here.login in logins else min(self.row, max(0, len(cards) - 1))
        self.column = keys.index(item.key) if item and item.key in keys else min(self.column, max(0, len(keys) - 1))
        self._keep_in_view()

    @property
    def current(self) -> Card | None:
        """The card under the cursor."""
        return self.cards[self.row] if self.cards and self.row < len(self.cards) else None

    @property
    def item(self) -> Item | None:
        """The item under the cursor."""
        return self.items[self.column] if self.column < len(self.items) else None

    @property
    def line(self) -> Line | None:
        """What the card under the cursor has of the item, None where its template has no such item."""
        card, item = self.current, self.item
        return _line(card, item) if card and item else None

    @property
    def rows_in_view(self) -> int:
        """How many people fit."""
        return max(1, self.size.height - HEADER)

    # Moving

    def move(self, down: int, right: int) -> None:
        """Move the cursor by people and items; it stops at the edges."""
        self.row = max(0, min(self.row + down, len(self.cards or ()) - 1))
        self.column = max(0, min(self.column + right, len(self.items) - 1))
        self._keep_in_view()
        self.post_message(self.Moved())

    def _keep_in_view(self) -> None:
        self.top = max(min(self.top, self.row), self.row - self.rows_in_view + 1, 0)
        self.left = max(min(self.left, self.column), self.column - self._widths()[2] + 1, 0)
        self.refresh()

    def point_at(self, login: str, item: str) -> None:
        """Put the cursor on the cell of a person and an item, where there is such a one."""
        rows = [row for row, card in enumerate(self.cards or ()) if card.login == login]
        columns = [column for column, each in enumerate(self.items) if each.key == item]
        if rows and columns:
            self.row, self.column = rows[0], columns[0]
        self.move(0, 0)

    def go_on(self) -> None:
        """Move to the next item, after the last one to the next person."""
        if self.column < len(self.items) - 1:
            self.move(0, 1)
        elif self.cards and self.row < len(self.cards) - 1:
            self.column = 0
            self.move(1, 0)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._keep_in_view()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the cell clicked."""
        name, cell, seen = self._widths()
        place = (event.x - name) // cell
        if self.cards and event.y >= HEADER and 0 <= place < seen:
            self.row, self.column = self.top + event.y - HEADER, self.left + place
            self.move(0, 0)

    # Drawing

    def _widths(self) -> tuple[int, int, int]:
        """Return the cells of the names and of an item, and how many items are seen at once."""
        longest = max((cell_len(one_line(card.name)) for card in self.cards or ()), default=0)
        name = max(_NAME[0], min(_NAME[1], longest + 2, self.size.width // 4))
        room = max(_CELL[0], self.size.width - name - _TOTAL - _PLACE - _STATE)
        cell = max(_CELL[0], min(_CELL[1], room // max(1, len(self.items))))
        return name, cell, max(1, min(room // cell, len(self.items) or 1))

    def render_line(self, y: int) -> Strip:
        """Draw the titles, the points there are, or a person."""
        width, row = self.size.width, self.top + y - HEADER
        if self.cards is None:
            return plain_strip(self, [], width)
        if not self.cards:
            told = _("There is no scorecard of this month to see.") if y == 0 else ""
            return plain_strip(self, [Segment(" " + told, _FAINT)], width)
        if y < HEADER:
            return plain_strip(self, self._heading(y), width)
        return plain_strip(self, self._person(row) if row < len(self.cards) else [], width)

    def _heading(self, y: int) -> Iterable[Segment]:
        name, cell, seen = self._widths()
        before = f" ‹ {self.left}" if self.left and y == 0 else ""
        yield Segment(fit(before, name), _HEADING)
        for item in self.items[self.left : self.left + seen]:
            told = (*folded(item.title, cell - 1), _("of {most}").format(most=figure(item.most)))[y]
            yield Segment(fit(told, cell - 1) + " ", _FAINT if y == HEADER - 1 else _HEADING)
        after = len(self.items) - self.left - seen
        heads = (_("total"), _("place"), _("state") + (f" › {after}" if after > 0 else ""))
        for word, width in zip(heads if y == 0 else ("", "", ""), (_TOTAL, _PLACE, _STATE), strict=True):
            yield Segment(fit(word, width), _HEADING)

    def _person(self, row: int) -> Iterable[Segment]:
        assert self.cards is not None
        card, (name, cell, seen) = self.cards[row], self._widths()
        mark = ">" if row == self.row else " "
        yield Segment(fit(mark + one_line(card.name or card.login), name), _HEADING if row == self.row else PLAIN)
        for place in range(self.left, min(self.left + seen, len(self.items))):
            style = _CURSOR if (row, place) == (self.row, self.column) else PLAIN
            yield Segment(fit(_score(_line(card, self.items[place])), cell - 1), style)
            yield Segment(" ", PLAIN)
        total = figure(card.total) if card.total is not None else f"({figure(card.so_far)})"
        yield Segment(fit(total, _TOTAL), _HEADING if card.total is not None else _FAINT)
        yield Segment(fit(self._places.get(card.login, ""), _PLACE), PLAIN)
        yield Segment(fit(label("score_state", card.state), _STATE), PLAIN)


def items_of(cards: Sequence[Card]) -> list[Item]:
    """Return the items of all cards in order, each once."""
    found: dict[str, Item] = {}
    for card in cards:
        for line in card.lines:
            found.setdefault(line.item, Item(line.item, line.title, line.most))
    return list(found.values())


def folded(title: str, room: int) -> tuple[str, str]:
    """Return a title on two lines: broken before a word where one fits, else within it."""
    told = one_line(title)
    if cell_len(told) <= room:
        return told, ""
    first = set_cell_size(told, room).rstrip()
    if not told[len(first) :].startswith(" ") and " " in first:
        first = first.rpartition(" ")[0]
    return first, told[len(first) :].lstrip()


def _line(card: Card, item: Item) -> Line | None:
    return next((line for line in card.lines if line.item == item.key), None)


def _score(line: Line | None) -> str:
    if line is None:
        return ""
    if line.score is None:
        return "-"
    return f"={figure(line.score)}" if line.origin == "computed" else figure(line.score)

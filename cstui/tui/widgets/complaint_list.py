"""The virtual list of complaints: any number of rows, only a few pages of them held.

A line-API widget without a scroll bar and without Textual's own scrolling, whose
virtual size would lay the screen out again whenever a row comes or goes.  What was
drawn is remembered line by line, and only the cells that differ are painted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from cstui.errors import CstuiError
from cstui.floor import store
from cstui.floor.views import Complaint, Page
from cstui.i18n import _
from cstui.tui.widgets import columns
from cstui.tui.widgets.list_line import Line, difference, segments
from cstui.tui.widgets.pages import SIZE, Pages, Wanted
from cstui.tui.widgets.plain import plain_strip

HEADER = 1
RANGE_MOST = 1_000
PREFETCH = 24

_HEADING = Style(underline=True)


class Source(Protocol):
    """Where the rows come from; called in the event loop, reads in threads."""

    async def page(self, wanted: Wanted) -> Page:
        """Return one page."""

    async def size(self) -> int:
        """Return how many rows there are."""


class ComplaintList(Widget):
    """A list of complaints with a cursor and marks that stay on their rows while the floor changes."""

    DEFAULT_CSS = "ComplaintList { width: 1fr; height: 1fr; }"

    class Moved(Message):
        """What a key would act on has changed: another row under the cursor, the row itself, the marks."""

    class Loaded(Message):
        """Rows, the count, the marks or the part in view have changed."""

    class Failed(Message):
        """The rows could not be read."""

        def __init__(self, error: CstuiError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, first: Page | None = None) -> None:
        """``first`` is the first page of the rows, if read already."""
        super().__init__()
        self.source: Source | None = None
        self.pages = Pages()
        if first is not None:
            self.pages.put(0, first)
        self.cursor = 0
        self.top = 0
        self.marks: dict[str, None] = {}
        self.editors: Mapping[str, str] = {}
        self._range_from: str | None = None
        self._laid_out = 0
        self._cells: dict[str, tuple[columns.Cell, ...]] = {}
        self._painted: dict[int, Line | None] = {}
        self._loading: set[int] = set()
        self._epoch = 0
        self._reading = asyncio.Lock()
        self._again = False
        self._from_start = False

    # What others ask

    @property
    def current(self) -> Complaint | None:
        """Return the complaint under the cursor."""
        return self.pages.row(self.cursor)

    @property
    def rows_in_view(self) -> int:
        """Return how many rows fit."""
        return max(1, self.size.height - HEADER)

    @property
    def position(self) -> str:
        """Return the part in view: ``51-66/1204``."""
        known = self.pages.known()
        total = str(known) if self.pages.total is not None else f"{known}+"
        return f"{min(self.top + 1, known)}-{min(self.top + self.rows_in_view, known)}/{total}"

    def row_of(self, ref: str) -> Complaint | None:
        """Return a complaint's row while it is held."""
        index = self.pages.find(ref)
        return None if index is None else self.pages.row(index)

    def chosen(self) -> tuple[str, ...]:
        """Return the marked refs, else the one under the cursor."""
        if self.marks:
            return tuple(self.marks)
        return (self.current.ref,) if self.current else ()

    # Reading

    async def show_source(self, source: Source) -> None:
        """Show the rows of another source from its beginning; the old ones stay until they are there."""
        self._epoch += 1
        self._loading.clear()
        self._from_start = True
        self._range_from = None
        self.source = source
        await self.reload()

    async def reload(self) -> None:
        """Read again what is in view; cursor, marks and view stay on their rows."""
        if self._reading.locked():
            self._again = True
            return
        async with self._reading:
            self._again = True
            while self._again:
                self._again = False
                await self._reload_once()

    async def _reload_once(self) -> None:
        source, epoch = self.source, self._epoch
        if source is None:
            return
        top = 0 if self._from_start else self.top
        numbers = range(top // SIZE, (top + self.rows_in_view - 1) // SIZE + 1)
        fresh = Pages()
        try:
            read = await asyncio.gather(*(source.page(Wanted(n, offset=n * SIZE)) for n in numbers))
            for number, page in zip(numbers, read, strict=True):
                fresh.put(number, page)
            total = fresh.total if fresh.total is not None and numbers[0] == 0 else await source.size()
        except CstuiError as error:
            self.post_message(self.Failed(error))
            return
        if epoch != self._epoch:
            self._again = True
            return
        fresh.total = total
        self._adopt(fresh)

    def _adopt(self, fresh: Pages) -> None:
        """Put freshly read pages in place and stay with the row under the cursor, else with its next neighbour."""
        if self._from_start:
            self._from_start = False
            self.cursor = self.top = 0
        else:
            self._follow(fresh)
        self._loading.clear()
        self._epoch += 1
        self.pages = fresh
        self._cells.clear()
        self._changed()

    def _follow(self, fresh: Pages) -> None:
        in_view = range(self.top, self.top + self.rows_in_view)
        followers = [*range(self.cursor, in_view.stop), *range(self.cursor - 1, in_view.start - 1, -1)]
        for old in followers:
            row = self.pages.row(old)
            new = fresh.find(row.ref) if row is not None else None
            if new is not None:
                line = min(old, self.cursor) - self.top
                self.cursor, top = new, new - line
                break
        else:
            top = self.top
        # At the very top stay there, so that what arrives is seen.
        self.top = 0 if self.top == 0 else top

    def _changed(self) -> None:
        self._keep_in_view()
        self._ensure()
        self._paint()
        self.post_message(self.Loaded())
        self.post_message(self.Moved())

    def _ensure(self) -> None:
        """Start reading the pages that are in view or nearly so, and not held."""
        if self.source is None:
            return
        first, last = max(0, self.top - PREFETCH), self.top + self.rows_in_view + PREFETCH
        for wanted in self.pages.wanted(first, last):
            if wanted.number not in self._loading:
                self._loading.add(wanted.number)
                self.run_worker(self._load(wanted), group="pages")

    async def _load(self, wanted: Wanted) -> None:
        source, epoch = self.source, self._epoch
        assert source is not None
        try:
            page = await source.page(wanted)
        except CstuiError as error:
            self.post_message(self.Failed(error))
            return
        if epoch == self._epoch:
            self._loading.discard(wanted.number)
            total = self.pages.total
            self.pages.put(wanted.number, page)
            self.pages.total = total if total is not None and self.pages.total is None else self.pages.total
            self._changed()

    # Moving

    def move_to(self, index: int) -> None:
        """Put the cursor on a row; out of range means the nearest one."""
        before, top = self.cursor, self.top
        self.cursor = max(0, min(index, self.pages.known() - 1))
        self._keep_in_view()
        if self.top == top:
            if self.cursor != before:
                self._paint_rows(before, self.cursor)
        else:
            self._ensure()
            self._paint()
            self.post_message(self.Loaded())
        if self.cursor != before:
            self.post_message(self.Moved())

    def move_page(self, pages: int) -> None:
        """Move by screens."""
        step = pages * max(1, self.rows_in_view - 1)
        if self.rows_in_view < self.pages.known():
            self.top = max(0, min(self.top + step, self.pages.known() - self.rows_in_view))
            self._ensure()
            self._paint()
            self.post_message(self.Loaded())
        self.move_to(self.cursor + step)

    def _keep_in_view(self) -> None:
        known = self.pages.known()
        self.cursor = max(0, min(self.cursor, known - 1))
        self.top = max(0, min(self.top, known - self.rows_in_view))
        if self.cursor < self.top:
            self.top = self.cursor
        elif self.cursor >= self.top + self.rows_in_view:
            self.top = self.cursor - self.rows_in_view + 1

    # Marking

    def toggle_mark(self) -> None:
        """Mark or unmark the row under the cursor and move on."""
        row = self.current
        if row is None:
            return
        if row.ref in self.marks:
            del self.marks[row.ref]
        else:
            self.marks[row.ref] = None
        self._range_from = row.ref
        self._paint_rows(self.cursor)
        self._marked()
        self.move_to(self.cursor + 1)

    async def mark_range(self) -> None:
        """Mark the rows from the last one marked to the cursor, at most 1,000."""
        start = self.pages.find(self._range_from) if self._range_from else None
        first, last = sorted((self.cursor if start is None else start, self.cursor))
        last = min(last, first + RANGE_MOST - 1)
        for wanted in self.pages.wanted(first, last):
            await self._load(wanted)
        for index in range(first, last + 1):
            row = self.pages.row(index)
            if row is not None:
                self.marks[row.ref] = None
        self._paint()
        self._marked()

    def unmark(self, *refs: str) -> None:
        """Take marks away: those named, else all."""
        for ref in refs or tuple(self.marks):
            self.marks.pop(ref, None)
        self._paint()
        self._marked()

    def _marked(self) -> None:
        self.post_message(self.Loaded())
        self.post_message(self.Moved())

    def show_editors(self, editors: Mapping[str, str]) -> None:
        """Mark the rows that somebody else edits; ``editors`` are logins by reference."""
        if editors != self.editors:
            self.editors = editors
            self._paint()

    # Drawing

    def redraw(self) -> None:
        """Draw every cell again: the language or the minute has changed."""
        self._cells.clear()
        self._paint()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the widget."""
        width = self.size.width
        if y < HEADER:
            return plain_strip(self, [Segment(columns.heading(columns.lay_out(width)), _HEADING)], width)
        line = self._line(self.top + y - HEADER)
        self._painted[y] = line
        parts = [Segment(self._empty_text(y))] if line is None else segments(line)
        return plain_strip(self, parts, width)

    def _empty_text(self, y: int) -> str:
        if y > HEADER or self.pages.total != 0:
            return ""
        return " " * columns.MARGIN + _("Nothing here.")

    def _line(self, index: int) -> Line | None:
        row = self.pages.row(index)
        if row is None:
            return None
        width = self.size.width
        if width != self._laid_out:
            self._laid_out = width
            self._cells.clear()
        drawn = self._cells.get(row.ref)
        if drawn is None:
            drawn = self._cells[row.ref] = columns.cells(row, columns.lay_out(width), store.now())
        return Line(drawn, index == self.cursor, row.ref in self.marks, row.ref in self.editors)

    def _paint(self) -> None:
        """Repaint the cells that differ from what was drawn last."""
        self._paint_rows(*range(self.top, self.top + self.rows_in_view))
        if self.current is None:  # the words of an empty list are no line that could differ
            self.refresh(Region(0, HEADER, self.size.width, 1))

    def _paint_rows(self, *indexes: int) -> None:
        for index in indexes:
            y = index - self.top + HEADER
            if HEADER <= y < self.size.height:
                line = self._line(index)
                span = difference(self._painted.get(y), line, self.size.width)
                if span is not None:
                    self.refresh(Region(span[0], y, span[1] - span[0], 1))

    def on_resize(self) -> None:
        """Read what has come into view."""
        self._keep_in_view()
        self._ensure()
        self.post_message(self.Loaded())

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row clicked."""
        if event.y >= HEADER and self.pages.row(self.top + event.y - HEADER):
            self.move_to(self.top + event.y - HEADER)

    def on_mouse_scroll_down(self) -> None:
        """Move three rows down."""
        self.move_to(self.cursor + 3)

    def on_mouse_scroll_up(self) -> None:
        """Move three rows up."""
        self.move_to(self.cursor - 3)

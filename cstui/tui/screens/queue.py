"""The complaint queue: the list, its filter, what is known of the row under the cursor, the keys."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from time import monotonic

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container

from cstui.errors import CstuiError
from cstui.floor import complaints, filters, leases, queue, store
from cstui.floor.complaints import Batch
from cstui.floor.saved import View
from cstui.floor.views import Complaint, Detail, Page
from cstui.i18n import _, listed
from cstui.tui import alerts, keys, steps
from cstui.tui.act import QUEUE, Act
from cstui.tui.screens.revealing import RevealingScreen
from cstui.tui.source import QueueSource
from cstui.tui.widgets.complaint_list import ComplaintList
from cstui.tui.widgets.context_view import ContextView
from cstui.tui.widgets.filter_bar import FilterBar
from cstui.tui.widgets.forecast_line import ForecastLine
from cstui.tui.widgets.header_line import HeaderLine, tally_words
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.line_input import LineInput
from cstui.tui.widgets.status_line import StatusLine

WIDE = 120
HIGH = 20  # lines below which the list needs every one
FIGURES_SECONDS = 1.0
SETTLE_SECONDS = 0.08  # a held key moves on before the context of the row is drawn


class QueueScreen(RevealingScreen):
    """The live list of complaints of what the person may see."""

    VIEW = QUEUE
    BINDINGS = keys.bindings(QUEUE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]

    def __init__(self, first: Page | None = None) -> None:
        """``first`` is the first page of the plain queue, so that the first frame shows rows."""
        super().__init__()
        # Held here, not looked up: a reading may end after the screen has been taken down.
        self.header = HeaderLine()
        self.filter_bar = FilterBar()
        self.listing = ComplaintList(first)
        self.context = ContextView()
        self.ahead = ForecastLine()
        self.footer = KeyFooter(self.VIEW, self._barred)
        self.query_text = ""
        self.view_name = ""
        self.sort = queue.SORTS[0]
        self.reverse = False
        self._alerts = alerts.Alerts()
        self._reading: alerts.Reading | None = None
        self._figures_at = 0.0
        self._figures: tuple[str, ...] = ()
        self._detail: Detail | None = None
        self._settling: asyncio.TimerHandle | None = None

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        # The breakpoints come too late for the first frame, which would be drawn twice.
        self.set_class(self.wide, "-wide")
        self.set_class(self.app.size.height < HIGH, "-low")
        yield self.header
        yield self.filter_bar
        with Container(id="body"):
            yield self.listing
            yield self.context
        yield self.ahead
        yield StatusLine()
        yield self.footer

    # What others ask

    @property
    def wide(self) -> bool:
        """Whether there is room for a pane beside the list."""
        return self.app.size.width >= WIDE

    def refs(self) -> tuple[str, ...]:
        """Return the marked complaints, else the one under the cursor."""
        return self.listing.chosen()

    def why_not(self, step: str) -> str | None:
        """Return why a step cannot be done on the row; of several marked ones the floor says which."""
        if self.listing.marks:
            return None
        row = self.listing.current
        if row is None:
            return _("There is no complaint here.")
        return steps.why_not(self.floor_app.actor, row, step, self._allowed(row))

    def point_at(self, ref: str) -> None:
        """Put the cursor on a complaint where its row is held."""
        index = self.listing.pages.find(ref)
        if index is not None:
            self.listing.move_to(index)

    def acted(self, action: str, done: Batch) -> None:
        """Take the marks away from the complaints that a step was done on."""
        for each in done.done:
            self.listing.unmark(each.ref)

    def next_step(self) -> str | None:
        """Return the step that moves the marked complaints on, else that of the row; None where they differ."""
        listing = self.listing
        rows = [row for ref in listing.chosen() if (row := listing.row_of(ref)) is not None]
        found = {steps.next_step(row.state, self._allowed(row)) for row in rows}
        return found.pop() if len(found) == 1 and len(rows) == len(listing.chosen()) else None

    def _allowed(self, row: Complaint) -> Mapping[str, str | None] | None:
        detail = self._detail_of(row)
        return detail.steps if detail else None

    def _barred(self, act: Act) -> str | None:
        step = self.next_step() if act.id == "queue.advance" else act.step
        return self.why_not(step) if step else None

    def _detail_of(self, row: Complaint) -> Detail | None:
        detail = self._detail
        if detail is None or (detail.complaint.ref, detail.complaint.version) != (row.ref, row.version):
            return None
        return detail

    # Reading

    def on_mount(self) -> None:
        self.listing.source = self._source()  # the live refresh begins with a reading
        self._show_header()

    async def reopen(self) -> None:
        """Show the rows of the present filter and order from the beginning."""
        await self.listing.show_source(self._source())
        await self._read_figures()

    async def refresh_floor(self) -> None:
        """Read again the part in view, and the figures, which cost more, at most once a second."""
        await self._reload()
        pause = self._figures_at + FIGURES_SECONDS - monotonic()
        if pause <= 0:
            await self._read_figures(self._reading)
        else:
            self.read_in_background(self._read_figures(self._reading, pause), "figures")

    async def tick_minute(self) -> None:
        """Show the new minute: the clock, the slack of the rows in view, limits that have come near."""
        self.header.tick()
        await self._reload()
        await self._read_figures()

    async def _reload(self) -> None:
        await self.listing.reload()
        app = self.floor_app
        editors = await app.work.read(leases.editors, app.actor)
        if editors != self.listing.editors:
            self.listing.show_editors(editors)
            self._show_row()

    async def _read_figures(self, before: alerts.Reading | None = None, pause: float = 0) -> None:
        await asyncio.sleep(pause)
        self._figures_at = monotonic()
        app = self.floor_app
        reading = self._reading = await app.work.read(alerts.read, app.actor, store.now(), before)
        news = self._alerts.update(reading)
        words = tally_words(reading.tally.critical, reading.tally.breached)
        words += (_("new:{n}").format(n=news.critical),) if news.critical else ()
        words += (_("inbox:{n}").format(n=reading.waits),) if reading.waits else ()
        words += (_("90%:{n}").format(n=news.near),) if news.near else ()
        words += (_("esc:{n}").format(n=news.escalated),) if news.escalated else ()
        self._figures = words
        self._show_header()
        self.ahead.show(reading.ahead)
        if news.ring:
            app.ring()

    @work(group="detail", exclusive=True)
    async def _read_detail(self) -> None:
        row = self.listing.current
        if row is None:
            return
        try:
            self._detail = await self.floor_app.work.read(complaints.show, self.floor_app.actor, row.ref)
        except CstuiError:
            return  # gone meanwhile, which the list says itself
        self._show_row()

    def _source(self) -> QueueSource:
        app = self.floor_app
        return QueueSource(app.work, app.actor, self.query_text, self.sort, self.reverse)

    # Showing

    def _show_header(self) -> None:
        team = self.floor_app.actor.team
        crumbs = (_("Complaints"), self.view_name or (_("filtered") if self.query_text else _("open")))
        self.header.show(crumbs, (_("team:{team}").format(team=team), *self._figures))

    def _show_filter(self) -> None:
        listing = self.listing
        self.filter_bar.show(self.query_text, self.sort, self.reverse, len(listing.marks), listing.position)

    def _show_row(self) -> None:
        row = self.listing.current
        self.context.wide = self.wide
        editor = self.listing.editors.get(row.ref, "") if row else ""
        self.context.show(row, self._detail_of(row) if row else None, editor)
        self.footer.update()

    def retranslate(self) -> None:
        """Draw every text again in the language now chosen."""
        self.listing.redraw()
        self._show_header()
        self._show_filter()
        self.context.draw()
        self.ahead.refresh()
        self.footer.update()
        self.read_in_background(self._read_figures(), "figures")

    @on(ComplaintList.Loaded)
    def _on_loaded(self) -> None:
        self._show_filter()

    @on(ComplaintList.Failed)
    def _on_failed(self, message: ComplaintList.Failed) -> None:
        self.floor_app.show_error(message.error)

    @on(ComplaintList.Moved)
    def _on_moved(self) -> None:
        if self._settling is not None:
            self._settling.cancel()
        self._settling = asyncio.get_running_loop().call_later(SETTLE_SECONDS, self._settled)

    def _settled(self) -> None:
        self._settling = None
        if not self.is_attached:
            return
        self._show_row()
        row = self.listing.current
        if self.wide and row is not None and self._detail_of(row) is None:
            self._read_detail()

    def on_resize(self) -> None:
        """Fit the context to the new width."""
        self._on_moved()

    # Actions on the list

    def action_move(self, rows: int) -> None:
        self.listing.move_to(self.listing.cursor + rows)

    def action_move_page(self, pages: int) -> None:
        self.listing.move_page(pages)

    def action_move_top(self) -> None:
        self.listing.move_to(0)

    def action_move_bottom(self) -> None:
        self.listing.move_to(self.listing.pages.known() - 1)

    def action_mark(self) -> None:
        self.listing.toggle_mark()

    def action_mark_range(self) -> None:
        self.run_worker(self.listing.mark_range(), group="mark", exclusive=True)

    def action_unmark(self) -> None:
        self.listing.unmark()

    def action_sort(self) -> None:
        """Sort by the next order."""
        self.sort_by(queue.SORTS[(queue.SORTS.index(self.sort) + 1) % len(queue.SORTS)], False)

    def action_reverse(self) -> None:
        self.sort_by(self.sort, not self.reverse)

    def sort_by(self, sort: str, reverse: bool) -> None:
        """Show the list in another order, from its beginning."""
        if sort not in queue.SORTS:
            self.floor_app.status(_("Orders: {values}").format(values=listed(queue.SORTS)))
            return
        self.sort, self.reverse = sort, reverse
        self.read_in_background(self.reopen(), "source")

    # Actions on complaints

    def action_open(self) -> None:
        """Open the complaint under the cursor."""
        row = self.listing.current
        if row is not None:
            self.floor_app.open_complaint(row.ref)

    # The filter

    async def action_filter(self) -> None:
        """Edit the filter in its line; awaited, so that keys typed on land in it."""
        bar = self.filter_bar
        if not bar.children:
            editor = LineInput(self.query_text, self._completions)
            await bar.mount(editor)
            self.set_focus(editor)

    def look_through(self, view: View) -> None:
        """Show what a saved view selects, in its order."""
        self.sort, self.reverse = view.sort, view.reverse
        self.filter_by(view.query, view.name)

    def filter_by(self, query: str, name: str = "") -> None:
        """Show what a filter selects; a wrong one only says what is wrong.  ``name`` is that of a saved view."""
        try:
            filters.parse(query, self.floor_app.actor)
        except CstuiError as error:
            self.floor_app.status(f"{error.title}  {error.detail}")
            return
        self._close_filter()
        self.query_text, self.view_name = query.strip(), name
        self._show_header()
        self._show_filter()
        self.read_in_background(self.reopen(), "source")

    def _completions(self, text: str) -> list[str]:
        kept = text[: len(text) - len(text.rsplit(" ", 1)[-1])]
        return [kept + word for word in filters.complete(text)]

    @on(LineInput.Changed)
    def _on_typed(self, message: LineInput.Changed) -> None:
        try:
            filters.parse(message.value, self.floor_app.actor)
        except CstuiError as error:
            self.floor_app.status(f"{error.title}  {error.detail}")
            return
        self.floor_app.status("  ".join(filters.complete(message.value)[:8]))

    @on(LineInput.Submitted)
    def _on_submitted(self, message: LineInput.Submitted) -> None:
        self.filter_by(message.value)

    @on(LineInput.GivenUp)
    def _close_filter(self) -> None:
        self.filter_bar.remove_children()
        self.floor_app.status("")

    def action_cancel(self) -> None:
        """Give the filter up, the editor first."""
        if self.filter_bar.children:
            self._close_filter()
        elif self.query_text or self.view_name:
            self.filter_by("")

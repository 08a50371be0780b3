"""The reports: their names at the top, a chart of plain characters, the figures below it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from time import monotonic
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from cstui import chart
from cstui.floor import access, report_cases, report_tables, store
from cstui.floor.report_tables import BY_NAME, REPORTS
from cstui.floor.reports import ActionState, Asked
from cstui.i18n import _
from cstui.tui.keys import REPORTS as VIEW_REPORTS
from cstui.tui.keys import bindings
from cstui.tui.screens.tabular import TabularScreen
from cstui.tui.widgets.columns import fit
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.lookup_table import LookupTable
from cstui.tui.widgets.status_line import StatusLine

PERIODS = (None, 365, 90, 30, 7)  # days back from now; None is all there is
AROUND = 6  # lines that are neither chart nor table
LEAST_CHART = 3
RESTS = 20  # times as long as a report took to read it stands before a change makes it read again


class ReportsScreen(TabularScreen):
    """One report at a time; enter shows the complaints behind a row."""

    VIEW = VIEW_REPORTS
    BINDINGS = bindings(VIEW_REPORTS)
    CSS_PATH = ["lookup.tcss", "reports.tcss"]

    def __init__(self, name: str = REPORTS[0].name) -> None:
        super().__init__()
        self._report = BY_NAME[name]
        self._days: int | None = PERIODS[0]
        self._asked = Asked()
        self._rows: Sequence[Any] = ()
        self._titles: list[str] = []
        self._rests_until = 0.0

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield HeaderLine(_("Reports"))
        yield Static(id="report-names")
        yield Static(id="report-chart")
        yield LookupTable()
        yield StatusLine()
        yield KeyFooter(self.VIEW)

    def on_mount(self) -> None:
        self.table.focus()
        self._show_names()
        self._load()

    # Reading

    def _load(self) -> None:
        if access.scope_of(self.floor_app.actor, "report.read") is None:
            self.floor_app.status(_("Reports are for leads, managers and auditors."))
        else:
            self.read_in_background(self._read(), "load")

    async def refresh_floor(self) -> None:
        """Read the figures again, one that took long not at once."""
        if access.scope_of(self.floor_app.actor, "report.read") is not None:
            self.read_in_background(self._read(self._rests_until - monotonic()), "load")

    async def _read(self, pause: float = 0) -> None:
        if pause > 0:
            await asyncio.sleep(pause)
        report, began = self._report, monotonic()
        since = store.now() - timedelta(days=self._days) if self._days else None
        self._asked = Asked(since=since)
        rows = await self.floor_app.work.read(report.read, self.floor_app.actor, self._asked)
        ended = monotonic()
        self._rests_until = ended + RESTS * (ended - began)
        if report is self._report:
            self._rows = rows
            self._show_rows()

    async def tick_minute(self) -> None:
        """Show the new minute, and what it has made older."""
        self.query_one(HeaderLine).tick()
        await self.refresh_floor()

    # Showing

    def _show_names(self) -> None:
        self._put("#report-names", self._names(self.size.width - 2))
        period = _("last {days} days").format(days=self._days) if self._days else _("all time")
        self.query_one(HeaderLine).show((_("Reports"), _(self._report.title)), (period,))

    def _names(self, width: int) -> Content:
        """Lay the names out in lines; none is broken in two."""
        lines = [Content()]
        for report in REPORTS:
            title = _(report.title)
            name = Content.styled(f"[{title}]", "reverse") if report is self._report else Content(f" {title} ")
            if lines[-1].cell_length + name.cell_length > width:
                lines.append(Content())
            lines[-1] += name
        return Content("\n").join(lines)

    def _show_rows(self) -> None:
        titles = [_(column.heading) for column in report_tables.columns(self._rows)]
        if titles != self._titles:
            self._titles = titles
            self.table.head(titles)  # the table is built anew then
        self.table.fill([(str(number), cells) for number, cells in enumerate(report_tables.cells(self._rows))])
        self._show_chart()

    def _show_chart(self) -> None:
        width, height = self.size.width - 2, max(LEAST_CHART, (self.size.height - AROUND) // 2)
        ticks, series = report_tables.lines(self._rows)
        found = report_tables.bars(self._rows)
        bars = [(fit(label, width // 3).rstrip(), length, figure) for label, length, figure in found]
        drawn = chart.lines(ticks, series, width, height) if ticks else chart.bars(bars, width, height)
        self._put("#report-chart", Content(drawn if self._rows else _("Nothing to show.")))

    def _put(self, place: str, text: Content) -> None:
        # An automatic height may keep that of the text before.
        part = self.query_one(place, Static)
        part.styles.height = text.plain.count("\n") + 1
        part.update(text)

    def on_resize(self) -> None:
        """Draw names and chart for the new width."""
        self._show_names()
        self._show_chart()

    def retranslate(self) -> None:
        """Draw every text again in the language now chosen."""
        self._show_names()
        self._load()
        self.query_one(KeyFooter).update()

    # Actions

    def action_choose(self, step: int) -> None:
        """Show the next report or the one before."""
        place = REPORTS.index(self._report) + step
        self._report = REPORTS[place % len(REPORTS)]
        self._show_names()
        self._load()

    def action_period(self) -> None:
        """Look at another period."""
        self._days = PERIODS[(PERIODS.index(self._days) + 1) % len(PERIODS)]
        self._show_names()
        self._load()

    def open_row(self, key: str) -> None:
        """Show the complaints behind a row in the queue, or the complaint of a corrective action."""
        row = self._rows[int(key)]
        query = report_cases.behind(self._report.name, row, self._asked)
        if isinstance(row, ActionState):
            self.floor_app.open_complaint(row.ref)
        elif query is not None:
            self.floor_app.show_view("queue", query)

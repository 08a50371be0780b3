"""Lists to look something up in: a line that filters as one types, a table, and a page behind each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import DataTable, Input

from cstui.i18n import N_, _, ngettext
from cstui.tui.screens.base import FloorScreen
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.lookup_table import LookupTable, Row
from cstui.tui.widgets.status_line import StatusLine


class LookupScreen(FloorScreen):
    """A subclass names the columns, reads the rows that match (in the read pool) and opens the page behind one."""

    read: Callable[[str], Sequence[Row]]
    open_row: Callable[[str], None]

    CSS_PATH = "lookup.tcss"
    HEADING = ""
    COLUMNS: tuple[str, ...] = ()
    HINT = N_("type to filter, enter opens")

    def compose(self) -> ComposeResult:
        """Draw the filter and the table."""
        yield HeaderLine(_(self.HEADING))
        yield Input(id="lookup-filter", compact=True, select_on_focus=False)
        yield LookupTable()
        yield StatusLine()
        yield KeyFooter(self.VIEW)

    @property
    def table(self) -> LookupTable:
        """Return the table."""
        return self.query_one(LookupTable)

    def on_mount(self) -> None:
        self._head()
        self.table.focus()
        self.load()

    def _head(self) -> None:
        self.query_one(Input).placeholder = _(self.HINT)
        self.table.head([_(title) for title in self.COLUMNS])

    def load(self) -> None:
        """Read the rows in the background."""
        self.read_in_background(self.refresh_floor(), "load")

    async def refresh_floor(self) -> None:
        """Read the rows again; cursor and filter stay.  Raises CstuiError."""
        rows = await self.floor_app.work.read(self.read, self.query_one(Input).value)
        self.table.fill(rows)
        count = ngettext("{n} entry", "{n} entries", len(rows)).format(n=len(rows))
        self.query_one(HeaderLine).show((_(self.HEADING),), (count,))

    async def tick_minute(self) -> None:
        """Show the present minute."""
        self.query_one(HeaderLine).tick()

    def retranslate(self) -> None:
        """Draw the titles again in the other language."""
        self._head()
        self.query_one(KeyFooter).update()
        self.load()

    # Filtering

    @on(Input.Changed, "#lookup-filter")
    def _filtered(self, event: Input.Changed) -> None:
        event.stop()
        self.load()

    @on(Input.Submitted, "#lookup-filter")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.table.focus()

    def action_filter(self) -> None:
        """Go to the filter."""
        self.query_one(Input).focus()

    def action_cancel(self) -> None:
        """Leave the filter, then clear it, then go back."""
        line = self.query_one(Input)
        if line.has_focus:
            self.table.focus()
        elif line.value:
            line.value = ""
        else:
            self.action_back()

    # Moving and opening

    @on(DataTable.RowSelected)
    def _selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.table.current is not None:
            self.open_row(self.table.current)

    def action_move(self, step: int) -> None:
        """Move the cursor by rows."""
        self.table.move_cursor(row=max(0, self.table.cursor_row + step))

    def action_move_page(self, step: int) -> None:
        """Move the cursor by pages."""
        self.action_move(step * max(1, self.table.size.height - 2))

    def action_move_top(self) -> None:
        """Move to the first row."""
        self.table.move_cursor(row=0)

    def action_move_bottom(self) -> None:
        """Move to the last row."""
        self.table.move_cursor(row=self.table.row_count - 1)

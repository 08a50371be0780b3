"""Lists to look something up in: a line that filters as one types, a table, and a page behind each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from cstui.i18n import N_, _, ngettext
from cstui.tui.screens.tabular import TabularScreen
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.lookup_table import LookupTable, Row
from cstui.tui.widgets.status_line import StatusLine


class LookupScreen(TabularScreen):
    """A subclass names the columns, reads the rows that match (in the read pool) and opens the page behind one."""

    read: Callable[[str], Sequence[Row]]

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

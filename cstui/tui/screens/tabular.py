"""Screens around one table: moving in it and opening a row."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.widgets import DataTable

from cstui.tui.screens.base import FloorScreen
from cstui.tui.widgets.lookup_table import LookupTable


class TabularScreen(FloorScreen):
    """A subclass composes a LookupTable and opens what is behind a row."""

    open_row: Callable[[str], None]

    @property
    def table(self) -> LookupTable:
        """Return the table."""
        return self.query_one(LookupTable)

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
        self._move_to(max(0, self.table.cursor_row + step))

    def action_move_page(self, step: int) -> None:
        """Move the cursor by pages."""
        self.action_move(step * max(1, self.table.size.height - 2))

    def action_move_top(self) -> None:
        """Move to the first row."""
        self._move_to(0)

    def action_move_bottom(self) -> None:
        """Move to the last row."""
        self._move_to(self.table.row_count - 1)

    def _move_to(self, row: int) -> None:
        """Move the cursor; what its row has no room for is told below."""
        self.table.move_cursor(row=row)
        self.floor_app.status(self.table.hidden)

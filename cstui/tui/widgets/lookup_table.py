"""A table of at most some hundred rows that keeps its cursor while the rows change under it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.widgets import DataTable

from cstui.text import one_line

Row = tuple[str, tuple[str, ...]]

CELL = 120  # characters: a column is as wide as its widest cell


class LookupTable(DataTable[Text]):
    """Rows of plain texts, each under the key that opens it.

    Cells are rich.text.Text because a DataTable reads a bare str as markup.
    """

    def __init__(self) -> None:
        super().__init__(cursor_type="row", zebra_stripes=False, header_height=1, cell_padding=1)
        self._shown: dict[str, tuple[str, ...]] = {}

    @property
    def current(self) -> str | None:
        """The key of the row under the cursor."""
        keys = list(self._shown)
        return keys[self.cursor_row] if 0 <= self.cursor_row < len(keys) else None

    def head(self, titles: Sequence[str]) -> None:
        """Set the column titles, dropping the rows."""
        self.clear(columns=True)
        self._shown = {}
        for index, title in enumerate(titles):
            self.add_column(Text(title), key=str(index))

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these rows: cells that differ are redrawn; where rows came or went the cursor stays on its row."""
        fresh = {key: tuple(one_line(cell[: 4 * CELL])[:CELL] for cell in cells) for key, cells in rows}
        if list(fresh) == list(self._shown):
            for key, cells in fresh.items():
                for index, cell in enumerate(cells):
                    if cell != self._shown[key][index]:
                        self.update_cell(key, str(index), Text(cell), update_width=True)
            self._shown = fresh
            return
        here, row, scroll = self.current, self.cursor_row, self.scroll_offset
        self.clear()
        self._shown = fresh
        for key, cells in fresh.items():
            self.add_row(*(Text(cell) for cell in cells), key=key)
        if here in fresh:
            row = list(fresh).index(here)
        self.move_cursor(row=min(row, len(fresh) - 1), scroll=False)
        self.scroll_to(y=scroll.y, animate=False)

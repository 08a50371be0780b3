"""A table of at most some hundred rows that keeps its cursor while the rows change under it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import DataTable

from cstui.text import one_line
from cstui.tui.widgets.columns import fit

Row = tuple[str, tuple[str, ...]]
_LEAST = 12  # cells that a column which gives way keeps


class LookupTable(DataTable[Text]):
    """Rows of plain texts, each under the key that opens it.

    Cells are rich.text.Text because a DataTable reads a bare str as markup.  The widths of the columns are
    set by us: DataTable measures new rows when it is idle and may have drawn them cut by then.
    """

    def __init__(self, *, fits: bool = False) -> None:
        """With ``fits`` the widest column gives way until all fit; else no cell takes more than a third."""
        super().__init__(cursor_type="row", zebra_stripes=False, header_height=1, cell_padding=1)
        self._fits = fits
        self._titles: tuple[str, ...] = ()
        self._widths: tuple[int, ...] = ()
        self._rows: Sequence[Row] = ()
        self._shown: dict[str, tuple[str, ...]] = {}

    @property
    def current(self) -> str | None:
        """The key of the row under the cursor."""
        keys = list(self._shown)
        return keys[self.cursor_row] if 0 <= self.cursor_row < len(keys) else None

    @property
    def hidden(self) -> str:
        """What the row under the cursor says in cells that were cut, whole."""
        row = next((cells for key, cells in self._rows if key == self.current), ())
        shown = self._shown.get(self.current or "", ())
        return "  ".join(cell for cell in map(one_line, row) if cell not in shown)

    def head(self, titles: Sequence[str]) -> None:
        """Set the column titles; they show with the next rows."""
        self._titles, self._widths = tuple(titles), ()

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these rows: cells that differ are redrawn; where rows came or went the cursor stays on its row."""
        self._rows = rows
        most = self._most(rows)
        fresh = {key: tuple(map(_cell, cells, most)) for key, cells in rows}
        columns = zip(self._titles, *fresh.values(), strict=True)
        widths = tuple(max(map(cell_len, column)) for column in columns)
        if widths == self._widths and list(fresh) == list(self._shown):
            self._update_cells(fresh)
        else:
            self._rebuild(fresh, widths)
        self._shown, self._widths = fresh, widths

    def _most(self, rows: Sequence[Row]) -> list[int]:
        """Return how many cells each column may take."""
        width = self.app.size.width
        if not self._fits:
            return [max(20, width // 3)] * len(self._titles)
        told = [[cell_len(one_line(cell[: 2 * width])) for cell in cells] for _key, cells in rows]
        most = [max(column) for column in zip(map(cell_len, self._titles), *told, strict=True)]
        widest = most.index(max(most))
        most[widest] = max(_LEAST, width - sum(most) + most[widest] - 2 * len(most))
        return most

    def on_resize(self) -> None:
        """Cut the cells for the new width."""
        if self._rows:
            self.fill(self._rows)

    def _update_cells(self, fresh: dict[str, tuple[str, ...]]) -> None:
        for key, cells in fresh.items():
            for index, cell in enumerate(cells):
                if cell != self._shown[key][index]:
                    self.update_cell(key, str(index), Text(cell))

    def _rebuild(self, fresh: dict[str, tuple[str, ...]], widths: tuple[int, ...]) -> None:
        here, row, scroll = self.current, self.cursor_row, self.scroll_offset
        self.clear(columns=True)
        for index, (title, width) in enumerate(zip(self._titles, widths, strict=True)):
            self.add_column(Text(title), key=str(index), width=width)
        for key, cells in fresh.items():
            self.add_row(*(Text(cell) for cell in cells), key=key)
        if here in fresh:
            row = list(fresh).index(here)
        self.move_cursor(row=min(row, len(fresh) - 1), scroll=False)
        self.scroll_to(y=scroll.y, animate=False)


def _cell(text: str, most: int) -> str:
    line = one_line(text[: 4 * most])
    return line if cell_len(line) <= most else fit(line, most).rstrip()

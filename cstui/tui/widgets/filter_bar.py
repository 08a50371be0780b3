"""The line above the list: the filter, the order, the marks and the part in view."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from cstui.i18n import _
from cstui.text import one_line
from cstui.tui.widgets.columns import fit


class FilterBar(Widget):
    """Shows the filter at the left and the list's figures at the right; its editor lies over the line."""

    DEFAULT_CSS = """
    FilterBar { height: 1; layout: horizontal; }
    FilterBar LineInput { width: 1fr; margin-left: 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._left = ""
        self._right = ""

    def show(self, query: str, sort: str, reverse: bool, marked: int, position: str) -> None:
        """Replace what is shown."""
        figures = [_("sort:{field}").format(field=sort) + ("v" if reverse else "^")]
        figures += [_("sel:{n}").format(n=marked)] if marked else []
        left, right = one_line(query), "  ".join([*figures, position])
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render(self) -> Content:
        """Draw the line; the filter gives way where it is narrow."""
        room = self.size.width - cell_len(self._right) - 4
        return Content(f"/ {fit(self._left, max(room, 1))}  {self._right}")

"""The status line: what the last action did, one line, foreign text shown literally."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from cstui.text import one_line
from cstui.tui.foreign import literal_line
from cstui.tui.widgets.columns import fit


class StatusLine(Widget):
    """One line that keeps the last message."""

    DEFAULT_CSS = "StatusLine { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def show(self, text: str) -> None:
        """Replace the message."""
        shown = one_line(text)
        if shown != self.text:
            self.text = shown
            self.refresh()

    def render(self) -> Content:
        """Draw the message, as much of it as there is room for."""
        return literal_line(fit(self.text, self.size.width))

"""Lines in the terminal's own colours, written with as few codes as possible."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

PLAIN = Style()


def plain_strip(widget: Widget, parts: Iterable[Segment], width: int) -> Strip:
    """Return a line of a widget, cut and padded to a width in cells.

    The terminal's own colours need no code at all; only a theme with colours of its own sets them.
    """
    base = PLAIN if widget.app.native_ansi_color else widget.rich_style
    styled = [Segment(text, base + style) for text, style, _control in parts]
    return Strip(styled).adjust_cell_length(width, base)

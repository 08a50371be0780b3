"""The last gate before the terminal: no unsafe character passes, whatever a widget forgot."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from cstui.text import clean


class Gate(LineFilter):
    """Replaces unsafe characters in what is drawn; text that holds none passes as it is."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with every unsafe character replaced by one visible sign of the same width."""
        if all(text.isascii() and text.isprintable() for text, _style, _control in segments):
            return segments
        return [
            segment if segment.control or (safe := clean(segment.text)) == segment.text else _replaced(segment, safe)
            for segment in segments
        ]


def _replaced(segment: Segment, safe: str) -> Segment:
    # Layout is done by now: the line must keep its width, so the sign is cut to the cells there were.
    from rich.cells import set_cell_size

    return Segment(set_cell_size(safe, segment.cell_length), segment.style)

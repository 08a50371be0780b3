"""One line of the complaint list: its segments, and which part of it must be painted again."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from cstui.tui.widgets import columns
from cstui.tui.widgets.plain import PLAIN

_STYLES = {
    "plain": PLAIN,
    "late": Style(color="red", bold=True),
    "critical": Style(bold=True),
    "faint": Style(dim=True),
}
_CURSOR = Style(reverse=True, bold=True)
_MARK = Style(bold=True)


class Line(NamedTuple):
    """What is drawn on one line."""

    cells: tuple[columns.Cell, ...]
    cursor: bool
    marked: bool
    edited: bool = False


def segments(line: Line) -> list[Segment]:
    """Return the segments of a line.

    Painting a part writes whole segments: the margin and the reference, which the cursor changes,
    stand alone; the rest is joined where the style is the same, to write fewer codes.
    """
    ref, *rest = line.cells
    parts = [
        Segment((">" if line.cursor else " ") + ("~" if line.edited else " "), _MARK),
        Segment("*" if line.marked else " ", _MARK),
        Segment(ref.text, _CURSOR if line.cursor else PLAIN),
    ]
    text, style = " ", "plain"
    for cell in rest:
        if cell.style != style:
            parts.append(Segment(text, _STYLES[style]))
            text, style = "", cell.style
        text += cell.text + " "
    return [*parts, Segment(text, _STYLES[style])]


def difference(old: Line | None, new: Line | None, width: int) -> tuple[int, int] | None:
    """Return the cells of a line that must be painted, from and up to, or None."""
    if old is None or new is None or len(old.cells) != len(new.cells):
        return None if old is new else (0, width)
    ends: list[int] = []
    if old[1:] != new[1:]:
        ends += (0, columns.MARGIN + new.cells[0].width)
    for before, after in zip(old.cells, new.cells, strict=True):
        if before != after:
            ends += (after.x, after.x + after.width)
    return (min(ends), max(ends)) if ends else None

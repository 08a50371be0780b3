"""Tables for people: aligned in cells, so that Chinese lines up, and as wide as the terminal is."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence

import tabulate as drawing
from wcwidth import wcswidth, wcwidth

GAP = 2
NARROWEST = 8

drawing.MIN_PADDING = 0  # else every heading takes two cells more than it needs


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], narrows: Sequence[bool]) -> str:
    """Return a table; on a terminal the columns that may narrow give way until it fits."""
    limits = _limits([headings, *rows], narrows, _room())
    cut_rows = [[cut(cell, limit) for cell, limit in zip(row, limits, strict=True)] for row in rows]
    cut_headings = [cut(cell, limit) for cell, limit in zip(headings, limits, strict=True)]
    drawn: str = drawing.tabulate(cut_rows, cut_headings, tablefmt="simple", disable_numparse=True)
    return "\n".join(line.rstrip() for line in drawn.splitlines())


def _room() -> int | None:
    # In a pipe nothing is cut: whoever greps wants the words.
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    return None


def _limits(rows: Sequence[Sequence[str]], narrows: Sequence[bool], room: int | None) -> list[int]:
    widths = [max(_cells(row[index]) for row in rows) for index in range(len(narrows))]
    excess = 0 if room is None else sum(widths) + GAP * (len(widths) - 1) - room
    yielding = [index for index, narrow in enumerate(narrows) if narrow]
    while excess > 0 and yielding:
        widest = max(yielding, key=lambda index: widths[index])
        if widths[widest] <= NARROWEST:
            break
        widths[widest] -= 1
        excess -= 1
    return widths


def _cells(text: str) -> int:
    return max(wcswidth(text), 0)


def cut(text: str, cells: int) -> str:
    """Return text cut to a number of cells, an ellipsis where something is missing."""
    if _cells(text) <= cells:
        return text
    room = cells - 1
    for place, character in enumerate(text):
        room -= max(wcwidth(character), 0)
        if room < 0:
            # a joiner at the cut would join the ellipsis
            return text[:place].rstrip("\u200d") + "…"
    return text

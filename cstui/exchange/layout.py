"""Paper: texts measured, wrapped and divided in terminal cells, where a Chinese character is two wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wcwidth import wcwidth

NARROWEST = 6


def cells(text: str) -> int:
    """Return how many cells a single line takes."""
    return sum(max(wcwidth(character), 0) for character in text)


def wrap(text: str, room: int) -> list[str]:
    """Break a single line into lines of at most ``room`` cells, at blanks where there are any.

    Never between a backslash and what it escapes: that would let markup loose.
    """
    lines: list[str] = []
    while cells(text) > room:
        end = _reach(text, room)
        blank = text.rfind(" ", 1, end + 1)
        cut = blank if blank > end // 2 else end
        if (cut - len(text[:cut].rstrip("\\"))) % 2:
            cut += 1 if cut == 1 else -1
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*lines, text]


def _reach(text: str, room: int) -> int:
    """Return how many characters fit into ``room`` cells, at least one."""
    used = 0
    for place, character in enumerate(text):
        used += max(wcwidth(character), 0)
        if used > room:
            return max(place, 1)
    return len(text)


def widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the widths of a table's columns in cells; the widest give way until all fit into ``room``."""
    found = [max(1, *map(cells, column)) for column in zip(*rows, strict=True)]
    while sum(found) > room and max(found) > NARROWEST:
        found[found.index(max(found))] -= 1
    return found


def portions(text: str, room: int, lines: int) -> Iterator[str]:
    """Divide a text into pieces of at most ``lines`` lines when wrapped at ``room`` cells; joined they are the text.

    A spreadsheet prints no row higher than a page, so a long text needs several.
    """
    start, used, column = 0, 1, 0
    for place, character in enumerate(text):
        width = max(wcwidth(character), 0)
        column += width
        if character == "\n" or column > room:
            used, column = used + 1, 0 if character == "\n" else width
        if used > lines:
            yield text[start : place + (character == "\n")]
            start, used = place + (character == "\n"), 1
    if start < len(text) or not text:
        yield text[start:]

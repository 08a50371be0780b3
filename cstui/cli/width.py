"""Widths in terminal cells, for texts of ours: labels and help, where a character is narrow or wide.

Foreign text may hold more than that; tables measure it with wcwidth, which costs more than all of a look-up's output.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import east_asian_width

import click

from ..i18n import _

_PIECES = r"\s+|[^\s\u2e80-\uffef]+|[\u2e80-\uffef]"  # takes milliseconds to compile: only where help is shown
_NEVER_FIRST = "，。；：、）！？”》"


def cells(text: str) -> int:
    """Return how many cells a text of narrow and wide characters takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def fold(text: str, room: int) -> list[str]:
    """Break a text into lines of ``room`` cells, at blanks and beside wide characters."""
    lines, line = [], ""
    for piece in re.findall(_PIECES, text):
        if cells(line + piece) > room and line and piece not in _NEVER_FIRST:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


class HelpFormatter(click.HelpFormatter):
    """click's, which counts characters and writes colons of its own, but for texts with wide ones."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or _after_colon(_("Usage:")))

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + _("{heading}:").format(heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        if text.isascii():
            super().write_text(text)
            return
        indent = " " * self.current_indent
        paragraphs = (
            "\n".join(indent + line for line in fold(each, self.width - len(indent))) for each in _split(text)
        )
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        if all(text.isascii() for row in rows for text in row):
            super().write_dl(rows, col_max, col_spacing)
            return
        first = min(max(cells(term) for term, _text in rows), col_max) + col_spacing
        indent = " " * (self.current_indent + first)
        for term, text in rows:
            head = " " * self.current_indent + term
            lines = fold(text, max(self.width - len(indent), 10))
            gap = len(indent) - cells(head)
            head += " " * gap if gap >= col_spacing else "\n" + indent
            self.write(head + f"\n{indent}".join(lines) + "\n")


def _after_colon(text: str) -> str:
    return text if cells(text[-1:]) > 1 else text + " "  # a wide colon brings its own blank


def _split(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split("\n\n")]

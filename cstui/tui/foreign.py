"""The one door for foreign text into widgets: made safe, and never read as markup."""

from __future__ import annotations

from textual.content import Content

from cstui.text import one_line, visible


def literal(text: str | None) -> Content:
    """Return foreign text as content to be shown literally, unsafe characters replaced visibly."""
    return Content(visible(text or ""))


def literal_line(text: str | None) -> Content:
    """Return foreign text as content of a single line."""
    return Content(one_line(text or ""))

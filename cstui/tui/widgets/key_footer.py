"""The bottom line: the keys of this view, dimmed where they cannot be used now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from cstui.i18n import _
from cstui.tui import keys
from cstui.tui.act import Act

GAP = "  "


class KeyFooter(Widget):
    """Keys by rank, as many as fit; ``why_not`` says of an act why it cannot be done, None when it can."""

    DEFAULT_CSS = "KeyFooter { height: 1; }"

    def __init__(self, view: str, why_not: Callable[[Act], str | None] | None = None) -> None:
        super().__init__()
        self._view = view
        self._why_not = why_not or (lambda act: None)
        self._drawn: Content | None = None

    def update(self) -> None:
        """Draw again if something has changed: the row, the language, the width."""
        if self._drawn is None or not self._drawn.is_same(self._content()):
            self.refresh()

    def render(self) -> Content:
        """Draw the keys that fit."""
        self._drawn = self._content()
        return self._drawn

    def _content(self) -> Content:
        remap: Mapping[str, str] = getattr(self.app, "remap", {})
        parts: list[Content] = []
        for act in fitting(self._view, self.size.width, remap):
            name = keys.shown(act, remap)
            barred = self._why_not(act) is not None
            parts.append(Content.styled(f"{name} {_(act.label)}", "dim") if barred else _pair(name, _(act.label)))
        return Content(GAP).join(parts)


def _pair(name: str, label: str) -> Content:
    return Content.styled(name, "bold") + Content(f" {label}")


def fitting(view: str, width: int, remap: Mapping[str, str]) -> list[Act]:
    """Return the acts of the footer for a width: rank by rank while there is room, in the registry's order."""
    chosen: list[Act] = []
    room = width
    ranked = sorted((act for act in keys.acts(view) if act.footer and act.keys), key=lambda act: act.footer)
    for act in ranked:
        need = cell_len(f"{keys.shown(act, remap)} {_(act.label)}") + len(GAP)
        if need - len(GAP) <= room:
            chosen.append(act)
            room -= need
    return sorted(chosen, key=keys.ACTS.index)

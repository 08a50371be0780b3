"""The top line of every screen: where one is, the floor's figures, what has just got worse, the time."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from cstui.floor import store
from cstui.i18n import _
from cstui.text import one_line
from cstui.tui.widgets.columns import fit


class HeaderLine(Widget):
    """One line: crumbs at the left, figures and the clock at the right."""

    DEFAULT_CSS = "HeaderLine { height: 1; text-style: bold; }"

    def __init__(self, *crumbs: str) -> None:
        super().__init__()
        self._crumbs = crumbs
        self._figures: tuple[str, ...] = ()
        self._drawn = ""

    def show(self, crumbs: tuple[str, ...], figures: tuple[str, ...] = ()) -> None:
        """Replace what is shown; figures are words ready to read, such as ``crit:3``."""
        self._crumbs, self._figures = crumbs, figures
        if self._line() != self._drawn:
            self.refresh()

    def tick(self) -> None:
        """Show the present minute."""
        self.refresh()

    def render(self) -> Content:
        """Draw the line; the crumbs give way where it is narrow."""
        self._drawn = self._line()
        return Content(self._drawn)

    def _line(self) -> str:
        clock = f"{store.now().astimezone(store.zone()):%H:%M}"
        right = "  ".join((*self._figures, clock))
        left = " > ".join(("cstui", *map(one_line, self._crumbs)))
        room = self.size.width - cell_len(right) - 2
        return f"{fit(left, max(room, 1))}  {right}" if room > 4 else right


def tally_words(critical: int, breached: int) -> tuple[str, ...]:
    """Return the words for the floor's figures."""
    return _("crit:{n}").format(n=critical), _("breach:{n}").format(n=breached)

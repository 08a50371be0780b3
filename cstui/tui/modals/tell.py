"""A few lines to read."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from cstui.i18n import _
from cstui.tui.foreign import literal


class TellModal(ModalScreen[None]):
    """Shows lines under a heading until any of the keys of leaving."""

    BINDINGS = [Binding("escape,q,enter", "dismiss(None)", show=False)]

    def __init__(self, heading: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._heading = heading
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Draw the lines and the keys."""
        with Vertical(classes="dialog"):
            yield Static(literal(self._heading), classes="heading")
            with VerticalScroll():
                yield Static(literal("\n".join(self._lines)))
            yield Static(literal(_("esc Close")), classes="keys")

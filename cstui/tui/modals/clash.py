"""Two leads changed the same cells: the later one sees both and chooses."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from cstui.i18n import _
from cstui.tui.foreign import literal


class ClashModal(ModalScreen[bool | None]):
    """Lists what I saw and what stands there now; dismissed with whether mine shall stand, None when left."""

    BINDINGS = [
        Binding("m", "dismiss(True)", show=False),
        Binding("t", "dismiss(False)", show=False),
        Binding("escape,q", "dismiss(None)", show=False),
    ]

    def __init__(self, heading: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._heading = heading
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Draw the differences and the keys."""
        with Vertical(classes="dialog"):
            yield Static(literal(self._heading))
            with VerticalScroll():
                yield Static(literal("\n".join(self._lines)))
            yield Static(literal(_("m Mine   t Theirs   esc Leave theirs and look")), classes="keys")

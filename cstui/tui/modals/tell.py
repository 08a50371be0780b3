"""A few lines to read, and to answer with one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from cstui.i18n import N_, _
from cstui.tui.foreign import literal


class LinesModal(ModalScreen[bool | None]):
    """Shows lines under a heading; a subclass says which keys answer what, and names them in ``KEYS``."""

    KEYS: ClassVar[str] = ""

    def __init__(self, heading: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._heading = heading
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Draw the lines and the keys."""
        with Vertical(classes="dialog"):
            yield Static(literal(self._heading))
            with VerticalScroll():
                yield Static(literal("\n".join(self._lines)))
            yield Static(literal(_(self.KEYS)), classes="keys")


class TellModal(LinesModal):
    """Nothing to answer: any of the keys of leaving closes it."""

    BINDINGS = [Binding("escape,q,enter", "dismiss(None)", show=False)]
    KEYS = N_("esc Close")


class ClashModal(LinesModal):
    """Two leads changed the same cells: dismissed with whether mine shall stand, None when left."""

    BINDINGS = [
        Binding("m", "dismiss(True)", show=False),
        Binding("t", "dismiss(False)", show=False),
        Binding("escape,q", "dismiss(None)", show=False),
    ]
    KEYS = N_("m Mine   t Theirs   esc Leave theirs and look")

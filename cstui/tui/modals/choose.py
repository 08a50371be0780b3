"""A few lines to pick one from."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cstui.i18n import _
from cstui.tui.foreign import literal, literal_line


class ChooseModal(ModalScreen[int | None]):
    """Lists lines under a heading; dismissed with the place of the one picked, or with None."""

    BINDINGS = [
        Binding("escape,q", "dismiss(None)", show=False),
        Binding("j", "walk(1)", show=False),
        Binding("k", "walk(-1)", show=False),
    ]

    def __init__(self, heading: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._heading = heading
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Draw the list and the keys."""
        with Vertical(classes="dialog"):
            yield Static(literal(self._heading))
            yield OptionList(*(Option(literal_line(line)) for line in self._lines), markup=False, compact=True)
            yield Static(literal(_("enter Choose   esc Cancel")), classes="keys")

    def action_walk(self, step: int) -> None:
        """Walk the list."""
        listed = self.query_one(OptionList)
        listed.highlighted = ((listed.highlighted or 0) + step) % len(self._lines)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index)

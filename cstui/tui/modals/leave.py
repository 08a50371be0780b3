"""What becomes of the words in a form that is left before it was sent."""

from __future__ import annotations

from typing import Literal

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from cstui.i18n import _
from cstui.tui.foreign import literal

Answer = Literal["keep", "discard", "stay"]


class LeaveModal(ModalScreen[Answer]):
    """Asks whether what was typed is kept as a draft, thrown away, or gone on with."""

    BINDINGS = [
        Binding("k,enter", "answer('keep')", show=False),
        Binding("d", "answer('discard')", show=False),
        Binding("escape,q", "answer('stay')", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Draw the question and the three keys."""
        with Vertical(classes="dialog"):
            yield Static(literal(_("Leave this form? It has not been sent.")))
            yield Static(literal(_("k Keep as a draft   d Throw away   esc Go on typing")), classes="keys")

    def action_answer(self, answer: Answer) -> None:
        self.dismiss(answer)

"""A question answered with yes or no."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from cstui.i18n import _
from cstui.tui.foreign import literal


class AskModal(ModalScreen[bool]):
    """Asks before something that cannot be taken back; dismissed with True on yes."""

    BINDINGS = [
        Binding("y,enter", "answer(True)", show=False),
        Binding("n,escape,q", "answer(False)", show=False),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Draw the question and the two keys."""
        with Vertical(classes="dialog"):
            yield Static(literal(self._question))
            yield Static(Content(_("y Yes   n No")), classes="keys")

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)

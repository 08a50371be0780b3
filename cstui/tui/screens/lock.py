"""The lock: an idle screen shows nothing of the floor until its person comes back.

It keeps passers-by from reading along.  It is no password: who may open a session at all is
decided by the machine's own login (docs/ssh.md).
"""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from cstui.i18n import _


class LockScreen(Screen[None]):
    """Covers everything; the person's login opens it."""

    def __init__(self, login: str) -> None:
        super().__init__()
        self._login = login

    def compose(self) -> ComposeResult:
        """Draw the question."""
        with Vertical(classes="dialog"):
            yield Static(Content(_("Locked. Type your login to go on; ctrl+q leaves.")))
            yield Input(compact=True)

    @on(Input.Submitted)
    def _on_submitted(self, message: Input.Submitted) -> None:
        if message.value.strip() == self._login:
            self.dismiss()
        else:
            self.query_one(Input).value = ""

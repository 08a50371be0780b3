"""The dialog that asks why a phone is to be shown in full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from cstui.floor import reveal
from cstui.floor.forms import Field
from cstui.i18n import N_, _
from cstui.tui.foreign import literal, literal_line
from cstui.tui.widgets.form import Form
from cstui.tui.widgets.form_host import FormHost

_FORM = (Field("reason", N_("Reason"), "line", required=True),)


class RevealModal(FormHost[str | None], ModalScreen[str | None]):
    """Asks for the reason and the floor for the phone; dismissed with it, with None when it was cancelled.

    No draft is kept, and what the floor refuses is shown here.
    """

    CSS_PATH = ["step.tcss", "../widgets/form.tcss"]

    def __init__(self, ref: str) -> None:
        super().__init__()
        self.ref = ref

    def compose(self) -> ComposeResult:
        """Draw the question."""
        with Vertical(id="step"):
            yield Static(literal_line(_("Reveal the phone · {ref}").format(ref=self.ref)), id="step-title")
            yield Static(literal(_("Shows it for half a minute; the journal keeps who and why.")), id="step-purpose")
            yield Form(_FORM)
            yield Static("", id="refusal")
            yield Static(literal(self.key_words()), classes="keys")

    def on_mount(self) -> None:
        self.show_refusal(None)
        self._open()

    @work(group="open")
    async def _open(self) -> None:
        await self.form.open({})
        self.begin(self.form.rows[0].target)

    async def action_enter_field(self) -> None:
        """Send the form: it has this one line."""
        self.action_submit()

    async def send(self, values: Mapping[str, Any]) -> None:
        """Ask the floor for the phone."""
        app = self.floor_app
        self.dismiss(await app.work.write(reveal.reveal, app.actor, self.ref, str(values["reason"])))

    def left(self) -> None:
        self.dismiss(None)

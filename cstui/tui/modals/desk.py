"""The dialogs of the shift: a form that is no step of a complaint."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from cstui.errors import CstuiError
from cstui.floor.duty import KINDS, SHIFTS
from cstui.floor.forms import Field
from cstui.i18n import N_
from cstui.tui.foreign import literal
from cstui.tui.widgets.form import Form
from cstui.tui.widgets.form_host import FormHost

Submit = Callable[[Mapping[str, Any]], Awaitable[str]]

HANDOVER = (Field("notes", N_("Notes"), "text", hint=N_("what whoever comes must know besides the list")),)
DUTY = (
    Field("duty", N_("Kind"), "choice", required=True, choices=KINDS),
    Field("count", N_("How many"), "number", hint=N_("a whole number, where the kind is counted")),
    Field("text", N_("Text"), "text"),
    Field("shift", N_("Shift"), "choice", choices=SHIFTS, hint=N_("the present one unless told")),
)
INCIDENT = (Field("title", N_("What happened"), required=True),)


class DeskModal(FormHost[str | None], ModalScreen[str | None]):
    """Asks for a form and hands it to ``submit``; dismissed with what ``submit`` says became of it."""

    CSS_PATH = ["step.tcss", "../widgets/form.tcss"]

    def __init__(self, name: str, heading: str, fields: tuple[Field, ...], submit: Submit) -> None:
        """``name`` is that of the draft."""
        super().__init__()
        self._draft = name
        self._heading = heading
        self._fields = fields
        self._submit = submit

    def compose(self) -> ComposeResult:
        """Draw the frame; the form's rows follow when the floor has been asked."""
        with Vertical(id="step"):
            yield Static(literal(self._heading), id="step-title")
            yield Form(self._fields, (self._draft, ""))
            yield Static("", id="refusal")
            yield Static(literal(self.key_words()), classes="keys")

    def on_mount(self) -> None:
        self.show_refusal(None)
        self._open()

    @work(group="open")
    async def _open(self) -> None:
        try:
            await self.form.open({})
        except CstuiError as problem:
            self.show_refusal(problem)
        self.begin(self.form.rows[0].target if self.form.rows else None)

    async def send(self, values: Mapping[str, Any]) -> None:
        """Hand the answers to the floor; the dialog closes only when it agrees."""
        told = await self._submit(values)
        await self.form.drop_draft()
        self.dismiss(told)

    def left(self) -> None:
        self.dismiss(None)

"""The list of reply templates, each as the complaint at hand fills it in."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cstui.floor import complaints, templates
from cstui.floor.views import Actor
from cstui.i18n import _
from cstui.text import one_line
from cstui.tui.foreign import literal

Filled = tuple[str, str]  # a template's name and its text filled in


class TemplatesModal(ModalScreen[str | None]):
    """Offers filled-in templates; dismissed with the text of the one picked, None when none was."""

    BINDINGS = [
        Binding("escape,q", "leave", show=False),
        Binding("j", "walk(1)", show=False),
        Binding("k", "walk(-1)", show=False),
    ]
    DEFAULT_CSS = """
    TemplatesModal { background: transparent; }
    TemplatesModal .dialog { width: 90%; max-width: 90; background: $surface; }
    TemplatesModal OptionList { height: auto; max-height: 8; border: none; padding: 0; background: transparent; }
    TemplatesModal OptionList > .option-list--option-highlighted { text-style: reverse; }
    TemplatesModal #preview { height: auto; max-height: 8; margin: 1 0 0 2; }
    """

    def __init__(self, offered: Sequence[Filled]) -> None:
        super().__init__()
        self._offered = tuple(offered)

    def compose(self) -> ComposeResult:
        """Draw the names, the text of the one under the cursor, and the keys."""
        with Vertical(classes="dialog"):
            yield OptionList(
                *(Option(literal(one_line(name))) for name, _text in self._offered), markup=False, compact=True
            )
            yield Static("", id="preview")
            yield Static(literal(_("enter Take   esc Cancel")), classes="keys")

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = 0
        self.query_one(OptionList).focus()

    @on(OptionList.OptionHighlighted)
    def _looked_at(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.query_one("#preview", Static).update(literal(self._offered[event.option_index][1]))

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._offered[event.option_index][1])

    def action_walk(self, step: int) -> None:
        """Move the cursor by a row."""
        listed = self.query_one(OptionList)
        (listed.action_cursor_down if step > 0 else listed.action_cursor_up)()

    def action_leave(self) -> None:
        self.dismiss(None)


def filled(actor: Actor, ref: str) -> list[Filled]:
    """Read the templates that serve a complaint's category, filled in from it; raises CstuiError."""
    detail = complaints.show(actor, ref)
    found = templates.templates(actor, category=detail.complaint.category or "")
    return [(each.name, templates.fill(actor, each.name, detail)) for each in found]

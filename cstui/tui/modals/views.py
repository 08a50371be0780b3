"""The saved views to pick from."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cstui.floor.saved import View
from cstui.i18n import _
from cstui.text import one_line
from cstui.tui.foreign import literal, literal_line


class ViewsModal(ModalScreen[View | None]):
    """Lists the views; dismissed with the one picked, or with None."""

    BINDINGS = [
        Binding("escape,q", "dismiss(None)", show=False),
        Binding("j", "walk(1)", show=False),
        Binding("k", "walk(-1)", show=False),
    ]

    def __init__(self, views: Sequence[View]) -> None:
        super().__init__()
        self._views = views

    def compose(self) -> ComposeResult:
        """Draw the list and the keys."""
        with Vertical(classes="dialog"):
            yield Static(literal(_("Saved views")))
            yield OptionList(*(Option(literal_line(_line(view))) for view in self._views), markup=False, compact=True)
            yield Static(literal(_("enter Show   esc Cancel")), classes="keys")

    def action_walk(self, step: int) -> None:
        """Walk the list."""
        listed = self.query_one(OptionList)
        listed.highlighted = ((listed.highlighted or 0) + step) % len(self._views)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._views[event.option_index])


def _line(view: View) -> str:
    order = ("-" if view.reverse else "") + view.sort
    parts = (view.name, view.query or _("everything open"), _("sort:{field}").format(field=order))
    return one_line(" · ".join((*parts, _("shared")) if view.shared else parts))

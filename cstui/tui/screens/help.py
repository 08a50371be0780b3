"""The keys of one view, by group, with the reason beside what cannot be done now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from cstui.i18n import _
from cstui.text import one_line
from cstui.tui import keys
from cstui.tui.act import GROUPS, MOVE, Act
from cstui.tui.signs import SIGNS


class HelpScreen(ModalScreen[None]):
    """Shows what can be done in a view."""

    BINDINGS = [
        Binding("escape,q,question_mark,enter", "dismiss", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(self, view: str, remap: Mapping[str, str], why_not: Callable[[str], str | None]) -> None:
        super().__init__()
        self._content = told(view, remap, why_not)

    def compose(self) -> ComposeResult:
        """Draw the page."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(self._content)
        yield Static(Content(_("j k Scroll   esc Back")), classes="keys")

    def action_scroll(self, rows: int) -> None:
        """Scroll by rows."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)


def told(view: str, remap: Mapping[str, str], why_not: Callable[[str], str | None]) -> RenderableType:
    """Return the help of a view: its groups, in each a line an act with keys, command and, dimmed, why not; signs."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    acts = keys.acts(view)
    for group in GROUPS:
        if group == MOVE and view in SIGNS:
            grid.add_row(Text(_("Signs"), "bold underline"), "")
            for sign, meaning in SIGNS[view]:
                grid.add_row(Text(sign), Text(_(meaning)))
        members = [act for act in acts if act.group == group]
        if members:
            grid.add_row(Text(_(group), "bold underline"), "")
        for act in members:
            reason = why_not(act.step) if act.step else None
            grid.add_row(Text(keys.shown(act, remap, every=True)), _line(act, reason))
    return grid


def _line(act: Act, reason: str | None) -> Text:
    if reason is not None:
        return Text(f"{_(act.help)}  ({one_line(reason)})", "dim")
    command = f":{act.command} {_(act.argument)}".rstrip() if act.command else ""
    return Text.assemble(_(act.help), (f"  {command}" if command else "", "italic"))

"""Screens that are one scrolling page of sections: below each other, in two columns where it is wide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.console import RenderableType
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from cstui.i18n import _
from cstui.tui.foreign import literal
from cstui.tui.screens.desk import DeskScreen
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
from cstui.tui.widgets.status_line import StatusLine

WIDE = 120


class PagedScreen(DeskScreen):
    """A subclass names its sections and their headings (message ids), reads in ``refresh_floor`` and ``draw``s them."""

    TITLE_WORD: ClassVar[str] = ""
    LEFT: ClassVar[Mapping[str, str]] = {}
    RIGHT: ClassVar[Mapping[str, str]] = {}
    CSS_PATH = "paged.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]

    def compose(self) -> ComposeResult:
        """Draw the frame."""
        yield HeaderLine(_(self.TITLE_WORD))
        with VerticalScroll(id="page"):
            for sections in (self.LEFT, self.RIGHT):
                with Vertical(classes="part"):
                    for name, heading in sections.items():
                        yield Static(literal(_(heading)), id=f"{name}-heading", classes="heading")
                        yield Static("", id=name, classes="section")
        yield StatusLine()
        yield KeyFooter(self.VIEW, self.why_barred)

    def on_mount(self) -> None:
        self.query_one("#page").focus()
        self.read_in_background(self.refresh_floor(), "load")

    def draw(self) -> None:
        """Show what was read last, in the language now chosen."""

    def show_sections(self, sections: Mapping[str, RenderableType]) -> None:
        """Put new text into sections by their names."""
        for name, told in sections.items():
            self.query_one(f"#{name}", Static).update(told)

    async def tick_minute(self) -> None:
        """Show the new minute."""
        self.query_one(HeaderLine).tick()

    def retranslate(self) -> None:
        """Draw every text again in the language now chosen."""
        for name, heading in {**self.LEFT, **self.RIGHT}.items():
            self.query_one(f"#{name}-heading", Static).update(literal(_(heading)))
        self.draw()
        self.query_one(KeyFooter).update()

    # Moving

    def action_move(self, step: int) -> None:
        """Scroll by a line."""
        self.query_one("#page").scroll_relative(y=step, animate=False)

    def action_move_page(self, step: int) -> None:
        """Scroll by a page."""
        page = self.query_one("#page")
        page.scroll_relative(y=step * max(1, page.size.height - 1), animate=False)

    def action_move_top(self) -> None:
        """Scroll to the start."""
        self.query_one("#page").scroll_home(animate=False)

    def action_move_bottom(self) -> None:
        """Scroll to the end."""
        self.query_one("#page").scroll_end(animate=False)

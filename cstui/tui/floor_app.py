"""What screens, dialogs and widgets may ask of the program they run in; ``app.py`` says how it is done.

They know no more of it than this, so the program stands above its screens and nothing below imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from textual.screen import Screen

from cstui.errors import CstuiError
from cstui.floor.views import Actor
from cstui.tui.work import Work


class LastStep(NamedTuple):
    """The step a person did last, and the answers its form was given."""

    action: str
    values: Mapping[str, Any]


class FloorApp(Protocol):
    """One person's program: who works here, the threads to the store, the ways from screen to screen."""

    actor: Actor
    work: Work
    remap: dict[str, str]
    last_step: LastStep | None

    def show_error(self, error: CstuiError) -> None:
        """Show an error as a toast."""

    def status(self, text: str) -> None:
        """Show one line in the status line of the screen on top."""

    def ring(self) -> None:
        """Ring the terminal's bell unless it is switched off."""

    async def refresh_floor(self) -> None:
        """Let the topmost full screen read again what it shows."""

    def push_screen(self, screen: Screen[Any], callback: Callable[[Any], None] | None = None) -> Any:
        """Put a screen or dialog on top; ``callback`` gets what it ends with."""

    def show_view(self, view: str, query: str | None = None) -> None:
        """Show a view by its name in the map of keys."""

    def open_complaint(self, ref: str) -> None:
        """Open the page of one complaint."""

    def marked(self) -> tuple[str, ...]:
        """Return the complaints marked in the queue."""

    def unmark(self, refs: Sequence[str]) -> None:
        """Take the marks away from complaints in the queue."""

    def open_profile(self, login: str) -> None:
        """Open the page of one person."""

    def open_help(self, screen: Any) -> None:
        """Show the keys of a screen's view."""

    def open_palette(self) -> None:
        """Open the palette."""

    async def open_line(self, screen: Any) -> None:
        """Open the command line on a screen."""

    async def obey(self, screen: Any, text: str) -> None:
        """Do what was typed into the command line of a screen."""

    async def pick_view(self) -> None:
        """Let the person pick a saved view."""

    def back(self) -> None:
        """Go back one level."""

    def act(self, action: str, refs: Sequence[str]) -> None:
        """Do one step on complaints, asking its form where it has one."""

    def repeat(self, step: LastStep, refs: Sequence[str]) -> None:
        """Do a step again on other complaints with the answers it had."""

    def undo_last(self) -> None:
        """Take back what the person did last."""

    def pull_next(self) -> None:
        """Claim the next case for the person."""

    def open_intake(self) -> None:
        """Open the intake form."""

"""What every full screen of the floor shares: its view name, its bindings, the common actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.screen import Screen

if TYPE_CHECKING:
    from cstui.tui.app import CstuiApp


class FloorScreen(Screen[None]):
    """A screen of one view.

    A subclass sets ``VIEW`` and ``BINDINGS = bindings(VIEW)`` (cstui.tui.keys) and may answer
    ``refs``, ``why_not``, ``refresh_floor`` and ``retranslate``.
    """

    VIEW: ClassVar[str] = ""

    @property
    def floor_app(self) -> CstuiApp:
        """Return the app with its actor and work threads."""
        return cast("CstuiApp", self.app)

    def refs(self) -> tuple[str, ...]:
        """Return the complaints that an action means: the marks, else the one shown."""
        return ()

    def why_not(self, step: str) -> str | None:
        """Return why a step cannot be done now, already translated, or None when it can."""
        return None

    async def refresh_floor(self) -> None:
        """Read again what is shown: something on the floor has changed."""

    def tick_minute(self) -> None:
        """Repaint what depends on the clock only."""

    def retranslate(self) -> None:
        """Draw every text again: the language has changed."""
        self.refresh(recompose=True)

    def action_step(self, step: str) -> None:
        """Do one step on the complaints meant; a dimmed one only says why not."""
        reason = self.why_not(step)
        if reason is not None:
            self.floor_app.status(reason)
        elif refs := self.refs():
            self.floor_app.act(step, refs)

    def action_view(self, view: str) -> None:
        self.floor_app.show_view(view)

    def action_intake(self) -> None:
        self.floor_app.open_intake()

    def action_command(self) -> None:
        self.floor_app.open_command_line()

    def action_help(self) -> None:
        self.floor_app.open_help(self)

    def action_palette(self) -> None:
        self.floor_app.open_palette()

    def action_cancel(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        self.floor_app.back()

"""What every full screen of the floor shares: its view name, its bindings, the common actions."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.screen import Screen

from cstui.errors import CstuiError
from cstui.floor.complaints import Batch
from cstui.i18n import _
from cstui.tui.widgets.command_line import CommandLine

if TYPE_CHECKING:
    from cstui.tui.floor_app import FloorApp


class FloorScreen(Screen[None]):
    """A screen of one view.

    A subclass sets ``VIEW`` and ``BINDINGS = bindings(VIEW)`` (cstui.tui.keys) and may answer
    ``refs``, ``why_not``, ``refresh_floor`` and ``retranslate``.
    """

    VIEW: ClassVar[str] = ""
    _covered = False

    @property
    def floor_app(self) -> FloorApp:
        """Return the app with its actor and work threads."""
        return cast("FloorApp", self.app)

    def refs(self) -> tuple[str, ...]:
        """Return the complaints that an action means: the marks, else the one shown."""
        return ()

    def why_not(self, step: str) -> str | None:
        """Return why a step cannot be done now, already translated, or None when it can."""
        return None

    async def refresh_floor(self) -> None:
        """Read again what is shown: something on the floor has changed."""

    def acted(self, action: str, done: Batch) -> None:
        """Take in what became of a step that was done from here."""

    def point_at(self, ref: str) -> None:
        """Put the cursor on a complaint where it is shown."""

    async def tick_minute(self) -> None:
        """Repaint what depends on the clock only."""

    def read_in_background(self, reading: Coroutine[Any, Any, None], group: str) -> None:
        """Run a reading as a worker, one of a group at a time; its CstuiError is shown."""
        self.run_worker(self._told(reading), group=group, exclusive=True)

    async def _told(self, reading: Coroutine[Any, Any, None]) -> None:
        try:
            await reading
        except CstuiError as error:
            self.floor_app.show_error(error)

    def on_screen_suspend(self) -> None:
        self._covered = True

    def on_screen_resume(self) -> None:
        if self._covered:
            self.read_in_background(self.refresh_floor(), "resume")

    @on(CommandLine.Given)
    async def _on_command(self, message: CommandLine.Given) -> None:
        await self.floor_app.obey(self, message.text)

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

    def action_advance(self) -> None:
        """Do the next step of the one complaint meant."""
        step = self.next_step()
        if step is None:
            self.floor_app.status(_("There is no next step here."))
        else:
            self.action_step(step)

    def action_undo(self) -> None:
        self.floor_app.undo_last()

    def action_repeat(self) -> None:
        """Do the last step once more, on the complaints meant now; a dimmed one only says why not."""
        step = self.floor_app.last_step
        if step is None:
            self.floor_app.status(_("There is nothing to repeat yet."))
        elif reason := self.why_not(step.action):
            self.floor_app.status(reason)
        elif refs := self.refs():
            self.floor_app.repeat(step, refs)

    def next_step(self) -> str | None:
        """Return the step that moves the complaint meant on, None when there is none."""
        return None

    def action_next(self) -> None:
        self.floor_app.pull_next()

    def action_copy_ref(self) -> None:
        """Copy the references meant to the terminal's clipboard."""
        if refs := self.refs():
            self.app.copy_to_clipboard(" ".join(refs))
            self.floor_app.status(_("Copied {refs}").format(refs=" ".join(refs)))

    def action_view(self, view: str) -> None:
        self.floor_app.show_view(view)

    async def action_saved_views(self) -> None:
        """Let the person pick a saved view."""
        await self.floor_app.pick_view()

    def action_intake(self) -> None:
        self.floor_app.open_intake()

    async def action_command(self) -> None:
        """Open the command line; awaited, so that keys typed on land in it."""
        await self.floor_app.open_line(self)

    def action_help(self) -> None:
        self.floor_app.open_help(self)

    def action_palette(self) -> None:
        self.floor_app.open_palette()

    def action_cancel(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        self.floor_app.back()

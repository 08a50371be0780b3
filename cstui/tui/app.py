"""The screens' program: which screens there are, how they are reached, and how a step is done from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import App

from cstui.errors import CstuiError
from cstui.floor import accounts, complaints, store
from cstui.floor.forms import FORMS
from cstui.floor.views import Actor
from cstui.text import one_line, visible
from cstui.tui import steps
from cstui.tui.work import Work

if TYPE_CHECKING:
    from cstui.floor.complaints import Batch
    from cstui.tui.modals.step import Answered
    from cstui.tui.screens.base import FloorScreen


class CstuiApp(App[None]):
    """The floor at the screen, for one person.

    ``actor`` is who works here, ``work`` runs the floor's functions in threads.
    """

    TITLE = "cstui"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "app.tcss"

    def __init__(self, login: str, path: Path, demo: Callable[[], float] | None = None) -> None:
        super().__init__()
        self.path = path
        self.actor: Actor = accounts.find_actor(login)
        self.work = Work()
        self._demo = demo

    # Telling the person

    def show_error(self, error: CstuiError) -> None:
        """Show an error as a toast; its text may quote foreign text, so it is never markup."""
        message = visible(error.detail) or visible(error.title)
        title = one_line(error.title) if error.detail else ""
        self.notify(message, title=title, severity="error", markup=False)

    def status(self, text: str) -> None:
        """Show one line in the status line of the screen on top."""
        from cstui.tui.widgets.status_line import StatusLine

        for line in self.screen.query(StatusLine):
            line.show(text)

    # Acting on complaints

    @work(group="act")
    async def act(self, action: str, refs: Sequence[str], values: Mapping[str, Any] | None = None) -> None:
        """Do one step on complaints: ask its form where it has one, then call the floor.

        ``values`` given means that the form has been answered already; when the floor refuses
        them, the form opens with what was typed.
        """
        answered: Mapping[str, Any] = values or {}
        done: Batch | None = None
        error: CstuiError | None = None
        if values is not None or not FORMS[action]:
            try:
                done = await self._take(action, refs, answered)
            except CstuiError as problem:
                error = problem
        if error is not None and not FORMS[action]:
            self.show_error(error)
            return
        if done is None:
            result = await self._ask_form(action, refs, answered, error)
            if result is None:
                return
            done, answered = result
        self.status(steps.outcome(action, [each.ref for each in done.done], done.refused, answered))
        await self.refresh_floor()

    async def _ask_form(
        self, action: str, refs: Sequence[str], values: Mapping[str, Any], error: CstuiError | None
    ) -> Answered | None:
        from cstui.tui.modals.assign import AssignModal
        from cstui.tui.modals.step import StepModal

        dialog = AssignModal if action == "assign" else StepModal
        take = partial(self._take, action, refs)
        return await self.push_screen_wait(dialog(action, tuple(refs), take, values, error))

    async def _take(self, action: str, refs: Sequence[str], values: Mapping[str, Any]) -> Batch:
        if len(refs) > 1:
            return await self.work.write(complaints.take_many, self.actor, refs, action, values)
        done = await self.work.write(complaints.take, self.actor, refs[0], action, values)
        return complaints.Batch((done,), ())

    # Moving between screens

    def show_view(self, view: str, query: str | None = None) -> None:
        """Show one of the views queue, agents, teams; ``query`` filters the queue."""

    def open_complaint(self, ref: str) -> None:
        """Open the page of one complaint."""

    def open_intake(self) -> None:
        """Open the intake form."""

    def open_command_line(self) -> None:
        """Open the command line of the screen on top."""

    def open_help(self, screen: FloorScreen) -> None:
        """Show the keys of a screen's view."""

    def open_palette(self) -> None:
        """Open the palette."""

    def back(self) -> None:
        """Go back one level; at the root ask whether to quit."""

    async def refresh_floor(self) -> None:
        """Let the screens read again what they show."""


def run(login: str, path: Path, demo: Callable[[], float] | None = None) -> int:
    """Run the screens for a login on a store and return the exit status.

    ``demo`` makes one complaint arrive and returns the seconds until the next.
    """
    store.open_floor(path)
    app = CstuiApp(login, path, demo)
    app.run()
    return app.return_code or 0

"""What screens share that do things by asking first: a form, a choice, and telling what became of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any

from cstui.errors import CstuiError
from cstui.floor import access
from cstui.floor.forms import Field
from cstui.tui.act import Act
from cstui.tui.keys import BY_ID
from cstui.tui.screens.base import FloorScreen

Submit = Callable[[Mapping[str, Any]], Awaitable[str]]


class DeskScreen(FloorScreen):
    """A subclass's actions ask through these; the floor decides, and its refusals are shown where they arise."""

    NEEDS: Mapping[str, str] = {}  # the right that an act takes; without it no form is opened

    def why_barred(self, act: Act) -> str | None:
        """Say why an act is none of the actor's business here, None when it is."""
        needed = self.NEEDS.get(act.id)
        return access.lacking(self.floor_app.actor, needed) if needed else None

    def denied(self, act: str) -> bool:
        """Say in the status line why an act is none of the actor's business, and whether it is not."""
        reason = self.why_barred(BY_ID[act])
        if reason is not None:
            self.floor_app.status(reason)
        return reason is not None

    def ask(self, name: str, heading: str, fields: tuple[Field, ...], submit: Submit, *, typed: bool = False) -> None:
        """Ask for a form under the draft's ``name``; ``submit`` gets checked, typed values where ``typed``."""
        from cstui.floor import answers, store
        from cstui.tui.modals.desk import DeskModal

        async def checked(values: Mapping[str, Any]) -> str:
            return await submit(answers.check(fields, values, now=store.now()) if typed else values)

        def answered(told: str | None) -> None:
            if told is not None:
                self.do(self.say(told))

        self.app.push_screen(DeskModal(name, heading, fields, checked), answered)

    def choose(self, heading: str, lines: Sequence[str], then: Callable[[int], None]) -> None:
        """Let the person pick one of some lines and go on with its place."""
        from cstui.tui.modals.choose import ChooseModal

        self.app.push_screen(ChooseModal(heading, lines), lambda place: then(place) if place is not None else None)

    def do(self, doing: Coroutine[Any, Any, None]) -> None:
        """Do something in the background, side by side with what else goes on; its CstuiError is shown."""
        self.run_worker(self._shown(doing), group="act")

    async def _shown(self, doing: Coroutine[Any, Any, None]) -> None:
        try:
            await doing
        except CstuiError as error:
            self.floor_app.show_error(error)

    async def say(self, told: str) -> None:
        """Tell what became of it, over what is read again."""
        await self.refresh_floor()
        self.floor_app.status(told)

"""What every screen around a form does alike: send it, refuse without losing a word, leave it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import events, work
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from cstui.errors import BadInput, CstuiError
from cstui.i18n import _
from cstui.text import visible
from cstui.tui import keys
from cstui.tui.act import FORM
from cstui.tui.foreign import literal
from cstui.tui.keys import BY_ID, bindings
from cstui.tui.widgets.form import Form
from cstui.tui.widgets.picker import Picker

if TYPE_CHECKING:
    from cstui.tui.floor_app import FloorApp

R = TypeVar("R")


class FormHost(Screen[R]):
    """A screen with one Form and a line ``#refusal``; a subclass says what sending and leaving mean.

    ``send`` hands the values to the floor and closes (CstuiError when they are refused), ``left`` closes.
    """

    send: Callable[[Mapping[str, Any]], Awaitable[None]]
    left: Callable[[], None]

    BINDINGS = bindings(FORM)
    sending = False
    ready = False

    @property
    def takes_template(self) -> bool:
        """Whether a reply template can fill something in here."""
        return False

    def __init__(self) -> None:
        super().__init__()
        self._early: list[events.Key] = []

    @property
    def floor_app(self) -> FloorApp:
        """Return the app with its actor and work threads."""
        return cast("FloorApp", self.app)

    @property
    def form(self) -> Form:
        """Return the form."""
        return self.query_one(Form)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave ctrl+d and enter to the editors where they mean something else to them."""
        if action == "discard_draft":
            return self.form.restored
        if action == "enter_field":
            return isinstance(self.focused, Input)
        return action != "use_template" or self.takes_template

    # Typing ahead: on a slow line several keys come at once, and none may be lost or go astray

    def on_key(self, event: events.Key) -> None:
        """Hold what is typed before the rows stand."""
        if not self.ready and event.is_printable:
            event.stop()
            self._early.append(event)

    def begin(self, first: Widget | None) -> None:
        """Put the focus where work begins and hand it what was typed meanwhile."""
        if first is not None:
            first.focus()
        self.ready = True
        for event in self._early:
            self.app.post_message(events.Key(event.key, event.character))
        self._early.clear()

    async def _caught_up(self) -> None:
        """Wait until the field with the focus, and what reacts to it, has taken in every key before this one."""
        for node in self.focused.ancestors_with_self if self.focused is not None else ():
            if node is self:
                return
            done = asyncio.Event()
            node.call_later(done.set)
            await done.wait()

    def action_next_field(self) -> None:
        self.focus_next()

    def action_previous_field(self) -> None:
        self.focus_previous()

    async def action_enter_field(self) -> None:
        """Take the choice offered below the line; else go to the next field."""
        await self._caught_up()
        picker = self.focused.parent if self.focused is not None else None
        if not (isinstance(picker, Picker) and picker.take_offered()):
            self.focus_next()

    @work(group="send")
    async def action_submit(self) -> None:
        """Send the form, once, when nothing in it is wrong."""
        await self._caught_up()
        if not self.ready or self.sending or self.form.show_problems():
            return
        self.sending = True
        self.show_refusal(None)
        try:
            await self.send(self.form.values())
        except CstuiError as refusal:
            self.show_refusal(refusal)
            if isinstance(refusal, BadInput):
                self.form.refuse(refusal.problems)
        finally:
            self.sending = False

    def show_refusal(self, refusal: CstuiError | None) -> None:
        """Show why the floor said no, or nothing."""
        line = self.query_one("#refusal", Static)
        line.update(literal(_told(refusal) if refusal else ""))
        line.display = refusal is not None
        self.set_class(refusal is not None, "-refused")

    @work(group="leave", exclusive=True)
    async def action_leave(self) -> None:
        """Leave; ask first when something was typed."""
        from cstui.tui.modals.leave import LeaveModal

        if self.form.typed:
            answer = await self.app.push_screen_wait(LeaveModal())
            if answer == "stay":
                return
            await (self.form.save_draft() if answer == "keep" else self.form.drop_draft())
        self.left()

    @work(group="draft", exclusive=True)
    async def action_discard_draft(self) -> None:
        """Throw the restored draft away and start afresh."""
        await self.form.discard_draft()
        self.refresh_bindings()

    def key_words(self) -> str:
        """Return the line that names the keys of a form."""
        names = ("submit", "template" if self.takes_template else "next", "leave")  # a dialog of 80 takes no more
        shown = (BY_ID[f"form.{name}"] for name in names)
        named = [f"{keys.shown(act, self.floor_app.remap)} {_(act.label)}" for act in shown]
        return "   ".join((*named, _("* needed")))


def _told(refusal: CstuiError) -> str:
    title = visible(refusal.title)
    return f"! {title}\n  {visible(refusal.detail)}" if refusal.detail else f"! {title}"

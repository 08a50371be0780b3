"""What every screen around a form does alike: send it, refuse without losing a word, leave it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import work
from textual.screen import Screen
from textual.widgets import Static

from cstui.errors import BadInput, CstuiError
from cstui.i18n import _
from cstui.text import visible
from cstui.tui.foreign import literal
from cstui.tui.keys import FORM, bindings
from cstui.tui.widgets.form import Form

if TYPE_CHECKING:
    from cstui.tui.app import CstuiApp

R = TypeVar("R")

class FormHost(Screen[R]):
    """A screen with one Form and a line ``#refusal``; a subclass says what sending and leaving mean."""

    BINDINGS = bindings(FORM)
    sending = False

    @property
    def floor_app(self) -> CstuiApp:
        """Return the app with its actor and work threads."""
        return cast("CstuiApp", self.app)

    @property
    def form(self) -> Form:
        """Return the form."""
        return self.query_one(Form)

    async def send(self, values: Mapping[str, Any]) -> None:
        """Hand the values to the floor and close; raises CstuiError when they are refused."""
        raise NotImplementedError

    def left(self) -> None:
        """Close without having sent anything."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer ctrl+d only while there is a restored draft: it is also an editor's key for "delete right"."""
        if action == "discard_draft":
            return self.form.restored
        return True

    @work(group="send")
    async def action_submit(self) -> None:
        """Send the form, once, when nothing in it is wrong."""
        if self.sending or self.form.show_problems():
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
        return _("ctrl+s Send   tab Next field   esc Cancel   * needed")


def _told(refusal: CstuiError) -> str:
    title = visible(refusal.title)
    return f"! {title}\n  {visible(refusal.detail)}" if refusal.detail else f"! {title}"

"""A phone in full on a screen of complaints: asked for with a reason, masked again after a while and on leaving."""

from __future__ import annotations

from textual.timer import Timer

from cstui.floor.reveal import SHOWN_SECONDS
from cstui.i18n import _
from cstui.tui.screens.base import FloorScreen
from cstui.tui.widgets.status_line import StatusLine


class RevealingScreen(FloorScreen):
    """A screen of complaints; ``revealed`` is the reference and the phone that is shown in full now."""

    revealed: tuple[str, str] | None = None
    _masking: Timer | None = None

    def action_reveal(self) -> None:
        """Ask why, then show the phone of the one complaint meant."""
        refs = self.refs()
        if len(refs) != 1:
            self.floor_app.status(_("A phone is revealed of one complaint at a time."))
            return
        from cstui.tui.modals.reveal import RevealModal

        def answered(phone: str | None) -> None:
            if phone is not None:
                self.reveal(refs[0], phone)

        self.app.push_screen(RevealModal(refs[0]), answered)

    def reveal(self, ref: str, phone: str) -> None:
        """Show a phone for SHOWN_SECONDS."""
        self.mask()
        self.revealed = ref, phone
        self._masking = self.set_timer(SHOWN_SECONDS, self.mask)
        told = _("{ref}: {phone}, masked again in {n} s").format(ref=ref, phone=phone, n=SHOWN_SECONDS)
        self.query_one(StatusLine).show(told)
        self.redraw_phone()

    def mask(self) -> None:
        """Show the phone masked again, if it is in full."""
        if self._masking is not None:
            self._masking.stop()
            self._masking = None
        if self.revealed is None:
            return
        phone, self.revealed = self.revealed[1], None
        for line in self.query(StatusLine):
            if phone in line.text:
                line.show("")
        self.redraw_phone()

    def redraw_phone(self) -> None:
        """Draw again what shows the phone besides the status line."""

    def on_screen_suspend(self) -> None:
        self.mask()  # another screen, a dialog, the lock

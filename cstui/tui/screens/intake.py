"""The intake form: a complaint taken down while the caller speaks, and who the caller is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Static

from cstui.errors import BadInput, CstuiError
from cstui.floor import complaints, customers, store
from cstui.floor.forms import INTAKE
from cstui.floor.views import Actor, Caller
from cstui.i18n import _, ngettext
from cstui.text import one_line
from cstui.tui.foreign import literal
from cstui.tui.widgets.case_text import Shown, moment
from cstui.tui.widgets.form import Form
from cstui.tui.widgets.form_host import FormHost

PAUSE_SECONDS = 0.25  # typing rests this long before the store is asked
_ASKED_BY = ("customer_phone", "customer_id")


class IntakeScreen(FormHost[str | None]):
    """Takes a complaint in; dismissed with its ref, or with None when it was left.

    While a phone or customer number is typed, what is known of the customer shows above the form.
    """

    CSS_PATH = ["intake.tcss", "../widgets/form.tcss"]

    def __init__(self) -> None:
        super().__init__()
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Draw the frame; the form's rows follow when the floor has been asked."""
        yield Static(literal(_("New complaint")), id="intake-title")
        yield Static("", id="caller")
        yield Form(INTAKE, ("intake", ""))
        yield Static("", id="refusal")
        yield Static(literal(self.key_words()), classes="keys")

    def on_mount(self) -> None:
        self.show_refusal(None)
        self.query_one("#caller").display = False
        self._open()

    @work(group="open")
    async def _open(self) -> None:
        try:
            await self.form.open({"channel": "phone", "severity": "normal", "team": self.floor_app.actor.team})
        except CstuiError as problem:
            self.show_refusal(problem)
            return
        self.begin(self.form.rows[0].target)
        self._ask()

    async def send(self, values: Mapping[str, Any]) -> None:
        """Take the complaint in; the screen closes only when the floor agrees."""
        added = await self.floor_app.work.write(complaints.add, self.floor_app.actor, values)
        await self.form.drop_draft()
        self.dismiss(added.ref)

    def left(self) -> None:
        self.dismiss(None)

    # Who is calling

    @on(Form.Edited)
    def _typed(self, event: Form.Edited) -> None:
        if event.field in _ASKED_BY:
            if self._pause is not None:
                self._pause.stop()
            self._pause = self.set_timer(PAUSE_SECONDS, self._ask)

    @work(group="caller", exclusive=True)
    async def _ask(self) -> None:
        """Ask the floor who is calling and show the answer."""
        phone, number = (self._answer(name) for name in _ASKED_BY)
        known: Caller | None = None
        zone: tzinfo | None = None
        if phone or number:
            try:
                known, zone = await self.floor_app.work.read(_who, self.floor_app.actor, phone, number)
            except BadInput:
                known = None  # digits that are no number yet; the field says so itself
            except CstuiError as problem:
                self.show_refusal(problem)
        badge = self.query_one("#caller", Static)
        badge.display = known is not None
        if known is not None and zone is not None:
            badge.update(literal(caller_words(known, Shown(zone, store.now()))))

    def _answer(self, name: str) -> str:
        try:
            return str(self.form.row(name).value or "")
        except BadInput:
            return ""


def _who(actor: Actor, phone: str, number: str) -> tuple[Caller | None, tzinfo]:
    return customers.caller(actor, phone=phone, customer_id=number), store.zone()


def caller_words(caller: Caller, shown: Shown) -> str:
    """Return what is known of a caller in two lines: who, how often; what is open, with whom, promised for when."""
    customer = caller.customer
    who = [one_line(customer.name) or _("unnamed customer"), one_line(customer.tier or "")]
    if caller.repeat_count:
        often = ngettext("{n} complaint in 90 days", "{n} complaints in 90 days", caller.repeat_count)
        who.append(often.format(n=caller.repeat_count))
    if caller.last_outcome:
        who.append(_("last: {outcome}").format(outcome=one_line(caller.last_outcome)))
    return " · ".join(filter(None, who)) + "\n" + " · ".join(_open_words(caller, shown))


def _open_words(caller: Caller, shown: Shown) -> list[str]:
    if not caller.open_refs:
        return [_("nothing open")]
    words = [_("open: {refs}").format(refs=", ".join(caller.open_refs))]
    words.append(_("with {owner}").format(owner=one_line(caller.owner)) if caller.owner else _("nobody's yet"))
    if caller.last_contact_at:
        words.append(_("last contact {time}").format(time=moment(caller.last_contact_at, shown)))
    if caller.promised_at:
        late = caller.promised_at <= shown.now
        promise = _("BROKEN promise for {time}") if late else _("promised for {time}")
        words.append(promise.format(time=moment(caller.promised_at, shown)))
    return words

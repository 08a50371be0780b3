"""The intake form: a complaint taken down while the caller speaks, and who the caller is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Static

from cstui.errors import BadInput, CstuiError
from cstui.floor import complaints, customers, duplicates, store
from cstui.floor.forms import INTAKE
from cstui.floor.labels import label
from cstui.floor.views import Actor, Caller, Complaint
from cstui.i18n import _, listed, ngettext
from cstui.text import one_line
from cstui.tui.foreign import literal
from cstui.tui.widgets.case_text import Shown, moment
from cstui.tui.widgets.form import Form
from cstui.tui.widgets.form_host import FormHost

PAUSE_SECONDS = 0.25  # typing rests this long before the store is asked
_ASKED_BY = ("customer_phone", "customer_id")
_COMPARED = ("category", "subject", "narrative")


class _Known(NamedTuple):
    """What the floor knows while intake is typed."""

    caller: Caller | None
    likely: tuple[Complaint, ...]
    zone: tzinfo


class IntakeScreen(FormHost[str | None]):
    """Takes a complaint in; dismissed with its ref, or with None when it was left.

    While a phone or customer number is typed, what is known of the customer shows above the form,
    and so do complaints that this one may repeat.
    """

    CSS_PATH = ["intake.tcss", "../widgets/form.tcss"]

    def __init__(self) -> None:
        super().__init__()
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Draw the frame; the form's rows follow when the floor has been asked."""
        yield Static(literal(_("New complaint")), id="intake-title")
        yield Static("", id="caller")
        yield Static("", id="likely")
        yield Form(INTAKE, ("intake", ""))
        yield Static("", id="refusal")
        yield Static(literal(self.key_words()), classes="keys")

    def on_mount(self) -> None:
        self.show_refusal(None)
        self.query_one("#caller").display = self.query_one("#likely").display = False
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
        if event.field in (*_ASKED_BY, *_COMPARED):
            if self._pause is not None:
                self._pause.stop()
            self._pause = self.set_timer(PAUSE_SECONDS, self._ask)

    @work(group="caller", exclusive=True)
    async def _ask(self) -> None:
        """Ask the floor who is calling, and whether this is here already, and show the answers."""
        typed = {name: self._answer(name) for name in (*_ASKED_BY, *_COMPARED)}
        try:
            known = await self.floor_app.work.read(_known, self.floor_app.actor, typed)
        except CstuiError as problem:
            self.show_refusal(problem)
            return
        shown = Shown(known.zone, store.now())
        self._badge("#caller", caller_words(known.caller, shown) if known.caller else "")
        self._badge("#likely", likely_words(known.likely))

    def _badge(self, name: str, words: str) -> None:
        badge = self.query_one(name, Static)
        badge.display = bool(words)
        badge.update(literal(words))

    def _answer(self, name: str) -> str:
        try:
            return str(self.form.row(name).value or "")
        except BadInput:
            return ""


def _known(actor: Actor, typed: Mapping[str, str]) -> _Known:
    caller: Caller | None = None
    if typed["customer_phone"] or typed["customer_id"]:
        try:
            caller = customers.caller(actor, phone=typed["customer_phone"], customer_id=typed["customer_id"])
        except BadInput:
            caller = None  # digits that are no number yet; the field says so itself
    return _Known(caller, duplicates.likely(actor, typed), store.zone())


def likely_words(likely: Sequence[Complaint]) -> str:
    """Return one line on the complaints that this one may repeat, empty when there are none."""
    if not likely:
        return ""
    told = []
    for case in likely:
        about = one_line((case.subject or case.narrative)[:60])
        told.append(f"{case.ref} {label('state', case.state)} {about}")
    return _("May be here already: {cases}").format(cases=" · ".join(told))


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
    words = [_("open: {refs}").format(refs=listed(caller.open_refs))]
    words.append(_("with {owner}").format(owner=one_line(caller.owner)) if caller.owner else _("nobody's yet"))
    if caller.last_contact_at:
        words.append(_("last contact {time}").format(time=moment(caller.last_contact_at, shown)))
    if caller.promised_at:
        late = caller.promised_at <= shown.now
        promise = _("BROKEN promise for {time}") if late else _("promised for {time}")
        words.append(promise.format(time=moment(caller.promised_at, shown)))
    return words

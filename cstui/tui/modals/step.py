"""The dialog of one step of a complaint's life: its form, and the floor's refusal without losing what was typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from cstui.errors import CstuiError
from cstui.floor import complaints, labels, leases, next_level
from cstui.floor.complaints import Batch
from cstui.floor.forms import FORMS
from cstui.floor.views import Detail
from cstui.i18n import N_, _, labelled, listed, ngettext
from cstui.text import one_line
from cstui.tui.foreign import literal, literal_line
from cstui.tui.widgets.form import Form
from cstui.tui.widgets.form_host import FormHost

HOLD_SECONDS = 10.0  # half of a lease: one renewal may be late

Submit = Callable[[Mapping[str, Any]], Awaitable[Batch]]

PURPOSES = {
    "verify": N_("Records what was checked; the case then stands as verified."),
    "register": N_("Sets severity and category; the case can then be claimed."),
    "assign": N_("Makes a person the owner of the case."),
    "release": N_("Gives the case back to the queue, without an owner."),
    "transfer": N_("Hands the case to another team, which accepts or returns it."),
    "return": N_("Sends the case back; it regains its former state and owner."),
    "coordinate": N_("Records what was agreed with other parties."),
    "wait": N_("Waits for someone until a set time; the case then goes on by itself."),
    "resume": N_("Ends the wait; the case goes on."),
    "respond": N_("Records the answer to the customer and what was done."),
    "close": N_("Archives the case."),
    "reopen": N_("Opens the closed case again: work goes on, with a new internal clock."),
    "merge": N_("Ends the case in another one, which keeps the earliest receipt and every contact."),
    "promise": N_("Records a time told to the customer; its clock never pauses."),
    "extend": N_("Gives a limit more time; it needs approver, reason and notice."),
    "escalate": N_("Calls a lead or manager to the case."),
    "not-accepted": N_("The customer does not accept the answer: work goes on."),
    "reject": N_("Ends the case without handling it."),
    "withdraw": N_("Ends the case because the customer withdraws it."),
    "contact": N_("Logs a contact; an outbound one stops the first-response clock."),
    "note": N_("Writes a note; notes never stop a clock."),
}


class Answered(NamedTuple):
    """What the floor did, and the answers it was given."""

    done: Batch
    values: Mapping[str, Any]


class StepModal(FormHost[Answered | None], ModalScreen[Answered | None]):
    """Asks for the form of ``action`` on ``refs`` and hands it to ``submit``.

    ``submit`` calls the floor.  While it raises a CstuiError the dialog stays open, shows why and keeps
    what was typed.  Dismissed with None when it was cancelled.  ``values`` fill the form in, ``error`` is
    a refusal already met with them.
    """

    CSS_PATH = ["step.tcss", "../widgets/form.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (40, "-tall")]

    def __init__(
        self,
        action: str,
        refs: tuple[str, ...],
        submit: Submit,
        values: Mapping[str, Any] | None = None,
        error: CstuiError | None = None,
    ) -> None:
        super().__init__()
        self.action = action
        self.refs = refs
        self._submit = submit
        self._values = dict(values or {})
        self._error = error

    def compose(self) -> ComposeResult:
        """Draw the frame; the form's rows follow when the floor has been asked."""
        with Vertical(id="step"):
            yield Static(literal_line(self._heading()), id="step-title")
            yield Static(literal(_(PURPOSES.get(self.action, ""))), id="step-purpose")
            yield from self.above_form()
            yield Form(FORMS[self.action], self._draft())
            yield Static("", id="refusal")
            yield Static(literal(self.key_words()), classes="keys")

    def above_form(self) -> ComposeResult:
        """Draw what stands between the purpose and the form."""
        yield from ()

    def on_mount(self) -> None:
        self.show_refusal(self._error)
        self._open()

    @work(group="open")
    async def _open(self) -> None:
        try:
            given: dict[str, Any] = {}
            if len(self.refs) == 1:
                detail = await self.floor_app.work.read(complaints.show, self.floor_app.actor, self.refs[0])
                self.query_one("#step-title", Static).update(literal_line(self._heading(detail)))
                given = await self._given(detail)
                self._warn(detail)
            self.hold()
            self.set_interval(HOLD_SECONDS, self.hold)
            await self.form.open({**given, **self._values})
            await self.opened()
        except CstuiError as problem:
            self.show_refusal(problem)

    async def _given(self, detail: Detail) -> dict[str, Any]:
        # An escalation is drafted by the floor; of other steps only what the case says already is known.
        if self.action == "escalate":
            return dict(await self.floor_app.work.read(next_level.proposal, self.floor_app.actor, self.refs[0]))
        return _known(self.action, detail)

    async def opened(self) -> None:
        """Go to where work begins."""
        self.begin(self.form.rows[0].target if self.form.rows else None)

    async def send(self, values: Mapping[str, Any]) -> None:
        """Hand the answers to the floor; the dialog closes only when it agrees."""
        done = await self._submit(values)
        self._let_go()
        await self.form.drop_draft()
        self.dismiss(Answered(done, values))

    def left(self) -> None:
        self._let_go()
        self.dismiss(None)

    @property
    def takes_template(self) -> bool:
        """Whether this is the reply to one complaint, whose fields a template takes."""
        return self.action == "respond" and len(self.refs) == 1

    @work(group="template", exclusive=True)
    async def action_use_template(self) -> None:
        """Pick a template and put its text, filled in, into the reply; what was typed stays above it."""
        from cstui.tui.modals.templates import TemplatesModal, filled

        if not self.ready:
            return
        try:
            offered = await self.floor_app.work.read(filled, self.floor_app.actor, self.refs[0])
        except CstuiError as problem:
            self.show_refusal(problem)
            return
        if not offered:
            self.show_refusal(CstuiError(_("There is no template yet"), _("See `cstui template add`.")))
            return
        text = await self.app.push_screen_wait(TemplatesModal(offered))
        if text is not None:
            row = self.form.row("text")
            row.raw = "\n".join(filter(None, (str(row.raw).rstrip(), text)))
            row.target.focus()

    @work(group="lease")
    async def hold(self) -> None:
        """Let the others see that these complaints are being edited."""
        try:
            await self.floor_app.work.write(leases.hold, self.floor_app.actor, *self.refs)
        except CstuiError as problem:
            self.floor_app.status(problem.title)

    def _let_go(self) -> None:
        # The app's worker, not the dialog's: the dialog is gone before it has run.
        self.app.run_worker(self.floor_app.work.write(leases.release, self.floor_app.actor, *self.refs), group="lease")

    def _draft(self) -> tuple[str, str]:
        more = f"+{len(self.refs) - 1}" if len(self.refs) > 1 else ""
        return self.action, self.refs[0] + more

    def _heading(self, detail: Detail | None = None) -> str:
        step = labels.label("action", self.action).capitalize()
        if detail is not None:
            about = one_line(detail.complaint.subject or detail.complaint.narrative)
            return f"{step} · {detail.complaint.ref} · {about}"
        if len(self.refs) == 1:
            return f"{step} · {self.refs[0]}"
        many = ngettext("{n} complaint", "{n} complaints", len(self.refs)).format(n=len(self.refs))
        return f"{step} · {labelled(many, listed(self.refs))}"

    def _warn(self, detail: Detail) -> None:
        reason = detail.steps.get(self.action)
        if reason is not None and self._error is None:
            self.show_refusal(CstuiError(reason))


def _known(action: str, detail: Detail) -> dict[str, Any]:
    # What the case says already is not typed twice.
    complaint = detail.complaint
    if action == "register":
        return {"severity": complaint.severity, "category": complaint.category or ""}
    if action == "respond":
        return {"channel": complaint.channel, "category": complaint.category or ""}
    if action == "contact":
        return {"channel": complaint.channel}
    return {}

"""The dialog that assigns: who may take the case, and why the others may not."""

from __future__ import annotations

from datetime import datetime

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cstui.errors import CstuiError
from cstui.floor import dispatch, store
from cstui.floor.views import Offer
from cstui.i18n import _
from cstui.text import one_line
from cstui.tui.foreign import literal, literal_line
from cstui.tui.modals.step import StepModal
from cstui.tui.steps import BEST


class AssignModal(StepModal):
    """Lists the floor's offers above the form: enter on an offered person assigns at once.

    A person passed over can be named too, where the floor agrees to the reason typed.
    """

    def above_form(self) -> ComposeResult:
        """Draw the list of offers."""
        yield OptionList(id="offers", markup=False, compact=True)
        yield Static("", id="not-judged", classes="keys")
        if len(self.refs) > 1:
            yield Static(literal(_("The list is that of {ref}.").format(ref=self.refs[0])), classes="keys")

    async def opened(self) -> None:
        """Fill the offers in; of several cases those of the first, whose team and respondent decide."""
        offers = await self.floor_app.work.read(dispatch.offers, self.floor_app.actor, self.refs[0])
        unknown = await self.floor_app.work.read(dispatch.unknown, self.floor_app.actor, self.refs[0])
        self.query_one("#not-judged", Static).update(literal(unknown))
        listed = self.query_one("#offers", OptionList)
        now = store.now()
        ready = [offer for offer in offers if offer.passed_over is None]
        passed = [offer for offer in offers if offer.passed_over is not None]
        if ready and len(self.refs) > 1:
            listed.add_option(Option(literal(_("Spread over those who qualify, each case to the best")), id=BEST))
        listed.add_options([Option(literal_line(_line(offer, now)), id=offer.login) for offer in ready])
        if not ready:
            self.show_refusal(CstuiError(_("Nobody qualifies: see the reasons in the list.")))
        if passed:
            listed.add_options([None, Option(literal(_("Passed over:")), disabled=True)])
            listed.add_options([Option(literal_line(_line(offer, now)), id=offer.login) for offer in passed])
        self._ready = {offer.login for offer in ready}
        if ready:
            listed.highlighted = 0
        self.begin(listed)

    @on(OptionList.OptionSelected, "#offers")
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        login = event.option_id or ""
        if login == BEST:
            self._spread()
            return
        self.form.row("to").raw = login
        if login in self._ready:
            self.action_submit()
        else:
            self.form.row("reason").target.focus()

    @work(group="send")
    async def _spread(self) -> None:
        """Let the floor find an owner for each case."""
        if self.sending:
            return
        self.sending = True
        try:
            await self.send({"to": BEST})
        except CstuiError as refusal:
            self.show_refusal(refusal)
        finally:
            self.sending = False


def _line(offer: Offer, now: datetime) -> str:
    load = _("{load} of {cap} cases").format(load=offer.load, cap=offer.cap)
    last = offer.passed_over if offer.passed_over is not None else _idle(offer.idle_since, now)
    return " · ".join((offer.login, one_line(offer.name), load, last))


def _idle(since: datetime | None, now: datetime) -> str:
    if since is None:
        return _("no case yet")
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return _("idle {n} min").format(n=minutes)
    if minutes < 48 * 60:
        return _("idle {n} h").format(n=minutes // 60)
    return _("idle {n} days").format(n=minutes // 1440)

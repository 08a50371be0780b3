"""The shift on one page: the brief, the hand-over, the duty log, the incidents under way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Any, NamedTuple

from rich.console import RenderableType

from cstui.errors import BadInput
from cstui.floor import brief, duty, handover, incidents, store
from cstui.floor.brief import Brief
from cstui.floor.complaints import Batch
from cstui.floor.handover import Sheet
from cstui.floor.incidents import Incident
from cstui.floor.views import Actor
from cstui.i18n import N_, _, ngettext
from cstui.text import one_line
from cstui.tui import steps
from cstui.tui.act import SHIFT
from cstui.tui.keys import bindings
from cstui.tui.screens.paged import PagedScreen
from cstui.tui.widgets import shift_text
from cstui.tui.widgets.case_text import Shown, moment
from cstui.tui.widgets.header_line import HeaderLine


class Known(NamedTuple):
    """What the page shows, read at once."""

    brief: Brief
    sheet: Sheet | None
    log: Sequence[duty.Entry]
    incidents: Sequence[Incident]
    zone: tzinfo


class ShiftScreen(PagedScreen):
    """One scrolling page; each key asks for what it needs and the floor decides."""

    VIEW = SHIFT
    BINDINGS = bindings(SHIFT)
    TITLE_WORD = N_("Shift")
    LEFT = {"brief": N_("Brief"), "incidents": N_("Incidents under way")}
    RIGHT = {"handover": N_("Hand-over"), "log": N_("Duty log")}

    def __init__(self) -> None:
        super().__init__()
        self._known: Known | None = None

    # Reading and showing

    async def refresh_floor(self) -> None:
        """Read the page again; the reader's place stays.  Raises CstuiError."""
        app = self.floor_app
        self._known = await app.work.read(_read, app.actor)
        self.draw()

    def draw(self) -> None:
        """Show the page."""
        known = self._known
        if known is None:
            return
        now = store.now()
        shown = Shown(known.zone, now)
        team = _("team:{team}").format(team=self.floor_app.actor.team)
        self.query_one(HeaderLine).show((_("Shift"),), (team,))
        sections: dict[str, RenderableType] = {
            "brief": shift_text.brief(known.brief, shown),
            "handover": shift_text.sheet(known.sheet, shown),
            "incidents": shift_text.incidents(known.incidents, shown),
            "log": shift_text.log(known.log, shown),
        }
        self.show_sections(sections)

    # Hand-over and duty log

    def action_give(self) -> None:
        """Write and sign the hand-over sheet of the team."""
        from cstui.tui.modals.desk import HANDOVER

        self.ask("handover", _("Hand the shift over: the sheet lists what is most urgent now"), HANDOVER, self._give)

    async def _give(self, values: Mapping[str, Any]) -> str:
        app = self.floor_app
        await app.work.write(handover.give, app.actor, str(values.get("notes", "")))
        return _("The sheet is written; the lead who comes signs it.")

    def action_sign(self) -> None:
        """Sign the sheet that waits, as the lead who comes."""
        from cstui.tui.modals.ask import AskModal

        sheet = self._known.sheet if self._known else None
        if self._known is None or sheet is None or sheet.taken_at is not None:
            self.floor_app.status(_("No hand-over waits to be signed."))
            return
        when = moment(sheet.given_at, Shown(self._known.zone, store.now()))
        question = _("Sign the hand-over of {who}, {time}?").format(who=sheet.given_by, time=when)
        taking = self._take(sheet.id)
        self.app.push_screen(AskModal(question), lambda yes: self.do(taking) if yes else taking.close())

    async def _take(self, number: int) -> None:
        app = self.floor_app
        await app.work.write(handover.take, app.actor, number)
        await self.say(_("Signed: the shift is yours."))

    def action_log(self) -> None:
        """Add a line to the duty log."""
        from cstui.tui.modals.desk import DUTY

        self.ask("duty", _("Duty log: a new line"), DUTY, self._write)

    async def _write(self, values: Mapping[str, Any]) -> str:
        app = self.floor_app
        text, shift = str(values.get("text", "")), values.get("shift")
        counted = _whole(values.get("count"))
        entry = await app.work.write(duty.write, app.actor, values["duty"], text, count=counted, shift=shift)
        return _("Written: {words}").format(words=duty.words(entry))

    # Incidents

    def action_begin(self) -> None:
        """Open an incident."""
        from cstui.tui.modals.desk import INCIDENT

        self.ask("incident", _("Open an incident: many complaints about one thing"), INCIDENT, self._begin)

    async def _begin(self, values: Mapping[str, Any]) -> str:
        app = self.floor_app
        found = await app.work.write(incidents.begin, app.actor, values["title"])
        return _("Incident {number} is open; mark complaints in the queue and group them.").format(number=found.id)

    def action_group(self) -> None:
        """Group the complaints marked in the queue under an incident."""
        refs = self.floor_app.marked()
        if refs:
            self._pick(lambda incident: self.do(self._group(incident, refs)))
        else:
            self.floor_app.status(_("Mark the complaints in the queue first."))

    async def _group(self, incident: Incident, refs: Sequence[str]) -> None:
        app = self.floor_app
        await app.work.write(incidents.add, app.actor, incident.id, refs)
        app.unmark(refs)
        told = ngettext("{n} grouped under incident {number}.", "{n} grouped under incident {number}.", len(refs))
        await self.say(told.format(n=len(refs), number=incident.id))

    def action_answer(self) -> None:
        """Answer every complaint of an incident that is being handled with one reply."""
        self._pick(lambda incident: self.do(self._answer(incident)))

    async def _answer(self, incident: Incident) -> None:
        from cstui.tui.modals.step import Answered, StepModal

        app = self.floor_app
        members = await app.work.read(incidents.members, app.actor, incident.id)
        refs = tuple(case.ref for case in members if case.state == "handling")
        if not refs:
            app.status(_("No complaint of this incident is being handled."))
            return

        async def submit(values: Mapping[str, Any]) -> Batch:
            return await app.work.write(incidents.answer, app.actor, incident.id, values)

        def answered(answer: Answered | None) -> None:
            if answer is not None:
                done = [case.ref for case in answer.done.done]
                self.do(self.say(steps.outcome("respond", done, answer.done.refused, answer.values)))

        app.push_screen(StepModal("respond", refs, submit), answered)

    def action_end(self) -> None:
        """End an incident; its complaints go their own way."""
        self._pick(lambda incident: self.do(self._end(incident)))

    async def _end(self, incident: Incident) -> None:
        app = self.floor_app
        await app.work.write(incidents.close, app.actor, incident.id)
        await self.say(_("Incident {number} has ended.").format(number=incident.id))

    def _pick(self, then: Callable[[Incident], None]) -> None:
        """Go on with one of the incidents under way, picked from a list."""
        found = self._known.incidents if self._known else ()
        if not found:
            self.floor_app.status(_("No incident is under way."))
            return
        lines = [f"{each.id} · {one_line(each.title)} · {shift_text.open_words(each)}" for each in found]
        self.choose(_("Which incident?"), lines, lambda place: then(found[place]))


def _read(actor: Actor) -> Known:
    sheet = next(iter(handover.sheets(actor, limit=1)), None)
    return Known(brief.brief(actor), sheet, duty.entries(actor, limit=30), incidents.incidents(actor), store.zone())


def _whole(number: object) -> int | None:
    if number is None:
        return None
    try:
        return int(str(number))
    except ValueError:
        raise BadInput(_("A count is a whole number")) from None

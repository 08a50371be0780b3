"""A person's career on one page: level, criteria of the next step, scorecards, record, certificates, attendance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cstui.floor import access, store
from cstui.floor.levels import (
    case_book,
    certificates,
    evidence,
    months,
    people,
    profiles,
    review,
    scorecards,
    standings,
    standpoint,
    training,
)
from cstui.floor.levels.case_views import Case
from cstui.floor.levels.certificates import Held
from cstui.floor.levels.evidence import Entry
from cstui.floor.levels.fact_words import word
from cstui.floor.levels.standings import Stand
from cstui.floor.levels.standpoint import Standpoint
from cstui.floor.levels.views import Evaluation
from cstui.floor.rosters import rates
from cstui.floor.rosters.rates import MonthRate
from cstui.floor.views import Actor
from cstui.i18n import N_, _, labelled, listed
from cstui.text import one_line
from cstui.tui import person_forms
from cstui.tui.act import PROFILE
from cstui.tui.keys import bindings
from cstui.tui.screens.paged import PagedScreen
from cstui.tui.screens.personnel import PersonnelScreen
from cstui.tui.widgets import profile_text
from cstui.tui.widgets.header_line import HeaderLine

_HEADINGS = {
    "course": N_("Course of {login}"), "exam": N_("Exam of {login}"), "mentored": N_("Newcomer trained by {login}"),
    "attested": N_("Vouch for {login}"),
}  # fmt: skip


class Known(NamedTuple):
    """What the page shows, read at once; ``judged`` is the step shown, None where none leads on."""

    stands: Standpoint
    held: Sequence[Stand]
    judged: Evaluation | None
    cases: Sequence[Case]
    scores: Sequence[tuple[str, float | None]]
    entries: Sequence[Entry]
    certificates: Sequence[Held]
    rates: Sequence[MonthRate]


class ProfileScreen(PagedScreen, PersonnelScreen):
    """One scrolling page; tab walks the steps that lead on, the other keys record what happened."""

    VIEW = PROFILE
    BINDINGS = bindings(PROFILE)
    TITLE_WORD = N_("Profile")
    LEFT = {"standing": N_("Level and history"), "ways": N_("Next step"), "criteria": N_("What it asks for")}
    RIGHT = {
        "scores": N_("Scorecards"), "certificates": N_("Certificates"),
        "record": N_("Praise, penalties, training, exams"), "attendance": N_("Attendance of the month"),
    }  # fmt: skip

    def __init__(self, login: str, ladder: str | None = None) -> None:
        super().__init__()
        self._login = login
        self._ladder = ladder
        self._way = 0
        self._known: Known | None = None

    def login_meant(self) -> str | None:
        return self._login

    def ladder_meant(self) -> str:
        return self._known.stands.ladder if self._known else ""

    # Reading and showing

    async def refresh_floor(self) -> None:
        """Read the page again; the reader's place stays.  Raises CstuiError."""
        app = self.floor_app
        self._known = await app.work.read(_read, app.actor, self._login, self._ladder, self._way)
        self.draw()

    def draw(self) -> None:
        """Show the page."""
        known = self._known
        if known is None:
            return
        stands = known.stands
        self.query_one(HeaderLine).show((_("Profile"), f"{stands.name} ({stands.agent})"), (stands.ladder,))
        self.show_sections({
            "standing": profile_text.standing(known.held, known.cases),
            "ways": profile_text.ways(stands.ways, self._way),
            "criteria": profile_text.criteria(known.judged) if known.judged else "",
            "scores": profile_text.scores(known.scores),
            "certificates": profile_text.certificates(known.certificates),
            "record": profile_text.record(known.entries),
            "attendance": profile_text.attendance(known.rates),
        })  # fmt: skip

    def action_choose_way(self, step: int) -> None:
        """Look at another step that leads on."""
        if self._known and self._known.stands.ways:
            self._way = (self._way + step) % len(self._known.stands.ways)
            self.read_in_background(self.refresh_floor(), "load")

    def action_open_case(self) -> None:
        """Open the case under way."""
        from cstui.tui.screens.promotion import PromotionScreen

        if self._known and self._known.cases:
            self.app.push_screen(PromotionScreen(self._known.cases[0].number))
        else:
            self.floor_app.status(_("No promotion case is under way."))

    # Recording

    def action_add(self, kind: str) -> None:
        """Record a course, an examination, a newcomer trained, or what somebody vouches for."""
        act = "profile.attest" if kind == "attested" else f"profile.{kind}"
        name, *rest = person_forms.FACTS[kind]
        if kind != "mentored":
            name = name._replace(kind="choice", choices=training.offered(kind), free=True)
        self.ask_fact(act, _(_HEADINGS[kind]), (name, *rest), lambda given: person_forms.fact(kind, given))

    def action_certificate(self) -> None:
        """Issue a certificate."""
        if not self.denied("profile.certificate"):
            heading = _("Certificate of {login}").format(login=one_line(self._login))
            self.ask(f"certificate.{self._login}", heading, person_forms.CERTIFICATE, self._issue, typed=True)

    async def _issue(self, given: Mapping[str, Any]) -> str:
        app, on, until = self.floor_app, person_forms.day(given, "day"), person_forms.day(given, "until")
        held = await app.work.write(certificates.issue, app.actor, self._login, given["name"], on=on, until=until)
        return _told(held)

    def action_retake(self) -> None:
        """Record a re-qualification exam."""
        if not self.denied("profile.retake"):
            heading = _("Re-qualification of {login}").format(login=one_line(self._login))
            self.ask(f"retake.{self._login}", heading, person_forms.RETAKE, self._requalify, typed=True)

    async def _requalify(self, given: Mapping[str, Any]) -> str:
        app = self.floor_app
        held = await app.work.write(
            certificates.requalify, app.actor, self._login, given["name"], on=person_forms.day(given, "day"),
            passed=bool(person_forms.verdict(given)), score=person_forms.number(given.get("value")),
        )  # fmt: skip
        return _told(held)

    def action_void(self) -> None:
        """Pick an entry and take it out of count, for a reason."""
        entries = self._known.entries if self._known else ()
        if self.denied("profile.void"):
            return
        if not entries:
            self.floor_app.status(_("Nothing is on record."))
            return
        lines = [profile_text.entry_line(each) for each in entries]
        self.choose(_("Which entry does not count?"), lines, lambda place: self._ask_void(entries[place]))

    def _ask_void(self, entry: Entry) -> None:
        async def submit(given: Mapping[str, Any]) -> str:
            app = self.floor_app
            await app.work.write(evidence.void, app.actor, entry.id, given["reason"])
            return _("Entry {number} counts no more.").format(number=entry.id)

        self.ask(f"void.{entry.id}", profile_text.entry_line(entry), person_forms.VOID, submit, typed=True)

    def action_papers(self) -> None:
        """Enter what the ladders ask of a person's papers; what is known is told in the heading."""
        if not self.denied("profile.papers"):
            self.do(self._offer_papers())

    async def _offer_papers(self) -> None:
        app = self.floor_app
        found = await app.work.read(profiles.show, app.actor, self._login)
        known = [word(name, value) if name in ("status", "education") else str(value)
                 for name, value in found._asdict().items() if name not in ("agent", "name") and value]  # fmt: skip
        told = _("Papers of {login}: {known}")
        heading = told.format(login=one_line(self._login), known=listed(known) or "-")
        self.ask(f"papers.{self._login}", heading, person_forms.PAPERS, self._enter_papers, typed=True)

    async def _enter_papers(self, given: Mapping[str, Any]) -> str:
        app = self.floor_app
        days = {name: found for name in profiles.DAYS if (found := person_forms.day(given, name)) is not None}
        await app.work.write(profiles.change, app.actor, self._login, {**given, **days})
        return _("The papers are entered.")

    def action_month(self) -> None:
        """Tell the last month that is over on one page."""
        self.do(self._tell_month())

    async def _tell_month(self) -> None:
        from cstui.tui.modals.tell import TellModal

        app = self.floor_app
        found = await app.work.read(review.review, app.actor, self._login, months.shifted(months.current(), -1))
        lines = [labelled(each.what, each.value) for each in review.page(found)]
        self.app.push_screen(TellModal(f"{found.name}  {found.month}", [*lines, *found.explained]))


def _read(actor: Actor, login: str, ladder: str | None, way: int) -> Known:
    stands = standpoint.show(actor, login, ladder=ladder)
    chosen = stands.ways[way] if way < len(stands.ways) else None
    judged = standpoint.explain(actor, login, to=chosen.to, ladder=stands.ladder) if chosen else None
    return Known(
        stands=stands,
        held=standings.history(actor, login),
        judged=judged,
        cases=case_book.cases(actor, login=login),
        scores=scorecards.history(actor, login),
        entries=evidence.entries(actor, login=login),
        certificates=certificates.certificates(actor, login=login),
        rates=_rates(actor, login),
    )


def _rates(actor: Actor, login: str) -> list[MonthRate]:
    if access.scope_of(actor, "attendance.read") is None:
        return []
    this: date = people.today(store.now()).replace(day=1)
    return [each for month in (this, months.shifted(this, -1)) for each in rates.month(actor, month, login=login)]


def _told(held: Held) -> str:
    told = _("{name}: {certificate} until {day}, {state}")
    return told.format(
        name=one_line(held.name), certificate=held.certificate, day=held.until, state=word("certificate", held.state)
    )

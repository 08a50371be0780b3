"""What is done about one person's career: applying, praise, penalties, the first level, an incident reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cstui.floor import access
from cstui.floor.levels import case_lines, cases, evidence, standings, training
from cstui.floor.levels.case_forms import APPLICATION, REPORT
from cstui.floor.levels.evidence import Given
from cstui.floor.levels.fact_words import word
from cstui.floor.levels.fitness import title
from cstui.floor.levels.ladders import load_ladder
from cstui.floor.packs import spoken
from cstui.i18n import N_, _, clauses, labelled
from cstui.text import one_line
from cstui.tui import person_forms
from cstui.tui.act import Act
from cstui.tui.screens.desk import DeskScreen

_WRITERS = {
    "levels.praise": "evidence.write", "levels.penalty": "evidence.write", "profile.course": "evidence.write",
    "profile.exam": "evidence.write", "profile.mentored": "evidence.write", "profile.attest": "evidence.write",
    "profile.certificate": "evidence.write", "profile.retake": "evidence.write", "profile.void": "evidence.write",
    "levels.set": "level.write", "profile.papers": "level.write",
}  # fmt: skip
_WHO = {
    "evidence.write": N_("Leads and managers record that"),
    "level.write": N_("Managers do that"),
    "level.propose": N_("Leads and managers report incidents"),
}


class PersonnelScreen(DeskScreen):
    """A subclass says who is meant and on which ladder; the floor decides, and its refusals are shown."""

    def login_meant(self) -> str | None:
        """Return the login of the person that the keys are about."""
        return None

    def ladder_meant(self) -> str:
        """Return the ladder that is shown."""
        return ""

    def why_barred(self, act: Act) -> str | None:
        """Say why an act is none of the actor's business, None when it is."""
        right = _WRITERS.get(act.id)
        if right is not None and access.scope_of(self.floor_app.actor, right) is None:
            return _(_WHO[right])
        decides = any(access.scope_of(self.floor_app.actor, each) for each in ("level.propose", "level.decide"))
        return _(_WHO["level.propose"]) if act.id == "levels.demote" and not decides else None

    def action_apply(self) -> None:
        """Apply for the next level, or propose the person."""
        if (login := self.login_meant()) is None:
            return
        own = login == self.floor_app.actor.login
        heading = _("Apply for the next level") if own else _("Propose {login} for the next level").format(login=login)
        ladder = self.ladder_meant()
        self.ask(f"apply.{login}", heading, APPLICATION, lambda given: self._apply(login, ladder, given))

    async def _apply(self, login: str, ladder: str, given: Mapping[str, Any]) -> str:
        app = self.floor_app
        case = await app.work.write(cases.apply, app.actor, login, values=given, ladder=ladder or None)
        return case_lines.line(case)

    def action_praise(self) -> None:
        """Record praise."""
        self.ask_fact("levels.praise", _("Praise for {login}"), person_forms.PRAISE, person_forms.praise)

    def action_penalty(self) -> None:
        """Record a penalty or an incident."""
        self.ask_fact("levels.penalty", _("Penalty or incident of {login}"), person_forms.PENALTY,
                       person_forms.penalty)  # fmt: skip

    def ask_fact(self, act: str, heading: str, fields: Any, given_of: Callable[[Mapping[str, Any]], Given]) -> None:
        """Ask for something to be recorded of the person and record it."""
        login = self.login_meant()
        if login is None or self.denied(act):
            return

        async def submit(values: Mapping[str, Any]) -> str:
            app = self.floor_app
            entry = await app.work.write(evidence.record, app.actor, login, given_of(values))
            done = _("Recorded: {what} of {login}").format(what=word("fact", entry.kind), login=one_line(login))
            return clauses(filter(None, [done, training.unasked(entry.kind, entry.name)]))

        self.ask(f"{act}.{login}", heading.format(login=one_line(login)), fields, submit, typed=True)

    def action_demote(self) -> None:
        """Report an incident that may lead to a demotion."""
        login = self.login_meant()
        if login is None or self.denied("levels.demote"):
            return
        heading, ladder = _("Incident of {login}").format(login=one_line(login)), self.ladder_meant()
        self.ask(f"demote.{login}", heading, REPORT, lambda given: self._report(login, ladder, given))

    async def _report(self, login: str, ladder: str, given: Mapping[str, Any]) -> str:
        app = self.floor_app
        case = await app.work.write(cases.report, app.actor, login, given, ladder=ladder or None)
        return case_lines.line(case)

    def action_set_level(self) -> None:
        """Put the person on a level for the first time, or mend that: pick it, then say since when, or why."""
        login, ladder = self.login_meant(), self.ladder_meant()
        if login is None or not ladder or self.denied("levels.set"):
            return
        levels = load_ladder(ladder).levels
        keys = list(levels)
        self.choose(
            _("Which level is {login} on?").format(login=one_line(login)),
            [spoken(levels[key].title) for key in keys],
            lambda place: self._ask_grading(login, ladder, keys[place]),
        )

    def _ask_grading(self, login: str, ladder: str, level: str) -> None:
        async def submit(values: Mapping[str, Any]) -> str:
            app, since = self.floor_app, person_forms.day(values, "since")
            given: dict[str, Any] = {"ladder": ladder, "since": since, "mend": values.get("mend")}
            await app.work.write(standings.grade, app.actor, login, level, **given)
            return _("{login} stands on {level}.").format(login=one_line(login), level=title(ladder, level))

        heading = labelled(one_line(login), title(ladder, level))
        self.ask(f"level.{login}", heading, person_forms.LEVEL, submit, typed=True)

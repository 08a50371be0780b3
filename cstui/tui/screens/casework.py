"""Taking the steps of a promotion case: the next one, any other that is open, an objection; each with its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cstui.floor.forms import Field
from cstui.floor.levels import case_book, case_lines, cases
from cstui.floor.levels.case_forms import FORMS
from cstui.floor.levels.case_steps import ONWARD
from cstui.floor.levels.case_views import Case, CaseDetail
from cstui.floor.levels.case_words import label
from cstui.i18n import _
from cstui.tui.screens.desk import DeskScreen


class CaseworkScreen(DeskScreen):
    """A subclass says which case is meant; what may be done with it is asked of the floor at the key."""

    def case_meant(self) -> Case | None:
        """Return the case that the keys are about, as it was shown."""
        return None

    def action_next_of_case(self) -> None:
        """Take the step that the case waits for, if it is mine."""
        self._with_detail(self._next)

    def action_steps_of_case(self) -> None:
        """Choose among the steps that are open to me."""
        self._with_detail(self._choose_step)

    def action_object(self) -> None:
        """Object to the public notice."""
        self._with_detail(lambda detail: self.take_step(detail, "object"))

    def action_profile(self) -> None:
        """Show the profile of whom the case is about."""
        if case := self.case_meant():
            self.floor_app.open_profile(case.agent)

    def _with_detail(self, then: Callable[[CaseDetail], None]) -> None:
        if case := self.case_meant():
            self.do(self._read_case(case.number, then))
        else:
            self.floor_app.status(_("There is no case here."))

    async def _read_case(self, number: int, then: Callable[[CaseDetail], None]) -> None:
        app = self.floor_app
        then(await app.work.read(case_book.case, app.actor, number))

    def _next(self, detail: CaseDetail) -> None:
        step = next((each for each in ONWARD if each in detail.may and detail.may[each] is None), None)
        if step is not None:
            self.take_step(detail, step)
        else:
            self.floor_app.status(_("It does not wait for a step of yours; s lists what you may do."))

    def _choose_step(self, detail: CaseDetail) -> None:
        mine = [step for step, reason in detail.may.items() if reason is None]
        if mine:
            heading = case_lines.line(detail.case)
            self.choose(heading, [label("step", step) for step in mine], lambda at: self.take_step(detail, mine[at]))
        else:
            self.floor_app.status(_("Nothing waits for you here."))

    def take_step(self, detail: CaseDetail, step: str) -> None:
        """Ask for a step's form and take it on the case as it was shown; why it cannot be taken is told instead."""
        reason = detail.may.get(step, _("Such a case has no such step"))
        if reason is not None:
            self.floor_app.status(reason)
            return
        case = detail.case

        async def submit(values: Mapping[str, Any]) -> str:
            app = self.floor_app
            taken = cases.take
            done = await app.work.write(taken, app.actor, case.number, step, values, version=case.version)
            return case_lines.line(done)

        heading = f"{label('step', step)} · {case_lines.line(case)}"
        self.ask(f"case.{case.number}.{step}", heading, tuple(map(asked, FORMS[step])), submit)


def asked(field: Field) -> Field:
    """Return a field as a dialog asks for it: a verdict that is needed is chosen, never left at no by oversight."""
    if field.kind == "flag" and field.required:
        return field._replace(kind="choice", choices=(_("yes"), _("no")))
    return field

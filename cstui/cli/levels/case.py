"""``cstui level``: promotion cases, demotions and vacancies; one verb for each step, made from its form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from ...floor.levels import case_book, case_due, case_inbox, case_papers, case_round, cases, vacancies
from ...floor.levels.case_forms import APPLICATION, FORMS, REPORT
from ...floor.levels.case_inbox import CaseInbox
from ...floor.levels.case_lines import dates, level_title, line
from ...floor.levels.case_steps import STATES
from ...floor.levels.case_views import Case, CaseDetail, CaseStep, Vacancy
from ...floor.levels.case_words import label
from ...floor.views import Actor
from ...i18n import N_, _, labelled, listed
from ...text import one_line
from .. import fields
from ..output import Column, safe_echo, short, show_list, show_one
from ..parts import NUMBER, Argument, Command, Nouns, Option, argument, command, option, output_option, verb
from ..session import Session, pass_session

_HELP = {
    "review": N_("Record interview and review report; who recommends is the proposer."),
    "endorse": N_("Record the manager's review."),
    "exam": N_("Record the result of the exam."),
    "panel": N_("Record votes and scores of the panel."),
    "notice": N_("Start the public notice."),
    "object": N_("Object while the public notice runs."),
    "settle": N_("Settle an objection: upheld it ends the case, dismissed the notice runs on."),
    "approve": N_("Approve finally, once the public notice is over."),
    "extend": N_("Lengthen the trial."),
    "confirm": N_("Confirm after the trial."),
    "revert": N_("End the trial: back to the former level."),
    "reject": N_("Reject a case."),
    "withdraw": N_("Take a case back: the person it is about, or the proposer."),
    "investigate": N_("Record the investigation of an incident."),
    "conclude": N_("Conclude an investigation; what is established counts against the person."),
    "decide": N_("Decide on a demotion; it takes effect once the days for an appeal are over."),
    "appeal": N_("Appeal against your demotion."),
    "hear": N_("Hear an appeal: a manager who had no part in the case."),
}
_COLUMNS = (
    Column(N_("Number"), lambda case: case.number),
    Column(N_("Kind"), lambda case: label("kind", case.kind)),
    Column(N_("Agent"), lambda case: case.agent, narrows=True),
    Column(N_("From level"), lambda case: level_title(case, case.level_from), narrows=True),
    Column(N_("To level"), lambda case: level_title(case, case.level_to), narrows=True),
    Column(N_("State"), lambda case: label("state", case.state)),
    Column(N_("Days left"), lambda case: case.notice_left),
    Column(N_("Effective on"), lambda case: case.effective_on),
    Column(N_("Trial until"), lambda case: case.trial_until),
)
_PLACES = (
    Column(N_("Number"), lambda place: place.number),
    Column(N_("Ladder"), lambda place: place.ladder),
    Column(N_("Level"), lambda place: place.level),
    Column(N_("Team"), lambda place: place.team),
    Column(N_("Opened"), lambda place: place.opened_on),
    Column(N_("Promotion case"), lambda place: place.case),
    Column(N_("Ended"), lambda place: place.closed_on),
)
_ladder = option("--ladder", metavar="NAME", help=N_("The ladder; the team's own unless named."))


def acting(session: Session) -> Actor:
    """Return who runs the command, once what time brought about in the cases is journaled."""
    actor = session.actor()
    case_due.settle_due()
    return actor


def _show(form: str, case: Case) -> None:
    show_one(form, case, lambda: "\n".join([line(case), *dates(case)]))


def _page(found: CaseDetail) -> str:
    case, people = found.case, (found.case.proposer or "-", found.case.approver or "-")
    lines = [line(case), _("Proposer: {proposer}. Approver: {approver}.").format(proposer=people[0],
                                                                                 approver=people[1])]  # fmt: skip
    lines += dates(case)
    lines += [f"  {short(step.at)}  {label('step', step.step)}  {step.by or ''}{_said(step)}" for step in found.steps]
    for each in found.objections:
        lines.append(_("Objection {number} ({state}): {text}").format(
            number=each.number, state=label("objection", each.state), text=each.text or "…"))  # fmt: skip
    ahead = [label("step", action) for action, reason in found.may.items() if reason is None]
    return "\n".join([*lines, *([_("You may take: {steps}").format(steps=listed(ahead))] if ahead else [])])


def _said(step: CaseStep) -> str:
    return "".join(f"\n    {labelled(pair.label, one_line(pair.value))}" for pair in case_papers.answers(step))


@command("apply", N_("Apply for the next level, or propose somebody of your team."), params=fields.options(APPLICATION))
@argument("login", metavar="[AGENT]", required=False, help=N_("Whom a lead proposes; yourself unless named."))
@_ladder
@option("--annual/--no-annual", default=None, help=N_("In the annual round; as the ladder has it unless told."))
@output_option
@pass_session
def apply(
    session: Session,
    form: str,
    login: str | None,
    ladder: str | None,
    annual: bool | None,
    json_source: str | None,
    **given: Any,
) -> None:
    values = fields.gather(given, json_source)
    _show(form, cases.apply(acting(session), login, values=values, ladder=ladder, annual=annual))


@command("round", N_("Hold the annual round: propose everybody of your team who is ready."))
@output_option
@pass_session
def round_(session: Session, form: str) -> None:
    found = case_round.hold(acting(session))
    show_list(form, found.opened, _COLUMNS)
    for login, reason in found.left_out:
        safe_echo(_("{login} was left out: {reason}").format(login=login, reason=reason), err=True)


@command("demote", N_("Report an incident that may lead to a demotion."), params=fields.options(REPORT))
@argument("login", metavar="AGENT", help=N_("Whom it is about."))
@_ladder
@output_option
@pass_session
def demote(session: Session, form: str, login: str, ladder: str | None, json_source: str | None, **given: Any) -> None:
    _show(form, cases.report(acting(session), login, fields.gather(given, json_source), ladder=ladder))


@command("cases", N_("List promotion cases under way; public notices are seen by everybody."))
@option("--ended", is_flag=True, help=N_("The ended ones as well."))
@option("--state", "states", multiple=True, type=click.Choice(STATES), help=N_("Only in this state; repeatable."))
@option("--agent", "login", metavar="LOGIN", help=N_("Only of this person."))
@option("--limit", type=click.IntRange(1, 1_000), default=200, show_default=True, help=N_("At most so many."))
@output_option
@pass_session
def cases_(session: Session, form: str, states: Sequence[str], login: str | None, ended: bool, limit: int) -> None:
    found = case_book.cases(acting(session), ended=ended, states=states, login=login, limit=limit)
    show_list(form, found, _COLUMNS, begin="level apply")


@command("inbox", N_("Show which cases wait for you, and your own."))
@output_option
@pass_session
def inbox(session: Session, form: str) -> None:
    found = case_inbox.inbox(acting(session))
    show_one(form, found, lambda: _inbox(found))


def _inbox(found: CaseInbox) -> str:
    parts = (
        (_("Waiting for you"), [f"{line(each.case)}  [{label('step', each.step)}]" for each in found.waiting]),
        (_("Your own"), [line(case) for case in found.mine]),
        (_("Public notices"), ["  ".join([line(case), *dates(case)]) for case in found.notices]),
    )
    return "\n".join(
        labelled(title, str(len(lines))) + "".join(f"\n  {each}" for each in lines) for title, lines in parts
    )


@command("case", N_("Show a case: its steps, objections and what you may do."))
@argument("number", metavar="CASE", type=NUMBER, help=N_("Its number in `cstui level cases`."))
@output_option
@pass_session
def case(session: Session, form: str, number: int) -> None:
    found = case_book.case(acting(session), number)
    show_one(form, found, lambda: _page(found))


vacancy = Nouns("vacancy", help=N_("Vacancies: free places for moves between tracks."))


@verb(vacancy, "list", N_("List the places that are free."))
@option("--ended", is_flag=True, help=N_("The taken and closed ones as well."))
@output_option
@pass_session
def list_(session: Session, form: str, ended: bool) -> None:
    show_list(form, vacancies.vacancies(acting(session), ended=ended), _PLACES, begin="level vacancy open")


@verb(vacancy, "open", N_("Open a place on a level of a team."))
@argument("level", metavar="LEVEL", help=N_("A level of the ladder."))
@option("--team", metavar="TEAM", help=N_("The team; your own unless named."))
@_ladder
@output_option
@pass_session
def open_(session: Session, form: str, level: str, team: str | None, ladder: str | None) -> None:
    _show_place(form, vacancies.open_place(acting(session), level, team=team, ladder=ladder))


@verb(vacancy, "close", N_("Close a place that nobody took."))
@argument("number", metavar="NUMBER", type=NUMBER, help=N_("Its number."))
@output_option
@pass_session
def close(session: Session, form: str, number: int) -> None:
    _show_place(form, vacancies.close_place(acting(session), number))


def _show_place(form: str, place: Vacancy) -> None:
    told = _("Vacancy {number}: {level} in {team}")
    show_one(form, place, lambda: told.format(number=place.number, level=place.level, team=place.team))


def _take(action: str, number: int, form: str, version: int | None, json_source: str | None, **given: Any) -> None:
    session = click.get_current_context().find_object(Session)
    assert session is not None
    actor = acting(session)
    _show(form, cases.take(actor, number, action, fields.gather(given, json_source), version=version))


def _step(action: str) -> Command:
    told = N_("Its number in `cstui level cases`.")
    callback: Callable[..., None] = partial(_take, action)
    seen = N_("Refuse when the case changed since this version.")
    params: list[click.Parameter] = [
        Argument(["number"], metavar="CASE", type=NUMBER, help=told),
        *fields.options(FORMS[action]),
        Option(["--version"], type=NUMBER, metavar="NUMBER", help=seen),
    ]
    return output_option(Command(action, callback=callback, params=params, help=_HELP[action]))


STEPS = {action: _step(action) for action in FORMS}

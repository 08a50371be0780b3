"""The papers of a promotion case: application 晋升申请表, review report 评审报告, notice 公示, letter 晋升通知书.

The content only, from what was frozen and recorded; how it is laid out is for the writers of cstui.exchange.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from db import models as rows

from ...errors import Refused
from ...i18n import _, clauses, listed
from .. import store
from ..casefile import Casefile, Grid, Section
from ..packs import spoken
from ..record_words import Pair, fields_of, moment
from ..views import Actor
from . import case_book, people
from .case_due import frozen_ladder
from .case_forms import APPLICATION, FORMS, REPORT
from .case_steps import FALL, KINDS
from .case_views import Case, CaseDetail, CaseStep, Objection
from .case_words import label
from .ladder_words import word

_FIELDS = {
    (step, field.name): field.label
    for step, form in (*FORMS.items(), ("apply", APPLICATION), ("propose", APPLICATION), ("report", REPORT))
    for field in form
}
_JUDGING = ("review", "endorse", "exam", "panel", "investigate", "conclude", "decide", "appeal", "hear")
_STARTS = ("apply", "propose", "report")


class _Case:
    """A case with the words that its papers use."""

    def __init__(self, row: rows.Promotion, detail: CaseDetail) -> None:
        self.detail, self.case = detail, detail.case
        ladder = frozen_ladder(row)
        self.start, self.to = (spoken(ladder.levels[key].title) for key in (row.level_from, row.level_to))
        self.ladder = spoken(ladder.title)
        needs = ladder.step(row.level_from, row.level_to).needs if KINDS[row.kind] != FALL else ()
        self.asked = {need.name: spoken(need.title) for need in needs}

    def steps(self, *names: str) -> Iterator[CaseStep]:
        """Yield the steps of these names in the order in which they were taken."""
        return (step for step in self.detail.steps if step.step in names)


def papers(actor: Actor, number: int, *, paper: str = "all", now: datetime | None = None) -> Casefile:
    """Return one paper of a case, or ``all`` that there is anything for; a title says which case.

    Raises Refused for a paper that cannot be made yet, NotFound for a case that does not concern the actor.
    """
    at = now or store.now()
    row = case_book.row_for(actor, number)
    if not case_book.concerns(actor, row):
        raise case_book.unseen(number)
    found = _Case(row, case_book.case(actor, number, now=at))
    if paper != "all" and not _READY[paper](found.case):
        raise Refused(_("That paper cannot be made while the case is: {state}").format(
            state=label("state", found.case.state)))  # fmt: skip
    chosen = [paper] if paper != "all" else [name for name in PAPERS if _READY[name](found.case)]
    told = _("Made {when} ({zone}) by {who}")
    return Casefile(
        ref=f"promotion-{number}",
        title=_("Case {number}: {kind} of {name}").format(
            number=number, kind=label("kind", found.case.kind), name=found.case.name
        ),
        made=told.format(when=moment(at), zone=store.settings().timezone, who=actor.login),
        sections=tuple(section for name in chosen for section in PAPERS[name](found)),
    )


def _application(found: _Case) -> Iterator[Section]:
    case = found.case
    pairs = {
        _("Name"): case.name,
        _("Login"): case.agent,
        _("Team"): case.team,
        _("Ladder"): found.ladder,
        _("From level"): found.start,
        _("To level"): found.to,
        _("Applied at"): moment(case.applied_at),
        _("Proposer"): case.proposer,
        _("Annual round"): _("yes") if case.annual else _("no"),
    }
    said = tuple(pair for step in found.steps(*_STARTS) for pair in answers(step))
    title = _("Report of the incident") if KINDS[case.kind] == FALL else _("Application for promotion")
    yield Section(title, fields_of(pairs) + said)
    if criteria := found.detail.evaluation.get("criteria"):
        yield Section(_("Criteria at the application"), grid=_criteria(criteria, found.asked))


def _criteria(criteria: list[Mapping[str, Any]], asked: Mapping[str, str]) -> Grid:
    """Return the frozen criteria with what each of them said then."""
    headings = (_("Criterion"), _("Result"), _("What it says"), _("Source"))
    rows_ = (
        (asked[each["criterion"]], word("criterion", each["status"]), each["text"], each["source"]) for each in criteria
    )
    return Grid(headings, tuple(rows_))


def _review(found: _Case) -> Iterator[Section]:
    for step in found.steps(*_JUDGING):
        pairs = fields_of({_("Time"): moment(step.at), _("Taken by"): step.by, _("State"): label("state", step.state)})
        yield Section(_("Review report: {step}").format(step=label("step", step.step)), pairs + answers(step))
    if found.detail.objections:
        yield Section(_("Objections"), tuple(pair for each in found.detail.objections for pair in _objection(each)))


def _objection(found: Objection) -> tuple[Pair, ...]:
    """Return an objection; who raised it and why only for whom it is meant."""
    return fields_of(
        {
            _("Objection"): found.number,
            _("Raised at"): moment(found.at),
            _("Raised by"): found.by,
            _("Text"): found.text,
            _("State"): label("objection", found.state),
            _("Finding"): found.finding,
        }
    )


def _notice(found: _Case) -> Iterator[Section]:
    case, told = found.case, _("Everybody may object to the end of that day: cstui level object {number}")
    pairs = {
        _("Name"): case.name,
        _("Team"): case.team,
        _("From level"): found.start,
        _("To level"): found.to,
        _("Published"): moment(case.notice_from),
        _("Runs until the end of"): people.today(case.notice_until).isoformat() if case.notice_until else "",
        _("Objections"): told.format(number=case.number),
    }
    said = tuple(pair for step in found.steps("notice") for pair in answers(step))
    yield Section(_("Public notice"), fields_of(pairs) + said)


def _letter(found: _Case) -> Iterator[Section]:
    case, falls = found.case, KINDS[found.case.kind] == FALL
    told = (
        _("{name} is moved from {start} to {to} with effect from {day}.")
        if falls
        else _("{name} is promoted from {start} to {to} with effect from {day}.")
    )
    pairs = {
        _("Decision"): told.format(name=case.name, start=found.start, to=found.to, day=case.effective_on),
        _("On trial until"): case.trial_until,
        _("State"): label("state", case.state),
        _("Proposed by"): case.proposer,
        _("Approved by"): case.approver,
    }
    yield Section(_("Letter of demotion") if falls else _("Letter of promotion"), fields_of(pairs))


PAPERS: Mapping[str, Callable[[_Case], Iterator[Section]]] = {
    "application": _application,
    "review": _review,
    "notice": _notice,
    "certificate": _letter,
}
_READY: Mapping[str, Callable[[Case], bool]] = {
    "application": lambda case: True,
    "review": lambda case: case.state not in ("applied", "reported"),
    "notice": lambda case: case.notice_from is not None,
    "certificate": lambda case: case.state in ("approved", "trial", "confirmed", "decided", "effective"),
}


def answers(step: CaseStep) -> tuple[Pair, ...]:
    """Return what was filled in at a step, in the words and the order of its form."""
    asked = [name for kind, name in _FIELDS if kind == step.step and name in step.fields]
    return fields_of({_(_FIELDS[step.step, name]): _shown(name, step.fields[name]) for name in asked})


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return clauses(f"{key} {points:g}" for key, points in value.items())
    if isinstance(value, list):
        return listed(map(str, value))
    return label(name, str(value))

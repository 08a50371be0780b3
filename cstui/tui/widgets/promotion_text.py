"""A promotion case in words: who sits in which chair, the steps taken, what was frozen, what is open to the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from cstui.floor.levels import case_lines, case_papers
from cstui.floor.levels.case_views import Case, CaseDetail
from cstui.floor.levels.case_words import label
from cstui.i18n import _, labelled, listed, ngettext, phrase
from cstui.text import one_line
from cstui.tui.widgets.case_text import Shown, moment, pairs
from cstui.tui.widgets.level_words import FAINT, STRONG, judgement


def chairs(detail: CaseDetail, shown: Shown) -> RenderableType:
    """Return what the case is, who sits in its chairs, the days that count, what is open."""
    case = detail.case
    told = [
        (_("Name"), f"{one_line(case.name)} ({one_line(case.agent)})"),
        (_("From level"), case_lines.level_title(case, case.level_from)),
        (_("To level"), case_lines.level_title(case, case.level_to)),
        (_("Applied at"), moment(case.applied_at, shown)),
        (_("Proposer"), one_line(case.proposer or "-")),
        (_("Approver"), one_line(case.approver or "-")),
    ]
    days = [Text(f"! {day}" if case.notice_over else day, STRONG) for day in case_lines.dates(case)]
    ahead = [label("step", action) for action, why in detail.may.items() if why is None]
    if ahead:
        days.append(Text(_("You may take: {steps}").format(steps=listed(ahead))))
    return Group(Text(case_words(case), STRONG), pairs(told), *days)


def case_words(case: Case) -> str:
    """Return a case in short: kind, state, objections that are open."""
    words = labelled(label("kind", case.kind), label("state", case.state))
    return phrase(words, objections(case) if case.objections else "")


def objections(case: Case) -> str:
    """Return how many objections are open; empty for none."""
    told = ngettext("{n} objection open", "{n} objections open", case.objections)
    return told.format(n=case.objections) if case.objections else ""


def steps(detail: CaseDetail, shown: Shown) -> RenderableType:
    """Return the steps so far: when, which, who, what was filled in."""
    if not detail.steps:
        return Text(_("Only its public notice is for you to see."), FAINT)
    parts: list[RenderableType] = []
    for step in detail.steps:
        who = one_line(step.by) if step.by else ""
        parts.append(Text.assemble(f"{moment(step.at, shown)}  ", (label("step", step.step), STRONG), f"  {who}"))
        parts.append(pairs([(pair.label, pair.value) for pair in case_papers.answers(step)], indent=2))
    return Group(*parts)


def criteria(evaluation: Mapping[str, Any]) -> RenderableType:
    """Return what spoke for and against at the application, as it was frozen."""
    found = evaluation.get("criteria") or ()
    if not found:
        return Text(_("None to show."), FAINT)
    return pairs((judgement(each["status"]), each["text"]) for each in found)


def disputes(detail: CaseDetail, shown: Shown) -> RenderableType:
    """Return the objections; who raised one and why only where the floor says so."""
    if not detail.objections:
        return Text(_("None was raised."), FAINT)
    parts: list[RenderableType] = []
    for each in detail.objections:
        state = label("objection", each.state)
        head = f"{each.number}  {moment(each.at, shown)}  {state}  {one_line(each.by)}"
        told = [(_("Objection"), each.text or "…"), (_("Finding"), each.finding)]
        parts += [Text(head.rstrip(), STRONG), pairs(told, indent=2)]
    return Group(*parts)


def openings(detail: CaseDetail) -> RenderableType:
    """Return what the reader may do now, and of the rest why not."""
    ahead = [Text(f"✓ {label('step', action)}", STRONG) for action, why in detail.may.items() if why is None]
    nothing = Text(_("Nothing waits for you here."), FAINT)
    barred = [(label("step", action), why) for action, why in detail.may.items() if why is not None]
    return Group(*(ahead or [nothing]), pairs(barred, indent=2))

"""Promotion cases: the application with what it froze, and every step after it.

Each step checks inside its transaction that the persons differ: who is promoted, who proposes, who approves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from db import models as rows
from db.queries import people as staff

from ...errors import BadInput, Refused
from ...i18n import _, listed
from .. import access, accounts, answers, store
from ..views import Actor
from . import (
    case_book,
    case_due,
    case_timing,
    demotion,
    dossier,
    objections,
    people,
    policy_texts,
    standings,
    vacancies,
)
from .case_forms import APPLICATION, FORMS
from .case_moves import MOVES, Move
from .case_record import Change, changed, keep, record
from .case_steps import KINDS, Rule, obstacle, right_missing, rule_of
from .case_views import Case
from .evaluate import evaluate
from .frozen import freeze
from .ladder import PROMOTION, Ladder
from .ladders import load_ladder
from .policy import load_policy
from .views import MET, Evaluation

_MOVES = {**MOVES, **demotion.MOVES, "object": objections.raise_one, "settle": objections.settle}
_GAPS = 3  # gaps that a refusal names; `level explain` has them all
_RIGHTS = {"lead": "level.propose", "proposer": "level.propose", "anyone": "level.object"}


def apply(
    actor: Actor,
    login: str | None = None,
    *,
    values: Mapping[str, object] | None = None,
    ladder: str | None = None,
    annual: bool | None = None,
    now: datetime | None = None,
) -> Case:
    """Apply for a level oneself, or as a lead propose somebody of the team (``login``) for it.

    ``values`` are the fields of case_forms.APPLICATION; ``annual`` puts it into the annual round: unless told a
    promotion is in it where the ladder has one, a cross move never, which goes by its vacancy.  The ladder and the
    evaluation are frozen as they are now.  Raises Refused for whom not every criterion is known to be met, for an open
    case and for a missing vacancy; Denied, NotFound, BadInput.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        found = _applicant(actor, login)
        form = answers.check(APPLICATION, values or {}, now=at)
        chosen = load_ladder(ladder or load_policy().ladder_of(found.team))
        _none_open(found.id, tuple(KINDS), at)
        today = people.today(at)
        judged, kept = _judged(chosen, found.id, form.get("to"), today)
        assert judged.level is not None
        step = chosen.step(judged.level, judged.to)
        if step.vacancy:
            vacancies.require_open(chosen.name, step.to, found.team_id)
        proposer = None if found.id == actor.id else actor.id
        usual = chosen.annual and step.kind == PROMOTION
        row = begin(
            chosen, found, at, kind=step.kind, level_from=step.start, level_to=step.to, proposer=proposer,
            evaluation=kept, annual=usual if annual is None else annual,
        )  # fmt: skip
        form.pop("to", None)
        keep(actor, row, "propose" if proposer else "apply", Change("applied", fields=form), former=None, now=at)
        return case_book.view(row, at)


def take(
    actor: Actor,
    number: int,
    action: str,
    values: Mapping[str, object] | None = None,
    *,
    version: int | None = None,
    now: datetime | None = None,
) -> Case:
    """Take one step of a case and return it as it stands then.

    ``action`` is a key of case_forms.FORMS and ``values`` its fields; with ``version`` the step is refused
    (Conflict) when the case has changed since that version was read.  Raises NotFound, Refused, Conflict, BadInput.
    """
    at = now or store.now()
    if action not in FORMS:
        raise BadInput(_("{action} is no step of a case").format(action=action), listed(FORMS))
    with access.acting():
        actor = accounts.fresh(actor)
        row = case_book.row_for(actor, number)
        stale = version is not None and row.version != version
        row = case_due.settle(row, at)
        rule = _permitted(actor, row, action, at)
        if stale:
            raise changed(row.id)
        form = answers.check(FORMS[action], values or {}, now=at)
        move = Move(actor, row, rule, form, at, case_due.frozen_ladder(row))
        row = record(actor, row, action, _MOVES[action](move), now=at)
        return case_book.view(case_due.settle(row, at), at)


def report(
    actor: Actor,
    login: str,
    values: Mapping[str, object],
    *,
    ladder: str | None = None,
    now: datetime | None = None,
) -> Case:
    """Report an incident that may lead to a demotion; ``values`` are the fields of case_forms.REPORT.

    Raises Denied, NotFound, BadInput, Refused for the lowest level and for a demotion under way.
    """
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        found = demotion.accused(actor, login)
        chosen = load_ladder(ladder or load_policy().ladder_of(found.team))
        _none_open(found.id, ("demotion",), at)
        form = demotion.checked(values, at)
        level = standings.level_on(found.id, chosen.name, people.today(at))
        to = demotion.level_below(chosen, level, form.pop("to", None))
        row = begin(
            chosen, found, at, kind="demotion", level_from=str(level), level_to=to, proposer=actor.id,
            evaluation={}, annual=False, state="reported",
        )  # fmt: skip
        keep(actor, row, "report", Change("reported", fields=form), former=None, now=at)
        return case_book.view(row, at)


def begin(
    ladder: Ladder, found: staff.Account, at: datetime, *, state: str = "applied", **columns: Any
) -> rows.Promotion:
    """Write a case that did not exist with the ladder as it reads now, inside the open transaction."""
    digest = policy_texts.keep("ladder", ladder.name, ladder.text, now=at)
    row: rows.Promotion = rows.Promotion.create(
        agent=found.id, ladder=ladder.name, state=state, policy=digest, applied_at=at, updated_at=at, **columns
    )
    return row


def _applicant(actor: Actor, login: str | None) -> staff.Account:
    """Return the person a case is to be about, with the right checked; raises NotFound, Denied."""
    own = login is None or login == actor.login
    if own:
        access.require(actor, "level.apply")
    found = people.person(actor, login or actor.login, "level.apply" if own else "level.propose")
    if not found.enabled:
        raise Refused(_("The account {login} is disabled").format(login=found.login))
    return found


def _judged(ladder: Ladder, agent_id: int, to: str | None, today: date) -> tuple[Evaluation, dict[str, Any]]:
    """Return the judgement of a person's step, and how it is frozen; raises Refused unless all is known to be met."""
    known = dossier.dossier(agent_id, ladder.name, on=today)
    found = evaluate(ladder, known, to, today)
    _demand(found)
    return found, freeze(found, ladder, known, today)


def _none_open(agent_id: int, kinds: tuple[str, ...], at: datetime) -> None:
    waiting = case_book.open_case(agent_id, kinds, people.today(at))
    if waiting is not None:
        title = _("Case {number} of this person is under way").format(number=waiting.id)
        raise Refused(title, _("See `cstui level case {number}`.").format(number=waiting.id))


def _demand(judged: Evaluation) -> None:
    """Raise Refused unless every criterion is known to be met: missing data is never a pass."""
    if judged.eligible == "yes":
        return
    gaps = [each.text for each in judged.criteria if each.status != MET]
    more = [_("See `cstui level explain {agent}`.").format(agent=judged.agent)]
    title = _("{agent} is not eligible for {level} yet").format(agent=judged.agent, level=judged.to)
    raise Refused(title, "\n".join(gaps[:_GAPS] + more))


def _permitted(actor: Actor, row: rows.Promotion, action: str, at: datetime) -> Rule:
    """Return the rule of a step; raises Refused when state or time forbid it, Denied when the person may not."""
    way, stages, chairs = KINDS[row.kind], case_due.frozen_ladder(row).stages, case_book.chairs(row)
    rule = rule_of(way, action, row.state, stages)
    if rule is None:
        raise Refused(obstacle(actor, way, action, row.state, stages, chairs) or "")
    reason = right_missing(actor, rule, chairs)
    if reason is not None:
        # Who decides elsewhere is told how the floor gets somebody who may decide here.
        alone = rule.who in ("manager", "hearer") and access.scope_of(actor, "level.decide") == "all"
        told = _("Ask one; where there is none, add one: cstui agent add LOGIN --role manager.") if alone else ""
        access.deny(actor, _RIGHTS.get(rule.who, "level.decide"), reason, told, f"promotion:{row.id}")
    untimely = case_timing.obstacle(row, action, at)
    if untimely is not None:
        raise Refused(untimely)
    return rule

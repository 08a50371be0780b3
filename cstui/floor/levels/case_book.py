"""Promotion cases as they are read: who may see which, and what of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from db import models as rows
from db.queries import people as staff

from ...errors import BadInput, NotFound
from ...i18n import _
from .. import access, accounts, recording, store
from ..calendar import Calendar
from ..views import Actor
from . import case_timing, frozen, notice_period, people
from .case_due import frozen_ladder, state_on
from .case_steps import ACTIONS, KINDS, NOTICE_STATES, OPEN_STATES, RULES, Chairs, Rule, obstacle, onward
from .case_views import Case, CaseDetail, CaseStep, Objection
from .notice_moves import MOVED
from .policy import load_policy

_MOST = 200  # cases under way that an inbox looks through
_OBJECTIONS = ("settle", "object")  # steps whose texts are told apart by whose business they are


def cases(
    actor: Actor,
    *,
    ended: bool = False,
    states: Collection[str] = (),
    login: str | None = None,
    limit: int = 200,
    now: datetime | None = None,
) -> list[Case]:
    """Return the cases that the actor may see, newest first: those under way unless told, public notices always.

    Raises Denied, NotFound for an unknown login.
    """
    at = now or store.now()
    query = _seen(actor).order_by(rows.Promotion.id.desc()).limit(limit)
    if states:
        query = query.where(rows.Promotion.state.in_(list(states)))
    elif not ended:
        query = query.where(rows.Promotion.state.in_(OPEN_STATES))
    if login is not None:
        query = query.where(rows.Agent.login == accounts.agent(actor, login).login)
    return _views(list(query), at)


def details(actor: Actor, *, now: datetime) -> list[tuple[Case, dict[str, str | None]]]:
    """Return the cases under way that the actor may see, newest first, each with its steps and why not.

    Raises Denied.
    """
    return [(case_, may) for case_, may, _rule in turns(actor, now=now)]


def turns(actor: Actor, *, now: datetime) -> list[tuple[Case, dict[str, str | None], Rule | None]]:
    """Return what ``details`` does, and whose turn it is.

    The rule is the one by which it goes on next, whoever takes it; None where it waits for time alone.

    Raises Denied.
    """
    query = _seen(actor).where(rows.Promotion.state.in_(OPEN_STATES)).order_by(rows.Promotion.id.desc())
    found = list(query.limit(_MOST))
    shown = _views(found, now)
    for row, case_ in zip(found, shown, strict=True):
        row.state = case_.state
    return [
        (case_, obstacles(actor, row, now), onward(KINDS[row.kind], row.state, frozen_ladder(row).stages))
        for row, case_ in zip(found, shown, strict=True)
    ]


def case(actor: Actor, number: int, *, now: datetime | None = None) -> CaseDetail:
    """Return one case: whole for whom it concerns, else what the public notice says.  Raises NotFound, Denied."""
    at = now or store.now()
    row = row_for(actor, number)
    row.state = state_on(row, people.today(at))  # shown as it stands; the next write journals it
    whole = concerns(actor, row)
    return CaseDetail(
        case=view(row, at),
        policy=row.policy_id,
        evaluation=frozen.told(row.evaluation, frozen_ladder(row)) if whole else {},
        steps=tuple(_step(each, actor, row) for each in _steps(row)) if whole else (),
        objections=tuple(_objection(each, actor, row) for each in _objections(row)) if whole else (),
        may=obstacles(actor, row, at),
    )


def row_for(actor: Actor, number: int) -> rows.Promotion:
    """Return the stored case of a number; raises NotFound outside the actor's sight, Denied without any right."""
    row = _seen(actor).where(rows.Promotion.id == number).first()
    if row is None:
        raise unseen(number)
    found: rows.Promotion = row
    return found


def unseen(number: int) -> NotFound:
    """Return the error for a case that there is not, or not for this actor."""
    title = _("There is no case {number} that you may see").format(number=number)
    return NotFound(title, _("See `cstui level cases`."))


def concerns(actor: Actor, row: rows.Promotion) -> bool:
    """Say whether the actor may read the whole case, not only its public notice."""
    scope = access.scope_of(actor, "level.read")
    mine = actor.id in (row.agent_id, row.proposer_id, row.approver_id)
    return mine or scope == "all" or (scope == "team" and row.agent.team_id == actor.team_id)


def chairs(row: rows.Promotion) -> Chairs:
    """Return the persons of a case; who may hear it is asked for only where an appeal waits."""
    found = Chairs(row.agent_id, row.agent.team_id, row.proposer_id, row.approver_id)
    if row.state != "appealed":
        return found
    # Who brought a calendar into force moved the end of many cases and looked at none of them.
    taken = (step.by_id for step in _steps(row) if step.by_id is not None and step.step != MOVED)
    part = frozenset(taken) | {row.agent_id}
    free = (each for each in staff.accounts() if each.enabled and "manager" in each.roles and each.id not in part)
    return found._replace(part=part, outside=next(free, None) is None and _heard_outside())


def _heard_outside() -> bool:
    try:
        return load_policy().appeal_outside
    except BadInput:  # a site's broken file hides no case: the appeal waits until it is mended
        return False


def obstacles(actor: Actor, row: rows.Promotion, now: datetime) -> dict[str, str | None]:
    """Map every step that this kind of case has on its ladder to why the actor may not take it now, None if so."""
    way, stages, persons = KINDS[row.kind], frozen_ladder(row).stages, chairs(row)
    mine = [each for each in ACTIONS if any(rule.way == way and rule.action == each for rule in RULES)]
    return {
        action: obstacle(actor, way, action, row.state, stages, persons) or case_timing.obstacle(row, action, now)
        for action in mine
    }


def view(row: rows.Promotion, now: datetime) -> Case:
    """Return a stored case as lists show it."""
    return _views([row], now)[0]


def _views(found: list[rows.Promotion], now: datetime) -> list[Case]:
    """Return stored cases as lists show them, with what they refer to read once for all."""
    persons = staff.of_ids([each for row in found for each in (row.agent_id, row.proposer_id, row.approver_id)])
    table = rows.Objection
    counted = table.select(table.promotion, fn.count(table.id)).where(table.state == "open")
    counted = counted.where(table.promotion.in_(found)).group_by(table.promotion)
    still: dict[int, int] = dict(counted.tuples().iterator())
    days = recording.calendar() if any(map(_running, found)) else None
    return [_view(row, now, persons, still, days) for row in found]


def _running(row: rows.Promotion) -> bool:
    return row.state in (*NOTICE_STATES, "decided") and row.notice_until is not None


def _view(
    row: rows.Promotion,
    now: datetime,
    persons: Mapping[int, staff.Account],
    still: Mapping[int, int],
    days: Calendar | None,
) -> Case:
    running = _running(row)
    return Case(
        number=row.id,
        kind=row.kind,
        agent=persons[row.agent_id].login,
        name=persons[row.agent_id].name,
        team=persons[row.agent_id].team,
        ladder=row.ladder,
        level_from=row.level_from,
        level_to=row.level_to,
        state=state_on(row, people.today(now)),
        proposer=persons[row.proposer_id].login if row.proposer_id else None,
        approver=persons[row.approver_id].login if row.approver_id else None,
        annual=row.annual,
        applied_at=row.applied_at,
        notice_from=row.notice_from,
        notice_until=row.notice_until,
        notice_left=notice_period.left(row.notice_until, now, days) if running else None,
        notice_over=running and notice_period.over(row.notice_until, now),
        notice_provisional=running and days is not None and days.provisional(row.notice_until, row.notice_until),
        effective_on=row.effective_on,
        trial_until=row.trial_until,
        objections=still.get(row.id, 0),
        version=row.version,
    )


def open_case(agent_id: int, kinds: Collection[str], today: date) -> rows.Promotion | None:
    """Return the person's case of these kinds that is under way, None where there is none."""
    table = rows.Promotion
    mine = table.select().where(table.agent == agent_id, table.state.in_(OPEN_STATES), table.kind.in_(list(kinds)))
    return next((row for row in mine if state_on(row, today) in OPEN_STATES), None)


def _seen(actor: Actor) -> Any:
    """Return a query of the cases that the actor may see: by right, as one of its persons, or publicly noticed."""
    access.require(actor, "level.read")
    table, scope = rows.Promotion, access.scope_of(actor, "level.read")
    query = table.select(table, rows.Agent).join(rows.Agent, on=(table.agent == rows.Agent.id))
    if scope == "all":
        return query
    seen = (table.agent == actor.id) | (table.proposer == actor.id) | table.state.in_(NOTICE_STATES)
    return query.where(seen | (rows.Agent.team == actor.team_id) if scope == "team" else seen)


def _steps(row: rows.Promotion) -> Any:
    table, agent = rows.PromotionStep, rows.Agent
    query = table.select(table, agent).join(agent, JOIN.LEFT_OUTER, on=table.by)
    return query.where(table.promotion == row.id).order_by(table.id)


def _step(step: rows.PromotionStep, actor: Actor, row: rows.Promotion) -> CaseStep:
    hidden = step.step in _OBJECTIONS and not _judges(actor, row) and step.by_id != actor.id
    by = step.by.login if step.by else None
    return CaseStep(step.step, step.state, "" if hidden else by, step.at, {} if hidden else step.fields)


def _objections(row: rows.Promotion) -> Any:
    table = rows.Objection
    return table.select().where(table.promotion == row.id).order_by(table.id)


def _objection(found: rows.Objection, actor: Actor, row: rows.Promotion) -> Objection:
    """Return an objection: who raised it and why is for those who judge it, and for whoever raised it."""
    told = _judges(actor, row) or found.by_id == actor.id
    by = found.settled_by.login if found.settled_by else None
    return Objection(
        found.id, found.by.login if told else "", found.at, found.text if told else "", found.state,
        found.finding if told else "", by, found.settled_at,
    )  # fmt: skip


def _judges(actor: Actor, row: rows.Promotion) -> bool:
    return actor.id != row.agent_id and access.scope_of(actor, "level.read") == "all"

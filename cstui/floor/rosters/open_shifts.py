"""Open shifts: posted by a lead, asked for by one of the team, filled by a lead; first come, first served."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from db import journal
from db import models as rows
from db.queries import attendance, people

from ...errors import BadInput, Conflict, Refused
from ...i18n import _
from ...text import clean, one_line
from .. import access, accounts, store
from ..views import Actor
from . import frozen, in_force, overdue, request_views, requests, swap_terms
from .book import Times, times_of
from .policy import load_policy
from .request_steps import OPEN_SHIFT, Step
from .request_views import OpenShift

_LISTED = 200


def post(
    actor: Actor, day: date, code: str, *, team: str | None = None, reason: str = "", now: datetime | None = None
) -> OpenShift:
    """Post a shift that anybody of the team may ask for; raises BadInput, Refused."""
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        team_id = accounts.team_row(team).id if team else actor.team_id
        access.require(actor, "roster.write", team_id=team_id)
        overdue.settle(at)
        times = times_of(code, day, load_policy(team or actor.team), store.zone())
        if times.start is None or times.end is None:
            raise BadInput(_("A day off cannot be posted"))
        if times.start <= at:
            raise Refused(_("That shift has begun already"))
        row = rows.OpenShift.create(
            team=team_id, day=day, code=times.code, start_at=times.start, end_at=times.end,
            break_minutes=times.break_minutes, break_at=times.break_at, reason=clean(reason), state="open",
            posted_by=actor.id, created_at=at,
        )  # fmt: skip
        body = {"team": team_id, "day": day.isoformat(), "code": times.code}
        role = access.acting_role(actor)
        journal.append(journal.Fact(at, actor.id, role, "open_shift.posted", f"open_shift:{row.id}", body))
    return open_shift(actor, row.id, now=at)


def ask(actor: Actor, number: int, *, version: int | None = None, now: datetime | None = None) -> OpenShift:
    """Ask for an open shift; the rules are checked at once.  Raises Refused, Conflict when somebody was first."""
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "ask", version, at)
        _may_take(row, actor.id)
        facts = {"warned": swap_terms.names_of(swap_terms.judged(_change(row, actor.id)))}
        requests.write(OPEN_SHIFT, step, row, actor, now=at, facts=facts, asker=actor.id)
    return open_shift(actor, number, now=at)


def retract(actor: Actor, number: int, *, version: int | None = None, now: datetime | None = None) -> OpenShift:
    """Take one's asking back; the shift is open again.  Raises Refused."""
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "retract", version, at)
        requests.write(OPEN_SHIFT, step, row, actor, now=at, asker=None)
    return open_shift(actor, number, now=at)


def approve(actor: Actor, number: int, *, version: int | None = None, now: datetime | None = None) -> OpenShift:
    """Give an open shift to who asked for it and write it into the roster, all checked again; raises Refused."""
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "approve", version, at)
        _may_take(row, row.asker_id)
        change = _change(row, row.asker_id)
        facts = {"warned": swap_terms.names_of(swap_terms.judged(change)), "agent": row.asker_id}
        row = requests.write(OPEN_SHIFT, step, row, actor, now=at, facts=facts, decided_by=actor.id, decided_at=at)
        in_force.amend(actor, change, cause=f"open_shift:{row.id}", now=at)
        _tell("approve", row, row.asker_id, at)
    return open_shift(actor, number, now=at)


def refuse(actor: Actor, number: int, *, version: int | None = None, now: datetime | None = None) -> OpenShift:
    """Turn down who asked; the shift is open again.  Raises Refused."""
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "refuse", version, at)
        asker = row.asker_id
        row = requests.write(OPEN_SHIFT, step, row, actor, now=at, facts={"agent": asker}, asker=None)
        _tell("refuse", row, asker, at)
    return open_shift(actor, number, now=at)


def withdraw(actor: Actor, number: int, *, version: int | None = None, now: datetime | None = None) -> OpenShift:
    """Take a posted shift back; who asked for it is told.  Raises Refused."""
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "withdraw", version, at)
        row = requests.write(OPEN_SHIFT, step, row, actor, now=at, decided_by=actor.id, decided_at=at)
        _tell("withdraw", row, row.asker_id, at)
    return open_shift(actor, number, now=at)


def open_shift(actor: Actor, number: int, *, now: datetime | None = None) -> OpenShift:
    """Return one open shift the actor may see, with what the rules warn of while it is asked for; raises NotFound."""
    at = now or store.now()
    row = _row(actor, number)
    view = request_views.open_shifts(actor, [row], at)[0]
    if view.state != "asked":
        return view
    change = _change(row, row.asker_id)
    drawn = swap_terms.unpublished(change) if requests.covers(actor, OPEN_SHIFT.deciding, row.team_id) else ()
    return view._replace(warnings=(*swap_terms.warnings_of(change), *drawn))


def open_shifts(
    actor: Actor, *, live: bool = True, limit: int = _LISTED, now: datetime | None = None
) -> list[OpenShift]:
    """Return the open shifts of the teams the actor may see, by day; only those under way unless told."""
    access.require(actor, "roster.read")
    at = now or store.now()
    table = rows.OpenShift
    query = table.select().where(_seen(actor)).order_by(table.start_at, table.id).limit(limit)
    if live:
        query = query.where(table.state.in_(OPEN_SHIFT.live) & (table.start_at > at))
    return request_views.open_shifts(actor, list(query), at)


def could_take(agent_id: int, shifts: Sequence[OpenShift]) -> set[int]:
    """Return the numbers of those open shifts on whose day a person works nothing and is not on leave."""
    if not shifts:
        return set()
    days = [shift.day for shift in shifts]
    cells = frozen.in_force([(agent_id, day) for day in days])
    away = attendance.leave(attendance.Of(agents=[agent_id]), min(days), max(days))
    busy = {day for day in days if cells[agent_id, day].start or any(each.first <= day <= each.last for each in away)}
    return {shift.number for shift in shifts if shift.day not in busy}


def _seen(actor: Actor) -> Any:
    everywhere = access.scope_of(actor, "roster.read") == "all"
    return rows.OpenShift.id.is_null(False) if everywhere else rows.OpenShift.team == actor.team_id


def _row(actor: Actor, number: int) -> rows.OpenShift:
    row: rows.OpenShift = requests.found(rows.OpenShift, OPEN_SHIFT, number)
    if access.scope_of(actor, "roster.read") != "all" and row.team_id != actor.team_id:
        requests.unknown(OPEN_SHIFT, number)
    return row


def _begin(
    actor: Actor, number: int, action: str, version: int | None, at: datetime
) -> tuple[Actor, rows.OpenShift, Step]:
    """Return actor, open shift and step of an action inside the open transaction; raises Refused, NotFound."""
    actor = accounts.fresh(actor)
    access.require(actor, OPEN_SHIFT.asking if action in ("ask", "retract") else OPEN_SHIFT.deciding)
    overdue.settle(at)
    row = _row(actor, number)
    if action == "ask" and row.asker_id not in (None, actor.id):
        first = people.of_ids([row.asker_id])[row.asker_id]
        raise Conflict(_("{who} was first").format(who=one_line(first.name)), _("See `cstui roster open list`."))
    requests.same_version(row, version)
    mine = request_views.open_shift_standings(actor, row)
    return actor, row, requests.guard(actor, OPEN_SHIFT, action, row, overdue.open_shift_state(row, at), mine)


def _may_take(row: rows.OpenShift, agent_id: int) -> None:
    """Raise Refused unless a person may work the shift: enabled, of the team, free that day, not on leave."""
    taker = people.of_ids([agent_id])[agent_id]
    swap_terms.of_team(taker, row.team_id)
    swap_terms.free(frozen.in_force([(agent_id, row.day)])[agent_id, row.day], taker.name, row.day)
    swap_terms.not_on_leave([(taker, row.day)])


def _change(row: rows.OpenShift, agent_id: int) -> dict[frozen.Cell, Times | None]:
    return {(agent_id, row.day): Times.of(row)}


def _tell(action: str, row: rows.OpenShift, to: int | None, at: datetime) -> None:
    requests.tell(OPEN_SHIFT, action, row, (to,), at, day=row.day.isoformat(), code=row.code)

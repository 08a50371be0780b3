"""Leave: applied for, decided by somebody else, taken once its last day has passed.

Shifts of days on leave stay in the roster; the attendance and the board read them as on leave.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from db import journal
from db import models as rows
from db.queries import people
from db.queries import rosters as shift_rows

from ...errors import BadInput, Refused
from ...i18n import _, labelled, listed
from ...text import clean, one_line
from .. import access, accounts, store
from ..recording import FLOOR
from ..views import Actor
from . import cells, coverage, overdue, request_views, requests
from .policy import load_policy
from .request_steps import LEAVE, Step
from .request_views import Leave
from .views import Shift

_LONGEST = 366  # days of one leave
_LISTED = 200
_HELD = ("submitted", "approved", "taken")  # states that bar a second leave on the same days


def ask(
    actor: Actor,
    kind: str,
    first: date,
    last: date | None = None,
    *,
    reason: str = "",
    draft: bool = False,
    now: datetime | None = None,
) -> Leave:
    """Apply for leave of a kind of the policy, both days included; it is submitted unless it is to stay a draft.

    Raises BadInput for the kind or the days, Refused when it overlaps other leave of one's own.
    """
    at = now or store.now()
    last = last or first
    _check_kind(kind)
    _check_days(first, last)
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "leave.ask")
        overdue.settle(at)
        row = rows.Leave.create(
            agent=actor.id,
            kind=kind,
            first_day=first,
            last_day=last,
            state="draft",
            reason=clean(reason),
            created_at=at,
        )
        body = {"kind": kind, "first": first.isoformat(), "last": last.isoformat()}
        journal.append(journal.Fact(at, actor.id, access.acting_role(actor), "leave.asked", f"leave:{row.id}", body))
        if not draft:
            _submit(actor, row, requests.guard(actor, LEAVE, "submit", row, row.state, {"asker"}), at)
    return leave(actor, row.id, now=at)


def submit(actor: Actor, number: int, *, version: int | None = None, now: datetime | None = None) -> Leave:
    """Submit a draft; that of a manager besides whom there is none is recorded as self-declared.  Raises Refused."""
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "submit", version, at)
        _submit(actor, row, step, at)
    return leave(actor, number, now=at)


def approve(
    actor: Actor, number: int, *, note: str = "", version: int | None = None, now: datetime | None = None
) -> Leave:
    """Approve leave; nobody approves their own.  Raises Refused.

    ``shifts`` tell what it hits, ``warnings`` where people will be short.
    """
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "approve", version, at)
        _no_overlap(row)
        holes = _holes(actor, row, at)
        row = requests.write(LEAVE, step, row, actor, now=at, **requests.decided(actor, at, note))
        _tell("approve", row, at)
    return leave(actor, number, now=at)._replace(warnings=holes)


def reject(actor: Actor, number: int, *, reason: str, version: int | None = None, now: datetime | None = None) -> Leave:
    """Reject leave with a reason; raises Refused, BadInput."""
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "reject", version, at)
        row = requests.write(LEAVE, step, row, actor, now=at, **requests.decided(actor, at, requests.said(reason)))
        _tell("reject", row, at)
    return leave(actor, number, now=at)


def cancel(
    actor: Actor, number: int, *, reason: str = "", version: int | None = None, now: datetime | None = None
) -> Leave:
    """Cancel leave: one's own before it begins, a lead with a reason at any time before its end; raises Refused.

    Of leave that has begun, the days that are over stay taken, as leave of their own.
    """
    at = now or store.now()
    with access.acting():
        actor, row, step = _begin(actor, number, "cancel", version, at)
        columns: dict[str, Any] = {}
        facts: dict[str, int] = {}
        if row.agent_id != actor.id:
            columns = requests.decided(actor, at, requests.said(reason))
            if step.source == "approved" and row.first_day < overdue.today(at):
                facts["taken"] = _keep_taken(row, at)
                columns["first_day"] = overdue.today(at)
        elif row.state == "approved" and row.first_day <= overdue.today(at):
            raise Refused(_("Your leave has begun"), _("A lead can cancel what is left of it."))
        row = requests.write(LEAVE, step, row, actor, now=at, facts=facts, **columns)
        if row.agent_id != actor.id:
            _tell("cancel", row, at)
        elif step.source == "approved" and row.decided_by_id != actor.id:
            requests.tell(LEAVE, "give_back", row, (row.decided_by_id,), at, agent=row.agent_id, **_facts(row))
    return leave(actor, number, now=at)


def leave(actor: Actor, number: int, *, now: datetime | None = None) -> Leave:
    """Return one leave the actor may see, with the shifts in force it hits; raises NotFound.

    While it waits, whoever may read the coverage is warned of the half hours that will be short.
    """
    at = now or store.now()
    row = requests.found(rows.Leave, LEAVE, number)
    if not rows.Leave.select().join(rows.Agent).where((rows.Leave.id == number) & _seen(actor)).exists():
        requests.unknown(LEAVE, number)
    view = request_views.leaves(actor, [row], at)[0]
    holes = _holes(actor, row, at) if view.state == "submitted" else ()
    return view._replace(shifts=_shifts_hit(row), warnings=holes)


def leaves(actor: Actor, *, live: bool = True, limit: int = _LISTED, now: datetime | None = None) -> list[Leave]:
    """Return the leave the actor may see, the newest first; only what is ahead or undecided unless told."""
    access.require(actor, "roster.read")
    at = now or store.now()
    table = rows.Leave
    query = table.select().join(rows.Agent).where(_seen(actor)).order_by(table.first_day.desc(), table.id.desc())
    if live:
        query = query.where(
            table.state.in_(LEAVE.live) & ((table.state != "approved") | (table.last_day >= overdue.today(at)))
        )
    return request_views.leaves(actor, list(query.limit(limit)), at)


def _seen(actor: Actor) -> Any:
    """Return which leave somebody sees: one's own, and what is no draft of the people whose roster one reads."""
    table = rows.Leave
    scope = access.scope_of(actor, "roster.read")
    mine = table.agent == actor.id
    if scope == "all":
        return mine | (table.state != "draft")
    return mine | (table.state != "draft") & (rows.Agent.team == actor.team_id) if scope == "team" else mine


def _begin(actor: Actor, number: int, action: str, version: int | None, at: datetime) -> tuple[Actor, rows.Leave, Step]:
    """Return actor, leave and step of an action inside the open transaction; raises Refused, Conflict, NotFound."""
    actor = accounts.fresh(actor)
    access.require(actor, LEAVE.deciding if action in ("approve", "reject") else LEAVE.asking)
    overdue.settle(at)
    row = requests.found(rows.Leave, LEAVE, number)
    if not rows.Leave.select().join(rows.Agent).where((rows.Leave.id == number) & _seen(actor)).exists():
        requests.unknown(LEAVE, number)
    requests.same_version(row, version)
    mine = request_views.leave_standings(actor, row, row.agent.team_id)
    return actor, row, requests.guard(actor, LEAVE, action, row, overdue.leave_state(row, at), mine)


def _submit(actor: Actor, row: rows.Leave, step: Step, at: datetime) -> None:
    _no_overlap(row)
    row = requests.write(LEAVE, step, row, actor, now=at)
    if _alone(actor):
        declared = requests.guard(actor, LEAVE, "declare", row, row.state, {"alone"})
        requests.write(LEAVE, declared, row, actor, now=at, self_declared=True, **requests.decided(actor, at, ""))


def _keep_taken(row: rows.Leave, at: datetime) -> int:
    """Keep the days of leave that are over as leave of their own, taken; return its number."""
    last = overdue.today(at) - timedelta(days=1)
    kept = rows.Leave.create(
        agent=row.agent_id, kind=row.kind, first_day=row.first_day, last_day=last, state="taken", reason=row.reason,
        self_declared=row.self_declared, decided_by=row.decided_by_id, decided_at=row.decided_at,
        decision=row.decision, created_at=row.created_at,
    )  # fmt: skip
    body = {"from": "approved", "to": "taken", "of": row.id, "last": last.isoformat()}
    journal.append(journal.Fact(at, None, FLOOR, "leave.taken", f"leave:{kept.id}", body))
    return int(kept.id)


def _alone(actor: Actor) -> bool:
    """Say whether the actor is a manager besides whom there is no enabled one."""
    others = [each for each in people.accounts() if each.enabled and "manager" in each.roles and each.id != actor.id]
    return "manager" in actor.roles and not others


def _no_overlap(row: rows.Leave) -> None:
    """Raise Refused when the person holds other leave on one of the days."""
    table = rows.Leave
    held = (table.agent == row.agent_id) & table.state.in_(_HELD) & (table.id != row.id)
    other = table.get_or_none(held & (table.first_day <= row.last_day) & (table.last_day >= row.first_day))
    if other is not None:
        title = _("It overlaps leave {number}").format(number=other.id)
        raise Refused(title, _("From {first} to {last}.").format(first=other.first_day, last=other.last_day))


def _shifts_hit(row: rows.Leave) -> tuple[Shift, ...]:
    found = shift_rows.shifts(shift_rows.FORCE, row.first_day, row.last_day, agents=[row.agent_id])
    return tuple(cells.stored(each) for each in found if each.start_at is not None)


def _holes(actor: Actor, row: rows.Leave, at: datetime) -> tuple[str, ...]:
    """Return what the coverage says of each shift ahead that leave takes out, where people will be short."""
    if not requests.covers(actor, "coverage.read", row.agent.team_id):
        return ()
    told = []
    for shift in _shifts_hit(row):
        if shift.start is not None and shift.end is not None and shift.end > at:
            found = coverage.what_if(actor, shift.login, shift.start, shift.end, now=at)
            told += [labelled(f"{shift.day} {shift.code}", found.text)] if found.short or found.worse else []
    return tuple(told)


def _check_kind(kind: str) -> None:
    known = load_policy().leave
    if kind not in known:
        title = _("{kind} is no kind of leave").format(kind=one_line(kind))
        raise BadInput(title, _("Known: {values}").format(values=listed(known)))


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise BadInput(_("Leave cannot end before it begins"))
    if (last - first).days >= _LONGEST:
        raise BadInput(_("One leave has at most {days} days").format(days=_LONGEST))


def _tell(action: str, row: rows.Leave, at: datetime) -> None:
    requests.tell(LEAVE, action, row, (row.agent_id,), at, **_facts(row))


def _facts(row: rows.Leave) -> dict[str, str]:
    return {"kind": row.kind, "first": row.first_day.isoformat(), "last": row.last_day.isoformat()}

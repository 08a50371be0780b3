"""Corrective actions 纠正措施: planned at closing, done, and checked for effect (PDCA)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from db import journal
from db import models as rows
from db.fields import epoch
from db.queries import people

from ..errors import BadInput, NotFound, Refused
from ..i18n import _
from ..text import clean, one_line
from . import access, accounts, store
from .marks import ref_of
from .recording import Change
from .views import Actor


class Action(NamedTuple):
    """One corrective action; ``effective`` is None until its effect was checked."""

    id: int
    ref: str
    action: str
    owner: str
    due_at: datetime
    done_at: datetime | None
    effect: str
    effective: bool | None
    overdue: bool


def plan(row: rows.Complaint, form: Mapping[str, Any], now: datetime, change: Change) -> None:
    """Add a corrective action to a step about to be written; raises BadInput without owner or due date."""
    owner = people.account(str(form.get("correction_owner", "")))
    if owner is None or not owner.enabled:
        raise BadInput(_("A corrective action needs an owner of this floor"))
    due = form.get("correction_due")
    if due is None or due <= now:
        raise BadInput(_("A corrective action needs a due date in the future"))

    def write(seq: int) -> None:
        """Write the action under the event that plans it."""
        rows.CorrectiveAction.create(
            complaint=row.id, event_seq=seq, action=form["correction"], owner=owner.id, due_at=due, created_at=now
        )

    change.then.append(write)


def exists(complaint_id: int) -> bool:
    """Say whether a complaint has a corrective action already."""
    return bool(rows.CorrectiveAction.select().where(rows.CorrectiveAction.complaint == complaint_id).exists())


def of_complaint(complaint_id: int, *, now: datetime) -> list[Action]:
    """Return the corrective actions of one complaint in the order in which they were planned."""
    table = rows.CorrectiveAction
    return [_view(row, now) for row in table.select().where(table.complaint == complaint_id).order_by(table.id)]


def actions(actor: Actor, *, pending: bool = True, limit: int = 200, now: datetime | None = None) -> list[Action]:
    """Return corrective actions the actor may see by due date: those still to do or to check, or all."""
    at = now or store.now()
    scope = access.read_scope(actor)
    table = rows.CorrectiveAction
    query = table.select(table, rows.Agent).join(rows.Agent, on=(table.owner == rows.Agent.id))
    query = query.switch(table).join(rows.Complaint, on=(table.complaint == rows.Complaint.id))
    if scope.team_id is not None:
        query = query.where(rows.Complaint.team == scope.team_id)
    if pending:
        query = query.where(table.effective.is_null())
    return [_view(row, at) for row in query.order_by(table.due_at, table.id).limit(limit)]


def done(actor: Actor, number: int, *, now: datetime | None = None) -> Action:
    """Mark an action as carried out, by its owner or a lead; raises NotFound, Refused."""
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        row = _row(actor, number)
        if row.done_at is not None:
            raise Refused(_("It is done already"))
        row.done_at = at
        row.save(only=[rows.CorrectiveAction.done_at])
        _journal(actor, row, "action.done", {}, at)
        return _view(row, at)


def judge(actor: Actor, number: int, *, effective: bool, effect: str, now: datetime | None = None) -> Action:
    """Record whether an action helped; the owner does not judge their own.  Raises NotFound, Refused, BadInput."""
    at = now or store.now()
    if not effect.strip():
        raise BadInput(_("Say what the check of the effect showed"))
    with access.acting():
        actor = accounts.fresh(actor)
        row = _row(actor, number)
        if row.done_at is None:
            raise Refused(_("It has to be done before its effect can be checked"))
        if row.owner_id == actor.id:
            raise Refused(_("Nobody judges their own action"), _("Ask another lead."))
        row.effective, row.effect, row.checked_at = effective, clean(effect), at
        row.checked_by_id = actor.id
        row.save(only=[rows.CorrectiveAction.effective, rows.CorrectiveAction.effect,
                       rows.CorrectiveAction.checked_at, rows.CorrectiveAction.checked_by])  # fmt: skip
        _journal(actor, row, "action.checked", {"effective": effective}, at)
        return _view(row, at)


def _row(actor: Actor, number: int) -> rows.CorrectiveAction:
    row = rows.CorrectiveAction.get_or_none(rows.CorrectiveAction.id == number)
    scope = access.read_scope(actor)
    if row is None or scope.team_id not in (None, row.complaint.team_id):
        raise NotFound(_("There is no corrective action {number}").format(number=number))
    if row.owner_id != actor.id and not actor.leads:
        access.deny(actor, "action", _("Only its owner or a lead may do that"), subject=ref_of(row.complaint_id))
    return row


def _journal(actor: Actor, row: rows.CorrectiveAction, action: str, body: dict[str, Any], at: datetime) -> None:
    facts = {"action": row.id, **body}
    journal.append(journal.Fact(at, actor.id, access.acting_role(actor), action, ref_of(row.complaint_id), facts))


def _view(row: rows.CorrectiveAction, at: datetime) -> Action:
    return Action(
        row.id, ref_of(row.complaint_id), one_line(row.action), row.owner.login, row.due_at, row.done_at,
        row.effect or "", row.effective, row.done_at is None and epoch(row.due_at) < epoch(at),
    )  # fmt: skip

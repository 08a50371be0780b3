"""Incidents: many complaints about one thing, answered together, each with its own clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from peewee import fn

from db import journal
from db import models as rows

from ..errors import BadInput, NotFound
from ..i18n import _
from ..text import clean
from . import access, accounts, complaints, queue, store
from .marks import ref_of
from .views import Actor, Complaint


class Incident(NamedTuple):
    """One incident with how many complaints belong to it, and how many of those are open."""

    id: int
    title: str
    team: str
    opened_at: datetime
    closed_at: datetime | None
    complaints: int
    open: int


def begin(actor: Actor, title: str, *, now: datetime | None = None) -> Incident:
    """Open an incident for the actor's team; raises BadInput without a title, Denied for anyone but a lead."""
    if not title.strip():
        raise BadInput(_("An incident needs a title"))
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "incident", team_id=actor.team_id)
        row = rows.Incident.create(team=actor.team_id, title=clean(title), opened_at=at)
        _journal(actor, row.id, "incident.opened", {}, at)
    return incident(actor, row.id)


def add(actor: Actor, number: int, refs: Iterable[str], *, now: datetime | None = None) -> Incident:
    """Group complaints under an incident; each keeps its clocks, owner and state.  Raises NotFound, Denied."""
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "incident", team_id=_row(actor, number).team_id)
        for ref in refs:
            row = complaints.row_for(actor, ref)
            rows.Complaint.update(incident_id=number, updated_at=at).where(rows.Complaint.id == row.id).execute()
            _journal(actor, number, "incident.grouped", {"complaint": row.id}, at)
    return incident(actor, number)


def answer(actor: Actor, number: int, values: Mapping[str, Any], *, now: datetime | None = None) -> complaints.Batch:
    """Send one reply to every complaint of the incident that is being handled; the others are told apart.

    ``values`` are the fields of the form ``respond``.
    """
    return complaints.take_many(actor, [each.ref for each in members(actor, number)], "respond", values, now=now)


def close(actor: Actor, number: int, *, now: datetime | None = None) -> Incident:
    """End an incident; its complaints go their own way.  Raises NotFound, Denied."""
    at = now or store.now()
    with access.acting():
        actor = accounts.fresh(actor)
        access.require(actor, "incident", team_id=_row(actor, number).team_id)
        rows.Incident.update(closed_at=at).where(rows.Incident.id == number).execute()
        _journal(actor, number, "incident.closed", {}, at)
    return incident(actor, number)


def incident(actor: Actor, number: int) -> Incident:
    """Return one incident; raises NotFound outside the actor's sight."""
    return _view(_row(actor, number))


def incidents(actor: Actor, *, ended: bool = False, limit: int = 100) -> list[Incident]:
    """Return the incidents that the actor may see, newest first; ended ones only when asked for."""
    scope = access.read_scope(actor)
    query = rows.Incident.select().order_by(rows.Incident.id.desc()).limit(limit)
    if scope.team_id is not None:
        query = query.where(rows.Incident.team == scope.team_id)
    if not ended:
        query = query.where(rows.Incident.closed_at.is_null())
    return [_view(row) for row in query]


def members(actor: Actor, number: int) -> tuple[Complaint, ...]:
    """Return the complaints of an incident that the actor may see, in the order of work."""
    _row(actor, number)
    return queue.page(actor, f"state:all incident:{number}", limit=queue.MOST).rows


def _row(actor: Actor, number: int) -> rows.Incident:
    row = rows.Incident.get_or_none(rows.Incident.id == number)
    if row is None or access.read_scope(actor).team_id not in (None, row.team_id):
        raise NotFound(_("There is no incident {number}").format(number=number), _("See `cstui incident list`."))
    return row


def _view(row: rows.Incident) -> Incident:
    table = rows.Complaint
    counted = table.select(fn.count(table.id), fn.coalesce(fn.sum(table.open), 0)).where(table.incident == row.id)
    [(total, still)] = counted.tuples().iterator()
    return Incident(row.id, row.title, row.team.slug, row.opened_at, row.closed_at, total, still)


def _journal(actor: Actor, number: int, action: str, body: dict[str, Any], at: datetime) -> None:
    subject = f"incident:{number}" if "complaint" not in body else ref_of(body["complaint"])
    facts = {"incident": number, **body}
    journal.append(journal.Fact(at, actor.id, access.acting_role(actor), action, subject, facts))

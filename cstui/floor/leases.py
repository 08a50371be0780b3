"""Leases: who has a complaint open in an editor.  They expire by themselves and block nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from db import models as rows

from . import store
from .marks import number_of, ref_of
from .views import Actor

LENGTH = timedelta(seconds=20)


def hold(actor: Actor, *refs: str, now: datetime | None = None) -> None:
    """Say that the actor edits complaints for the next 20 seconds; said again while the editor is open."""
    at = now or store.now()
    numbers = [number_of(ref) for ref in refs]
    with store.transaction():
        rows.Lease.delete().where(rows.Lease.until < at).execute()
        there = rows.Complaint.select(rows.Complaint.id).where(rows.Complaint.id.in_(numbers))
        for (number,) in there.tuples().iterator():
            rows.Lease.replace(complaint=number, agent=actor.id, until=at + LENGTH).execute()


def release(actor: Actor, *refs: str) -> None:
    """Say that the actor's editor is closed."""
    numbers = [number_of(ref) for ref in refs]
    with store.transaction():
        rows.Lease.delete().where(rows.Lease.complaint.in_(numbers) & (rows.Lease.agent == actor.id)).execute()


def editors(actor: Actor, refs: Iterable[str] | None = None, *, now: datetime | None = None) -> dict[str, str]:
    """Return who else edits which of these complaints, or of all, by reference: logins, few at any time."""
    table = rows.Lease
    query = table.select(table.complaint, rows.Agent.login).join(rows.Agent)
    query = query.where((table.until > (now or store.now())) & (table.agent != actor.id))
    if refs is not None:
        query = query.where(table.complaint.in_([number_of(ref) for ref in refs]))
    return {ref_of(number): login for number, login in query.tuples().iterator()}

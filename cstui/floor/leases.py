"""Leases: who has a complaint open in an editor.  They expire by themselves and block nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from db import models as rows

from . import store
from .marks import number_of, ref_of
from .views import Actor

LENGTH = timedelta(seconds=20)


def hold(actor: Actor, ref: str, *, now: datetime | None = None) -> None:
    """Say that the actor edits a complaint for the next 20 seconds; said again while the editor is open."""
    at = now or store.now()
    with store.transaction():
        rows.Lease.delete().where(rows.Lease.until < at).execute()
        rows.Lease.replace(complaint=number_of(ref), agent=actor.id, until=at + LENGTH).execute()


def release(actor: Actor, ref: str) -> None:
    """Say that the actor's editor is closed."""
    with store.transaction():
        owned = (rows.Lease.complaint == number_of(ref)) & (rows.Lease.agent == actor.id)
        rows.Lease.delete().where(owned).execute()


def editors(actor: Actor, refs: Iterable[str], *, now: datetime | None = None) -> dict[str, str]:
    """Return who else edits which of these complaints, by reference."""
    numbers = [number_of(ref) for ref in refs]
    table = rows.Lease
    query = table.select(table.complaint, rows.Agent.login).join(rows.Agent)
    query = query.where(table.complaint.in_(numbers) & (table.until > (now or store.now())) & (table.agent != actor.id))
    return {ref_of(number): login for number, login in query.tuples().iterator()}

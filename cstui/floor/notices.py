"""What a person has to be told: changed shifts, decisions, ends that near; kept until it was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from db import models as rows

from . import accounts, store
from .views import Actor

_LISTED = 200


class Notice(NamedTuple):
    """One thing to be told; ``kind`` says which words fit (floor.notice_words), ``body`` holds ids and days only."""

    id: int
    at: datetime
    kind: str
    subject: str
    body: dict[str, Any]
    seen_at: datetime | None


def tell(agent_ids: Iterable[int], kind: str, subject: str, body: Mapping[str, Any], *, now: datetime) -> None:
    """Keep a notice for each person, inside the open transaction of what it tells of."""
    for agent_id in sorted(set(agent_ids)):
        rows.Notice.create(agent=agent_id, at=now, kind=kind, subject=subject, body=dict(body))


def notices(actor: Actor, *, unseen: bool = True, limit: int = _LISTED) -> list[Notice]:
    """Return what the actor is told, newest first; only what was not seen yet unless told."""
    table = rows.Notice
    query = table.select().where(table.agent == actor.id).order_by(table.id.desc()).limit(limit)
    if unseen:
        query = query.where(table.seen_at.is_null())
    return [Notice(row.id, row.at, row.kind, row.subject, row.body, row.seen_at) for row in query]


def see(actor: Actor, *numbers: int, now: datetime | None = None) -> int:
    """Mark notices of the actor as seen, all of them unless named; return how many were unseen."""
    at = now or store.now()
    with store.transaction():
        actor = accounts.fresh(actor)
        table = rows.Notice
        mine = table.seen_at.is_null() & (table.agent == actor.id)
        chosen = mine & table.id.in_(numbers) if numbers else mine
        return int(table.update(seen_at=at).where(chosen).execute())

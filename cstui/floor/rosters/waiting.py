"""How much waits for a person: a figure for every header, asked far more often than the inbox itself."""

from __future__ import annotations

from datetime import datetime

from db.fields import epoch
from db.queries import requests as queries

from .. import access, store
from ..views import Actor
from .request_steps import LEAVE, OPEN_SHIFT, SWAP


def waiting_count(actor: Actor, *, now: datetime | None = None) -> int:
    """Return how many decisions, offers that name the actor and unseen notices wait; one query, for a header."""
    rights = (*(machine.deciding for machine in (SWAP, LEAVE, OPEN_SHIFT)), "attendance.write")
    scopes = (access.scope_of(actor, right) or "none" for right in rights)
    return queries.waiting(actor.id, actor.team_id, queries.Scopes(*scopes), epoch(now or store.now()))

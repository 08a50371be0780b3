"""What will break if nobody acts: the open cases whose next limit ends, by half hour, over the next eight hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from db.fields import epoch
from db.queries import ahead

from . import access, store
from .views import Actor

STEP = timedelta(minutes=30)
REACH = timedelta(hours=8)


class Slot(NamedTuple):
    """One half hour by the floor's clock, and the limits that end in it and have not ended yet."""

    start: datetime
    limits: int


def forecast(actor: Actor, now: datetime | None = None) -> tuple[Slot, ...]:
    """Return the half hours from the present one on, with the limits of what the actor may see."""
    at = now or store.now()
    start = _half_hour(at)
    found = ahead.breaking(
        access.read_scope(actor), epoch(start), epoch(at), epoch(start + REACH), int(STEP.total_seconds())
    )
    return tuple(Slot(start + place * STEP, found.get(place, 0)) for place in range(REACH // STEP))


def _half_hour(at: datetime) -> datetime:
    local = at.astimezone(store.zone())
    since = timedelta(minutes=local.minute % 30, seconds=local.second, microseconds=local.microsecond)
    return at - since

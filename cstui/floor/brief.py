"""The brief for the start of a shift: what broke overnight, what was promised for today, what nobody owns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from . import corrective, handover, queue, store
from .views import Actor, Complaint

_OVERNIGHT = timedelta(hours=14)
MOST = 50  # cases of one list


class Brief(NamedTuple):
    """What a lead reads first; lists hold at most 50 cases, in the order of work."""

    broken: tuple[Complaint, ...]
    promises: tuple[Complaint, ...]
    unowned: tuple[Complaint, ...]
    handover: handover.Sheet | None
    actions: tuple[corrective.Action, ...]


def brief(actor: Actor, *, now: datetime | None = None) -> Brief:
    """Return the brief of what the actor may see: ``handover`` is the last sheet if nobody has taken it yet."""
    at = now or store.now()
    zone = store.zone()
    tonight = (at.astimezone(zone) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    since = (at - _OVERNIGHT).astimezone(zone).isoformat(timespec="minutes")
    last = next(iter(handover.sheets(actor, limit=1)), None)
    return Brief(
        broken=_rows(actor, f"overdue:yes due:>={since}", at),
        promises=_rows(actor, f"clock:promise due:<{tonight.isoformat(timespec='minutes')}", at),
        unowned=_rows(actor, "owner:none", at),
        handover=last if last is not None and last.taken_at is None else None,
        actions=tuple(each for each in corrective.actions(actor, now=at) if each.overdue),
    )


def _rows(actor: Actor, query: str, at: datetime) -> tuple[Complaint, ...]:
    return queue.page(actor, query, limit=MOST, now=at).rows

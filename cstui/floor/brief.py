"""The brief for the start of a shift: broken overnight, promised for today, owned by nobody, who is away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from . import access, corrective, handover, passing, queue, store
from .rosters.missing import Missing, missing
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
    absences: tuple[Missing, ...]


def brief(actor: Actor, *, now: datetime | None = None) -> Brief:
    """Return the brief of what the actor may see: ``handover`` is the last sheet if nobody has taken it yet.

    ``absences`` are of the people whose attendance the actor keeps: absent, late, on leave today, gone with open cases.
    """
    at = now or store.now()
    passing.journal_time(now=at)  # who reads it each day is warned in time, although no screen is open
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
        absences=tuple(missing(actor, now=at)) if access.scope_of(actor, "attendance.read") in ("team", "all") else (),
    )


def _rows(actor: Actor, query: str, at: datetime) -> tuple[Complaint, ...]:
    return queue.page(actor, query, limit=MOST, now=at).rows

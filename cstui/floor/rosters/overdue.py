"""What time alone brings about for requests: swaps and open shifts expire, leave is taken.

There is no server: as with complaints it is computed on reading, and journaled with the next write or by a screen.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from db import models as rows
from db.fields import epoch
from db.queries import requests as queries

from .. import store
from . import requests
from .request_steps import LEAVE, OPEN_SHIFT, SWAP, Machine, step_of

_LIMIT = 100  # rows of a kind in one go


def swap_state(row: rows.Swap, now: datetime) -> str:
    """Return the state of a swap at an instant."""
    over = row.expires_at <= now and step_of(SWAP, "expire", row.state)
    return "expired" if over else str(row.state)


def open_shift_state(row: rows.OpenShift, now: datetime) -> str:
    """Return the state of an open shift at an instant."""
    over = row.start_at <= now and step_of(OPEN_SHIFT, "expire", row.state)
    return "expired" if over else str(row.state)


def leave_state(row: rows.Leave, now: datetime) -> str:
    """Return the state of leave at an instant: taken when its last day has passed."""
    over = row.last_day < today(now) and step_of(LEAVE, "take", row.state)
    return "taken" if over else str(row.state)


def today(now: datetime) -> date:
    """Return the day of an instant by the floor's clock."""
    return now.astimezone(store.zone()).date()


def due(now: datetime) -> bool:
    """Say whether time has overtaken a request that is not journaled yet; one cheap read."""
    return queries.overdue(epoch(now), today(now))


def settle(now: datetime) -> int:
    """Journal inside the open transaction what time brought about; return how many requests it ended."""
    if not due(now):
        return 0
    swaps = _overtaken(rows.Swap, SWAP, "expire", rows.Swap.expires_at <= now)
    for swap in swaps:
        _end(SWAP, "expire", swap, now)
        told = (swap.asker_id, swap.peer_id if swap.state == "waiting" else None)
        requests.tell(SWAP, "expire", swap, told, now, day=swap.asker_day.isoformat())
    shifts = _overtaken(rows.OpenShift, OPEN_SHIFT, "expire", rows.OpenShift.start_at <= now)
    for shift in shifts:
        _end(OPEN_SHIFT, "expire", shift, now)
        requests.tell(OPEN_SHIFT, "expire", shift, (shift.posted_by_id, shift.asker_id), now, day=shift.day.isoformat())
    taken = _overtaken(rows.Leave, LEAVE, "take", rows.Leave.last_day < today(now))
    for leave in taken:
        _end(LEAVE, "take", leave, now)
    return len(swaps) + len(shifts) + len(taken)


def _overtaken(table: Any, machine: Machine, action: str, over: Any) -> list[Any]:
    sources = [step.source for step in machine.steps if step.action == action]
    return list(table.select().where(table.state.in_(sources) & over).order_by(table.id).limit(_LIMIT))


def _end(machine: Machine, action: str, row: Any, now: datetime) -> None:
    step = step_of(machine, action, row.state)
    assert step is not None
    requests.write(machine, step, row, None, now=now)

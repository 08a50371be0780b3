"""What becomes of the requests of somebody whose account is disabled: there is nobody left to answer for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from db import models as rows

from . import overdue, requests, touched
from .request_steps import LEAVE, OPEN_SHIFT, SWAP, Machine, step_of


def end_requests(agent_id: int, *, now: datetime) -> None:
    """End inside the open transaction what a person asked for or agreed to, and tell whoever counted on it.

    Swaps fall, leave that waits is cancelled, an open shift asked for is open again.  Drafts stay, for nobody else
    knows of them, and so does what was decided.
    """
    overdue.settle(now)
    swap, leave, shift = rows.Swap, rows.Leave, rows.OpenShift
    for row in _found(swap, swap.state.in_(touched.LIVE) & ((swap.asker == agent_id) | (swap.peer == agent_id))):
        _take(SWAP, "fall", row, agent_id, now)
        _tell(SWAP, row, {row.asker_id, row.peer_id} - {agent_id}, agent_id, row.asker_day, now)
    for row in _found(leave, (leave.agent == agent_id) & (leave.state == "submitted")):
        _take(LEAVE, "cancel", row, agent_id, now)
    for row in _found(shift, (shift.asker == agent_id) & (shift.state == "asked")):
        _take(OPEN_SHIFT, "retract", row, agent_id, now, asker=None)
        _tell(OPEN_SHIFT, row, {row.posted_by_id} - {agent_id}, agent_id, row.day, now)


def _found(table: Any, which: Any) -> list[Any]:
    return list(table.select().where(which).order_by(table.id))


def _take(machine: Machine, action: str, row: Any, agent_id: int, now: datetime, **columns: Any) -> None:
    step = step_of(machine, action, row.state)
    assert step is not None
    requests.write(machine, step, row, None, now=now, facts={"gone": agent_id}, **columns)


def _tell(machine: Machine, row: Any, to: Collection[int | None], agent_id: int, day: date, now: datetime) -> None:
    requests.tell(machine, "lose", row, to, now, agent=agent_id, day=day.isoformat())

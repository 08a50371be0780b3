"""Swaps that fall because the roster they rest on was changed under them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from db import models as rows

from . import frozen, requests
from .request_steps import SWAP, step_of

LIVE = tuple(step.source for step in SWAP.steps if step.action == "fall")


def cancel(changed: Collection[frozen.Cell], *, now: datetime, keep: int | None = None) -> int:
    """Cancel the live swaps whose shifts are no longer as agreed, and tell both people; return how many.

    To be called inside the open transaction, after the shifts in force were written; ``changed`` are
    the people and days touched, ``keep`` names the swap that changes them itself.
    """
    touched = set(changed)
    if not touched:
        return 0
    people = {agent_id for agent_id, _day in touched}
    table = rows.Swap
    live = table.select().where(table.state.in_(LIVE) & (table.asker.in_(people) | table.peer.in_(people)))
    fallen = [
        row for row in live if row.id != keep and not touched.isdisjoint(frozen.agreed(row)) and frozen.moved(row)
    ]
    for row in fallen:
        end(row, now=now)
    return len(fallen)


def end(row: rows.Swap, *, now: datetime) -> None:
    """Cancel one swap inside the open transaction and tell both people; the journal says the floor did it."""
    step = step_of(SWAP, "fall", row.state)
    assert step is not None
    requests.write(SWAP, step, row, None, now=now)
    facts = {"day": row.asker_day.isoformat(), "code": row.asker_shift["code"]}
    requests.tell(SWAP, "fall", row, (row.asker_id, row.peer_id), now, **facts)

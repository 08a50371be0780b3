"""Swaps that fall because the roster they rest on was changed under them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from db import journal
from db import models as rows

from .. import notices
from ..recording import FLOOR
from . import frozen

LIVE = ("offered", "accepted", "waiting")


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
    """Cancel one swap inside the open transaction; the journal says the floor did it."""
    rows.Swap.update(state="cancelled", version=row.version + 1).where(rows.Swap.id == row.id).execute()
    subject = f"swap:{row.id}"
    people = [agent_id for agent_id in (row.asker_id, row.peer_id) if agent_id is not None]
    facts = {"swap": row.id, "from": row.state}
    journal.append(journal.Fact(now, None, FLOOR, "swap.cancelled", subject, facts))
    notices.tell(people, "swap.cancelled", subject, {"number": row.id, "day": row.asker_day.isoformat()}, now=now)

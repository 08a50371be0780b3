"""Verdicts: how each clock of a complaint ended, kept beside it so that reports count them by index.

The clocks stay the truth.  With every write of a complaint its verdicts are written anew from the
clocks just computed, so an undone step or an answer that was not accepted leaves none behind.
"""

from __future__ import annotations

from collections.abc import Sequence

from db import bulk
from db import models as rows
from db.fields import epoch

from .clocks import Clock


def keep(complaint_id: int, clocks: Sequence[Clock]) -> None:
    """Replace the stored verdicts of a complaint; hold the write lock.

    A broken clock is decided when it broke, whether it still runs or not; a clock that was
    stopped unbroken when it stopped; any other is undecided.
    """
    rows.Verdict.delete().where(rows.Verdict.complaint == complaint_id).execute()
    found = {key: fact for clock in clocks for key, fact in _verdict(clock)}
    if found:
        bulk.insert("verdict", _COLUMNS, [(complaint_id, *key, *fact) for key, fact in found.items()])


_COLUMNS = ("complaint_id", "clock", "cycle", "started_at", "due_at", "broken", "at")


def _verdict(clock: Clock) -> list[tuple[tuple[str, int, int, int], tuple[bool, int]]]:
    at = clock.breached_at or clock.stopped_at
    if at is None:
        return []
    key = (clock.name, clock.cycle, epoch(clock.started_at), epoch(clock.due_at))
    return [(key, (clock.breached_at is not None, epoch(at)))]

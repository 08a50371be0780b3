"""What time alone brings about: journaled by whichever screen is open, since there is no server."""

from __future__ import annotations

from datetime import datetime

from db import models as rows
from db.queries import complaints as queries

from . import present, recording, store


def journal_time(*, limit: int = 100, now: datetime | None = None) -> int:
    """Journal waits that ended and limits that broke unnoticed, with the time each was due; return how many cases.

    Cheap when there is nothing to do: two indexed reads and no transaction.
    """
    at = now or store.now()
    seconds = present.seconds(at)
    if not (queries.newly_broken(seconds, 1) or queries.waited_out(seconds, 1)):
        return 0
    with store.transaction():
        returned = queries.waited_out(seconds, limit)
        for complaint_id in returned:
            recording.end_wait(rows.Complaint.get_by_id(complaint_id), at)
        broken = queries.newly_broken(seconds, limit)
        for complaint_id in broken:
            recording.latch_breaches(rows.Complaint.get_by_id(complaint_id), at)
        rows.Complaint.update(breached=True).where(rows.Complaint.id.in_(broken)).execute()
    return len({*returned, *broken})

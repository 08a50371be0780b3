"""What time alone brings about: journaled by whichever screen is open, since there is no server."""

from __future__ import annotations

from datetime import datetime

from db import models as rows
from db.queries import complaints as queries

from . import present, recording, store


def journal_breaches(*, limit: int = 100, now: datetime | None = None) -> int:
    """Journal limits of open complaints that broke unnoticed, with the time each was due; return how many cases.

    Cheap when there is nothing to do: one indexed read and no transaction.
    """
    at = now or store.now()
    if not queries.newly_broken(present.seconds(at), 1):
        return 0
    with store.transaction():
        broken = queries.newly_broken(present.seconds(at), limit)
        for complaint_id in broken:
            recording.latch_breaches(rows.Complaint.get_by_id(complaint_id), at)
        rows.Complaint.update(breached=True).where(rows.Complaint.id.in_(broken)).execute()
    return len(broken)

"""What the passing of time brings about on the whole floor, journaled by whichever screen is open."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from db import models as rows
from db.queries import complaints as queries

from ..errors import BadInput
from . import present, store, watch
from .levels import case_due, certificates
from .rosters import overdue


def journal_time(*, limit: int = 100, now: datetime | None = None) -> int:
    """Journal what time has brought about, for up to ``limit`` complaints; return how much it was.

    Certificates that end are told as well, levels come into effect, swaps expire.  Cheap when there is nothing to do:
    a few indexed reads and no transaction.
    """
    at = now or store.now()
    with suppress(BadInput):  # a site's broken file, told wherever levels are asked for: limits are kept all the same
        certificates.settle(now=at)
    case_due.settle_due(now=at)
    seconds = present.seconds(at)
    if not (queries.overtaken(seconds, 1) or overdue.due(at)):
        return 0
    with store.transaction():
        found = queries.overtaken(seconds, limit)
        for complaint_id in found:
            watch.settle(rows.Complaint.get_by_id(complaint_id), at)
        return len(found) + overdue.settle(at)

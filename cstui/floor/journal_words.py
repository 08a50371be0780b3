"""Short sentences told from the journal."""

from __future__ import annotations

from datetime import datetime

from db import models as rows
from db.fields import instant
from db.queries import history

from ..i18n import N_, _
from .marks import ref_of


def taken(row: rows.Complaint, now: datetime) -> str:
    """Say who holds a complaint and since when: ``taken by li.na 3 s ago``."""
    facts = reversed(history.facts_of(ref_of(row.id)))
    since = next((at for _seq, at, _action, body in facts if body.get("assignee")), None)
    taken_at = instant(since)
    owner = row.assignee.login if row.assignee else "?"
    ago = span(int((now - taken_at).total_seconds())) if taken_at else "?"
    return _("{ref} is taken by {who} {ago} ago").format(ref=ref_of(row.id), who=owner, ago=ago)


def span(seconds: int) -> str:
    """Return a span in its largest unit: ``3 s``, ``12 min``, ``5 h``, ``2 d``."""
    seconds = max(seconds, 0)
    for told, size in ((N_("{n} d"), 86_400), (N_("{n} h"), 3_600), (N_("{n} min"), 60)):
        if seconds >= size:
            return _(told).format(n=seconds // size)
    return _("{n} s").format(n=seconds)

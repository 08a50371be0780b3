"""Policies as they read when something was decided by them, kept once each by the digest of their text."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache

from db import models as rows


def keep(kind: str, name: str, text: str, *, now: datetime) -> str:
    """Keep the text of a ladder or scorecard template inside the open transaction and return its digest."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    row = {"digest": digest, "kind": kind, "name": name, "text": text, "kept_at": now}
    rows.PolicyText.insert(row).on_conflict_ignore().execute()
    return digest


@lru_cache(maxsize=64)
def text_of(digest: str) -> str:
    """Return the text kept under a digest, which says of itself that it is this one."""
    return str(rows.PolicyText.get_by_id(digest).text)

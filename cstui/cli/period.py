"""``--since`` and ``--until``: days or instants, the last day included."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ..floor import store, when
from ..i18n import N_
from .parts import option

since_option = option("--since", metavar="DATE", help=N_("From this day or time on."))
until_option = option("--until", metavar="DATE", help=N_("Up to the end of this day, or to this time."))


def between(since: str | None, until: str | None) -> dict[str, datetime | None]:
    """Return the bounds typed, as ``since`` and ``until`` (not within); raises BadInput."""
    return {"since": _instant(since, timedelta()), "until": _instant(until, timedelta(days=1))}


def _instant(text: str | None, end_of_day: timedelta) -> datetime | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return when.resolve(text, now=store.now(), zone=store.zone())
    return datetime.combine(day + end_of_day, time(), store.zone())

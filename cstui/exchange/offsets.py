"""The offsets of a time zone through the years, for writing many instants at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

_STEP = timedelta(days=7)  # shorter than any zone ever kept an offset


def offsets_of(zone: tzinfo, until: datetime) -> list[tuple[int, int]]:
    """Return (since when in UTC seconds, seconds east of UTC) of a zone from 1970 to ``until``, newest first."""
    at = datetime(1970, 1, 1, tzinfo=UTC)
    found = [(0, _offset(zone, at))]
    while at < until:
        later = at + _STEP
        if _offset(zone, later) != found[-1][1]:
            found.append((_change(zone, at, later), _offset(zone, later)))
        at = later
    return found[::-1]


def _offset(zone: tzinfo, at: datetime) -> int:
    offset = at.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _change(zone: tzinfo, before: datetime, after: datetime) -> int:
    """Return the second from which on the later of two offsets holds."""
    low, high = int(before.timestamp()), int(after.timestamp())
    old = _offset(zone, before)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, datetime.fromtimestamp(middle, UTC)) == old:
            low = middle
        else:
            high = middle
    return high

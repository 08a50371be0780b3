"""The demand of teams: what is expected in each half hour, and how complaints came in so far.

All instants are stored seconds (UTC); a half hour is named by its start.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from peewee import SQL, fn

from ..connection import database
from ..models import Complaint, Demand

HALF_HOUR = 1800
SLOTS = 7 * 48  # half hours of a week, from Monday 00:00 on
_WEEK = 7 * 86_400
_MONDAY = 3 * 86_400  # 1 January 1970 was a Thursday


class Expected(NamedTuple):
    """What is expected in one half hour; ``aht_seconds`` None: as long as one usually takes."""

    start: int
    calls: float
    aht_seconds: int | None
    source: str


def between(team_id: int, start: int, end: int) -> list[Expected]:
    """Return what a team expects in [start, end), by time."""
    columns = (Demand.start_at, Demand.count, Demand.aht_seconds, Demand.source)
    query = Demand.select(*columns).where(
        (Demand.team == team_id) & (Demand.start_at >= start) & (Demand.start_at < end)
    )
    return [Expected(*row) for row in database.execute(query.order_by(Demand.start_at)).fetchall()]


def last_of(team_id: int, source: str) -> int | None:
    """Return the start of the last half hour of a source, None for none."""
    query = Demand.select(fn.max(Demand.start_at)).where((Demand.team == team_id) & (Demand.source == source))
    found = database.execute(query).fetchone()[0]
    return None if found is None else int(found)


def write(team_id: int, expected: Iterable[Expected], *, over: bool) -> int:
    """Write half hours inside the open transaction, ``over`` those that stand or beside them; return how many."""
    stands = "DO UPDATE SET count = excluded.count, aht_seconds = excluded.aht_seconds, source = excluded.source"
    sql = (
        "INSERT INTO demand (team_id, start_at, count, aht_seconds, source) VALUES (?, ?, ?, ?, ?)"
        f" ON CONFLICT (team_id, start_at) {stands if over else 'DO NOTHING'}"
    )
    return int(database.connection().executemany(sql, [(team_id, *each) for each in expected]).rowcount)


def forget(team_id: int, source: str, start: int) -> int:
    """Delete the half hours of a source from ``start`` on inside the open transaction; return how many."""
    wanted = (Demand.team == team_id) & (Demand.source == source) & (Demand.start_at >= start)
    return int(Demand.delete().where(wanted).execute())


def first_arrival(team_id: int, since: int) -> int | None:
    """Return when the first of a team's complaints since an instant came in, None for none."""
    query = Complaint.select(fn.min(Complaint.received_at))
    query = query.where((Complaint.team == team_id) & (Complaint.received_at >= since))
    found = database.execute(query).fetchone()[0]
    return None if found is None else int(found)


def arrivals(team_id: int, start: int, end: int, offset: int) -> dict[int, int]:
    """Return how many complaints of a team came in [start, end), by half hour of the week (0 is Monday 00:00).

    ``offset`` is what the clock on the wall was ahead of UTC, in seconds, all that time.
    """
    since = Complaint.received_at + (offset + _MONDAY)
    slot = since / HALF_HOUR - since / _WEEK * SLOTS  # Peewee writes % as LIKE
    query = Complaint.select(slot, fn.count(SQL("1"))).where(
        (Complaint.team == team_id) & (Complaint.received_at >= start) & (Complaint.received_at < end)
    )
    return dict(database.execute(query.group_by(SQL("1"))).fetchall())


def slot_of(start: int, offset: int) -> int:
    """Return the half hour of the week in which an instant lies where the wall clock is ``offset`` ahead of UTC."""
    return (start + offset + _MONDAY) % _WEEK // HALF_HOUR

"""What goes otherwise than planned in the team of whoever opens the demo: one is late, one is ill, two swapped."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import combinations
from typing import NamedTuple

from db.queries import rosters as queries
from db.queries.rosters import ShiftRow

from .. import accounts, store
from ..rosters import absence, excuses
from ..rosters.demand import midnight
from .script import Script, under_way

_APART = timedelta(hours=4)  # shifts that begin so far from each other are worth a swap


class Truants(NamedTuple):
    """Whose shifts do not go as planned; None where nobody's does.

    ``swapped`` are two shifts of yesterday, each worked by the other person without asking.
    """

    late: ShiftRow | None
    absent: ShiftRow | None
    swapped: tuple[ShiftRow, ShiftRow] | None

    @property
    def exchanged(self) -> dict[int, ShiftRow]:
        """Return by the id of each exchanged shift the one that its owner worked instead."""
        if self.swapped is None:
            return {}
        one, other = self.swapped
        return {one.id: other, other.id: one}


def truants(told: Script, at: datetime) -> Truants:
    """Choose among the published shifts before an instant, those that run first."""
    visitor = accounts.find_actor(told.floor["start"])
    today = midnight(at.astimezone(store.zone()).date())
    begun = [
        row
        for row in queries.overlapping(queries.FORCE, today - timedelta(days=1), at, team_id=visitor.team_id)
        if row.agent_id != visitor.id
    ]
    begun.sort(key=lambda row: (not _lasts(row, at), not _lasts(row, today), row.login))
    late, absent = (*begun[:2], None, None)[:2]
    over = [row for row in begun if not _lasts(row, today) and row not in (late, absent)]
    pairs = (pair for pair in combinations(over, 2) if _worth(*pair))
    return Truants(late, absent, next(pairs, None))


def write(told: Script, found: Truants, at: datetime) -> None:
    """Mark who is ill as absent, and let one of the two who swapped explain the day."""
    texts, lead = under_way()["today"], accounts.find_actor(told.floor["start"])
    if found.absent is not None:
        ill = found.absent
        absence.mark(lead, ill.login, ill.start_at, ill.end_at, texts["absent_reason"], now=at)
    if found.swapped is not None:
        one = found.swapped[0]
        excuses.explain(accounts.find_actor(one.login), one.day, texts["swapped_reason"], now=at)


def _lasts(row: ShiftRow, until: datetime) -> bool:
    return row.end_at is not None and row.end_at > until


def _worth(one: ShiftRow, other: ShiftRow) -> bool:
    assert one.start_at is not None and other.start_at is not None
    return one.day == other.day and one.agent_id != other.agent_id and abs(one.start_at - other.start_at) >= _APART

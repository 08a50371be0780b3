"""Which days of a leave count: those on which work was due.

Where a roster is in force for the week its shifts say so, elsewhere the working days of the calendar.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta

_DAY = timedelta(days=1)
Planned = Mapping[date, bool]  # whether there is a shift, by day of the roster in force


def free_days(first: date, last: date, planned: Planned, is_working_day: Callable[[date], bool]) -> frozenset[date]:
    """Return the days from ``first`` to ``last`` on which nothing was due, both ends within."""
    weeks = {_monday(day) for day in planned}
    days = (first + n * _DAY for n in range((last - first).days + 1))
    return frozenset(
        day for day in days if not (planned.get(day, False) if _monday(day) in weeks else is_working_day(day))
    )


def by_person(stored: Collection[tuple[int, str, int]]) -> dict[int, dict[date, bool]]:
    """Return the plan of each person of (agent, day, whether there is a shift)."""
    found: dict[int, dict[date, bool]] = defaultdict(dict)
    for agent_id, day, due in stored:
        found[agent_id][date.fromisoformat(day)] = bool(due)
    return found


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY

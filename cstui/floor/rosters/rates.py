"""A month's attendance in figures, and the rule that a month below the policy's rate forfeits what it names.

The rate is days worked ÷ days due, in percent.  Due are the days with a shift that is over, without approved leave and
without those of which an accepted excuse tells why nobody came; worked are those of them on which the person was there.
Days of a team that keeps no time clock are not counted: nothing is known of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from db.queries import attendance as queries

from .. import packs, store
from ..views import Actor
from . import attendance
from .judgement import Day, percent
from .policy import load_policy


class MonthRate(NamedTuple):
    """One person's month; ``rate``, ``adherence`` and ``conformance`` in percent, None where nothing was due.

    ``below`` says that the rate misses the policy's, and ``forfeits`` what that costs (empty otherwise).
    """

    login: str
    name: str
    team: str
    month: str
    due_days: int
    worked_days: int
    leave_days: int
    late: int
    early_out: int
    absent: int
    off_post: int
    unapproved_swaps: int
    excused: int
    scheduled_minutes: int
    in_plan_minutes: int
    worked_minutes: int
    adherence: float | None
    conformance: float | None
    rate: float | None
    below: bool
    forfeits: str


def month(
    actor: Actor, month: date, *, team: str | None = None, login: str | None = None, now: datetime | None = None
) -> list[MonthRate]:
    """Return a month's figures by person, of those whose days the actor may see; raises as ``attendance.days`` does."""
    at = now or store.now()
    first, last = bounds(month)
    found = attendance.days(actor, first, last, team=team, login=login, now=at)
    return [_rated(list(own), first, at) for _login, own in groupby(found, key=lambda day: day.login)]


def rate(agent_id: int, month: date, *, now: datetime | None = None) -> float | None:
    """Return a person's attendance rate of a month in percent, None where no day was due or nobody clocks."""
    at = now or store.now()
    found = attendance.judged(queries.Of(None, [agent_id]), *bounds(month), at)
    return _rated(found, month, at).rate if found else None


def by_month(agents: Sequence[int], first: date, last: date, *, now: datetime) -> dict[tuple[str, date], float]:
    """Return the attendance rates of several people by login and first day of the month, from one reading.

    Months in which a person had no day due, or nobody clocked, are left out.
    """
    days = attendance.judged(queries.Of(None, list(agents)), first, last, now)
    months: dict[tuple[str, date], list[Day]] = defaultdict(list)
    for day in days:
        months[day.login, day.day.replace(day=1)].append(day)
    rated = {key: _rated(found, key[1], now).rate for key, found in months.items()}
    return {key: found for key, found in rated.items() if found is not None}


def bounds(month: date) -> tuple[date, date]:
    """Return the first and the last day of a day's month."""
    first = month.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _rated(days: Sequence[Day], month: date, now: datetime) -> MonthRate:
    policy = load_policy(days[0].team)
    over = [day for day in days if day.end is not None and day.end <= now and "unclocked" not in day.marks]
    due = [day for day in over if day.leave is None and not ("absent" in day.marks and day.excuse == "excused")]
    worked = [day for day in due if day.in_plan_minutes]
    scheduled, in_plan = sum(day.scheduled_minutes for day in due), sum(day.in_plan_minutes for day in due)
    minutes = sum(day.worked_minutes for day in days)
    reached = percent(len(worked), len(due))
    below = reached is not None and reached < policy.month_rate_percent
    return MonthRate(
        *days[0][:3],
        month=month.strftime("%Y-%m"),
        due_days=len(due),
        worked_days=len(worked),
        leave_days=sum(day.leave is not None for day in days),
        late=_count(over, "late"),
        early_out=_count(over, "early_out"),
        absent=_count(over, "absent"),
        off_post=_count(over, "off_post"),
        unapproved_swaps=_count(days, "unapproved_swap"),
        excused=sum(day.excuse == "excused" for day in days),
        scheduled_minutes=scheduled,
        in_plan_minutes=in_plan,
        worked_minutes=minutes,
        adherence=percent(in_plan, scheduled),
        conformance=percent(sum(day.worked_minutes for day in due), scheduled),
        rate=reached,
        below=below,
        forfeits=packs.spoken(policy.forfeits) if below else "",
    )


def _count(days: Iterable[Day], mark: str) -> int:
    return sum(mark in day.marks for day in days)

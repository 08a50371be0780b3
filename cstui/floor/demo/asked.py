"""What the people of the demo floor asked for, posted and expect, each at its hour before the start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from db import journal

from .. import access, accounts, store
from ..rosters import demand, leave, open_shifts, swaps
from ..rosters.policy import minutes_of
from ..when import monday_before
from .script import Entry, Script, under_way

_WEEK = timedelta(weeks=1)
_ENTERED = timedelta(days=8)  # before the start: when what is expected was written down
_EXPECTED = (-7, 21)  # days around the start for which something is expected


class Deed(NamedTuple):
    """Something that somebody does at an instant."""

    at: datetime
    act: Callable[..., object]

    def write(self) -> None:
        """Let it happen."""
        self.act(now=self.at)


def deeds(told: Script, at: datetime) -> list[Deed]:
    """Return what is asked for on a floor that opens at an instant, in the order of time."""
    asked, start = under_way(), told.floor["start"]
    monday = monday_before(at.astimezone(store.zone()).date()) + _WEEK
    swap, off, shift = asked["swap"], asked["leave"], asked["open_shift"]
    found = [
        Deed(at - _ENTERED, partial(_expect, told, asked["demand"], at.astimezone(store.zone()).date())),
        Deed(_before(at, off["asked"]), partial(_leave, off, monday)),
        Deed(_before(at, swap["asked"]), partial(_swap, swap, monday)),
        Deed(_before(at, swap["accepted"]), partial(_agree, swap)),
        Deed(_before(at, shift["posted"]), partial(_post, start, shift, monday)),
    ]
    return sorted(found, key=lambda each: each.at)


def _before(at: datetime, hours: float) -> datetime:
    return at - timedelta(hours=hours)


def _day(monday: date, weekday: int) -> date:
    return monday + timedelta(days=weekday)


def _swap(asked: Entry, monday: date, *, now: datetime) -> None:
    day = _day(monday, asked["weekday"])
    asker = accounts.find_actor(asked["asker"])
    swaps.ask(asker, day, peer=asked["peer"], peer_day=day, reason=asked["reason"], now=now)


def _agree(asked: Entry, *, now: datetime) -> None:
    peer = accounts.find_actor(asked["peer"])
    for each in swaps.swaps(peer, now=now):
        swaps.accept(peer, each.number, now=now)


def _leave(asked: Entry, monday: date, *, now: datetime) -> None:
    first, last = (_day(monday, asked[name]) for name in ("first", "last"))
    leave.ask(accounts.find_actor(asked["login"]), asked["kind"], first, last, reason=asked["reason"], now=now)


def _post(login: str, asked: Entry, monday: date, *, now: datetime) -> None:
    day = _day(monday, asked["weekday"])
    open_shifts.post(accounts.find_actor(login), day, asked["code"], reason=asked["reason"], now=now)


def _expect(told: Script, expected: Entry, today: date, *, now: datetime) -> None:
    """Write down what every team expects, as its manager would."""
    manager = accounts.find_actor(told.floor["founder"]["login"])
    for team in accounts.teams(manager):
        share = expected["team_share"][team.slug] / 100
        with store.transaction():
            number = accounts.team_row(team.slug).id
            kept = demand.keep(number, list(_half_hours(expected, share, today)))
            role, body = access.acting_role(manager), {"half_hours": kept.added}
            journal.append(journal.Fact(now, manager.id, role, "demand.set", f"team:{number}", body))


def _half_hours(expected: Entry, share: float, today: date) -> Iterator[demand.HalfHour]:
    opens = timedelta(minutes=minutes_of(expected["open"]))
    for step in range(*_EXPECTED):
        day = today + timedelta(days=step)
        begin = demand.midnight(day) + opens
        of_day = share * (expected["weekend_share"] / 100 if day.weekday() > 4 else 1)
        for place, calls in enumerate(expected["weekday"]):
            yield demand.HalfHour(begin + place * demand.STEP, round(calls * of_day, 1), None, demand.ENTERED)

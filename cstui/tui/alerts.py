"""What has got worse: critical cases nobody has taken, limits nearly used up, cases escalated to a lead or higher."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from cstui.floor import forecast, queue
from cstui.floor.forecast import Slot
from cstui.floor.views import Actor, Complaint, Tally

LOOKED_AT = 100
NEAR = 0.9


class Reading(NamedTuple):
    """The header's figures, the cases worth a bell, the limits ahead, and how much waits in the inbox."""

    tally: Tally
    critical: frozenset[str]
    near: frozenset[str]
    escalated: frozenset[str] = frozenset()
    ahead: tuple[Slot, ...] = ()
    waits: int = 0


class News(NamedTuple):
    """How many cases are new and critical, near their limit, escalated; and whether one has just become so."""

    critical: int
    near: int
    ring: bool
    escalated: int = 0


def read(actor: Actor, now: datetime, before: Reading | None = None) -> Reading:
    """Read the figures and the candidates; one call in a reading thread.

    With the reading ``before`` only what a change on the floor can alter is read again: limits
    come near by time, so a minute's reading is given none.
    """
    from cstui.floor.rosters.waiting import waiting_count  # not before the first rows stand on the screen

    waits = waiting_count(actor, now=now)
    tally, escalated, ahead = queue.tally(actor, now=now), queue.escalated(actor), forecast.forecast(actor, now)
    if before is not None and (before.tally, before.escalated) == (tally, escalated):
        return before._replace(ahead=ahead, waits=waits)
    critical = queue.page(actor, "severity:critical owner:none", limit=LOOKED_AT, now=now).rows
    near = before.near if before else _near(actor, now)
    return Reading(tally, frozenset(each.ref for each in critical), near, escalated, ahead, waits)


def _near(actor: Actor, now: datetime) -> frozenset[str]:
    upcoming = queue.page(actor, "overdue:no -state:waiting", limit=LOOKED_AT, now=now).rows
    return frozenset(each.ref for each in upcoming if is_near(each, now))


def is_near(complaint: Complaint, now: datetime) -> bool:
    """Say whether nine tenths of the time from receipt to the next limit have passed, and the limit has not."""
    due_at = complaint.due_at
    if due_at is None or complaint.overdue or due_at <= complaint.received_at:
        return False
    return (now - complaint.received_at) / (due_at - complaint.received_at) >= NEAR


class Alerts:
    """Remembers what has been told, so that the bell rings once for each."""

    def __init__(self) -> None:
        self._known: frozenset[str] | None = None
        self._fresh: frozenset[str] = frozenset()
        self._near: frozenset[str] | None = None
        self._escalated: frozenset[str] | None = None

    def update(self, reading: Reading) -> News:
        """Take in a reading and say what to show and whether to ring."""
        refs = reading.critical
        arrived = refs - self._known if self._known is not None else frozenset()
        nearer = reading.near - self._near if self._near is not None else frozenset()
        higher = reading.escalated - self._escalated if self._escalated is not None else frozenset()
        self._fresh = (self._fresh | arrived) & refs
        self._known = (self._known or frozenset()) | refs
        self._near = (self._near or frozenset()) | reading.near
        self._escalated = (self._escalated or frozenset()) | reading.escalated
        return News(len(self._fresh), len(reading.near), bool(arrived or nearer or higher), len(reading.escalated))

"""How an imported complaint stands in the queue: its state, and its clocks on arrival.

``floor.clocks`` computes a complaint's clocks from all that happened to it.  One that has just
landed has a single event, so its limits are plain spans from receipt; a test holds both ways to
the same result.  An import asks this once a row.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from db.fields import NEVER

from ..floor import recording
from ..floor.policy import LIMITED, Policy
from ..floor.views import OPEN_STATES, SEVERITIES

# The clocks that run on in each open state, in the order in which they are told.
_LIVE = {
    "received": LIMITED,
    "verified": LIMITED,
    "responded": (),
} | dict.fromkeys(("registered", "transferred", "handling", "waiting"), LIMITED[1:])


class Standing(NamedTuple):
    """What the queue keeps of a complaint's clocks; instants in stored seconds."""

    next_clock: str | None
    due_at: int
    statutory_at: int
    breached: bool
    escalates_at: int


_NO_CLOCK = Standing(None, NEVER, NEVER, False, NEVER)


def landing_state(policy: Policy, severity: int) -> str:
    """Return the state of a complaint that names none: claimable unless its severity takes steps of their own."""
    return "received" if policy.own_steps(SEVERITIES[severity]) else "registered"


class Arrivals:
    """Works out the standing of complaints that land ``now``."""

    def __init__(self, now: datetime) -> None:
        self._now = int(now.timestamp())
        self._calendar = recording.calendar()

    def standing(self, state: str, severity: int, policy: Policy, received_at: int) -> Standing:
        """Return what the queue keeps; an ended complaint starts no clock."""
        if state not in OPEN_STATES:
            return _NO_CLOCK
        received = datetime.fromtimestamp(received_at, UTC)
        nearest, next_clock, statutory, breached = NEVER, None, NEVER, False
        for clock in _LIVE[state]:
            span = policy.limit(clock, SEVERITIES[severity])
            if span is None:
                continue
            due = int(self._calendar.add_span(received, span, policy.rolls).due_at.timestamp())
            breached = breached or due < self._now
            if due < nearest:
                nearest, next_clock = due, clock
            if clock == "statutory":
                statutory = due
        # Levels already passed elsewhere are not told again; those ahead are worked out by the first look.
        return Standing(next_clock, nearest, statutory, breached, NEVER if breached or not next_clock else self._now)

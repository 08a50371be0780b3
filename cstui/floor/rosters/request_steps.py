"""The steps of swaps, leave and open shifts: from which state to which, and who may take them.

These tables are the one truth about such requests (docs/rosters.md prints them): the floor obeys
them, the screens dim what they forbid, and the tests walk them for every role.  Standings: ``asker``
asked for it, ``peer`` is whom a swap names, ``team`` anybody else of the team, ``lead`` holds the right to
decide and has no part in it, ``alone`` is a manager besides whom there is none, ``floor`` is the program itself.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from ...i18n import N_, _, listed
from .words import label


class Step(NamedTuple):
    """One arrow of a machine, with the standings of those who may take it."""

    action: str
    source: str
    target: str
    by: tuple[str, ...]


class Machine(NamedTuple):
    """The life of one kind of request; ``asking`` and ``deciding`` name the rights that takes."""

    kind: str
    asking: str
    deciding: str
    steps: tuple[Step, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """Return every state, in the order of the steps."""
        return tuple(dict.fromkeys(state for step in self.steps for state in (step.source, step.target)))

    @property
    def actions(self) -> tuple[str, ...]:
        """Return every action, in the order of the steps."""
        return tuple(dict.fromkeys(step.action for step in self.steps))

    @property
    def live(self) -> tuple[str, ...]:
        """Return the states from which something may still happen."""
        return tuple(dict.fromkeys(step.source for step in self.steps))


SWAP = Machine("swap", "swap.ask", "swap.decide", (
    Step("offer", "draft", "offered", ("asker",)),
    Step("accept", "offered", "accepted", ("peer", "team")),
    Step("check", "accepted", "waiting", ("floor",)),
    Step("decline", "offered", "denied", ("peer",)),
    Step("approve", "waiting", "approved", ("lead",)),
    Step("deny", "waiting", "denied", ("lead",)),
    Step("withdraw", "draft", "withdrawn", ("asker",)),
    Step("withdraw", "offered", "withdrawn", ("asker",)),
    Step("withdraw", "waiting", "withdrawn", ("asker", "peer")),
    *(Step("expire", state, "expired", ("floor",)) for state in ("draft", "offered", "waiting")),
    *(Step("fall", state, "cancelled", ("floor",)) for state in ("offered", "waiting")),
))  # fmt: skip
LEAVE = Machine("leave", "leave.ask", "leave.decide", (
    Step("submit", "draft", "submitted", ("asker",)),
    Step("declare", "submitted", "approved", ("alone",)),
    Step("approve", "submitted", "approved", ("lead",)),
    Step("reject", "submitted", "rejected", ("lead",)),
    Step("take", "approved", "taken", ("floor",)),
    Step("cancel", "draft", "cancelled", ("asker",)),
    Step("cancel", "submitted", "cancelled", ("asker", "floor")),
    Step("cancel", "approved", "cancelled", ("asker", "lead")),
))  # fmt: skip
OPEN_SHIFT = Machine("open_shift", "swap.ask", "roster.write", (
    Step("ask", "open", "asked", ("team",)),
    Step("approve", "asked", "filled", ("lead",)),
    Step("refuse", "asked", "open", ("lead",)),
    Step("retract", "asked", "open", ("asker", "floor")),
    *(Step("withdraw", state, "withdrawn", ("lead",)) for state in ("open", "asked")),
    *(Step("expire", state, "expired", ("floor",)) for state in ("open", "asked")),
))  # fmt: skip
MACHINES = (SWAP, LEAVE, OPEN_SHIFT)

_WHO = {
    "asker": N_("who asked for it"),
    "peer": N_("who was asked"),
    "team": N_("the team"),
    "lead": N_("a lead of the team who has no part in it"),
    "alone": N_("a manager besides whom there is none"),
    "floor": N_("the program itself"),
}


def step_of(machine: Machine, action: str, state: str) -> Step | None:
    """Return the step of an action in a state, None when there is no such arrow."""
    return next((step for step in machine.steps if (step.action, step.source) == (action, state)), None)


def wrong_state(machine: Machine, action: str, state: str) -> str:
    """Say that an action does not start from a state, and from which it does."""
    kind = f"{machine.kind}_state"
    sources = listed(label(kind, step.source) for step in machine.steps if step.action == action)
    return _("It is {state}; that step starts from: {states}").format(state=label(kind, state), states=sources)


def wrong_person(step: Step) -> str:
    """Say which people may take a step."""
    return _("Only {who} may do that").format(who=" / ".join(_(_WHO[who]) for who in step.by if who != "floor"))


def open_to(machine: Machine, state: str, standings: Collection[str]) -> tuple[str, ...]:
    """Return the actions that somebody of these standings may take now, in the order of the table."""
    return tuple(
        step.action for step in machine.steps if step.source == state and not set(standings).isdisjoint(step.by)
    )

"""Swaps, leave and open shifts as they are handed out; the field names are the stable JSON keys.

``can`` holds the actions that the reader may take now, by the tables of request_steps.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from db import models as rows
from db.queries import people
from db.queries.people import Account

from ..views import Actor
from . import frozen, overdue, requests
from .book import Times
from .request_steps import LEAVE, OPEN_SHIFT, SWAP, open_to
from .views import Shift


class Swap(NamedTuple):
    """A wish to exchange shifts; ``peer`` is None while it is open to the team.

    ``peer_day`` None: the peer takes the shift and gives none.  ``warnings`` are filled by showing one that waits.
    """

    number: int
    state: str
    team: str
    asker: str
    asker_name: str
    asker_day: date
    asker_shift: Times
    peer: str | None
    peer_name: str | None
    peer_day: date | None
    peer_shift: Times | None
    reason: str
    expires_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    decision: str
    version: int
    created_at: datetime
    can: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class Leave(NamedTuple):
    """Leave of one person; ``shifts`` are those of the roster in force that it hits, filled by showing one."""

    number: int
    state: str
    team: str
    agent: str
    name: str
    kind: str
    first_day: date
    last_day: date
    reason: str
    self_declared: bool
    decided_by: str | None
    decided_at: datetime | None
    decision: str
    version: int
    created_at: datetime
    can: tuple[str, ...]
    shifts: tuple[Shift, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """The calendar days of it, both ends included."""
        return (self.last_day - self.first_day).days + 1


class OpenShift(NamedTuple):
    """A shift that nobody has yet; ``asker`` is who asked for it."""

    number: int
    state: str
    team: str
    day: date
    shift: Times
    reason: str
    posted_by: str
    asker: str | None
    asker_name: str | None
    decided_by: str | None
    decided_at: datetime | None
    version: int
    created_at: datetime
    can: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def swap_standings(actor: Actor, row: rows.Swap) -> frozenset[str]:
    """Return how somebody stands to a swap; the team is asked only while it names nobody."""
    mine = requests.standings(actor, SWAP, row.team_id, {"asker": row.asker_id, "peer": row.peer_id})
    return mine if row.peer_id is None else mine - {"team"}


def leave_standings(actor: Actor, row: rows.Leave, team_id: int) -> frozenset[str]:
    """Return how somebody stands to leave of a person of a team."""
    return requests.standings(actor, LEAVE, team_id, {"asker": row.agent_id}) - {"team"}


def open_shift_standings(actor: Actor, row: rows.OpenShift) -> frozenset[str]:
    """Return how somebody stands to an open shift."""
    return requests.standings(actor, OPEN_SHIFT, row.team_id, {"asker": row.asker_id})


def swaps(actor: Actor, found: list[rows.Swap], now: datetime) -> list[Swap]:
    """Return stored swaps as the actor sees them at an instant."""
    who = people.of_ids([ident for row in found for ident in (row.asker_id, row.peer_id, row.decided_by_id)])
    slugs = people.slugs()
    return [_swap(actor, row, who, slugs, now) for row in found]


def leaves(actor: Actor, found: list[rows.Leave], now: datetime) -> list[Leave]:
    """Return stored leave as the actor sees it at an instant."""
    who = people.of_ids([ident for row in found for ident in (row.agent_id, row.decided_by_id)])
    return [_leave(actor, row, who, now) for row in found]


def open_shifts(actor: Actor, found: list[rows.OpenShift], now: datetime) -> list[OpenShift]:
    """Return stored open shifts as the actor sees them at an instant."""
    who = people.of_ids([ident for row in found for ident in (row.posted_by_id, row.asker_id, row.decided_by_id)])
    slugs = people.slugs()
    return [_open_shift(actor, row, who, slugs, now) for row in found]


def _swap(actor: Actor, row: rows.Swap, who: dict[int, Account], slugs: dict[int, str], now: datetime) -> Swap:
    asker, peer, state = who[row.asker_id], who.get(row.peer_id), overdue.swap_state(row, now)
    return Swap(
        number=row.id,
        state=state,
        team=slugs[row.team_id],
        asker=asker.login,
        asker_name=asker.name,
        asker_day=row.asker_day,
        asker_shift=frozen.read(row.asker_shift),
        peer=peer and peer.login,
        peer_name=peer and peer.name,
        peer_day=row.peer_day,
        peer_shift=frozen.read(row.peer_shift) if row.peer_shift else None,
        reason=row.reason,
        expires_at=row.expires_at,
        decided_by=_login(who, row.decided_by_id),
        decided_at=row.decided_at,
        decision=row.decision,
        version=row.version,
        created_at=row.created_at,
        can=open_to(SWAP, state, swap_standings(actor, row)),
    )


def _leave(actor: Actor, row: rows.Leave, who: dict[int, Account], now: datetime) -> Leave:
    person, state = who[row.agent_id], overdue.leave_state(row, now)
    return Leave(
        number=row.id,
        state=state,
        team=person.team,
        agent=person.login,
        name=person.name,
        kind=row.kind,
        first_day=row.first_day,
        last_day=row.last_day,
        reason=row.reason,
        self_declared=row.self_declared,
        decided_by=_login(who, row.decided_by_id),
        decided_at=row.decided_at,
        decision=row.decision,
        version=row.version,
        created_at=row.created_at,
        can=open_to(LEAVE, state, leave_standings(actor, row, person.team_id)),
    )


def _open_shift(
    actor: Actor, row: rows.OpenShift, who: dict[int, Account], slugs: dict[int, str], now: datetime
) -> OpenShift:
    asker, state = who.get(row.asker_id), overdue.open_shift_state(row, now)
    return OpenShift(
        number=row.id,
        state=state,
        team=slugs[row.team_id],
        day=row.day,
        shift=Times.of(row),
        reason=row.reason,
        posted_by=who[row.posted_by_id].login,
        asker=asker and asker.login,
        asker_name=asker and asker.name,
        decided_by=_login(who, row.decided_by_id),
        decided_at=row.decided_at,
        version=row.version,
        created_at=row.created_at,
        can=open_to(OPEN_SHIFT, state, open_shift_standings(actor, row)),
    )


def _login(who: dict[int, Account], agent_id: int | None) -> str | None:
    return who[agent_id].login if agent_id is not None else None

"""What waits for a person: decisions, offers, what is under way, and what has not been seen yet."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from .. import access, notices, passing, store
from ..notice_words import words
from ..views import Actor
from . import excuses, leave, open_shifts, swaps
from .excuses import Excuse
from .request_views import Leave, OpenShift, Swap
from .request_words import excuse_words, leave_words, open_shift_words, swap_words


class Item(NamedTuple):
    """One request: ``kind`` is swap, leave, open_shift or excuse (an explained day).

    ``parties`` names first who asks, ``can`` the actor's steps.
    """

    kind: str
    number: int
    state: str
    parties: tuple[str, ...]
    day: date
    words: str
    reason: str
    can: tuple[str, ...]
    version: int


class Told(NamedTuple):
    """One notice not seen yet."""

    number: int
    at: datetime
    kind: str
    subject: str
    words: str


class Inbox(NamedTuple):
    """What waits for a person: to decide, to accept or ask for, of one's own under way, and notices not seen."""

    decide: tuple[Item, ...]
    offered: tuple[Item, ...]
    mine: tuple[Item, ...]
    notices: tuple[Told, ...]


def inbox(actor: Actor, *, now: datetime | None = None) -> Inbox:
    """Return what waits for the actor; never one's own request among the decisions."""
    at = now or store.now()
    passing.journal_time(now=at)  # what time brought about is told here too, although no screen is open
    found = _requests(actor, at)
    return Inbox(
        decide=tuple(item for item in found if "approve" in item.can),
        offered=tuple(item for item in found if _is_offered(item)),
        mine=tuple(item for item in found if actor.login in item.parties and not _is_offered(item)),
        notices=tuple(Told(each.id, each.at, each.kind, each.subject, words(each)) for each in notices.notices(actor)),
    )


def _is_offered(item: Item) -> bool:
    return not {"accept", "ask"}.isdisjoint(item.can)


def _requests(actor: Actor, at: datetime) -> list[Item]:
    if access.scope_of(actor, "roster.read") is None:
        return []
    shifts = open_shifts.open_shifts(actor, now=at)
    free = open_shifts.could_take(actor.id, [each for each in shifts if "ask" in each.can])
    return [
        *(_of_swap(each) for each in swaps.swaps(actor, now=at) if _concerns(actor, each, at)),
        *map(_of_leave, leave.leaves(actor, now=at)),
        *(_of_open_shift(each) for each in shifts if "ask" not in each.can or each.number in free),
        *(map(_of_excuse, excuses.waiting(actor)) if access.scope_of(actor, "attendance.write") else ()),
    ]


def _concerns(actor: Actor, swap: Swap, at: datetime) -> bool:
    """Leave out what the team is offered and the actor could not take."""
    return swap.peer is not None or "accept" not in swap.can or swaps.could_accept(actor, swap, now=at)


def _of_swap(swap: Swap) -> Item:
    parties = (swap.asker, *([swap.peer] if swap.peer else []))
    told = (swap_words(swap), swap.reason, swap.can, swap.version)
    return Item("swap", swap.number, swap.state, parties, swap.asker_day, *told)


def _of_leave(each: Leave) -> Item:
    told = (leave_words(each), each.reason, each.can, each.version)
    return Item("leave", each.number, each.state, (each.agent,), each.first_day, *told)


def _of_open_shift(shift: OpenShift) -> Item:
    told = (open_shift_words(shift), shift.reason, shift.can, shift.version)
    return Item("open_shift", shift.number, shift.state, (shift.asker,) if shift.asker else (), shift.day, *told)


def _of_excuse(each: Excuse) -> Item:
    told = (excuse_words(each), each.text, ("approve", "refuse"), each.version)
    return Item("excuse", each.number, each.state, (each.login,), each.day, *told)

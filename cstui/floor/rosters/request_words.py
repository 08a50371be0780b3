"""Requests in one line each, for lists, the inbox and the screens."""

from __future__ import annotations

from datetime import date

from ...i18n import _
from ...text import one_line
from .. import packs, store
from .book import Times, spelled
from .excuses import Excuse
from .policy import load_policy
from .request_views import Leave, OpenShift, Swap


def shift_words(times: Times) -> str:
    """Return a shift as it is read: ``A1 08:00-17:00``, or that it is a day off."""
    if times.start is None or times.end is None:
        return _("off")
    hours = spelled(times, store.zone())
    return hours if times.code == hours else f"{times.code} {hours}"


def swap_words(swap: Swap) -> str:
    """Return who gives which shift to whom, and for which."""
    names = {
        "who": one_line(swap.asker_name),
        "shift": shift_words(swap.asker_shift),
        "day": _day(swap.asker_day),
        "peer": one_line(swap.peer_name or ""),
        "back": shift_words(swap.peer_shift) if swap.peer_shift else "",
        "back_day": _day(swap.peer_day) if swap.peer_day else "",
    }
    if swap.peer is not None and swap.peer_shift is not None:
        return _("{who}'s {shift} on {day} for {peer}'s {back} on {back_day}").format(**names)
    if swap.peer is not None:
        return _("{who} gives {shift} on {day} to {peer}").format(**names)
    if swap.peer_day is not None:
        return _("{who}'s {shift} on {day} for a shift on {back_day}, open to the team").format(**names)
    return _("{who} gives {shift} on {day}, open to the team").format(**names)


def leave_words(leave: Leave) -> str:
    """Return who is away from when to when, and for what."""
    first, last = _day(leave.first_day), _day(leave.last_day)
    names = {"who": one_line(leave.name), "kind": kind_words(leave.kind), "first": first, "last": last}
    if leave.first_day == leave.last_day:
        return _("{who}: {kind} on {first}").format(**names)
    return _("{who}: {kind} from {first} to {last}").format(**names)


def open_shift_words(shift: OpenShift) -> str:
    """Return which shift is open, and who asked for it."""
    names = {"shift": shift_words(shift.shift), "day": _day(shift.day), "who": one_line(shift.asker_name or "")}
    if shift.asker is not None:
        return _("{who} would take {shift} on {day}").format(**names)
    return _("{shift} on {day} is open").format(**names)


def excuse_words(excuse: Excuse) -> str:
    """Return who explains which day."""
    return _("{who} explains {day}").format(who=one_line(excuse.name), day=_day(excuse.day))


def kind_words(kind: str) -> str:
    """Return the name of a kind of leave in the language in use; one no longer known as it is."""
    known = load_policy().leave.get(kind)
    return packs.spoken(known.name) if known else one_line(kind)


def _day(day: date) -> str:
    return day.strftime("%m-%d") if day.year == store.now().astimezone(store.zone()).year else day.isoformat()

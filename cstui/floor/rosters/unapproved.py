"""Swaps that nobody approved: one is scheduled and not there, another stands in without being scheduled then.  Pure.

An approved swap stands in the roster, so whoever is there by it is scheduled: what is found here is not approved.
It is told from an hour into the shift on, so on the same day; of somebody who merely stays on after the own shift
once that was for half of the other's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from .stretches import Span, minutes, shared, within

_SEEN_AFTER = timedelta(hours=1)
_RELIEF = timedelta(minutes=30)  # whose own shift ended so shortly before stays on for who is late


class Entry(NamedTuple):
    """One person's day: the parts of the shift in force (none without one) and the stretches of being there.

    ``missed`` says that nothing else explains why the person is not there (no leave, no mark of absence).
    """

    login: str
    team: str
    day: date
    shift: Sequence[Span]
    there: Sequence[Span]
    missed: bool


def swapped(entries: Sequence[Entry], now: datetime) -> list[tuple[int, int]]:
    """Return (who is missing, who stands in) as places in ``entries``: each shift once, nobody for two at once.

    Where several are missing, whoever worked the shift of the one who stands in comes first: these two exchanged.
    """
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    busy: dict[int, list[Span]] = {}
    for _mutual, _share, place, other, due in sorted(_pairs(entries, now), key=_likelier):
        if place in taken or shared(busy.get(other, ()), due):
            continue
        taken.add(place)
        busy.setdefault(other, []).extend(due)
        pairs.append((place, other))
    return sorted(pairs)


class _Pair(NamedTuple):
    """Who may have stood in for whom: whether that was returned, for which share of what was due, their places."""

    mutual: bool
    share: float
    missing: int
    standing_in: int
    due: Sequence[Span]


def _likelier(pair: _Pair) -> tuple[bool, float, datetime, int, int]:
    return not pair.mutual, -pair.share, pair.due[0][0], pair.missing, pair.standing_in


def _pairs(entries: Sequence[Entry], now: datetime) -> Iterator[_Pair]:
    planned: dict[str, list[Span]] = {}
    spent: dict[str, list[Span]] = {}
    there: dict[tuple[str, date], list[int]] = {}
    for place, entry in enumerate(entries):
        planned.setdefault(entry.login, []).extend(entry.shift)
        spent.setdefault(entry.login, []).extend(entry.there)
        if entry.there:
            there.setdefault((entry.team, entry.day), []).append(place)
    for place, entry in enumerate(entries):
        if not entry.missed or not entry.shift:
            continue
        start, end = entry.shift[0][0], min(entry.shift[-1][1], now)
        due = within(entry.shift, start, end)
        least = minutes(due) / 2
        if end - start < _SEEN_AFTER or minutes(shared(spent[entry.login], due)) >= least:
            continue
        for other in _mates(there, entry):
            mate = entries[other]
            stood = _stood_in(mate, planned[mate.login], due)
            stays = any(start - _RELIEF <= own_end < end for _own_start, own_end in planned[mate.login])
            if mate.login != entry.login and stood >= (minutes(entry.shift) / 2 if stays else least):
                mutual = any(within(spent[entry.login], *shift) for shift in planned[mate.login])
                yield _Pair(mutual, stood / least, place, other, due)


def _mates(there: Mapping[tuple[str, date], Sequence[int]], entry: Entry) -> Iterator[int]:
    """Yield those of the team who were there around a day: a night may stand on the day before or after."""
    for step in (-1, 0, 1):
        yield from there.get((entry.team, entry.day + timedelta(days=step)), ())


def _stood_in(entry: Entry, planned: Sequence[Span], due: Sequence[Span]) -> int:
    """Return the minutes of a day that somebody spent in another's shift without being scheduled then."""
    spent = shared(entry.there, due)
    return minutes(spent) - minutes(shared(spent, planned)) if spent else 0

"""Swaps that nobody approved: one is scheduled and not there, another stands in without being scheduled then.  Pure.

An approved swap stands in the roster, so whoever is there by it is scheduled: what is found here is not approved.
It is told from an hour into the shift on, so on the same day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from .spells import Span, minutes, within

_SEEN_AFTER = timedelta(hours=1)


class Entry(NamedTuple):
    """One person's day: the shift in force (None without one) and the stretches of being there.

    ``missed`` says that nothing else explains why the person is not there (no leave, no mark of absence).
    """

    login: str
    team: str
    day: date
    shift: Span | None
    there: Sequence[Span]
    missed: bool


def swapped(entries: Sequence[Entry], now: datetime) -> list[tuple[int, int]]:
    """Return (who is missing, who stands in) as places in ``entries``, each shift once."""
    planned: dict[str, list[Span]] = {}
    spent: dict[str, list[Span]] = {}
    there: dict[tuple[str, date], list[int]] = {}
    for place, entry in enumerate(entries):
        planned.setdefault(entry.login, []).extend([entry.shift] if entry.shift else [])
        spent.setdefault(entry.login, []).extend(entry.there)
        if entry.there:
            there.setdefault((entry.team, entry.day), []).append(place)
    found = []
    for place, entry in enumerate(entries):
        if not entry.missed or entry.shift is None:
            continue
        start, end = entry.shift[0], min(entry.shift[1], now)
        least = minutes([(start, end)]) / 2
        if end - start < _SEEN_AFTER or minutes(within(spent[entry.login], start, end)) >= least:
            continue
        mates = [other for other in _mates(there, entry) if entries[other].login != entry.login]
        stood = ((_stood_in(entries[other], planned[entries[other].login], start, end), other) for other in mates)
        best = max(stood, default=(0, -1))
        if best[0] >= least:
            found.append((place, best[1]))
    return found


def _mates(there: Mapping[tuple[str, date], Sequence[int]], entry: Entry) -> Iterator[int]:
    """Yield those of the team who were there around a day: a night may stand on the day before or after."""
    for step in (-1, 0, 1):
        yield from there.get((entry.team, entry.day + timedelta(days=step)), ())


def _stood_in(entry: Entry, planned: Sequence[Span], start: datetime, end: datetime) -> int:
    """Return the minutes of a day that somebody spent in another's shift without being scheduled then."""
    spent = within(entry.there, start, end)
    return minutes(spent) - sum(minutes(within(spent, *shift)) for shift in planned) if spent else 0

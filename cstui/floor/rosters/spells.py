"""From stamps to stretches of being there, and from those to the shifts they belong to.  Pure.

- An ``in`` begins a stretch, the next ``out`` ends it; a second ``in`` inside changes nothing, a second ``out``
  within sixteen hours moves the end.  An ``in`` without an ``out`` has no end, an ``out`` without an ``in`` no start.
- A stretch belongs to the shift it overlaps, else to the nearest one that begins or ended within four hours, else
  to none.  One that runs through two shifts is cut in the middle of the pause between them.  A shift over midnight
  belongs to the day on which it starts, and takes its stretches along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from .presence import EARLY, FORGOTTEN
from .stretches import Span


class Spell(NamedTuple):
    """A stretch of being there as stamped: ``start`` or ``end`` is None where that stamp is missing."""

    start: datetime | None
    end: datetime | None

    @property
    def known(self) -> tuple[datetime, datetime]:
        """The part of it that is proved: a moment where one stamp is missing."""
        first, last = self.start or self.end, self.end or self.start
        assert first is not None and last is not None
        return first, last


def spells(stamps: Iterable[tuple[datetime, str]]) -> list[Spell]:
    """Return the stretches of one person's stamps (instant, in or out), given in order of time."""
    found: list[Spell] = []
    for at, kind in stamps:
        last = found[-1] if found else None
        recent = last is not None and at - last.known[1] < FORGOTTEN
        inside = last is not None and last.end is None and at - last.known[0] < FORGOTTEN
        if kind == "in":
            if not inside:
                found.append(Spell(at, None))
        elif last is not None and (inside or (recent and last.end is not None)):
            found[-1] = Spell(last.start, at)
        else:
            found.append(Spell(None, at))
    return found


def allot(shifts: Sequence[Span], stretches: Iterable[Spell]) -> tuple[list[list[Spell]], list[Spell]]:
    """Return the stretches of each shift, and those of none; ``shifts`` are one person's, in order of time."""
    own: list[list[Spell]] = [[] for _shift in shifts]
    rest: list[Spell] = []
    for stretch in stretches:
        for piece in _cut(stretch, shifts):
            place = _nearest(piece, shifts)
            (rest if place is None else own[place]).append(piece)
    return own, rest


def _cut(stretch: Spell, shifts: Sequence[Span]) -> list[Spell]:
    pieces = [stretch]
    for (_begun, ended), (begins, _ends) in zip(shifts, shifts[1:], strict=False):
        first, last = pieces[-1].known
        if first < ended and last > begins:
            middle = ended + (begins - ended) / 2
            pieces[-1:] = [Spell(pieces[-1].start, middle), Spell(middle, pieces[-1].end)]
    return pieces


def _nearest(piece: Spell, shifts: Sequence[Span]) -> int | None:
    first, last = piece.known
    best: tuple[timedelta, timedelta, int] | None = None
    for place, (start, end) in enumerate(shifts):
        apart = max(start - last, first - end, timedelta())
        shared = min(end, last) - max(start, first)
        best = min(filter(None, (best, (apart, -shared, place))))
    return best[2] if best is not None and best[0] <= EARLY else None

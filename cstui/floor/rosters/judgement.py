"""One person's day, planned against stamped: what it is called, and its minutes.  Pure.

Marks (several may hold): ``scheduled`` (still ahead), ``present``, ``late``, ``early_out``, ``off_post`` (away within
the shift longer than the policy bears, the break not counted), ``absent``, ``leave``, ``extra`` (there without a
shift), ``incomplete`` (a stamp is missing), ``unclocked`` (nobody of the team uses the time clock, so nothing is
known), ``unapproved_swap`` (see unapproved.py).

Minutes.  Scheduled are those of the shift without its break.  In plan are those spent inside the shift, without the
break: what of the break was stamped as being away is no time spent anyway; what was not is taken off, as far as more
than six hours were spent (a break is due after six).  Worked are all minutes, outside the shift too, with the same
break taken off.  Adherence = in plan ÷ scheduled, conformance = worked ÷ scheduled, in percent.
A missing stamp counts as if made at the shift's start or end, and the day is ``incomplete``; without a shift a stretch
with a missing stamp counts nothing.

A break that has its place, and is as long as what the policy calls off post, parts the shift in two.  Each part has its
own start and end to be late after and to leave before.  Such a break counts as taken where nobody stamped it; what is
stamped in it is worked, but not in plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from .policy import RosterPolicy
from .presence import FORGOTTEN
from .spells import Spell
from .stretches import Span, minutes, shared, stretches, within
from .views import Shift

_BREAK_AFTER = 6 * 60  # minutes at work after which a break is due


class Day(NamedTuple):
    """One person's day as judged; ``other`` is who stood in (or for whom one did) without an approved swap.

    From ``break_start`` to ``break_end`` nobody is expected, None where the shift is in one piece.

    ``excuse`` is explained, excused or refused; times away, late and early are in minutes; ``adherence`` and
    ``conformance`` in percent, None while the shift runs, without one, or where nobody clocks.
    """

    login: str
    name: str
    team: str
    day: date
    shift: str
    start: datetime | None
    end: datetime | None
    marks: tuple[str, ...]
    other: str | None
    leave: str | None
    excuse: str | None
    first_in: datetime | None
    last_out: datetime | None
    scheduled_minutes: int
    in_plan_minutes: int
    worked_minutes: int
    late_minutes: int
    early_minutes: int
    away_minutes: int
    adherence: float | None
    conformance: float | None
    explanation: str = ""
    break_start: datetime | None = None
    break_end: datetime | None = None

    @property
    def parts(self) -> list[Span]:
        """From when to when the person is expected."""
        if self.start is None or self.end is None:
            return []
        if self.break_start is None or self.break_end is None:
            return [(self.start, self.end)]
        return [(self.start, self.break_start), (self.break_end, self.end)]


class Known(NamedTuple):
    """What is known of the day beside shift and stamps: kind of leave, absences marked, the excuse."""

    leave: str | None = None
    absences: Sequence[Span] = ()
    excuse: str | None = None
    explanation: str = ""
    clocked: bool = True


class Presence(NamedTuple):
    """The stretches of a day, every end settled."""

    spans: tuple[Span, ...]
    incomplete: bool
    inside: bool  # still there


def judge(shift: Shift, team: str, spells: Sequence[Spell], known: Known, policy: RosterPolicy, now: datetime) -> Day:
    """Return what a day was; ``shift`` without times stands for a day off, or for none planned (code empty)."""
    parts = stretches(shift, policy.off_post_minutes)
    there = settle(parts, spells, known.absences, now)
    on_leave = known.leave is not None
    planned = 0 if on_leave else shift.minutes
    day = Day(
        *(shift.login, shift.name, team, shift.day, shift.code, shift.start, shift.end),
        marks=(),
        other=None,
        leave=known.leave,
        excuse=known.excuse,
        first_in=there.spans[0][0] if there.spans else None,
        last_out=None if there.inside or not there.spans else there.spans[-1][1],
        scheduled_minutes=planned,
        in_plan_minutes=0,
        worked_minutes=minutes(there.spans),
        late_minutes=0,
        early_minutes=0,
        away_minutes=0,
        adherence=None,
        conformance=None,
        explanation=known.explanation,
        break_start=parts[0][1] if len(parts) > 1 else None,
        break_end=parts[1][0] if len(parts) > 1 else None,
    )
    if not parts or on_leave:
        marks = (["leave"] if on_leave else []) + (["extra"] if there.spans or there.incomplete else [])
        return _marked(day, marks, there)
    if not shared(there.spans, parts):
        return _rated(_marked(day, [_missing(parts, known, policy, now)], there), now)
    pause = shift.break_minutes if len(parts) == 1 else 0
    return _rated(_attended(day, pause, there, _running(known, now), policy, now), now)


def settle(parts: Sequence[Span], spells: Sequence[Spell], absences: Sequence[Span], now: datetime) -> Presence:
    """Return the stretches with every missing end settled as the head of this file says.

    ``parts`` are those of the shift (see stretches.py), none where there is no shift.
    """
    begins, ends = (parts[0][0], parts[-1][1]) if parts else (None, None)
    spans: list[Span] = []
    incomplete = inside = False
    for spell in spells:
        if spell.start is not None and spell.end is not None:
            spans.append((spell.start, spell.end))
        elif spell.end is not None:
            incomplete = True
            if begins is not None and begins < spell.end:
                spans.append((begins, spell.end))
        elif spell.start is not None and spell.start <= now:
            last = min(now, spell.start + FORGOTTEN)
            gone = min((start for start, _end in absences if spell.start < start <= last), default=None)
            inside = gone is None and now - spell.start < FORGOTTEN
            incomplete = incomplete or (not inside and gone is None)  # who was marked absent left then
            end = gone or (now if inside else ends)
            if end is not None and end > spell.start:
                spans.append((spell.start, end))
    return Presence(tuple(_break_taken(_apart(spans), parts, now)), incomplete, inside)


def _apart(spans: list[Span]) -> list[Span]:
    """Return the stretches in order, those that overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _break_taken(spans: list[Span], parts: Sequence[Span], now: datetime) -> list[Span]:
    """Return the stretches without a placed break that nobody stamped: in before it, and out after it or not yet."""
    if len(parts) < 2:
        return spans
    (_begins, left), (back, _ends) = parts
    found: list[Span] = []
    for start, end in spans:
        if start < left < end and (end >= back or end == now):
            found += [(start, left), *([(back, end)] if end > back else [])]
        else:
            found.append((start, end))
    return found


def _missing(parts: Sequence[Span], known: Known, policy: RosterPolicy, now: datetime) -> str:
    """Say what a shift is in which nobody was there."""
    begins, ends = parts[0][0], parts[-1][1]
    over = [(start, end) for start, end in shared(known.absences, parts) if end <= now]
    if _running(known, now) or 2 * minutes(over) >= minutes(parts):
        return "absent"
    if now <= begins + timedelta(minutes=policy.grace_minutes):
        return "scheduled"
    if not known.clocked:
        return "scheduled" if now < ends else "unclocked"
    return "late" if now < ends else "absent"


def _running(known: Known, now: datetime) -> bool:
    """Say whether somebody is marked absent at this moment."""
    return any(start <= now < end for start, end in known.absences)


def _attended(day: Day, pause: int, there: Presence, ill: bool, policy: RosterPolicy, now: datetime) -> Day:
    """Return a day with its marks and minutes; ``pause`` are those of a break that has no place."""
    parts = day.parts
    inside = [within(there.spans, *part) for part in parts]
    late = _late(parts, inside, parts[0][0] if ill else now)  # who is ill has no part to come to
    early = _early(parts, inside, now)
    gaps = [gap for part, own in zip(parts, inside, strict=True) for gap in _gaps(part, own, there.inside, now)]
    away = _beyond_break(gaps, pause)
    spent = sum(map(minutes, inside))
    pause = min(max(0, pause - sum(gaps)), max(0, spent - _BREAK_AFTER))
    marks = ["late"] if max(late) > policy.grace_minutes else []
    marks += ["early_out"] if max(early) > policy.grace_minutes else []
    if ill and now < parts[-1][1] and not there.inside:
        marks += ["absent"]  # who went ill is not off post
    elif max(away, default=0) > policy.off_post_minutes:
        marks += ["off_post"]
    day = day._replace(
        in_plan_minutes=min(spent - pause, day.scheduled_minutes),
        worked_minutes=day.worked_minutes - pause,
        late_minutes=sum(late),
        early_minutes=sum(early),
        away_minutes=sum(away),
    )
    return _marked(day, marks or ["present"], there)


def _late(parts: Sequence[Span], inside: Sequence[list[Span]], now: datetime) -> list[int]:
    """Return the minutes that somebody came late to each part: all of one missed, those so far of one that runs."""
    found = []
    for place, ((start, end), own) in enumerate(zip(parts, inside, strict=True)):
        missed = end if any(inside[place + 1 :]) else now if now < end else start
        found.append(minutes([(start, max(start, own[0][0] if own else missed))]))
    return found


def _early(parts: Sequence[Span], inside: Sequence[list[Span]], now: datetime) -> list[int]:
    """Return the minutes that somebody left each part early: all of one that nobody came back for."""
    found = []
    for place, ((start, end), own) in enumerate(zip(parts, inside, strict=True)):
        left = own[-1][1] if own else end if any(inside[place + 1 :]) else start
        found.append(minutes([(left, end)]) if now >= end else 0)
    return found


def _gaps(part: Span, own: list[Span], still: bool, now: datetime) -> list[int]:
    """Return how many minutes somebody was away in a part, each time; ``still`` says that they are there now."""
    gaps = [minutes([(left, back)]) for (_in, left), (back, _out) in zip(own, own[1:], strict=False)]
    if own and not still and now < part[1]:
        gaps.append(minutes([(own[-1][1], now)]))
    return gaps


def _beyond_break(gaps: list[int], pause: int) -> list[int]:
    """Return the gaps without the break, which the longest ones take up first."""
    left = []
    for gap in sorted(gaps, reverse=True):
        left.append(max(0, gap - pause))
        pause = max(0, pause - gap)
    return left


def _marked(day: Day, marks: list[str], there: Presence) -> Day:
    return day._replace(marks=(*marks, "incomplete") if there.incomplete else tuple(marks))


def _rated(day: Day, now: datetime) -> Day:
    if day.end is None or now < day.end or not day.scheduled_minutes or "unclocked" in day.marks:
        return day
    return day._replace(
        adherence=percent(day.in_plan_minutes, day.scheduled_minutes),
        conformance=percent(day.worked_minutes, day.scheduled_minutes),
    )


def percent(part: int, whole: int) -> float | None:
    """Return a share in percent with one digit, None of nothing."""
    return round(100 * part / whole, 1) if whole else None

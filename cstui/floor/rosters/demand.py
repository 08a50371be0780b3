"""What a team has to answer: calls or complaints expected in each half hour of the floor's clock.

Figures are entered, imported or learnt from the team's own complaints.  What was learnt is kept, not computed anew at
each look: a roster is then judged against the figures it was planned for, and a screen reads one range of a key.
Learning never writes over what a person or a file said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from math import isfinite
from typing import NamedTuple

from db import journal
from db.fields import epoch
from db.queries import demand as queries
from db.queries.demand import Expected

from ...errors import BadInput, Refused
from ...i18n import _
from .. import access, store
from ..views import Actor
from .book import at_minute
from .weeks import team_of

STEP = timedelta(seconds=queries.HALF_HOUR)
LEARNT, ENTERED, IMPORTED = "learnt", "entered", "imported"
CARRIED = "carried"  # learnt for an earlier week: nothing says more of that day
_MOST_AT_ONCE = 20_000  # people who answer: coverage can reckon with that down to an occupancy of a fifth
WEEK = timedelta(weeks=1)
_AHEAD = 8 * WEEK  # so far ahead what was learnt is laid out
_MOST = 100_000  # in half an hour


class HalfHour(NamedTuple):
    """What is expected in the half hour from ``start`` on; ``source`` is empty where nothing is known.

    ``aht_seconds`` is how long one takes, None for as long as the policy says.
    """

    start: datetime
    calls: float
    aht_seconds: int | None
    source: str


class Learnt(NamedTuple):
    """What was learnt: from how many complaints of how many whole days, and what was laid out.

    ``written`` half hours up to the day ``until``; what is later is read as the week before that.
    """

    team: str
    complaints: int
    since: date
    days: int
    written: int
    until: date


class Kept(NamedTuple):
    """How many half hours were added, changed, and said the same already."""

    added: int
    changed: int
    same: int


class _Span(NamedTuple):
    """A stretch of time in which the clock on the wall is ``offset`` seconds ahead of UTC."""

    start: datetime
    end: datetime
    offset: int


def half_hours(day: date) -> list[datetime]:
    """Return the half hours of a day of the floor's clock: 48, or two more or fewer where the clock changes."""
    start, end = midnight(day), midnight(day + timedelta(days=1))
    return [start + step * STEP for step in range((end - start) // STEP)]


def midnight(day: date) -> datetime:
    """Return the instant at which a day of the floor's zone begins."""
    return at_minute(day, 0, store.zone())


def show(actor: Actor, team: str | None, day: date) -> tuple[HalfHour, ...]:
    """Return what a team (the actor's unless told) expects in each half hour of a day; raises Denied, BadInput."""
    _slug, team_id = team_of(actor, team)
    access.require(actor, "coverage.read", team_id=team_id)
    return of_day(team_id, day)


def of_day(team_id: int, day: date) -> tuple[HalfHour, ...]:
    """Return what a team expects in each half hour of a day.

    Beyond what was laid out, that is what was learnt for the same weekday of its last week.
    """
    starts = half_hours(day)
    known = _known(team_id, starts)
    last = queries.last_of(team_id, LEARNT) if len(known) < len(starts) else None
    carried = _carried(team_id, day, last) if last is not None and last < epoch(starts[0]) else {}
    return tuple(_half_hour(start, known.get(epoch(start)) or carried.get(_wall(start))) for start in starts)


def _known(team_id: int, starts: Sequence[datetime]) -> dict[int, Expected]:
    return {each.start: each for each in queries.between(team_id, epoch(starts[0]), epoch(starts[-1] + STEP))}


def _carried(team_id: int, day: date, last: int) -> dict[time, Expected]:
    """Return what was learnt for the weekday of a day in the week that ends with the half hour ``last``."""
    end = datetime.fromtimestamp(last, UTC).astimezone(store.zone()).date()
    known = _known(team_id, half_hours(end - (end - day) % WEEK))
    return {
        _wall(datetime.fromtimestamp(start, UTC)): each._replace(source=CARRIED)
        for start, each in known.items()
        if each.source == LEARNT
    }


def _wall(start: datetime) -> time:
    return start.astimezone(store.zone()).time()


def enter(
    actor: Actor,
    team: str | None,
    day: date,
    start: int,
    end: int,
    calls: float,
    aht_seconds: int | None = None,
    *,
    now: datetime | None = None,
) -> Kept:
    """Say how many calls to expect in each half hour of a day from minute ``start`` to minute ``end``.

    An end not after the start lies on the next day.  Raises BadInput, Denied.
    """
    zone = store.zone()
    end += 0 if end > start else 24 * 60
    if start % 30 or end % 30:
        raise BadInput(_("Demand is kept by half hours"), _("Begin and end at full or half hours."))
    begin, over = at_minute(day, start, zone), at_minute(day, end, zone)
    starts = [begin + step * STEP for step in range((over - begin) // STEP)]
    at = now or store.now()
    with access.acting():
        team_id = _writer(actor, team)
        kept = keep(team_id, [HalfHour(each, calls, aht_seconds, ENTERED) for each in starts])
        _tell(actor, at, team_id, "demand.set", {"half_hours": kept.added + kept.changed})
    return kept


def bring(actor: Actor, team: str | None, expected: Sequence[HalfHour], *, now: datetime | None = None) -> Kept:
    """Keep what a file says of a team's demand, over what stood there; raises BadInput, Denied."""
    at = now or store.now()
    with access.acting():
        team_id = _writer(actor, team, "import.demand")
        kept = keep(team_id, expected)
        if kept.added or kept.changed:
            _tell(actor, at, team_id, "demand.imported", {"half_hours": kept.added + kept.changed})
    return kept


def weigh(actor: Actor, team: str | None, expected: Sequence[HalfHour], *, now: datetime | None = None) -> Kept:
    """Say what ``bring`` would come to, and change nothing; raises as it does."""
    team_id = _writer(actor, team, "import.demand")
    new, changed, same = _sorted(team_id, expected)
    return Kept(len(new), len(changed), same)


def keep(team_id: int, expected: Sequence[HalfHour]) -> Kept:
    """Write what a team expects inside the open transaction, over what stood there; raises BadInput."""
    new, changed, same = _sorted(team_id, expected)
    queries.write(team_id, [*new, *changed], over=True)
    return Kept(len(new), len(changed), same)


def _sorted(team_id: int, expected: Sequence[HalfHour]) -> tuple[list[Expected], list[Expected], int]:
    """Return half hours that are new, those that differ from what stands, and how many say the same."""
    for each in expected:
        _check(each)
    rows = {epoch(each.start): Expected(epoch(each.start), *each[1:]) for each in expected}
    if not rows:
        return [], [], 0
    stood = {each.start: each for each in queries.between(team_id, min(rows), max(rows) + 1)}
    new = [row for start, row in rows.items() if start not in stood]
    changed = [row for start, row in rows.items() if start in stood and stood[start] != row]
    return new, changed, len(rows) - len(new) - len(changed)


def learn(actor: Actor, team: str | None = None, weeks: int = 8, *, now: datetime | None = None) -> Learnt:
    """Learn from the team's complaints of the last weeks how many come in each half hour of the week.

    Counted are whole days up to today, from the first complaint on; the mean of each half hour is laid out over the
    next eight weeks, beside what was entered or imported, and goes on beyond them.  Raises BadInput, Denied, Refused
    without a complaint.
    """
    if not 1 <= weeks <= 104:
        raise BadInput(_("Weeks to learn from are 1 to 104"))
    at = now or store.now()
    today = at.astimezone(store.zone()).date()
    with access.acting():
        team_id = _writer(actor, team)
        since = _since(team_id, today, weeks)
        total, means = _means(team_id, midnight(since), midnight(today))
        queries.forget(team_id, LEARNT, epoch(midnight(today)))
        written = queries.write(team_id, _laid_out(means, midnight(today)), over=False)
        _tell(actor, at, team_id, "demand.learnt", {"complaints": total, "half_hours": written})
    until = (midnight(today) + _AHEAD - STEP).astimezone(store.zone()).date()
    return Learnt(team_of(actor, team)[0], total, since, (today - since).days, written, until)


def _writer(actor: Actor, team: str | None, right: str = "roster.write") -> int:
    """Return the team's id where the actor has the right there, asked anew; raises Denied, BadInput."""
    from ..accounts import fresh

    actor = fresh(actor)
    _slug, team_id = team_of(actor, team)
    access.require(actor, right, team_id=team_id)
    return team_id


def _tell(actor: Actor, at: datetime, team_id: int, action: str, body: dict[str, int]) -> None:
    journal.append(journal.Fact(at, actor.id, access.acting_role(actor), action, f"team:{team_id}", body))


def _half_hour(start: datetime, row: Expected | None) -> HalfHour:
    return HalfHour(start, row.calls, row.aht_seconds, row.source) if row else HalfHour(start, 0.0, None, "")


def _check(each: HalfHour) -> None:
    local = each.start.astimezone(store.zone())
    if local.minute % 30 or local.second or local.microsecond:
        title = _("{time} does not begin a half hour").format(time=local.strftime("%Y-%m-%d %H:%M"))
        raise BadInput(title, _("Demand is kept by half hours of the floor's clock."))
    if not isfinite(each.calls) or not 0 <= each.calls <= _MOST:
        raise BadInput(_("Expected are 0 to {most} calls in half an hour").format(most=_MOST))
    if each.aht_seconds is not None and not 1 <= each.aht_seconds <= 86_400:
        raise BadInput(_("A call takes 1 to 86400 seconds"))
    if each.calls * (each.aht_seconds or 0) > _MOST_AT_ONCE * STEP.total_seconds():
        raise BadInput(_("That would keep more than {most} people busy").format(most=_MOST_AT_ONCE))


def _since(team_id: int, today: date, weeks: int) -> date:
    """Return from which day on to count: the weeks asked for, but not before the first complaint."""
    since = today - timedelta(weeks=weeks)
    first = queries.first_arrival(team_id, epoch(midnight(since)))
    if first is None or first >= epoch(midnight(today)):
        raise Refused(
            _("There is no complaint of the last {weeks} weeks to learn from").format(weeks=weeks),
            _("Demand can be set with `cstui roster demand set`, or imported."),
        )
    return datetime.fromtimestamp(first, UTC).astimezone(store.zone()).date()


def _means(team_id: int, start: datetime, end: datetime) -> tuple[int, dict[int, float]]:
    """Return how many complaints came in [start, end), and the mean of each half hour of the week that had any."""
    counts: dict[int, int] = {}
    occurred: dict[int, int] = {}
    for span in _spans(start, end):
        found = queries.arrivals(team_id, epoch(span.start), epoch(span.end), span.offset)
        for slot, count in found.items():
            counts[slot] = counts.get(slot, 0) + count
        for slot in _slots(span):
            occurred[slot] = occurred.get(slot, 0) + 1
    return sum(counts.values()), {slot: count / occurred[slot] for slot, count in counts.items()}


def _laid_out(means: dict[int, float], start: datetime) -> Iterator[Expected]:
    for span in _spans(start, start + _AHEAD):
        first = epoch(span.start)
        for place, slot in enumerate(_slots(span)):
            if slot in means:
                yield Expected(first + place * queries.HALF_HOUR, means[slot], None, LEARNT)


def _slots(span: _Span) -> Iterable[int]:
    """Return the half hour of the week of each half hour of a stretch."""
    steps = range(epoch(span.start), epoch(span.end), queries.HALF_HOUR)
    return (queries.slot_of(step, span.offset) for step in steps)


def _spans(start: datetime, end: datetime) -> list[_Span]:
    """Return the stretches of [start, end) between changes of the clock, each looked for by half hours."""
    spans: list[_Span] = []
    at = start
    while at < end:
        ahead = at.astimezone(store.zone()).utcoffset() or timedelta()
        offset = int(ahead.total_seconds())
        if spans and spans[-1].offset == offset:
            spans[-1] = spans[-1]._replace(end=at + STEP)
        else:
            spans.append(_Span(at, at + STEP, offset))
        at += STEP
    return spans

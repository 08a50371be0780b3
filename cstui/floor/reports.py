"""What the floor learns: causes, limits met, satisfaction, complaint rate, backlog, pauses, actions, comparisons.

Complaints count by the instant of their receipt, limits by the instant they were decided, pauses
by their begin and corrective actions by their due date.  Shares go from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from db.fields import epoch, instant
from db.queries import reports as queries
from db.queries.reports import Slice

from ..errors import BadInput
from ..i18n import _, listed
from ..text import one_line
from . import access, accounts, causes, periods, recording, store
from .clocks import NAMES
from .marks import ref_of
from .views import Actor

LIMIT_GROUPS = ("clock", "team", "category", "agent")
RATED_GROUPS = ("all", "team", "category", "agent")
RATE_GROUPS = ("agent", "team")
AGES = (1, 3, 7, 15, 30, 60)  # days: where one bucket of the backlog ends and the next begins
MOST_ACTIONS = 1_000
_DAY = 86_400


class Asked(NamedTuple):
    """What a report is about: the complaints of one team or of all one may see, between two instants."""

    team: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class Share(NamedTuple):
    """One bar of a Pareto: ``code`` selects it, ``cumulative`` is its share with all before it."""

    code: str
    name: str
    complaints: int
    share: float
    cumulative: float


class Kept(NamedTuple):
    """How many limits were decided and met; ``who`` is empty where no group was asked for."""

    who: str
    clock: str
    decided: int
    met: int
    broken: int
    share: float


class Satisfaction(NamedTuple):
    """How customers rated: the answers per star, and their average."""

    who: str
    answers: int
    average: float
    one: int
    two: int
    three: int
    four: int
    five: int


class Rate(NamedTuple):
    """Complaints about an agent, or received by a team; ``weeks`` are those of the report, begun ones included."""

    who: str
    received: int
    weeks: int
    per_week: float


class WeekRate(NamedTuple):
    """Complaints of one week."""

    week: str
    begins_at: datetime
    who: str
    received: int


class Age(NamedTuple):
    """Open cases of an age from ``from_days`` on and below ``to_days`` (None: and older)."""

    from_days: int
    to_days: int | None
    open: int
    overdue: int
    share: float


class Pause(NamedTuple):
    """Waits for one party: how many, those not over yet, and the working minutes they took until now."""

    waiting_for: str
    waits: int
    under_way: int
    minutes: int


class ActionState(NamedTuple):
    """One corrective action; ``status`` is overdue, ineffective, due, unchecked or effective."""

    status: str
    id: int
    ref: str
    action: str
    owner: str
    due_at: datetime
    done_at: datetime | None
    effect: str


class Compared(NamedTuple):
    """One week or year beside the one before it.

    Changes are shares of the earlier figure, None where that is 0; a ``partial`` period has not
    ended yet and is compared with as much of the one before.
    """

    period: str
    begins_at: datetime
    ends_at: datetime
    partial: bool
    received: int
    received_change: float | None
    closed: int
    closed_change: float | None
    broken: int
    broken_change: float | None


def root_causes(actor: Actor, asked: Asked) -> tuple[Share, ...]:
    """Return the Pareto of root causes; complaints without one are left to ``categories``.  Raises Denied."""
    found = queries.causes(_slice(actor, asked))
    return tuple(_pareto([(code, causes.words_of(code), count) for code, count in found]))


def categories(actor: Actor, asked: Asked) -> tuple[Share, ...]:
    """Return the Pareto of categories of the complaints without a root cause.  Raises Denied."""
    found = queries.categories(_slice(actor, asked))
    return tuple(_pareto([(code, one_line(code), count) for code, count in found]))


def limits(actor: Actor, asked: Asked, by: str = "clock", *, now: datetime | None = None) -> tuple[Kept, ...]:
    """Return the share of limits met, per clock and by one of LIMIT_GROUPS.  Raises Denied, BadInput."""
    part = _slice(actor, asked)
    found = queries.verdicts(part, _known(by, LIMIT_GROUPS), epoch(now or store.now()))
    rows = [Kept(who, clock, n, n - broken, broken, _share(n - broken, n)) for who, clock, n, broken in found]
    return tuple(sorted(rows, key=lambda row: (row.who == "", row.who, NAMES.index(row.clock))))


def satisfaction(actor: Actor, asked: Asked, by: str = "all") -> tuple[Satisfaction, ...]:
    """Return average and distribution of the ratings by one of RATED_GROUPS.  Raises Denied, BadInput."""
    found = queries.satisfaction(_slice(actor, asked), _known(by, RATED_GROUPS))
    return tuple(Satisfaction(who, n, round(total / n, 4), *stars) for who, n, total, *stars in found)


def rate(actor: Actor, asked: Asked, by: str = "agent", *, now: datetime | None = None) -> tuple[Rate, ...]:
    """Return the complaint rate per week: of agents complained about, or of teams.  Raises Denied, BadInput."""
    part = _slice(actor, asked)
    found = queries.complained_about(part, _known(by, RATE_GROUPS))
    weeks = len(_weeks(part, now or store.now()))
    return tuple(Rate(who, count, weeks, round(count / weeks, 4)) for who, count in found)


def weekly(actor: Actor, asked: Asked, by: str = "agent", *, now: datetime | None = None) -> tuple[WeekRate, ...]:
    """Return the same complaints week by week, the oldest first.  Raises Denied, BadInput."""
    part = _slice(actor, asked)
    _known(by, RATE_GROUPS)
    return tuple(
        WeekRate(week.name, week.begin, who, count)
        for week in _weeks(part, now or store.now())
        for who, count in queries.complained_about(_within(part, week.begin, week.end), by)
    )


def backlog(actor: Actor, asked: Asked, *, now: datetime | None = None) -> tuple[Age, ...]:
    """Return the open cases by age, the youngest first; the period does not matter.  Raises Denied."""
    found = queries.backlog(_slice(actor, asked).team_id, [day * _DAY for day in AGES], epoch(now or store.now()))
    total = sum(count for count, _overdue in found.values())
    edges = zip((0, *AGES), (*AGES, None), strict=True)
    return tuple(
        Age(since, until, *found.get(bucket, (0, 0)), _share(found.get(bucket, (0, 0))[0], total))
        for bucket, (since, until) in enumerate(edges)
    )


def pauses(actor: Actor, asked: Asked, *, now: datetime | None = None) -> tuple[Pause, ...]:
    """Return the ledger of waits by whom they were for, in working minutes of the floor's calendar.  Raises Denied."""
    at, calendar = now or store.now(), recording.calendar()
    sums: dict[str, list[int]] = {}
    for party, begin, until, left in queries.waits(_slice(actor, asked)):
        end = min(left if left is not None else until, until)
        figures = sums.setdefault(party, [0, 0, 0])
        figures[0] += 1
        figures[1] += end > epoch(at)
        figures[2] += max(calendar.working_minutes(_at(begin), min(_at(end), at)), 0)
    return tuple(Pause(party, *sums[party]) for party in sorted(sums))


def actions(actor: Actor, asked: Asked, *, now: datetime | None = None) -> tuple[ActionState, ...]:
    """Return at most MOST_ACTIONS corrective actions, overdue and ineffective ones first.  Raises Denied."""
    found = queries.actions(_slice(actor, asked), epoch(now or store.now()), MOST_ACTIONS)
    return tuple(
        ActionState(
            queries.ACTION_STATES[status], number, ref_of(complaint), one_line(text), owner,
            _at(due), instant(done), one_line(effect),
        )
        for status, number, complaint, text, owner, due, done, effect in found
    )  # fmt: skip


def compare(actor: Actor, asked: Asked, by: str = "week", *, now: datetime | None = None) -> tuple[Compared, ...]:
    """Return the last weeks or years, the oldest first, each beside the one before it.

    ``asked.until`` is the moment to look back from, the present unless told.  Raises Denied, BadInput.
    """
    at = asked.until or (now or store.now()) + timedelta(seconds=1)  # what comes in this second counts
    part = _slice(actor, asked._replace(since=None, until=None))
    spans = periods.back(_known(by, periods.KINDS), at - timedelta(seconds=1), store.zone())
    return tuple(_compared(part, span, at) for span in spans)


def _compared(part: Slice, span: periods.Period, at: datetime) -> Compared:
    partial = span.end > at
    end = min(span.end, at)
    before_end = span.before + (end - span.begin) if partial else span.begin
    figures: list[float | int | None] = []
    measures: tuple[queries.Measure, ...] = ("received", "closed", "broken")
    for measure in measures:
        here = queries.count(measure, _within(part, span.begin, end), epoch(at))
        there = queries.count(measure, _within(part, span.before, min(before_end, span.begin)), epoch(at))
        figures += [here, round((here - there) / there, 4) if there else None]
    return Compared(span.name, span.begin, span.end, partial, *figures)  # type: ignore[arg-type]  # three pairs, in order


def _slice(actor: Actor, asked: Asked) -> Slice:
    """Return what the actor may see of what is asked; raises Denied, BadInput for an unknown team."""
    team_id = accounts.team_row(asked.team).id if asked.team else None
    access.require(actor, "report.read", team_id=team_id)
    if access.scope_of(actor, "report.read") != "all":
        team_id = actor.team_id
    return Slice(team_id, epoch(asked.since) if asked.since else None, epoch(asked.until) if asked.until else None)


def _within(part: Slice, since: datetime, until: datetime) -> Slice:
    first, last = epoch(since), epoch(until)
    return Slice(
        part.team_id,
        first if part.since is None else max(first, part.since),
        last if part.until is None else min(last, part.until),
    )


def _weeks(part: Slice, now: datetime) -> Sequence[periods.Period]:
    """Return the weeks that a slice spans: to its bounds, else to the first and last complaint in it."""
    received = queries.received_between(part) or (epoch(now), epoch(now))
    first = received[0] if part.since is None else part.since
    last = received[1] if part.until is None else part.until - 1
    return periods.between("week", _at(first), _at(max(first, last)), store.zone())


def _pareto(found: Sequence[tuple[str, str, int]]) -> Iterator[Share]:
    total, seen = sum(count for _code, _name, count in found), 0
    for code, name, count in found:
        seen += count
        yield Share(code, name, count, _share(count, total), _share(seen, total))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _known(by: str, groups: Sequence[str]) -> str:
    if by in groups:
        return by
    raise BadInput(
        _("{word} is not known here").format(word=one_line(by)), _("Known: {values}").format(values=listed(groups))
    )

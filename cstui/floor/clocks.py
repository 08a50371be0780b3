"""The clocks of one complaint, computed from what happened to it: pure, nothing is stored here.

A clock runs from its start to its stop; what changes its due time in between
(severity, policy, extension, a pause) cuts that stretch into segments.  A
clock is broken when it still runs at the due time in force, and stays broken
whatever follows; stretches are half-open, so a stop at the due time itself is
in time.  Events are taken in the order of their
effective instants, so the journal order of equal, independent events is
without effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from .calendar import Calendar
from .policy import Policy, load_policy
from .span import Span

NAMES = ("acknowledge", "first_response", "keep_informed", "resolve", "promise", "third_party", "statutory")
PAUSABLE = frozenset({"resolve", "keep_informed"})

_UNACKNOWLEDGED = frozenset({None, "received", "verified"})
_ENDED = frozenset({"closed", "rejected", "withdrawn", "merged"})
_ANSWERED = _ENDED | {"responded"}


class Mark(NamedTuple):
    """What the clocks see of one event: ``at`` is its effective instant, ``frm`` and ``to`` are states."""

    at: datetime
    action: str
    frm: str | None = None
    to: str | None = None
    data: Mapping[str, Any] = {}

    @property
    def entered(self) -> str | None:
        """The state that the event led into, None where it left the state alone (a note, a contact)."""
        return None if self.to == self.frm else self.to


class Clock(NamedTuple):
    """One clock.  ``limit`` is the span in words of the policy, empty for a told time.

    While ``paused`` the due time is given as it will stand at ``resumes_at``, the known end of
    the pause (None: open-ended, it moves with the present).  ``used_minutes`` are working
    minutes without pauses.  ``breached_at`` is when the limit was broken, however it ended.
    """

    name: str
    cycle: int
    limit: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    paused: bool
    breached_at: datetime | None
    provisional: bool
    used_minutes: int
    resumes_at: datetime | None = None

    @property
    def state(self) -> str:
        """One of running, paused, met, broken."""
        if self.breached_at is not None:
            return "broken"
        if self.stopped_at is not None:
            return "met"
        return "paused" if self.paused else "running"


class _Wait(NamedTuple):
    """A wait of the case: it is to end by itself at ``until`` and was left at ``left``; None where open."""

    at: datetime
    until: datetime | None
    left: datetime | None
    party: str
    cycle: int

    @property
    def end(self) -> datetime | None:
        """When the wait is over, by hand or by itself; None while that is open."""
        ends = [max(end, self.at) for end in (self.until, self.left) if end is not None]
        return min(ends, default=None)


class _Cycle(NamedTuple):
    """From receipt, or a reopening, to the next reopening; ``answered_at`` is the answer that still stands."""

    number: int
    at: datetime
    answered_at: datetime | None


class _Terms(NamedTuple):
    """What is in force from ``at`` on."""

    at: datetime
    policy: Policy
    severity: str


class _Run(NamedTuple):
    """One stretch of a clock: live from ``since`` (its limit counted from ``start``) until ``stop``."""

    name: str
    cycle: int
    start: datetime
    since: datetime
    stop: datetime | None


_Pause = tuple[datetime, datetime]


def compute(
    marks: Sequence[Mark],
    policy: Policy,
    calendar: Calendar,
    now: datetime,
    policies: Callable[[str], Policy] = load_policy,
) -> tuple[Clock, ...]:
    """Return every clock of a complaint as it stands at ``now``, in the order of NAMES.

    ``marks`` are the complaint's events, receipt first; later ones than ``now`` do not count yet.
    ``policy`` is in force until a mark names another, which ``policies`` resolves.
    """
    if not marks:
        return ()
    first, *rest = marks
    past = sorted((mark for mark in rest if mark.at <= now), key=lambda mark: mark.at)
    history = [first, *past]
    case = _Case(history, list(_terms(history, policy, policies)), calendar, now)
    return tuple(sorted(case.clocks(), key=_place))


def _place(clock: Clock) -> tuple[int, int, datetime, datetime]:
    return NAMES.index(clock.name), clock.cycle, clock.started_at, clock.due_at


def nearest(clocks: Iterable[Clock]) -> Clock | None:
    """Return the clock that is due next of those not stopped, broken and paused ones included."""
    return min((clock for clock in clocks if clock.stopped_at is None), key=lambda clock: clock.due_at, default=None)


def slack_minutes(due_at: datetime, calendar: Calendar, now: datetime, resumes_at: datetime | None = None) -> int:
    """Return the working minutes left until ``due_at``, negative when past.

    ``resumes_at`` is the end of the pause of a paused clock: until then the figure stands still.
    """
    return calendar.working_minutes(max(now, resumes_at or now), due_at)


class _Case:
    """A complaint's history, read once for all its clocks."""

    def __init__(self, marks: list[Mark], terms: list[_Terms], calendar: Calendar, now: datetime) -> None:
        self.marks = marks
        self.terms = terms
        self.calendar = calendar
        self.now = now
        self.received = marks[0]
        self.landed = self.received.to not in _ENDED
        self.cycles = list(_cycles(marks))
        self.waits = list(_waits(marks))
        self.told = sorted({mark.at for mark in marks if _tells(mark)})
        self.extensions = [mark for mark in marks if mark.action == "extend"]
        self.breaches = [mark.data for mark in marks if mark.action == "breach"]
        self._measured: dict[tuple[datetime, datetime], int] = {}

    def clocks(self) -> Iterator[Clock]:
        """Yield the clocks; an imported complaint that landed ended has none until it is reopened."""
        if self.landed:
            yield from self._first_steps()
            yield from self._promises()
            yield from self._third_parties()
        cycles = self.cycles if self.landed else self.cycles[1:]
        for cycle in cycles:
            yield from self._limited(_Run("resolve", cycle.number, cycle.at, cycle.at, cycle.answered_at))
            yield from self._informed(cycle)
        yield from self._statutory(cycles)

    def _first_steps(self) -> Iterator[Clock]:
        at = self.received.at
        told = self.told[0] if self.told else None
        taken = next((mark.at for mark in self.marks if mark.entered not in _UNACKNOWLEDGED), None)
        answered = next((mark.at for mark in self.marks if mark.entered in _ANSWERED), None)
        for name, stop in (("acknowledge", _earlier(told, taken)), ("first_response", _earlier(told, answered))):
            yield from self._limited(_Run(name, 1, at, at, stop and max(stop, at)))

    def _informed(self, cycle: _Cycle) -> Iterator[Clock]:
        """Yield the keep-informed clock: every outbound contact starts it anew, a breach stays on it."""
        end = cycle.answered_at or self.now
        starts = [cycle.at, *(at for at in self.told if cycle.at < at < end)]
        runs = pairwise([*starts, cycle.answered_at])
        clocks = [clock for start, stop in runs if start for clock in self._limited(_informing(cycle, start, stop))]
        if clocks:
            yield clocks[-1]._replace(breached_at=_earlier(*(clock.breached_at for clock in clocks)))

    def _statutory(self, cycles: list[_Cycle]) -> Iterator[Clock]:
        """Yield the statutory clock: after a reopening it goes on from its start, unless the policy restarts it."""
        start = self.received.at if self.landed else None
        breached: datetime | None = None
        for cycle in cycles:
            if cycle.number > 1 and self._in_force(cycle.at).policy.reopen_restarts_statutory:
                start, breached = cycle.at, None
            if start is None:
                continue
            for clock in self._limited(_Run("statutory", cycle.number, start, cycle.at, cycle.answered_at)):
                breached = breached or clock.breached_at
                yield clock._replace(breached_at=breached)

    def _promises(self) -> Iterator[Clock]:
        for mark in self.marks:
            told = mark.data.get({"received": "promised", "promise": "due"}.get(mark.action, ""))
            if told is None:
                continue
            due = _as_instant(told)
            stop = min((other.at for other in self.marks if self._keeps(mark, other)), default=None)
            yield self._told("promise", self._cycle_at(mark.at), mark.at, due, stop)

    def _keeps(self, promise: Mark, mark: Mark) -> bool:
        """Whether ``mark`` ends a promise: the very contact in which it was given does not keep it."""
        if mark is promise or mark.at < promise.at or not (_tells(mark) or mark.entered in _ENDED):
            return False
        return mark.at > promise.at or promise is self.received or mark.action != "contact"

    def _third_parties(self) -> Iterator[Clock]:
        for wait in self.waits:
            if wait.party == "third_party" and wait.until is not None:
                stop = wait.end if wait.end and wait.end <= self.now else None
                yield self._told("third_party", wait.cycle, wait.at, wait.until, stop)

    def _told(self, name: str, cycle: int, start: datetime, due: datetime, stop: datetime | None) -> Clock:
        """Return a clock whose due time was named by a person: it never moves."""
        end = max(stop or self.now, start)
        breached = due if due < end or (stop is None and due == end) else None
        return Clock(name, cycle, "", start, due, stop, False, breached, False, self._used(start, end))

    def _limited(self, run: _Run) -> Iterator[Clock]:
        """Yield the clock of a run, nothing where the policy in force sets no limit."""
        end = max(run.stop or self.now, run.since)
        pauses = list(self._pauses(run)) if run.name in PAUSABLE else []
        breached = _earlier(self._broken(run, pauses, end), *self._latched(run))
        limit = self._limit(run, end)
        used = self._used(run.start, end, pauses)
        if limit:
            due = self._due(run, limit, end, pauses)
            stop = run.stop
        elif breached:
            # A limit that a change of severity or policy took away, but not before it was broken.
            due = breached
            stop = run.stop or max(self._in_force(end).at, breached)
        else:
            return
        waiting = self.waits[-1] if pauses and stop is None else None
        paused = waiting is not None and waiting.party == "customer" and (waiting.end is None or waiting.end > self.now)
        yield Clock(
            name=run.name,
            cycle=run.cycle,
            limit="+".join(map(str, limit)),
            started_at=run.start,
            due_at=due,
            stopped_at=stop,
            paused=paused,
            breached_at=breached,
            provisional=self.calendar.provisional(run.start, due),
            used_minutes=used,
            resumes_at=waiting.end if waiting and paused else None,
        )

    def _broken(self, run: _Run, pauses: list[_Pause], end: datetime) -> datetime | None:
        """Return when the run first outlasted the due time in force, None while it has not."""
        changes = [terms.at for terms in self.terms] + [mark.at for mark in self.extensions]
        running = run.stop is None  # what changes at this very moment counts for a clock that still runs
        cuts = {at for at in (*changes, *(at for pause in pauses for at in pause)) if run.since < at < end}
        cuts |= {end} if running and end > run.since else set()
        for start, stop in pairwise([run.since, *sorted(cuts), end]):
            limit = self._limit(run, start)
            if not limit or any(since <= start < until for since, until in pauses):
                continue
            due = self._due(run, limit, start, [pause for pause in pauses if pause[1] <= start])
            if due < stop or (running and due == start == end):
                return max(due, start)
        return None

    def _latched(self, run: _Run) -> Iterator[datetime]:
        """Yield the breaches of a run that the journal already holds."""
        for data in self.breaches:
            if data.get("clock") == run.name and data.get("cycle", 1) == run.cycle:
                yield _as_instant(data["due"])

    def _limit(self, run: _Run, at: datetime) -> tuple[Span, ...]:
        """Return the limit in force at an instant, extensions included; empty where there is none."""
        terms = self._in_force(at)
        limit = terms.policy.limit(run.name, terms.severity)
        if limit is None:
            return ()
        granted = (mark for mark in self.extensions if run.start <= mark.at <= at)
        longers = (Span.parse(mark.data["span"]) for mark in granted if mark.data.get("clock") == run.name)
        spans = [limit]
        for longer in sorted(longers, key=lambda span: span.unit):
            whole = spans[-1].plus(longer)
            spans[-1:] = [whole] if whole else [spans[-1], longer]
        return tuple(spans)

    def _due(self, run: _Run, limit: tuple[Span, ...], at: datetime, pauses: list[_Pause]) -> datetime:
        """Return when a run is due under the terms in force at ``at``, moved by ``pauses``.

        Pauses are measured as the limit is: in working time, or through nights and days off.
        """
        rolls = self._in_force(at).policy.rolls
        due = run.start
        for span in limit:
            due = self.calendar.add_span(due, span, rolls).due_at
        if not pauses:
            return due
        if limit[0].natural:
            due = sum((until - since for since, until in pauses), timedelta()) + due
            return self.calendar.roll(due) if rolls else due
        return self.calendar.add_minutes(due, sum(self.calendar.working_minutes(*pause) for pause in pauses))

    def _pauses(self, run: _Run) -> Iterator[_Pause]:
        """Yield the waits for the customer that fall into a run, one under way up to its known end."""
        for wait in self.waits:
            if wait.party == "customer":
                since = max(wait.at, run.start)
                until = wait.end or max(self.now, since)
                until = min(until, run.stop) if run.stop else until  # a later cycle's wait is not this one's
                if since < until:
                    yield since, until

    def _used(self, start: datetime, end: datetime, pauses: Sequence[_Pause] = ()) -> int:
        """Return the working minutes in [start, end) outside the pauses; most clocks of a case ask for the same."""
        found = self._measured.get((start, end))
        if found is None:
            found = self._measured[start, end] = self.calendar.working_minutes(start, end)
        return found - sum(self.calendar.working_minutes(since, min(until, end)) for since, until in pauses)

    def _in_force(self, at: datetime) -> _Terms:
        return next((terms for terms in reversed(self.terms) if terms.at <= at), self.terms[0])

    def _cycle_at(self, at: datetime) -> int:
        return max((cycle.number for cycle in self.cycles if cycle.at <= at), default=1)


def _terms(marks: list[Mark], policy: Policy, policies: Callable[[str], Policy]) -> Iterator[_Terms]:
    severity = "normal"
    for mark in marks:
        name = mark.data.get("policy") or policy.name
        if mark is marks[0] or name != policy.name or mark.data.get("severity", severity) != severity:
            policy = policy if name == policy.name else policies(name)
            severity = mark.data.get("severity") or severity
            yield _Terms(mark.at, policy, severity)


def _cycles(marks: list[Mark]) -> Iterator[_Cycle]:
    cycle = _Cycle(1, marks[0].at, None)
    for mark in marks:
        if mark.action == "reopen":
            yield cycle
            cycle = _Cycle(cycle.number + 1, mark.at, None)
        elif mark.entered in _ANSWERED:
            cycle = cycle._replace(answered_at=cycle.answered_at or mark.at)
        elif mark.action == "not-accepted":
            cycle = cycle._replace(answered_at=None)
    yield cycle


def _waits(marks: list[Mark]) -> Iterator[_Wait]:
    waiting: _Wait | None = None
    cycle = 1
    for mark in marks:
        starts = mark.action == "wait" or mark.entered == "waiting"
        if waiting is not None and (starts or _ends_wait(mark)):
            yield waiting._replace(left=mark.at)
            waiting = None
        cycle += mark.action == "reopen"
        if starts:
            until = mark.data.get("until")
            waiting = _Wait(mark.at, until and _as_instant(until), None, mark.data.get("waiting_for", ""), cycle)
    if waiting is not None:
        yield waiting


def _ends_wait(mark: Mark) -> bool:
    return mark.action == "resume" or (mark.frm == "waiting" and mark.entered is not None)


def _tells(mark: Mark) -> bool:
    """Whether the customer heard from us."""
    return mark.action == "respond" or (mark.action == "contact" and mark.data.get("direction") == "outbound")


def _informing(cycle: _Cycle, start: datetime, stop: datetime | None) -> _Run:
    return _Run("keep_informed", cycle.number, start, start, stop)


def _earlier(*instants: datetime | None) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)


def _as_instant(value: datetime | str) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)

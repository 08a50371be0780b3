"""The clocks once more, slow and obvious: a history is walked minute by minute.

Everything is counted in whole minutes since Monday, 2 March 2026, 00:00 UTC, on a calendar of short
days.  What the production code works out from segments, sums and months is counted here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from cstui.floor.clocks import Mark
from cstui.floor.policy import Policy
from cstui.floor.span import Span

BASE = datetime(2026, 3, 2, tzinfo=UTC)
DAY = 1440
DAYS = 120
HOURS = ((9 * 60, 10 * 60), (10 * 60 + 30, 11 * 60))
CLOSED = {3, 15}  # days off in the week: Thursday the 5th, Tuesday the 17th
MAKEUP = {12}  # Saturday the 14th is worked
CALENDAR_FILE = """
title = "Short days"
[weekly]
mon = ["09:00-10:00", "10:30-11:00"]
tue = ["09:00-10:00", "10:30-11:00"]
wed = ["09:00-10:00", "10:30-11:00"]
thu = ["09:00-10:00", "10:30-11:00"]
fri = ["09:00-10:00", "10:30-11:00"]
[year.2026]
source = "test"
off = [{ from = 2026-03-05, name = "A" }, { from = 2026-03-17, name = "B" }]
makeup = [2026-03-14]
"""

ENDED = {"closed", "rejected", "withdrawn", "merged"}


class Shown(NamedTuple):
    """What is compared of a clock; times in minutes."""

    name: str
    cycle: int
    started: int
    due: int
    stopped: int | None
    paused: bool
    broken: int | None
    used: int
    resumes: int | None


def minute(at: datetime) -> int:
    return int((at - BASE) / timedelta(minutes=1))


def works(day: int) -> bool:
    return day in MAKEUP or (date(2026, 3, 2) + timedelta(days=day)).weekday() < 5 and day not in CLOSED


OPEN = [works(m // DAY) and any(a <= m % DAY < b for a, b in HOURS) for m in range(DAYS * DAY)]


def closing(day: int) -> int:
    return day * DAY + (HOURS[-1][1] if works(day) else DAY - 1)


@cache
def spent(start: int, minutes: int) -> int:
    """Return when so many open minutes have gone by after ``start``."""
    while minutes:
        minutes -= OPEN[start]
        start += 1
    return start


def next_working(day: int) -> int:
    day += 1
    while not works(day):
        day += 1
    return day


@cache
def ends(start: int, span: Span, rolls: bool) -> int:
    """Return when a span that starts at ``start`` ends."""
    if span.unit in "hm":
        return spent(start, span.number * (60 if span.unit == "h" else 1))
    day = start // DAY
    if span.unit == "wd":
        if not span.number:
            while not OPEN[start]:
                start += 1
            return closing(start // DAY)
        for _ in range(span.number):
            day = next_working(day)
        return closing(day)
    day += span.number * (7 if span.unit == "w" else 1)
    return closing(next_working(day) if rolls and not works(day) else day)


class Run(NamedTuple):
    """A clock's stretch: counted from ``start``, live from ``since`` until ``stop`` (None: it runs)."""

    name: str
    cycle: int
    start: int
    since: int
    stop: int | None


class Reference:
    """The history up to ``now``, laid out minute by minute."""

    def __init__(self, marks: Sequence[Mark], packs: dict[str, Policy], now: datetime) -> None:
        self.now = minute(now)
        first, *rest = marks
        self.marks = [first, *sorted((mark for mark in rest if mark.at <= now), key=lambda mark: mark.at)]
        self.first = minute(first.at)
        self.terms: dict[int, tuple[Policy, str]] = {}
        self.terms_since: dict[int, int] = {}
        self.extended: list[tuple[int, str, Span]] = []
        self.told = [minute(mark.at) for mark in self.marks if tells(mark)]
        self.waits = list(self._waits())
        self.paused = {t for start, end, who in self.waits if who == "customer" for t in range(start, end)}
        self._lay_out_terms(packs)

    def _lay_out_terms(self, packs: dict[str, Policy]) -> None:
        at = {minute(mark.at): mark for mark in self.marks if mark.action in ("received", "register")}
        policy, severity, since = packs["one"], "normal", self.first
        for t in range(self.first, self.now + 1):
            if t in at:
                before = policy, severity
                policy = packs[at[t].data.get("policy", policy.name)]
                severity = at[t].data.get("severity", severity)
                since = t if (policy, severity) != before else since
            self.terms[t], self.terms_since[t] = (policy, severity), since
        for mark in self.marks:
            if mark.action == "extend":
                self.extended.append((minute(mark.at), mark.data["clock"], Span.parse(mark.data["span"])))

    def _waits(self) -> Iterator[tuple[int, int, str]]:
        """Yield the waits: from when, until when (its return time, or when it was left), and for whom."""
        for number, mark in enumerate(self.marks):
            if mark.action == "wait":
                left = [minute(m.at) for m in self.marks[number + 1 :] if m.frm == "waiting" and m.to != "waiting"]
                yield minute(mark.at), min([minute(mark.data["until"]), *left[:1]]), mark.data["waiting_for"]

    def cycles(self) -> list[tuple[int, int, int | None]]:
        """Return number, begin and standing answer of each cycle."""
        found: list[tuple[int, int, int | None]] = [(1, self.first, None)]
        for mark in self.marks:
            number, at, answered = found[-1]
            if mark.action == "reopen":
                found.append((number + 1, minute(mark.at), None))
            elif mark.action == "not-accepted":
                found[-1] = (number, at, None)
            elif mark.to != mark.frm and mark.to in ENDED | {"responded"} and answered is None:
                found[-1] = (number, at, minute(mark.at))
        return found

    def clocks(self) -> list[Shown]:
        return [*self._first_steps(), *self._promises(), *self._third_parties(), *self._of_cycles()]

    def _first_steps(self) -> Iterator[Shown]:
        taken = [minute(m.at) for m in self.marks if m.to != m.frm and m.to not in (None, "received", "verified")]
        ended = [minute(m.at) for m in self.marks if m.to != m.frm and m.to in ENDED | {"responded"}]
        for name, stops in (("acknowledge", taken), ("first_response", ended)):
            stop = min([*stops, *self.told], default=None)
            yield from self.limited(Run(name, 1, self.first, self.first, stop))

    def _of_cycles(self) -> Iterator[Shown]:
        start, broken = self.first, None
        for number, at, answered in self.cycles():
            yield from self.limited(Run("resolve", number, at, at, answered))
            yield from self._informed(number, at, answered)
            if number > 1 and self.terms[at][0].reopen_restarts_statutory:
                start, broken = at, None
            for clock in self.limited(Run("statutory", number, start, at, answered)):
                broken = clock.broken if broken is None else broken
                yield clock._replace(broken=broken)

    def _informed(self, number: int, at: int, answered: int | None) -> Iterator[Shown]:
        begins = [at, *(t for t in self.told if at < t < (self.now if answered is None else answered))]
        stops = [*begins[1:], answered]
        runs = (Run("keep_informed", number, a, a, b) for a, b in zip(begins, stops, strict=True))
        found = [clock for run in runs for clock in self.limited(run)]
        broken = min((clock.broken for clock in found if clock.broken is not None), default=None)
        yield from (clock._replace(broken=broken) for clock in found[-1:])

    def _promises(self) -> Iterator[Shown]:
        for mark in self.marks:
            due = mark.data.get({"received": "promised", "promise": "due"}.get(mark.action, ""))
            if due is None:
                continue
            start = minute(mark.at)
            ends_it = [minute(m.at) for m in self.marks if minute(m.at) > start and (tells(m) or ended(m))]
            yield self._told("promise", start, minute(due), min(ends_it, default=None))

    def _third_parties(self) -> Iterator[Shown]:
        dues = {minute(mark.at): minute(mark.data["until"]) for mark in self.marks if mark.action == "wait"}
        for start, end, who in self.waits:
            if who == "third_party":
                yield self._told("third_party", start, dues[start], end if end <= self.now else None)

    def _told(self, name: str, start: int, due: int, stop: int | None) -> Shown:
        end = self.now if stop is None else stop
        broken = due if due < end or (stop is None and due == end) else None
        cycle = max(number for number, at, _ in self.cycles() if at <= start)
        return Shown(name, cycle, start, due, stop, False, broken, self._used(start, end, set()), None)

    def limit(self, run: Run, t: int) -> list[Span]:
        """Return the limit of a clock in force at a minute and its extensions so far; empty for none."""
        policy, severity = self.terms[t]
        base = policy.limit(run.name, severity)
        more = [span for at, name, span in self.extended if name == run.name and run.start <= at <= t]
        return [Span(base.number + sum(span.number for span in more), base.unit)] if base else []

    def due(self, run: Run, t: int, pauses: set[int]) -> int | None:
        """Return when a clock is due by the terms of a minute, moved by the paused minutes given."""
        limit = self.limit(run, t)
        if not limit:
            return None
        rolls = self.terms[t][0].rolls
        due = ends(run.start, limit[0], rolls)
        if limit[0].unit in "dw" and pauses:
            due += len(pauses)
            return closing(next_working(due // DAY)) if rolls and not works(due // DAY) else due
        return spent(due, sum(OPEN[m] for m in pauses))

    def limited(self, run: Run) -> Iterator[Shown]:
        """Walk a clock through every minute in which it is live."""
        end = max(self.now if run.stop is None else run.stop, run.since)
        pausable = run.name in ("resolve", "keep_informed")
        broken = self._walk(run, end, pausable)
        pauses = {t for t in self.paused if t >= run.start and pausable and (run.stop is None or t < run.stop)}
        due, stop = self.due(run, end, pauses), run.stop
        if due is None:
            if broken is None:
                return
            # taken away after it was broken: it stands as broken, stopped when it was taken away
            due, stop = broken, stop if stop is not None else max(self.terms_since[end], broken)
        halted = pausable and stop is None and self.now in self.paused
        resumes = next((b for a, b, _ in self.waits if a <= self.now < b), None) if halted else None
        used = self._used(run.start, end, pauses)
        yield Shown(run.name, run.cycle, run.start, due, stop, halted, broken, used, resumes)

    def _walk(self, run: Run, end: int, pausable: bool) -> int | None:
        """Return the first minute in which a clock was live and past its due time."""
        behind: set[int] = {t for t in range(run.start, run.since) if pausable and t in self.paused}
        changes = {*self.terms_since.values(), *(at for at, _name, _span in self.extended)}
        due = None
        for t in range(run.since, end if run.stop is not None else end + 1):
            if pausable and t in self.paused:
                behind.add(t)
                continue
            if t == run.since or t in changes or t - 1 in behind or due is None:
                due = self.due(run, t, behind)
            if due is not None and due <= t:
                return t
        return None

    @staticmethod
    def _used(start: int, end: int, pauses: set[int]) -> int:
        return sum(OPEN[t] and t not in pauses for t in range(start, end))


def tells(mark: Mark) -> bool:
    return mark.action == "respond" or (mark.action == "contact" and mark.data["direction"] == "outbound")


def ended(mark: Mark) -> bool:
    return mark.to != mark.frm and mark.to in ENDED

"""The rules of rosters told a second time, slowly and plainly: by days, and by minutes on the wall.

Nothing here is shared with the engine but the profile's figures; a year of minutes is written out for the zone, so that
no summer time has to be calculated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cstui.floor.rosters.profiles import Rule

DAY = timedelta(days=1)
YEAR_BEGINS = datetime(2025, 6, 1, tzinfo=UTC)
MINUTES = 24 * 60 * 560
Found = tuple[str, tuple[date, ...], float]


class Duty(NamedTuple):
    """One day of a person: ``start`` and ``end`` are minutes since YEAR_BEGINS, None when nothing is worked.

    ``pause_at`` is the minute at which the break begins, None where it lies nowhere.
    """

    code: str
    kind: str
    start: int | None
    end: int | None
    pause: int
    pause_at: int | None = None

    @property
    def net(self) -> int:
        if self.start is None or self.end is None:
            return 0
        return max(0, len(range(self.start, self.end)) - self.pause)


@lru_cache(maxsize=2_000)
def on_duty(duty: Duty) -> frozenset[int]:
    """Return every minute on duty."""
    off = range(duty.pause_at, duty.pause_at + duty.pause) if duty.pause_at is not None else range(0)
    return frozenset(range(duty.start or 0, duty.end or 0)).difference(off)


class Given(NamedTuple):
    """Everything the rules may look at."""

    people: Mapping[str, Mapping[date, Duty]]
    first: date
    last: date
    zone: str
    away: Mapping[str, set[date]]
    leads: set[str]
    wishes: list[tuple[str, int | None, date | None, str, str]]


@cache
def midnights(zone: str) -> Mapping[date, int]:
    """Return at which minute each date begins, by looking at every quarter of an hour of the year."""
    begins: dict[date, int] = {}
    for minute in range(0, MINUTES, 15):
        begins.setdefault((YEAR_BEGINS + timedelta(minutes=minute)).astimezone(ZoneInfo(zone)).date(), minute)
    return begins


@cache
def nights(zone: str) -> bytes:
    """Return for every minute of the year whether the clock on the wall shows 23:00 to 05:59."""
    hours = (
        (YEAR_BEGINS + timedelta(minutes=minute)).astimezone(ZoneInfo(zone)).hour for minute in range(0, MINUTES, 15)
    )
    return b"".join(bytes([hour >= 23 or hour < 6]) * 15 for hour in hours)


def violations(given: Given, rules: tuple[Rule, ...]) -> set[tuple[str, tuple[date, ...], str, float]]:
    """Return login, dates, rule and what was measured of everything that touches the judged days."""
    judged = days(given.first, given.last)
    return {
        (login, dates, rule.name, round(measured, 9))
        for rule in rules
        for login, dates, measured in RULES[rule.kind](rule, given)
        if set(dates) & set(judged)
    }


def days(first: date, last: date) -> list[date]:
    return [first + step * DAY for step in range((last - first).days + 1)]


def worked(duties: Mapping[date, Duty]) -> list[date]:
    return [day for day in sorted(duties) if duties[day].start is not None]


def weeks(given: Given) -> list[list[date]]:
    monday = given.first
    while monday.weekday():
        monday -= DAY
    found = []
    while monday <= given.last:
        found.append(days(monday, monday + 6 * DAY))
        monday += 7 * DAY
    return found


def back(week: list[date], count: int) -> list[list[date]]:
    """Return a week and those before it, ``count`` in all."""
    return [[day - 7 * step * DAY for day in week] for step in range(count)]


def each_duty(given: Given) -> Iterator[tuple[str, date, Duty]]:
    for login, duties in given.people.items():
        for day in worked(duties):
            yield login, day, duties[day]


def day_hours(rule: Rule, given: Given) -> Iterator[Found]:
    for login, day, duty in each_duty(given):
        if duty.net > rule.figures["hours"]:
            yield login, (day,), duty.net / 60


def overtime_day(rule: Rule, given: Given) -> Iterator[Found]:
    for login, day, duty in each_duty(given):
        if duty.net - 8 * 60 > rule.figures["hours"]:
            yield login, (day,), (duty.net - 8 * 60) / 60


def pause(rule: Rule, given: Given) -> Iterator[Found]:
    for login, day, duty in each_duty(given):
        if duty.net > 6 * 60 and duty.pause < rule.figures["minutes"]:
            yield login, (day,), duty.pause


def rest_between(rule: Rule, given: Given) -> Iterator[Found]:
    for login, duties in given.people.items():
        order = worked(duties)
        for one, two in zip(order, order[1:], strict=False):
            if duties[one].kind in rule.words["after"] and duties[two].kind in rule.words["before"]:
                rest = (duties[two].start or 0) - (duties[one].end or 0)
                if rest < rule.figures["hours"]:
                    yield login, (one, two), rest / 60


def over_midnight(rule: Rule, given: Given) -> Iterator[Found]:
    for login, day, duty in each_duty(given):
        past = (duty.end or 0) - midnights(given.zone)[day + DAY]
        if past > 0 and past > rule.figures["minutes"]:
            yield login, (day,), past


def rotation(rule: Rule, given: Given) -> Iterator[Found]:
    ranks = {"early": 1, "day": 2, "late": 3, "night": 4}
    for login, duties in given.people.items():
        for day in worked(duties):
            tomorrow = duties.get(day + DAY)
            if tomorrow is not None and tomorrow.start is not None:
                steps = ranks[duties[day].kind] - ranks[tomorrow.kind]
                if steps > 0:
                    yield login, (day, day + DAY), steps


def unavailable(rule: Rule, given: Given) -> Iterator[Found]:
    for login, day, _duty in each_duty(given):
        if day in given.away.get(login, set()):
            yield login, (day,), 1


def week_hours(rule: Rule, given: Given) -> Iterator[Found]:
    for login, duties in given.people.items():
        for week in weeks(given):
            minutes, counted = 0, 0
            for each in back(week, rule.figures["weeks"]):
                there = [day for day in each if day in duties]
                at_work = [day for day in each if day not in given.away.get(login, set())]
                if there and at_work:
                    counted += 1
                    minutes += sum(duties[day].net for day in there)
            dates = tuple(day for day in worked(duties) if day in week)
            if counted and dates and minutes > rule.figures["hours"] * counted:
                yield login, dates, minutes / counted / 60


def week_rest(rule: Rule, given: Given) -> Iterator[Found]:
    for login, duties in given.people.items():
        busy = bytearray(MINUTES)
        for day in worked(duties):
            start, end = duties[day].start or 0, duties[day].end or 0
            busy[start:end] = b"x" * (end - start)
        for week in weeks(given):
            begins, ends = midnights(given.zone)[week[0]], midnights(given.zone)[week[6] + DAY]
            longest = max(map(len, bytes(busy[begins:ends]).split(b"x")))
            dates = tuple(day for day in worked(duties) if day in week)
            if dates and longest < rule.figures["hours"]:
                yield login, dates, longest / 60


def rest_days(rule: Rule, given: Given) -> Iterator[Found]:
    for login, duties in given.people.items():
        for week in weeks(given):
            free = [day for day in week if day not in worked(duties)]
            if len(free) < rule.figures["days"]:
                yield login, tuple(day for day in week if day not in free), len(free)


def night_hours(rule: Rule, given: Given) -> Iterator[Found]:
    dark = nights(given.zone)
    for login, duties in given.people.items():
        by_night = [day for day in worked(duties) if sum(map(dark.__getitem__, on_duty(duties[day]))) >= 3 * 60]
        for week in weeks(given):
            wide = [day for each in back(week, rule.figures["weeks"]) for day in each]
            lengths = [duties[day].net for day in by_night if day in wide]
            dates = tuple(day for day in by_night if day in week)
            if dates and sum(lengths) > rule.figures["hours"] * len(lengths):
                yield login, dates, sum(lengths) / len(lengths) / 60


def run_days(rule: Rule, given: Given) -> Iterator[Found]:
    for login, duties in given.people.items():
        busy = set(worked(duties))
        for begin in sorted(busy):
            if begin - DAY not in busy:
                run = [begin]
                while run[-1] + DAY in busy:
                    run.append(run[-1] + DAY)
                if len(run) > rule.figures["days"]:
                    yield login, tuple(run), len(run)


def weekends(rule: Rule, given: Given) -> Iterator[Found]:
    for login, duties in given.people.items():
        busy = set(worked(duties))
        for week in weeks(given):
            saturdays = [each[5] for each in back(week, rule.figures["weeks"])]
            count = sum(1 for day in saturdays if day in busy or day + DAY in busy)
            if count > rule.figures["worked"] and (week[5] in busy or week[6] in busy):
                both = [*saturdays, *(day + DAY for day in saturdays)]
                yield login, tuple(sorted(day for day in both if day in busy)), count


def overtime_month(rule: Rule, given: Given) -> Iterator[Found]:
    for login, duties in given.people.items():
        over: dict[date, int] = {}
        tapes: dict[date, list[date]] = {}  # of each week, one entry for every minute that is regular in its day
        for day in worked(duties):
            over[day] = max(0, duties[day].net - 8 * 60)
            tape = tapes.setdefault(day - day.weekday() * DAY, [])
            tape += [day] * (duties[day].net - over[day])
        for tape in tapes.values():
            for day in set(tape):
                over[day] += tape[rule.figures["weekly_hours"] :].count(day)
        for month in {(day.year, day.month) for day in over}:
            dates = tuple(sorted(day for day in over if over[day] and (day.year, day.month) == month))
            total = sum(over[day] for day in dates)
            if total > rule.figures["hours"]:
                yield login, dates, total / 60


def fair_share(rule: Rule, given: Given) -> Iterator[Found]:
    for week in weeks(given):
        wide = [day for each in back(week, rule.figures["weeks"]) for day in each]
        shares = {}
        for login, duties in given.people.items():
            if any(day in week for day in worked(duties)):
                shares[login] = [day for day in worked(duties) if day in wide and _counts(rule, day, duties[day])]
        for login, share in shares.items():
            ahead = len(share) - min(len(other) for other in shares.values())
            dates = tuple(day for day in share if day in week)
            if ahead > rule.figures["spread"] and dates:
                yield login, dates, ahead


def _counts(rule: Rule, day: date, duty: Duty) -> bool:
    if "weekend" in rule.words["duties"] and day.weekday() in (5, 6):
        return True
    return duty.kind in rule.words["duties"]


def qualified(rule: Rule, given: Given) -> Iterator[Found]:
    lacking: dict[str, dict[date, int]] = {}
    for day in days(given.first, given.last):
        near = [(login, duty) for login, on, duty in each_duty(given) if abs(on - day) <= 2 * DAY]
        today = {duty.code: duty for _login, on, duty in each_duty(given) if on == day}
        for code, shift in today.items():
            number = len({login for login, duty in near if login in given.leads and half_of(shift, duty)})
            if number < rule.figures["people"]:
                lacking.setdefault(code, {})[day] = number
    for numbers in lacking.values():
        yield "", tuple(sorted(numbers)), min(numbers.values())


def half_of(shift: Duty, duty: Duty) -> bool:
    """Say whether somebody's duty covers half of a shift, by counting minutes."""
    minutes = on_duty(shift)
    shared = len(minutes & on_duty(duty))
    return shared > 0 and shared * 2 >= len(minutes)


def preference(rule: Rule, given: Given) -> Iterator[Found]:
    for login, weekday, on, code, wish in given.wishes:
        for day, duty in given.people[login].items():
            if day == on or day.weekday() == weekday:
                meant = code == duty.code or (duty.start is not None and code == duty.kind)
                if (wish == "avoid" and meant) or (wish == "want" and not meant):
                    yield login, (day,), 1


RULES = {
    "day-hours": day_hours,
    "overtime-day": overtime_day,
    "break": pause,
    "rest-between": rest_between,
    "over-midnight": over_midnight,
    "rotation": rotation,
    "unavailable": unavailable,
    "week-hours": week_hours,
    "week-rest": week_rest,
    "rest-days": rest_days,
    "night-hours": night_hours,
    "run-days": run_days,
    "weekends": weekends,
    "overtime-month": overtime_month,
    "fair-share": fair_share,
    "qualified": qualified,
    "preference": preference,
}

"""Rules that look at weeks of a person: averages, weekly rest, runs of days, weekends, the month's overtime."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ...i18n import _, ngettext
from ..when import monday_before
from .book import at_minute
from .profiles import Rule
from .rule_scene import DAY, WEEK, Breach, Line, Scene, hours, minutes_between, span_of
from .stretches import minutes, stretches, within
from .views import Shift


def week_hours(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """At most so many hours a week on average over the weeks that end with the judged one.

    A week counts when something stands in it for the person: nobody knows what was worked before the first roster.
    """
    most, span = rule.figures["hours"], rule.figures["weeks"]
    sums = _by_week(line)
    for monday in scene.weeks():
        weeks = [each for each in _window(monday, span) if line.known(each)]
        total = sum(sums.get(each, 0) for each in weeks)
        if total > most * len(weeks) and monday in sums:
            mean = total / len(weeks)
            told = ngettext(
                "works {hours} h in the week of {monday}, allowed are {allowed} h",
                "works {hours} h a week on average over {count} weeks up to that of {monday}, allowed are {allowed} h",
                len(weeks),
            )
            text = told.format(hours=hours(mean), count=len(weeks), monday=monday, allowed=hours(most))
            yield Breach(line.login, _days(line, monday), mean / 60, most / 60, "hours", text)


def week_rest(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """Some hours of rest in one stretch in every week."""
    least = rule.figures["hours"]
    for monday in scene.weeks():
        free = _longest_rest(line, monday, scene)
        days = _days(line, monday)
        if free < least and days:
            told = _("rests {hours} h in one stretch in the week of {monday}, {least} h are due")
            text = told.format(hours=hours(free), monday=monday, least=hours(least))
            yield Breach(line.login, days, free / 60, least / 60, "hours", text)


def _longest_rest(line: Line, monday: date, scene: Scene) -> int:
    """Return the longest stretch without a shift between two midnights of Monday, in minutes."""
    free_from, end = at_minute(monday, 0, scene.zone), at_minute(monday + WEEK, 0, scene.zone)
    longest = 0
    for shift in line.within(monday - 2 * DAY, monday + WEEK):  # one of the week before may reach into this one
        start, over = span_of(shift)
        longest = max(longest, minutes_between(free_from, min(start, end)))
        free_from = max(free_from, over)
    return max(longest, minutes_between(free_from, end))


def rest_days(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """Some days of each week on which no shift starts."""
    least = rule.figures["days"]
    for monday in scene.weeks():
        days = _days(line, monday)
        if days and 7 - len(days) < least:
            told = _("has {days} rest days in the week of {monday}, {least} are due")
            text = told.format(days=7 - len(days), monday=monday, least=least)
            yield Breach(line.login, days, 7 - len(days), least, "days", text)


def night_hours(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """Night shifts last at most so many hours on average over the weeks that end with the judged one.

    A night shift has some hours in the night, by the floor's clock.
    """
    most, span = rule.figures["hours"], rule.figures["weeks"]
    nights = [shift for shift in line.worked if _in_the_night(rule, shift, scene) >= rule.figures["night_hours"]]
    for monday in scene.weeks():
        since, until = monday - (span - 1) * WEEK, monday + 6 * DAY
        counted = [shift for shift in nights if since <= shift.day <= until]
        days = tuple(shift.day for shift in counted if shift.day >= monday)
        total = sum(shift.minutes for shift in counted)
        if days and total > most * len(counted):
            mean = total / len(counted)
            told = _("night shifts of {hours} h on average up to the week of {monday}, allowed are {allowed} h")
            text = told.format(hours=hours(mean), monday=monday, allowed=hours(most))
            yield Breach(line.login, days, mean / 60, most / 60, "hours", text)


def _in_the_night(rule: Rule, shift: Shift, scene: Scene) -> int:
    """Return how many minutes of a shift lie in the night, a break that has its place left out."""
    begins, ends = rule.figures["night_start"], rule.figures["night_end"]
    ends += 0 if ends > begins else 24 * 60
    found = 0
    for day in (shift.day - DAY, shift.day, shift.day + DAY):
        night = at_minute(day, begins, scene.zone), at_minute(day, ends, scene.zone)
        found += minutes(within(stretches(shift), *night))
    return found


def run_days(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """At most so many working days in a row."""
    most = rule.figures["days"]
    for run in _runs(line):
        if len(run) > most:
            told = _("works {days} days in a row from {first} to {last}, allowed are {allowed}")
            text = told.format(days=len(run), first=run[0], last=run[-1], allowed=most)
            yield Breach(line.login, tuple(run), len(run), most, "days", text)


def _runs(line: Line) -> list[list[date]]:
    runs: list[list[date]] = []
    for shift in line.worked:
        if runs and shift.day - runs[-1][-1] == DAY:
            runs[-1].append(shift.day)
        else:
            runs.append([shift.day])
    return runs


def weekends(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """At most so many weekends with work among the weeks that end with the judged one."""
    most, span = rule.figures["worked"], rule.figures["weeks"]
    ends = [shift.day for shift in line.worked if shift.day.weekday() >= 5]
    for monday in scene.weeks():
        days = tuple(day for day in ends if monday - (span - 1) * WEEK <= day < monday + WEEK)
        count = len({monday_before(day) for day in days})
        if count > most and days[-1] >= monday:
            told = _("works {count} weekends of {weeks} up to the week of {monday}, allowed are {allowed}")
            text = told.format(count=count, weeks=span, monday=monday, allowed=most)
            yield Breach(line.login, days, count, most, "weekends", text)


def overtime_month(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """At most so many hours of overtime in a calendar month.

    Overtime of a day is what exceeds the regular hours of a day, or comes after those of the week.
    """
    most = rule.figures["hours"]
    by_month: dict[tuple[int, int], dict[date, int]] = {}
    for day, over in _overtime(rule, line).items():
        by_month.setdefault((day.year, day.month), {})[day] = over
    for (year, month), days in sorted(by_month.items()):
        total = sum(days.values())
        if total > most:
            told = _("{hours} h overtime in {month}, allowed are {allowed} h")
            text = told.format(hours=hours(total), month=f"{year}-{month:02}", allowed=hours(most))
            yield Breach(line.login, tuple(sorted(days)), total / 60, most / 60, "hours", text)


def _overtime(rule: Rule, line: Line) -> Mapping[date, int]:
    regular: dict[date, int] = {}
    over: dict[date, int] = {}
    for shift in line.worked:
        monday = monday_before(shift.day)
        left = rule.figures["weekly_hours"] - regular.get(monday, 0)
        usual = min(shift.minutes, rule.figures["daily_hours"], left)
        regular[monday] = regular.get(monday, 0) + usual
        if shift.minutes > usual:
            over[shift.day] = shift.minutes - usual
    return over


def _by_week(line: Line) -> dict[date, int]:
    """Return the minutes worked in each week that has work in it, by its Monday."""
    sums: dict[date, int] = {}
    for shift in line.worked:
        monday = monday_before(shift.day)
        sums[monday] = sums.get(monday, 0) + shift.minutes
    return sums


def _window(monday: date, span: int) -> list[date]:
    return [monday - back * WEEK for back in range(span)]


def _days(line: Line, monday: date) -> tuple[date, ...]:
    return tuple(shift.day for shift in line.within(monday, monday + 6 * DAY))

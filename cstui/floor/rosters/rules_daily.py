"""Rules about one day of a person, or about two that follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ...i18n import _
from .book import at_minute
from .profiles import Rule
from .rule_scene import DAY, Breach, Line, Scene, hours, minutes_between, span_of
from .views import Shift


def day_hours(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """At most so many hours in a day."""
    most = rule.figures["hours"]
    for shift in line.within(scene.first, scene.last):
        if shift.minutes > most:
            told = _("works {hours} h on {day}, allowed are {allowed} h")
            text = told.format(hours=hours(shift.minutes), day=shift.day, allowed=hours(most))
            yield Breach(line.login, (shift.day,), shift.minutes / 60, most / 60, "hours", text)


def overtime_day(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """At most so much beyond the regular hours of a day."""
    most = rule.figures["hours"]
    for shift in line.within(scene.first, scene.last):
        over = shift.minutes - rule.figures["daily_hours"]
        if over > most:
            told = _("{hours} h overtime on {day}, allowed are {allowed} h")
            text = told.format(hours=hours(over), day=shift.day, allowed=hours(most))
            yield Breach(line.login, (shift.day,), over / 60, most / 60, "hours", text)


def pause(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """A break of some minutes where somebody works longer than some hours."""
    above, least = rule.figures["above_hours"], rule.figures["minutes"]
    for shift in line.within(scene.first, scene.last):
        if shift.minutes > above and shift.break_minutes < least:
            told = _("{minutes} min break on {day}, {least} min are due above {hours} h of work")
            text = told.format(minutes=shift.break_minutes, day=shift.day, least=least, hours=hours(above))
            yield Breach(line.login, (shift.day,), shift.break_minutes, least, "minutes", text)


def rest_between(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """Some hours of rest from the end of a shift to the start of the next, where their kinds are meant."""
    least = rule.figures["hours"]
    for before, after in pairwise(line.worked):
        if scene.kind(before) not in rule.words["after"] or scene.kind(after) not in rule.words["before"]:
            continue
        rest = minutes_between(span_of(before)[1], span_of(after)[0])
        if rest < least:
            text = _rest(before, after, rest, least)
            yield Breach(line.login, (before.day, after.day), rest / 60, least / 60, "hours", text)


def _rest(before: Shift, after: Shift, rest: int, least: int) -> str:
    days = {"before": before.day, "after": after.day}
    if rest < 0:
        return _("the shifts of {before} and {after} overlap by {minutes} min").format(minutes=-rest, **days)
    told = _("rests {hours} h between {before} and {after}, {least} h are due")
    return told.format(hours=hours(rest), least=hours(least), **days)


def over_midnight(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """A shift ends at most so many minutes past the midnight of its day."""
    most = rule.figures["minutes"]
    for shift in line.within(scene.first, scene.last):
        past = minutes_between(at_minute(shift.day, 24 * 60, scene.zone), span_of(shift)[1])
        if past > max(most, 0):
            told = _("the shift of {day} ends {minutes} min past midnight, allowed are {allowed}")
            text = told.format(day=shift.day, minutes=past, allowed=most)
            yield Breach(line.login, (shift.day,), past, most, "minutes", text)


def rotation(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """Kinds of shifts go forward in an order from one day to the next; a day of rest lets them begin anew."""
    order = rule.words["order"]
    for before, after in pairwise(line.worked):
        kinds = scene.kind(before), scene.kind(after)
        if after.day - before.day != DAY or any(kind not in order for kind in kinds):
            continue
        back = order.index(kinds[0]) - order.index(kinds[1])
        if back > 0:
            told = _("goes back from {before_code} on {before} to {after_code} on {after} without a day of rest")
            text = told.format(before_code=before.code, before=before.day, after_code=after.code, after=after.day)
            yield Breach(line.login, (before.day, after.day), back, 0, "steps", text)


def unavailable(rule: Rule, line: Line, scene: Scene) -> Iterator[Breach]:
    """Nobody works on a day of approved leave."""
    for shift in line.within(scene.first, scene.last):
        if shift.day in line.away:
            text = _("is on leave on {day} and has the shift {code}").format(day=shift.day, code=shift.code)
            yield Breach(line.login, (shift.day,), 1, 0, "days", text)

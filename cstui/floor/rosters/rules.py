"""The rules engine: which rules of some profiles a roster breaks.  Pure: everything it needs is passed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, tzinfo

from .. import packs
from . import rules_daily, rules_team, rules_weekly
from .profiles import LEVELS, Profile, Rule
from .rule_scene import Breach, Line, Scene, Staff, scene
from .views import Shift, Violation

_PERSONAL: dict[str, Callable[[Rule, Line, Scene], Iterator[Breach]]] = {
    "day-hours": rules_daily.day_hours,
    "overtime-day": rules_daily.overtime_day,
    "break": rules_daily.pause,
    "rest-between": rules_daily.rest_between,
    "over-midnight": rules_daily.over_midnight,
    "rotation": rules_daily.rotation,
    "unavailable": rules_daily.unavailable,
    "week-hours": rules_weekly.week_hours,
    "week-rest": rules_weekly.week_rest,
    "rest-days": rules_weekly.rest_days,
    "night-hours": rules_weekly.night_hours,
    "run-days": rules_weekly.run_days,
    "weekends": rules_weekly.weekends,
    "overtime-month": rules_weekly.overtime_month,
}
_OF_THE_TEAM: dict[str, Callable[[Rule, Scene], Iterator[Breach]]] = {
    "fair-share": rules_team.fair_share,
    "qualified": rules_team.qualified,
    "preference": rules_team.preference,
}


def violations(
    shifts: Sequence[Shift],
    *,
    profiles: Sequence[Profile],
    zone: tzinfo,
    first: date,
    last: date,
    history: Sequence[Shift] = (),
    staff: Staff | None = None,
) -> tuple[Violation, ...]:
    """Return what the rosters of one team break on the days from ``first`` to ``last``, in a fixed order.

    ``history`` are shifts before ``first`` so that rest, runs and averages look back; ``shifts`` may go beyond ``last``
    so that they look ahead.  A violation is told when one of its dates is judged; its ``login`` is empty where the
    team breaks the rule and not one person.
    """
    seen = scene([*history, *shifts], staff or Staff(), zone, first, last)
    found = [
        Violation(
            *(breach.login, breach.dates, rule.name, rule.profile, rule.level, breach.measured, breach.allowed),
            *(breach.unit, breach.text, packs.spoken(rule.source)),
        )
        for profile in profiles
        for rule in profile.rules
        for breach in _breaches(rule, seen)
        if any(first <= day <= last for day in breach.dates)
    ]
    return tuple(sorted(found, key=_place))


def _breaches(rule: Rule, seen: Scene) -> Iterator[Breach]:
    of_the_team = _OF_THE_TEAM.get(rule.kind)
    if of_the_team is not None:
        yield from of_the_team(rule, seen)
        return
    for line in seen.lines:
        yield from _PERSONAL[rule.kind](rule, line, seen)


def _place(violation: Violation) -> tuple[object, ...]:
    rank = LEVELS.index(violation.level)
    return rank, violation.dates, violation.login, violation.profile, violation.rule, violation.measured, violation.text

"""The rules engine put to what the store holds: a team's roster, and what a change of it would bring about.

The callers have seen to the rights: publishing, swaps and open shifts all judge with this.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from db.queries import availability, people
from db.queries import rosters as queries
from db.queries.people import Account

from .. import accounts, store
from ..when import monday_before
from . import cells, policy, rules
from .book import Times
from .profiles import Profile, load_profile
from .rule_scene import WEEK, Away, Staff, Wish
from .views import Shift, Violation

Layer = Literal["draft", "force"]

_AHEAD = timedelta(days=13)  # runs and rests look ahead so far
_ON_LEAVE = "on-leave"
_MONTH = timedelta(days=37)  # a month and the week in which it begins


def check_shifts(team: str, first: date, last: date, layer: Layer = "draft") -> tuple[Violation, ...]:
    """Return what a roster breaks on the days from ``first`` to ``last``; raises BadInput for an unknown team."""
    profiles = _profiles(team)
    begin, end = _reach(profiles, first, last)
    team_id = accounts.team_row(team).id
    shifts = _shifts(layer, team_id, begin, end)
    staff = _staff(team, team_id, shifts, begin, end)
    found = rules.violations(shifts, profiles=profiles, zone=store.zone(), first=first, last=last, staff=staff)
    return _unplanned(found, shifts, team_id) if layer == "draft" else found


def _unplanned(found: Sequence[Violation], shifts: Sequence[Shift], team_id: int) -> tuple[Violation, ...]:
    """Leave out the leave that was approved on a shift in force: it stands there as leave, nobody planned it so."""
    on_leave = [each.dates[0] for each in found if each.rule == _ON_LEAVE]
    if not on_leave:
        return tuple(found)
    known = {(each.login, each.day): each.worked for each in _shifts("force", team_id, min(on_leave), max(on_leave))}
    standing = {(each.login, each.day) for each in shifts if known.get((each.login, each.day)) == each.worked}
    return tuple(each for each in found if each.rule != _ON_LEAVE or (each.login, each.dates[0]) not in standing)


def check_change(
    changes: Mapping[tuple[int, date], Times | None], *, levels: Collection[str] = ("hard",)
) -> tuple[Violation, ...]:
    """Return the violations that a change of shifts in force (by agent's id and day; None takes one away) would bring.

    ``levels`` says which: the hard ones, unless told.  One that stands already and does not become worse is left out.
    Averages of later weeks are judged too, as far as their rosters stand.
    """
    found: list[Violation] = []
    for team in people.teams():
        logins = {each.id: each for each in people.accounts(team.slug)}
        own = {place: times for place, times in changes.items() if place[0] in logins}
        if own:
            found += _brought(team.slug, team.id, logins, own, levels)
    return tuple(found)


def _brought(
    team: str,
    team_id: int,
    logins: Mapping[int, Account],
    changes: Mapping[tuple[int, date], Times | None],
    levels: Collection[str],
) -> list[Violation]:
    profiles = [_at(profile, levels) for profile in _profiles(team)]
    days = [day for _agent, day in changes]
    weeks = _longest(profiles)
    first, last = monday_before(min(days)) - WEEK, monday_before(max(days)) + max(weeks, 2) * WEEK
    begin, end = _reach(profiles, first, last)
    before = _shifts("force", team_id, begin, end)
    after = _changed(before, {(logins[agent].login, day): times for (agent, day), times in changes.items()}, logins)
    staff = _staff(team, team_id, [*before, *after], begin, end)
    stood, comes = (
        rules.violations(shifts, profiles=profiles, zone=store.zone(), first=first, last=last, staff=staff)
        for shifts in (before, after)
    )
    return [each for each in comes if not any(_as_bad(old, each) for old in stood)]


def _changed(
    shifts: Sequence[Shift], changes: Mapping[tuple[str, date], Times | None], logins: Mapping[int, Account]
) -> list[Shift]:
    kept = {(shift.login, shift.day): shift for shift in shifts}
    names = {person.login: person.name for person in logins.values()}
    for (login, day), times in changes.items():
        kept.pop((login, day), None)
        if times is not None:
            kept[login, day] = Shift(login, names[login], day, *times)
    return list(kept.values())


def _as_bad(old: Violation, new: Violation) -> bool:
    """Say whether a violation stood already, at least as badly: of the same rule and person, or on the same shift.

    Runs, weeks and months are the same when they share a day; two days that follow each other only when both are.
    """
    if (old.login, old.profile, old.rule) != (new.login, new.profile, new.rule):
        return False
    days, former = set(new.dates), set(old.dates)
    if not new.login:
        there = old.text == new.text and days <= former
    else:
        there = bool(days & former) if min(len(days), len(former)) > 2 else days == former
    return there and abs(old.measured - old.allowed) >= abs(new.measured - new.allowed)


def _profiles(team: str) -> list[Profile]:
    return [load_profile(name) for name in policy.load_policy(team).rules]


def _at(profile: Profile, levels: Collection[str]) -> Profile:
    return profile._replace(rules=tuple(rule for rule in profile.rules if rule.level in levels))


def _longest(profiles: Sequence[Profile]) -> int:
    """Return the weeks over which the longest average goes."""
    return max((rule.figures.get("weeks", 1) for profile in profiles for rule in profile.rules), default=1)


def _reach(profiles: Sequence[Profile], first: date, last: date) -> tuple[date, date]:
    """Return from when to when shifts are read so that averages, months, runs and rests are whole."""
    back = max(_longest(profiles) * WEEK, _MONTH)
    month_end = (last.replace(day=1) + timedelta(days=31)).replace(day=1)
    return monday_before(first - back), max(last + _AHEAD, month_end)


def _shifts(layer: str, team_id: int, first: date, last: date) -> list[Shift]:
    return [cells.stored(row) for row in queries.shifts(layer, first, last, team_id=team_id)]


def _staff(team: str, team_id: int, shifts: Sequence[Shift], first: date, last: date) -> Staff:
    members = people.accounts(team)
    return Staff(
        kinds=_kinds(team, shifts),
        roles={person.login: person.roles for person in members},
        skills={person.login: person.skills for person in members},
        away=[Away(*each) for each in availability.leave(team_id, first, last)],
        wishes=[Wish(*each) for each in availability.wishes(team_id)],
    )


def _kinds(team: str, shifts: Sequence[Shift]) -> dict[str, str]:
    """Return the kind of each code; times that are spelled out are of the kind of the template that starts nearest."""
    templates = policy.load_policy(team).templates
    kinds = {code: template.kind for code, template in templates.items()}
    for shift in shifts:
        if shift.code not in kinds and shift.start is not None and templates:
            local = shift.start.astimezone(store.zone())
            minute = local.hour * 60 + local.minute
            nearest = min(templates.values(), key=lambda each: (_apart(each.start, minute), each.code))
            kinds[shift.code] = nearest.kind
    return kinds


def _apart(one: int, other: int) -> int:
    """Return how many minutes lie between two times of the day, over midnight where that is nearer."""
    span = abs(one - other) % (24 * 60)
    return min(span, 24 * 60 - span)

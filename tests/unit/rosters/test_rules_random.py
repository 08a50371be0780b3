"""The engine against the slow and obvious reference, on a thousand random rosters."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

from cstui.floor.rosters.book import at_minute, times_of
from cstui.floor.rosters.policy import RosterPolicy, load_policy
from cstui.floor.rosters.profiles import Profile, Rule, load_profile
from cstui.floor.rosters.rule_scene import Away, Staff, Wish
from cstui.floor.rosters.rules import violations
from cstui.floor.rosters.views import Shift
from tests.unit.rosters import rule_reference as reference
from tests.unit.rosters.rule_reference import DAY, YEAR_BEGINS, Duty, Given

ROSTERS = 1000
# Mondays near a change of the clock, and one far from any; the zone without changes gets all of them too.
WEEKS = (date(2026, 3, 2), date(2026, 3, 23), date(2026, 10, 19), date(2026, 10, 26), date(2025, 12, 22))
ZONES = ("Europe/London", "America/New_York", "Asia/Shanghai")
CODES = ("A1", "A2", "B1", "C1", "H1", "S1", "20:00-23:30 03:30-07:00", "off")
TIGHT = {"over-midnight": {"minutes": 300}, "night-hours": {"hours": 460}, "overtime-month": {"hours": 1200}}


def profiles() -> list[Profile]:
    """Return what ships, a few limits drawn tighter so that random rosters cross them now and then."""

    def drawn(rule: Rule) -> Rule:
        return rule._replace(figures={**rule.figures, **TIGHT.get(rule.kind, {})})

    found = [load_profile(name) for name in ("cn", "eu", "house")]
    return [each._replace(rules=tuple(map(drawn, each.rules))) for each in found]


def shift(dice: Random, login: str, day: date, policy: RosterPolicy, zone: ZoneInfo, habit: str) -> Shift | None:
    pick = dice.random()
    if pick < 0.03:
        return None
    if pick < 0.12:  # odd times, to the minute, some over midnight
        start = dice.randrange(0, 1440)
        length = dice.randrange(60, 15 * 60)
        code = f"odd{dice.randrange(10**9)}"
        pause = dice.choice((0, 15, 20, 45))
        begins, ends = at_minute(day, start, zone), at_minute(day, start + length, zone)
        if dice.random() < 0.5:  # the break lies somewhere
            whole = int((ends - begins) / timedelta(minutes=1))
            pause = dice.randrange(1, whole)
            left = begins + timedelta(minutes=dice.randrange(0, whole - pause + 1))
            return Shift(login, login, day, code, begins, ends, pause, left)
        return Shift(login, login, day, code, begins, ends, pause)
    times = times_of(habit if pick < 0.75 else dice.choice(CODES), day, policy, zone)
    return Shift(login, login, day, *times)


def kinds(shifts: list[Shift], policy: RosterPolicy) -> dict[str, str]:
    found = {code: template.kind for code, template in policy.templates.items()}
    return found | {
        each.code: "night" for each in shifts if each.code.startswith("odd") and int(each.code[3:]) % 3 == 0
    }


def duty(one: Shift, of_kind: dict[str, str]) -> Duty:
    def minute(at: object) -> int | None:
        return None if at is None else int((at - YEAR_BEGINS) / timedelta(minutes=1))  # type: ignore[operator]

    kind, pause = of_kind.get(one.code, "day"), (one.break_minutes, minute(one.break_at))
    return Duty(one.code, kind, minute(one.start), minute(one.end), *pause)


def roster(dice: Random) -> tuple[list[Shift], Staff, Given]:
    zone = dice.choice(ZONES)
    first = dice.choice(WEEKS) + dice.choice((0, 0, 0, 2)) * DAY
    last = first + dice.choice((6, 6, 13, 3)) * DAY
    policy = load_policy()
    begin = first - first.weekday() * DAY - dice.choice((0, 1, 3, 4, 4, 17)) * 7 * DAY
    logins = [f"p{number}" for number in range(dice.randrange(1, 5))]
    shifts = []
    for login in logins:
        for day in reference.days(begin, last + dice.choice((0, 7)) * DAY):
            if day.weekday() == 0 or day == begin:
                habit = dice.choice(CODES)
            made = shift(dice, login, day, policy, ZoneInfo(zone), habit)
            shifts += [made] if made else []
    away = [Away(login, first, first + dice.randrange(0, 7) * DAY) for login in logins if dice.random() < 0.2]
    wishes = [
        Wish(dice.choice(logins), number, None, dice.choice(("A1", "late", "off")), dice.choice(("want", "avoid")))
        for number in range(dice.randrange(0, 3))
    ]
    there = {each.login for each in shifts}
    wishes = [wish for wish in wishes if wish.login in there]
    of_kind = kinds(shifts, policy)
    leads = set(logins[:1]) if dice.random() < 0.8 else set()
    staff = Staff(of_kind, {login: frozenset({"lead"}) for login in leads}, {}, away, wishes)
    days = {each.login: set(reference.days(each.first, each.last)) for each in away}
    people = {
        login: {each.day: duty(each, of_kind) for each in shifts if each.login == login} for login in sorted(there)
    }
    return shifts, staff, Given(people, first, last, zone, days, leads, [tuple(wish) for wish in wishes])


def test_the_engine_agrees_with_the_reference_on_a_thousand_rosters() -> None:
    dice = Random(20260302)
    chosen = profiles()
    rules = tuple(rule for profile in chosen for rule in profile.rules)
    seen: Counter[str] = Counter()
    for _number in range(ROSTERS):
        shifts, staff, given = roster(dice)
        dice.shuffle(shifts)
        cut = {"history": [each for each in shifts if each.day < given.first]}
        rest = [each for each in shifts if each.day >= given.first]
        zone = ZoneInfo(given.zone)
        told = violations(
            rest, profiles=chosen, zone=zone, first=given.first, last=given.last, staff=staff, history=cut["history"]
        )
        found = {(each.login, each.dates, each.rule, round(each.measured, 9)) for each in told}
        expected = reference.violations(given, rules)
        assert found == expected, (given.zone, given.first, sorted(found ^ expected, key=str)[:6])
        seen.update(each.rule for each in told)
    rare = {rule.name: seen[rule.name] for rule in rules if seen[rule.name] < 20}
    assert rare == {}  # every rule was broken often enough to mean something

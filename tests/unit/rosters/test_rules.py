"""Each rule at its boundary; nights over midnight and over the change of the clock, to the minute."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from cstui.floor.rosters.book import at_minute, times_of
from cstui.floor.rosters.policy import load_policy, minutes_of
from cstui.floor.rosters.profiles import load_profile
from cstui.floor.rosters.rule_scene import Away, Staff, Wish
from cstui.floor.rosters.rules import violations
from cstui.floor.rosters.views import Shift, Violation
from cstui.i18n import set_language

MONDAY = date(2026, 3, 2)
SHANGHAI = ZoneInfo("Asia/Shanghai")
KINDS = {code: template.kind for code, template in load_policy().templates.items()}


def day(step: int) -> date:
    return MONDAY + timedelta(days=step)


def spelled(hours: str, on: date, pause: int = 0, zone: ZoneInfo = SHANGHAI, login: str = "li.na") -> Shift:
    """Return a shift of ``HH:MM-HH:MM``, of two such parts, or of a template's code."""
    first, dash, last = hours.partition("-")
    if not dash or " " in hours:
        times = times_of(hours, on, load_policy(), zone)
        return Shift(login, login, on, *times)
    start, end = minutes_of(first), minutes_of(last)
    end += 0 if end > start else 1440
    return Shift(login, login, on, hours, at_minute(on, start, zone), at_minute(on, end, zone), pause)


def row(codes: str, login: str = "li.na", first: date = MONDAY) -> list[Shift]:
    return [
        spelled(code, first + timedelta(days=step), login=login)
        for step, code in enumerate(codes.split())
        if code != "."
    ]


def broken(
    shifts: list[Shift],
    profile: str,
    rule: str,
    *,
    zone: ZoneInfo = SHANGHAI,
    first: date = MONDAY,
    staff: Staff | None = None,
) -> list[Violation]:
    found = violations(
        shifts,
        profiles=[load_profile(profile)],
        zone=zone,
        first=first,
        last=first + timedelta(days=6),
        staff=staff or Staff(KINDS),
    )
    return [each for each in found if each.rule == rule]


def figures(found: list[Violation]) -> list[tuple[float, float]]:
    return [(each.measured, each.allowed) for each in found]


@pytest.mark.parametrize(
    ("hours", "pause", "expected"),
    [("09:00-17:00", 0, []), ("09:00-18:00", 60, []), ("09:00-17:01", 0, [(481 / 60, 8)]), ("C1", 0, [])],
)
def test_eight_hours_a_day(hours: str, pause: int, expected: list[tuple[float, float]]) -> None:
    assert figures(broken([spelled(hours, MONDAY, pause)], "cn", "day-hours")) == expected


@pytest.mark.parametrize(
    ("hours", "usual", "special"),
    [
        ("08:00-17:00", [], []),
        ("08:00-17:30", [1.5], []),
        ("08:00-19:00", [3], []),
        ("08:00-19:01", [181 / 60], [181 / 60]),
    ],
)
def test_overtime_of_a_day(hours: str, usual: list[float], special: list[float]) -> None:
    shifts = [spelled(hours, MONDAY)]
    assert [each.measured for each in broken(shifts, "cn", "overtime-day")] == usual
    assert [each.measured for each in broken(shifts, "cn", "overtime-special")] == special


def test_forty_four_hours_a_week_on_average() -> None:
    exact = [*row("A1 A1 A1 A1 A1"), spelled("08:00-12:00", day(5))]
    assert broken(exact, "cn", "week-hours") == []
    over = [*exact[:5], spelled("08:00-12:01", day(5))]
    (found,) = broken(over, "cn", "week-hours")
    assert (found.measured, found.allowed, found.unit) == (44 + 1 / 60, 44, "hours")
    assert found.dates == tuple(day(step) for step in range(6))
    lighter = row("A1 A1 A1 off off off off", first=day(-7))  # 24 hours the week before: 34 on average
    assert broken([*lighter, *over], "cn", "week-hours") == []


def test_a_week_of_leave_does_not_make_an_average_smaller() -> None:
    shifts = [*row("off off off off off off off", first=day(-7)), *row("A1 A1 A1 A1 A1 A1 off")]
    assert figures(broken(shifts, "cn", "week-hours")) == []
    away = Staff(KINDS, away=[Away("li.na", day(-7), day(-1))])
    assert figures(broken(shifts, "cn", "week-hours", staff=away)) == [(48, 44)]


def test_a_rest_day_a_week() -> None:
    assert broken(row("A1 A1 A1 A1 A1 A1 off"), "cn", "rest-day") == []
    assert figures(broken(row("A1 A1 A1 A1 A1 A1 H1"), "cn", "rest-day")) == [(0, 1)]


def test_thirty_six_hours_overtime_a_month() -> None:
    twelve = [spelled("08:00-20:00", day(step)) for step in (0, 2, 4, 7, 9, 11, 14, 16, 18)]  # nine times four hours
    assert broken(twelve, "cn", "overtime-month") == []
    (found,) = broken([*twelve, spelled("08:00-16:01", day(21))], "cn", "overtime-month")
    assert (found.measured, found.allowed) == (36 + 1 / 60, 36)
    sixth = [shift for week in range(5) for shift in row("A1 A1 A1 A1 A1 A1", first=day(7 * week))]
    assert broken(sixth, "cn", "overtime-month") == []  # 48 hours a week: 4 beyond 44, 20 in the month
    whole = [shift for week in range(4) for shift in row("A1 A1 A1 A1 A1 A1 A1", first=day(7 * week))]
    (found,) = broken(whole, "cn", "overtime-month")
    assert found.measured == 48


def test_eleven_hours_of_daily_rest() -> None:
    late = spelled("13:00-21:00", MONDAY)
    assert broken([late, spelled("08:00-12:00", day(1))], "eu", "daily-rest") == []
    (found,) = broken([late, spelled("07:59-12:00", day(1))], "eu", "daily-rest")
    assert (found.measured, found.allowed, found.dates) == (10 + 59 / 60, 11, (MONDAY, day(1)))


def test_rest_looks_back_and_ahead() -> None:
    back, ahead = spelled("C1", day(-1)), spelled("05:00-09:00", day(7))
    shifts = [back, spelled("08:00-12:00", MONDAY), spelled("B1", day(6)), ahead]
    assert [each.dates for each in broken(shifts, "eu", "daily-rest")] == [(day(-1), MONDAY), (day(6), day(7))]


def test_shifts_that_overlap_are_told_as_such() -> None:
    (found,) = broken([spelled("20:00-08:00", MONDAY), spelled("07:30-09:00", day(1))], "house", "overlap")
    assert (found.measured, found.level) == (-0.5, "hard")
    assert found.text == "the shifts of 2026-03-02 and 2026-03-03 overlap by 30 min"
    touching = [spelled("20:00-08:00", MONDAY), spelled("08:00-09:00", day(1))]
    assert broken(touching, "house", "overlap") == []


def test_thirty_five_hours_of_weekly_rest() -> None:
    # Saturday 13:00 to Monday 00:00 are the 35 hours.
    fits = [*row("A1 A1 A1 A1 A1"), spelled("08:00-13:00", day(5))]
    assert broken(fits, "eu", "weekly-rest") == []
    short = [*fits[:5], spelled("08:00-13:01", day(5))]
    assert figures(broken(short, "eu", "weekly-rest")) == [(35 - 1 / 60, 35)]


@pytest.mark.parametrize(
    ("hours", "pause", "measured"), [("09:00-15:00", 0, []), ("09:00-15:01", 0, [0]), ("09:00-17:00", 19, [19])]
)
def test_a_break_above_six_hours(hours: str, pause: int, measured: list[float]) -> None:
    found = broken([spelled(hours, MONDAY, pause)], "eu", "break")
    assert [each.measured for each in found] == measured
    assert broken([spelled(hours, MONDAY, 20)], "eu", "break") == []


def test_forty_eight_hours_over_seventeen_weeks() -> None:
    past = [shift for week in range(1, 17) for shift in row("A1 A1 A1 A1 A1 A1", first=day(-7 * week))]
    assert broken([*past, *row("A1 A1 A1 A1 A1 A1")], "eu", "week-hours") == []
    (found,) = broken([*past, *row("A1 A1 A1 A1 A1 A1 08:00-08:17")], "eu", "week-hours")
    assert (found.measured, found.allowed) == (48 + 1 / 60, 48)


def test_nights_last_eight_hours_on_average() -> None:
    nights = [spelled("22:00-06:00", MONDAY), spelled("22:00-06:00", day(1))]
    assert broken(nights, "eu", "night-hours") == []
    longer = [nights[0], spelled("21:58-06:00", day(1))]
    assert figures(broken(longer, "eu", "night-hours")) == [(8 + 1 / 60, 8)]
    evening = [spelled("13:00-01:59", MONDAY)]  # one minute short of three hours in the night
    assert broken(evening, "eu", "night-hours") == []
    assert len(broken([spelled("13:00-02:00", MONDAY)], "eu", "night-hours")) == 1


def test_late_to_early() -> None:
    found = broken(row("B1 A1"), "house", "late-early")
    assert figures(found) == [(10, 11)]
    assert broken(row("B1 A2"), "house", "late-early") == []  # the same rest of 11 hours, to a day shift
    assert broken(row("C1 B1"), "house", "late-early") == []


def test_six_days_in_a_row() -> None:
    assert broken(row("A1 A1 A1 A1 A1 A1 off A1"), "house", "run-days") == []
    past = row("A1 A1", first=day(-2))
    (found,) = broken([*past, *row("A1 A1 A1 A1 A1")], "house", "run-days")
    assert (found.measured, found.dates[0], found.dates[-1]) == (7, day(-2), day(4))


def test_three_weekends_in_four() -> None:
    past = [spelled("A1", day(5 - 7 * week)) for week in (1, 2, 3)]
    assert broken([*past, spelled("A1", day(4))], "house", "weekends") == []
    (found,) = broken([*past, spelled("A1", day(6))], "house", "weekends")
    assert (found.measured, found.allowed, len(found.dates)) == (4, 3, 4)


def test_late_shifts_are_shared() -> None:
    fair = [*row("B1 B1 B1 B1 C1"), *row("B1 off off off off", "zhang.wei")]
    assert broken(fair, "house", "late-share") == []
    (found,) = broken([*fair, spelled("B1", day(6))], "house", "late-share")
    assert (found.login, found.measured, found.allowed) == ("li.na", 5, 4)
    away = [*row("B1 B1 B1 B1 B1"), *row("off off off off off", "zhang.wei")]
    assert broken(away, "house", "late-share") == []


def test_weekend_duties_are_shared() -> None:
    mine = [spelled("A1", day(5)), spelled("A1", day(6)), spelled("A1", day(-1))]
    assert broken([*mine[:2], *row("A1", "zhang.wei")], "house", "weekend-share") == []
    found = broken([*mine, *row("A1", "zhang.wei")], "house", "weekend-share")
    assert [(each.login, each.dates) for each in found] == [("li.na", (day(5), day(6)))]


def test_shifts_rotate_forward() -> None:
    assert broken(row("A1 A2 B1 C1 off A1"), "house", "rotation") == []
    found = broken(row("A1 C1 B1 A1 A1"), "house", "rotation")
    assert [(each.dates, each.measured) for each in found] == [((day(1), day(2)), 1), ((day(2), day(3)), 2)]


def test_somebody_qualified_on_every_shift() -> None:
    staff = Staff(KINDS, roles={"lead.wang": frozenset({"lead"})})
    shifts = [*row("A1 B1 C1"), *row("A1 A2 .", "lead.wang"), spelled("22:00-01:45", day(2), login="lead.wang")]
    found = broken(shifts, "house", "qualified", staff=staff)
    # On Wednesday the lead covers 3:45 of the night's 8 hours; 18:00 ends five of the late shift's nine on Tuesday.
    assert [(each.login, each.dates, each.measured) for each in found] == [("", (day(2),), 0)]


def test_wishes_by_code_kind_and_day_off() -> None:
    shifts = row("A1 B1 off A1")
    wishes = [
        Wish("li.na", None, day(0), "A1", "avoid"),
        Wish("li.na", 1, None, "late", "want"),
        Wish("li.na", None, day(2), "off", "want"),
        Wish("li.na", 3, None, "off", "want"),
        Wish("li.na", 4, None, "A1", "want"),  # nothing stands there yet
        Wish("nobody", 0, None, "A1", "avoid"),
    ]
    found = broken(shifts, "house", "wishes", staff=Staff(KINDS, wishes=wishes))
    assert [each.dates for each in found] == [(day(0),), (day(3),)]


def test_leave_is_free_of_shifts() -> None:
    staff = Staff(KINDS, away=[Away("li.na", day(1), day(2))])
    found = broken(row("A1 A1 off A1"), "house", "on-leave", staff=staff)
    assert [(each.dates, each.level) for each in found] == [((day(1),), "hard")]


def test_a_split_shift_counts_without_its_break_and_rests_after_its_last_part() -> None:
    split = spelled("S1", MONDAY)
    assert broken([split], "cn", "day-hours") == broken([split], "eu", "break") == []
    assert figures(broken([spelled("08:00-12:00 12:19-16:00", MONDAY)], "eu", "break")) == [(19, 20)]
    assert broken([spelled("08:00-12:00 12:20-16:00", MONDAY)], "eu", "break") == []
    pair = [split, spelled("07:00-11:00", day(1))]
    assert figures(broken(pair, "eu", "daily-rest")) == [(10, 11)]


def test_a_break_in_the_night_is_no_night_work() -> None:
    assert broken([spelled("14:00-23:30 03:31-06:00", MONDAY)], "eu", "night-hours") == []
    assert len(broken([spelled("14:00-23:30 03:30-06:00", MONDAY)], "eu", "night-hours")) == 1


def test_who_has_a_break_is_on_no_shift_of_others_then() -> None:
    def lacks(*hours: str) -> bool:
        shifts = [spelled(each, MONDAY, login=login) for each, login in zip(hours, ("li.na", "boss"), strict=True)]
        return bool(broken(shifts, "house", "qualified", staff=Staff(KINDS, {"boss": frozenset({"lead"})})))

    assert lacks("10:00-18:00", "S1")  # there for three of the eight hours
    assert not lacks("10:00-17:00 18:00-20:00", "10:00-13:00 18:00-20:00")
    assert lacks("S1", "09:00-17:29") and not lacks("S1", "09:00-17:30")  # half of its seven hours


def test_shifts_over_midnight_are_allowed_unless_forbidden() -> None:
    night = [spelled("C1", MONDAY)]
    assert broken(night, "house", "over-midnight") == []
    profile = load_profile("house")
    strict = [rule._replace(figures={"minutes": 0}) if rule.name == "over-midnight" else rule for rule in profile.rules]
    until_midnight = spelled("16:00-24:00", day(1))
    found = violations(
        [*night, until_midnight],
        profiles=[profile._replace(rules=tuple(strict))],
        zone=SHANGHAI, first=MONDAY, last=day(6), staff=Staff(KINDS),
    )  # fmt: skip
    assert [(each.dates, each.measured) for each in found if each.rule == "over-midnight"] == [((MONDAY,), 360)]


@pytest.mark.parametrize(
    ("zone", "night", "minutes"),
    [
        ("Europe/London", date(2026, 3, 28), 7 * 60),  # the clock goes forward on Sunday at 1:00
        ("Europe/London", date(2026, 10, 24), 9 * 60),
        ("America/New_York", date(2026, 3, 7), 7 * 60),  # and here at 2:00
        ("America/New_York", date(2026, 10, 31), 9 * 60),
        ("Asia/Shanghai", date(2026, 3, 28), 8 * 60),
    ],
)
def test_a_night_over_the_change_of_the_clock_is_right_to_the_minute(zone: str, night: date, minutes: int) -> None:
    there = ZoneInfo(zone)
    shift = spelled("22:00-06:00", night, zone=there)
    assert shift.minutes == minutes
    found = broken([shift], "cn", "day-hours", zone=there, first=night)
    assert [each.measured for each in found] == ([minutes / 60] if minutes > 480 else [])
    assert all(each.dates == (night,) for each in found)
    # From 06:00 to 17:00 are 11 hours by any clock; a shift from 21:00 rests 11 hours to 08:00 only on a usual night.
    pair = [spelled("13:00-21:00", night, zone=there), spelled("08:00-12:00", night + timedelta(days=1), zone=there)]
    rests = broken(pair, "eu", "daily-rest", zone=there, first=night)
    assert [each.measured for each in rests] == ([10] if minutes == 420 else [])


def test_the_week_of_summer_time_is_an_hour_shorter() -> None:
    london = ZoneInfo("Europe/London")
    monday = date(2026, 3, 23)
    codes = [*("08:00-16:00",) * 5, "08:00-13:00"]
    shifts = [spelled(code, monday + timedelta(days=step), zone=london) for step, code in enumerate(codes)]
    assert figures(broken(shifts, "eu", "weekly-rest", zone=london, first=monday)) == [(34, 35)]


def test_order_and_language_of_what_is_told() -> None:
    shifts = [*row("A1 A1 A1 A1 A1 A1 A1"), *row("B1 A1 A1 A1 A1 A1 A1", "an")]
    profiles = [load_profile("cn"), load_profile("house")]

    def told(given: list[Shift]) -> tuple[Violation, ...]:
        return violations(given, profiles=profiles, zone=SHANGHAI, first=MONDAY, last=day(6), staff=Staff(KINDS))

    found = told(shifts)
    assert told(shifts[::-1]) == found
    assert [each.level for each in found] == sorted((each.level for each in found), key=["hard", "warn", "soft"].index)
    assert found[0].source == "Labour Law, article 38"
    set_language("zh")
    assert told(shifts)[0].source == "《劳动法》第三十八条"

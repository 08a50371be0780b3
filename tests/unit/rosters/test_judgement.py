"""One day, planned against stamped."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cstui.floor.rosters.book import times_of
from cstui.floor.rosters.judgement import Day, Known, judge
from cstui.floor.rosters.policy import load_policy
from cstui.floor.rosters.spells import Spell, allot, spells
from cstui.floor.rosters.views import Shift

DAY = date(2026, 3, 9)
ZONE = ZoneInfo("Asia/Shanghai")
LATER = datetime(2026, 4, 1, tzinfo=UTC)


def at(text: str, zone: ZoneInfo = ZONE, day: date = DAY) -> datetime:
    hours, _colon, minutes = text.partition(":")
    plus = timedelta(days=int(hours) // 24)
    return (datetime(day.year, day.month, day.day, int(hours) % 24, int(minutes), tzinfo=zone) + plus).astimezone(UTC)


def shift(code: str, zone: ZoneInfo = ZONE, day: date = DAY) -> Shift:
    times = times_of(code, day, load_policy(), zone)
    return Shift("li.na", "李娜", day, *times)


def stretches(text: str, zone: ZoneInfo = ZONE, day: date = DAY) -> list[Spell]:
    """Return the stretches of ``+08:00 -12:00`` (in and out)."""
    return spells((at(word[1:], zone, day), "in" if word[0] == "+" else "out") for word in text.split())


def judged(code: str, stamps: str, now: str | None = None, **known: object) -> Day:
    moment = at(now) if now else LATER
    seen = stretches(stamps)
    return judge(shift(code), "floor", seen, Known(**known), load_policy(), moment)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stamps", "marks", "in_plan", "worked"),
    [
        ("+08:00 -17:00", {"present"}, 480, 480),
        ("+07:50 -12:00 +13:00 -17:20", {"present"}, 480, 510),
        ("+09:00 -17:00", {"late"}, 420, 420),
        ("+08:00 -16:00", {"early_out"}, 420, 420),
        ("+09:30 -15:00", {"late", "early_out"}, 330, 330),
        ("+08:00 -12:00", {"early_out"}, 240, 240),
        ("+08:00 -10:00 +11:31 -17:00", {"off_post"}, 449, 449),
        ("+08:00 -10:00 +11:30 -17:00", {"present"}, 450, 450),
        ("+08:00 -10:00 +10:20 -14:00 +15:10 -17:00", {"present"}, 450, 450),
        ("+08:00 +08:30 -17:00", {"present"}, 480, 480),
        ("+08:00 -17:00 -17:05", {"present"}, 480, 485),
        ("+08:00", {"present", "incomplete"}, 480, 480),
        ("-17:00", {"present", "incomplete"}, 480, 480),
        ("", {"absent"}, 0, 0),
        ("+18:00 -20:00", {"absent"}, 0, 120),
    ],
)
def test_an_early_shift_of_eight_hours_and_a_break(stamps: str, marks: set[str], in_plan: int, worked: int) -> None:
    day = judged("A1", stamps)
    assert (set(day.marks), day.scheduled_minutes) == (marks, 480)
    assert (day.in_plan_minutes, day.worked_minutes) == (in_plan, worked)
    assert day.adherence == round(100 * in_plan / 480, 1)
    assert day.conformance == round(100 * worked / 480, 1)


def test_late_early_and_away_are_told_in_minutes() -> None:
    day = judged("A1", "+08:07 -10:00 +12:00 -16:30")
    assert (day.late_minutes, day.early_minutes, day.away_minutes) == (7, 30, 60)
    assert (day.first_in, day.last_out) == (at("08:07"), at("16:30"))


@pytest.mark.parametrize(
    ("now", "stamps", "marks"),
    [
        ("07:00", "", {"scheduled"}),
        ("08:00", "", {"scheduled"}),
        ("08:01", "", {"late"}),
        ("17:00", "", {"absent"}),
        ("09:00", "+08:00", {"present"}),
        ("09:00", "+08:05", {"late"}),
        ("11:00", "+08:00 -10:30", {"present"}),
        ("12:01", "+08:00 -10:30", {"off_post"}),
        ("17:00", "+08:00 -10:30", {"early_out"}),
        ("18:00", "+08:00", {"present"}),
    ],
)
def test_while_the_day_runs(now: str, stamps: str, marks: set[str]) -> None:
    assert set(judged("A1", stamps, now).marks) == marks


def test_nothing_is_rated_while_the_shift_runs() -> None:
    day = judged("A1", "+08:00", "12:00")
    assert (day.adherence, day.conformance, day.last_out) == (None, None, None)


def test_a_night_belongs_to_the_day_on_which_it_starts() -> None:
    day = judged("C1", "+21:50 -30:02")
    assert (day.day, set(day.marks), day.scheduled_minutes, day.in_plan_minutes) == (DAY, {"present"}, 450, 450)
    assert judged("C1", "+22:10 -29:00").late_minutes == 10
    assert judged("C1", "+22:10 -29:00").early_minutes == 60


@pytest.mark.parametrize(("day", "scheduled"), [(date(2026, 3, 28), 390), (date(2026, 10, 24), 510)])
def test_a_night_over_the_change_of_the_clock_counts_real_minutes(day: date, scheduled: int) -> None:
    zone = ZoneInfo("Europe/Berlin")
    there = stretches("+22:00 -30:00", zone, day)
    found = judge(shift("C1", zone, day), "floor", there, Known(), load_policy(), datetime(2026, 12, 1, tzinfo=UTC))
    assert (found.scheduled_minutes, found.in_plan_minutes, found.marks) == (scheduled, scheduled, ("present",))


def test_leave_asks_for_nothing() -> None:
    day = judged("A1", "", leave="annual")
    assert (day.marks, day.leave, day.scheduled_minutes, day.adherence) == (("leave",), "annual", 0, None)
    assert judged("A1", "+09:00 -10:00", leave="annual").marks == ("leave", "extra")


def test_work_without_a_shift_is_extra() -> None:
    day = judged("off", "+09:00 -11:00")
    assert (day.marks, day.worked_minutes, day.scheduled_minutes) == (("extra",), 120, 0)
    assert judged("off", "").marks == ()


def test_who_is_marked_absent_is_absent_at_once() -> None:
    away = [(at("08:00"), at("17:00"))]
    assert judged("A1", "", "08:00", absences=away).marks == ("absent",)
    assert judged("A1", "", "07:59", absences=away).marks == ("scheduled",)


def test_who_came_back_from_a_short_absence_is_judged_by_the_clock() -> None:
    away = [(at("09:00"), at("10:00"))]
    assert judged("A1", "", "09:30", absences=away, clocked=False).marks == ("absent",)
    assert judged("A1", "", "10:30", absences=away, clocked=False).marks == ("scheduled",)
    assert judged("A1", "", absences=away, clocked=False).marks == ("unclocked",)
    assert judged("A1", "", absences=away).marks == ("absent",)
    long = [(at("08:00"), at("13:00"))]
    assert judged("A1", "", absences=long, clocked=False).marks == ("absent",)


def test_an_absence_of_another_day_ends_nothing() -> None:
    day = judged("A1", "+08:00", "12:00", absences=[(at("32:00"), at("41:00"))])
    assert (day.worked_minutes, day.last_out, day.marks) == (240, None, ("present",))


def test_an_absence_ends_a_stretch_without_an_out() -> None:
    day = judged("A1", "+08:00", "16:00", absences=[(at("14:00"), at("17:00"))])
    assert (day.worked_minutes, day.last_out, day.marks) == (360, at("14:00"), ("absent",))
    over = judged("A1", "+08:00", "17:30", absences=[(at("14:00"), at("17:00"))])
    assert (over.marks, over.early_minutes) == (("early_out",), 180)


def test_without_a_time_clock_nothing_is_known() -> None:
    assert judged("A1", "", clocked=False).marks == ("unclocked",)
    assert judged("A1", "", clocked=False).adherence is None
    assert judged("A1", "", "10:00", clocked=False).marks == ("scheduled",)


def test_a_stretch_belongs_to_the_nearest_shift_within_four_hours() -> None:
    first, second = (at("08:00"), at("17:00")), (at("32:00"), at("41:00"))
    own, rest = allot([first, second], stretches("+17:30 -18:00 +22:00 -23:00 +28:30 -29:00"))
    assert own == [stretches("+17:30 -18:00"), stretches("+28:30 -29:00")]
    assert rest == stretches("+22:00 -23:00")


def test_a_stretch_through_two_shifts_is_cut_between_them() -> None:
    night, early = (at("22:00"), at("30:00")), (at("32:00"), at("41:00"))
    own, rest = allot([night, early], [Spell(at("22:00"), at("41:00"))])
    assert (own, rest) == ([[Spell(at("22:00"), at("31:00"))], [Spell(at("31:00"), at("41:00"))]], [])


def test_an_in_never_ended_is_not_ended_by_the_next_day() -> None:
    assert stretches("+08:00 +32:00 -41:00") == [Spell(at("08:00"), None), Spell(at("32:00"), at("41:00"))]
    assert stretches("+08:00 -41:00") == [Spell(at("08:00"), None), Spell(None, at("41:00"))]


@given(st.lists(st.tuples(st.integers(0, 3000), st.sampled_from(["in", "out"])), max_size=12))
def test_minutes_stay_within_bounds_whatever_is_stamped(stamps: list[tuple[int, str]]) -> None:
    midnight = at("00:00")
    seen = spells(sorted((midnight + timedelta(minutes=minute), kind) for minute, kind in stamps))
    plan = shift("A1")
    assert plan.start is not None and plan.end is not None
    own, rest = allot([(plan.start, plan.end)], seen)
    assert sorted(map(str, [*own[0], *rest])) == sorted(map(str, seen))
    day = judge(plan, "floor", own[0], Known(), load_policy(), LATER)
    assert 0 <= day.in_plan_minutes <= day.scheduled_minutes
    assert day.in_plan_minutes <= day.worked_minutes + 60
    assert day.late_minutes + day.early_minutes <= 540
    assert bool(day.in_plan_minutes) <= ("absent" not in day.marks)


# In two parts


@pytest.mark.parametrize(
    ("stamps", "marks", "in_plan", "worked", "late", "early"),
    [
        ("+09:00 -12:00 +17:00 -21:00", {"present"}, 420, 420, 0, 0),
        ("+08:50 -12:10 +16:45 -21:05", {"present"}, 420, 460, 0, 0),  # beside the plan on all four sides
        ("+09:00 -21:00", {"present"}, 420, 420, 0, 0),  # nobody stamped the break: it was taken
        ("+09:00 -12:00 -21:00", {"present"}, 420, 420, 0, 0),
        ("+09:00 +17:00 -21:00", {"present"}, 420, 420, 0, 0),
        ("+09:00 -12:00 +13:00 -15:00 +17:00 -21:00", {"present"}, 420, 540, 0, 0),
        ("+09:00 -12:00 +17:20 -21:00", {"late"}, 400, 400, 20, 0),
        ("+09:10 -12:00 +17:20 -21:00", {"late"}, 390, 390, 30, 0),
        ("+09:00 -11:30 +17:00 -21:00", {"early_out"}, 390, 390, 0, 30),
        ("+09:00 -11:30 +17:00 -20:00", {"early_out"}, 330, 330, 0, 90),
        ("+17:00 -21:00", {"late"}, 240, 240, 180, 0),
        ("+09:00 -12:00", {"early_out"}, 180, 180, 0, 240),
        ("+09:00 -10:00 +10:31 -12:00 +17:00 -21:00", {"off_post"}, 389, 389, 0, 0),
        ("+09:00 -10:00 +10:30 -12:00 +17:00 -21:00", {"present"}, 390, 390, 0, 0),
        ("+13:00 -15:00", {"absent"}, 0, 120, 0, 0),
        ("+09:00 -12:00 +17:00", {"present", "incomplete"}, 420, 420, 0, 0),
        ("", {"absent"}, 0, 0, 0, 0),
    ],
)
def test_each_part_of_a_split_shift_has_its_start_and_end(
    stamps: str, marks: set[str], in_plan: int, worked: int, late: int, early: int
) -> None:
    day = judged("S1", stamps)
    assert (set(day.marks), day.scheduled_minutes) == (marks, 420)
    assert (day.in_plan_minutes, day.worked_minutes) == (in_plan, worked)
    assert (day.late_minutes, day.early_minutes) == (late, early)
    assert (day.adherence, day.conformance) == (round(100 * in_plan / 420, 1), round(100 * worked / 420, 1))
    assert (day.break_start, day.break_end) == (at("12:00"), at("17:00"))


@pytest.mark.parametrize(
    ("now", "stamps", "marks", "late"),
    [
        ("10:00", "", {"late"}, 0),
        ("12:30", "+09:00 -12:00", {"present"}, 0),
        ("12:30", "+09:00 -11:50", {"early_out"}, 0),
        ("11:55", "+09:00 -11:50", {"present"}, 0),
        ("14:00", "+09:00", {"present"}, 0),
        ("17:00", "+09:00 -12:00", {"present"}, 0),
        ("17:40", "+09:00 -12:00", {"late"}, 40),
        ("18:00", "+09:00", {"present"}, 0),
        ("17:31", "+09:00 -12:00 +17:00", {"present"}, 0),
        ("18:31", "+09:00 -12:00 +17:00 -18:00", {"off_post"}, 0),
        ("21:00", "+09:00 -12:00", {"early_out"}, 0),
    ],
)
def test_while_a_split_shift_runs(now: str, stamps: str, marks: set[str], late: int) -> None:
    day = judged("S1", stamps, now)
    assert (set(day.marks), day.late_minutes) == (marks, late)
    assert day.worked_minutes <= 180 or now > "17:00"  # the break is none of it, also while it runs


def test_who_went_ill_in_the_break_is_absent_and_not_late() -> None:
    away = [(at("13:00"), at("21:00"))]
    assert judged("S1", "+09:00 -12:00", "18:00", absences=away).marks == ("absent",)
    assert judged("S1", "+09:00 -12:00", absences=away).marks == ("early_out",)
    assert judged("S1", "", absences=away).marks == ("absent",)
    evening = [(at("17:00"), at("21:00"))]  # more than half of what is due, less than half of the hours
    assert judged("S1", "", absences=evening, clocked=False).marks == ("absent",)


def test_a_short_break_with_its_place_is_like_any_other() -> None:
    placed, anywhere = judged("08:00-12:00 12:20-17:00", "+08:00 -17:00"), judged("A1", "+08:00 -17:00")
    assert (placed.break_start, placed.marks, placed.in_plan_minutes) == (None, anywhere.marks, 520)


PARTED = st.tuples(st.integers(1, 300), st.integers(30, 400), st.integers(1, 300))
STAMPS = st.lists(st.integers(0, 1200), max_size=10, unique=True).map(sorted)


@given(PARTED, STAMPS)
def test_a_split_shift_agrees_with_counting_its_minutes(parted: tuple[int, int, int], stamps: list[int]) -> None:
    """Every minute of the day by itself: on duty or not, there or not."""
    ends = [100, 100 + parted[0], 100 + sum(parted[:2]), 100 + sum(parted)]
    stamps = stamps[: len(stamps) // 2 * 2]
    assume(all(out - begun < 16 * 60 for begun, out in zip(stamps[::2], stamps[1::2], strict=True)))  # else forgotten
    parts = [range(*ends[:2]), range(*ends[2:])]
    there: set[int] = set()
    for begun, ended in zip(stamps[::2], stamps[1::2], strict=True):
        through = begun < ends[1] and ended >= ends[2]
        there |= {minute for minute in range(begun, ended) if not (through and ends[1] <= minute < ends[2])}
    own = [[minute for minute in part if minute in there] for part in parts]
    late = [(spent or [part.stop])[0] - part.start for part, spent in zip(parts, own, strict=True)]
    early = [part.stop - (spent or [part.start - 1])[-1] - 1 for part, spent in zip(parts, own, strict=True)]
    late[1] *= bool(own[1])
    early[0] *= bool(own[0])
    away = [
        run
        for part, spent in zip(parts, own, strict=True)
        for run in "".join("." if minute in there else "x" for minute in part).strip("x").split(".")
        if spent and run
    ]
    marks = ["late"] * bool(max(late)) + ["early_out"] * bool(max(early))
    marks += ["off_post"] * (max(map(len, away), default=0) > 30)

    midnight = at("00:00")
    moments = [midnight + timedelta(minutes=minute) for minute in ends]
    plan = Shift("li.na", "", DAY, "x", moments[0], moments[3], parted[1], moments[1])
    kinds = ["in", "out"] * (len(stamps) // 2)
    seen = spells([(midnight + timedelta(minutes=at), kind) for at, kind in zip(stamps, kinds, strict=True)])
    day = judge(plan, "floor", seen, Known(), load_policy(), LATER)
    assert (day.in_plan_minutes, day.worked_minutes) == (sum(map(len, own)), len(there))
    if not any(own):
        assert (day.marks, day.late_minutes, day.early_minutes) == (("absent",), 0, 0)
    else:
        assert (day.late_minutes, day.early_minutes) == (sum(late), sum(early))
        assert day.away_minutes == sum(map(len, away))
        assert day.marks == tuple(marks or ["present"])

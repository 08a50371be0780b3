"""Shifts in two parts 两头班: a break that has its place, from the typed cell to who may be given a case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cstui import paths
from cstui.errors import BadInput, Refused
from cstui.floor import complaints, dispatch, packs
from cstui.floor.rosters import absence, clashes, coverage, demand, drafting, open_shifts, publishing, swaps, weeks
from cstui.floor.rosters.attendance import days
from cstui.floor.rosters.book import Times, spelled, times_of
from cstui.floor.rosters.clashes import Edit
from cstui.floor.rosters.missing import missing
from cstui.floor.rosters.policy import load_policy
from cstui.floor.rosters.presence import on_shift
from cstui.floor.rosters.request_words import shift_words
from cstui.floor.rosters.stretches import stretches
from cstui.floor.rosters.views import Shift
from db import models as rows
from tests.conftest import Floor
from tests.unit.rosters import requests_floor as requested
from tests.unit.rosters.staffing import MONDAY, publish, stamp, wall

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
TYPED = "09:00-12:00 17:00-21:00"
TUESDAY = MONDAY + timedelta(days=1)


def times(code: str, day: date = MONDAY, zone: ZoneInfo = ZONE) -> Times:
    return times_of(code, day, load_policy(), zone)


def set_one(floor: Floor, code: str, day: date = MONDAY) -> Shift:
    found = drafting.set_cells(floor.lead, None, [Edit("li.na", day, code)], now=NOW).shifts
    return next(each for each in found if each.day == day)


def house(tmp_path: Path, old: str, new: str) -> None:
    """Lay the site's own rosters/house.toml: ours with one line changed."""
    text = (paths.FIXTURES / "rosters" / "house.toml").read_text("utf-8")
    assert text.count(f"\n{old}") == 1
    (tmp_path / "config" / "rosters").mkdir(parents=True)
    (tmp_path / "config" / "rosters" / "house.toml").write_text(text.replace(f"\n{old}", f"\n{new}"), "utf-8")
    packs.find_anew("rosters", "house")


# Codes


@pytest.mark.parametrize(
    "typed",
    [
        TYPED,
        "9:00-12:00 17:00-21:00",
        "09:00-12:00、17:00-21:00",
        "09:00 - 12:00 ， 17：00—21：00",
        "09:00~12:00/17:00~21:00",
        "09:00-12:00;17:00-21:00",
        "09:00-12:00+17:00-21:00",
    ],
)
def test_times_are_typed_in_two_parts(typed: str) -> None:
    found = times(typed)
    assert found == Times(TYPED, wall("09:00"), wall("21:00"), 300, wall("12:00"))
    assert spelled(found, ZONE) == TYPED and times(found.code) == found


def test_the_template_says_the_same() -> None:
    assert times("s1") == times(TYPED)._replace(code="S1")


def test_parts_over_midnight_follow_each_other() -> None:
    night = times("20:00-00:00 02:00-06:00")
    assert stretches(night) == [
        (wall("20:00"), wall("00:00", MONDAY, 1)),
        (wall("02:00", MONDAY, 1), wall("06:00", MONDAY, 1)),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "17:00-21:00 09:00-12:00",  # the wrong way round: it would end the day after
        "09:00-12:00 12:00-18:00",  # no break between
        "09:00-13:00 12:00-18:00",
        "09:00-12:00 13:00-15:00 16:00-18:00",
        "09:00-12:00 17:00",
        "09:00-12:00-17:00-21:00",
        "09:00 12:00",
        "09:00-12:00 x-21:00",
    ],
)
def test_what_is_no_split_shift_is_refused(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        times(typed)
    assert "09:00-12:00 17:00-21:00" in refused.value.detail


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('break = "08:00-10:00"', "times within the shift"),
        ('break = "20:00-22:00"', "times within the shift"),
        ('break = "17:00-12:00"', "times within the shift"),
        ('break = "12:00"', "times within the shift"),
        ('break = "12:00-17:00"\nbreak_minutes = 300', "break says it already"),
    ],
)
def test_a_break_of_a_template_lies_within_it(floor: Floor, tmp_path: Path, line: str, words: str) -> None:
    house(tmp_path, 'break = "12:00-17:00"', line)
    with pytest.raises(BadInput, match="house.toml") as refused:
        load_policy()
    assert words in refused.value.detail


@pytest.mark.parametrize(("day", "pause"), [(date(2026, 3, 28), 60), (date(2026, 10, 24), 180)])
def test_a_break_over_a_change_of_the_clock_has_its_real_minutes(day: date, pause: int) -> None:
    found = times("20:00-01:30 03:30-06:00", day, ZoneInfo("Europe/Berlin"))
    assert found.break_minutes == pause
    assert sum((end - start).total_seconds() for start, end in stretches(found)) == 8 * 3600


def test_a_break_that_a_change_of_the_clock_swallows_is_none() -> None:
    found = times("20:00-02:30 03:15-06:00", date(2026, 3, 28), ZoneInfo("Europe/Berlin"))
    assert (found.break_minutes, found.break_at) == (0, None)


# Drawn up, published, swapped


def test_a_split_shift_is_kept_as_drawn_up_published_and_undone(floor: Floor) -> None:
    shift = set_one(floor, TYPED)
    assert (shift.code, shift.minutes, shift.break_at) == (TYPED, 420, wall("12:00"))
    set_one(floor, "A1")
    drafting.undo_last(floor.lead, None, MONDAY, now=NOW)
    publishing.publish(floor.lead, None, MONDAY, now=NOW)
    (again,) = weeks.week(floor.lead, None, MONDAY, layer=weeks.FORCE).shifts
    assert again == shift


def test_another_place_of_the_break_is_another_shift(floor: Floor, tmp_path: Path) -> None:
    set_one(floor, "S1")
    publishing.publish(floor.lead, None, MONDAY, now=NOW)
    house(tmp_path, 'break = "12:00-17:00"', 'break = "13:00-18:00"')
    set_one(floor, "S1")
    (moved,) = publishing.diff(floor.lead, None, MONDAY)
    assert clashes.told(moved).endswith("S1 09:00-12:00 17:00-21:00 → S1 09:00-13:00 18:00-21:00")
    assert publishing.publish(floor.lead, None, MONDAY, now=NOW).version == 2
    (moved,) = publishing.diff(floor.lead, None, MONDAY, 1, 2)
    assert [each and each.break_at for each in (moved.before, moved.after)] == [wall("12:00"), wall("13:00")]


def test_a_swap_takes_the_break_along_and_falls_when_it_moves(floor: Floor) -> None:
    requested.publish(floor.lead, {"li.na": "S1 off off off off off off", "zhang.wei": "off A1 off off off off off"})
    monday, tuesday = requested.MON, requested.TUE
    swap = swaps.ask(floor.agent, monday, peer="zhang.wei", peer_day=tuesday, now=requested.NOW)
    assert swap.asker_shift == times("S1", monday) and shift_words(swap.asker_shift) == f"S1 {TYPED}"
    swaps.accept(floor.other, swap.number, now=requested.NOW)
    swaps.approve(floor.lead, swap.number, now=requested.NOW)
    given = rows.Shift.get(day=monday, agent=floor.other.id, layer="force")
    assert Times.of(given) == times("S1", monday)
    back = swaps.ask(floor.other, monday, peer="li.na", now=requested.NOW)
    rows.Shift.update(break_at=given.break_at + timedelta(hours=1)).where(rows.Shift.id == given.id).execute()
    with pytest.raises(Refused, match="no longer as agreed"):
        swaps.accept(floor.agent, back.number, now=requested.NOW)


def test_an_open_shift_keeps_its_break(floor: Floor) -> None:
    requested.publish(floor.lead, {"li.na": "off off off off off off off"})
    number = open_shifts.post(floor.lead, requested.TUE, TYPED, now=requested.NOW).number
    assert open_shifts.ask(floor.agent, number, now=requested.NOW).shift == times(TYPED, requested.TUE)
    open_shifts.approve(floor.lead, number, now=requested.NOW)
    row = rows.Shift.get(day=requested.TUE, agent=floor.agent.id, layer="force")
    assert Times.of(row) == times(TYPED, requested.TUE)


# On shift


def statuses(floor: Floor, clock: str) -> dict[str, str]:
    at = wall(clock)
    return {each.agent: each.status for each in on_shift(floor.lead, at, now=at)}


def obstacle(floor: Floor, clock: str, login: str = "li.na") -> str | None:
    at = wall(clock)
    ref = complaints.add(floor.lead, {"subject": "x"}, now=at).ref
    return {offer.login: offer.passed_over for offer in dispatch.offers(floor.lead, ref, now=at)}[login]


def test_nobody_is_on_shift_in_the_break(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "S1"}})
    told = {clock: statuses(floor, clock) for clock in ("08:59", "09:00", "11:59", "12:00", "16:59", "17:00", "21:00")}
    there = {"li.na": "scheduled"}
    assert list(told.values()) == [{}, there, there, {}, {}, there, {}]
    (each,) = on_shift(floor.lead, wall("18:00"), now=wall("18:00"))
    assert (each.shift, each.start, each.end) == ("S1", wall("17:00"), wall("21:00"))


def test_no_case_is_offered_in_the_break_and_none_shortly_before(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "S1"}})
    assert [obstacle(floor, clock) for clock in ("08:00", "11:30", "11:40", "12:00", "16:59", "17:00", "21:30")] == [
        "off shift until 09:00",
        None,
        "shift ends in 20 min",
        "off shift until 17:00",
        "off shift until 17:00",
        None,
        "off shift since 21:00",
    ]
    with pytest.raises(Refused, match="off shift until 17:00"):
        dispatch.next_case(floor.agent, now=wall("13:00"))


def test_a_break_may_be_longer_than_a_stamp_reaches(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "06:00-07:00 20:00-22:00"}})
    stamp(floor.agent, ("in", "05:58"))
    assert (obstacle(floor, "13:00"), statuses(floor, "13:00")) == ("off shift until 20:00", {})


def test_the_shift_of_the_next_day_hides_no_second_part(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "18:00-20:00 23:00-01:00", TUESDAY: "02:00-06:00"}})
    assert obstacle(floor, "22:30") == "off shift until 23:00"


def test_the_time_clock_over_the_break(floor: Floor) -> None:
    publish(floor.boss, {login: {MONDAY: "S1"} for login in ("li.na", "zhang.wei", "lead.wang")})
    stamp(floor.agent, ("in", "08:55"), ("out", "12:01"), ("in", "16:50"), ("out", "21:00"))
    stamp(floor.other, ("in", "08:55"))  # forgot to stamp out and in
    stamp(floor.lead, ("in", "08:58"), ("out", "12:00"))
    assert statuses(floor, "11:00") == dict.fromkeys(("li.na", "zhang.wei", "lead.wang"), "present")
    assert statuses(floor, "12:30") == {}
    assert statuses(floor, "16:30") == {}
    assert statuses(floor, "16:55") == {"li.na": "extra"}
    assert statuses(floor, "17:30") == {"li.na": "present", "zhang.wei": "present", "lead.wang": "late"}
    assert obstacle(floor, "17:30", "lead.wang") == "not clocked in, the shift began at 17:00"
    assert [(each.login, each.why) for each in missing(floor.lead, now=wall("13:00"))] == []
    assert [(each.login, each.until) for each in missing(floor.lead, now=wall("17:30"))] == [
        ("lead.wang", wall("21:00"))
    ]


def test_a_short_break_parts_nothing(floor: Floor) -> None:
    short, long = "08:00-12:00 12:29-17:00", "08:00-12:00 12:30-17:00"
    publish(floor.boss, {"li.na": {MONDAY: short}, "zhang.wei": {MONDAY: long}})
    assert statuses(floor, "12:10") == {"li.na": "scheduled"}
    assert (obstacle(floor, "11:50"), obstacle(floor, "11:50", "zhang.wei")) == (None, "shift ends in 10 min")


def test_an_absence_lasts_until_the_end_of_the_whole_shift(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "S1"}})
    for clock in ("10:00", "13:00"):
        assert absence.mark(floor.lead, "li.na", now=wall(clock)).end == wall("21:00")
        assert absence.cancel(floor.lead, "li.na", mistaken=True, now=wall(clock)) == 1


def test_who_stands_in_for_a_split_shift_is_there_in_its_parts(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "S1"}})
    stamp(floor.other, ("in", "12:30"), ("out", "16:30"))
    stamp(floor.lead, ("in", "09:00"), ("out", "12:00"), ("in", "17:00"), ("out", "18:00"))
    found = {each.login: each for each in days(floor.lead, MONDAY, MONDAY, now=wall("21:00"), team="floor")}
    assert (found["li.na"].other, found["lead.wang"].other, found["zhang.wei"].other) == ("lead.wang", "li.na", None)


def test_who_has_a_break_then_may_stand_in_and_who_is_on_shift_does_not(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "12:00-16:00"}, "zhang.wei": {MONDAY: "S1"}, "lead.wang": {MONDAY: "A1"}})
    stamp(floor.lead, ("in", "08:00"), ("out", "17:00"))
    stamp(floor.other, ("in", "12:00"), ("out", "16:00"), ("in", "17:00"), ("out", "21:00"))
    found = {each.login: each.other for each in days(floor.lead, MONDAY, MONDAY, now=wall("22:00"), team="floor")}
    assert found == {"li.na": "zhang.wei", "zhang.wei": "li.na", "lead.wang": None}


def test_who_stands_in_for_a_split_shift_may_stand_in_for_another_in_its_break(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "S1"}, "zhang.wei": {MONDAY: "12:00-16:00"}})
    stamp(floor.lead, ("in", "09:00"), ("out", "12:00"), ("in", "12:01"), ("out", "16:00"), ("in", "17:00"),
          ("out", "21:00"))  # fmt: skip
    found = {each.login: each.other for each in days(floor.lead, MONDAY, MONDAY, now=wall("22:00"), team="floor")}
    assert (found["li.na"], found["zhang.wei"]) == ("lead.wang", "lead.wang")


# Coverage


def test_nobody_is_planned_in_the_break_and_nothing_goes_short_there(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "S1"}, "zhang.wei": {MONDAY: "08:00-12:00 12:20-17:00"}})
    demand.enter(floor.lead, None, MONDAY, 9 * 60, 21 * 60, 1, 180, now=NOW)
    found = {f"{each.start.astimezone(ZONE):%H:%M}": each for each in coverage.day(floor.lead, None, MONDAY, now=NOW)}
    clocks = ("08:30", "09:00", "11:30", "12:00", "12:30", "16:30", "17:00", "20:30", "21:00")
    assert [found[clock].planned for clock in clocks] == [1, 2, 2, 1, 1, 1, 1, 1, 0]
    away = coverage.what_if(floor.lead, "li.na", wall("11:30"), wall("17:30"), now=NOW)
    assert [f"{each.start.astimezone(ZONE):%H:%M}" for each in (*away.short, *away.worse)] == ["11:30", "17:00"]
    nothing = coverage.what_if(floor.lead, "li.na", wall("13:00"), wall("16:00"), now=NOW)
    assert nothing.text.endswith("(has no shift then)")


def test_who_is_in_the_break_is_not_there(floor: Floor) -> None:
    publish(floor.boss, {"li.na": {MONDAY: "S1"}})
    stamp(floor.agent, ("in", "08:55"))
    found = coverage.day(floor.lead, None, MONDAY, now=wall("20:00"))
    there = [f"{each.start.astimezone(ZONE):%H:%M}" for each in found if each.present]
    assert (there[0], there[-1], len(there)) == ("09:00", "20:00", 6 + 7)
    assert "12:00" not in there and "16:30" not in there


# Where a break lies oddly


def test_a_break_over_midnight_is_kept_although_the_week_it_runs_into_is_not_published(floor: Floor) -> None:
    sunday = MONDAY - timedelta(days=1)
    publish(floor.boss, {"li.na": {sunday: "20:00-23:30 02:00-06:00"}})
    assert [obstacle(floor, clock) for clock in ("00:30", "02:30", "07:00")] == ["off shift until 02:00", None, None]


@pytest.mark.parametrize(
    ("typed", "worked"),
    [
        ("02:00-03:00 05:00-10:00", ("05:00", "10:00")),  # the hour that is skipped is the whole first part
        ("20:00-02:00 02:30-03:00", ("20:00", "03:00")),
        ("18:00-23:00 02:00-03:00", ("18:00", "23:00")),
    ],
)
def test_a_part_that_a_change_of_the_clock_swallows_is_none(typed: str, worked: tuple[str, str]) -> None:
    berlin, day = ZoneInfo("Europe/Berlin"), date(2026, 3, 28)
    found = times(typed, day + timedelta(days=typed < "1"), berlin)
    assert (found.break_minutes, found.break_at) == (0, None)
    assert spelled(found, berlin) == "-".join(worked)


@pytest.mark.parametrize("typed", ["02:00-03:00", "02:30-03:00"])
def test_a_shift_that_a_change_of_the_clock_swallows_whole_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match=f"Nothing is left of {typed} on 2026-03-29"):
        times(typed, date(2026, 3, 29), ZoneInfo("Europe/Berlin"))

"""Weeks and days as people type them, and who sees what of a team's week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cstui.errors import BadInput
from cstui.floor import leavers
from cstui.floor.access import Denied
from cstui.floor.rosters import drafting, publishing, weeks
from cstui.floor.rosters.drafting import Edit
from cstui.floor.rosters.views import Week
from db import models as rows
from tests.conftest import Floor

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)  # Monday 01:00 in Shanghai


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        (None, MONDAY),
        ("this", MONDAY),
        ("本周", MONDAY),
        ("next", date(2026, 11, 30)),
        ("下周", date(2026, 11, 30)),
        ("last", date(2026, 11, 16)),
        ("+2w", date(2026, 12, 7)),
        ("-1", date(2026, 11, 16)),
        ("2026-W53", date(2026, 12, 28)),
        ("2026w48", MONDAY),
        ("W01", date(2025, 12, 29)),
        ("2026-11-29", MONDAY),
        (date(2026, 11, 29), MONDAY),
    ],
)
def test_a_week_as_typed(floor: Floor, text: str | date | None, monday: date) -> None:
    assert weeks.monday_of(text, now=NOW) == monday


@pytest.mark.parametrize("text", ["2025-W53", "W0", "2026-11-31", "soon", "2026", "9999-W52", "0001-W01"])
def test_what_is_no_week_is_refused(floor: Floor, text: str) -> None:
    with pytest.raises(BadInput, match="is not a week"):
        weeks.monday_of(text, now=NOW)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mon", MONDAY),
        ("Sunday", date(2026, 11, 29)),
        ("周三", date(2026, 11, 25)),
        ("wednesday", date(2026, 11, 25)),
        ("thurs", date(2026, 11, 26)),
        ("礼拜六", date(2026, 11, 28)),
        ("星期日", date(2026, 11, 29)),
        ("周天", date(2026, 11, 29)),
        ("today", date(2026, 11, 23)),
        ("明天", date(2026, 11, 24)),
        ("12-31", date(2026, 12, 31)),
        ("01-02", date(2027, 1, 2)),
        ("2026-02-28", date(2026, 2, 28)),
    ],
)
def test_a_day_as_typed(floor: Floor, text: str, day: date) -> None:
    assert weeks.day_of(text, MONDAY, now=NOW) == day


@pytest.mark.parametrize("text", ["", "day", "monkey", "02-30", "13-01", "周九"])
def test_what_is_no_day_is_refused(floor: Floor, text: str) -> None:
    with pytest.raises(BadInput, match="is not a day"):
        weeks.day_of(text, MONDAY, now=NOW)


def test_a_leap_day_is_the_nearest_there_is(floor: Floor) -> None:
    assert weeks.day_of("02-29", date(2028, 3, 6), now=NOW) == date(2028, 2, 29)


def test_spans_of_days_include_both_ends(floor: Floor) -> None:
    assert weeks.days_of("tue..thu", MONDAY, now=NOW) == [MONDAY + timedelta(days=step) for step in (1, 2, 3)]
    assert len(weeks.days_of("12-29..01-02", MONDAY, now=NOW)) == 5
    assert weeks.days_of("sat,mon..tue，tue", MONDAY, now=NOW) == [MONDAY + timedelta(days=step) for step in (0, 1, 5)]
    for wrong in ("mon,,tue", "mon,"):
        with pytest.raises(BadInput, match="is not a day"):
            weeks.days_of(wrong, MONDAY, now=NOW)
    for wrong in ("thu..tue", "2026-01-01..2028-01-01"):
        with pytest.raises(BadInput, match="no span"):
            weeks.days_of(wrong, MONDAY, now=NOW)


@pytest.fixture
def drawn(floor: Floor) -> Floor:
    """A floor with a published week, changed in the draft since."""
    edits = [Edit("li.na", MONDAY, "A1"), Edit("zhang.wei", MONDAY, "B1")]
    drafting.set_cells(floor.lead, None, edits, now=NOW)
    publishing.publish(floor.lead, None, MONDAY, now=NOW)
    drafting.set_cells(floor.lead, None, [Edit("li.na", MONDAY, "off")], now=NOW)
    return floor


def codes(week: Week) -> dict[str, str]:
    return {shift.login: shift.code for shift in week.shifts}


def test_everybody_of_the_team_stands_in_its_week_with_or_without_a_shift(drawn: Floor) -> None:
    week = weeks.week(drawn.boss, "floor", MONDAY)
    assert [login for login, _name in week.people] == ["lead.wang", "li.na", "zhang.wei"]
    assert codes(week) == {"li.na": "off", "zhang.wei": "B1"}
    assert codes(weeks.week(drawn.boss, "floor", MONDAY, layer=weeks.FORCE)) == {"li.na": "A1", "zhang.wei": "B1"}


def test_whoever_works_is_shown_whatever_the_role(drawn: Floor) -> None:
    drafting.set_cells(drawn.boss, None, [Edit("boss", MONDAY, "A2")], now=NOW)
    assert "boss" in dict(weeks.week(drawn.lead, None, MONDAY).people)


def test_an_agent_sees_the_own_row_as_published(drawn: Floor) -> None:
    week = weeks.week(drawn.agent, None, MONDAY)
    assert week.people == (("li.na", "李娜"),)
    assert codes(week) == {"li.na": "A1"}


def test_no_agent_sees_another_teams_week(drawn: Floor) -> None:
    for team in ("floor", "cards"):
        with pytest.raises(Denied):
            weeks.week(drawn.stranger if team == "floor" else drawn.agent, team, MONDAY)


def test_a_lead_reads_the_own_team_only_and_an_auditor_all(drawn: Floor) -> None:
    with pytest.raises(Denied):
        weeks.week(drawn.lead, "cards", MONDAY)
    assert weeks.week(drawn.auditor, "cards", MONDAY).people == (("chen.mo", "陈默"),)


def test_an_unknown_team_is_named(floor: Floor) -> None:
    with pytest.raises(BadInput, match="no team nowhere"):
        weeks.week(floor.boss, "nowhere", MONDAY)


def test_a_week_nobody_wrote_is_an_empty_draft(floor: Floor) -> None:
    week = weeks.week(floor.lead, None, MONDAY + timedelta(days=3))
    assert (week.monday, week.state, week.version, week.revision, week.shifts) == (MONDAY, "draft", 0, 0, ())
    assert rows.Roster.select().count() == 0


def test_approved_leave_is_marked_on_its_days_only(drawn: Floor) -> None:
    for state, first, last in (("approved", 20, 24), ("submitted", 26, 27)):
        rows.Leave.create(
            agent=drawn.agent.id,
            kind="annual",
            first_day=date(2026, 11, first),
            last_day=date(2026, 11, last),
            state=state,
            created_at=NOW,
        )
    away = tuple(("li.na", date(2026, 11, day), "annual") for day in (23, 24))
    assert weeks.week(drawn.lead, None, MONDAY).leave == away
    assert weeks.week(drawn.other, None, MONDAY).leave == ()


def test_a_disabled_person_is_shown_while_a_shift_is_left(drawn: Floor) -> None:
    leavers.disable_agent(drawn.boss, "zhang.wei")
    assert "zhang.wei" in dict(weeks.week(drawn.lead, None, MONDAY).people)
    drafting.set_cells(drawn.lead, None, [Edit("zhang.wei", MONDAY, None)], now=NOW)
    assert "zhang.wei" not in dict(weeks.week(drawn.lead, None, MONDAY).people)


def test_the_weeks_ever_written_are_listed_newest_first(drawn: Floor) -> None:
    drafting.set_cells(drawn.lead, None, [Edit("li.na", date(2026, 12, 1), "A1")], now=NOW)
    assert [(week.monday.day, week.state) for week in weeks.weeks(drawn.agent)] == [(30, "draft"), (23, "draft")]

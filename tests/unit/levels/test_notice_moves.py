"""A corrected calendar moves public notices and appeals that run, and nothing else of a case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from cstui.floor import accounts, corrections, journal, notices, recording
from cstui.floor.labels import label
from cstui.floor.levels import case_book, case_lines, cases, people
from cstui.floor.levels.case_views import Case
from tests.conftest import Floor
from tests.unit.levels.promoting import GIVEN, REPORT, START, lay_ladder, led_to, stand

SHUT = '[[site]]\nfrom = {day}\nto = {day}\nhours = []\nname = "Flood"\n'


@pytest.fixture(autouse=True)
def ladder(floor: Floor) -> None:
    lay_ladder()
    stand(floor)


def corrected(floor: Floor, tmp_path: Path, text: str, now: datetime = START) -> None:
    """Bring the site's own calendar into force."""
    path = tmp_path / "config" / "calendars" / "cn.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'base = "cn"\n{text}', "utf-8")
    corrections.apply(floor.boss, now=now)


def last_day(floor: Floor, number: int, now: datetime = START) -> date:
    until = case_book.case(floor.boss, number, now=now).case.notice_until
    assert until is not None
    return people.today(until)


def test_a_day_off_that_was_not_known_moves_the_end(floor: Floor, tmp_path: Path) -> None:
    number = led_to(floor, "noticed").number
    assert last_day(floor, number) == date(2026, 3, 23)
    corrected(floor, tmp_path, SHUT.format(day="2026-03-18"))
    assert last_day(floor, number) == date(2026, 3, 24)
    corrected(floor, tmp_path, SHUT.format(day="2026-03-18"))  # once more moves nothing further
    assert last_day(floor, number) == date(2026, 3, 24)
    corrected(floor, tmp_path, "")  # it was none after all: nobody's days are cut
    assert last_day(floor, number) == date(2026, 3, 24)
    told = [each.body["step"] for each in notices.notices(floor.agent) if each.kind == "level.case"]
    assert told.count("moved") == 1 and journal.verdict().whole


def test_what_would_move_is_listed_first_for_whom_it_concerns(floor: Floor, tmp_path: Path) -> None:
    number = led_to(floor, "noticed").number
    path = tmp_path / "flood.toml"
    path.write_text('base = "cn"\n' + SHUT.format(day="2026-03-18"), "utf-8")
    [move] = corrections.moves(floor.lead, path, now=START)
    assert (move.ref, move.clock, label("clock", move.clock)) == (f"promotion:{number}", "notice", "public notice")
    assert [people.today(each) for each in move[3:]] == [date(2026, 3, 23), date(2026, 3, 24)]
    with time_machine.travel(START, tick=False):
        stranger = accounts.add_agent(floor.boss, "lead.xu", name="x", team="cards", roles=("lead",))
    assert corrections.moves(accounts.find_actor(stranger.login), path, now=START) == ()
    assert last_day(floor, number) == date(2026, 3, 23)
    assert corrections.apply(floor.boss, path, now=START) == (move,)
    assert corrections.moves(floor.boss, path, now=START) == () == corrections.apply(floor.boss, path, now=START)
    [first, second] = [each.event.body["notices"] for each in journal.entries(floor.boss, subject="floor")
                       if each.event.action == "calendar.applied"]  # fmt: skip
    assert (first, second) == (1, 0)


def test_the_end_in_a_year_that_nobody_knows_yet_is_told_as_provisional(floor: Floor) -> None:
    year = next(each for each in range(2026, 2060) if not recording.calendar().data.knows(each + 1))
    december = datetime(year, 12, 29, 4, tzinfo=UTC)
    number = led_to(floor, "noticed", now=december).number
    told = case_lines.dates(case_book.case(floor.boss, number, now=december).case)
    assert len(told) == 1 and f"{year + 1}-01-" in told[0] and "(provisional)" in told[0]


def test_what_is_over_or_stands_still_is_left(floor: Floor, tmp_path: Path) -> None:
    number = led_to(floor, "noticed").number
    corrected(floor, tmp_path, SHUT.format(day="2026-03-18"), now=datetime(2026, 3, 24, 4, tzinfo=UTC))
    assert last_day(floor, number) == date(2026, 3, 23)
    assert cases.take(floor.boss, number, "approve", {}, now=datetime(2026, 3, 24, 4, tzinfo=UTC)).state == "trial"


def test_after_an_objection_the_days_that_were_left_are_counted(floor: Floor, tmp_path: Path) -> None:
    number = led_to(floor, "noticed").number
    thursday = START + timedelta(days=3)
    cases.take(floor.other, number, "object", GIVEN["object"], now=thursday)
    corrected(floor, tmp_path, SHUT.format(day="2026-03-20"), now=thursday)  # it stands still: nothing to move
    cases.take(floor.boss, number, "settle", GIVEN["settle"], now=thursday)
    assert last_day(floor, number, thursday) == date(2026, 3, 24)
    corrected(floor, tmp_path, SHUT.format(day="2026-03-20") + SHUT.format(day="2026-03-24"), now=thursday)
    assert last_day(floor, number, thursday) == date(2026, 3, 25)


def test_the_days_for_an_appeal_move_and_with_them_the_effect(floor: Floor, tmp_path: Path) -> None:
    stand(floor, "zhang.wei", "middle")
    case: Case = cases.report(floor.lead, "zhang.wei", REPORT, ladder="mini", now=START)
    for action, actor in (("investigate", floor.lead), ("conclude", floor.boss), ("decide", floor.boss)):
        case = cases.take(actor, case.number, action, GIVEN[action], now=START)
    assert case.effective_on == date(2026, 3, 24)
    corrected(floor, tmp_path, SHUT.format(day="2026-03-23"))
    assert last_day(floor, case.number) == date(2026, 3, 24)
    assert case_book.case(floor.boss, case.number, now=START).case.effective_on == date(2026, 3, 25)

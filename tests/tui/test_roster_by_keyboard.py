"""The day hour by hour: who is there, who is ill and what becomes of the cases, clocked and explained by keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from cstui.floor import accounts, complaints, store
from cstui.floor.rosters import absence, attendance, demand, excuses
from cstui.floor.rosters.presence import on_shift
from cstui.i18n import set_language
from cstui.tui.modals.choose import ChooseModal
from cstui.tui.screens.day import DayScreen
from cstui.tui.screens.inbox import InboxScreen
from cstui.tui.screens.roster import RosterScreen
from cstui.tui.widgets.status_line import StatusLine
from tests.unit.rosters.staffing import MONDAY, publish, stamp, wall

NOW = wall("10:30")


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """It is Monday, half past ten on the floor."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def staffed(floor: Any) -> Any:
    """Li is there since eight, Zhang comes at one, the lead is there; two calls are expected in each half hour."""
    publish(floor.boss, {"li.na": {MONDAY: "A1"}, "zhang.wei": {MONDAY: "B1"}, "lead.wang": {MONDAY: "A2"}})
    stamp(floor.agent, ("in", "07:55"))
    stamp(floor.lead, ("in", "08:58"))
    demand.enter(floor.lead, None, MONDAY, 8 * 60, 20 * 60, 3)
    return floor


def line(stage: Any) -> str:
    return str(stage.app.floor_screen.query_one(StatusLine).text)


async def opened(stage: Any, *keys: str) -> Any:
    """Open the day of the roster and return its board, the cursor on the first person."""
    await stage.press("2")
    await stage.until(lambda: isinstance(stage.app.screen, RosterScreen) and stage.app.screen.grid.week is not None)
    await stage.press("T")
    await stage.until(lambda: isinstance(stage.app.screen, DayScreen))
    board = stage.app.screen.board
    await stage.until(lambda: board.days)
    await stage.press("g", *keys)
    return board


async def dialog(stage: Any, key: str) -> None:
    await stage.press(key)
    await stage.until(lambda: getattr(stage.app.screen, "ready", False))


async def test_the_board_tells_who_is_there_and_where_it_goes_wrong(stage: Any, staffed: Any) -> None:
    publish(staffed.boss, {"qa.sun": {MONDAY: "A1"}})
    async with stage.shown(size=(160, 50)):
        board = await opened(stage)
        assert [day.login for day in board.days] == ["lead.wang", "li.na", "qa.sun", "zhang.wei"]
        await stage.until(stage.shows("A1 present", "A1 late", "B1 scheduled", "here:2", "need", "plan", "short"))
        stamp(staffed.agent, ("out", "10:20"))
        await stage.until(stage.shows("here:1"))  # who has gone is not here, whatever the day was like
        set_language("zh")
        stage.app.floor_screen.retranslate()
        await stage.until(lambda: "present" not in stage.seen() and "scheduled" not in stage.seen())


async def test_the_break_of_a_split_shift_stays_open_on_the_board(stage: Any, staffed: Any) -> None:
    publish(staffed.boss, {"qa.sun": {MONDAY: "S1"}})
    stamp(staffed.auditor, ("in", "08:55"))
    async with stage.shown(size=(160, 50)):
        board = await opened(stage)
        day = next(each for each in board.days if each.login == "qa.sun")
        signs = "".join(segment.text for segment in list(board._person(day, False, 160))[1:49])
        hours = signs[:: len(signs) // 48]
        assert hours[24:34] == "." * 10 and set(hours[34:42]) == {"░"} and hours[42:] == "." * 6


async def test_absent_with_the_cases_handed_on_is_one_action_and_undone_as_one(stage: Any, staffed: Any) -> None:
    ref = stage.case()
    complaints.take(staffed.agent, ref, "claim")
    stamp(staffed.other, ("in", "10:00"))
    publish(staffed.boss, {"chen.mo": {MONDAY: "A1"}}, "cards")
    async with stage.shown():
        board = await opened(stage, "j")
        assert board.current.login == "li.na"
        await dialog(stage, "a")
        await stage.press("tab", "tab")
        await stage.type("ill [/]")
        await stage.press("tab")
        assert ref in stage.seen() and "李娜 has 1 open case" in stage.seen()
        await stage.press("enter")
        await stage.type("r")  # release them to the queue
        await stage.press("enter", "ctrl+s")
        await stage.until(lambda: "is marked absent" in line(stage) and "1 case handed on" in line(stage))
        assert complaints.show(staffed.lead, ref).complaint.assignee is None
        await stage.until(stage.shows("A1 absent"))
        assert {each.agent: each.status for each in on_shift(staffed.lead)}["li.na"] == "absent"
        await stage.press("1", "u")
        await stage.until(lambda: complaints.show(staffed.lead, ref).complaint.assignee == "li.na")
        assert {each.agent: each.status for each in on_shift(staffed.lead)}["li.na"] == "present"  # undone as one
        await stage.press("2")
        await stage.until(lambda: isinstance(stage.app.screen, RosterScreen))
        await opened(stage, "j")
        await dialog(stage, "a")
        await stage.press("ctrl+s")
        await stage.until(lambda: line(stage).endswith("is marked absent."))
        assert complaints.show(staffed.lead, ref).complaint.assignee == "li.na"
        await stage.press("b")
        await stage.until(lambda: "is back" in line(stage))
    assert {each.agent: each.status for each in on_shift(staffed.lead)}["li.na"] == "present"


async def test_cases_stay_until_a_way_is_chosen_and_nobody_has_none(stage: Any, staffed: Any) -> None:
    async with stage.shown():
        await opened(stage, "j", "r")
        await stage.until(lambda: "李娜 has no open case." in line(stage))
        ref = stage.case()
        complaints.take(staffed.agent, ref, "claim")
        await stage.press("r")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, DayScreen))
        assert complaints.show(staffed.lead, ref).complaint.assignee == "li.na"


async def test_what_if_tells_without_changing_anything(stage: Any, staffed: Any) -> None:
    async with stage.shown():
        await opened(stage, "j")
        await dialog(stage, "w")
        await stage.type("14:00")
        await stage.press("tab")
        await stage.type("17:00")
        await stage.press("ctrl+s")
        await stage.until(lambda: "李娜 absent 14:00-17:00" in line(stage))
    assert absence.open_cases(staffed.lead, "li.na") == []
    assert {day.marks for day in attendance.days(staffed.lead, MONDAY, MONDAY, login="li.na")} == {("present",)}


async def test_a_lead_clocks_people_and_an_agent_only_oneself(stage: Any, staffed: Any) -> None:
    async with stage.shown():
        board = await opened(stage, "j")
        await stage.press("o")
        await stage.until(lambda: "李娜 clocked out" in line(stage))
        await stage.press("G")
        assert board.current.login == "zhang.wei"
        await stage.press("i")
        await stage.until(lambda: "张伟 clocked in" in line(stage))
    async with stage.shown(actor=staffed.agent):
        board = await opened(stage)
        assert [day.login for day in board.days] == ["li.na"]
        await stage.press("i")
        await stage.until(lambda: "李娜 clocked in" in line(stage))
        await stage.press("a")
        await stage.until(lambda: "ready" in dir(stage.app.screen) or "may" in line(stage))


async def test_a_day_is_explained_read_and_excused_on_the_board_or_in_the_inbox(stage: Any, staffed: Any) -> None:
    async with stage.shown(actor=staffed.other):
        await opened(stage)
        await dialog(stage, "e")
        await stage.type("the bus [/] broke down")
        await stage.press("ctrl+s")
        await stage.until(lambda: excuses.waiting(staffed.lead))
    async with stage.shown():
        board = await opened(stage, "x")
        await stage.until(lambda: "Nothing was said" in line(stage))
        await stage.press("G")
        assert board.current.login == "zhang.wei"
        await stage.until(lambda: "says: the bus [/] broke down" in line(stage))
        await stage.press("x")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        await stage.press("j", "enter")
        await stage.until(lambda: "Not excused." in line(stage))
        await dialog(stage, "x")  # once more: what was decided is turned round only with a reason
        await stage.type("the bus line says so")
        await stage.press("ctrl+s")
        await stage.until(lambda: line(stage) == "Excused.")
    excuses.explain(staffed.agent, MONDAY, f"I overslept {stage.HOSTILE}")
    async with stage.shown():
        await stage.press("9")
        await stage.until(lambda: isinstance(stage.app.screen, InboxScreen))
        await stage.until(stage.shows("explanation", "李娜 explains 03-09"))
        assert "\x1b" not in stage.seen() and "\u202e" not in stage.seen()
        await stage.press("enter")
        await stage.until(stage.shows("reason: I overslept [/]"))
        await stage.press("escape", "y")
        await stage.until(lambda: "excused" in line(stage))
    assert excuses.waiting(staffed.lead) == []


async def test_the_night_of_the_day_before_stands_until_it_ends(stage: Any, staffed: Any) -> None:
    publish(staffed.boss, {"qa.sun": {MONDAY - timedelta(days=1): "C1"}})
    stamp(staffed.auditor, ("in", "21:58"), ("out", "30:01"), day=MONDAY - timedelta(days=1))
    async with stage.shown(size=(160, 50)):
        board = await opened(stage)
        nights = [day for day in board.days if day.login == "qa.sun"]
        assert [(day.day, day.shift) for day in nights] == [(MONDAY - timedelta(days=1), "C1")]
        row = next(row for row in stage.seen().splitlines() if "孙质检" in row)
        assert row.count("█") == 12 * 2  # six hours after midnight, two cells a half hour
        await stage.press("[")
        await stage.until(lambda: [day.login for day in board.days] == ["qa.sun"])
        await stage.press("t")
        await stage.until(lambda: len(board.days) == 4)


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (30, 8)])
async def test_it_stands_at_every_size_and_shows_names_and_codes_literally(
    stage: Any, staffed: Any, size: tuple[int, int]
) -> None:
    accounts.add_agent(staffed.boss, "aaa", name=stage.HOSTILE, team="floor")
    publish(staffed.boss, {"aaa": {MONDAY: "09:00-18:00"}})
    async with stage.shown(size=size):
        await opened(stage, "G", "g", "pagedown", "pageup", "]", "[", "t")
        await stage.until(stage.shows(*(("[/] [退", "09:00-18:00") if size[0] == 30 else ("Rosters",))))
        for key in ("a", "w"):
            await dialog(stage, key)
            await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, DayScreen))
        assert "\x1b" not in stage.seen() and "\u202e" not in stage.seen()
        assert len(stage.seen().splitlines()) == size[1]


async def test_a_day_that_nobody_is_planned_for_says_so(stage: Any, staffed: Any) -> None:
    async with stage.shown():
        await opened(stage)
        await stage.press(*("]",) * 3)
        await stage.until(stage.shows("Nobody is planned"))
        await stage.press("a", "b", "r", "w", "x")
        assert isinstance(stage.app.screen, DayScreen)
    assert store.now() - NOW < timedelta(minutes=5)


@pytest.mark.parametrize(("who", "keys"), [("agent", "abrwx"), ("auditor", "abrxioe")])
async def test_whose_business_it_is_not_reads_so_before_any_form(stage: Any, staffed: Any, who: str, keys: str) -> None:
    async with stage.shown(actor=getattr(staffed, who)):
        await opened(stage)
        for key in keys:
            stage.app.status("")
            await stage.press(key)
            await stage.until(lambda: "You may not" in line(stage))
            assert isinstance(stage.app.screen, DayScreen)
        await stage.press("escape", "9")
        await stage.until(lambda: isinstance(stage.app.screen, InboxScreen))
        for key in "o" if who == "agent" else "slo":
            stage.app.status("")
            await stage.press(key)
            await stage.until(lambda: "You may not" in line(stage))
            assert isinstance(stage.app.screen, InboxScreen)


async def test_the_end_of_a_shift_offers_the_open_cases(stage: Any, staffed: Any) -> None:
    ref = complaints.add(staffed.lead, {"subject": "x"}).ref
    complaints.take(staffed.agent, ref, "claim")
    async with stage.shown(actor=staffed.agent):
        await opened(stage)
        await stage.press("o")
        await stage.until(lambda: "1 open case stays with you" in line(stage))
    stamp(staffed.agent, ("in", "10:31"))
    async with stage.shown():
        board = await opened(stage, "j")
        await stage.until(lambda: board.current.login == "li.na")
        with time_machine.travel(wall("10:40"), tick=True):
            await stage.press("o")
            await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
            await stage.press("enter")
            await stage.until(lambda: complaints.show(staffed.lead, ref).complaint.assignee is None)


async def test_a_wrong_stamp_is_struck_out_and_a_mark_of_absence_undone(stage: Any, staffed: Any) -> None:
    async with stage.shown():
        board = await opened(stage, "j")
        assert board.current.login == "li.na"
        await stage.press("z")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        assert "Which stamp of 李娜 was wrong?" in stage.seen()
        await stage.press("enter")
        await stage.until(lambda: getattr(stage.app.screen, "ready", False))
        await stage.type("a visitor [/]")
        await stage.press("ctrl+s")
        await stage.until(lambda: line(stage).startswith("Struck out: in 03-09"))
        assert board.current.first_in is None
        await dialog(stage, "a")
        await stage.press("ctrl+s")
        await stage.until(lambda: "is marked absent" in line(stage))
        await stage.press("u")
        await stage.until(lambda: line(stage) == "li.na is not marked absent any more.")

"""The inbox: a swap and a leave go their whole way by keyboard, each step by another person."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cstui.floor import accounts, notices, packs, store
from cstui.floor.rosters import clashes, drafting, leave, open_shifts, publishing, swaps, weeks
from cstui.tui.modals.tell import TellModal
from cstui.tui.screens.inbox import InboxScreen
from cstui.tui.widgets.status_line import StatusLine


def line(stage: Any) -> str:
    return str(stage.app.floor_screen.query_one(StatusLine).text)


@pytest.fixture
def monday(floor: Any) -> date:
    """Next week is published: Li Na early, Zhang Wei late."""
    monday = weeks.monday_of("next")
    days = [monday + timedelta(days=place) for place in range(5)]
    edits = [clashes.Edit("li.na", day, "A1") for day in days] + [clashes.Edit("zhang.wei", day, "B1") for day in days]
    drafting.set_cells(floor.lead, None, edits)
    publishing.publish(floor.lead, None, monday)
    for actor in (floor.agent, floor.other, floor.lead):
        notices.see(actor)
    return monday


async def opened(stage: Any) -> None:
    await stage.press("9")
    await stage.until(lambda: isinstance(stage.app.screen, InboxScreen))
    await stage.pilot.pause(0.1)


async def dialog(stage: Any, key: str) -> None:
    await stage.press(key)
    await stage.until(lambda: getattr(stage.app.screen, "ready", False))


async def test_a_swap_is_asked_for_accepted_and_approved_by_three_people(stage: Any, floor: Any, monday: date) -> None:
    async with stage.shown(actor=floor.agent):
        await opened(stage)
        await dialog(stage, "s")
        await stage.type(monday.isoformat())
        await stage.press("tab")
        await stage.type("zhang.wei")
        await stage.press("tab")
        await stage.type(monday.isoformat())
        await stage.press("ctrl+s")
        await stage.until(lambda: "is offered" in line(stage))
    number = swaps.swaps(floor.agent)[0].number
    async with stage.shown(actor=floor.other):
        await opened(stage)
        await stage.until(stage.shows("offered", "swap"))
        await stage.press("y")
        await stage.until(lambda: "waiting for a lead" in line(stage))
    async with stage.shown():
        await opened(stage)
        await stage.until(stage.shows("to decide"))
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, TellModal))
        await stage.press("escape", "y")
        await stage.until(lambda: "approved" in line(stage))
    assert swaps.swap(floor.agent, number).state == "approved"
    week = weeks.week(floor.lead, None, monday, layer=weeks.FORCE)
    assert {shift.login: shift.code for shift in week.shifts if shift.day == monday} == {
        "li.na": "B1",
        "zhang.wei": "A1",
    }


async def test_leave_is_asked_for_and_rejected_only_with_a_reason(stage: Any, floor: Any, monday: date) -> None:
    leave.ask(floor.agent, "annual", monday, reason=stage.HOSTILE)
    async with stage.shown():
        await opened(stage)
        await stage.until(stage.shows("leave 1"))
        await dialog(stage, "n")
        await stage.press("ctrl+s")
        await stage.until(stage.shows("Reason"))
        await stage.type("month's end")
        await stage.press("ctrl+s")
        await stage.until(lambda: "turned down" in line(stage))
    assert leave.leave(floor.agent, 1).state == "rejected"
    async with stage.shown(actor=floor.agent):
        await opened(stage)
        await stage.until(stage.shows("told"))
        await stage.press("y")
        await stage.until(lambda: "Seen" in line(stage))
    assert notices.notices(floor.agent) == []


async def test_a_broken_file_of_the_house_is_told_and_the_program_goes_on(
    stage: Any, floor: Any, tmp_path: Path, monday: date
) -> None:
    (tmp_path / "config" / "rosters").mkdir(parents=True)
    (tmp_path / "config" / "rosters" / "house.toml").write_text("rules = [", encoding="utf-8")
    packs.find_anew("rosters", "house")
    async with stage.shown(actor=floor.agent):
        await opened(stage)
        await stage.press("l")
        await stage.until(lambda: any("not valid TOML" in each.title for each in stage.app._notifications))
        assert isinstance(stage.app.screen, InboxScreen)


async def test_an_empty_inbox_says_so(stage: Any, floor: Any, monday: date) -> None:
    async with stage.shown(actor=floor.agent):
        await opened(stage)
        await stage.until(stage.shows("Nothing waits for you"))
        await stage.press("enter", "y")
        await stage.until(lambda: "cannot be done" in line(stage))


async def test_who_works_otherwise_reads_from_what_to_what(stage: Any, floor: Any, monday: date) -> None:
    drafting.set_cells(floor.lead, None, [clashes.Edit("li.na", monday, "B1")])
    publishing.publish(floor.lead, None, monday)
    async with stage.shown(actor=floor.agent):
        await opened(stage)
        await stage.until(stage.shows("A1 → B1"))
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, TellModal))
        assert "were changed" in stage.seen()


async def test_a_posted_shift_is_asked_for_and_given(stage: Any, floor: Any, monday: date) -> None:
    saturday = monday + timedelta(days=5)
    async with stage.shown():
        await opened(stage)
        await dialog(stage, "o")
        await stage.type(saturday.isoformat())
        await stage.press("tab")
        await stage.type("H1")
        await stage.press("ctrl+s")
        await stage.until(lambda: "is posted" in line(stage))
    async with stage.shown(actor=floor.agent):
        await opened(stage)
        await stage.press("o")
        await stage.until(lambda: "may not change the roster" in line(stage))
        await stage.press("n")
        await stage.until(lambda: "cannot be done" in line(stage))
        await stage.press("y")
        await stage.until(lambda: "asked for" in line(stage))
    async with stage.shown():
        await opened(stage)
        await stage.until(stage.shows("to decide"))
        await stage.press("y")
        await stage.until(lambda: "filled" in line(stage))
    assert open_shifts.open_shift(floor.lead, 1).asker == "li.na"
    mine = weeks.week(accounts.find_actor("li.na"), None, saturday).shifts
    assert [shift.code for shift in mine if shift.day == saturday] == ["H1"]


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (30, 8)])
async def test_it_stands_at_every_size_and_shows_reasons_literally(
    stage: Any, floor: Any, monday: date, size: tuple[int, int]
) -> None:
    leave.ask(floor.agent, "sick", store.now().astimezone(store.zone()).date(), reason=stage.HOSTILE)
    async with stage.shown(size=size):
        await opened(stage)
        await stage.press("G", "g", "enter")
        await stage.pilot.pause(0.1)
        assert "\x1b" not in stage.seen() and "\u202e" not in stage.seen()

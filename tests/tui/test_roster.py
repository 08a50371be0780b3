"""The week as a grid: built, checked and published by keyboard; two leads at once lose nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cstui import i18n
from cstui.floor import accounts, when
from cstui.floor.rosters import clashes, drafting, publishing, weeks
from cstui.floor.rosters.views import OFF, Shift
from cstui.tui.modals.ask import AskModal
from cstui.tui.modals.choose import ChooseModal
from cstui.tui.modals.tell import ClashModal, TellModal
from cstui.tui.screens.roster import RosterScreen
from cstui.tui.widgets.status_line import StatusLine
from cstui.tui.widgets.week_grid import Signs, WeekGrid, code_words

TEAM = "floor"


def grid(stage: Any) -> Any:
    return stage.app.floor_screen.grid


def line(stage: Any) -> str:
    return str(stage.app.floor_screen.query_one(StatusLine).text)


def codes(floor: Any, monday: date, layer: str = weeks.DRAFT) -> dict[str, list[str]]:
    """Return everybody's codes of a week, a dot for an empty cell."""
    week = weeks.week(floor.lead, None, monday, layer=layer)
    found = {(shift.login, shift.day): shift.code for shift in week.shifts}
    days = [monday + timedelta(days=place) for place in range(7)]
    return {login: [found.get((login, day), ".") for day in days] for login, _name in week.people}


def planned(stage: Any, day: date) -> int | None:
    """Return how many half hours of work the strip shows for a day, None while it shows another."""
    known = stage.app.floor_screen.known
    return sum(each.planned for each in known.intervals) if known.day == day else None


def test_the_days_of_a_narrow_week_keep_their_distance(floor: Any) -> None:
    monday = date(2026, 11, 23)
    i18n.set_language("zh")
    try:
        shown = WeekGrid()
        shown.week = weeks.week(floor.lead, None, monday)
        shown.signs = Signs(days_off=frozenset({monday + timedelta(days=5), monday + timedelta(days=6)}))
        for width in range(66, 120):
            heading = "".join(part.text for part in shown._heading(width))
            assert heading.split()[-1] == "工时" and all(f" {day}" in heading for day in ("周二", "周日")), width
    finally:
        i18n.set_language("en")


async def opened(stage: Any) -> None:
    await stage.press("2")
    await stage.until(lambda: isinstance(stage.app.screen, RosterScreen) and grid(stage).week is not None)
    grid(stage).column = 0
    grid(stage).row = 0


async def test_a_code_is_typed_and_the_last_one_repeated_with_one_key_a_shift(stage: Any, floor: Any) -> None:
    async with stage.shown():
        await opened(stage)
        monday, login = grid(stage).week.monday, grid(stage).login
        await stage.press("s", "b", "1", "enter")
        await stage.until(lambda: codes(floor, monday)[login][0] == "B1")
        for place in range(1, 5):
            await stage.press(".")
            await stage.until(lambda place=place: codes(floor, monday)[login][place] == "B1")
        await stage.press("-")
        await stage.until(lambda: codes(floor, monday)[login] == ["B1"] * 5 + [OFF, "."])
        await stage.press("u")
        await stage.until(lambda: codes(floor, monday)[login] == ["B1"] * 5 + [".", "."])


async def test_times_are_typed_too_and_nonsense_is_refused_by_name(stage: Any, floor: Any) -> None:
    async with stage.shown():
        await opened(stage)
        monday, login = grid(stage).week.monday, grid(stage).login
        await stage.press("s")
        await stage.type("10:00-19:00")
        await stage.press("enter")
        await stage.until(lambda: codes(floor, monday)[login][0] == "10:00-19:00")
        await stage.until(stage.shows("10-19"))
        await stage.press("s")
        await stage.type("9:00-12:00 17:00-21:00")
        await stage.press("enter")
        await stage.until(lambda: codes(floor, monday)[login][1] == "09:00-12:00 17:00-21:00")
        await stage.until(stage.shows("09-12+"))
        await stage.press("s")
        await stage.type("Z9[/]")
        await stage.press("enter")
        await stage.until(lambda: any("A1, A2" in each.message for each in stage.app._notifications))
        assert [each.title for each in stage.app._notifications] == ["Z9[/] is no shift"]
        assert codes(floor, monday)[login][2] == "."
        await stage.press("h", "enter")
        await stage.until(lambda: isinstance(stage.app.screen, TellModal))
        await stage.until(stage.shows("09:00-12:00 17:00-21:00"))
        assert "break of" not in stage.seen()


def test_a_cell_shows_times_as_short_as_they_go() -> None:
    told = ("A1", OFF, "09:00-18:00", "08:38-18:00", "09:00-12:00 17:00-21:00", "09:00-12:30 17:00-21:00")
    shown = [code_words(Shift("li.na", "", date(2026, 3, 9), code, None, None)) for code in told]
    assert shown == ["A1", "-", "09-18", "0838-1800", "09-12+17-21", "0900-1230+1700-2100"]


async def test_a_range_takes_a_code_at_once_and_escape_drops_it(stage: Any, floor: Any) -> None:
    async with stage.shown():
        await opened(stage)
        monday = grid(stage).week.monday
        await stage.press("V", "j", "l", "l", "s", "a", "2", "enter")
        await stage.until(lambda: sum(row.count("A2") for row in codes(floor, monday).values()) == 6)
        assert len(grid(stage).chosen()) == 6
        await stage.press("escape")
        assert len(grid(stage).chosen()) == 1
        assert isinstance(stage.app.screen, RosterScreen)


async def test_a_week_for_forty_people_takes_far_less_than_one_and_a_half_keys_a_shift(stage: Any, floor: Any) -> None:
    for number in range(37):
        accounts.add_agent(floor.boss, f"p{number:02}", name=f"Person {number}", team=TEAM)
    keys = 0
    async with stage.shown():
        await opened(stage)
        monday = grid(stage).week.monday

        async def press(*pressed: str) -> None:
            nonlocal keys
            keys += len(pressed)
            await stage.press(*pressed)

        await press("A", "p")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        await press("j", "j", "enter")  # a week early, a week late
        await stage.until(lambda: "day on" in stage.seen())
        await press("j", "j", "j", "enter")  # each next person a week on
        await stage.until(lambda: "cells written" in line(stage))
        await press("c")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal) or "Nothing" in line(stage))
        if isinstance(stage.app.screen, ChooseModal):
            assert "0 stop publishing" in stage.seen()
            await press("escape")
        await press("P")
        await stage.until(lambda: isinstance(stage.app.screen, AskModal))
        await press("y")
        await stage.until(lambda: "version 1" in line(stage))
    written = codes(floor, monday, weeks.FORCE)
    shifts = sum(code not in (OFF, ".") for row in written.values() for code in row)
    assert len(written) == 40 and shifts == 200
    assert keys / shifts <= 1.5
    assert keys <= 15


async def test_two_leads_at_once_lose_nothing_and_the_later_one_chooses(stage: Any, floor: Any) -> None:
    async with stage.shown():
        await opened(stage)
        screen = stage.app.screen
        monday, login = grid(stage).week.monday, grid(stage).login

        async def stale() -> None:
            """Stand for the second in which a change has not reached this screen yet."""

        for answer, left in (("t", "B1"), ("m", "A1")):
            with pytest.MonkeyPatch.context() as blind:
                blind.setattr(screen, "refresh_floor", stale)
                blind.setattr(grid(stage), "shift_at", lambda place: None)  # what this lead saw: an empty cell
                drafting.set_cells(floor.boss, TEAM, [clashes.Edit(login, monday, "B1")])
                await stage.press("home")
                grid(stage).column = 0
                await stage.press("s", "a", "1", "enter")
                await stage.until(lambda: isinstance(stage.app.screen, ClashModal))
                assert "B1" in stage.seen()
            await stage.press(answer)
            await stage.until(lambda left=left: codes(floor, monday)[login][0] == left)


async def test_the_strip_shows_the_holes_of_the_week_that_is_being_drawn_up(stage: Any, floor: Any) -> None:
    monday = weeks.monday_of(None)
    drafting.set_cells(floor.lead, None, [clashes.Edit("li.na", monday, "A1")])
    async with stage.shown():
        await opened(stage)
        await stage.press("l", "h")
        await stage.until(lambda: planned(stage, monday) == 18)
        await stage.press("v")
        await stage.until(lambda: planned(stage, monday) == 0)


async def test_what_is_published_and_what_is_not_yet_is_told_apart(stage: Any, floor: Any) -> None:
    monday = weeks.monday_of(None)
    drafting.set_cells(floor.lead, None, [clashes.Edit("li.na", monday, "A1")])
    publishing.publish(floor.lead, None, monday)
    drafting.set_cells(floor.lead, None, [clashes.Edit("li.na", monday, "B1")])
    async with stage.shown():
        await opened(stage)
        await stage.until(stage.shows("B1*", "draft"))
        await stage.press("d")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        assert "A1" in stage.seen() and "B1" in stage.seen()
        await stage.press("enter")
        assert grid(stage).login == "li.na"
        await stage.press("v")
        await stage.until(stage.shows("published", "A1"))
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, TellModal))
        assert f"李娜 (li.na)  {when.weekday(grid(stage).day)}" in stage.seen()
        assert "A1  08:00-17:00  hours: 8" in stage.seen()


async def test_an_agent_sees_only_the_own_row_and_no_key_writes(stage: Any, floor: Any) -> None:
    monday = weeks.monday_of(None)
    drafting.set_cells(floor.lead, None, [clashes.Edit("li.na", monday, "A1"), clashes.Edit("zhang.wei", monday, "B1")])
    publishing.publish(floor.lead, None, monday)
    async with stage.shown(actor=floor.agent):
        await opened(stage)
        assert [login for login, _name in grid(stage).week.people] == ["li.na"]
        assert "published" in stage.seen() and "draft" not in stage.seen()
        await stage.press("v")
        await stage.until(lambda: "only yourself" in line(stage))
        await stage.press("s")
        await stage.until(lambda: "Leads and managers" in line(stage))
        await stage.press("P", "-", "x", "p", "y", "L", "u", "c")
        assert isinstance(stage.app.screen, RosterScreen)
    assert codes(floor, monday)["li.na"][0] == "A1"


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (30, 8)])
async def test_it_stands_at_every_size_and_shows_names_literally(stage: Any, floor: Any, size: tuple[int, int]) -> None:
    accounts.add_agent(floor.boss, "evil", name=stage.HOSTILE, team=TEAM)
    async with stage.shown(size=size):
        await opened(stage)
        await stage.press("G", "l", "l", "A", "escape", "[", "]", "t", "g", "pagedown", "pageup")
        await stage.until(stage.shows("Rosters"))
        assert "\x1b" not in stage.seen() and "\u202e" not in stage.seen()

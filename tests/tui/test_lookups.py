"""The lists to look something up in: agents, teams, customers, and the pages behind their rows."""

from __future__ import annotations

import pytest

from cstui.floor import accounts, complaints, leavers
from cstui.tui.screens.agents import AgentsScreen
from cstui.tui.screens.complaint import ComplaintScreen
from cstui.tui.screens.customers import CustomersScreen
from cstui.tui.screens.record import AgentRecordScreen, CustomerRecordScreen
from cstui.tui.screens.teams import TeamsScreen


async def walk_to(stage, key) -> None:
    """Move the cursor down to a row."""
    for _row in range(stage.app.screen.table.row_count):
        if stage.app.screen.table.current == key:
            return
        await stage.press("j")
    raise AssertionError(f"there is no row {key}")


async def test_agents_show_their_load_and_filter_as_one_types(stage) -> None:
    complaints.take(stage.floor.agent, stage.case(), "claim")
    screen = AgentsScreen()
    async with stage.shown(screen):
        await stage.until(stage.shows("li.na", "李娜", "chen.mo", "6 entries"))
        assert next(line for line in stage.seen().splitlines() if "li.na" in line).split()[3] == "1"
        await stage.press("slash")
        await stage.type("CARDS agent")
        await stage.until(lambda: "li.na" not in stage.seen())
        assert "chen.mo" in stage.seen() and "1 entry" in stage.seen()
        await stage.press("escape", "escape")
        await stage.until(stage.shows("li.na"))
        assert stage.app.screen is screen


async def test_what_a_row_has_no_room_for_is_told_below_the_list(stage) -> None:
    name = "Ana Sofia de Castro e Almeida Fontes Pereira de Melo"
    accounts.add_agent(stage.floor.boss, "ana", name=name)
    async with stage.shown(AgentsScreen()):
        await stage.until(stage.shows("li.na", "Ana Sofia"))
        assert name not in stage.seen()
        await stage.press("j", "g")
        await stage.until(stage.shows(name))
        await stage.press("j")
        await stage.until(lambda: name not in stage.seen())


async def test_an_agents_page_lists_the_open_complaints_and_opens_them(stage) -> None:
    mine, free = stage.case(subject="mine [/]"), stage.case(subject="free")
    complaints.take(stage.floor.agent, mine, "claim")
    async with stage.shown(AgentsScreen()):
        await stage.until(stage.shows("li.na"))
        await walk_to(stage, "li.na")
        await stage.press("enter")
        await stage.until(stage.shows("mine [/]", "李娜", "Open cases: 1"))
        assert free not in stage.seen() and isinstance(stage.app.screen, AgentRecordScreen)
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, ComplaintScreen))
        assert stage.app.screen.ref == mine
        await stage.press("q", "q")
        await stage.until(lambda: isinstance(stage.app.screen, AgentsScreen))


async def test_a_disabled_account_says_so(stage) -> None:
    leavers.disable_agent(stage.floor.boss, "zhang.wei")
    async with stage.shown(AgentsScreen()):
        await stage.until(stage.shows("张伟 (disabled)"))


async def test_enter_on_a_team_shows_its_queue(stage) -> None:
    ours, theirs = stage.case(), stage.case()
    complaints.take(stage.floor.boss, theirs, "transfer", {"to": "cards", "reason": "theirs"})
    async with stage.shown(TeamsScreen(), actor=stage.floor.boss):
        await stage.until(stage.shows("cards", "cn-bank", "floor", "retail"))
        await walk_to(stage, "cards")
        await stage.press("enter")
        await stage.until(stage.shows(theirs, 'team:"cards"'))
        await stage.until(lambda: ours not in stage.seen())


async def test_customers_are_found_by_the_floor_and_show_their_history(stage) -> None:
    for n in range(3):
        stage.case(customer_name="王五", customer_id="K1", subject=f"number {n}")
    stage.case(customer_name="Ann", customer_id="K2", customer_phone="")
    async with stage.shown(CustomersScreen()):
        await stage.until(stage.shows("K1", "王五", "138****1234", "Ann"))
        await stage.press("slash")
        await stage.type("ww")
        await stage.until(lambda: "Ann" not in stage.seen())
        await stage.press("enter", "enter")
        await stage.until(lambda: isinstance(stage.app.screen, CustomerRecordScreen))
        await stage.until(stage.shows("number 0", "number 1", "number 2", "王五"))


async def test_a_change_made_elsewhere_keeps_the_cursor_on_its_row(stage) -> None:
    screen = AgentsScreen()
    async with stage.shown(screen):
        await stage.until(stage.shows("qa.sun"))
        await stage.press("G")
        await stage.until(lambda: screen.table.current == "zhang.wei")
        accounts.add_agent(stage.floor.boss, "aaa", name="First [退款]")
        complaints.take(stage.floor.other, stage.case(), "claim")
        await stage.app.refresh_floor()
        await stage.until(stage.shows("First [退款]", "7 entries"))
        assert screen.table.current == "zhang.wei"
        row = next(line for line in stage.seen().splitlines() if "zhang.wei" in line)
        assert row.split()[3] == "1"


@pytest.mark.parametrize("screen", [AgentsScreen, TeamsScreen, CustomersScreen])
async def test_foreign_text_is_literal_in_the_lists(stage, screen) -> None:
    accounts.add_agent(stage.floor.boss, "x.y", name=stage.HOSTILE, skills=[f"skill {stage.HOSTILE}"])
    accounts.add_team(stage.floor.boss, "xy", name=stage.HOSTILE)
    stage.case(customer_name=stage.HOSTILE, customer_id=f"K {stage.HOSTILE}")
    async with stage.shown(screen(), size=(200, 30)):
        await stage.until(stage.shows(*stage.LITERAL))
        assert "\x1b" not in stage.seen() and "\u202e" not in stage.seen()
        await stage.press("slash")
        await stage.type("[/] [")
        await stage.until(stage.shows("1 entry", *stage.LITERAL))
        if screen is not TeamsScreen:
            await stage.press("enter", "enter")
            await stage.until(lambda: not isinstance(stage.app.screen, screen))
            await stage.until(stage.shows(*stage.LITERAL))


async def test_the_filter_survives_a_live_refresh(stage) -> None:
    screen = AgentsScreen()
    async with stage.shown(screen):
        await stage.until(stage.shows("li.na"))
        await stage.press("slash")
        await stage.type("chen.m")
        await stage.until(stage.shows("1 entry"))
        await stage.app.refresh_floor()
        await stage.pilot.pause()
        assert stage.shows("1 entry", "chen.mo")()

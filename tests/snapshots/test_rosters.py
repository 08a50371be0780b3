"""How the roster looks: the week of a team, a day hour by hour, the inbox; in both languages, names of every kind.

After a wanted change: ``pytest tests/snapshots --snapshot-update``, then look at the pictures.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from textual.pilot import Pilot

from cstui.floor import accounts
from cstui.floor.rosters import clocking, demand, drafting, excuses, leave, open_shifts, publishing, swaps, weeks
from cstui.floor.rosters.drafting import Edit
from cstui.tui.app import CstuiApp
from tests.resting import rest
from tests.snapshots.posing import HOSTILE, THURSDAY, Before, showing

WEEK = {
    "lead.wang": "A2 A2 A2 A2 A2 off off",
    "li.na": "A1 A1 A1 A1 A1 off off",
    "zhang.wei": "off B1 B1 B1 B1 B1 off",
    "ana": "C1 C1 off off 10:00-19:00 A1 A1",
    "evil": "E1 E1 E1 H1 . . .",
}


@pytest.fixture
def rostered(floor: Any) -> Any:
    """Five people's week is published since Monday; Saturday is being redrawn; something waits from everybody."""
    for login, name in (("ana", "Ana Magdalena Costa"), ("evil", HOSTILE)):
        accounts.add_agent(floor.boss, login, name=name, team="floor")
    monday = weeks.monday_of(None)
    edits = [
        Edit(login, monday + timedelta(days=place), code)
        for login, codes in WEEK.items()
        for place, code in enumerate(codes.split())
        if code != "."
    ]
    with time_machine.travel(THURSDAY - timedelta(days=4), tick=False):
        drafting.set_cells(floor.lead, None, edits)
        publishing.publish(floor.lead, None, monday)
        demand.enter(floor.lead, None, THURSDAY.date(), 8 * 60, 20 * 60, 4)
        demand.enter(floor.lead, None, THURSDAY.date(), 14 * 60, 16 * 60, 9)
        drafting.lock(floor.lead, None, [("li.na", monday)])
    for hours, who, kind in ((6.1, floor.agent, "in"), (4.6, floor.lead, "in"), (5, accounts.find_actor("evil"), "in")):
        with time_machine.travel(THURSDAY - timedelta(hours=hours), tick=False):
            clocking.clock(who, kind)
    friday = monday + timedelta(days=4)
    with time_machine.travel(THURSDAY - timedelta(hours=3), tick=False):
        drafting.set_cells(floor.lead, None, [Edit("ana", friday + timedelta(days=1), "B1")])
        swap = swaps.ask(floor.agent, friday, peer="zhang.wei", peer_day=friday, reason=f"家里有事 {HOSTILE}")
        swaps.accept(floor.other, swap.number)
        leave.ask(accounts.find_actor("ana"), "annual", friday, friday + timedelta(days=2), reason="wedding")
        open_shifts.post(floor.boss, monday + timedelta(days=6), "H1", reason="促销")
        excuses.explain(floor.other, THURSDAY.date(), "the bus broke down")
    return floor


def on_keys(*keys: str, words: tuple[str, ...], then: tuple[str, ...] = ()) -> Before:
    """Return what presses keys, waits for words and lets the threads bring what they have."""

    async def before(pilot: Pilot[None]) -> None:
        await rest(pilot)
        for key in keys:
            await pilot.press(key)
            await rest(pilot)
        await showing(pilot, *words)
        await pilot.press(*then)
        await rest(pilot)

    return before


def test_week(rostered: Any, size: tuple[int, int], language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", rostered.path)
    assert snap_compare(app, terminal_size=size, run_before=on_keys("2", words=("10-19",)))


def test_day(rostered: Any, size: tuple[int, int], language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", rostered.path)
    assert snap_compare(app, terminal_size=size, run_before=on_keys("2", "T", words=("H1 ",), then=("j",)))


def test_inbox(rostered: Any, size: tuple[int, int], language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", rostered.path)
    assert snap_compare(app, terminal_size=size, run_before=on_keys("9", words=("H1",)))

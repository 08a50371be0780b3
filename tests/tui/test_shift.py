"""The screen of the shift: brief, hand-over by two leads, duty log, incidents, all by keyboard."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from cstui.floor import accounts, complaints, duty, handover, incidents, leavers, store
from cstui.floor.rosters import absence
from cstui.tui.modals.ask import AskModal
from cstui.tui.modals.choose import ChooseModal
from cstui.tui.screens.shift import ShiftScreen
from cstui.tui.widgets.status_line import StatusLine

REPLY = {"channel": "phone", "text": "back at noon", "actions": "line mended", "category": "outage"}


def line(stage: Any) -> str:
    return str(stage.app.floor_screen.query_one(StatusLine).text)


async def dialog(stage: Any, key: str) -> None:
    """Press a key and wait for its dialog."""
    await stage.press(key)
    await stage.until(lambda: getattr(stage.app.screen, "ready", False))


async def test_it_shows_what_broke_what_is_promised_and_what_is_nobodys(stage: Any, floor: Any) -> None:
    now = store.now()
    with time_machine.travel(now - timedelta(hours=3), tick=False):
        late = stage.case(subject="no call back", promised_at="+1h")
    async with stage.shown(size=(160, 50)):
        await stage.press("8")
        await stage.until(stage.shows("Limits broken overnight: 1", late, "no call back", "Nobody's yet: 1"))
        await stage.until(stage.shows("No hand-over has been written yet.", "No incident is under way."))


async def test_it_shows_who_is_not_here_and_what_that_leaves(stage: Any, floor: Any) -> None:
    complaints.take(floor.agent, stage.case(), "claim")
    absence.mark(floor.lead, "li.na", end=store.now() + timedelta(hours=4))
    leavers.disable_agent(floor.boss, "zhang.wei")
    async with stage.shown(ShiftScreen(), size=(160, 50), actor=floor.lead):
        await stage.until(stage.shows("Not here: 1", "li.na"))


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (30, 8)])
async def test_it_scrolls_at_every_size_and_shows_foreign_text_literally(
    stage: Any, floor: Any, size: tuple[int, int]
) -> None:
    stage.case(subject=stage.HOSTILE, promised_at="+1m")
    duty.write(floor.lead, "mail", stage.HOSTILE)
    incidents.begin(floor.lead, stage.HOSTILE)
    async with stage.shown(size=size):
        await stage.press("8")
        await stage.until(stage.shows("Brief"))
        await stage.press("j", "pagedown", "G", "k", "pageup", "g", "G")
        assert "\x1b" not in stage.seen() and "\u202e" not in stage.seen()
        if size[1] > 40:
            await stage.until(stage.shows(*stage.LITERAL[:3]))


async def test_two_leads_hand_the_shift_over(stage: Any, floor: Any) -> None:
    accounts.add_agent(floor.boss, "lead.qian", name="钱组长", roles=("lead",))
    stage.case()
    async with stage.shown(ShiftScreen()):
        await dialog(stage, "h")
        await stage.type("look at the printer")
        await stage.press("ctrl+s")
        await stage.until(lambda: line(stage).startswith("The sheet is written"))
        await stage.until(stage.shows("given by lead.wang", "NOT SIGNED", "look at the printer"))
        await stage.press("s")
        await stage.until(lambda: isinstance(stage.app.screen, AskModal))
        await stage.press("y")
        await stage.until(lambda: not isinstance(stage.app.screen, AskModal))
    assert handover.sheets(floor.lead)[0].taken_by is None  # nobody signs the own sheet
    async with stage.shown(ShiftScreen(), actor=accounts.find_actor("lead.qian")):
        await stage.until(stage.shows("The hand-over of lead.wang waits to be signed."))
        await stage.press("s")
        await stage.until(stage.shows("Sign the hand-over of lead.wang"))
        await stage.press("y")
        await stage.until(lambda: line(stage) == "Signed: the shift is yours.")
        await stage.until(lambda: "waits to be signed" not in stage.seen())
        await stage.press("s")
        await stage.until(lambda: line(stage) == "No hand-over waits to be signed.")
    assert handover.sheets(floor.lead)[0].taken_by == "lead.qian"


async def test_a_line_of_the_duty_log_is_written_and_a_half_call_refused(stage: Any, floor: Any) -> None:
    async with stage.shown(ShiftScreen(), actor=floor.agent):
        await dialog(stage, "d")
        form = stage.app.screen.form
        form.row("duty").raw, form.row("count").raw = "calls", "1.5"
        await stage.press("ctrl+s")
        await stage.until(stage.shows("A count is a whole number"))
        form.row("count").raw = "31"
        await stage.press("ctrl+s")
        await stage.until(lambda: line(stage) == "Written: calls 31")
        await stage.until(stage.shows("li.na", "calls 31"))
    assert [(entry.kind, entry.number) for entry in duty.entries(floor.lead)] == [("calls", 31)]


async def test_an_agent_is_told_that_a_hand_over_takes_a_lead(stage: Any, floor: Any) -> None:
    async with stage.shown(ShiftScreen(), actor=floor.agent):
        await dialog(stage, "h")
        await stage.press("ctrl+s")
        await stage.until(stage.shows("You may not hand a shift over"))
    assert handover.sheets(floor.lead) == []


async def test_many_complaints_are_grouped_answered_together_and_the_incident_ended(stage: Any, floor: Any) -> None:
    refs = [stage.case(subject=f"no net {n}", customer_phone=f"1381234000{n}") for n in range(3)]
    for ref in refs[:2]:
        complaints.take(floor.lead, ref, "claim")
    async with stage.shown():
        await stage.until(stage.shows(*refs))
        await stage.press("8")
        await stage.until(lambda: isinstance(stage.app.screen, ShiftScreen))
        await stage.until(stage.shows("No incident is under way."))
        await stage.press("m")
        await stage.until(lambda: line(stage) == "Mark the complaints in the queue first.")
        await dialog(stage, "i")
        await stage.type("outage [/] north")
        await stage.press("ctrl+s")
        await stage.until(lambda: line(stage).startswith("Incident 1 is open"))
        await stage.press("1")
        await stage.press("space", "space", "space", "8")
        await stage.until(stage.shows("outage [/] north"))
        await stage.press("m")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        await stage.press("enter")
        await stage.until(lambda: line(stage) == "3 grouped under incident 1.")
        assert stage.app.queue_screen.listing.marks == {}
        await stage.press("p")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        await stage.press("enter")
        await stage.until(stage.shows("2 complaints"))
        await stage.until(lambda: stage.app.screen.ready)
        for name, value in REPLY.items():
            stage.app.screen.form.row(name).raw = value
        await stage.press("ctrl+s")
        await stage.until(lambda: "1 refused" in line(stage))
        await stage.press("x")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        await stage.press("enter")
        await stage.until(lambda: line(stage) == "Incident 1 has ended.")
    states = [complaints.show(floor.lead, ref).complaint.state for ref in refs]
    assert states == ["responded", "responded", "registered"]
    assert incidents.incidents(floor.lead) == []

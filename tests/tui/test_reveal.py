"""A phone in full on the screens: a reason first, then half a minute, masked when one leaves."""

from __future__ import annotations

import pytest

from cstui.floor import complaints, store
from cstui.tui.modals.reveal import RevealModal
from cstui.tui.modals.step import StepModal
from cstui.tui.screens import revealing
from cstui.tui.screens.complaint import ComplaintScreen
from cstui.tui.screens.lock import LockScreen

FULL, MASKED = "13812341234", "138****1234"


def revealed(stage) -> int:
    with store.reading():
        return sum(event.action == "revealed" for event in complaints.show(stage.floor.lead, "C-000001").events)


async def ask(stage, reason: str = "calls back") -> None:
    await stage.press("R")
    await stage.until(lambda: isinstance(stage.app.screen, RevealModal) and stage.app.screen.ready)
    await stage.type(reason)
    await stage.press("enter")


async def test_the_page_shows_the_number_with_a_reason_and_masks_it_again(stage, monkeypatch) -> None:
    screen = ComplaintScreen(stage.case())
    async with stage.shown(screen, size=(100, 30)):
        await stage.until(stage.shows(MASKED))
        await ask(stage)
        await stage.until(lambda: stage.seen().count(FULL) == 2)  # beside the customer, and in the status line
        assert revealed(stage) == 1
        monkeypatch.setattr(revealing, "SHOWN_SECONDS", 0.05)
        screen.reveal("C-000001", FULL)
        await stage.until(lambda: FULL not in stage.seen() and MASKED in stage.seen())
        assert screen.revealed is None


async def test_a_reason_is_needed_and_cancelling_reveals_nothing(stage) -> None:
    screen = ComplaintScreen(stage.case())
    async with stage.shown(screen):
        await stage.until(stage.shows(MASKED))
        await stage.press("R")
        await stage.until(lambda: isinstance(stage.app.screen, RevealModal) and stage.app.screen.ready)
        await stage.press("enter")
        await stage.until(stage.shows("needed"))
        await stage.press("escape")
        await stage.until(lambda: stage.app.screen is screen)
        assert FULL not in stage.seen() and revealed(stage) == 0


async def test_a_refusal_is_told_in_the_dialog(stage) -> None:
    screen = ComplaintScreen(stage.case())
    async with stage.shown(screen, actor=stage.floor.agent):
        await stage.until(stage.shows(MASKED))
        await ask(stage)
        await stage.until(stage.shows("own cases only"))
        assert isinstance(stage.app.screen, RevealModal) and revealed(stage) == 0


@pytest.mark.parametrize("leave", ["dialog", "lock", "another"])
async def test_leaving_masks_it_at_once(stage, leave: str) -> None:
    ref, other = stage.case(), stage.case(customer_phone="13900001111", subject="Other")
    screen = ComplaintScreen(ref)
    async with stage.shown(screen, size=(100, 30)):
        await stage.until(stage.shows(MASKED))
        await ask(stage)
        await stage.until(lambda: screen.revealed == (ref, f"+86{FULL}"))
        if leave == "dialog":
            await stage.press("N")
            await stage.until(lambda: isinstance(stage.app.screen, StepModal))
        elif leave == "lock":
            await stage.app.push_screen(LockScreen("lead.wang"))
        else:
            screen.point_at(other)
        await stage.until(lambda: screen.revealed is None)
        if leave != "another":
            stage.app.pop_screen()
        await stage.until(stage.shows("Other" if leave == "another" else MASKED))
        assert FULL not in stage.seen()


async def test_the_queue_tells_it_in_the_status_line(stage, monkeypatch) -> None:
    ref = stage.case()
    async with stage.shown():
        await stage.until(stage.shows(ref))
        await ask(stage)
        await stage.until(stage.shows(f"{ref}: +86{FULL}"))
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, ComplaintScreen) and MASKED in stage.seen())
        assert FULL not in stage.seen()
        await stage.press("q")
        await stage.until(lambda: stage.app.screen is stage.app.queue_screen)
        assert FULL not in stage.seen() and revealed(stage) == 1


async def test_of_several_marked_ones_none_is_revealed(stage) -> None:
    stage.case()
    second = stage.case()
    async with stage.shown():
        await stage.until(stage.shows(second))
        await stage.press("space", "space", "R")
        await stage.until(stage.shows("one complaint at a time"))
        assert stage.app.screen is stage.app.queue_screen and revealed(stage) == 0

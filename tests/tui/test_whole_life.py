"""A case goes through its whole life by the keyboard alone, from intake to the archive and back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cstui.floor import accounts, causes, complaints, journal
from cstui.floor.forms import FORMS, INTAKE, Field
from cstui.floor.views import Actor
from cstui.tui.modals.step import StepModal
from cstui.tui.screens.intake import IntakeScreen

RESPOND = {"text": "sorry", "actions": "refunded", "category": "billing"}
CLOSE = {
    "satisfaction": "4",
    "cause": causes.causes()[0].code,
    "responsible": "billing",
    "correction": "check twice",
    "correction_owner": "lead.wang",
    "correction_due": "+5d",
    "follow_up": "content",
}


async def fill(stage, fields: tuple[Field, ...], answers: Mapping[str, str]) -> None:
    """Type the answers field by field and send; a choice is taken from its list, so many keys down (or up)."""
    for field in fields:
        answer = answers.get(field.name)
        if answer is not None and field.kind == "choice" and not field.free:
            way = "down" if int(answer) > 0 else "up"
            await stage.press("enter", *[way] * abs(int(answer)), "enter")
        elif answer is not None:
            await stage.press("ctrl+a", "delete")
            await stage.type(answer)
        await stage.press("tab")
        await stage.pilot.pause()
    await stage.press("ctrl+s")


async def command(stage, action: str, answers: Mapping[str, str]) -> None:
    """Take a step of the case under the cursor through the command line and its dialog."""
    await stage.press(":")
    await stage.type(action)
    await stage.press("enter")
    if FORMS[action]:
        dialog = StepModal
        await stage.until(lambda: isinstance(stage.app.screen, dialog) and stage.app.screen.query("FieldRow"))
        await stage.until(lambda: stage.app.focused is not None)
        await fill(stage, FORMS[action], answers)


async def act(stage, who: Actor, ref: str, *steps: tuple[str, Mapping[str, str], str]) -> None:
    """Let one person open the screens, stand on the case, and take steps one after another."""
    async with stage.shown(actor=who):
        await stage.press("/")
        await stage.type("state:all")
        await stage.press("enter")
        await stage.until(stage.shows(ref))
        for action, answers, state in steps:
            await command(stage, action, answers)
            await stage.until(lambda state=state: complaints.show(stage.floor.boss, ref).complaint.state == state)
            await stage.until(lambda: not isinstance(stage.app.screen, StepModal))


async def close(stage, who: Actor, ref: str) -> None:
    """Close through the gate: it refuses and says what is missing, and the dialog keeps what was typed."""
    async with stage.shown(actor=who):
        await stage.until(stage.shows(ref))
        await command(stage, "close", {name: told for name, told in CLOSE.items() if name != "cause"})
        await stage.until(stage.shows("The close gate is shut", "root cause"))
        dialog = stage.app.screen
        dialog.form.row("cause").target.focus()
        await stage.type(CLOSE["cause"])
        await stage.press("enter", "ctrl+s")
        await stage.until(lambda: complaints.show(stage.floor.boss, ref).complaint.state == "closed")
        await stage.until(lambda: stage.app.screen is not dialog)


@pytest.mark.slow
async def test_a_case_lives_by_the_keyboard_alone(stage) -> None:
    floor, ref = stage.floor, "C-000001"
    accounts.add_agent(floor.boss, "cards.lead", name="卡组长", team="cards", roles=("lead",))
    cards = accounts.find_actor("cards.lead")
    async with stage.shown(actor=floor.agent):
        await stage.press("I")
        await stage.until(lambda: isinstance(stage.app.screen, IntakeScreen) and stage.app.screen.query("FieldRow"))
        await stage.until(lambda: stage.app.focused is not None)
        typed = {"customer_phone": "13812341234", "subject": "charged twice", "severity": "-1", "promised_at": "+2d"}
        await fill(stage, INTAKE, typed)
        await stage.until(lambda: not isinstance(stage.app.screen, IntakeScreen))
    transfer = {"to": "cards", "reason": "a card"}
    await act(
        stage,
        floor.lead,
        ref,
        ("verify", {"checked": "the bill", "finding": "true"}, "verified"),
        ("register", {"category": "billing", "policy": "cn-bank"}, "registered"),
        ("transfer", transfer, "transferred"),
    )
    await act(stage, cards, ref, ("return", {"reason": "no card of ours"}, "registered"))
    await act(stage, floor.lead, ref, ("transfer", transfer, "transferred"))
    await act(
        stage,
        floor.stranger,
        ref,
        ("accept", {}, "handling"),
        ("wait", {"waiting_for": "1", "what": "a copy", "until": "+1d"}, "waiting"),
        ("resume", {"reason": "it came"}, "handling"),
        ("respond", RESPOND, "responded"),
    )
    await act(stage, cards, ref, ("not-accepted", {"reason": "wants more"}, "handling"))
    await act(stage, floor.stranger, ref, ("respond", RESPOND, "responded"))
    await close(stage, cards, ref)
    await act(stage, cards, ref, ("reopen", {"reason": "charged again"}, "handling"))
    await act(stage, floor.stranger, ref, ("respond", RESPOND, "responded"))
    await act(stage, cards, ref, ("close", CLOSE, "closed"))
    detail = complaints.show(floor.boss, ref)
    assert [event.action for event in detail.events] == [
        *("received", "verify", "register", "transfer", "return", "transfer", "accept", "wait", "resume", "respond"),
        *("not-accepted", "respond", "close", "reopen", "respond", "close"),
    ]
    assert detail.complaint.cycle == 2
    assert detail.forms["close"]["cause"] == CLOSE["cause"]
    assert journal.verify(floor.boss).whole

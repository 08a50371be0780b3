"""Escalation at the screens: what the dialog drafts, whom it names, and where the level shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cstui.floor import complaints, next_level, store


def soon(stage: Any, **more: object) -> str:
    """Take a case in with a promise in two hours."""
    return str(stage.case(promised_at=(store.now() + timedelta(hours=2)).isoformat(), **more))


@pytest.mark.parametrize(
    ("before", "level", "to"),
    [(None, "reminder", "li.na"), ("reminder", "supervision", "lead.wang"), ("supervision", "circular", "boss")],
)
async def test_the_dialog_drafts_the_next_level(
    stage: Any, floor: Any, before: str | None, level: str, to: str
) -> None:
    ref = soon(stage)
    complaints.take(floor.agent, ref, "claim")
    if before:
        complaints.take(floor.agent, ref, "escalate", {"level": before, "to": "boss", "text": "look"})
    async with stage.shown(actor=floor.agent):
        await stage.until(stage.shows(ref))
        await stage.press("!")
        await stage.until(lambda: getattr(stage.app.screen, "ready", False))
        form = stage.app.screen.form
        assert (form.row("level").value, form.row("to").value) == (level, to)
        assert ref in str(form.row("text").value)
        await stage.press("ctrl+s")
        await stage.until(lambda: complaints.show(floor.lead, ref).forms["escalate"]["level"] == level)


async def test_the_level_shows_in_words_on_the_page_beside_the_list_and_in_the_header(stage: Any, floor: Any) -> None:
    ref = soon(stage)
    complaints.take(floor.lead, ref, "escalate", {"level": "supervision", "to": "lead.wang", "text": "look"})
    async with stage.shown(size=(140, 40)):
        await stage.until(stage.shows("escalated: supervision", "esc:1"))
        await stage.press("enter")
        await stage.until(stage.shows("Time line", "escalated: supervision"))


def test_without_an_owner_a_reminder_reaches_the_lead_and_above_the_last_level_nothing_follows(
    stage: Any, floor: Any
) -> None:
    ref = soon(stage)
    assert next_level.proposal(floor.agent, ref)["to"] == "lead.wang"
    for _time in range(2):
        complaints.take(floor.lead, ref, "escalate", {"level": "circular", "to": "boss", "text": "look"})
        assert next_level.proposal(floor.agent, ref)["level"] == "circular"

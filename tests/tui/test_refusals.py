"""A step that is not in the table is dimmed on the screen, and its key says why instead of doing anything."""

from __future__ import annotations

import pytest

from cstui.floor import accounts
from cstui.floor.forms import FORMS
from cstui.floor.steps import RULES
from cstui.floor.views import STATES
from cstui.tui.screens.complaint import ComplaintScreen
from tests.unit.test_step_rights import case

ARROWS = {(rule.action, rule.source) for rule in RULES}
SEEING = ("agent", "lead", "manager", "auditor")


@pytest.mark.parametrize("role", SEEING)
async def test_a_key_without_an_arrow_only_says_why(stage, role: str) -> None:
    accounts.add_agent(stage.floor.boss, f"only.{role}", name=role, roles=(role,))
    refs = {state: case(None, state, "free").ref for state in STATES}
    async with stage.shown(actor=accounts.find_actor(f"only.{role}")):
        for state, ref in refs.items():
            screen = ComplaintScreen(ref)
            await stage.app.push_screen(screen)
            await stage.until(lambda screen=screen: screen.detail is not None)
            for action in FORMS:
                if (action, state) in ARROWS:
                    continue
                reason = screen.why_not(action)
                assert reason, (action, state)
                screen.action_step(action)
                await stage.pilot.pause()
                assert stage.app.screen is screen, (action, state)
            await stage.app.pop_screen()

"""The screen of the reports: moving between them, the period, the drill-down, who may look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from cstui.floor import complaints, queue
from cstui.floor.report_tables import REPORTS
from cstui.tui.screens.complaint import ComplaintScreen
from cstui.tui.screens.reports import ReportsScreen

GATE = {
    "satisfaction": "4", "responsible": "Billing", "correction": "a second check", "correction_owner": "lead.wang",
    "correction_due": "+7d", "follow_up": "content",
}  # fmt: skip


def learned(stage: Any) -> list[str]:
    """Three closed cases with causes, and an open one whose category is hostile."""
    refs = [stage.case(category="billing") for _case in range(3)]
    for ref, cause in zip(refs, ("process.slow", "process.slow", "system.fault"), strict=True):
        complaints.take(stage.floor.agent, ref, "claim")
        complaints.take(stage.floor.agent, ref, "respond", {"channel": "phone", "text": "sorry", "actions": "none"})
        complaints.take(stage.floor.agent, ref, "close", GATE | {"cause": cause})
    stage.case(category=stage.HOSTILE)
    return refs


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_a_cause_leads_to_its_complaints(stage: Any, size: tuple[int, int]) -> None:
    refs = learned(stage)
    async with stage.shown(size=size):
        await stage.press("7")
        await stage.until(stage.shows("[Causes]", "Took too long  2", "66.7%", "100.0%", "█"))
        await stage.press("j", "enter")
        await stage.until(lambda: stage.app.screen is stage.app.queue_screen)
        await stage.until(stage.shows(refs[2], 'cause:"system.fault"'))
        assert refs[0] not in stage.seen()


async def test_every_report_stands_at_80_by_24_and_has_a_name_to_type(stage: Any) -> None:
    learned(stage)
    async with stage.shown(ReportsScreen()):
        for report in REPORTS:
            await stage.press("colon")
            await stage.type(f"report {report.name}")
            await stage.press("enter")
            await stage.until(stage.shows(f"[{report.title}]"))
            assert stage.app.screen.table.region.bottom <= 22
        await stage.press("tab")
        await stage.until(stage.shows("[Causes]"))
        await stage.press("shift+tab")
        await stage.until(stage.shows("[Years]", "so far", "Received"))


async def test_a_report_nobody_has_heard_of(stage: Any) -> None:
    async with stage.shown():
        await stage.press("colon")
        await stage.type("report weather")
        await stage.press("enter")
        await stage.until(stage.shows("Reports: causes"))


async def test_what_people_wrote_is_shown_literally(stage: Any) -> None:
    learned(stage)
    async with stage.shown(ReportsScreen("categories"), size=(200, 40)):
        await stage.until(stage.shows(*stage.LITERAL))
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is stage.app.queue_screen)
        await stage.until(stage.shows("1-1/1"))


async def test_another_period(stage: Any) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(days=100)):
        stage.case(category="long ago")
    stage.case(category="today")
    async with stage.shown(ReportsScreen("categories")):
        await stage.until(stage.shows("all time", "long ago"))
        await stage.press("P")
        await stage.until(stage.shows("last 365 days", "long ago"))
        await stage.press("P")
        await stage.until(lambda: "last 90 days" in stage.seen() and "long ago" not in stage.seen())
        assert "today" in stage.seen()


async def test_a_change_on_the_floor_is_learned_at_once(stage: Any) -> None:
    async with stage.shown(ReportsScreen("categories")):
        await stage.until(stage.shows("Nothing to show."))
        stage.case(category="brand new")
        await stage.app.refresh_floor()
        await stage.until(stage.shows("brand new"))


async def test_a_corrective_action_opens_its_complaint(stage: Any) -> None:
    refs = learned(stage)
    async with stage.shown(ReportsScreen("actions")):
        await stage.until(stage.shows("a second check", "lead.wang"))
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, ComplaintScreen))
        assert stage.app.screen.ref == refs[0]


async def test_an_agent_reads_that_reports_are_for_others(stage: Any) -> None:
    learned(stage)
    async with stage.shown(actor=stage.floor.agent):
        await stage.press("7")
        await stage.until(stage.shows("Reports are for leads"))
        await stage.app.refresh_floor()
        await stage.pilot.pause()
        assert "Took too long" not in stage.seen()


async def test_the_language_changes_under_a_report(stage: Any) -> None:
    learned(stage)
    async with stage.shown(ReportsScreen()):
        await stage.until(stage.shows("Took too long"))
        stage.app.speak("zh")
        await stage.until(stage.shows("处理过慢"))
        assert queue.count(stage.floor.lead, "state:all cause:process.slow") == 2

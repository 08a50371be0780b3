"""Saved views and the queue as it was, by command and by the list of views."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine

from cstui.floor import complaints, saved, store
from cstui.tui.screens.as_of import AsOfScreen
from cstui.tui.widgets.status_line import StatusLine


def line(stage: Any) -> str:
    return str(stage.app.floor_screen.query_one(StatusLine).text)


async def command(stage: Any, text: str) -> None:
    await stage.press(":")
    await stage.type(text)
    await stage.press("enter")


async def test_a_filter_is_saved_shown_again_and_named_in_the_header(stage: Any, floor: Any) -> None:
    grave, plain = stage.case(severity="critical"), stage.case(customer_phone="13812340000")
    async with stage.shown():
        await stage.until(stage.shows(grave, plain))
        await command(stage, "filter severity:critical")
        await stage.until(lambda: plain not in stage.seen())
        await command(stage, "save grave")
        await stage.until(lambda: line(stage) == "Saved as grave.")
        await stage.press("escape")
        await stage.until(stage.shows(grave, plain))
        await command(stage, "view grave")
        await stage.until(lambda: plain not in stage.seen() and "Complaints > grave" in stage.seen())
        await stage.press("escape")
        await stage.until(stage.shows(plain, "Complaints > open"))
    assert [view.shared for view in saved.views(floor.lead)] == [False]
    assert saved.views(floor.agent) == []


async def test_a_lead_shares_a_view_and_an_agent_may_not(stage: Any, floor: Any) -> None:
    stage.case()
    async with stage.shown():
        await command(stage, "save team shared")
        await stage.until(lambda: line(stage) == "Saved for everybody as team.")
    async with stage.shown(actor=floor.agent):
        await command(stage, "save ours shared")
        await stage.until(lambda: line(stage).startswith("Only a lead shares a view"))
        await command(stage, "save ours for all")
        await stage.until(lambda: line(stage).startswith("Name the view"))
    assert [view.name for view in saved.views(floor.agent)] == ["team"]


async def test_the_views_are_picked_from_a_list_with_foreign_names_literal(stage: Any, floor: Any) -> None:
    ref = stage.case(severity="critical")
    saved.save(floor.agent, "[/]", "severity:critical", sort="received", reverse=True)
    saved.save(floor.lead, "plain", "severity:normal", shared=True)
    async with stage.shown(actor=floor.agent):
        await command(stage, "views")
        await stage.until(stage.shows("[/] · severity:critical · sort:-received", "plain", "shared"))
        await stage.press("j", "k", "enter")
        await stage.until(stage.shows("Complaints > [/]", "sort:receivedv", ref))


async def test_unknown_views_and_times_are_told_in_the_status_line(stage: Any, floor: Any) -> None:
    async with stage.shown():
        for typed, told in (
            ("views", "No view is saved yet"),
            ("view", "No view is saved yet"),
            ("view none", "There is no view none"),
            ("asof", "Name a time"),
            ("asof soonish", "soonish is not a time"),
        ):
            await command(stage, typed)
            await stage.until(lambda told=told: line(stage).startswith(told))


async def test_the_queue_as_it_was_is_read_only_and_opens_the_case_of_today(stage: Any, floor: Any) -> None:
    now = store.now()
    with time_machine.travel(now - timedelta(hours=3), tick=False):
        ref = stage.case(subject="then")
    with time_machine.travel(now - timedelta(hours=1), tick=False):
        complaints.take(floor.agent, ref, "claim")
        later = stage.case(subject="later", customer_phone="13812340000")
    async with stage.shown():
        await stage.until(stage.shows(ref, later))
        await command(stage, "asof -2h")
        await stage.until(lambda: isinstance(stage.app.screen, AsOfScreen))
        await stage.until(stage.shows("as of ", "read only", "1 entry", ref, "registered"))
        assert later not in stage.seen() and "li.na" not in stage.seen()
        await stage.press("c", "u", "x")
        assert complaints.show(floor.lead, ref).complaint.assignee == "li.na"
        await stage.press("enter")
        await stage.until(stage.shows(f"Complaints > {ref}", "handling"))
        await stage.press("escape", "escape")
        await stage.until(stage.shows("Complaints > open"))

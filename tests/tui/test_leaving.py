"""Leaving the screens while the floor goes on."""

from __future__ import annotations

import asyncio
from contextvars import Context
from typing import Any

import pytest
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import WorkerFailed

from cstui.floor import accounts
from cstui.tui.screens.base import FloorScreen


async def test_a_change_that_comes_while_one_leaves_reaches_no_screen(stage: Any) -> None:
    async with stage.shown():
        looking = asyncio.Event()

        async def change() -> None:
            looking.set()
            await asyncio.sleep(60)

        stage.app._live._task = task = asyncio.create_task(stage.app._live._run(change))
        await looking.wait()
        stage.app.exit()
        assert task.cancelling()  # at once: the widgets go before the program hears that it ends


async def test_what_is_asked_of_the_store_after_the_end_is_given_up_quietly(stage: Any) -> None:
    async with stage.shown():
        app = stage.app
    for asked in (app.work.read(accounts.fresh, app.actor), app.work.write(accounts.fresh, app.actor)):
        with pytest.raises(asyncio.CancelledError):
            await asked
    app._live._start_task(app._floor_changed)  # called by the thread just before it was stopped
    assert app._live._task is None or app._live._task.done()


async def search_in_vain(screen: Screen[Any], gone: bool) -> None:
    if gone:
        await screen.remove_children()
        screen.app.pop_screen()  # not awaited: the answer comes while the screen is taken down
        await asyncio.sleep(0)
    screen.query_one("#gone")


async def test_an_answer_that_comes_after_its_screen_is_missed_by_nobody(stage: Any) -> None:
    screen: Screen[Any] = Screen()
    async with stage.shown(screen):
        late = screen.run_worker(search_in_vain(screen, gone=True))
        await stage.until(lambda: late.is_finished)
        await stage.press("j")
        assert stage.app.return_code is None


class Left(FloorScreen):
    """A screen that the person leaves while it reads."""

    async def refresh_floor(self) -> None:
        await search_in_vain(self, gone=True)

    async def tick_minute(self) -> None:
        await search_in_vain(self, gone=True)


async def test_a_page_left_while_the_floor_changes_or_the_minute_turns_is_missed_by_nobody(stage: Any) -> None:
    async with stage.shown():
        for keep_up in (stage.app._floor_changed, stage.app._minute_turned):
            await stage.app.push_screen(Left())
            await asyncio.create_task(keep_up(), context=Context())  # as the thread that looks begins it
        await stage.press("j")
        assert stage.app.return_code is None


async def test_a_screen_that_misses_a_part_of_its_own_is_an_error_of_ours(stage: Any) -> None:
    screen: Screen[Any] = Screen()
    with pytest.raises(WorkerFailed) as failed:
        async with stage.shown(screen):
            screen.run_worker(search_in_vain(screen, gone=False))
            await stage.until(lambda: stage.app.return_code is not None)
    assert isinstance(failed.value.error, NoMatches)
    assert stage.app.return_code == 70

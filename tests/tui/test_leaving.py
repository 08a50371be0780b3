"""Leaving the screens while the floor goes on."""

from __future__ import annotations

import asyncio
from typing import Any


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

"""Live refresh: one cheap look at the store four times a second, and a re-read only when it moved."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from cstui.errors import CstuiError
from cstui.floor import store

POLL_SECONDS = 0.25


class Live:
    """Calls ``changed`` when another connection has written and ``minute`` when the minute turns.

    A plain timer of the event loop: Textual's timers cost a message each tick, four times a second,
    on a screen that is idle.
    """

    def __init__(
        self,
        changed: Callable[[], Awaitable[None]],
        minute: Callable[[], Awaitable[None]],
        failed: Callable[[Exception], None],
    ) -> None:
        self._changed = changed
        self._minute = minute
        self._failed = failed
        self._mark: int | None = None
        self._seen = _minute_of(store.now())
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look; call it in the event loop."""
        self._mark = self._look()
        self._again()

    def stop(self) -> None:
        """Stop looking."""
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _again(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(POLL_SECONDS, self._tick)

    def _tick(self) -> None:
        self._again()
        if self._task is not None and not self._task.done():
            return
        mark, minute = self._look(), _minute_of(store.now())
        if mark is not None and mark != self._mark:
            self._mark = mark
            self._task = asyncio.create_task(self._run(self._changed))
        elif minute != self._seen:
            self._seen = minute
            self._task = asyncio.create_task(self._run(self._minute))

    async def _run(self, call: Callable[[], Awaitable[None]]) -> None:
        try:
            await call()
        except Exception as error:  # a task's exception would vanish; the app decides what it means
            self._failed(error)

    def _look(self) -> int | None:
        try:
            with store.reading():
                return store.change_mark()
        except CstuiError as error:
            self._failed(error)
            return None


def _minute_of(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)

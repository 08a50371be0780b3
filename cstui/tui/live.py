"""Live refresh: one cheap look at the store four times a second, and a re-read only when it moved."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from cstui.errors import CstuiError
from cstui.floor import store

POLL_SECONDS = 0.25

Call = Callable[[], Awaitable[None]]


class Live:
    """Calls ``changed`` once at the start and whenever somebody has written, ``minute`` when the minute turns.

    A thread looks, with a connection of its own: a quiet floor then never wakes the event loop,
    which would cost fifty times the look itself.
    """

    def __init__(self, changed: Call, minute: Call, failed: Callable[[Exception], None]) -> None:
        self._changed = changed
        self._minute = minute
        self._failed = failed
        self._over = False
        self._pause = threading.Lock()  # held as long as there is something to watch; an Event costs twice as much
        self._pause.acquire()
        self._busy = False
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Begin to look; call it in the event loop."""
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._watch, name="cstui-live", daemon=True).start()

    def stop(self) -> None:
        """Stop looking."""
        if not self._over:
            self._over = True
            self._pause.release()
        if self._task is not None:
            self._task.cancel()

    def _watch(self) -> None:
        while not self._over:
            try:
                with store.reading():
                    self._look_on()
            except CstuiError as error:
                self._in_loop(partial(self._failed, error))
                self._wait()

    def _look_on(self) -> None:
        # Marks of two connections cannot be compared, so a new connection begins with a reading.
        mark: int | None = None
        minute = _minute_of(store.now())
        while not self._over:
            if not self._busy:
                new_mark, new_minute = store.change_mark(), _minute_of(store.now())
                if new_mark != mark:
                    self._begin(self._changed)
                elif new_minute != minute:
                    self._begin(self._minute)
                    minute = new_minute
                mark = new_mark
            self._wait()

    def _wait(self) -> None:
        if self._pause.acquire(timeout=POLL_SECONDS):
            self._pause.release()  # it is over, for whoever asks again

    def _begin(self, call: Call) -> None:
        self._busy = True
        self._in_loop(partial(self._start_task, call))

    def _in_loop(self, call: Callable[[], None]) -> None:
        if self._loop is not None and not self._loop.is_closed() and not self._over:
            self._loop.call_soon_threadsafe(call)

    def _start_task(self, call: Call) -> None:
        if not self._over:  # it may have ended between the thread's call and the loop's turn
            self._task = asyncio.create_task(self._run(call))

    async def _run(self, call: Call) -> None:
        try:
            await call()
        except Exception as error:  # a task's exception would vanish; the app decides what it means
            self._failed(error)
        finally:
            self._busy = False


def _minute_of(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)

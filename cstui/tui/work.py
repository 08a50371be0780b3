"""The floor's functions called off the event loop: a small pool of readers and one writer thread.

The loop can block on a terminal that stops reading, so nothing that holds the
store may run on it or stay open across an await: each call opens its thread's
own connection, runs to its end and gives it back.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from cstui.floor import store

P = ParamSpec("P")
T = TypeVar("T")

READERS = 2


def _connected(call: Callable[[], T]) -> T:
    with store.reading():
        return call()


class Work:
    """Runs floor functions in threads; a CstuiError raised there reaches the awaiting screen unchanged."""

    def __init__(self, readers: int = READERS) -> None:
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="cstui-read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="cstui-write")
        self._closing = threading.Lock()
        self._closed = False

    async def read(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a reading function in the pool and return what it returns."""
        return await asyncio.wrap_future(self.start_read(fn, *args, **kwargs))

    async def write(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a writing function in the one writer thread and return what it returns.

        A cancelled screen does not stop a write that has begun.
        """
        future = self._start(self._writer, partial(fn, *args, **kwargs))
        return await asyncio.shield(asyncio.wrap_future(future))

    def start_read(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Start a reading function at once and return its future; the loop need not run yet."""
        return self._start(self._readers, partial(fn, *args, **kwargs))

    def _start(self, threads: ThreadPoolExecutor, call: Callable[[], T]) -> Future[T]:
        with self._closing:
            if not self._closed:
                return threads.submit(_connected, call)
        given_up: Future[T] = Future()  # the screens have ended: whoever still asks ends as do those who wait
        given_up.cancel()
        return given_up

    def close(self) -> None:
        """Let a write that has begun finish, cancel what has not or is asked for later, and end the threads."""
        with self._closing:
            self._closed = True
        self._writer.shutdown(wait=True, cancel_futures=True)
        self._readers.shutdown(wait=False, cancel_futures=True)

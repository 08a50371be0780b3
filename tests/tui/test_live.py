"""Live refresh: a change elsewhere is seen, a quiet floor costs no reading."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from cstui.errors import StoreProblem
from cstui.floor import complaints, store
from cstui.tui import live
from cstui.tui.live import Live
from cstui.tui.work import Work


class Heard:
    """Keeps what Live calls."""

    def __init__(self) -> None:
        self.changes = self.minutes = 0
        self.failures: list[Exception] = []
        self.error: Exception | None = None
        self.live = Live(self.changed, self.minute, self.failures.append)

    async def changed(self) -> None:
        self.changes += 1
        if self.error:
            raise self.error

    async def minute(self) -> None:
        self.minutes += 1


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look every few milliseconds."""
    monkeypatch.setattr(live, "POLL_SECONDS", 0.005)


async def until(holds: Any) -> None:
    for _attempt in range(400):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


async def test_a_change_is_seen_once(floor: Any, quick: None) -> None:
    heard, work = Heard(), Work()
    heard.live.start()
    await until(lambda: heard.changes == 1)  # it begins with a reading
    await asyncio.sleep(0.05)
    assert heard.changes == 1
    await work.write(complaints.add, floor.lead, {"subject": "new"})
    await until(lambda: heard.changes == 2)
    await asyncio.sleep(0.05)
    assert heard.changes == 2 and heard.failures == []
    heard.live.stop()
    work.close()


async def test_the_turn_of_the_minute_is_told(floor: Any, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    heard, now = Heard(), store.now()
    heard.live.start()
    await until(lambda: heard.changes == 1)
    monkeypatch.setattr(store, "now", lambda: now + timedelta(minutes=1))
    await until(lambda: heard.minutes == 1)
    heard.live.stop()


async def test_what_goes_wrong_is_told_and_looking_goes_on(floor: Any, quick: None) -> None:
    heard, work = Heard(), Work()
    heard.error = StoreProblem("gone")
    heard.live.start()
    await until(lambda: heard.failures == [heard.error])
    await work.write(complaints.add, floor.lead, {"subject": "two"})
    await until(lambda: heard.failures == [heard.error] * 2)
    heard.live.stop()
    work.close()

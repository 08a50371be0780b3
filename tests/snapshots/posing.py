"""How a screen is made to hold still for its picture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

THURSDAY = datetime(2026, 3, 5, 6, 2, tzinfo=UTC)  # 14:02 in Shanghai
HOSTILE = "[/] [退款] [@click=app.quit]x[/] \x1b[31mred\x1b[0m \u202eevil"
SIZES = [(80, 24), (160, 50)]

Before = Callable[[Pilot[None]], Awaitable[None]]


def pushing(screen: Any, *words: str, keys: tuple[str, ...] = ()) -> Before:
    """Return what shows a screen, waits for its words, presses keys, and stops what blinks."""

    async def before(pilot: Pilot[None]) -> None:
        await pilot.app.push_screen(screen)
        await showing(pilot, *words)
        await pilot.press(*keys)
        await still(pilot)

    return before


def pressing(
    *keys: str, then: tuple[str, ...] = (), words: tuple[str, ...] = (), first: str = "C-000001", calm: bool = False
) -> Before:
    """Return what waits for the queue to show its ``first`` word, presses keys, waits for words, presses more.

    With ``calm`` nothing is pressed before the threads have brought what they have: a dialog hides what comes late.
    """

    async def before(pilot: Pilot[None]) -> None:
        await showing(pilot, first)
        if calm:
            await still(pilot)
        await pilot.press(*keys)
        await showing(pilot, *words)
        await pilot.press(*then)
        await still(pilot)

    return before


async def showing(pilot: Pilot[None], *words: str) -> None:
    """Wait until every word stands on the screen."""
    for _attempt in range(400):
        strips = pilot.app.screen._compositor.render_strips()
        if all(word in "".join(segment.text for strip in strips for segment in strip) for word in words):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"{words} never came")


async def still(pilot: Pilot[None]) -> None:
    """Stop what blinks and let the threads bring what they have."""
    for _round in range(3):
        await pilot.pause(0.1)
    for field in pilot.app.screen.query("Input, TextArea"):
        assert isinstance(field, Input | TextArea)
        field.cursor_blink = False
    await pilot.pause()

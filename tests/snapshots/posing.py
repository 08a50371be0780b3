"""How a screen is made to hold still for its picture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from textual.pilot import Pilot

from tests.resting import rest

THURSDAY = datetime(2026, 3, 5, 6, 2, tzinfo=UTC)  # 14:02 in Shanghai
HOSTILE = "[/] [退款] [@click=app.quit]x[/] \x1b[31mred\x1b[0m \u202eevil"
SIZES = [(80, 24), (160, 50)]

Before = Callable[[Pilot[None]], Awaitable[None]]


def pushing(screen: Any, *words: str, keys: tuple[str, ...] = ()) -> Before:
    """Return what shows a screen, sees its words, presses keys and lets the threads bring what they have."""

    async def before(pilot: Pilot[None]) -> None:
        await rest(pilot)
        await pilot.app.push_screen(screen)
        await showing(pilot, *words)
        await pilot.press(*keys)
        await rest(pilot)

    return before


def pressing(*keys: str, then: tuple[str, ...] = (), words: tuple[str, ...] = (), first: str = "C-000001") -> Before:
    """Return what sees the ``first`` word on the queue, presses keys, sees words, presses more."""

    async def before(pilot: Pilot[None]) -> None:
        await showing(pilot, first)
        await pilot.press(*keys)
        await showing(pilot, *words)
        await pilot.press(*then)
        await rest(pilot)

    return before


async def showing(pilot: Pilot[None], *words: str) -> None:
    """Wait until the screen is at rest and see that every word stands on it."""
    await rest(pilot)
    strips = pilot.app.screen._compositor.render_strips()
    text = "\n".join("".join(segment.text for segment in strip) for strip in strips)
    missing = [word for word in words if word not in text]
    assert not missing, f"{missing} never came:\n{text}"

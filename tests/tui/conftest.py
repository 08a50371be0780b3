"""What the screen tests share: the app on a floor, and waiting for what the threads bring."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen

from cstui.floor import complaints
from cstui.floor.views import Actor
from cstui.tui.app import CstuiApp
from tests.resting import PATIENCE_SECONDS, Pace, rest


class Stage:
    """The app on the test's floor; ``app`` and ``pilot`` are there inside ``shown``."""

    HOSTILE = "[/] [退款] [@click=app.quit]x[/] \x1b[31mred\x1b[0m \u202eevil"
    LITERAL = ("[/]", "[退款]", "[@click=app.quit]x[/]", "\u241b[31mred", "\u2039202E\u203aevil")

    def __init__(self, floor: Any) -> None:
        self.floor = floor
        self.app: CstuiApp
        self.pilot: Pilot[None]

    def case(self, **more: object) -> str:
        """Take a complaint in and return its ref."""
        values = {"subject": "Charged twice", "narrative": "May bill", "customer_phone": "13812341234", **more}
        return complaints.add(self.floor.lead, values).ref

    @asynccontextmanager
    async def shown(
        self, screen: Screen[Any] | None = None, *, actor: Actor | None = None, size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[Stage]:
        """Run the app as the lead, or another person, with a screen on top."""
        self.app = CstuiApp((actor or self.floor.lead).login, self.floor.path)
        async with self.app.run_test(size=size) as self.pilot:
            await rest(self.pilot)
            if screen is not None:
                await self.app.push_screen(screen)
                await rest(self.pilot)
            yield self

    async def until(self, holds: Callable[[], object]) -> None:
        """Let the app run until something holds; fails when it never does."""
        until = monotonic() + PATIENCE_SECONDS
        while not holds():
            assert monotonic() < until, f"it never came; the screen shows:\n{self.seen()}"
            await self.pilot.pause(0.02)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other and wait for what they bring about."""
        await self.pilot.press(*keys)
        await rest(self.pilot)

    async def type(self, text: str) -> None:
        """Type a text of any characters."""
        await self.press(*("space" if character == " " else character for character in text))

    def seen(self) -> str:
        """Return what stands on the screen, or in the dialog on top of it, as text."""
        screen = self.app.screen
        strips = screen._compositor.render_strips()
        if isinstance(screen, ModalScreen) and screen.children:
            box = screen.children[0].region
            strips = [strip.crop(box.x, box.right) for strip in strips[box.y : box.bottom]]
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    def shows(self, *words: str) -> Callable[[], bool]:
        """Return a condition: every word stands on the screen."""
        return lambda: all(word in self.seen() for word in words)


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """Let every test see when the screens are at rest."""
    return Pace(monkeypatch)


@pytest.fixture
def stage(floor: Any) -> Stage:
    """The app, not yet running, on a fresh floor."""
    return Stage(floor)


class Submits:
    """Stands for the app behind a dialog: keeps what is sent, or refuses it."""

    def __init__(self) -> None:
        self.refusal: Exception | None = None
        self.sent: list[dict[str, object]] = []

    async def __call__(self, values: Any) -> complaints.Batch:
        self.sent.append(dict(values))
        if self.refusal:
            raise self.refusal
        return complaints.Batch((), ())


@pytest.fixture
def submit() -> Submits:
    """What a dialog sends to, instead of the floor."""
    return Submits()

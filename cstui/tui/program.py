"""What the commands of the program may ask of it beyond what a screen may: its screens, its language, its colours."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any, Protocol

from cstui.tui.floor_app import FloorApp
from cstui.tui.screens.base import FloorScreen
from cstui.tui.screens.queue import QueueScreen


class Program(FloorApp, Protocol):
    """The program as steps, commands and saved views see it."""

    @property
    def floor_screen(self) -> FloorScreen:
        """The topmost full screen, whatever dialog lies over it."""

    @property
    def queue_screen(self) -> QueueScreen:
        """The queue, which is the root of all screens."""

    @property
    def available_themes(self) -> Mapping[str, object]:
        """Every theme by its name."""

    def theme_names(self) -> list[str]:
        """Return the themes there are, ours first."""

    def speak(self, language: str) -> None:
        """Switch the language of everything on the screens."""

    def dress(self, theme: str) -> None:
        """Change the colours."""

    def run_worker(self, work: Coroutine[Any, Any, None], *, group: str) -> Any:
        """Run something beside the loop's other work."""

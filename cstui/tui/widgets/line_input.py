"""One line to type into, with completion: the filter's and the command line's."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input

Complete = Callable[[str], list[str]]


class LineInput(Input):
    """An input of one line; ``complete`` gives the whole lines that the text may become, best first."""

    BINDINGS = [
        Binding("tab", "take_suggestion", show=False),
        Binding("escape", "give_up", show=False),
    ]
    DEFAULT_CSS = """
    LineInput, LineInput:focus { border: none; height: 1; padding: 0; background: transparent; }
    """

    class GivenUp(Message):
        """The person pressed escape, or deleted more than there was."""

    def __init__(self, value: str, complete: Complete) -> None:
        super().__init__(value, compact=True, select_on_focus=False, suggester=_Completer(complete))
        self._complete = complete

    def action_take_suggestion(self) -> None:
        """Take the first completion into the line."""
        found = self._complete(self.value)
        if found:
            self.value = found[0]
            self.cursor_position = len(self.value)

    def action_give_up(self) -> None:
        """Leave without doing anything."""
        self.post_message(self.GivenUp())

    def on_key(self, event: events.Key) -> None:
        """Backspace in an empty line leaves it."""
        if event.key == "backspace" and not self.value:
            event.stop()
            self.post_message(self.GivenUp())


class _Completer(Suggester):
    def __init__(self, complete: Complete) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """Return the first completion that goes on from what was typed."""
        return next((line for line in self._complete(value) if line.startswith(value)), None)

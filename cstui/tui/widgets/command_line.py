"""The command line: opened with ``:`` over the status line of any screen."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from cstui.tui.widgets.line_input import Complete, LineInput


class CommandLine(Widget):
    """A line to type a command into; it goes away when it has been given or given up.

    With ``answer`` it asks for something else behind a ``prompt`` of its own, and no command is given.
    """

    DEFAULT_CSS = """
    CommandLine { height: 1; layout: horizontal; }
    CommandLine LineInput { width: 1fr; }
    """

    class Given(Message):
        """A command was given."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self,
        complete: Complete,
        hint: Callable[[str], None],
        prompt: str = ":",
        answer: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self._answer = answer
        self._prompt = prompt
        self._complete = complete
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Draw the line to type into."""
        yield LineInput("", self._complete)

    def render(self) -> Content:
        """Draw the prompt before it."""
        return Content(self._prompt)

    def on_mount(self) -> None:
        self.query_one(LineInput).styles.margin = (0, 0, 0, cell_len(self._prompt))

    @on(LineInput.Changed)
    def _on_typed(self, message: LineInput.Changed) -> None:
        message.stop()
        self._hint("  ".join(self._complete(message.value)))

    @on(LineInput.Submitted)
    def _on_submitted(self, message: LineInput.Submitted) -> None:
        message.stop()
        self._leave()
        if not message.value.strip():
            return
        if self._answer is not None:
            self._answer(message.value.strip())
        else:
            self.post_message(self.Given(message.value))

    @on(LineInput.GivenUp)
    def _on_given_up(self, message: LineInput.GivenUp) -> None:
        message.stop()
        self._leave()

    def _leave(self) -> None:
        self._hint("")
        self.remove()

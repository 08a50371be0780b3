"""A line that lists the known answers while one types, and takes others where the list is open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from cstui.text import one_line
from cstui.tui.foreign import literal

SHOWN = 6


class Choice(NamedTuple):
    """One known answer: ``value`` is given to the floor, ``label`` is read by a person."""

    value: str
    label: str


class PickInput(Input):
    """The line of a picker: the arrows walk the list below."""

    BINDINGS = [
        Binding("down", "walk(1)", show=False),
        Binding("up", "walk(-1)", show=False),
    ]

    class Walked(Message):
        """An arrow was pressed."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def action_walk(self, step: int) -> None:
        """Tell the picker to walk its list."""
        self.post_message(self.Walked(step))


class Picker(Vertical):
    """A line with matching choices below, one of them highlighted once something is typed."""

    class Changed(Message):
        """The text changed."""

    def __init__(self, choices: Iterable[Choice], *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._choices = tuple(choices)
        self._shown: tuple[Choice, ...] = ()

    def compose(self) -> ComposeResult:
        yield PickInput(compact=True, classes="field-editor", select_on_focus=False)
        matches = OptionList(markup=False, compact=True, classes="picker-list")
        matches.can_focus = False
        matches.display = False
        yield matches

    @property
    def text(self) -> str:
        """What was typed or picked."""
        return self.query_one(PickInput).value

    @text.setter
    def text(self, typed: str) -> None:
        self.query_one(PickInput).value = typed

    def meaning(self, typed: str) -> str | None:
        """Return the value of the choice that ``typed`` names exactly, None when there is none."""
        folded = typed.casefold()
        names = ((choice.value, choice.label) for choice in self._choices)
        return next((value for value, label in names if folded in (value.casefold(), label.casefold())), None)

    def described(self) -> str:
        """Return the label of the choice now named, empty when none is."""
        value = self.meaning(self.text.strip())
        return next((one_line(c.label) for c in self._choices if c.value == value and c.label != self.text), "")

    @property
    def listing(self) -> bool:
        """Whether choices are listed now."""
        return bool(self.query_one(OptionList).display)

    def offer(self) -> None:
        """List the choices that match what stands in the line."""
        typed = self.text.strip().casefold()
        exact = self.meaning(typed) is not None
        self._shown = (
            ()
            if exact
            else tuple(
                choice
                for choice in self._choices
                if typed in choice.value.casefold() or typed in choice.label.casefold()
            )
        )
        matches = self.query_one(OptionList)
        matches.clear_options()
        matches.add_options([Option(literal(self._line(choice))) for choice in self._shown])
        matches.highlighted = 0 if typed and self._shown else None
        matches.display = bool(self._shown) and self.query_one(PickInput).has_focus
        if matches.display:
            self.call_after_refresh(self.scroll_visible, animate=False)

    def _line(self, choice: Choice) -> str:
        return choice.value if choice.label == choice.value else f"{choice.value}  {one_line(choice.label)}"

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.offer()
        self.post_message(self.Changed())

    @on(PickInput.Walked)
    def _walk(self, event: PickInput.Walked) -> None:
        event.stop()
        matches = self.query_one(OptionList)
        if matches.display and self._shown:
            here = -1 if matches.highlighted is None else matches.highlighted
            matches.highlighted = (here + event.step) % len(self._shown)

    def take_offered(self) -> bool:
        """Take the highlighted choice into the line; return whether there was one."""
        matches = self.query_one(OptionList)
        if not matches.display or matches.highlighted is None:
            return False
        self._take(matches.highlighted)
        return True

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    def _take(self, index: int) -> None:
        self.query_one(PickInput).value = self._shown[index].value
        self.query_one(PickInput).action_end()
        self.query_one(OptionList).display = False

    def on_descendant_focus(self) -> None:
        """Show the list once the line has the focus."""
        self.offer()

    def on_descendant_blur(self) -> None:
        """Put the list away."""
        self.query_one(OptionList).display = False

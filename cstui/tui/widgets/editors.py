"""One row of a form per kind of field: what is typed into, and what it is read as."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation

from rich.text import Text
from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Select, TextArea

from cstui.errors import BadInput
from cstui.floor import when
from cstui.floor.forms import Field
from cstui.i18n import _
from cstui.text import clean
from cstui.tui.widgets.field_row import FieldRow, Raw
from cstui.tui.widgets.picker import Choice, Picker

_PHONE_BEGUN = re.compile(r"\s*\+?[0-9 ()./-]*")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{3,}(?:\s*(?:ext|x|转)\.?\s*\d+)?", re.IGNORECASE)


class LineRow(FieldRow):
    """One line of text."""

    def editor(self) -> Widget:
        return Input(compact=True, classes="field-editor", select_on_focus=False)

    @property
    def input(self) -> Input:
        return self.query_one(Input)

    @property
    def raw(self) -> Raw:
        return self.input.value

    @raw.setter
    def raw(self, typed: Raw) -> None:
        self.input.value = clean(str(typed)).replace("\n", " ")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.edited()


class PhoneRow(LineRow):
    """A telephone number; the floor decides how it is stored."""

    @property
    def unfinished(self) -> bool:
        return self.typing and _PHONE_BEGUN.fullmatch(str(self.raw)) is not None

    @property
    def value(self) -> object | None:
        typed = str(self.raw).strip()
        if typed and not _PHONE.fullmatch(typed):
            raise BadInput(_("not a telephone number"))
        return typed or None


class NumberRow(LineRow):
    """A decimal number."""

    @property
    def value(self) -> object | None:
        typed = str(self.raw).strip()
        if not typed:
            return None
        try:
            figure = Decimal(typed)
        except InvalidOperation:
            figure = Decimal("NaN")
        if not figure.is_finite():
            raise BadInput(_("not a number: write 120.50"))
        return typed


class WhenRow(LineRow):
    """An instant, shown resolved while it is typed."""

    def __init__(self, field: Field, zone: tzinfo, now: Callable[[], datetime]) -> None:
        super().__init__(field)
        self._zone = zone
        self._now = now

    @property
    def value(self) -> object | None:
        typed = str(self.raw).strip()
        return when.resolve(typed, now=self._now(), zone=self._zone) if typed else None

    def note(self) -> str:
        try:
            value = self.value
        except BadInput:
            value = None
        if not isinstance(value, datetime):
            return ""
        local = value.astimezone(self._zone)
        weekday = when.weekday(local)
        return f"= {weekday} {local:%Y-%m-%d %H:%M}"

    def hint(self) -> str:
        return _(self.field.hint) or _(when.EXAMPLES)


class TextRow(FieldRow):
    """Text of several lines."""

    def editor(self) -> Widget:
        return TextArea(compact=True, classes="field-editor", show_line_numbers=False, highlight_cursor_line=False)

    @property
    def raw(self) -> Raw:
        return self.query_one(TextArea).text

    @raw.setter
    def raw(self, typed: Raw) -> None:
        self.query_one(TextArea).text = clean(str(typed))

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.edited()


class ChoiceRow(FieldRow):
    """One of a closed list."""

    def __init__(self, field: Field, choices: Iterable[Choice]) -> None:
        super().__init__(field)
        self._choices = tuple(choices)

    def editor(self) -> Widget:
        # rich.Text: option lists read a bare str as markup, and search as one types only in Text.
        options = [(Text(choice.label), choice.value) for choice in self._choices]
        return Select[str](options, prompt="-", compact=True, classes="field-editor")

    @property
    def raw(self) -> Raw:
        return self.query_one(Select).selection or ""

    @raw.setter
    def raw(self, typed: Raw) -> None:
        known = {choice.value for choice in self._choices}
        self.query_one(Select).value = typed if typed in known else Select.NULL

    @on(Select.Changed)
    def _chosen(self, event: Select.Changed) -> None:
        event.stop()
        self.edited()


class Flag(Checkbox):
    """A box that says in words whether it is ticked; Textual's own tells it by colour alone."""

    def render(self) -> Content:
        """Return the box and its word."""
        return Content(f"[x] {_('yes')}" if self.value else f"[ ] {_('no')}")


class FlagRow(FieldRow):
    """Yes or no."""

    def editor(self) -> Widget:
        return Flag(compact=True, classes="field-editor")

    @property
    def raw(self) -> Raw:
        return self.query_one(Checkbox).value

    @raw.setter
    def raw(self, typed: Raw) -> None:
        self.query_one(Checkbox).value = bool(typed)

    @property
    def value(self) -> object | None:
        return self.raw

    @on(Checkbox.Changed)
    def _ticked(self, event: Checkbox.Changed) -> None:
        event.stop()
        self.edited()


class PickRow(FieldRow):
    """A line with the known answers listed below it: agents, teams, and lists that stay open."""

    def __init__(self, field: Field, choices: Iterable[Choice]) -> None:
        super().__init__(field)
        self._choices = tuple(choices)

    def editor(self) -> Widget:
        return Picker(self._choices, classes="field-picker")

    @property
    def picker(self) -> Picker:
        return self.query_one(Picker)

    @property
    def raw(self) -> Raw:
        return self.picker.text

    @raw.setter
    def raw(self, typed: Raw) -> None:
        self.picker.text = clean(str(typed)).replace("\n", " ")

    @property
    def value(self) -> object | None:
        typed = str(self.raw).strip()
        known = self.picker.meaning(typed)
        if typed and known is None and not self.field.free:
            raise BadInput(_("not in the list"))
        return known if known is not None else clean(typed) or None

    @property
    def unfinished(self) -> bool:
        return self.picker.listing

    def note(self) -> str:
        return self.picker.described()

    @on(Picker.Changed)
    def _typed(self, event: Picker.Changed) -> None:
        event.stop()
        self.edited()

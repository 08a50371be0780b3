"""The frame of every field in a form: label, editor, and the word about what is wrong beside it."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from cstui.errors import BadInput
from cstui.floor.forms import Field
from cstui.i18n import _
from cstui.text import clean
from cstui.tui.foreign import literal

Raw = str | bool


class FieldRow(Vertical):
    """A field's row.  ``raw`` is what was typed (drafts keep it), ``value`` what the floor is given.

    A subclass makes the ``editor`` that is typed into.
    """

    editor: Callable[[], Widget]
    raw: Raw

    class Edited(Message):
        """Something was typed into the row."""

        def __init__(self, row: FieldRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, field: Field) -> None:
        super().__init__(id=f"row-{field.name.replace('_', '-')}", classes="field-row")
        self.field = field
        self.touched = False
        self.given: Raw = ""
        self._refusal = ""
        self.typing = False

    def compose(self) -> ComposeResult:
        mark = "*" if self.field.required else " "
        with Vertical(classes="field-line"):
            yield Static(literal(f"{mark} {_(self.field.label)}"), classes="field-label")
            yield self.editor()
        yield Static("", classes="field-word")

    def on_mount(self) -> None:
        self.given = self.raw
        self.show_word()

    @property
    def value(self) -> object | None:
        """What the floor is given: None when nothing was typed; raises BadInput."""
        return clean(str(self.raw)).strip() or None

    @property
    def unfinished(self) -> bool:
        """Whether what stands there may still become an answer, so that it is not faulted yet."""
        return False

    @property
    def target(self) -> Widget:
        """The widget that takes the focus."""
        return self.query_one(".field-editor")

    def problem(self) -> str:
        """Return what is wrong with what was typed, empty when nothing is."""
        try:
            value = self.value
        except BadInput as bad:
            return bad.title
        if value is None and self.field.required:
            return _("this is needed")
        return self._refusal

    def note(self) -> str:
        """Return what the value means, where that is not plain from what was typed."""
        return ""

    def hint(self) -> str:
        """Return the advice shown while the field has the focus."""
        return _(self.field.hint)

    def refuse(self, reason: str) -> None:
        """Show why the floor refused this field, until it is edited."""
        self._refusal = reason
        self.touched = True
        self.show_word()

    def show_word(self) -> None:
        """Bring the word beside the field up to date."""
        problem = self.problem() if self.touched and not self.unfinished else ""
        word = self.query_one(".field-word", Static)
        note = f"! {problem}" if problem else self.note()
        text = note or (self.hint() if self.typing else "")
        word.update(literal(text))
        word.display = bool(text)
        self.set_class(bool(problem), "-wrong")

    def on_descendant_focus(self) -> None:
        """Give the advice that takes a line only where one types."""
        self.typing = True
        self.show_word()

    def on_descendant_blur(self) -> None:
        """Take the advice away, and fault what was left unfinished."""
        self.typing = False
        self.show_word()

    def fill(self, typed: Raw) -> None:
        """Set what the field starts with; that is not typing yet."""
        self.raw = typed
        self.given = self.raw
        self.show_word()

    @property
    def typed(self) -> bool:
        """Whether the field differs from what it started with."""
        return self.raw != self.given

    def edited(self) -> None:
        """Note that something was typed."""
        if self.typed or self.touched:
            self._refusal = ""
            self.touched = True
            self.post_message(self.Edited(self))
        self.show_word()

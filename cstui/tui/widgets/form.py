"""A form made from a tuple of fields: rows, validation as one types, and a draft that outlives the session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from cstui.errors import CstuiError, Problem
from cstui.floor import accounts, causes, drafts, store
from cstui.floor.forms import Field
from cstui.i18n import _
from cstui.text import one_line
from cstui.tui import choice_words
from cstui.tui.foreign import literal
from cstui.tui.widgets.editors import ChoiceRow, FlagRow, LineRow, NumberRow, PhoneRow, PickRow, TextRow, WhenRow
from cstui.tui.widgets.field_row import FieldRow, Raw
from cstui.tui.widgets.picker import Choice

if TYPE_CHECKING:
    from cstui.tui.floor_app import FloorApp

SAVE_SECONDS = 2.0
_PICKED = ("agent", "team", "cause")


class Form(VerticalScroll):
    """The rows of a form.

    ``draft`` is the form's name and the complaint's ref under which what was typed is kept, None for
    a form that keeps none.
    """

    class Edited(Message):
        """Something was typed."""

        def __init__(self, field: str) -> None:
            super().__init__()
            self.field = field

    def __init__(self, fields: Sequence[Field], draft: tuple[str, str] | None = None) -> None:
        super().__init__(id="form")
        self.can_focus = False
        self._fields = tuple(fields)
        self._draft = draft
        self._saved: dict[str, Raw] = {}
        self.restored = False

    def compose(self) -> ComposeResult:
        notice = Static("", id="draft-notice")
        notice.display = False
        yield notice

    @property
    def _app(self) -> FloorApp:
        return cast("FloorApp", self.app)

    @property
    def rows(self) -> list[FieldRow]:
        """The rows in order."""
        return list(self.query(FieldRow))

    def row(self, name: str) -> FieldRow:
        """Return the row of a field; raises KeyError."""
        return {row.field.name: row for row in self.rows}[name]

    async def open(self, values: Mapping[str, Any]) -> None:
        """Build the rows, fill ``values`` in, bring a kept draft back and start keeping it."""
        zone = await self._app.work.read(store.zone)
        picked = {field.kind for field in self._fields if field.kind in _PICKED}
        known = {kind: await self._known(kind) for kind in picked}
        await self.mount_all([_row(field, zone, known.get(field.kind, ())) for field in self._fields])
        for row in self.rows:
            if row.field.name in values:
                row.fill(_raw(values[row.field.name], zone))
        await self._restore(zone)
        if self._draft is not None:
            self.set_interval(SAVE_SECONDS, self.save_draft)

    async def _known(self, kind: str) -> tuple[Choice, ...]:
        """Read what there is to pick from."""
        read, actor = self._app.work.read, self._app.actor
        if kind == "team":
            return tuple(Choice(team.slug, one_line(team.name)) for team in await read(accounts.teams, actor))
        if kind == "cause":
            return await self._causes()
        agents = await read(accounts.agents, actor)
        return tuple(Choice(agent.login, one_line(agent.name)) for agent in agents if agent.enabled)

    async def _causes(self) -> tuple[Choice, ...]:
        try:
            known = await self._app.work.read(causes.causes)
        except CstuiError as problem:  # a broken cause tree must not keep a whole form from opening
            self._app.show_error(problem)
            return ()
        return tuple(Choice(cause.code, one_line(cause.words)) for cause in known)

    # What stands in it

    @property
    def typed(self) -> bool:
        """Whether anything differs from what the form started with."""
        return any(row.typed for row in self.rows)

    def problems(self) -> dict[str, str]:
        """Return what is wrong, by field."""
        return {row.field.name: problem for row in self.rows if (problem := row.problem())}

    def values(self) -> dict[str, object]:
        """Return what the floor is given: fields left empty are left out; raises BadInput."""
        return {row.field.name: value for row in self.rows if (value := row.value) is not None}

    def show_problems(self) -> bool:
        """Show every problem beside its field and go to the first; return whether there is one."""
        problems = self.problems()
        for row in self.rows:
            row.touched = row.touched or row.field.name in problems
            row.show_word()
        for row in self.rows:
            if row.field.name in problems:
                row.target.focus()
                return True
        return False

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Show what the floor found wrong beside the fields it names."""
        rows = {row.field.name: row for row in self.rows}
        for problem in problems:
            if problem.column in rows:
                rows[problem.column].refuse(problem.problem)

    # Moving

    def on_descendant_focus(self) -> None:
        """Keep the whole row with the focus in sight: its label, its editor and its word."""
        focused = self.screen.focused
        for node in focused.ancestors_with_self if focused else ():
            if isinstance(node, FieldRow):
                self.scroll_to_widget(node, animate=False)

    @on(FieldRow.Edited)
    def _edited(self, event: FieldRow.Edited) -> None:
        event.stop()
        self.post_message(self.Edited(event.row.field.name))

    # The draft

    def _raws(self) -> dict[str, Raw]:
        return {row.field.name: row.raw for row in self.rows if row.typed}

    async def _restore(self, zone: tzinfo) -> None:
        if self._draft is None:
            return
        form, ref = self._draft
        kept = await self._app.work.read(drafts.load, self._app.actor, form, ref)
        if kept is None:
            return
        for row in self.rows:
            if row.field.name in kept.fields:
                row.raw = kept.fields[row.field.name]
        self._saved = self._raws()
        self.restored = bool(self._saved)
        saved = kept.saved_at.astimezone(zone)
        notice = self.query_one("#draft-notice", Static)
        notice.update(literal(_("Draft of {time} restored; ctrl+d discards it.").format(time=f"{saved:%m-%d %H:%M}")))
        notice.display = self.restored

    async def save_draft(self) -> None:
        """Keep what was typed since the last time, off the loop."""
        typed = self._raws()
        if self._draft is None or typed == self._saved:
            return
        self._saved = typed
        form, ref = self._draft
        try:
            await self._app.work.write(drafts.save, self._app.actor, form, ref, typed)
        except CstuiError as problem:
            self._app.show_error(problem)

    async def drop_draft(self) -> None:
        """Forget what was kept."""
        self.query_one("#draft-notice", Static).display = False
        self.restored = False
        if self._draft is not None:
            draft, self._draft = self._draft, None  # a save already under way is the writer's last
            try:
                await self._app.work.write(drafts.drop, self._app.actor, draft[0], draft[1])
            except CstuiError as problem:
                self._app.show_error(problem)

    async def discard_draft(self) -> None:
        """Forget the restored draft and start the form afresh; later typing is kept again."""
        draft = self._draft
        await self.drop_draft()
        for row in self.rows:
            row.raw = row.given
            row.touched = False
            row.show_word()
        self._saved = {}
        self._draft = draft


def _raw(value: object, zone: tzinfo) -> Raw:
    if isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


def _row(field: Field, zone: tzinfo, known: Sequence[Choice]) -> FieldRow:
    choices = tuple(Choice(value, choice_words.word(field.name, value)) for value in field.choices)
    match field.kind:
        case "text":
            return TextRow(field)
        case "choice":
            return PickRow(field, choices) if field.free else ChoiceRow(field, choices)
        case "when":
            return WhenRow(field, zone, store.now)
        case "number":
            return NumberRow(field)
        case "phone":
            return PhoneRow(field)
        case "flag":
            return FlagRow(field)
        case "agent" | "team" | "cause":
            return PickRow(field, known)
    return LineRow(field)

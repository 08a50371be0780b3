"""The page of one complaint: fields, clocks, the customer's words, forms, time line, and what may be done."""

from __future__ import annotations

from datetime import datetime, tzinfo

from rich.console import RenderableType
from textual import work
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.events import Resize
from textual.widgets import Static

from cstui.errors import CstuiError, NotFound
from cstui.floor import complaints, store
from cstui.floor.views import Actor, Detail
from cstui.i18n import N_, _
from cstui.tui import steps
from cstui.tui.foreign import literal
from cstui.tui.keys import COMPLAINT, acts, bindings
from cstui.tui.screens.base import FloorScreen
from cstui.tui.widgets import case_text
from cstui.tui.widgets.status_line import StatusLine

WIDE = 120

_LEFT = {
    "fields": N_("Complaint"),
    "clocks": N_("Clocks"),
    "facts": N_("Facts"),
    "remedy": N_("Remedy sought"),
    "steps": N_("Steps"),
}
_RIGHT = {"time-line": N_("Time line"), "forms": N_("Forms")}


class ComplaintScreen(FloorScreen):
    """One complaint, read again whenever the floor changes; the reader's place is kept."""

    VIEW = COMPLAINT
    BINDINGS = bindings(COMPLAINT)
    CSS_PATH = "complaint.tcss"

    def __init__(self, ref: str) -> None:
        super().__init__()
        self.ref = ref
        self.detail: Detail | None = None
        self._zone: tzinfo | None = None
        self._unrolled = 1
        self._drawn: dict[str, object] = {}

    def compose(self) -> ComposeResult:
        """Draw the frame: two panes, which a narrow screen stacks into one page."""
        yield Static(literal(self.ref), id="title")
        with Container(id="panes"):
            for pane, sections in (("left", _LEFT), ("right", _RIGHT)):
                with VerticalScroll(id=pane, classes="pane"):
                    for name, heading in sections.items():
                        yield Static(literal(_(heading)), id=f"{name}-heading", classes="heading")
                        yield Static("", id=name, classes="section")
        yield StatusLine()

    async def on_mount(self) -> None:
        self._arrange(self.size.width)
        self.load()

    def on_resize(self, event: Resize) -> None:
        self._arrange(event.size.width)

    def _arrange(self, width: int) -> None:
        """Let the panes scroll side by side, or the whole page scroll as one."""
        wide = width >= WIDE
        self.set_class(wide, "-wide")
        for pane in self.query(".pane"):
            pane.can_focus = wide
        panes = self.query_one("#panes")
        panes.can_focus = not wide
        (self.query_one("#left") if wide else panes).focus()

    # Reading

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        """Read the complaint and draw it."""
        await self.refresh_floor()

    async def refresh_floor(self) -> None:
        """Read the complaint again and redraw the sections that differ."""
        try:
            self.detail, self._zone = await self.floor_app.work.read(_read, self.floor_app.actor, self.ref)
        except NotFound as gone:
            self.floor_app.status(gone.title)
            return
        except CstuiError as problem:
            self.floor_app.show_error(problem)
            return
        self._draw()

    def tick_minute(self) -> None:
        """Redraw what depends on the clock."""
        self.load()

    def retranslate(self) -> None:
        """Draw everything again in the other language."""
        for name, heading in (_LEFT | _RIGHT).items():
            self.query_one(f"#{name}-heading", Static).update(literal(_(heading)))
        self._drawn.clear()
        self._draw()

    def _draw(self) -> None:
        detail, zone = self.detail, self._zone
        if detail is None or zone is None:
            return
        shown = case_text.Shown(zone, store.now(), self._unrolled)
        keys = {act.step: act.keys[0] for act in acts(COMPLAINT) if act.step and act.keys}
        self._put("title", (detail.complaint, ""), case_text.title(detail))
        self._put("fields", (detail, shown.now.date()), case_text.fields(detail, shown))
        self._put("clocks", detail.clocks, case_text.clocks(detail, shown))
        self._put("facts", (detail.complaint.narrative, self._unrolled), case_text.facts(detail, shown))
        self._put("remedy", detail.remedy, case_text.remedy(detail))
        self._put("steps", detail.steps, case_text.steps(detail, keys))
        self._put("time-line", detail.events, case_text.time_line(detail, shown))
        self._put("forms", detail.forms, case_text.forms(detail, shown))
        self.refresh_bindings()

    def _put(self, name: str, source: object, drawn: RenderableType) -> None:
        """Redraw one section when what it is made of has changed; an empty one disappears with its heading."""
        if self._drawn.get(name) == source:
            return
        self._drawn[name] = source
        section = self.query_one(f"#{name}", Static)
        section.update(drawn)
        section.display = bool(source)
        for heading in self.query(f"#{name}-heading"):
            heading.display = bool(source)

    # Acting

    def refs(self) -> tuple[str, ...]:
        """Return the complaint of this page."""
        return (self.ref,)

    def why_not(self, step: str) -> str | None:
        """Return why a step cannot be done, as the floor said when the page was read."""
        return self.detail.steps.get(step) if self.detail else None

    def action_advance(self) -> None:
        """Take the next step of this case."""
        if self.detail is not None:
            step = steps.next_step(self.detail.complaint.state, self.detail.steps)
            if step is None:
                self.floor_app.status(_("This case has come to its end."))
            else:
                self.action_step(step)

    def action_copy_ref(self) -> None:
        """Copy the reference to the terminal's clipboard."""
        self.app.copy_to_clipboard(self.ref)
        self.floor_app.status(_("Copied {ref}.").format(ref=self.ref))

    def action_more(self) -> None:
        """Unroll a long text by another piece."""
        self._unrolled += 1
        self._draw()

    # Moving

    def _scroller(self) -> VerticalScroll | Container:
        focused = self.focused
        if isinstance(focused, VerticalScroll):
            return focused
        return self.query_one("#panes", Container)

    def action_move(self, step: int) -> None:
        """Scroll by a line."""
        self._scroller().scroll_relative(y=step, animate=False)

    def action_move_page(self, step: int) -> None:
        """Scroll by a page."""
        pane = self._scroller()
        pane.scroll_relative(y=step * max(1, pane.size.height - 1), animate=False)

    def action_move_top(self) -> None:
        """Scroll to the start."""
        self._scroller().scroll_home(animate=False)

    def action_move_bottom(self) -> None:
        """Scroll to the end."""
        self._scroller().scroll_end(animate=False)


def _read(actor: Actor, ref: str) -> tuple[Detail, tzinfo]:
    return complaints.show(actor, ref), store.zone()

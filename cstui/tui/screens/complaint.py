"""The page of one complaint: fields, clocks, the customer's words, forms, time line, and what may be done."""

from __future__ import annotations

from datetime import tzinfo

from rich.console import RenderableType
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.events import Resize
from textual.widgets import Static

from cstui.errors import NotFound
from cstui.floor import complaints, leases, store
from cstui.floor.views import Actor, Detail
from cstui.i18n import N_, _
from cstui.tui import keys, steps
from cstui.tui.act import COMPLAINT, Act
from cstui.tui.foreign import literal
from cstui.tui.screens.revealing import RevealingScreen
from cstui.tui.widgets import case_text
from cstui.tui.widgets.header_line import HeaderLine
from cstui.tui.widgets.key_footer import KeyFooter
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


class ComplaintScreen(RevealingScreen):
    """One complaint, read again whenever the floor changes; the reader's place is kept."""

    VIEW = COMPLAINT
    BINDINGS = keys.bindings(COMPLAINT)
    CSS_PATH = "complaint.tcss"

    def __init__(self, ref: str) -> None:
        super().__init__()
        self.ref = ref
        self.detail: Detail | None = None
        self._zone: tzinfo | None = None
        self._editor = ""
        self._unrolled = 1
        self._drawn: dict[str, object] = {}

    def compose(self) -> ComposeResult:
        """Draw the frame: two panes, which a narrow screen stacks into one page."""
        yield HeaderLine(_("Complaints"), self.ref)
        yield Static(literal(self.ref), id="title")
        with Container(id="panes"):
            for pane, sections in (("left", _LEFT), ("right", _RIGHT)):
                with VerticalScroll(id=pane, classes="pane"):
                    for name, heading in sections.items():
                        yield Static(literal(_(heading)), id=f"{name}-heading", classes="heading")
                        yield Static("", id=name, classes="section")
        yield StatusLine()
        yield KeyFooter(self.VIEW, self._barred)

    def on_mount(self) -> None:
        self._arrange(self.size.width)
        self.read_in_background(self.refresh_floor(), "load")

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

    async def refresh_floor(self) -> None:
        """Read the complaint again and redraw the sections that differ; raises CstuiError."""
        app = self.floor_app
        try:
            self.detail, self._zone, self._editor = await app.work.read(_read, app.actor, self.ref)
        except NotFound as gone:
            app.status(gone.title)  # transferred out of sight: what was read last stays to be read
            return
        self._draw()

    def point_at(self, ref: str) -> None:
        """Turn to another complaint."""
        self.mask()
        self.ref, self.detail, self._unrolled = ref, None, 1
        self.query_one(HeaderLine).show((_("Complaints"), ref))
        self._scroller().scroll_home(animate=False)
        self.read_in_background(self.refresh_floor(), "load")

    async def tick_minute(self) -> None:
        """Redraw what depends on the clock."""
        self.query_one(HeaderLine).tick()
        await self.refresh_floor()

    def retranslate(self) -> None:
        """Draw everything again in the other language."""
        for name, heading in (_LEFT | _RIGHT).items():
            self.query_one(f"#{name}-heading", Static).update(literal(_(heading)))
        self.query_one(HeaderLine).show((_("Complaints"), self.ref))
        self._drawn.clear()
        self._draw()

    def _draw(self) -> None:
        detail, zone = self.detail, self._zone
        if detail is None or zone is None:
            return
        shown = case_text.Shown(zone, store.now(), self._unrolled)
        remap = self.floor_app.remap
        step_keys = {act.step: keys.shown(act, remap) for act in keys.acts(self.VIEW) if act.step}
        unrolled, today = self._unrolled, shown.now.astimezone(zone).date()
        self._put("title", case_text.title(detail, self._editor), detail.complaint, detail.escalation, self._editor)
        told = detail.revealed(self.revealed[1]) if self.revealed else detail
        self._put("fields", case_text.fields(told, shown), told, today)
        self._put("clocks", case_text.clocks(detail, shown), detail.clocks)
        self._put("facts", case_text.facts(detail, shown), detail.complaint.narrative, unrolled)
        self._put("remedy", case_text.remedy(detail), detail.remedy)
        self._put("steps", case_text.steps(detail, step_keys), detail.steps)
        self._put("time-line", case_text.time_line(detail, shown), detail.events, unrolled, today)
        self._put("forms", case_text.forms(detail, shown), detail.forms)
        self.query_one(KeyFooter).update()

    def _put(self, name: str, drawn: RenderableType, *source: object) -> None:
        """Redraw one section when what it is made of has changed; one of nothing disappears with its heading."""
        if self._drawn.get(name) == source:
            return
        self._drawn[name] = source
        section = self.query_one(f"#{name}", Static)
        section.update(drawn)
        section.display = bool(source[0])
        for heading in self.query(f"#{name}-heading"):
            heading.display = bool(source[0])

    def redraw_phone(self) -> None:
        """Show the phone in full, or masked again, where the customer stands."""
        if self.is_attached:
            self._draw()

    # Acting

    def refs(self) -> tuple[str, ...]:
        """Return the complaint of this page."""
        return (self.ref,)

    def why_not(self, step: str) -> str | None:
        """Return why a step cannot be done, as the floor said when the page was read."""
        return self.detail.steps.get(step) if self.detail else None

    def next_step(self) -> str | None:
        """Return the step that moves this case on."""
        return steps.next_step(self.detail.complaint.state, self.detail.steps) if self.detail else None

    def _barred(self, act: Act) -> str | None:
        step = self.next_step() if act.id == "queue.advance" else act.step
        return self.why_not(step) if step else None

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


def _read(actor: Actor, ref: str) -> tuple[Detail, tzinfo, str]:
    return complaints.show(actor, ref), store.zone(), leases.editors(actor, (ref,)).get(ref, "")

"""What is known of the row under the cursor: a strip below the list, a pane beside it where it is wide."""

from __future__ import annotations

from datetime import timedelta

from rich.console import Group, RenderableType
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from cstui.floor import store
from cstui.floor.labels import label
from cstui.floor.views import Complaint, Detail
from cstui.i18n import _, ngettext
from cstui.text import one_line
from cstui.tui import keys
from cstui.tui.widgets.plain import plain_strip


class ContextView(Widget):
    """Draws one complaint: two lines, or a page when ``wide``; only lines that differ are painted again."""

    def __init__(self) -> None:
        super().__init__()
        self.wide = False
        self._complaint: Complaint | None = None
        self._detail: Detail | None = None
        self._editor = ""
        self._lines: list[Strip] = []
        self._drawn_for = (0, 0, False)

    def show(self, complaint: Complaint | None, detail: Detail | None = None, editor: str = "") -> None:
        """Replace what is shown; the detail belongs to the complaint and is needed only when wide.

        ``editor`` is who else is at it.
        """
        same = complaint is self._complaint and detail is self._detail and editor == self._editor
        if same and self._drawn_for == self._place():
            return
        self._editor = editor
        if detail is None and self.wide and _same(complaint, self._complaint):
            return  # the page stays until its newer version has been read
        self._complaint, self._detail = complaint, detail
        self.draw()

    def draw(self) -> None:
        """Draw again, in the present language and width."""
        before, self._lines = self._lines, self._rendered()
        blank = Strip([])
        for y in range(max(len(before), len(self._lines))):
            old = before[y] if y < len(before) else blank
            new = self._lines[y] if y < len(self._lines) else blank
            if old != new:
                self.refresh(Region(0, y, self._drawn_for[0], 1))

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        if self._drawn_for != self._place():
            self._lines = self._rendered()
        return self._lines[y] if y < len(self._lines) else plain_strip(self, [], self._drawn_for[0])

    def _place(self) -> tuple[int, int, bool]:
        return self.content_size.width, self.content_size.height, self.wide

    def _rendered(self) -> list[Strip]:
        width, height, wide = self._drawn_for = self._place()
        if self._complaint is None or not width:
            return []
        detail = self._detail if wide else None
        told = strip(self._complaint, self._editor) if detail is None else page(detail, self._editor)
        console = self.app.console
        options = console.options.update(width=width, height=None, highlight=False, markup=False)
        lines = console.render_lines(told, options, pad=False)
        return [plain_strip(self, line, width) for line in lines[:height]]


def strip(complaint: Complaint, editor: str = "") -> RenderableType:
    """Return two lines on a complaint: age, channel, repeats, the next limit; then its first words."""
    now = store.now()
    words = [complaint.ref, span(now - complaint.received_at), label("channel", complaint.channel)]
    if editor:
        words.insert(1, _("{who} is editing").format(who=one_line(editor)))
    if complaint.customer.tier:
        words.append(one_line(label("tier", complaint.customer.tier)))
    if complaint.repeat_count:
        repeat = ngettext("{count} earlier complaint", "{count} earlier complaints", complaint.repeat_count)
        words.append(repeat.format(count=complaint.repeat_count))
    if complaint.due_at is not None:
        clock = label("clock", complaint.next_clock)
        text = _("{clock} broken {span} ago") if complaint.overdue else _("{clock} due in {span}")
        words.append(text.format(clock=clock, span=span(abs(now - complaint.due_at))))
    quote = one_line(complaint.narrative[:500]) or one_line(complaint.subject)
    return Text("  ".join(words) + "\n" + quote, no_wrap=True, overflow="ellipsis")


def page(detail: Detail, editor: str = "") -> RenderableType:
    """Return everything on a complaint that fits beside the list."""
    from cstui.tui.widgets import case_text  # not needed for the first frame

    shown = case_text.Shown(store.zone(), store.now())
    free: dict[str, str | None] = {step: reason for step, reason in detail.steps.items() if reason is None}
    step_keys = {act.step: act.keys[0] for act in keys.ACTS if act.step and act.keys}
    sections = [
        case_text.fields(detail, shown),
        case_text.clocks(detail, shown),
        case_text.facts(detail, shown),
        case_text.steps(detail._replace(steps=free), step_keys),
        case_text.time_line(detail, shown),
    ]
    parts: list[RenderableType] = [case_text.title(detail, editor)]
    for section in sections:
        parts += [Text(""), section]
    return Group(*parts)


def span(length: timedelta) -> str:
    """Return a length of time in its largest unit: ``14 min``, ``5 h``, ``3 d``."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 120:
        return _("{n} min").format(n=minutes)
    if minutes < 48 * 60:
        return _("{n} h").format(n=minutes // 60)
    return _("{n} d").format(n=minutes // 1440)


def _same(one: Complaint | None, other: Complaint | None) -> bool:
    return one is not None and other is not None and one.ref == other.ref

"""The line that looks ahead: how many limits end in each half hour, as blocks and in figures."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from cstui.floor import store
from cstui.floor.forecast import Slot
from cstui.i18n import _

_BLOCKS = "▁▂▃▄▅▆▇█"
_NOTHING = "·"
_GAP = " · "


class ForecastLine(Widget):
    """One line on the next eight hours: ``Ahead ▃·█··  14:00 2 · 15:00 5!``; ``!`` stands at the peak."""

    DEFAULT_CSS = "ForecastLine { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._slots: tuple[Slot, ...] = ()

    def show(self, slots: tuple[Slot, ...]) -> None:
        """Replace what is shown."""
        if slots != self._slots:
            self._slots = slots
            self.refresh()

    def render(self) -> Content:
        """Draw the line."""
        return Content(told(self._slots, self.size.width))


def told(slots: Sequence[Slot], width: int) -> str:
    """Return the line for a width in cells; half hours that do not fit give way to ``…``, the last ones first."""
    if not slots:
        return ""
    peak = max(slot.limits for slot in slots)
    if not peak:
        return _("Ahead: no limit ends within 8 hours")
    line = _("Ahead {blocks}  ").format(blocks="".join(_block(slot.limits, peak) for slot in slots))
    figures = [_figure(slot, peak) for slot in slots if slot.limits]
    for kept in range(len(figures), -1, -1):
        more = ["…"] if kept < len(figures) else []
        whole = line + _GAP.join([*figures[:kept], *more])
        if cell_len(whole) <= width:
            return whole
    return line.rstrip()


def _block(count: int, peak: int) -> str:
    return _BLOCKS[max(0, count * len(_BLOCKS) // peak - 1)] if count else _NOTHING


def _figure(slot: Slot, peak: int) -> str:
    local = slot.start.astimezone(store.zone())
    return f"{local:%H:%M} {slot.limits}" + ("!" if slot.limits == peak > 1 else "")

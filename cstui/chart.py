"""Charts of plain characters, drawn by plotext: the same in a pipe, on a screen and without any colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType

_FIRST = 0xE000  # private use: no text that passed ``clean`` holds these
_MARKERS = "ox!+*#"


def bars(rows: Sequence[tuple[str, float, str]], width: int, most: int) -> str:
    """Return at most ``most`` bars, a line each, in ``width`` cells: (label, length, figure), labels already cut."""
    shown = rows[:most]
    if not shown:
        return ""
    plot = _plot(width, len(shown))
    stands = _Stands([f"{label} {figure} " for label, _length, figure in _aligned(shown)])
    lengths = [length for _label, length, _figure in shown]
    plot.bar(stands.names[::-1], lengths[::-1], orientation="horizontal", width=0.001, marker="█")
    plot.xlim(0, max(*lengths, 0) or 1)
    plot.xaxes(False, False)
    plot.yaxes(True, False)
    plot.xticks([])
    return stands.restored(_text(plot))


def lines(ticks: Sequence[str], series: Mapping[str, Sequence[float]], width: int, height: int) -> str:
    """Return lines over named ticks in ``width`` by ``height`` cells, each of a character of its own."""
    if not ticks:
        return ""
    plot = _plot(width, height)
    stands = _Stands(list(series))
    places = list(range(len(ticks)))
    for marker, name, figures in zip(_MARKERS, stands.names, series.values(), strict=False):
        plot.plot(places, list(figures), marker=marker, label=name)
    most = max((max(figures, default=0) for figures in series.values()), default=0)
    plot.ylim(0, most or 1)
    step = max(1, -(-int(most) // 4))
    plot.yticks(list(range(0, int(most) + 1, step)), [str(tick) for tick in range(0, int(most) + 1, step)])
    plot.xticks(places, list(ticks))
    return stands.restored(_text(plot))


class _Stands:
    """Stand-ins for texts: plotext takes every character for one cell, so a wide one is put in afterwards."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [(chr(_FIRST + number) * _cells(text), text) for number, text in enumerate(texts)]
        self.names = [name for name, _text in self._texts]

    def restored(self, drawn: str) -> str:
        for name, text in self._texts:
            drawn = drawn.replace(name, text)
        return drawn


def _aligned(rows: Sequence[tuple[str, float, str]]) -> list[tuple[str, float, str]]:
    labels = max(_cells(label) for label, _length, _figure in rows)
    figures = max(_cells(figure) for _label, _length, figure in rows)
    return [(label + " " * (labels - _cells(label)), length, figure.rjust(figures)) for label, length, figure in rows]


def _cells(text: str) -> int:
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def _plot(width: int, height: int) -> ModuleType:
    import plotext

    plotext.clear_figure()
    plotext.theme("clear")
    plotext.limit_size(False, False)
    plotext.plot_size(width, height)
    return plotext


def _text(plot: ModuleType) -> str:
    drawn = plot.uncolorize(plot.build())
    return "\n".join(line.rstrip() for line in drawn.splitlines())

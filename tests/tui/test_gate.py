"""The last gate before the terminal."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from cstui.tui.gate import Gate

BLACK = Color(0, 0, 0)


def passed(*texts: str) -> list[Segment]:
    return Gate().apply([Segment(text, Style(bold=True)) for text in texts], BLACK)


@pytest.mark.parametrize("text", ["plain", "五月账单", "👩\u200d👩\u200d👧 family", "─│╭", ""])
def test_safe_text_passes_untouched(text: str) -> None:
    segments = [Segment(text)]
    assert Gate().apply(segments, BLACK) == segments


@pytest.mark.parametrize("unsafe", ["\x1b", "\x07", "\x9b", "\u202e", "\u200b", "\x7f", "\ufeff", "\U000e0041"])
def test_no_unsafe_character_passes_and_the_line_keeps_its_width(unsafe: str) -> None:
    before = Segment(f"a{unsafe}b五")
    (after,) = Gate().apply([before], BLACK)
    assert unsafe not in after.text
    assert after.cell_length == before.cell_length


def test_the_style_stays() -> None:
    first, second = passed("ok", "\x1b[31m")
    assert first.style == second.style == Style(bold=True)

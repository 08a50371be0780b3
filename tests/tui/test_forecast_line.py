"""The line that looks ahead, at every width, and on the queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.cells import cell_len

from cstui.floor.forecast import Slot
from cstui.tui.widgets.forecast_line import told

START = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)


def slots(*counts: int) -> list[Slot]:
    return [Slot(START + timedelta(minutes=30) * place, count) for place, count in enumerate(counts)]


def test_half_hours_stand_as_blocks_and_in_figures_the_peak_marked(floor: Any) -> None:
    assert told(slots(2, 0, 5, 0), 80) == "Ahead ▃·█·  14:00 2 · 15:00 5!"


def test_with_nothing_ahead_it_says_so(floor: Any) -> None:
    assert told(slots(0, 0), 80) == "Ahead: no limit ends within 8 hours"


@pytest.mark.parametrize("width", [12, 24, 40, 80, 160])
def test_it_never_needs_more_than_its_width(floor: Any, width: int) -> None:
    line = told(slots(*range(90, 106)), width)
    assert cell_len(line) <= max(width, len("Ahead ") + 16)
    assert line.endswith("…") or width < 40 or "21:30 105!" in line


async def test_the_queue_looks_ahead_and_a_low_terminal_keeps_the_line_for_the_list(stage: Any, floor: Any) -> None:
    stage.case(promised_at="+50m")
    async with stage.shown():
        await stage.until(stage.shows("Ahead ", "█"))
        await stage.pilot.resize_terminal(80, 12)
        await stage.until(lambda: "Ahead" not in stage.seen())
        await stage.pilot.resize_terminal(160, 50)
        await stage.until(stage.shows("Ahead ", "█"))

"""How the queue looks: the list in its shapes, the lines above and below it, what lies over it.

After a wanted change: ``pytest tests/snapshots --snapshot-update``, then look at the pictures.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from cstui.config import Config
from cstui.floor import complaints
from cstui.tui.app import CstuiApp
from cstui.tui.screens.lock import LockScreen
from tests.snapshots.posing import HOSTILE, THURSDAY, pressing, pushing

CASES: tuple[dict[str, Any], ...] = (
    {"subject": "五月账单重复扣款", "customer_name": "欧阳娜娜", "severity": "critical", "promised_at": "+90m"},
    {"subject": "Cannot cancel contract", "customer_name": "Maria Fernanda González", "severity": "minor"},
    {"subject": HOSTILE, "customer_name": HOSTILE, "narrative": HOSTILE},
    {"subject": "宽带断网三天无人处理，客服电话始终无法接通", "customer_phone": "13900001111"},
)


@pytest.fixture
def busy(floor: Any, ref: str) -> Any:
    """The floor with five complaints: late, soon due, waiting, new, hostile."""
    for days, values in enumerate(CASES):
        with time_machine.travel(THURSDAY - timedelta(days=days, hours=1), tick=False):
            made = complaints.add(floor.lead, values).ref
            if values["subject"] == "Cannot cancel contract":
                complaints.take(floor.other, made, "claim")
                asked = {"waiting_for": "customer", "what": "the contract", "until": "+3d"}
                complaints.take(floor.other, made, "wait", asked)
    return floor


def test_queue(busy: Any, language: str, size: tuple[int, int], snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", busy.path)
    assert snap_compare(app, terminal_size=size, run_before=pressing("j", then=("k",)))


def test_marks_and_a_dimmed_step(busy: Any, language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", busy.path)
    assert snap_compare(app, run_before=pressing("space", "j", "space", "ctrl+backslash", "x"))


def test_filter_with_a_mistake(busy: Any, language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", busy.path)
    assert snap_compare(app, run_before=pressing("slash", *"colour:red"))


def test_command_line(busy: Any, language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", busy.path)
    assert snap_compare(app, run_before=pressing("colon", *"the"))


def test_keys_of_the_view(busy: Any, language: str, size: tuple[int, int], snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", busy.path)
    assert snap_compare(app, terminal_size=size, run_before=pressing("question_mark"))


def test_palette(busy: Any, language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", busy.path)
    assert snap_compare(app, run_before=pressing("ctrl+p"))


def test_an_empty_queue(floor: Any, language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", floor.path)
    assert snap_compare(app, run_before=pressing(first="0-0/0"))


def test_leaving(busy: Any, language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", busy.path)
    assert snap_compare(app, run_before=pressing("q"))


def test_locked(busy: Any, language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", busy.path)
    assert snap_compare(app, run_before=pushing(LockScreen("lead.wang")))


@pytest.mark.parametrize("theme", ["terminal", "dark", "light"])
def test_theme(busy: Any, theme: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", busy.path, settings=Config(theme=theme))
    assert snap_compare(app, run_before=pressing("j", "space"))

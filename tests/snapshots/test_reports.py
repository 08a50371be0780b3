"""How the reports look: a Pareto, and weeks beside each other.

After a wanted change: ``pytest tests/snapshots --snapshot-update``, then look at the pictures.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from cstui.floor import complaints, passing
from cstui.tui.app import CstuiApp
from cstui.tui.screens.reports import ReportsScreen
from tests.snapshots.posing import HOSTILE, THURSDAY, pushing

CASES = ("process.slow", "process.slow", "process.slow", "people.promise", "people.promise", "system.fault", None, None)
ANSWER = {"channel": "phone", "text": "sorry", "actions": "refund"}
GATE = {
    "satisfaction": "4", "responsible": "Billing", "correction": "a second check", "correction_owner": "lead.wang",
    "correction_due": "+7d", "follow_up": "content",
}  # fmt: skip


@pytest.fixture
def learned(floor: Any) -> Any:
    """The floor with eight complaints of three weeks, six of them closed with a cause."""
    for number, cause in enumerate(CASES):
        with time_machine.travel(THURSDAY - timedelta(days=3 * (len(CASES) - number)), tick=False):
            category = HOSTILE if cause is None else "退款"
            ref = complaints.add(floor.lead, {"subject": "x", "category": category}).ref
            if cause is not None:
                complaints.take(floor.agent, ref, "claim")
                complaints.take(floor.agent, ref, "respond", ANSWER)
                complaints.take(floor.agent, ref, "close", GATE | {"cause": cause})
    assert passing.journal_time() == 2  # else the app does it, sooner or later
    return floor


@pytest.mark.parametrize("report", ["causes", "categories", "limits", "weeks"])
def test_report(learned: Any, size: tuple[int, int], report: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", learned.path)
    assert snap_compare(app, terminal_size=size, run_before=pushing(ReportsScreen(report), "%"))

"""How the later screens of the desk look: the shift, a past queue, the list of views, escalation.

After a wanted change: ``pytest tests/snapshots --snapshot-update``, then look at the pictures.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from textual.pilot import Pilot

from cstui.floor import complaints, duty, handover, incidents, leases, saved
from cstui.tui.app import CstuiApp
from cstui.tui.screens.as_of import AsOfScreen
from cstui.tui.screens.shift import ShiftScreen
from tests.resting import rest
from tests.snapshots.posing import HOSTILE, THURSDAY, pressing, pushing, showing


def test_shift(floor: Any, ref: str, size: tuple[int, int], snap_compare: Any) -> None:
    with time_machine.travel(THURSDAY - timedelta(hours=6), tick=False):
        handover.give(floor.lead, f"the printer is broken {HOSTILE}")
        duty.write(floor.agent, "calls", "", count=31)
        duty.write(floor.lead, "lost", f"a blue umbrella {HOSTILE}")
        number = incidents.begin(floor.lead, "宽带断网：上海北区").id
    incidents.add(floor.lead, number, [ref])
    app = CstuiApp("lead.wang", floor.path)
    assert snap_compare(app, terminal_size=size, run_before=pushing(ShiftScreen(), "Hand-over", "lead.wang"))


def test_duty_log(floor: Any, ref: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", floor.path)

    async def before(pilot: Pilot[None]) -> None:
        await pushing(ShiftScreen(), "Brief", keys=("d",))(pilot)
        await showing(pilot, "ctrl+s", "How many")
        await rest(pilot)

    assert snap_compare(app, run_before=before)


def test_as_of(floor: Any, ref: str, size: tuple[int, int], snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", floor.path)
    screen = AsOfScreen(THURSDAY - timedelta(hours=3))
    assert snap_compare(app, terminal_size=size, run_before=pushing(screen, "C-000001"))


def test_views(floor: Any, ref: str, snap_compare: Any) -> None:
    saved.save(floor.lead, "grave", "severity:critical", shared=True)
    saved.save(floor.lead, "[/]", f'subject:"{HOSTILE[:9]}"', sort="received", reverse=True)
    app = CstuiApp("lead.wang", floor.path)
    before = pressing(":", *"views", "enter", words=("Saved views",))
    assert snap_compare(app, run_before=before)


def test_escalate(floor: Any, ref: str, size: tuple[int, int], snap_compare: Any) -> None:
    app = CstuiApp("li.na", floor.path)
    assert snap_compare(app, terminal_size=size, run_before=pressing("!", words=("ctrl+s", "C-000001 (")))


def test_queue_with_an_editor_and_limits_ahead(floor: Any, ref: str, size: tuple[int, int], snap_compare: Any) -> None:
    for minutes in (40, 45, 130):
        complaints.add(floor.lead, {"subject": f"call back {minutes}", "promised_at": f"+{minutes}m"})
    leases.hold(floor.agent, ref)
    app = CstuiApp("lead.wang", floor.path)
    assert snap_compare(app, terminal_size=size, run_before=pressing("j", "k", words=("is editing", "Ahead")))

"""How pages, forms and dialogs look: two sizes, two languages, one frozen Thursday afternoon.

After a wanted change: ``pytest tests/snapshots --snapshot-update``, then look at the pictures.
"""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from cstui.floor import accounts, complaints
from cstui.tui.app import CstuiApp
from cstui.tui.modals.leave import LeaveModal
from cstui.tui.screens.agents import AgentsScreen
from cstui.tui.screens.complaint import ComplaintScreen
from cstui.tui.screens.customers import CustomersScreen
from cstui.tui.screens.intake import IntakeScreen
from cstui.tui.screens.record import AgentRecordScreen
from cstui.tui.screens.teams import TeamsScreen
from tests.resting import rest
from tests.snapshots.posing import HOSTILE, pressing, pushing, showing


def test_complaint(floor: Any, ref: str, language: str, size: tuple[int, int], snap_compare: Any) -> None:
    app = CstuiApp("li.na", floor.path)
    assert snap_compare(app, terminal_size=size, run_before=pushing(ComplaintScreen(ref), "K1024"))


def test_complaint_further_down(floor: Any, ref: str, language: str, snap_compare: Any) -> None:
    app = CstuiApp("li.na", floor.path)
    assert snap_compare(app, run_before=pushing(ComplaintScreen(ref), "K1024", keys=("G",)))


def test_respond_with_something_missing(
    floor: Any, ref: str, language: str, size: tuple[int, int], snap_compare: Any
) -> None:
    app = CstuiApp("li.na", floor.path)
    before = pressing("p", words=("ctrl+s", "┃"), then=("tab", *"Dear", "ctrl+s"))
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_wait_with_a_time_resolved(floor: Any, ref: str, language: str, snap_compare: Any) -> None:
    app = CstuiApp("li.na", floor.path)
    before = pressing("w", words=("ctrl+s", "┃"), then=("tab", "tab", *"+3d"))
    assert snap_compare(app, run_before=before)


def test_assign(floor: Any, ref: str, language: str, size: tuple[int, int], snap_compare: Any) -> None:
    complaints.add(floor.lead, {"subject": "坐席态度", "respondent": "zhang.wei", "promised_at": "+1m"})
    app = CstuiApp("lead.wang", floor.path)
    assert snap_compare(app, terminal_size=size, run_before=pressing("a", words=("ctrl+s", "li.na")))


def test_intake_of_a_known_caller(
    floor: Any, ref: str, language: str, size: tuple[int, int], snap_compare: Any
) -> None:
    app = CstuiApp("zhang.wei", floor.path)

    async def before(pilot: Pilot[None]) -> None:
        await pushing(IntakeScreen(), "┃", keys=tuple("13812341234"))(pilot)
        await showing(pilot, "C-000001")
        await rest(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)


def test_leaving_a_form(floor: Any, ref: str, language: str, snap_compare: Any) -> None:
    app = CstuiApp("li.na", floor.path)
    assert snap_compare(app, run_before=pushing(LeaveModal()))


def test_agents(floor: Any, ref: str, language: str, snap_compare: Any) -> None:
    accounts.add_agent(floor.boss, "x.y", name=HOSTILE, skills=["refunds"])
    app = CstuiApp("lead.wang", floor.path)
    assert snap_compare(app, run_before=pushing(AgentsScreen(), "x.y"))


def test_teams(floor: Any, ref: str, language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", floor.path)
    assert snap_compare(app, run_before=pushing(TeamsScreen(), "cards"))


def test_customers(floor: Any, ref: str, language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", floor.path)
    assert snap_compare(app, run_before=pushing(CustomersScreen(), "K1024"))


def test_agent_page(floor: Any, ref: str, language: str, snap_compare: Any) -> None:
    app = CstuiApp("lead.wang", floor.path)
    assert snap_compare(app, run_before=pushing(AgentRecordScreen("li.na"), "C-000001"))

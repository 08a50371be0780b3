"""How pages, forms and dialogs look: two sizes, two languages, one frozen Thursday afternoon.

After a wanted change: ``pytest tests/snapshots --snapshot-update``, then look at the pictures.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from cstui.floor import accounts, complaints
from cstui.i18n import set_language
from cstui.tui.app import CstuiApp
from cstui.tui.modals.leave import LeaveModal
from cstui.tui.screens.agents import AgentsScreen
from cstui.tui.screens.complaint import ComplaintScreen
from cstui.tui.screens.customers import CustomersScreen
from cstui.tui.screens.intake import IntakeScreen
from cstui.tui.screens.record import AgentRecordScreen
from cstui.tui.screens.teams import TeamsScreen

THURSDAY = datetime(2026, 3, 5, 6, 2, tzinfo=UTC)  # 14:02 in Shanghai
HOSTILE = "[/] [退款] [@click=app.quit]x[/] \x1b[31mred\x1b[0m \u202eevil"
SIZES = [(80, 24), (160, 50)]

Before = Callable[[Pilot[None]], Awaitable[None]]


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    """Stop the clock before the floor is made."""
    with time_machine.travel(THURSDAY, tick=False):
        yield


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    """Speak each language in turn."""
    set_language(request.param)
    return str(request.param)


@pytest.fixture(params=SIZES, ids=["80x24", "160x50"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Draw at each size in turn."""
    width, height = request.param
    return width, height


@pytest.fixture
def ref(floor: Any) -> str:
    """A complaint with a past, a broken promise and a hostile customer; a second one by the same caller."""
    values = {
        "customer_phone": "13812341234", "customer_name": "张三", "customer_id": "K1024", "category": "billing",
        "subject": "五月账单重复扣款", "narrative": f"I was charged twice and nobody called back.\n{HOSTILE}",
        "remedy": "退款", "severity": "major", "promised_at": "+4h", "region": "上海",
    }  # fmt: skip
    for hours, action, given in (
        (5, "", values),
        (4.5, "verify", {"checked": "the bill of May", "finding": f"charged twice {HOSTILE}"}),
        (4, "register", {"severity": "major", "category": "billing"}),
        (3.5, "claim", {}),
        (1, "coordinate", {"parties": "Accounts", "note": "refund today", "next_at": "tomorrow 9:00"}),
    ):
        with time_machine.travel(THURSDAY - timedelta(hours=hours), tick=False):
            if action:
                complaints.take(floor.agent, "C-000001", action, given)
            else:
                assert complaints.add(floor.agent, given).ref == "C-000001"
    return "C-000001"


def pushing(screen: Any, *words: str, keys: tuple[str, ...] = ()) -> Before:
    """Return what shows a screen, waits for its words, presses keys, and stops what blinks."""

    async def before(pilot: Pilot[None]) -> None:
        await pilot.app.push_screen(screen)
        await showing(pilot, *words)
        await pilot.press(*keys)
        await still(pilot)

    return before


def pressing(*keys: str, then: tuple[str, ...] = (), words: tuple[str, ...] = ()) -> Before:
    """Return what presses keys on the queue, waits for words, presses more."""

    async def before(pilot: Pilot[None]) -> None:
        await showing(pilot, "C-000001")
        await pilot.press(*keys)
        await showing(pilot, *words)
        await pilot.press(*then)
        await still(pilot)

    return before


async def showing(pilot: Pilot[None], *words: str) -> None:
    """Wait until every word stands on the screen."""
    for _attempt in range(400):
        strips = pilot.app.screen._compositor.render_strips()
        if all(word in "".join(segment.text for strip in strips for segment in strip) for word in words):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"{words} never came")


async def still(pilot: Pilot[None]) -> None:
    """Stop what blinks and let the threads bring what they have."""
    for _round in range(3):
        await pilot.pause(0.1)
    for field in pilot.app.screen.query("Input, TextArea"):
        assert isinstance(field, Input | TextArea)
        field.cursor_blink = False
    await pilot.pause()


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
        await still(pilot)

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

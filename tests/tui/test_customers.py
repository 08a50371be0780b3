"""Customers on the screens: the tier in the list, on the page with the history, and beside their cases."""

from __future__ import annotations

from cstui.floor import complaints, tiers
from cstui.tui.screens.complaint import ComplaintScreen
from cstui.tui.screens.customers import CustomersScreen
from cstui.tui.screens.record import CustomerRecordScreen


def seeded(stage) -> tuple[str, str]:
    old = stage.case(subject="older", customer_id="K-1", customer_name="Ana")
    complaints.take(stage.floor.lead, old, "withdraw", {"reason": "x", "notice": "x"})
    new = stage.case(subject="newer", customer_id="K-1")
    tiers.set_tier(stage.floor.lead, "K-1", "vip")
    return old, new


async def test_the_page_shows_tier_and_history_and_enter_opens_a_case(stage) -> None:
    old, new = seeded(stage)
    async with stage.shown(CustomersScreen()):
        await stage.until(stage.shows("K-1", "Ana", "VIP"))
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, CustomerRecordScreen))
        await stage.until(stage.shows("Tier: VIP", "Open cases: 1", "Ended: 1", "138****1234", old, new))
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, ComplaintScreen))
        assert stage.app.screen.ref in (old, new)


async def test_the_tier_stands_beside_the_case_in_queue_and_page(stage) -> None:
    _old, new = seeded(stage)
    async with stage.shown():
        await stage.until(stage.shows(new))
        await stage.until(lambda: any("VIP" in line and new in line for line in stage.seen().splitlines()))
        await stage.press("enter")
        await stage.until(stage.shows("Ana", "VIP"))

"""Intake: a complaint taken down from the keyboard, and who is calling while the number is typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from textual.events import Key

from cstui.floor import complaints, customers, queue
from cstui.floor.forms import INTAKE
from cstui.floor.views import Complaint
from cstui.tui.screens import intake
from cstui.tui.screens.intake import IntakeScreen
from tests.resting import rest

THURSDAY = datetime(2026, 3, 5, 6, 2, tzinfo=UTC)  # 14:02 in Shanghai


def newest(stage) -> tuple[Complaint, ...]:
    return queue.page(stage.floor.lead, "", sort="received", limit=50).rows


async def test_every_field_is_reached_by_keyboard_and_in_sight_at_80x24(stage) -> None:
    screen = IntakeScreen()
    async with stage.shown(screen):
        await stage.until(lambda: stage.app.focused is not None and len(screen.form.rows) == len(INTAKE))
        for row in screen.form.rows:
            assert stage.app.focused is row.target, row.field.name
            assert screen.form.region.contains_region(row.target.region), row.field.name
            await stage.press("tab")
            await stage.pilot.pause()


async def test_takes_a_complaint_in_and_the_queue_jumps_to_it(stage) -> None:
    other = stage.case(severity="critical")
    async with stage.shown():
        await stage.until(stage.shows(other))
        await stage.press("I")
        await stage.until(stage.shows("New complaint", "┃"))
        await stage.type("13912345678")
        await stage.press("enter")
        await stage.type("李四")
        await stage.press("tab", "tab")
        await stage.type("断网 [/]")
        await stage.press("ctrl+s")
        await stage.until(stage.shows("Taken in as C-000002"))
        await stage.until(lambda: stage.app.queue_screen.listing.current.ref == "C-000002")
        taken = next(row for row in newest(stage) if row.ref == "C-000002")
        assert (taken.subject, taken.customer.name, taken.customer.phone) == ("断网 [/]", "李四", "139****5678")
        assert (taken.channel, taken.severity, taken.team) == ("phone", "normal", "floor")


async def test_says_that_subject_or_facts_are_needed_and_keeps_the_rest(stage) -> None:
    screen = IntakeScreen()
    async with stage.shown(screen):
        await stage.until(lambda: stage.app.focused is not None)
        await stage.type("13912345678")
        await stage.press("ctrl+s")
        await stage.until(stage.shows("A complaint needs a subject or the facts"))
        assert stage.app.screen is screen and screen.form.row("customer_phone").raw == "13912345678"
        assert newest(stage) == ()


async def test_what_the_floor_finds_wrong_stands_beside_the_field(stage) -> None:
    screen = IntakeScreen()
    async with stage.shown(screen):
        await stage.until(lambda: stage.app.focused is not None)
        screen.form.row("subject").raw = "late"
        screen.form.row("severity").raw = "major"
        screen.form.row("customer_phone").raw = "138****1234"
        await stage.press("ctrl+s")
        await stage.until(stage.shows("not a telephone number"))
        assert newest(stage) == ()


async def test_the_caller_is_named_while_the_number_is_typed(stage) -> None:
    with time_machine.travel(THURSDAY - timedelta(hours=5), tick=False):
        ref = stage.case(customer_name=f"张三 {stage.HOSTILE}", promised_at="+4h")
        complaints.take(stage.floor.agent, ref, "claim")
    with time_machine.travel(THURSDAY, tick=False):
        async with stage.shown(IntakeScreen(), size=(160, 50)):
            await stage.until(stage.shows("New complaint", "┃"))
            await stage.type("1381234")
            await stage.pilot.pause(0.4)
            assert "张三" not in stage.seen()
            await stage.type("1234")
            await stage.until(stage.shows("张三", f"open: {ref}", "with li.na", "1 complaint in 90 days"))
            assert all(word in stage.seen() for word in stage.LITERAL)
            assert "last contact 03-05 09:02" in stage.seen()
            assert "BROKEN promise for 03-05 13:02" in stage.seen()
            await stage.press("backspace")
            await stage.until(lambda: "张三" not in stage.seen())


async def test_a_customer_number_is_looked_up_too(stage) -> None:
    stage.case(customer_name="Ann", customer_id="K7", customer_phone="")
    screen = IntakeScreen()
    async with stage.shown(screen):
        await stage.until(lambda: stage.app.focused is not None)
        screen.form.row("customer_id").target.focus()
        await stage.type("K7")
        await stage.until(stage.shows("Ann", "nobody's yet"))


async def test_typing_fast_asks_the_store_once(stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def caller(_actor: object, *, phone: str = "", customer_id: str = "") -> None:
        asked.append(phone)

    monkeypatch.setattr(customers, "caller", caller)
    monkeypatch.setattr(intake, "PAUSE_SECONDS", 1.0)
    async with stage.shown(IntakeScreen()):
        await stage.until(stage.shows("New complaint", "┃"))
        for key in "13812341234":
            stage.app.post_message(Key(key, key))
        await stage.until(lambda: asked)
        await rest(stage.pilot)
        assert asked == ["13812341234"]


async def test_what_is_likely_here_already_is_said_while_it_is_typed_and_stops_nobody(stage) -> None:
    there = stage.case(subject="断网三天 [/]", category="outage", customer_phone="13812340000")
    screen = IntakeScreen()
    async with stage.shown(screen):
        await stage.until(lambda: screen.ready)
        await stage.type("13912345678")
        screen.form.row("category").raw = "outage"
        screen.form.row("subject").raw = "断网三天"
        screen.form.row("subject").edited()
        await stage.until(stage.shows(f"May be here already: {there} registered 断网三天 [/]"))
        screen.form.row("subject").raw = "吵闹"
        screen.form.row("subject").edited()
        await stage.until(lambda: "May be here already" not in stage.seen())
        screen.form.row("subject").raw = "断网三天"
        await stage.press("ctrl+s")
        await stage.until(lambda: len(newest(stage)) == 2)

"""A promotion by keyboard alone: from the application to the confirmation, by three people; an objection in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from textual.widgets._select import SelectOverlay

from cstui.floor.levels import case_book, cases, standings
from cstui.floor.levels.case_words import label
from cstui.floor.views import Actor
from cstui.tui.modals.choose import ChooseModal
from cstui.tui.modals.desk import DeskModal
from cstui.tui.screens.promotion import PromotionScreen
from cstui.tui.screens.promotions import PromotionsScreen
from cstui.tui.widgets.status_line import StatusLine
from tests.unit.levels.promoting import START, lay_ladder, led_to, stand


@pytest.fixture
def clock(floor: Any) -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        (lay_ladder().parents[1] / "levels").mkdir()
        (lay_ladder().parents[1] / "levels" / "house.toml").write_text('ladder = "mini"\n', "utf-8")
        stand(floor)
        yield traveller


def line(stage: Any) -> str:
    return str(stage.app.floor_screen.query_one(StatusLine).text)


def state(floor: Any, actor: Actor | None = None) -> str:
    return str(case_book.case(actor or floor.boss, 1).case.state)


async def form(stage: Any, key: str) -> Any:
    """Press a key and return the dialog that it opens, ready to be typed into."""
    await stage.press(key)
    await stage.until(lambda: isinstance(stage.app.screen, DeskModal) and stage.app.screen.ready)
    return stage.app.screen.form


async def fill(stage: Any, *answers: str) -> None:
    """Answer one field after the other, an empty one not at all; pick a verdict from its list; send the form."""
    for place, answer in enumerate(answers):
        if place:
            await stage.press("tab")
        if answer in ("yes", "no"):
            await stage.press("down")
            await stage.until(lambda: stage.app.screen.query_one(SelectOverlay).has_focus)
            await stage.type(answer)
            await stage.press("enter")
        else:
            await stage.type(answer)
    await stage.press("ctrl+s")
    await stage.until(lambda: not isinstance(stage.app.screen, DeskModal))


async def cases_shown(stage: Any, *words: str) -> None:
    """Open the promotion inbox by its keys and wait for words of it."""
    await stage.press("3", "i")
    await stage.until(lambda: isinstance(stage.app.screen, PromotionsScreen))
    await stage.until(stage.shows(*words))


async def test_from_application_to_confirmation_by_three_people(stage: Any, floor: Any, clock: Any) -> None:
    async with stage.shown(actor=floor.agent):
        await stage.press("3")
        await stage.until(stage.shows("李娜", "ready"))
        await form(stage, "a")
        await fill(stage, "", "I am ready")
        await stage.until(lambda: "applied for" in line(stage))
    async with stage.shown(actor=floor.lead):
        await cases_shown(stage, "> me: review")
        await form(stage, "v")
        await fill(stage, "calm", "knows the trade", "yes")
        await stage.until(lambda: state(floor) == "reviewed")
    async with stage.shown(actor=floor.boss):
        await cases_shown(stage, "> me: manager's review")
        await stage.press("enter")
        await stage.until(stage.shows("knows the trade", "lead.wang"))
        assert isinstance(stage.app.screen, PromotionScreen)
        await form(stage, "v")
        await fill(stage, "agreed", "yes")
        await stage.until(lambda: state(floor) == "endorsed")
    async with stage.shown(actor=floor.lead):
        await cases_shown(stage, "> me: exam")
        await form(stage, "v")
        await fill(stage, "knowledge", "91", "yes")
        await stage.until(lambda: state(floor) == "examined")
    async with stage.shown(actor=floor.boss):
        await cases_shown(stage, "> me: panel")
        await form(stage, "v")
        await fill(stage, "boss lead.wang", "service=90", "2", "0")
        await stage.until(stage.shows("> me: public notice"))
        await form(stage, "v")
        await fill(stage)
        await stage.until(stage.shows("time", "public notice", " 5 d "))
    await _objected_to_on_the_last_day(stage, floor, clock)
    clock.move_to(datetime(2026, 3, 24, 4, tzinfo=UTC))
    async with stage.shown(actor=floor.boss):
        await cases_shown(stage, "> me: final approval", "over")
        await form(stage, "v")
        await fill(stage, "", "1")
        await stage.until(stage.shows("on trial"))
        assert standings.level_on(floor.agent.id, "mini", date(2026, 3, 24)) == "middle"
        await stage.press("v")
        await stage.until(lambda: "It does not wait for a step of yours" in line(stage))
    clock.move_to(datetime(2026, 4, 24, 4, tzinfo=UTC))
    async with stage.shown(actor=floor.boss):
        await cases_shown(stage, "> me: confirmation")
        await form(stage, "v")
        await fill(stage, "a good month")
        await stage.until(lambda: state(floor) == "confirmed")
        await stage.press("e")
        await stage.until(stage.shows("confirmed"))
    found = case_book.case(floor.boss, 1)
    assert {found.case.agent, found.case.proposer, found.case.approver} == {"li.na", "lead.wang", "boss"}
    assert [step.by for step in found.steps if step.step in ("review", "approve")] == ["lead.wang", "boss"]


async def _objected_to_on_the_last_day(stage: Any, floor: Any, clock: Any) -> None:
    """Object in the evening of the notice's last day: it cannot be approved until the objection is dismissed."""
    clock.move_to(datetime(2026, 3, 23, 12, tzinfo=UTC))
    async with stage.shown(actor=floor.stranger):
        await stage.press("3")
        await stage.until(stage.shows("Public notice", "0 working days after today"))
        await cases_shown(stage, "public notice")
        await form(stage, "o")
        await fill(stage, "I saw otherwise")
        await stage.until(lambda: state(floor) == "objected")
    async with stage.shown(actor=floor.boss):
        await cases_shown(stage, "objection raised (1)", "> me: objection settled")
        await stage.press("s")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        assert "final approval" not in stage.seen()
        await stage.press("escape")
        await stage.press("enter")
        await stage.until(stage.shows("1 objection open", "I saw otherwise", "chen.mo"))
        await form(stage, "v")
        await fill(stage, "", "no", "it was another day")
        await stage.until(lambda: state(floor) == "noticed")


async def test_an_own_case_is_withdrawn_and_nobody_takes_a_step_that_is_not_theirs(
    stage: Any, floor: Any, clock: Any
) -> None:
    led_to(floor, "reviewed")
    async with stage.shown(actor=floor.agent):
        await cases_shown(stage, "manager: manager's review")
        await stage.press("v")
        await stage.until(lambda: "It does not wait for a step of yours" in line(stage))
        await stage.press("o")
        await stage.until(lambda: "It stands at: reviewed" in line(stage))
        await stage.press("s")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        assert label("step", "withdraw") in stage.seen() and "manager's review" not in stage.seen()
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, DeskModal) and stage.app.screen.ready)
        await fill(stage, "later")
        await stage.until(lambda: state(floor) == "withdrawn")


async def test_a_demotion_is_reported_decided_and_appealed_against(stage: Any, floor: Any, clock: Any) -> None:
    stand(floor, "zhang.wei", "middle")
    async with stage.shown(actor=floor.lead):
        await stage.press("3")
        await stage.until(stage.shows("张伟"))
        stage.app.floor_screen.board.point_at("zhang.wei")
        await form(stage, "D")
        await stage.press("down")
        await stage.until(lambda: stage.app.screen.query_one(SelectOverlay).has_focus)
        assert "serious incident" in stage.seen()
        await stage.press("down", "enter", "tab")
        await fill(stage, "2026-03-15", "hung up on a customer")
        await stage.until(stage.shows("# case 1: incident reported"))
        await cases_shown(stage, "> me: investigation")
        await form(stage, "v")
        await fill(stage, "it is on the recording")
        await stage.until(lambda: state(floor) == "investigated")
    async with stage.shown(actor=floor.boss):
        await cases_shown(stage, "> me: conclusion", "(demotion)")
        await form(stage, "v")
        await fill(stage, "yes", "it was so")
        await stage.until(stage.shows("> me: decision"))
        await form(stage, "v")
        await fill(stage, "", "serious")
        await stage.until(lambda: state(floor) == "decided")
    async with stage.shown(actor=floor.other):
        await cases_shown(stage, "5 d")
        await stage.press("s")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        assert "appeal" in stage.seen()
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, DeskModal) and stage.app.screen.ready)
        await fill(stage, "it was not me")
        await stage.until(lambda: state(floor) == "appealed")
    async with stage.shown(actor=floor.auditor):
        await cases_shown(stage, "another manager: ")
        await stage.press("s")
        await stage.until(lambda: "Nothing waits for you here" in line(stage))
        await stage.press("enter")
        await stage.until(stage.shows("demotion: appealed", "Steps so far"))
        await stage.press("pagedown")
        await stage.until(stage.shows("it was not me"))


async def test_a_case_that_changed_meanwhile_is_told_and_keeps_what_was_typed(
    stage: Any, floor: Any, clock: Any
) -> None:
    led_to(floor, "applied")
    async with stage.shown(actor=floor.lead):
        await cases_shown(stage, "> me: review")
        await form(stage, "v")
        cases.take(floor.agent, 1, "withdraw", {"reason": "later"})
        await stage.type("calm")
        await stage.press("tab", "x", "tab", "down")
        await stage.until(lambda: stage.app.screen.query_one(SelectOverlay).has_focus)
        await stage.press("y", "enter", "ctrl+s")
        await stage.until(stage.shows("calm", f"It stands at: {label('state', 'withdrawn')}"))
    assert state(floor) == "withdrawn"


async def test_a_page_that_stays_open_shows_what_time_brings(stage: Any, floor: Any, clock: Any) -> None:
    led_to(floor, "noticed")
    async with stage.shown(actor=floor.boss):
        await cases_shown(stage, "5 d")
        await stage.press("enter")
        await stage.until(stage.shows("5 working days after today"))
        clock.move_to(datetime(2026, 3, 24, 4, tzinfo=UTC))
        await stage.app.floor_screen.tick_minute()
        await stage.until(stage.shows("The public notice ended on 2026-03-23", "final approval"))


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (30, 8)])
async def test_cases_stand_at_every_size_and_show_foreign_text_literally(
    stage: Any, floor: Any, clock: Any, size: tuple[int, int]
) -> None:
    case = led_to(floor, "noticed")
    cases.take(floor.stranger, case.number, "object", {"text": stage.HOSTILE})
    async with stage.shown(actor=floor.boss, size=size):
        await stage.press("3")
        await stage.press("i")
        await stage.press("G", "pagedown", "g", "k", "j", "enter")
        await stage.until(lambda: isinstance(stage.app.screen, PromotionScreen))
        await stage.press("G", "pageup", "j", "pagedown", "g", "G")
        assert "\x1b" not in stage.seen() and "\u202e" not in stage.seen()
        if size == (160, 50):
            assert stage.LITERAL[1] in stage.seen()
        stage.app.speak("zh")
        await stage.press("escape", "escape", "escape")

"""The team as a ladder and a person's page: who stands where, what is missing, and what is recorded by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from cstui.floor import accounts
from cstui.floor.levels import case_book, cases, certificates, evidence, profiles, standings, vacancies
from cstui.floor.levels.evidence import Given
from cstui.tui.modals.choose import ChooseModal
from cstui.tui.modals.desk import DeskModal
from cstui.tui.modals.tell import TellModal
from cstui.tui.screens.levels import LevelsScreen
from cstui.tui.screens.profile import ProfileScreen
from cstui.tui.screens.promotion import PromotionScreen
from cstui.tui.screens.promotions import PromotionsScreen
from cstui.tui.screens.roster import RosterScreen
from cstui.tui.screens.scorecards import ScorecardsScreen
from cstui.tui.widgets.ladder_board import LadderBoard
from cstui.tui.widgets.status_line import StatusLine
from tests.unit.levels.promoting import REPORT, START, lay_ladder, led_to, stand

NEWCOMER = date(2026, 2, 2)


@pytest.fixture(autouse=True)
def clock(floor: Any) -> Iterator[Any]:
    """Stop the clock on a Monday noon; the floor goes by a small ladder of two tracks."""
    with time_machine.travel(START, tick=False) as traveller:
        folder = lay_ladder().parents[1] / "levels"
        folder.mkdir()
        (folder / "house.toml").write_text('ladder = "mini"\n', "utf-8")
        yield traveller


@pytest.fixture
def team(floor: Any) -> Any:
    """li.na is ready for the next step, zhang.wei is new on the rung, lead.wang stands on none."""
    stand(floor)
    stand(floor, "zhang.wei", "middle", NEWCOMER)
    return floor


def line(stage: Any) -> str:
    return str(stage.app.floor_screen.query_one(StatusLine).text)


def board(stage: Any) -> LadderBoard:
    found: LadderBoard = stage.app.floor_screen.query_one(LadderBoard)
    return found


async def opened(stage: Any) -> None:
    await stage.press("3")
    await stage.until(lambda: isinstance(stage.app.screen, LevelsScreen) and board(stage).current)


async def profile_of(stage: Any, login: str) -> None:
    await opened(stage)
    board(stage).point_at(login)
    await stage.press("enter")
    await stage.until(lambda: isinstance(stage.app.screen, ProfileScreen))
    await stage.until(stage.shows("Level and history", login))


async def form(stage: Any, key: str) -> None:
    await stage.press(key)
    await stage.until(lambda: isinstance(stage.app.screen, DeskModal) and stage.app.screen.ready)


async def send(stage: Any, *answers: str) -> None:
    """Answer one field after the other and send."""
    for place, answer in enumerate(answers):
        if place:
            await stage.press("tab")
        await stage.type(answer)
    await stage.press("ctrl+s")
    await stage.until(lambda: not isinstance(stage.app.screen, DeskModal))


def rows(stage: Any) -> list[str]:
    return [each.strip() for each in stage.seen().splitlines()]


async def test_rungs_stand_from_top_to_bottom_with_who_is_ready_and_who_is_nowhere(stage: Any, team: Any) -> None:
    certificates.issue(team.lead, "li.na", "billing", on=date(2025, 4, 1), until=date(2026, 4, 5))
    led_to(team, "noticed")
    async with stage.shown():
        await opened(stage)
        await stage.until(stage.shows("2025-01-06 ✓ ready 1/1 → Middle", "2026-02-02 ✗ not yet 0/1 → High"))
        await stage.until(stage.shows("! billing ends in 20 days", "# case 1: public notice, 5 working days"))
        shown = rows(stage)
        order = ("Skill", "High", "Middle  1", "Low  1", "Management", "Chief", "On no rung")
        places = [next(n for n, text in enumerate(shown) if text.startswith(word)) for word in order]
        assert places == sorted(places)
        assert shown[places[-1] + 1].startswith("王组长")


async def test_tracks_stand_side_by_side_where_it_is_wide_and_the_cursor_crosses_over(stage: Any, team: Any) -> None:
    accounts.add_agent(team.boss, "ma.rui", name="Ma Rui", team="floor")
    stand(team, "ma.rui", "chief")
    async with stage.shown(size=(160, 50)):
        await opened(stage)
        [heads] = [text for text in rows(stage) if "Skill" in text]
        assert "Management" in heads
        assert board(stage).people() == ["zhang.wei", "li.na", "ma.rui", "lead.wang"]
        await stage.press("g", "l")
        assert board(stage).current == "ma.rui"
        await stage.press("h")
        assert board(stage).current == "zhang.wei"
        await stage.press("G")
        assert board(stage).current == "lead.wang"


async def test_an_agent_sees_the_own_line_and_every_notice_and_records_nothing(stage: Any, team: Any) -> None:
    led_to(team, "noticed")
    async with stage.shown(actor=team.other):
        await opened(stage)
        assert board(stage).people() == ["zhang.wei"]
        await stage.until(stage.shows("Public notice: 李娜, Low → Middle; 5 working days after today"))
        for key, words in (("p", "Leads and managers"), ("x", "Leads and managers"), ("s", "Managers do that"),
                           ("D", "Leads and managers report")):  # fmt: skip
            await stage.press(key)
            await stage.until(lambda words=words: words in line(stage))
    assert evidence.entries(team.boss) == []


async def test_the_manager_sets_the_first_level_and_looks_at_another_ladder(stage: Any, team: Any) -> None:
    async with stage.shown(actor=team.boss):
        await opened(stage)
        board(stage).point_at("lead.wang")
        await stage.press("s")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        await stage.press("enter")  # the first level of the ladder
        await stage.until(lambda: isinstance(stage.app.screen, DeskModal) and stage.app.screen.ready)
        await send(stage, "2025-05-05")
        await stage.until(stage.shows("Low  2"))
        found = standings.history(team.boss, "lead.wang")
        assert [(each.level, each.since, each.cause) for each in found] == [("low", date(2025, 5, 5), "initial")]
        await stage.press("s")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        await stage.press("down", "enter")
        await stage.until(lambda: isinstance(stage.app.screen, DeskModal) and stage.app.screen.ready)
        await send(stage, "", "the wrong line")
        await stage.until(stage.shows("Middle  2"))
        [mended] = standings.history(team.boss, "lead.wang")
        assert (mended.level, mended.since) == ("middle", date(2025, 5, 5))
        await stage.press("o")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        await stage.press("enter")
        await stage.until(stage.shows("Project supervisor", "On no rung", "王组长"))
        assert len(board(stage).people()) == 3


async def test_ways_to_the_other_screens_and_free_places(stage: Any, team: Any) -> None:
    async with stage.shown(actor=team.boss):
        await opened(stage)
        for key, screen in (("i", PromotionsScreen), ("m", ScorecardsScreen), ("enter", ProfileScreen)):
            await stage.press(key)
            await stage.until(lambda screen=screen: isinstance(stage.app.screen, screen))
            await stage.press("q")
        await stage.press("f")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        await stage.press("enter")
        await stage.until(stage.shows("A place on which level?"))
        await stage.press("k", "enter")  # the last one
        await stage.until(lambda: "Place 1 is open" in line(stage))
        assert [each.level for each in vacancies.vacancies(team.boss)] == ["chief"]
        await stage.press("f")
        await stage.until(stage.shows("Close place 1"))
        await stage.press("j", "enter")
        await stage.until(lambda: "Place 1 is closed" in line(stage))


async def test_commands_open_a_team_and_a_profile(stage: Any, team: Any) -> None:
    async with stage.shown(actor=team.boss):
        for typed, screen, words in (
            ("levels cards", LevelsScreen, "陈默"), ("profile zhang.wei", ProfileScreen, "张伟"),
            ("promotions", PromotionsScreen, "Promotions"), ("roster cards", RosterScreen, "cards"),
            ("scores 2026-02", ScorecardsScreen, "2026-02"),
        ):  # fmt: skip
            await stage.press(":")
            await stage.type(typed)
            await stage.press("enter")
            await stage.until(lambda screen=screen: isinstance(stage.app.screen, screen))
            await stage.until(stage.shows(words))


async def test_the_page_shows_bars_the_gap_in_words_and_the_other_ways(stage: Any, team: Any) -> None:
    async with stage.shown():
        await profile_of(stage, "zhang.wei")
        await stage.until(stage.shows("[High]", "Chief", "✗ not yet, 0 of 1 met", "By time alone on 2027-02-02"))
        await stage.until(stage.shows("✗ not met", "█░░░░░░░░░░░", "1 / 12 months", "gap: 11 months"))
        await stage.press("tab")
        await stage.until(stage.shows("[Chief]"))
        await stage.press("shift+tab")
        await stage.until(stage.shows("[High]"))
        await stage.press("enter")
        await stage.until(lambda: "No promotion case" in line(stage))


async def test_praise_course_exam_and_certificate_are_recorded_and_one_is_voided(stage: Any, team: Any) -> None:
    async with stage.shown(size=(160, 50)):
        await profile_of(stage, "zhang.wei")
        await form(stage, "p")
        await send(stage, "", "Mr Holloway", "", "", "2026-03-01", "thank you [/]")
        await stage.until(stage.shows("praise by a customer: 1", "Mr Holloway", "thank you [/]"))
        await form(stage, "c")
        await send(stage, "onboarding")
        await stage.until(stage.shows("course: 1"))
        await form(stage, "n")
        await send(stage, "li.na")
        await stage.until(stage.shows("newcomer trained: 1"))
        await form(stage, "C")
        await send(stage, "billing", "2026-03-01")
        await stage.until(stage.shows("billing until 2027-02-28: valid, 349 days left"))
        await form(stage, "t")
        await send(stage, "works-alone")
        await stage.until(stage.shows("vouched for: 1"))
        await stage.press("v")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        await stage.press("k", "enter")  # the oldest: the praise
        await stage.until(lambda: isinstance(stage.app.screen, DeskModal) and stage.app.screen.ready)
        await send(stage, "it was another person")
        await stage.until(lambda: "praise by a customer" not in stage.seen())
        await stage.press("m")
        await stage.until(lambda: isinstance(stage.app.screen, TellModal))
        assert "2026-02" in stage.seen()
    kinds = {each.kind: each for each in evidence.entries(team.boss, login="zhang.wei", voided=True)}
    assert kinds["praise_customer"].voided and kinds["praise_customer"].day == date(2026, 3, 1)
    assert not any(each.voided for kind, each in kinds.items() if kind != "praise_customer")


async def test_an_incident_leads_to_a_case_and_papers_are_entered(stage: Any, team: Any) -> None:
    cases.report(team.lead, "zhang.wei", REPORT)
    async with stage.shown(actor=team.boss):
        await profile_of(stage, "zhang.wei")
        await stage.until(stage.shows("# Case 1: demotion of zhang.wei, Middle → Low: incident reported"))
        await form(stage, "P")
        await send(stage, "2020-01-01", "2021-02-02")
        await stage.until(lambda: "papers are entered" in line(stage))
        found = profiles.show(team.boss, "zhang.wei")
        assert (found.hired_on, found.service_since) == (date(2020, 1, 1), date(2021, 2, 2))
        await form(stage, "P")
        assert "2020-01-01, 2021-02-02" in stage.seen()
        await stage.press("escape")
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, PromotionScreen))
        await stage.until(stage.shows("hung up on a customer"))
    assert case_book.case(team.boss, 1).case.state == "reported"


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (30, 8)])
async def test_they_stand_at_every_size_and_show_foreign_text_literally(
    stage: Any, team: Any, size: tuple[int, int]
) -> None:
    accounts.add_agent(team.boss, "evil", name=stage.HOSTILE, team="floor")
    stand(team, "evil")
    given = Given("praise_customer", giver=stage.HOSTILE, text=stage.HOSTILE)
    evidence.record(team.lead, "evil", given)
    certificates.issue(team.lead, "evil", stage.HOSTILE, until=(START + timedelta(days=3)).date())
    async with stage.shown(size=size):
        await opened(stage)
        board(stage).point_at("evil")
        await stage.press("G", "pageup", "pagedown", "g", "h", "l", "j", "k")
        assert "\x1b" not in stage.seen() and "\u202e" not in stage.seen()
        stage.app.push_screen(ProfileScreen("evil"))
        await stage.until(stage.shows("Level"))
        await stage.press("j", "pagedown", "G", "k", "pageup", "g", "tab")
        assert "\x1b" not in stage.seen() and "\u202e" not in stage.seen()
        if size == (160, 50):
            assert stage.LITERAL[1] in stage.seen()
        stage.app.speak("zh")
        await stage.press("G")


async def test_choices_are_offered_in_words_and_a_click_moves_the_cursor(stage: Any, team: Any) -> None:
    async with stage.shown():
        await opened(stage)
        row = next(place for place, text in enumerate(stage.seen().splitlines()) if "李娜" in text)
        await stage.pilot.click(offset=(6, row))
        await stage.until(lambda: board(stage).current == "li.na")
        await form(stage, "x")
        await stage.press("down")
        await stage.until(stage.shows("serious incident", "red line crossed"))
        await stage.press("down", "enter", "ctrl+s")
        await stage.until(lambda: not isinstance(stage.app.screen, DeskModal))
    [found] = evidence.entries(team.boss, login="li.na")
    assert (found.kind, found.name) == ("incident", "serious")

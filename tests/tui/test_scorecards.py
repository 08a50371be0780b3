"""The month's scorecards by keyboard: scored cell by cell, talked through, signed, published; the quality sample."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from cstui.errors import Conflict
from cstui.floor import accounts, complaints
from cstui.floor.levels import monthly, quality, scorecards
from cstui.tui.modals.ask import AskModal
from cstui.tui.modals.choose import ChooseModal
from cstui.tui.modals.desk import DeskModal
from cstui.tui.modals.tell import TellModal
from cstui.tui.screens.profile import ProfileScreen
from cstui.tui.screens.scorecards import ScorecardsScreen
from cstui.tui.widgets.score_grid import ScoreGrid, folded
from cstui.tui.widgets.status_line import StatusLine
from tests.unit.levels.scoring_cards import PLAIN

MONTH = "2026-03"
NOW = datetime(2026, 4, 2, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(floor: Any) -> Iterator[Any]:
    """Stop the clock on the second day after the month; two items are entered by a lead."""
    with time_machine.travel(NOW, tick=False) as traveller:
        folder = Path(os.environ["CSTUI_CONFIG"]) / "scorecards"
        folder.mkdir(parents=True)
        (folder / "plain.toml").write_text(PLAIN, "utf-8")
        yield traveller


def line(stage: Any) -> str:
    return str(stage.app.floor_screen.query_one(StatusLine).text)


def grid(stage: Any) -> ScoreGrid:
    found: ScoreGrid = stage.app.floor_screen.query_one(ScoreGrid)
    return found


def told(stage: Any) -> list[str]:
    return [f"{each.title} {each.message}" for each in stage.app._notifications]


async def opened(stage: Any) -> None:
    await stage.press("3", "m")
    await stage.until(lambda: isinstance(stage.app.screen, ScorecardsScreen) and grid(stage).cards is not None)


@pytest.mark.parametrize(
    ("title", "room", "lines"),
    [
        ("On time", 15, ("On time", "")),
        ("Customer relations", 15, ("Customer", "relations")),
        ("Teamwork", 6, ("Teamwo", "rk")),
        ("客户关系维护", 6, ("客户关", "系维护")),
        ("客户关系维护", 7, ("客户关", "系维护")),
    ],
)
def test_the_title_of_an_item_takes_two_lines_where_one_is_too_narrow(
    title: str, room: int, lines: tuple[str, str]
) -> None:
    assert folded(title, room) == lines


async def score(stage: Any, points: str) -> None:
    await stage.press("s")
    await stage.type(points)
    await stage.press("enter")


async def send(stage: Any, *answers: str) -> None:
    """Answer one field after the other and send."""
    await stage.until(lambda: isinstance(stage.app.screen, DeskModal) and stage.app.screen.ready)
    for place, answer in enumerate(answers):
        if place:
            await stage.press("tab")
        await stage.type(answer)
    await stage.press("ctrl+s")
    await stage.until(lambda: not isinstance(stage.app.screen, DeskModal))


def totals(floor: Any) -> dict[str, float | None]:
    return {card.login: card.total for card in scorecards.cards(floor.boss, MONTH, "floor")}


async def test_a_month_from_the_draft_to_publication(stage: Any, floor: Any) -> None:
    async with stage.shown():
        await opened(stage)
        await stage.until(stage.shows("There is no scorecard of this month to see.", MONTH))
        await stage.press("r")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        names = stage.app.screen._lines
        await stage.press(*["j"] * names.index("plain"), "enter")
        await stage.until(lambda: "2 cards are worked out" in line(stage))
        assert [card.login for card in grid(stage).cards or ()] == ["li.na", "zhang.wei"]
        for points in ("60", "31.5", "40"):
            await score(stage, points)
        await stage.press(".")
        await stage.until(lambda: totals(floor) == {"li.na": 91.5, "zhang.wei": 80})
        await stage.until(stage.shows("91.5", "1/2", "2/2", "of 60", "2 of 2 whole"))
        await stage.press("g", "t")
        await send(stage, "a good month", "answer sooner")
        await stage.until(lambda: "talked through" in line(stage))
    async with stage.shown(actor=floor.agent):
        await opened(stage)
        await stage.press("S")
        await stage.until(lambda: isinstance(stage.app.screen, AskModal))
        await stage.press("y")
        await stage.until(lambda: "signed" in line(stage))
        assert "91.5" in stage.seen()  # nobody signs unseen
    async with stage.shown():
        await opened(stage)
        await stage.press("P")
        await stage.until(lambda: isinstance(stage.app.screen, AskModal))
        await stage.press("y")
        await stage.until(lambda: isinstance(stage.app.screen, TellModal))
        assert "zhang.wei: The scorecard is draft" in stage.seen()
        await stage.press("escape", "c")
        await stage.until(stage.shows("published", "Agreed improvement: answer sooner"))
    async with stage.shown(actor=floor.agent):
        await opened(stage)
        await stage.until(stage.shows("91.5", "published"))
        stage.app.push_screen(ProfileScreen("li.na"))
        await stage.press("G")
        await stage.until(stage.shows("2026-03: 91.5 points; lowest 91.5, highest 91.5"))


async def test_what_does_not_fit_is_refused_and_the_cursor_comes_back(stage: Any, floor: Any) -> None:
    monthly.run(floor.lead, None, MONTH, "plain")
    async with stage.shown():
        await opened(stage)
        await score(stage, "61")
        await stage.until(lambda: any("A number from 0 to 60" in each for each in told(stage)))
        await stage.until(lambda: (grid(stage).row, grid(stage).column) == (0, 0))
        await score(stage, "many[/]")
        await stage.until(lambda: any("many[/] is not a number" in each for each in told(stage)))
        await score(stage, "12 as seen on the floor")
        await stage.until(lambda: grid(stage).cards and (grid(stage).cards or ())[0].so_far == 12)
        await stage.press("h")
        await stage.until(lambda: "as seen on the floor" in line(stage))
        await stage.press("x")
        await stage.until(lambda: (grid(stage).cards or ())[0].so_far == 0)
        await stage.press("]", "]")
        await stage.until(lambda: "2026-05 lies in the future" in line(stage))


async def test_a_card_that_changed_meanwhile_is_not_overwritten_unseen(
    stage: Any, floor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monthly.run(floor.lead, None, MONTH, "plain")
    async with stage.shown():
        await opened(stage)
        screen = stage.app.screen

        async def stale() -> None:
            """Stand for the second in which a change has not reached this screen yet."""

        await stage.until(lambda: grid(stage).cards)
        monkeypatch.setattr(screen, "refresh_floor", stale)
        monthly.enter(floor.boss, "li.na", MONTH, "work", 10)
        seen: list[Exception] = []
        monkeypatch.setattr(stage.app, "show_error", seen.append)
        await score(stage, "50")
        await stage.until(lambda: seen)
        assert isinstance(seen[0], Conflict)
    assert scorecards.show(floor.boss, "li.na", MONTH).so_far == 10


async def test_bonus_ranking_review_and_the_quality_sample(stage: Any, floor: Any) -> None:
    with time_machine.travel(datetime(2026, 3, 10, 4, tzinfo=UTC), tick=False):
        ref = stage.case(team="floor")
        complaints.take(floor.agent, ref, "claim")
        reply = {"channel": "phone", "text": "x", "actions": "x", "category": "billing"}
        complaints.take(floor.agent, ref, "respond", reply)
        complaints.take(floor.agent, ref, "close", {"accepted": True})
    monthly.run(floor.lead, None, MONTH, "plain")
    monthly.enter(floor.lead, "li.na", MONTH, "work", 50)
    monthly.enter(floor.lead, "li.na", MONTH, "manner", 40)
    async with stage.shown():
        await opened(stage)
        await stage.press("b")
        await send(stage, "mishandled", ref, "150", "a parcel lost")
        await stage.until(lambda: "Entered: mishandled" in line(stage))
        assert scorecards.show(floor.boss, "li.na", MONTH).money == 50  # 200 for ninety points, less 150
        await stage.press("o")
        await stage.until(stage.shows("1/1", "李娜", "90", "50 CNY"))
        await stage.press("escape", "v")
        await stage.until(stage.shows("cases closed: 1"))
        await stage.press("escape", "Q")
        await stage.until(lambda: isinstance(stage.app.screen, ChooseModal))
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, DeskModal) and stage.app.screen.ready)
        await stage.type("1")
        await stage.press("tab", "down", "down", "enter", "ctrl+s")
        await stage.until(lambda: "1 case is drawn" in line(stage))
        await stage.press("Q")
        await stage.until(stage.shows(ref, "not scored yet"))
        await stage.press("j", "enter")
        await send(stage, "88", "kind and clear")
        await stage.until(lambda: "88" in line(stage))
    [check] = quality.checks(floor.lead, MONTH)
    assert (check.score, check.remarks) == (88, "kind and clear")


async def test_who_only_reads_writes_nothing(stage: Any, floor: Any) -> None:
    monthly.run(floor.lead, None, MONTH, "plain")
    async with stage.shown(actor=floor.agent):
        await opened(stage)
        for key in ("s", "r", "P", ".", "x", "t", "Q"):
            await stage.press(key)
        await stage.until(lambda: "Leads and managers" in line(stage))
        assert isinstance(stage.app.screen, ScorecardsScreen)
        assert grid(stage).cards == []
        await stage.press("o")
        await stage.until(stage.shows("Nothing is ranked yet."))


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (30, 8)])
async def test_it_scrolls_at_every_size_and_shows_names_literally(
    stage: Any, floor: Any, size: tuple[int, int]
) -> None:
    accounts.add_agent(floor.boss, "evil", name=stage.HOSTILE, team="floor")
    monthly.run(floor.lead, None, date(2026, 3, 1), "service")
    async with stage.shown(size=size):
        await opened(stage)
        items = len(grid(stage).items)
        await stage.press(*["l"] * items, "G", "pageup", "g", "enter", "j", "h")
        await stage.press(*["l"] * items)
        assert grid(stage).column == items - 1
        if size == (160, 50):
            assert "‹" not in stage.seen()
        assert "\x1b" not in stage.seen() and "\u202e" not in stage.seen()
        await stage.press("c")
        await stage.until(lambda: isinstance(stage.app.screen, TellModal))

"""The program around the screens: commands, palette, own keys, colours, language, the lock, the way it starts."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual.filter import NoColor
from textual.widgets import Input

from cstui import i18n
from cstui.config import Config
from cstui.errors import CstuiError
from cstui.floor import accounts, complaints
from cstui.tui.app import CstuiApp
from cstui.tui.palette import Palette
from cstui.tui.screens.agents import AgentsScreen
from cstui.tui.screens.complaint import ComplaintScreen
from cstui.tui.screens.lock import LockScreen
from cstui.tui.screens.queue import QueueScreen
from cstui.tui.screens.teams import TeamsScreen
from cstui.tui.widgets.status_line import StatusLine


def line(stage: Any) -> str:
    return stage.app.screen.query_one(StatusLine).text


def everything(stage: Any) -> str:
    strips = stage.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def command(stage: Any, text: str) -> None:
    await stage.press("colon")
    await stage.type(text)
    await stage.press("enter")


# Commands


async def test_a_reference_opens_its_complaint(stage: Any, floor: Any) -> None:
    ref = stage.case()
    async with stage.shown():
        for typed in (ref, "c-1", "1"):
            await command(stage, typed)
            await stage.until(lambda: isinstance(stage.app.screen, ComplaintScreen))
            assert stage.app.screen.ref == ref
            await stage.press("q")
            await stage.until(lambda: isinstance(stage.app.screen, QueueScreen))


async def test_queue_and_filter_choose_the_rows_from_any_view(stage: Any, floor: Any) -> None:
    here, there = stage.case(), None
    there = complaints.add(floor.boss, {"subject": "card lost", "team": "cards"}).ref
    async with stage.shown(actor=floor.boss):
        await stage.until(stage.shows(here, there))
        await command(stage, "teams")
        await stage.until(lambda: isinstance(stage.app.screen, TeamsScreen))
        await command(stage, "queue cards")
        await stage.until(lambda: isinstance(stage.app.screen, QueueScreen) and here not in stage.seen())
        await stage.until(stage.shows(there))
        await command(stage, "filter subject:charged")
        await stage.until(lambda: there not in stage.seen() and here in stage.seen())
        await command(stage, "queue")
        await stage.until(stage.shows(here, there))


async def test_a_step_without_a_key_is_a_command(stage: Any, floor: Any) -> None:
    ref = stage.case(severity="critical")
    async with stage.shown():
        await stage.until(stage.shows(ref))
        await command(stage, "reject")
        await stage.until(stage.shows("Reason", "Notice given"))


async def test_an_unknown_command_and_a_bad_argument_are_told(stage: Any) -> None:
    async with stage.shown():
        await command(stage, "[/] nonsense")
        await stage.until(lambda: "There is no command [/]" in line(stage))
        await command(stage, "lang fr")
        await stage.until(lambda: "en, zh" in line(stage))
        await command(stage, "theme neon")
        await stage.until(lambda: "terminal, dark, light" in line(stage))
        await command(stage, "sort colour")
        await stage.until(lambda: "due, received" in line(stage))
        await stage.press("colon", "backspace")
        assert not stage.app.screen.query(Input)


async def test_export_writes_what_the_filter_selects(
    stage: Any, floor: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[CstuiError] = []
    monkeypatch.setattr(CstuiApp, "show_error", lambda self, error: refused.append(error))
    stage.case(severity="critical")
    stage.case(severity="minor")
    target = tmp_path / "out.jsonl"
    async with stage.shown():
        await command(stage, "filter severity:critical")
        await stage.until(stage.shows("1-1/1"))
        await command(stage, f"export {target}")
        await stage.until(lambda: "1 complaint written to" in line(stage))
        assert len(target.read_text().splitlines()) == 1
        await command(stage, f"export {target}")
        await stage.until(lambda: "out.jsonl" in str(refused[0]) if refused else False)
        await command(stage, "export")
        await stage.until(lambda: "Name a file" in line(stage))


async def test_the_number_keys_change_the_view(stage: Any) -> None:
    async with stage.shown():
        await stage.press("4")
        await stage.until(lambda: isinstance(stage.app.screen, AgentsScreen))
        await stage.press("escape", "5")
        await stage.until(lambda: isinstance(stage.app.screen, TeamsScreen))
        await stage.press("1")
        await stage.until(lambda: isinstance(stage.app.screen, QueueScreen))


# Palette


async def test_the_palette_does_what_it_names_and_finds_complaints(stage: Any, floor: Any) -> None:
    ref = stage.case(subject=stage.HOSTILE, customer_name="[/]欧阳")
    async with stage.shown(actor=floor.agent):
        await stage.until(stage.shows(ref))
        await stage.press("ctrl+p")
        await stage.until(lambda: isinstance(stage.app.screen, Palette))
        await stage.type("claim for")
        await stage.until(lambda: "Claim for me" in everything(stage))
        await stage.press("enter")
        await stage.until(lambda: complaints.show(floor.lead, ref).complaint.assignee == "li.na")
        await stage.press("ctrl+p")
        await stage.until(lambda: isinstance(stage.app.screen, Palette))
        await stage.type("欧阳")
        await stage.until(lambda: all(word in everything(stage) for word in (ref, *stage.LITERAL[:3])))


# Own keys


async def shown_with(stage: Any, settings: Config) -> CstuiApp:
    return CstuiApp(stage.floor.lead.login, stage.floor.path, settings=settings)


async def test_a_remapped_key_works_and_is_shown(stage: Any, floor: Any) -> None:
    ref = stage.case()
    app = await shown_with(stage, Config(keys={"queue.claim": "b", "queue.assign": "z"}))
    async with app.run_test() as pilot:
        stage.app, stage.pilot = app, pilot
        await stage.until(stage.shows(ref, "z Assign"))
        await stage.press("c")
        await stage.press("z")
        await stage.until(stage.shows("Makes a person the owner"))
        await stage.press("escape")
        assert complaints.show(floor.lead, ref).complaint.assignee is None


async def test_a_clashing_map_is_reported_and_not_used(stage: Any) -> None:
    app = await shown_with(stage, Config(keys={"queue.claim": "a"}))
    async with app.run_test(notifications=True, size=(100, 30)) as pilot:
        stage.app, stage.pilot = app, pilot
        await stage.until(stage.shows("a would mean both queue.assign and", "queue.claim"))
        assert app.remap == {}


# Colours and language


@pytest.mark.parametrize("theme", ["terminal", "dark", "light", "nord"])
async def test_every_theme_shows_the_same_words(stage: Any, floor: Any, theme: str) -> None:
    ref = stage.case(severity="critical")
    app = await shown_with(stage, Config(theme=theme))
    async with app.run_test() as pilot:
        stage.app, stage.pilot = app, pilot
        await stage.until(stage.shows(ref, "crit"))
        assert app.theme == theme


async def test_an_unknown_theme_is_told_and_the_terminals_own_is_used(stage: Any) -> None:
    app = await shown_with(stage, Config(theme="neon"))
    async with app.run_test(notifications=True) as pilot:
        stage.app, stage.pilot = app, pilot
        await stage.until(stage.shows("There is no theme neon"))
        assert app.theme == "terminal"


async def test_no_color_leaves_no_colour(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.case()
    monkeypatch.setenv("NO_COLOR", "1")
    async with stage.shown():
        assert any(isinstance(each, NoColor) for each in stage.app.get_line_filters())
        styles = [part.style for strip in stage.app.screen._compositor.render_strips() for part in strip if part.style]
        colours = {each for style in styles for each in (style.color, style.bgcolor) if each is not None}
        assert all(colour.is_default for colour in colours)


async def test_the_language_changes_while_the_screens_are_open(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Catalog:
        def gettext(self, message: str) -> str:
            words = {"OWNER": "处理人", "Assign": "派单", "Complaints": "投诉", "crit:{n}": "紧急:{n}"}
            return words.get(message, message)

        def ngettext(self, one: str, many: str, n: int) -> str:
            return one if n == 1 else many

    ref = stage.case()
    async with stage.shown():
        await stage.until(stage.shows(ref, "OWNER", "Assign", "crit:0"))
        monkeypatch.setattr(i18n, "_catalog", Catalog())
        monkeypatch.setattr(i18n, "set_language", lambda language: None)
        await command(stage, "lang zh")
        await stage.until(stage.shows(ref, "处理人", "派单", "投诉", "紧急:0"))
        assert "OWNER" not in stage.seen()


# The lock


async def test_an_idle_screen_locks_and_its_person_opens_it(
    stage: Any, floor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = stage.case()
    app = await shown_with(stage, Config(lock_minutes=5))
    async with app.run_test() as pilot:
        stage.app, stage.pilot = app, pilot
        await stage.until(stage.shows(ref))
        await app._minute_turned()
        assert not isinstance(app.screen, LockScreen)
        monkeypatch.setattr(app, "_touched", monotonic() - 301)
        await app._minute_turned()
        await stage.until(lambda: isinstance(app.screen, LockScreen))
        assert ref not in stage.seen()
        await stage.press("escape", "q", "x", "enter")
        assert isinstance(app.screen, LockScreen)
        await stage.type(accounts.find_actor(floor.lead.login).login)
        await stage.press("enter")
        await stage.until(stage.shows(ref))

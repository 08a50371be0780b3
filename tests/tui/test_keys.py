"""The registry of keys: nothing twice, nothing that terminals cannot tell apart, the user's own map."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from cstui.config import Config
from cstui.floor.forms import FORMS
from cstui.tui import keys
from cstui.tui.act import QUEUE
from cstui.tui.screens.help import told
from cstui.tui.screens.queue import QueueScreen
from cstui.tui.signs import SIGNS
from cstui.tui.widgets.key_footer import fitting
from docs.render_keys import FOLDER, MARK, PAGES

CONFUSED = {"ctrl+h", "ctrl+m", "ctrl+i", "alt+f", "alt+b", "ctrl+enter", "ctrl+c"}


def test_ids_are_unique_and_no_view_uses_a_key_twice() -> None:
    assert len({act.id for act in keys.ACTS}) == len(keys.ACTS)
    assert keys.findings({}) == []


def test_no_key_that_terminals_confuse_is_bound() -> None:
    bound = {key for act in keys.ACTS for key in act.keys}
    assert not bound & CONFUSED


def test_every_step_of_a_complaint_can_be_reached() -> None:
    assert {act.step for act in keys.ACTS if act.step} == set(FORMS)
    assert all(act.command for act in keys.ACTS if act.step)


def test_every_action_of_the_queue_exists() -> None:
    for act in keys.acts(QUEUE):
        name = act.action.partition("(")[0].removeprefix("app.")
        assert name == "" or hasattr(QueueScreen, f"action_{name}") or name == "quit", act.id


def test_a_map_with_a_clash_or_an_unknown_id_is_found() -> None:
    assert keys.findings({"queue.assign": "b"}) == []
    assert keys.findings({"queue.assign": "n"}) == ["n would mean both queue.assign and queue.next"]
    assert keys.findings({"queue.assign": "n", "queue.next": "b"}) == []
    assert "queue.asign" in keys.findings({"queue.asign": "b"})[0]


def test_keys_are_shown_as_a_person_knows_them() -> None:
    assert keys.shown(keys.BY_ID["queue.unmark"], {}) == "ctrl+\\"
    assert keys.shown(keys.BY_ID["list.down"], {}, every=True) == "j ↓"
    assert keys.shown(keys.BY_ID["queue.assign"], {"queue.assign": "A, ctrl+a"}) == "A"
    assert keys.shown(keys.BY_ID["queue.reject"], {}) == ""


@pytest.mark.parametrize("width", [40, 80, 160])
def test_the_footer_never_needs_more_than_its_width(width: int) -> None:
    chosen = fitting(QUEUE, width, {})
    assert sum(len(f"{keys.shown(act, {})} {act.label}  ") for act in chosen) - 2 <= width
    assert chosen == sorted(chosen, key=keys.ACTS.index)
    if width >= 80:
        assert {act.id for act in keys.acts(QUEUE) if act.footer == 1} <= {act.id for act in chosen}


@pytest.mark.parametrize("name", PAGES)
def test_the_documents_say_what_the_program_does(name: str) -> None:
    written = Path(FOLDER, name).read_text("utf-8")
    assert written[written.index(MARK) :] == PAGES[name](), "run python docs/render_keys.py"


def test_every_setting_is_documented() -> None:
    table = PAGES["settings.md"]()
    assert all(f"`{name}`" in table or f"`screen.{name}`" in table for name in Config._fields)


@pytest.mark.parametrize("view", SIGNS)
def test_the_help_of_a_view_tells_its_signs(view: str) -> None:
    console = Console(width=80, file=io.StringIO())
    console.print(told(view, {}, lambda _step: None))
    page = console.file.getvalue()  # type: ignore[attr-defined]
    for sign, meaning in SIGNS[view]:
        assert any(line.startswith(f"{sign} ") and meaning[:30] in line for line in page.splitlines()), sign

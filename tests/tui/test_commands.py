"""The command line's language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cstui.tui import commands
from cstui.tui.act import QUEUE, TEAMS
from cstui.tui.commands import Command

NAMES = {"queue": ["billing", "cards"], "theme": ["terminal", "dark"]}


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("C-010231", Command("open", "C-010231")),
        ("c-7", Command("open", "c-7")),
        ("42", Command("open", "42")),
        ("queue billing", Command("queue", "billing")),
        ("  filter  state:waiting owner:me ", Command("filter", "state:waiting owner:me")),
        ("la zh", Command("lang", "zh")),
        ("q", Command("quit")),
        ("qu", None),  # queue or quit
        ("qui", Command("quit")),
        ("nonsense", None),
        ("", None),
    ],
)
def test_a_line_is_understood(line: str, meant: Command | None) -> None:
    assert commands.parse(line, QUEUE) == meant


def test_a_view_knows_only_its_own_words() -> None:
    assert commands.parse("assign", QUEUE) == Command("assign")
    assert commands.parse("assign", TEAMS) is None


def test_words_and_arguments_are_completed(floor: Any, tmp_path: Path) -> None:
    def complete(text: str) -> list[str]:
        return commands.complete(text, QUEUE, NAMES)

    assert complete("qu") == ["queue", "quit"]
    assert complete("queue b") == ["queue billing"]
    assert complete("theme ") == ["theme terminal", "theme dark"]
    assert complete("lang z") == ["lang zh"]
    assert complete("filter owner:me sev") == ["filter owner:me severity:"]
    assert complete("sort r") == ["sort received"]
    (tmp_path / "reports").mkdir()
    assert complete(f"export {tmp_path}/rep") == [f"export {tmp_path}/reports/"]
    assert complete("export /nowhere/at/all") == []

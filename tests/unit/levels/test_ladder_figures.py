"""docs/ladder-figures.md: each figure stands where the list says, with that value, or says why it was left out."""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cstui.paths import FIXTURES

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "ladder-figures.md"
LEFT_OUT = "left out: "
_ROW = re.compile(r"^\| `([^`]+)` \| (.+?) \| (.+) \|$", re.M)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Row(NamedTuple):
    """A line of the list."""

    id: str
    value: str
    where: str


@cache
def rows() -> tuple[Row, ...]:
    return tuple(Row(*match.groups()) for match in _ROW.finditer(PAGE.read_text("utf-8")))


@cache
def _file(name: str) -> Any:
    return tomllib.loads((FIXTURES / name).read_text("utf-8"))


def found_at(where: str) -> Any:
    """Return what stands at ``file: path``; raises KeyError where nothing does."""
    name, _colon, path = where.partition(": ")
    value: Any = _file(name)
    for part in re.findall(r"\[([^\]]+)\]|([^.\[\]]+)", path):
        value = _chosen(value, part[0]) if part[0] else value[part[1]]
    return value


def _chosen(values: list[Any], which: str) -> Any:
    if which.isdecimal():
        return values[int(which) - 1] if int(which) <= len(values) else _nothing(which)
    start, arrow, to = which.partition(">")
    fits = {"from": start, "to": to} if arrow else {"name": which}
    return next((each for each in values if fits.items() <= each.items()), None) or _nothing(which)


def _nothing(which: str) -> Any:
    raise KeyError(which)


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        flat = [each for one in value for each in (one if isinstance(one, list) else [one])]
        return ", ".join(shown(each) for each in flat) or "(none)"
    return str(value)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_each_figure_stands_where_the_list_says_or_has_a_reason(row: Row) -> None:
    if row.where.startswith(LEFT_OUT):
        assert len(row.where.removeprefix(LEFT_OUT).split()) >= 3
    else:
        assert shown(found_at(row.where.strip("`"))) == row.value


def test_ids_are_unique_and_every_line_of_the_tables_is_read() -> None:
    ids = [row.id for row in rows()]
    assert len(set(ids)) == len(ids) > 200
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ") and "| id |" not in line]
    assert len(lines) == len(ids)


def _thresholds(needs: list[dict[str, Any]], place: str) -> set[str]:
    found = set()
    for need in needs:
        here = f"{place}[{need['name']}]"
        found |= {f"{here}.{key}" for key in ("at_least", "at_most", "below") if key in need}
        for key in ("of", "unless"):
            found |= _thresholds(need.get(key, []), f"{here}.{key}")
    return found


def test_every_threshold_of_the_ladder_of_two_tracks_is_in_the_list() -> None:
    listed = {row.where.strip("`") for row in rows()}
    for step in _file("ladders/dual.toml")["step"]:
        if step.get("kind") == "cross" and step["from"] != "supervisor":
            continue  # one reason to move, listed once
        place = f"ladders/dual.toml: step[{step['from']}>{step['to']}].need"
        lead = {f"{place}[lead-course].at_least"}  # listed by its name: it is asked for or not
        assert _thresholds(step.get("need", []), place) - lead <= listed


def test_every_number_of_the_documents_notes_is_in_the_list() -> None:
    folder = os.environ.get("CSTUI_SHARED_DESIGN") or ROOT.parent / "shared" / "design"
    source = Path(folder) / "ladders-source.txt"
    if not source.is_file():
        pytest.skip("the notes are not here")
    text = re.sub(
        r"src \d+(?: \d\.\d/\d\.\d)?|PART \d+|seeds? [\d, ]+|figure \d|\.\d{3}\]|^\[ladder\.[a-z_]+\]",
        " ",
        source.read_text("utf-8"),
    )
    listed = set(_NUMBER.findall(" ".join(f"{row.value} {row.where}" for row in rows())))
    years = {"1.5": "18", "2.5": "30"}  # the notes' years are months in the ladders
    wanted = {years.get(number, number) for number in _NUMBER.findall(text)}
    assert wanted - listed == set()

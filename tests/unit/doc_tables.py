"""Pages of docs/ as the tests read them: the lines of the table under a heading."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"
FIXTURES = Path(__file__).parents[2] / "fixtures"


def page(name: str) -> str:
    """Return the text of a page."""
    return (DOCS / name).read_text(encoding="utf-8")


def under(text: str, heading: str) -> list[str]:
    """Return the rows that begin with a word in backticks, from a heading on to the next one."""
    lines = text.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("#") and line.lstrip("# ") == heading)
    found = []
    for line in lines[start + 1 :]:
        if line.startswith("#"):
            break
        found += [line] if line.startswith("| `") else []
    return found


def row(first: str, *cells: object) -> str:
    """Return a row of a table whose first cell is a word as it is typed."""
    return " | ".join([f"| `{first}`", *(str(cell) for cell in cells)]) + " |"


def fixture(name: str) -> dict[str, Any]:
    """Return a file of fixtures/ as it is written."""
    return tomllib.loads((FIXTURES / name).read_text(encoding="utf-8"))


def figure(value: object) -> str:
    """Return a value of a file as a page shows it."""
    if isinstance(value, list):
        return ", ".join(map(figure, value)) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)


def defaults(file: dict[str, Any], rows: list[str]) -> dict[str, str]:
    """Return what the file says for the dotted key of each row, as a page shows it."""
    found = {}
    for line in rows:
        key = line.split("`")[1]
        value: Any = file
        for part in key.split("."):
            value = value[part]
        found[key] = figure(value["en"] if isinstance(value, dict) else value)
    return found


def shown(rows: list[str]) -> dict[str, str]:
    """Return the second cell of each row by its key."""
    return {line.split("`")[1]: line.split(" | ")[1].strip("`") for line in rows}

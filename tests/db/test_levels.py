"""The figures of people's months are searched along indexes, however many complaints there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from db.connection import database
from db.queries import levels
from tests.conftest import Floor

MONTHS = [("2026-01-01", 1767196800, 1769875200), ("2026-02-01", 1769875200, 1772294400)]


@pytest.mark.parametrize(
    ("read", "index"),
    [
        (levels.closed, "complaint_closer"),
        (levels.rated, "complaint_closer"),
        (levels.complained_about, "complaint_respondent"),
        (levels.decided, "complaint_closer"),
    ],
)
def test_figures_are_searched_along_an_index(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, read: Callable[[Sequence[int], Any], object], index: str
) -> None:
    asked: list[tuple[str, tuple[Any, ...]]] = []
    monkeypatch.setattr(levels, "_all", lambda sql, *values: asked.append((sql, values)) or [])
    read([floor.agent.id, floor.other.id], MONTHS)
    ((sql, values),) = asked
    plan = [row[3] for row in database.connection().execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert any("SEARCH c USING" in step and index in step for step in plan), plan
    assert not any(step.startswith(("SCAN c", "SCAN v", "SCAN a")) for step in plan), plan

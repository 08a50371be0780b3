"""The figures of people's months are searched along indexes, however many complaints there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest

from db.connection import database
from db.queries import levels
from tests.conftest import Floor

MONTHS = [("2026-01-01", 1767196800, 1769875200), ("2026-02-01", 1769875200, 1772294400)]


@pytest.mark.parametrize(
    ("read", "people", "table", "index"),
    [
        (levels.closed, 2, "c", "complaint_closer"),
        (levels.rated, 2, "c", "complaint_closer"),
        (levels.complained_about, 2, "c", "complaint_respondent"),
        (levels.decided, 1, "c", "complaint_closer"),  # few people: their cases
        (levels.decided, 2, "v", "verdict_at"),  # many: the limits of each month
        (partial(levels.unnoticed, now=0), 2, "c", "complaint_owner_queue"),
    ],
)
def test_figures_are_searched_along_an_index(
    floor: Floor,
    monkeypatch: pytest.MonkeyPatch,
    read: Callable[[Sequence[int], Any], object],
    people: int,
    table: str,
    index: str,
) -> None:
    asked: list[tuple[str, tuple[Any, ...]]] = []
    monkeypatch.setattr(levels, "_all", lambda sql, *values: asked.append((sql, values)) or [])
    read([floor.agent.id, floor.other.id][:people], MONTHS)
    ((sql, values),) = asked
    plan = [row[3] for row in database.connection().execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert any(f"SEARCH {table} USING" in step and index in step for step in plan), plan
    assert not any(step.startswith(("SCAN c", "SCAN v", "SCAN a")) for step in plan), plan

"""Reads of the rosters grow with what they show, not with the years that are kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from cstui.floor.rosters import coverage, leave, presence, swaps, weeks
from db.connection import database
from db.queries import attendance, demand, rosters
from tests.conftest import Floor

DAY = date(2026, 3, 9)
AT = datetime(2026, 3, 9, 1, tzinfo=UTC)
SMALL = {"agent", "team", "setting", "a", "t", "m"}  # tables that do not grow with the years
TEAM, ALL, SOME = attendance.Of(1), attendance.Of(), attendance.Of(None, [1, 2])


def plan(read: Callable[[], object]) -> list[str]:
    """Return the lines of the plans of all that is asked."""
    asked: list[str] = []
    connection = database.connection()
    connection.set_trace_callback(asked.append)
    read()
    connection.set_trace_callback(None)
    selects = [sql for sql in asked if sql.lstrip().startswith("SELECT")]
    return [row[3] for sql in selects for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]


@pytest.mark.parametrize(
    "read",
    [
        lambda: rosters.shifts("force", DAY, DAY, team_id=1),
        lambda: rosters.shifts("force", DAY, DAY),
        lambda: rosters.shifts("force", DAY, DAY, agents=[1, 2]),
        lambda: rosters.overlapping("force", AT, AT, team_id=1),
        lambda: [attendance.stamps(of, AT, AT) for of in (TEAM, ALL, SOME)],
        lambda: [attendance.kept(of, AT, AT) for of in (TEAM, ALL, SOME)],
        lambda: [attendance.absences(of, AT, AT) for of in (TEAM, ALL, SOME)],
        lambda: [attendance.leave(of, DAY, DAY) for of in (TEAM, ALL, SOME)],
        lambda: [attendance.excuses(of, DAY, DAY) for of in (TEAM, ALL, SOME)],
        lambda: [attendance.covering(of, AT, AT) for of in (TEAM, ALL, SOME)],
        lambda: [attendance.clocked(of, AT, AT) for of in (TEAM, ALL, SOME)],
        lambda: attendance.last_stamp(1, AT),
        lambda: demand.last_of(1, "learnt"),
    ],
)
def test_a_read_is_a_search_by_its_time(floor: Floor, read: Callable[[], object]) -> None:
    scans = [line for line in plan(read) if line.startswith("SCAN") and line.split()[1] not in SMALL]
    assert scans == []


def test_a_screen_reads_no_layer_whole(floor: Floor) -> None:
    lines = plan(
        lambda: (
            weeks.week(floor.lead, None, DAY),
            coverage.day(floor.lead, None, DAY, now=AT),
            presence.on_shift(floor.lead, now=AT),
            leave.leaves(floor.lead, now=AT),
            swaps.swaps(floor.lead, now=AT),
        )
    )
    assert [line for line in lines if re.search(r"\(layer=\?\)", line)] == []
    scanned = {line.split()[1] for line in lines if line.startswith("SCAN")}
    assert scanned <= SMALL | {"t1", "CONSTANT"}


def test_lists_ask_once_for_the_people_of_all_their_lines(floor: Floor) -> None:
    asked: list[str] = []
    for week in range(3):
        database.execute_sql(
            "INSERT INTO roster (team_id, monday, published_by_id, created_at) VALUES (1, ?, 1, 0)",
            (date(2026, 3, 9 + 7 * week).isoformat(),),
        )
    database.connection().set_trace_callback(asked.append)
    found = weeks.weeks(floor.lead)
    database.connection().set_trace_callback(None)
    assert [each.published_by for each in found] == ["boss"] * 3
    assert len(asked) == 2

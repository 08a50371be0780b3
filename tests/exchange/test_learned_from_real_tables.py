"""The reports over real tables agree with figures counted from the files by a few plain lines."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cstui.exchange.imports import import_complaints
from cstui.floor import reports, store
from cstui.floor.reports import Asked

ALL = Asked()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def calls(floor: Any, shared_data: Path) -> list[dict[str, Any]]:
    """The 5,000 calls of a call centre, imported; and as they stand in the file."""
    path = shared_data / "pwc-calls/call-center-dataset.xlsx"
    assert import_complaints(floor.boss, path, mapping="pwc-calls").added == 5000
    head, *rows = openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows if row[0]]


def test_categories_of_5000_calls(floor: Any, calls: list[dict[str, Any]]) -> None:
    counted = Counter(call["Topic"] for call in calls)
    found = reports.categories(floor.boss, ALL)
    assert {row.code: row.complaints for row in found} == counted
    assert [row.complaints for row in found] == sorted(counted.values(), reverse=True)
    assert found[-1].cumulative == 1
    assert all(row.share == pytest.approx(row.complaints / 5000, abs=1e-4) for row in found)


def test_satisfaction_of_5000_calls(floor: Any, calls: list[dict[str, Any]]) -> None:
    rated = [int(call["Satisfaction rating"]) for call in calls if call["Satisfaction rating"] is not None]
    (row,) = reports.satisfaction(floor.auditor, ALL)
    assert row.answers == len(rated)
    assert row.average == pytest.approx(sum(rated) / len(rated), abs=1e-4)
    assert row[-5:] == tuple(Counter(rated)[star] for star in range(1, 6))
    by_topic = {each.who: each.answers for each in reports.satisfaction(floor.boss, ALL, "category")}
    assert by_topic == Counter(call["Topic"] for call in calls if call["Satisfaction rating"] is not None)


def test_weeks_of_5000_calls(floor: Any, calls: list[dict[str, Any]]) -> None:
    days = [date.fromisoformat(str(call["Date"])[:10]) for call in calls]
    counted = Counter("{}-W{:02}".format(*day.isocalendar()) for day in days)
    assert {row.week: row.received for row in reports.weekly(floor.boss, ALL, "team")} == counted
    (rate,) = reports.rate(floor.boss, ALL, "team")
    assert (rate.received, rate.weeks) == (5000, len(counted))
    compared = reports.compare(floor.boss, Asked(until=datetime(2021, 3, 1, tzinfo=store.zone())))
    assert [row.period for row in compared] == [f"2021-W{week:02}" for week in range(1, 9)]
    assert [row.received for row in compared] == [counted[row.period] for row in compared]
    closed = Counter(
        "{}-W{:02}".format(*day.isocalendar()) for day, call in zip(days, calls, strict=True) if call["Resolved"] == "Y"
    )
    assert [row.closed for row in compared] == [closed[row.period] for row in compared]


def test_causes_of_1000_appeals_are_their_categories(floor: Any, shared_data: Path) -> None:
    path = shared_data / "cn-appeal/appeal_catagory.csv"
    import_complaints(floor.boss, path, mapping="cn-appeal")
    found = reports.categories(floor.boss, ALL)
    assert reports.root_causes(floor.boss, ALL) == ()
    assert sum(row.complaints for row in found) == 1000
    (column,) = {name for name in rows_of(path)[0] if {row[name] for row in rows_of(path)} == {r.code for r in found}}
    assert {row.code: row.complaints for row in found} == Counter(row[column] for row in rows_of(path))


def test_the_backlog_of_2224_telecom_complaints(floor: Any, shared_data: Path) -> None:
    path = shared_data / "comcast/Comcast_telecom_complaints_data.csv"
    import_complaints(floor.boss, path, mapping="comcast")
    still_open = sum(row["Status"] in ("Open", "Pending") for row in rows_of(path))
    rows = reports.backlog(floor.boss, ALL)
    assert sum(row.open for row in rows) == rows[-1].open == still_open
    (kept,) = reports.limits(floor.boss, ALL)
    assert (kept.decided, kept.broken) == (still_open, still_open)  # landed years past their limits
    year = reports.compare(floor.boss, Asked(until=datetime(2016, 1, 1, tzinfo=store.zone())), "year")[-1]
    assert (year.period, year.received) == ("2015", 2224)


def test_reports_over_the_help_desks_log_count_cases_not_rows(floor: Any, shared_data: Path) -> None:
    path = shared_data / "helpdesk-it/helpdesk.csv"
    import_complaints(floor.boss, path, mapping="helpdesk")
    cases = {row["Case ID"] for row in rows_of(path)}
    assert sum(row.complaints for row in reports.categories(floor.boss, ALL)) == len(cases) == 4580
    assert reports.rate(floor.boss, ALL, "team")[0].received == 4580

"""The complaint tables of the outside world, each with its ready mapping; skipped where they are absent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cstui.exchange.imports import import_complaints
from cstui.floor import complaints, queue
from cstui.floor.views import Complaint
from db import journal

TABLES = [
    ("cfpb268/Consumer_Complaints.csv", "cfpb", 268, 268),
    ("cfpb-cc0/v1-public.csv", "cfpb", 30, 30),
    ("cfpb-cc0/v2-public.csv", "cfpb", 30, 30),
    ("cfpb-cc0/v2-intake.csv", "cfpb", 30, 30),
    ("cfpb-cc0/from_s3.json", "cfpb", 10, 10),
    ("comcast/Comcast_telecom_complaints_data.csv", "comcast", 2224, 2224),
    ("pwc-calls/call-center-dataset.xlsx", "pwc-calls", 5000, 5000),
    ("cn-appeal/appeal_catagory.csv", "cn-appeal", 1000, 1000),
    ("helpdesk-it/helpdesk.csv", "helpdesk", 21348, 4580),
]


@pytest.mark.parametrize(("file", "mapping", "rows", "count"), TABLES)
def test_a_table_gives_its_complaints_once(
    floor, shared_data: Path, file: str, mapping: str, rows: int, count: int
) -> None:
    first = import_complaints(floor.boss, shared_data / file, mapping=mapping)
    assert (first.rows, first.added, first.problems) == (rows, count, ())
    again = import_complaints(floor.boss, shared_data / file, mapping=mapping)
    assert (again.added, again.updated, again.unchanged) == (0, 0, count)
    assert queue.count(floor.boss, "state:all") == count
    assert journal.first_break() is None


def only(floor: Any, query: str) -> Complaint:
    (row,) = queue.page(floor.boss, f"state:all {query}").rows
    return row


def test_a_long_narrative_and_the_bureaus_zone(floor, shared_data: Path) -> None:
    import_complaints(floor.boss, shared_data / "cfpb268/Consumer_Complaints.csv", mapping="cfpb")
    row = only(floor, "external_id:3384392")
    assert row.received_at.isoformat() == "2019-09-24T04:00:00+00:00"
    assert (row.state, row.channel, row.respondent) == ("closed", "web", "TRANSWORLD SYSTEMS INC")
    assert max(len(row.narrative) for row in queue.page(floor.boss, "state:all", limit=1000).rows) > 21_000


def test_the_time_of_day_comes_from_its_own_column(floor, shared_data: Path) -> None:
    import_complaints(floor.boss, shared_data / "comcast/Comcast_telecom_complaints_data.csv", mapping="comcast")
    row = only(floor, "external_id:250635")
    assert row.received_at.isoformat() == "2015-04-22T19:53:50+00:00"
    assert (row.channel, complaints.show(floor.boss, row.ref).region) == ("phone", "Abingdon Maryland 21009")


def test_a_real_time_cell_is_joined_to_a_date_in_words(floor, shared_data: Path) -> None:
    import_complaints(floor.boss, shared_data / "pwc-calls/call-center-dataset.xlsx", mapping="pwc-calls")
    row = only(floor, "external_id:ID0001")
    assert row.received_at.isoformat() == "2021-01-01T01:12:58+00:00"
    assert (row.category, row.satisfaction, row.state) == ("Contract related", 3, "closed")


def test_a_log_is_put_in_the_order_of_time(floor, shared_data: Path) -> None:
    import_complaints(floor.boss, shared_data / "helpdesk-it/helpdesk.csv", mapping="helpdesk")
    detail = complaints.show(floor.boss, only(floor, 'external_id:"Case 1"').ref)
    told = [event.fields["activity"] for event in detail.events if event.action == "history"]
    assert told == ["Assign seriousness", "Take in charge ticket", "Take in charge ticket", "Resolve ticket", "Closed"]
    assert detail.complaint.state == "closed"


def test_a_bad_row_in_the_middle_of_a_real_table_leaves_nothing(floor, shared_data: Path, tmp_path: Path) -> None:
    lines = (shared_data / "comcast/Comcast_telecom_complaints_data.csv").read_text(encoding="utf-8-sig").splitlines()
    lines[1000] = lines[1000].replace("-15,", "-35,").replace(" PM,", " XM,").replace(" AM,", " XM,")
    broken = tmp_path / "broken.csv"
    broken.write_text("\n".join(lines))
    report = import_complaints(floor.boss, broken, mapping="comcast")
    assert report.refused
    (problem,) = report.problems
    assert (problem.row, problem.column) == (1001, "Date_month_year, Time")
    assert problem.value.endswith("XM")
    assert queue.count(floor.boss, "state:all") == 0

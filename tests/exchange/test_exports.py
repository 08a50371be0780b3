"""Exports: what is in them, who may make them, where they may go."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cstui.errors import BadInput, Refused
from cstui.exchange.exports import export_agents, export_complaints, export_customers, export_journal
from cstui.exchange.formula import neutralise
from cstui.exchange.imports import import_complaints, import_customers
from cstui.exchange.words import AGENT_COLUMNS, COMPLAINT_COLUMNS, CUSTOMER_COLUMNS
from cstui.floor import complaints
from cstui.text import mask_phone
from db import journal
from db.connection import database
from db.queries import exports as queries

TABLE = (
    "external_id,received_at,severity,narrative,customer_id,customer_name,customer_phone,team,state,closed_at,satisfaction\n"
    '1,2026-01-05T10:00:00+08:00,major,"=cmd|\' /C calc\'!A0, ""quoted""\nsecond line",K1,张三,13800138000,,,,\n'
    "2,2026-01-06T10:00:00+08:00,,@home,K2,Li Si,+1 415 555 2671,cards,closed,2026-01-07T09:00:00+08:00,4\n"
)


@pytest.fixture
def filled(floor, make) -> Any:
    """A floor with two complaints."""
    assert import_complaints(floor.boss, make("in.csv", TABLE)).added == 2
    return floor


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_has_our_columns_masked_phones_and_no_formula(filled, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    assert export_complaints(filled.boss, path) == 2
    first, second = rows_of(path)
    assert tuple(first) == COMPLAINT_COLUMNS
    assert first == dict.fromkeys(COMPLAINT_COLUMNS, "") | {
        "external_id": "1", "received_at": "2026-01-05T10:00:00+08:00", "channel": "phone", "severity": "major",
        "subject": "'=cmd|' /C calc'!A0, \"quoted\" second line",
        "narrative": "'=cmd|' /C calc'!A0, \"quoted\"\nsecond line", "customer_id": "K1", "customer_name": "张三",
        "customer_phone": "138****8000", "team": "floor", "state": "received",
    }  # fmt: skip
    assert (second["narrative"], second["customer_phone"], second["satisfaction"]) == ("'@home", "'+14****2671", "4")
    assert second["closed_at"] == "2026-01-07T09:00:00+08:00"


def test_json_and_jsonl_hold_the_same_objects(filled, tmp_path: Path) -> None:
    for name in ("out.json", "out.jsonl"):
        assert export_complaints(filled.boss, tmp_path / name) == 2
    whole = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert whole == [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert tuple(whole[0]) == COMPLAINT_COLUMNS
    assert whole[0]["narrative"] == "=cmd|' /C calc'!A0, \"quoted\"\nsecond line"
    assert whole[1]["satisfaction"] == 4


def test_a_workbook_holds_texts_only(filled, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    assert export_complaints(filled.boss, path) == 2
    sheet = openpyxl.load_workbook(path).active
    assert tuple(cell.value for cell in sheet[1]) == COMPLAINT_COLUMNS
    narrative = sheet.cell(2, COMPLAINT_COLUMNS.index("narrative") + 1)
    assert (narrative.data_type, narrative.value) == ("s", "=cmd|' /C calc'!A0, \"quoted\"\nsecond line")
    assert sheet.cell(3, 1).value == "2"


def test_a_cell_that_no_sheet_holds_is_refused_not_cut(floor, make, tmp_path: Path) -> None:
    import_complaints(floor.boss, make("a.csv", f"subject,narrative\nx,{'y' * 40_000}\n"))
    with pytest.raises(BadInput, match="row 2, narrative: 40000"):
        export_complaints(floor.boss, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()
    assert export_complaints(floor.boss, tmp_path / "out.csv") == 1


def test_an_empty_export_is_a_header_or_an_empty_array(floor, tmp_path: Path) -> None:
    for name in ("a.csv", "a.json", "a.jsonl", "a.xlsx"):
        assert export_complaints(floor.boss, tmp_path / name) == 0
    assert (tmp_path / "a.csv").read_text() == ",".join(COMPLAINT_COLUMNS) + "\n"
    assert json.loads((tmp_path / "a.json").read_text()) == []
    assert (tmp_path / "a.jsonl").read_text() == ""


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, ["1", "2"]),
        ({"state": "open"}, ["1"]),
        ({"state": "closed"}, ["2"]),
        ({"query": "severity:major"}, ["1"]),
        ({"query": "home"}, ["2"]),
        ({"query": "home state:open"}, []),
        ({"since": datetime(2026, 1, 6, tzinfo=UTC)}, ["2"]),
        ({"until": datetime(2026, 1, 6, tzinfo=UTC)}, ["1"]),
        ({"since": datetime(2027, 1, 1, tzinfo=UTC)}, []),
    ],
)
def test_complaints_are_chosen(filled, chosen: dict[str, Any], found: list[str]) -> None:
    stream = io.BytesIO()
    assert export_complaints(filled.boss, stream, format="jsonl", **chosen) == len(found)
    assert [json.loads(line)["external_id"] for line in stream.getvalue().splitlines()] == found


def test_a_page_is_read_in_the_order_of_its_key_never_sorted(filled) -> None:
    asked: list[str] = []
    database.connection().set_trace_callback(asked.append)
    for actor, chosen in ((filled.boss, {}), (filled.lead, {"state": "open"}), (filled.lead, {"query": "team:floor"})):
        export_complaints(actor, io.BytesIO(), format="csv", **chosen)
    database.connection().set_trace_callback(None)
    pages = [sql for sql in asked if "printf" in sql]
    assert len(pages) >= 3
    for sql in pages:
        plan = [row[3] for row in database.connection().execute(f"EXPLAIN QUERY PLAN {sql}")]
        assert not [step for step in plan if "ORDER BY" in step], plan


def test_a_complaint_taken_in_here_bears_its_reference(floor) -> None:
    ref = complaints.add(floor.agent, {"subject": "x"}).ref
    stream = io.BytesIO()
    export_complaints(floor.boss, stream, format="jsonl")
    assert json.loads(stream.getvalue())["external_id"] == ref


def test_a_lead_exports_the_own_team_masked(filled) -> None:
    stream = io.BytesIO()
    assert export_complaints(filled.lead, stream, format="csv") == 1
    assert b"138****8000" in stream.getvalue()
    with pytest.raises(Refused):
        export_complaints(filled.lead, io.BytesIO(), format="csv", full_reason="audit")


def test_full_phones_need_a_right_and_a_reason_and_are_journaled(filled) -> None:
    with pytest.raises(BadInput, match="reason"):
        export_complaints(filled.boss, io.BytesIO(), format="csv", full_reason=" ")
    stream = io.BytesIO()
    export_complaints(filled.boss, stream, format="csv", full_reason="court order 17")
    assert b'"13800138000"' in stream.getvalue()
    assert b"'+14155552671" in stream.getvalue()
    action, body, kept = (
        database.connection()
        .execute("SELECT action, body, fields FROM event JOIN form ON event_seq = seq ORDER BY seq DESC LIMIT 1")
        .fetchone()
    )
    assert action == "exported"
    assert "court" not in body
    assert json.loads(kept) == {"reason": "court order 17"}
    assert journal.first_break() is None
    assert journal.broken_form() is None


def test_others_may_not_export(filled) -> None:
    with pytest.raises(Refused):
        export_complaints(filled.agent, io.BytesIO(), format="csv")
    with pytest.raises(Refused):
        export_journal(filled.agent, io.BytesIO(), format="csv")
    assert export_complaints(filled.auditor, io.BytesIO(), format="csv") == 2


def test_the_target_is_new_private_and_never_a_link(filled, tmp_path: Path) -> None:
    path, link = tmp_path / "out.csv", tmp_path / "link.csv"
    export_complaints(filled.boss, path)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused, match="there already"):
        export_complaints(filled.boss, path)
    path.write_text("old")
    export_complaints(filled.boss, path, force=True)
    assert path.read_text().startswith("external_id")
    link.symlink_to(path)
    for force in (False, True):
        with pytest.raises(Refused, match="link"):
            export_complaints(filled.boss, link, force=force)
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("pipe.csv", "."):
        with pytest.raises(Refused, match="regular"):
            export_complaints(filled.boss, tmp_path / name, force=True, format="csv")
    with pytest.raises(BadInput, match="cannot write"):
        export_complaints(filled.boss, tmp_path / "no" / "folder.csv")
    assert sorted(each.name for each in tmp_path.glob(".*")) == []


def test_a_failed_export_leaves_nothing_behind(filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: Any, shape: str) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(queries, "pages", fail)
    with pytest.raises(KeyboardInterrupt):
        export_complaints(filled.boss, tmp_path / "out.csv")
    assert not list(tmp_path.glob("*out.csv*"))


def test_an_unknown_format_is_refused(filled, tmp_path: Path) -> None:
    for target, form in ((tmp_path / "out.doc", None), (io.BytesIO(), None), (tmp_path / "out.csv", "pdf")):
        with pytest.raises(BadInput, match="not a format"):
            export_complaints(filled.boss, target, format=form)


def test_agents_and_customers_have_columns_that_import_takes(filled, tmp_path: Path) -> None:
    export_agents(filled.boss, tmp_path / "agents.csv")
    staff = {row["login"]: row for row in rows_of(tmp_path / "agents.csv")}
    assert tuple(staff["lead.wang"]) == AGENT_COLUMNS
    assert staff["boss"]["roles"] == "admin,manager"
    export_customers(filled.boss, tmp_path / "customers.csv", full_reason="move")
    people = rows_of(tmp_path / "customers.csv")
    assert tuple(people[0]) == CUSTOMER_COLUMNS
    assert [row["phone"] for row in people] == ["13800138000", "'+14155552671"]
    assert import_customers(filled.boss, tmp_path / "customers.csv").unchanged == 2


def test_the_journal_is_exported_whole_and_can_be_checked(filled, tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    count = export_journal(filled.boss, path)
    events = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [event["seq"] for event in events] == list(range(1, count + 1))
    assert all(later["prev"] == sooner["hash"] for sooner, later in zip(events, events[1:], strict=False))
    assert events[-1]["action"] == "exported"
    assert events[-1]["body"]["what"] == "journal"
    assert export_journal(filled.boss, tmp_path / "none.csv", until=datetime(2020, 1, 1, tzinfo=UTC)) == 0


PHONES = st.one_of(st.from_regex(r"\+86\d{11}", fullmatch=True), st.text("+0123456789 -ab", max_size=16))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(phone=PHONES)
def test_sql_masks_as_python_does(floor, phone: str) -> None:
    sql = queries.phone_sql("?1", full=False)
    assert database.connection().execute(f"SELECT {sql}", (phone,)).fetchone()[0] == mask_phone(phone)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.sampled_from("'=+-@\t\r\"\n,;＝＋－＠张a1 "), max_size=9))
def test_sql_writes_cells_as_python_does(floor, text: str) -> None:
    table = queries._csv_line([queries.Field("x", "?1", foreign=True)])
    line = database.connection().execute(f"SELECT {table}", (text,)).fetchone()[0].decode()
    assert next(csv.reader(io.StringIO(line, newline=""), strict=True)) == [neutralise(text)]

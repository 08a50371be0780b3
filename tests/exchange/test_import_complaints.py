"""Importing complaints: all or nothing, repeatable, landing where they belong."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from cstui.errors import BadInput, Refused
from cstui.exchange import import_job, imports, staging
from cstui.exchange.imports import import_complaints
from cstui.floor import complaints, find, queue
from db import journal, search
from db.connection import database

HEADER = "投诉编号,受理时间,渠道,分类,严重程度,投诉内容,客户姓名,联系电话,状态\n"


def stored(actor: Any, query: str = "state:all") -> dict[str, Any]:
    """Return the stored complaints by external id."""
    return {row.external_id or row.ref: row for row in queue.page(actor, query, limit=1000).rows}


def counts(report: Any) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.rejected


def test_a_chinese_table_is_understood_without_mapping(floor, make) -> None:
    path = make(
        "投诉.csv", (HEADER + "A1,2026-02-10 09:30,微信,退款,重大,重复扣款两次,张三,13800138000,\n").encode("gbk")
    )
    report = import_complaints(floor.boss, path)
    assert report.as_dict() == {
        "file": str(path), "encoding": "gb18030", "rows": 1, "added": 1, "updated": 0, "unchanged": 0, "rejected": 0,
        "problems": [],
    }  # fmt: skip
    row = stored(floor.boss)["A1"]
    assert (row.source, row.channel, row.category, row.severity, row.state) == (
        "投诉",
        "wechat",
        "退款",
        "major",
        "received",
    )
    assert row.received_at.isoformat() == "2026-02-10T01:30:00+00:00"
    assert (row.customer.name, row.customer.phone) == ("张三", "138****8000")
    assert row.subject == "重复扣款两次"


def test_a_repeated_import_adds_nothing(floor, make) -> None:
    path = make("a.csv", HEADER + "A1,,电话,,,第一,,,\n,,电话,,,没有编号,,,\n,,电话,,,没有编号,,,\n")
    assert counts(import_complaints(floor.boss, path)) == (3, 0, 0, 0)
    assert counts(import_complaints(floor.boss, path)) == (0, 0, 3, 0)
    assert len(stored(floor.boss)) == 3


def test_sources_keep_equal_numbers_apart(floor, make) -> None:
    path = make("a.csv", "complaint_id,subject\n7,x\n")
    import_complaints(floor.boss, path)
    assert import_complaints(floor.boss, path, source_name="b").added == 1
    assert sorted(row.source for row in queue.page(floor.boss, "state:all").rows) == ["a", "b"]


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("A2,2026-13-45,电话,,,内容,,,", "受理时间", "2026-13-45"),
        ("A2,2099-01-01,电话,,,内容,,,", "受理时间", "2099-01-01"),
        ("A2,,电话,,超级,内容,,,", "严重程度", "超级"),
        ("A2,,电话,,,内容,,,睡着", "状态", "睡着"),
        ("A2,,电话,,,内容,,1.38E+10,", "联系电话", "1.38E+10"),
        ("A2,,电话,,,内容,,138****1234,", "联系电话", "138****1234"),
        ("A1,,电话,,,内容,,,", "投诉编号", "A1"),
        ("A2,,电话,,,N/A,,,", "投诉内容", ""),
        ("A2,,电话", "", "A2"),
    ],
)
def test_a_bad_row_in_the_middle_keeps_everything_out(floor, make, row: str, column: str, value: str) -> None:
    path = make("bad.csv", f"{HEADER}A1,2026-02-10,电话,,,一,,,\n{row}\nA3,2026-02-10,电话,,,三,,,\n")
    before = journal.head()
    report = import_complaints(floor.boss, path)
    assert report.refused
    assert counts(report) == (0, 0, 0, 1)
    assert [(p.row, p.column, p.value) for p in report.problems] == [(3, column, value)]
    assert stored(floor.boss) == {}
    assert journal.head() == before
    assert database.connection().execute("SELECT count(*) FROM customer").fetchone() == (0,)


def test_every_problem_is_listed(floor, make) -> None:
    path = make("bad.csv", HEADER + "A1,,电话,,热,一,,13xx,睡着\nA2,,电话,,冷,二,,,\n")
    report = import_complaints(floor.boss, path)
    assert [(p.row, p.column) for p in report.problems] == [
        (2, "严重程度"),
        (2, "联系电话"),
        (2, "状态"),
        (3, "严重程度"),
    ]


def test_good_rows_are_imported_and_bad_ones_written_whole(floor, make, tmp_path: Path) -> None:
    path = make("a.csv", 'subject,severity,extra\ngood,minor,1\n"bad, one",hot,=2\nshort\nlong,minor,3,4\n')
    rejects = tmp_path / "rejects.csv"
    report = import_complaints(floor.boss, path, on_bad="skip", rejects=rejects)
    assert not report.refused
    assert counts(report) == (1, 0, 0, 3)
    lines = rejects.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "subject,severity,extra,,problem"
    assert lines[1].startswith('"bad, one",hot,\'=2,,"severity: unknown;')
    assert lines[2].startswith("short,,,,")
    assert lines[3].startswith("long,minor,3,4,")
    assert rejects.stat().st_mode & 0o777 == 0o600


def test_a_mended_rejects_file_can_be_imported(floor, make, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    import_complaints(floor.boss, make("a.csv", "subject,severity\n=SUM(A1),hot\n"), on_bad="skip", rejects=rejects)
    rejects.write_text(rejects.read_text().replace("hot", "minor"))
    assert import_complaints(floor.boss, rejects).added == 1
    assert [row.subject for row in stored(floor.boss).values()] == ["=SUM(A1)"]


def test_an_existing_rejects_file_is_refused_before_anything_happens(floor, make) -> None:
    path = make("a.csv", "subject,severity\ngood,\nbad,hot\n")
    with pytest.raises(Refused, match="there already"):
        import_complaints(floor.boss, path, on_bad="skip", rejects=path)
    assert stored(floor.boss) == {}


def test_a_dry_run_counts_and_writes_nothing(floor, make) -> None:
    path = make("a.csv", "complaint_id,subject\n1,x\n2,y\n")
    before = journal.head()
    assert counts(import_complaints(floor.boss, path, dry_run=True)) == (2, 0, 0, 0)
    assert journal.head() == before
    import_complaints(floor.boss, path)
    path.write_text("complaint_id,subject\n1,changed\n2,y\n3,z\n")
    assert counts(import_complaints(floor.boss, path, dry_run=True)) == (1, 1, 1, 0)


def test_a_repeated_row_changes_only_what_nobody_edited_here(floor, make) -> None:
    path = make("a.csv", "complaint_id,subject,severity,region,category\n1,old,minor,North,\n")
    import_complaints(floor.boss, path)
    ref = stored(floor.boss)["1"].ref
    complaints.take(floor.agent, ref, "claim")
    path.write_text("complaint_id,subject,severity,region,category,state\n1,new,minor,,billing,closed\n")
    assert counts(import_complaints(floor.boss, path)) == (0, 1, 0, 0)
    detail = complaints.show(floor.boss, ref)
    row = detail.complaint
    assert (row.subject, row.category) == ("new", "billing")
    assert (row.state, row.assignee) == ("handling", "li.na"), "the claim was made here"
    assert detail.region == "North", "an empty cell is a default, never a change"
    assert detail.events[-1].action == "updated"
    assert counts(import_complaints(floor.boss, path)) == (0, 0, 1, 0)


def test_a_later_import_may_close_what_nobody_touched(floor, make) -> None:
    path = make("a.csv", "complaint_id,subject,received_at\n1,x,2026-01-05 10:00\n")
    import_complaints(floor.boss, path)
    path.write_text("complaint_id,subject,received_at,state,closed_at\n1,x,2026-01-05 10:00,closed,2026-01-06 11:00\n")
    assert import_complaints(floor.boss, path).updated == 1
    row = stored(floor.boss)["1"]
    assert (row.state, row.due_at, row.next_clock) == ("closed", None, None)
    assert row.closed_at is not None
    assert row.closed_at.isoformat() == "2026-01-06T03:00:00+00:00"
    assert row.breached, "the limit had passed before the import told of the end"


def test_closed_rows_land_closed_and_start_no_clock(floor, make) -> None:
    path = make(
        "a.csv",
        "complaint_id,subject,received_at,state,closed_at,satisfaction\n"
        "1,x,2026-01-05 10:00,已办结,2026-01-06 11:00,4\n"
        "2,y,2026-01-05 10:00,,2026-01-06,\n"
        "3,z,2026-01-05 10:00,closed,,\n",
    )
    import_complaints(floor.boss, path)
    rows = stored(floor.boss)
    assert {row.state for row in rows.values()} == {"closed"}
    assert {row.next_clock for row in rows.values()} == {None}
    assert complaints.show(floor.boss, rows["1"].ref).clocks == ()
    assert rows["1"].satisfaction == 4
    assert rows["3"].closed_at == rows["3"].received_at


def test_given_states_are_kept_and_can_be_worked_on(floor, make) -> None:
    path = make("a.csv", "complaint_id,subject,state,assignee\n1,x,处理中,李娜\n2,y,转交,\n3,z,已核实,zhang.wei\n")
    import_complaints(floor.boss, path)
    rows = stored(floor.boss)
    assert [(rows[n].state, rows[n].assignee) for n in "123"] == [
        ("handling", "li.na"), ("transferred", None), ("verified", "zhang.wei"),
    ]  # fmt: skip
    assert complaints.take(floor.agent, rows["1"].ref, "note", {"text": "hello"}).version == 2
    assert complaints.take(floor.lead, rows["2"].ref, "return", {"reason": "ours"}).state == "registered"


def test_the_time_of_import_is_the_default_and_never_a_change(floor, make) -> None:
    path = make("a.csv", "complaint_id,subject,received_at\n1,x,N/A\n")
    import_complaints(floor.boss, path)
    before = stored(floor.boss)["1"].received_at
    assert counts(import_complaints(floor.boss, path)) == (0, 0, 1, 0)
    assert stored(floor.boss)["1"].received_at == before


def test_customers_are_found_by_number_then_by_phone(floor, make) -> None:
    path = make(
        "a.csv",
        "subject,customer_id,customer_name,customer_phone\na,K1,张三,\nb,K1,,13800138000\nc,,,13800138000\nd,,李四,\n",
    )
    import_complaints(floor.boss, path)
    rows = {row.subject: row.customer for row in stored(floor.boss).values()}
    assert rows["a"] == rows["b"] == rows["c"]
    assert (rows["a"].id, rows["a"].name, rows["a"].phone) == ("K1", "张三", "138****8000")
    import_complaints(floor.boss, make("b.csv", "subject,customer_id,customer_name\ne,K1,Somebody Else\n"))
    assert database.connection().execute("SELECT count(*) FROM customer").fetchone() == (2,)


def test_team_assignee_and_respondent_are_looked_up(floor, make) -> None:
    path = make("a.csv", "complaint_id,subject,team,assignee,respondent\n1,x,Cards,陈默,李娜\n2,y,cards,,somebody\n")
    import_complaints(floor.boss, path)
    rows = stored(floor.boss)
    assert (rows["1"].team, rows["1"].assignee, rows["1"].respondent) == ("cards", "chen.mo", "li.na")
    assert rows["2"].respondent == "somebody"
    report = import_complaints(floor.boss, make("b.csv", "subject,team,assignee\nx,nowhere,nobody\n"))
    assert [(p.column, p.value) for p in report.problems] == [("team", "nowhere"), ("assignee", "nobody")]
    assert "cards, floor" in report.problems[0].problem


def test_a_lead_imports_for_the_own_team_only(floor, make) -> None:
    assert import_complaints(floor.lead, make("a.csv", "subject\nx\n")).added == 1
    report = import_complaints(floor.lead, make("b.csv", "subject,team\nx,cards\n"))
    assert report.refused
    assert "own team" in report.problems[0].problem


@pytest.mark.parametrize("who", ["agent", "auditor"])
def test_others_may_not_import(floor, make, who: str) -> None:
    with pytest.raises(Refused):
        import_complaints(getattr(floor, who), make("a.csv", "subject\nx\n"))
    assert stored(floor.boss) == {}


def test_a_file_without_any_text_column_asks_for_a_mapping(floor, make) -> None:
    with pytest.raises(BadInput, match="subject or narrative") as caught:
        import_complaints(floor.boss, make("a.csv", "foo,bar\n1,2\n"))
    assert "--suggest-map" in caught.value.detail


def test_a_mapping_that_names_a_missing_column_is_refused(floor, make) -> None:
    mapping = make("m.toml", '[columns]\nsubject = "Title"\n')
    with pytest.raises(BadInput, match="no column 'Title'"):
        import_complaints(floor.boss, make("a.csv", "Titel\nx\n"), mapping=mapping)


def test_double_headers_do_not_matter_where_they_are_not_used(floor, make) -> None:
    mapping = make("m.toml", '[columns]\nsubject = "a"\n')
    assert import_complaints(floor.boss, make("a.csv", "a,b,b,\n1,2,3,4\n"), mapping=mapping).added == 1
    mapping.write_text('[columns]\nsubject = "a"\nregion = "b"\n')
    with pytest.raises(BadInput, match="'b' 2 times"):
        import_complaints(floor.boss, make("a.csv", "a,b,b,\n1,2,3,4\n"), mapping=mapping)


def test_defaults_and_values_of_a_mapping(floor, make) -> None:
    mapping = make(
        "m.toml",
        '[columns]\nexternal_id = "n"\nsubject = "a"\nchannel = "via"\n[values.channel]\n"W" = "web"\n'
        '[defaults]\nteam = "cards"\nseverity = "minor"\nchannel = "letter"\n',
    )
    path = make("a.csv", "n,a,via\n1,x,W\n2,y,\n3,z,pigeon\n")
    import_complaints(floor.boss, path, mapping=mapping)
    rows = stored(floor.boss)
    assert [rows[n].channel for n in "123"] == ["web", "letter", "pigeon"]
    assert {(row.team, row.severity) for row in rows.values()} == {("cards", "minor")}
    mapping.write_text(mapping.read_text().replace('"cards"', '"floor"'))
    assert import_complaints(floor.boss, path, mapping=mapping).unchanged == 3, "a defaulted value is never a change"


def test_a_default_team_that_is_not_there_is_refused(floor, make) -> None:
    mapping = make("m.toml", '[columns]\nsubject = "a"\n[defaults]\nteam = "nowhere"\n')
    with pytest.raises(BadInput, match="no such team"):
        import_complaints(floor.boss, make("a.csv", "a\nx\n"), mapping=mapping)


def test_ambiguous_dates_ask_for_a_mapping(floor, make) -> None:
    path = make("a.csv", "subject,received_at\nx,03/04/2025\n")
    with pytest.raises(BadInput, match="two ways"):
        import_complaints(floor.boss, path)
    mapping = make(
        "m.toml", '[columns]\nsubject = "subject"\nreceived_at = "received_at"\n[dates]\nformat = "%d/%m/%Y"\n'
    )
    import_complaints(floor.boss, path, mapping=mapping)
    assert [row.received_at.isoformat() for row in stored(floor.boss).values()] == ["2025-04-02T16:00:00+00:00"]


def test_hostile_text_is_made_visible(floor, make) -> None:
    import_complaints(floor.boss, make("a.csv", "subject\n\x1b[31mred\u202e[/]\n"))
    assert [row.subject for row in stored(floor.boss).values()] == ["\u241b[31mred\u2039202E\u203a[/]"]


def test_the_objects_that_commands_print_are_taken(floor, make) -> None:
    customer = {"name": "张三", "phone": "13800138000", "id": "K1", "tier": None}
    printed = {"ref": "C-000007", "severity": "major", "subject": "x", "customer": customer, "slack_minutes": 5}
    report = import_complaints(floor.boss, make("feed.jsonl", json.dumps(printed)))
    assert report.added == 1
    (row,) = stored(floor.boss).values()
    assert (row.severity, row.customer.name, row.customer.id) == ("major", "张三", "K1")


def test_standard_input_is_imported(floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"subject": "x", "external_id": 7}\n')))
    report = import_complaints(floor.boss, "-")
    assert (report.file, report.added) == ("-", 1)
    assert stored(floor.boss)["7"].source == "stdin"


def test_the_journal_holds_one_event_a_complaint_and_stays_whole(floor, make) -> None:
    before = journal.head().seq
    import_complaints(floor.boss, make("a.csv", "subject\n" + "x\n" * 25))
    assert journal.head().seq == before + 25
    assert journal.first_break() is None


def test_imported_text_is_found(floor, make) -> None:
    import_complaints(floor.boss, make("a.csv", "complaint_id,narrative\n1,五月账单重复扣款\n"))
    assert [hit.ref for hit in find.find(floor.boss, "扣款")] == [stored(floor.boss)["1"].ref]


def test_everything_imported_is_indexed(floor, make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "_INDEXED_AT_ONCE", 10)
    import_complaints(floor.boss, make("a.csv", "subject\n" + "x\n" * 25))
    assert search.watermark() == 25


def test_what_a_stop_left_unindexed_is_indexed_by_the_repeat(floor, make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make("a.csv", "subject\n" + "x\n" * 25)
    with monkeypatch.context() as stopped:
        stopped.setattr(imports.search, "index_pending", lambda batch: 0)
        import_complaints(floor.boss, path)
    assert search.watermark() == 0
    assert counts(import_complaints(floor.boss, path, dry_run=True)) == (0, 0, 25, 0)
    assert search.watermark() == 0
    assert counts(import_complaints(floor.boss, path)) == (0, 0, 25, 0)
    assert search.watermark() == 25


def test_changed_text_is_found_and_the_old_is_not(floor, make) -> None:
    path = make("a.csv", "complaint_id,subject,category\n1,alpha,x\n2,beta,y\n")
    import_complaints(floor.boss, path)
    path.write_text("complaint_id,subject,category\n1,gamma,x\n2,beta,z\n")
    assert import_complaints(floor.boss, path).updated == 2
    row = stored(floor.boss)["1"]
    assert [hit.ref for hit in find.find(floor.boss, "gamma")] == [row.ref]
    assert find.find(floor.boss, "alpha") == []
    assert (row.version, stored(floor.boss)["2"].category) == (2, "z")
    assert complaints.show(floor.boss, row.ref).events[-1].body["fields"] == ["subject"]
    assert journal.first_break() is None


def test_progress_is_told(floor, make) -> None:
    told: list[tuple[int, int | None]] = []
    import_complaints(floor.boss, make("a.csv", "subject\n" + "x\n" * 10), progress=lambda *now: told.append(now))
    assert told == [(10, None), (10, 10)]


def test_larger_files_are_staged_and_written_in_several_transactions(
    floor, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "ONE_TRANSACTION", 50)
    monkeypatch.setattr(import_job, "ONE_TRANSACTION", 50)
    monkeypatch.setattr(staging, "_BATCH", 20)
    lines = [f"{n},subject {n},{'' if n != 60 else '138****0000'}" for n in range(105)]
    path = make("a.csv", "\n".join(["complaint_id,subject,customer_phone", *lines]))
    told: list[tuple[int, int | None]] = []
    assert counts(import_complaints(floor.boss, path)) == (0, 0, 0, 1)
    report = import_complaints(floor.boss, path, on_bad="skip", progress=lambda *now: told.append(now))
    assert counts(report) == (104, 0, 0, 1)
    assert [done for done, total in told if total] == [20, 40, 60, 80, 100, 104]
    assert counts(import_complaints(floor.boss, path, on_bad="skip")) == (0, 0, 104, 1)


def test_a_larger_file_stopped_half_way_is_completed_by_a_repeat(floor, make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "ONE_TRANSACTION", 50)
    monkeypatch.setattr(staging, "_BATCH", 20)
    path = make("a.csv", "subject\n" + "x\n" * 105)  # rows without a number are known again by their place, too

    def stop(done: int, total: int | None) -> None:
        if total and done == 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_complaints(floor.boss, path, progress=stop)
    assert counts(import_complaints(floor.boss, path)) == (65, 0, 40, 0)
    assert journal.first_break() is None
    assert search.watermark() == 105


def test_a_history_log_becomes_one_complaint_a_case(floor, make) -> None:
    mapping = make(
        "m.toml",
        '[columns]\nsubject = "what"\nstate = "act"\n[values.state]\n"open" = "registered"\n"done" = "closed"\n'
        '[history]\ncase = "case"\nat = "when"\nactivity = "act"\n',
    )
    log = (
        "case,when,act,what\nA,2026-01-07 10:00,done,\nA,2026-01-05 09:00,open,printer\nB,2026-01-06 09:00,open,phone\n"
    )
    path = make("log.csv", log)
    report = import_complaints(floor.boss, path, mapping=mapping)
    assert (report.rows, report.added) == (3, 2)
    row = stored(floor.boss)["A"]
    assert (row.state, row.subject, row.received_at.isoformat()) == ("closed", "printer", "2026-01-05T01:00:00+00:00")
    assert row.closed_at is not None
    assert row.closed_at.isoformat() == "2026-01-07T02:00:00+00:00"
    events = complaints.show(floor.boss, row.ref).events
    assert [(event.action, event.fields.get("activity")) for event in events] == [
        ("received", None), ("history", "open"), ("history", "done"),
    ]  # fmt: skip
    assert counts(import_complaints(floor.boss, path, mapping=mapping)) == (0, 0, 2, 0)
    path.write_text(log + "B,2026-01-08 12:00,done,\n")
    assert counts(import_complaints(floor.boss, path, mapping=mapping)) == (0, 1, 1, 0)
    row = stored(floor.boss)["B"]
    assert row.state == "closed"
    actions = [event.action for event in complaints.show(floor.boss, row.ref).events]
    assert [action for action in actions if action != "breach"] == ["received", "history", "updated", "history"]
    assert journal.first_break() is None
    assert journal.broken_form() is None


def test_a_log_row_without_case_or_time_is_a_problem(floor, make) -> None:
    mapping = make("m.toml", '[columns]\nsubject = "what"\n[history]\ncase = "case"\nat = "when"\n')
    report = import_complaints(
        floor.boss, make("log.csv", "case,when,what\n,2026-01-07,x\nA,,y\nA,2026-01-07,z\n"), mapping=mapping
    )
    assert [(p.row, p.column) for p in report.problems] == [(2, "case"), (3, "when")]

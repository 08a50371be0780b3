"""Praise, training and penalties from tables: recognised, checked, brought in once, and never against an erasure."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from cstui.exchange.imports import import_penalties, import_praise, import_training
from cstui.exchange.mapping import load_mapping
from cstui.floor import complaints, erasure, journal
from cstui.floor.levels import certificates, evidence
from tests.cli.conftest import Run
from tests.conftest import Floor

Read = Callable[..., Any]
PRAISE = """表扬编号,登录名,日期,类型,表扬人,内容
P-1,li.na,2026-03-01,客户,王先生,服务热情
P-2,zhang.wei,2026-03-02,内部,物流部,配合好
P-3,li.na,2026/3/3,,赵女士,
"""
TRAINING = """login,date,kind,course,score,result,trainee,valid until
li.na,2026-03-01,课程,领导力入门,88,通过,,
li.na,2026-03-02,考试,技术评定考试,91.5,合格,,
zhang.wei,2026-03-02,exam,scene,40,不合格,,
li.na,2026-03-03,带教,,,,张伟,
li.na,2026-03-04,证书,cards,,,,2027-03-03
zhang.wei,2026-03-05,certificate,cards,,,,
"""


@pytest.fixture(autouse=True)
def spring() -> Any:
    with time_machine.travel("2026-03-16T04:00Z", tick=False):
        yield


def write(name: str, text: str) -> Path:
    path = Path.cwd() / name
    path.write_text(text, "utf-8")
    return path


def figures(report: Any) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.rejected


def test_praise_in_chinese_comes_in_once(floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = write("praise.csv", PRAISE)
    assert figures(import_praise(floor.lead, path)) == (3, 0, 0, 0)
    found = {each.id: each for each in evidence.entries(floor.lead)}
    assert [(each.agent, each.kind, each.giver, each.text) for each in found.values()] == [
        ("li.na", "praise_customer", "赵女士", ""),
        ("zhang.wei", "praise_internal", "物流部", "配合好"),
        ("li.na", "praise_customer", "王先生", "服务热情"),
    ]
    assert figures(import_praise(floor.lead, path)) == (0, 0, 3, 0)
    write("praise.csv", PRAISE.replace("服务热情", "非常热情"))
    assert figures(import_praise(floor.lead, path)) == (0, 1, 2, 0)
    assert evidence.entries(floor.lead, login="li.na")[-1].text == "非常热情"
    assert figures(import_praise(floor.lead, path, source_name="other")) == (3, 0, 0, 0)
    assert journal.verify(floor.boss).whole


def test_training_of_every_kind(floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = write("training.csv", TRAINING)
    assert figures(import_training(floor.lead, path)) == (6, 0, 0, 0)
    kept = {(each.kind, each.name): each for each in evidence.entries(floor.lead)}
    assert (kept["course", "lead"].value, kept["course", "lead"].passed) == (88, True)
    assert kept["exam", "skill_grading"].value == 91.5 and kept["exam", "scene"].passed is False
    assert kept["mentored", ""].giver == "zhang.wei"
    papers = {each.agent: each.until.isoformat() for each in certificates.certificates(floor.lead)}
    assert papers == {"li.na": "2027-03-03", "zhang.wei": "2027-03-04"}
    assert figures(import_training(floor.lead, path)) == (0, 0, 6, 0)


def test_a_row_without_a_day_is_of_today_and_stays_so(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = write("t.csv", "login,kind,course\nli.na,course,lead\nli.na,certificate,cards\n")
    assert figures(import_training(floor.lead, path)) == (2, 0, 0, 0)
    with time_machine.travel("2026-05-16T04:00Z", tick=False):
        assert figures(import_training(floor.lead, path)) == (0, 0, 2, 0)
    assert evidence.entries(floor.lead)[0].day.isoformat() == "2026-03-16"


def test_an_older_paper_changes_nothing_a_newer_one_renews(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    certificates.issue(floor.lead, "li.na", "cards", on=date(2026, 2, 1))
    path = write("t.csv", "login,kind,course,day\nli.na,certificate,cards,2025-02-01\n")
    assert figures(import_training(floor.lead, path)) == (0, 0, 1, 0)
    write("t.csv", "login,kind,course,day\nli.na,certificate,cards,2026-03-01\n")
    assert figures(import_training(floor.lead, path)) == (0, 1, 0, 0)
    assert certificates.certificates(floor.lead)[0].until.isoformat() == "2027-02-28"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("nobody,2026-03-01,客户,x", "login, “nobody”: nobody of the team floor"),
        ("li.na,2026-03-17,客户,x", "day, “2026-03-17”: lies in the future"),
        ("li.na,2026-03-01,gossip,x", "kind, “gossip”: gossip is no kind of entry"),
        ("li.na,2026-03-01,客户,", "names the customer"),
        ("li.na,2026-03-01,内部,", "who gave it"),
        ("lead.wang,2026-03-01,客户,x", "themselves"),
        ("chen.mo,2026-03-01,客户,x", "chen.mo is of the team cards"),
        ("li.na,soon,客户,x", "day, “soon”: no date"),
    ],
)
def test_a_bad_row_keeps_the_file_out(read: Read, cstui: Run, row: str, told: str) -> None:
    write("rows.csv", f"login,day,kind,giver\n{row}\nzhang.wei,2026-03-01,客户,y\n")
    refused = cstui("import", "praise", "rows.csv", login="lead.wang")
    assert refused.exit_code == 2 and told in refused.stderr
    assert read("praise", "list") == []
    report = json.loads(
        cstui("import", "praise", "rows.csv", "--on-bad", "skip", "-o", "json", login="lead.wang").stdout
    )
    assert (report["added"], report["rejected"]) == (1, 1)


def test_the_same_entry_twice_in_a_file_is_told(floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report = import_praise(floor.lead, write("p.csv", "login,day,giver\n" + "li.na,2026-03-01,x\n" * 2))
    assert report.refused and "row 2 already" in report.problems[0].problem


def test_a_dry_run_writes_nothing(read: Read) -> None:
    write("rows.csv", PRAISE)
    assert read("import", "praise", "rows.csv", "--dry-run")["added"] == 3
    write("more.csv", TRAINING)
    assert read("import", "training", "more.csv", "--dry-run")["added"] == 6
    assert read("praise", "list") == read("training", "list") == read("training", "certificates") == []


def test_what_was_voided_or_erased_here_stays_so(floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ref = complaints.add(floor.boss, {"subject": "x", "customer_id": "K-1", "customer_name": "Zebulon"}).ref
    path = write("p.csv", "praise id,login,customer_id,text\nP-1,li.na,K-1,Zebulon thanks\nP-2,zhang.wei,K-1,so do I\n")
    assert figures(import_praise(floor.boss, path)) == (2, 0, 0, 0)
    number = next(each.id for each in evidence.entries(floor.boss, login="zhang.wei"))
    evidence.void(floor.boss, number, "meant for another")
    complaints.take(floor.boss, ref, "withdraw", {"reason": "x", "notice": "x"})
    erasure.erase(floor.boss, "K-1", "asked")
    assert figures(import_praise(floor.boss, path)) == (0, 0, 2, 0)
    assert [each.text for each in evidence.entries(floor.boss)] == [""]


def test_hostile_cells_come_in_harmless(floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [{"login": "li.na", "giver": "\x1b[2J\u202eevil", "text": "=cmd|' /C calc'!A0\n[/red]"}]
    report = import_praise(floor.lead, write("p.json", json.dumps(rows)))
    assert figures(report) == (1, 0, 0, 0)
    found = evidence.entries(floor.lead)[0]
    assert "\x1b" not in found.giver and "\u202e" not in found.giver and found.text.startswith("=cmd")


PENALTIES = """处罚编号,姓名,日期,类型,事由,扣款金额,内容
F-1,李　娜,2026-03-01,扣款,怠工,￥500.00,两次提醒
F-2,张伟,2026-03-02,,迟到,1,000元,
F-3,张伟,2026-03-03,严重事件,泄露客户资料,,已调查
F-4,李娜,2026-03-04,红线,,,
""".replace("1,000元", '"1,000元"')


def test_penalties_and_incidents_come_in_once(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Read
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "处罚.csv").write_bytes(PENALTIES.encode("gbk"))
    assert figures(import_penalties(floor.lead, "处罚.csv", dry_run=True)) == (4, 0, 0, 0)
    assert read("penalty", "list") == []
    assert figures(import_penalties(floor.lead, "处罚.csv")) == (4, 0, 0, 0)
    assert [(each.agent, each.kind, each.name, each.value, each.text) for each in evidence.entries(floor.lead)] == [
        ("li.na", "incident", "red_line", None, ""),
        ("zhang.wei", "incident", "serious", None, "泄露客户资料\n已调查"),
        ("zhang.wei", "penalty", "迟到", 1000.0, ""),
        ("li.na", "penalty", "怠工", 500.0, "两次提醒"),
    ]
    assert figures(import_penalties(floor.lead, "处罚.csv")) == (0, 0, 4, 0)
    (tmp_path / "处罚.csv").write_text(PENALTIES.replace("500.00", "300"), "utf-8")
    assert figures(import_penalties(floor.lead, "处罚.csv")) == (0, 1, 3, 0)
    assert journal.verify(floor.boss).whole


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("li.na,2026-03-01,slacking,-5,", "money, “-5”: A figure from 0"),
        ("li.na,2026-03-01,slacking,much,", "money, “much”: a number"),
        ("li.na,2026-03-01,slacking,5,C-000099", "complaint, “C-000099”: "),
        ("li.na,2026-03-01,,5,", "Say what it is about"),
        ("chen.mo,2026-03-01,slacking,5,", "chen.mo is of the team cards"),
        ("lead.wang,2026-03-01,slacking,5,", "themselves"),
        ("李娜/张伟,2026-03-01,slacking,5,", "these are two people"),
    ],
)
def test_the_cell_to_blame_is_named(cstui: Run, floor: Floor, row: str, told: str) -> None:
    write("rows.csv", f"login,day,rule,money,complaint\n{row}\n")
    refused = cstui("import", "penalties", "rows.csv", login="lead.wang")
    assert refused.exit_code == 2 and "row 2, " in refused.stderr and told in refused.stderr


def test_a_file_without_people_is_refused(cstui: Run) -> None:
    write("rows.csv", "x,y\n1,2\n")
    for kind in ("praise", "training", "penalties", "profiles", "scores"):
        refused = cstui("import", kind, "rows.csv")
        assert refused.exit_code == 2 and "no column for login or name" in refused.stderr
        assert "Its columns are: 'x', 'y'" in refused.stderr
        assert "登录名" in refused.stderr and "姓名" in refused.stderr
        assert "--suggest-map" in refused.stderr


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        ("praise", ("giver or customer_id", "表扬人")),
        ("training", ("subject or newcomer", "课程")),
        ("penalties", ("rule or kind", "事由")),
        ("profiles", ("hired_on or ", "入职日期")),
    ],
)
def test_what_else_a_table_needs_is_told(cstui: Run, kind: str, needed: tuple[str, ...]) -> None:
    write("rows.csv", "工号x,姓名\n1,李娜\n")
    refused = cstui("import", kind, "rows.csv")
    assert refused.exit_code == 2
    assert all(word in refused.stderr for word in needed)


@pytest.mark.parametrize("kind", ["praise", "training", "penalties", "profiles", "scores", "agents", "customers"])
def test_a_mapping_is_suggested_for_every_kind(cstui: Run, done: Run, read: Read, kind: str) -> None:
    write("rows.csv", "登录名,odd\nli.na,x\n")
    printed = done("import", kind, "rows.csv", "--suggest-map").stdout
    assert '#   "odd": x' in printed
    if kind != "customers":
        assert 'login = "登录名"' in printed
        assert load_mapping(write("map.toml", printed), kind).columns["login"] == (("登录名",),)
    assert read("praise", "list") == []


def test_columns_passed_over_are_told(done: Run) -> None:
    write("rows.csv", "登录名,部门\x1b[2J,表扬人\nli.na,x,y\n")
    told = done("import", "praise", "rows.csv", "--dry-run").stderr
    assert "Columns passed over: 部门" in told and "\x1b" not in told

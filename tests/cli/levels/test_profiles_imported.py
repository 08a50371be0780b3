"""People's papers and first levels from tables: all or nothing, once, and never over what a case decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from cstui.exchange.imports import import_profiles
from cstui.floor import journal
from cstui.floor.levels import profiles, standings
from tests.cli.conftest import Run
from tests.conftest import Floor

Read = Callable[..., Any]
PAPERS = """登录名,姓名,入职日期,客服从业日期,状态,学历,级别,任级日期
li.na,李娜,2024/9/1,2023-05-01,正式,大专,中级客服专员,2025-03-01
,张　伟,2026-01-05,,试用期,硕士研究生,junior,
chen.mo,陈默,,,,本科,,
"""


@pytest.fixture(autouse=True)
def spring() -> Any:
    with time_machine.travel("2026-03-16T04:00Z", tick=False):
        yield


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str) -> Path:
    path = Path.cwd() / name
    path.write_text(text, "utf-8")
    return path


def figures(report: Any) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.rejected


def stands(floor: Floor, login: str) -> list[tuple[str, str, str]]:
    return [(each.level, str(each.since), each.cause) for each in standings.history(floor.boss, login)]


def test_papers_in_chinese_come_in_once(floor: Floor) -> None:
    Path("papers.csv").write_bytes(PAPERS.encode("gbk"))
    assert figures(import_profiles(floor.boss, "papers.csv", dry_run=True)) == (3, 0, 0, 0)
    assert stands(floor, "li.na") == [] and profiles.show(floor.boss, "li.na").hired_on is None
    assert figures(import_profiles(floor.boss, "papers.csv")) == (3, 0, 0, 0)
    assert [str(each) for each in profiles.show(floor.boss, "li.na")] == [
        *("li.na", "李娜", "2024-09-01", "2023-05-01", "regular", "college", "None"),
    ]
    assert profiles.show(floor.boss, "zhang.wei").education == "master"
    assert stands(floor, "li.na") == [("intermediate", "2025-03-01", "import")]
    assert stands(floor, "zhang.wei") == [("junior", "2026-03-16", "import")]
    assert stands(floor, "chen.mo") == []
    with time_machine.travel("2026-05-16T04:00Z", tick=False):
        assert figures(import_profiles(floor.boss, "papers.csv")) == (0, 0, 3, 0)
    assert journal.verify(floor.boss).whole


def test_what_a_file_says_otherwise_is_taken_what_it_does_not_say_stays(floor: Floor) -> None:
    profiles.change(floor.boss, "li.na", {"status": "probation", "education": "college"})
    path = write("a.csv", "login,status,education\nli.na,regular,\n")
    assert figures(import_profiles(floor.boss, path)) == (0, 1, 0, 0)
    found = profiles.show(floor.boss, "li.na")
    assert (found.status, found.education) == ("regular", "college")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("nobody,,,,,", "login, “nobody”: no agent"),
        ("li.na,2026-03-17,,,,", "hired_on, “2026-03-17”: lies in the future"),
        ("li.na,9999-01-01,,,,", "hired_on, “9999-01-01”: no date"),
        ("li.na,,king,,,", "status, “king”: unknown; the known ones are: intern"),
        ("li.na,,,school,,", "education, “school”: unknown"),
        ("li.na,,,,emperor,", "level, “emperor”: dual has no level emperor"),
        ("li.na,,,,,2026-01-01", "a day without a level"),
        ("zhang.wei,,,,senior,", "level, “senior”: stands on junior since 2026-01-01 already. A promotion case"),
        ("zhang.wei,,,,junior,2025-01-01", "stands on junior since 2026-01-01 already"),
        ("chen.mo,,regular,,,", "stands in row 2 already"),
        ("boss,,regular,,,", "themselves"),
        ("李娜 张伟,,regular,,,", "no agent"),
    ],
)
def test_a_bad_row_keeps_the_file_out(cstui: Run, read: Read, floor: Floor, row: str, told: str) -> None:
    standings.grade(floor.boss, "zhang.wei", "junior", since=date(2026, 1, 1))
    write("rows.csv", f"login,hired_on,status,education,level,since\nchen.mo,2024-01-01,,,,\n{row}\n")
    refused = cstui("import", "profiles", "rows.csv")
    assert refused.exit_code == 2 and "row 3, " in refused.stderr and told in refused.stderr
    assert profiles.show(floor.boss, "chen.mo").hired_on is None
    skipped = cstui("import", "profiles", "rows.csv", "--on-bad", "skip", "--rejects", "bad.csv", "-o", "json")
    report = json.loads(skipped.stdout)
    assert (report["rows"], report["added"], report["rejected"]) == (2, 1, 1)
    assert row.split(",")[0] in Path("bad.csv").read_text("utf-8")


def test_a_track_of_another_ladder(floor: Floor) -> None:
    path = write("a.csv", "login,ladder,level,since\nli.na,five,supervisor,2025-01-01\nzhang.wei,nine,x,\n")
    report = import_profiles(floor.boss, path, on_bad="skip")
    assert figures(report) == (1, 0, 0, 1)
    assert (report.problems[0].column, report.problems[0].value) == ("ladder", "nine")
    assert stands(floor, "li.na") == [("supervisor", "2025-01-01", "import")]


def test_a_lead_may_not(cstui: Run) -> None:
    write("rows.csv", "login,status\nli.na,regular\n")
    assert cstui("import", "profiles", "rows.csv", login="lead.wang").exit_code == 1


def test_ones_own_row_that_says_nothing_new_is_no_problem(floor: Floor) -> None:
    path = write("a.csv", "login,status,education\nboss,,\nli.na,regular,\n")
    assert figures(import_profiles(floor.boss, path)) == (1, 0, 1, 0)

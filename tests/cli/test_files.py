"""``cstui import | export``."""

from __future__ import annotations

import csv
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.conftest import Floor

Read = Callable[..., Any]
Case = Callable[..., str]

GOOD = "external_id,received_at,subject,customer_phone\n1,2026-03-02 10:00,退款,13812341234\n2,2026-03-02 11:00,Late,\n"
BAD = GOOD + "3,2026-03-02 12:00,Lost,1.38E+10\n"


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    """Write a table to a file."""

    def write(text: str, encoding: str = "utf-8") -> Path:
        (tmp_path / "rows.csv").write_bytes(text.encode(encoding))
        return Path("rows.csv")

    return write


def test_import_reports_and_repeating_adds_nothing(read: Read, table: Callable[..., Path]) -> None:
    path = table(GOOD, "gb18030")
    first = read("import", "complaints", path)
    assert first == {
        "file": "rows.csv",
        "encoding": "gb18030",
        "rows": 2,
        "added": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
        "problems": [],
    }
    again = read("import", "complaints", path)
    assert (again["added"], again["unchanged"]) == (0, 2)
    assert {case["source"] for case in read("complaint", "list")} == {"rows"}


def test_a_bad_row_keeps_everything_out_and_is_named(cstui: Run, read: Read, table: Callable[..., Path]) -> None:
    result = cstui("import", "complaints", table(BAD), "-o", "json")
    assert result.exit_code == 2
    (problem,) = json.loads(result.stdout)["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (4, "customer_phone", "1.38E+10")
    assert "rows.csv: nothing was imported" in result.stderr
    assert "  rows.csv, row 4, customer_phone, “1.38E+10”: " in result.stderr
    assert read("complaint", "list", "--state", "all") == []


def test_bad_rows_are_skipped_and_kept_apart(
    cstui: Run, read: Read, table: Callable[..., Path], tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    result = cstui("import", "complaints", table(BAD), "--on-bad", "skip", "--rejects", rejects)
    assert result.exit_code == 0
    assert "2 added" in result.stdout and "1 rejected" in result.stdout
    assert "row 4" in result.stderr
    assert "Lost" in rejects.read_text("utf-8")
    assert len(read("complaint", "list")) == 2


def test_a_dry_run_writes_nothing(cstui: Run, read: Read, table: Callable[..., Path]) -> None:
    result = cstui("import", "complaints", table(GOOD), "--dry-run")
    assert (result.exit_code, "2 added" in result.stdout) == (0, True)
    assert "nothing was written" in result.stderr
    assert read("complaint", "list") == []


def test_import_takes_its_options(read: Read, tmp_path: Path, table: Callable[..., Path]) -> None:
    mapping = tmp_path / "ours.toml"
    mapping.write_text('[columns]\nexternal_id = "no"\nsubject = "what"\n[defaults]\nseverity = "minor"\n', "utf-8")
    path = table("no,what\n7,café\n", "cp1252")
    options = ("--source", "old", "--map", mapping, "--encoding", "cp1252")
    assert read("import", "complaints", path, *options)["added"] == 1
    (found,) = read("complaint", "list")
    assert [found[key] for key in ("source", "external_id", "subject", "severity")] == ["old", "7", "café", "minor"]


def test_import_reads_a_pipe(read: Read) -> None:
    assert read("import", "complaints", "-", "--source", "pipe", stdin=GOOD)["added"] == 2


def test_suggest_map_prints_a_mapping_that_works(
    cstui: Run, done: Run, read: Read, table: Callable[..., Path], tmp_path: Path
) -> None:
    path = table(GOOD)
    printed = done("import", "complaints", path, "--suggest-map").stdout
    assert read("complaint", "list") == []
    (tmp_path / "made.toml").write_text(printed, "utf-8")
    assert read("import", "complaints", path, "--map", tmp_path / "made.toml")["added"] == 2


def test_import_agents_and_customers(read: Read, tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("login,name,team\nwu.lei,吴磊,cards\n", "utf-8")
    assert read("import", "agents", "staff.csv")["added"] == 1
    assert read("agent", "show", "wu.lei")["team"] == "cards"
    (tmp_path / "people.csv").write_text("customer_id,customer_name,customer_phone\nK-1,张三,13812341234\n", "utf-8")
    assert read("import", "customers", "people.csv")["added"] == 1
    assert read("customer", "show", "K-1")["name"] == "张三"


@pytest.mark.parametrize(
    "words",
    [
        ("complaints", "none.csv"),
        ("complaints", "/dev/null"),
        ("complaints", "."),
        ("complaints", "rows.csv", "--rejects", "bad.csv"),
        ("complaints", "rows.csv", "--on-bad", "ask"),
        ("complaints", "rows.csv", "--map", "nonsense"),
        ("complaints", "rows.csv", "--encoding", "klingon"),
        ("complaints",),
    ],
)
def test_import_refuses_in_words(cstui: Run, table: Callable[..., Path], words: tuple[str, ...]) -> None:
    table(GOOD)
    result = cstui("import", *words)
    assert (result.exit_code, result.stdout) == (2, "")


def test_only_who_may_imports_and_exports(cstui: Run, table: Callable[..., Path]) -> None:
    path = table(GOOD)
    for kind in ("complaints", "agents", "customers"):
        assert cstui("import", kind, path, login="li.na").exit_code == 1
    for kind in ("complaints", "agents", "customers", "journal"):
        assert cstui("export", kind, f"{kind}.csv", login="li.na").exit_code == 1


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx"])
def test_complaints_come_back_as_they_went(cstui: Run, done: Run, read: Read, case: Case, run: Run, form: str) -> None:
    case("=退款", "--customer-name", "张三", "--customer-phone", "13812341234", "--narrative", "two\nlines")
    path = Path(f"out.{form}")
    assert "1 row written" in done("export", "complaints", path, "--full", "moving house").stderr
    assert path.stat().st_mode & 0o777 == 0o600
    assert cstui("export", "complaints", path).exit_code == 1
    done("export", "complaints", path, "--full", "moving house", "--force")
    assert read("import", "complaints", path)["unchanged"] == 1
    assert run("--db", "other.db", "init").exit_code == 0
    assert "1 added" in run("--db", "other.db", "import", "complaints", path).stdout
    (new,) = json.loads(run("--db", "other.db", "complaint", "list", "-o", "json").stdout)
    assert (new["subject"], new["narrative"], new["customer"]["name"]) == ("=退款", "two\nlines", "张三")


def test_export_takes_its_options(done: Run, case: Case) -> None:
    case("old", "--received-at", "2026-03-02T23:59:00+08:00", "--severity", "minor")
    case("mid", "--received-at", "2026-03-03T00:00:00+08:00")
    gone = case("gone", "--received-at", "2026-03-04T12:00:00+08:00")
    done("complaint", "withdraw", gone, "--reason", "solved", "--notice", "told")

    def subjects(*options: str) -> list[str]:
        written = done("export", "complaints", "-", "--format", "csv", *options).stdout
        return sorted(row["subject"] for row in csv.DictReader(written.splitlines()))

    assert subjects() == ["gone", "mid", "old"]
    assert subjects("--state", "open") == ["mid", "old"]
    assert subjects("--state", "withdrawn") == ["gone"]
    assert subjects("--query", "severity:minor") == ["old"]
    assert subjects("--since", "2026-03-03") == ["gone", "mid"]
    assert subjects("--until", "2026-03-02") == ["old"]
    assert subjects("--since", "2026-03-03", "--until", "2026-03-03") == ["mid"]
    assert subjects("--until", "2026-03-03 00:00") == ["old"]


def test_phones_are_masked_unless_a_manager_gives_a_reason(cstui: Run, done: Run, case: Case) -> None:
    case("x", "--customer-phone", "13812341234", "--customer-id", "K-1")
    for kind in ("complaints", "customers"):
        assert "138****1234" in done("export", kind, "-", "--format", "json").stdout
        assert "13812341234" in done("export", kind, "-", "--format", "json", "--full", "audit").stdout
        assert cstui("export", kind, "-", "--format", "json", "--full", " ").exit_code == 2
        assert cstui("export", kind, "-", "--format", "json", "--full", "audit", login="lead.wang").exit_code == 1


def test_export_of_the_staff_and_the_journal(done: Run) -> None:
    assert "李娜" in done("export", "agents", "-", "--format", "csv").stdout
    rows = [json.loads(line) for line in done("export", "journal", "-", "--format", "jsonl").stdout.splitlines()]
    assert rows[0]["action"] == "floor.made"
    assert rows[-1]["seq"] == len(rows)
    assert done("export", "journal", "-", "--format", "jsonl", "--until", "2020-01-01").stdout == ""


def test_export_refuses_in_words(cstui: Run, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    usage = [("-",), ("out.pdf",), ("out.csv", "--since", "whenever"), ("out.csv", "--state", "asleep")]
    for status, words in [(2, each) for each in usage] + [(1, ("link.csv", "--force")), (2, ("none/out.csv",))]:
        result = cstui("export", "complaints", *words)
        assert (result.exit_code, result.stdout) == (status, ""), words
    assert not (tmp_path / "elsewhere.csv").exists()


def test_progress_is_shown_on_a_terminal_only(floor: Floor, table: Callable[..., Path], tmp_path: Path) -> None:
    path = table(GOOD)
    command = [
        sys.executable,
        "-m",
        "cstui",
        "--db",
        str(floor.path),
        "--as",
        "boss",
        "import",
        "complaints",
        str(path),
    ]
    quiet = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert quiet.stderr == b""
    ours, theirs = pty.openpty()
    seen = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.close(theirs)
    assert b"Importing" in os.read(ours, 10_000)
    os.close(ours)
    assert b"Importing" not in seen.stdout


def test_a_case_file_by_suffix_and_to_standard_output(done: Run, cstui: Run, case: Case, tmp_path: Path) -> None:
    ref = case("五月账单重复扣款")
    told = done("export", "casefile", ref, "case.xlsx")
    assert (told.stdout, "case.xlsx" in told.stderr) == ("", True)
    assert (tmp_path / "case.xlsx").read_bytes().startswith(b"PK")
    page = done("export", "casefile", ref, "-").stdout
    assert page.startswith(f"# Case file {ref}\n") and "五月账单重复扣款" in page and "## Handling form" in page
    assert cstui("export", "casefile", ref, "case.xlsx").exit_code == 1
    assert cstui("export", "casefile", ref, "case.csv", "--format", "csv").exit_code == 2
    assert cstui("export", "casefile", ref, "own.md", login="li.na").exit_code == 1
    assert not (tmp_path / "own.md").exists()

"""``cstui init | db | journal``."""

from __future__ import annotations

import os
import pwd
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run
from tests.conftest import Floor

Read = Callable[..., Any]
Case = Callable[..., str]
ME = pwd.getpwuid(os.getuid()).pw_name


def test_init_makes_a_floor_of_the_caller(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "new" / "floor.db"
    made = run("--db", path, "init", "--policy", "cn-bank", "--timezone", "Europe/London", "--name", "陈经理")
    assert made.exit_code == 0, made.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    info = run("--db", path, "db", "info", "-o", "jsonl").stdout
    assert '"policy": "cn-bank"' in info and '"timezone": "Europe/London"' in info
    assert f'"login": "{ME}", "name": "陈经理"' in run("--db", path, "agent", "show", ME, "-o", "jsonl").stdout


def test_init_reads_the_path_of_the_environment(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "floor.db"
    assert run("init", env={"CSTUI_DB": str(path)}).exit_code == 0
    assert path.exists()
    again = run("init", env={"CSTUI_DB": str(path)})
    assert again.exit_code == 3
    assert "already" in again.stderr


def test_init_refuses_what_it_does_not_know(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "floor.db"
    for options in (("--policy", "x"), ("--calendar", "atlantis"), ("--timezone", "Mars/North")):
        assert run("--db", path, "init", *options).exit_code == 2
        assert not path.exists()


def test_a_missing_store_is_never_made_by_reading(run: Run, tmp_path: Path) -> None:
    result = run("--db", tmp_path / "none.db", "complaint", "list")
    assert result.exit_code == 3
    assert "cstui init" in result.stderr
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_is_no_store_is_named(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("CREATE TABLE t (a)").connection.close()
    noise = tmp_path / "noise.db"
    noise.write_bytes(b"no database at all" * 100)
    for path in (other, noise, tmp_path):
        assert run("--db", path, "complaint", "list").exit_code == 3


def test_a_newer_store_is_refused(cstui: Run, floor: Floor) -> None:
    connection = sqlite3.connect(floor.path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    result = cstui("complaint", "list")
    assert result.exit_code == 3
    assert "newer" in result.stderr


def test_check_and_info(read: Read, done: Run) -> None:
    assert read("db", "check") == {"problems": []}
    assert done("db", "check").stdout == "All is well.\n"
    assert read("db", "info")["agents"] == 6
    assert "Asia/Shanghai" in done("db", "info").stdout


def test_migrate_has_nothing_to_do(read: Read, done: Run) -> None:
    assert read("db", "migrate") == {"applied": []}
    assert done("db", "migrate").stdout == "The file is up to date.\n"


def test_backup_and_restore(cstui: Run, read: Read, case: Case, tmp_path: Path) -> None:
    kept = case("kept")
    copy = tmp_path / "copy.db"
    made = read("db", "backup", copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert Path(made["anchor"]).exists()
    assert cstui("db", "backup", copy).exit_code != 0
    case("lost")
    assert cstui("db", "restore", copy).exit_code == 2
    assert read("db", "restore", copy, "--yes")["restored"] == str(copy)
    assert [each["ref"] for each in read("complaint", "list")] == [kept]
    assert cstui("db", "restore", tmp_path / "none.db", "--yes").exit_code == 3


def test_only_an_admin_keeps_the_store(cstui: Run, tmp_path: Path) -> None:
    for words in (("backup", tmp_path / "copy.db"), ("restore", tmp_path / "copy.db", "--yes"), ("check",), ("info",)):
        result = cstui("db", *words, login="li.na")
        assert (result.exit_code, result.stdout) == (1, "")


def test_journal_holds_and_shows(read: Read, done: Run, case: Case) -> None:
    ref = case()
    done("complaint", "note", ref, "--text", "secret words")
    told = read("journal", "verify")
    assert (told["whole"], told["bad_seq"]) == (True, None)
    assert "the last is" in done("journal", "verify").stdout
    rows = read("journal", "show")
    assert [row["seq"] for row in rows] == list(range(1, told["events"] + 1))
    assert list(rows[0]) == ["seq", "at", "actor", "role", "action", "subject", "body"]
    assert [row["action"] for row in read("journal", "show", ref)] == ["received", "note"]
    assert [row["seq"] for row in read("journal", "show", "--after", "2", "--limit", "1")] == [3]
    assert "secret words" not in done("journal", "show", ref).stdout


def test_journal_finds_what_was_altered(cstui: Run, read: Read, case: Case, floor: Floor) -> None:
    ref = case()
    connection = sqlite3.connect(floor.path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    changed = connection.execute("UPDATE event SET role = 'agent' WHERE subject = ?", (ref,)).rowcount
    connection.commit()
    connection.close()
    assert changed == 1
    result = cstui("journal", "verify", "-o", "json")
    assert result.exit_code == 3
    assert "does not hold at event" in result.stderr
    assert '"whole": false' in result.stdout


def test_an_anchor_sees_a_tail_that_was_cut_off(cstui: Run, read: Read, case: Case, tmp_path: Path) -> None:
    early, late = tmp_path / "early.db", tmp_path / "late.db"
    read("db", "backup", early)
    case()
    anchor = read("db", "backup", late)["anchor"]
    assert read("journal", "verify", "--anchor", anchor)["whole"] is True
    read("db", "restore", early, "--yes")
    assert read("journal", "verify")["whole"] is True
    assert cstui("journal", "verify", "--anchor", anchor).exit_code == 3
    assert cstui("journal", "verify", "--anchor", early).exit_code == 2

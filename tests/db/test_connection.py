"""Opening the store: its pragmas on every connection, and what is refused before anything is written."""

from __future__ import annotations

import hashlib
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from peewee import sqlite3

from cstui.floor import store
from db import connection
from db.faults import StoreFault
from tests.conftest import Floor

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "journal_size_limit": 67_108_864,
    "mmap_size": 0,
    "busy_timeout": 5000,
    "application_id": connection.APPLICATION_ID,
}


def asked() -> dict[str, Any]:
    raw = connection.database.connection()
    found = {name: raw.execute(f"PRAGMA {name}").fetchone() for name in PRAGMAS}
    return {name: row[0] if row else 0 for name, row in found.items()}


def refusal(path: Path, **how: bool) -> str:
    with pytest.raises(StoreFault) as fault:
        connection.open_store(path, **how)
    return fault.value.cause


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_pragmas_of_the_first_connection(floor: Floor) -> None:
    store.close_floor()
    store.open_floor(floor.path)
    assert asked() == PRAGMAS


def test_pragmas_of_another_threads_connection(floor: Floor) -> None:
    found: list[dict[str, Any]] = []

    def look() -> None:
        with store.reading():
            found.append(asked())

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [PRAGMAS]


def test_a_written_transaction_leaves_the_pragmas(floor: Floor) -> None:
    with connection.transaction():
        pass
    assert asked() == PRAGMAS


def test_a_copy_put_in_the_stores_place_becomes_wal_again(floor: Floor) -> None:
    store.close_floor()
    raw = sqlite3.connect(floor.path)
    assert raw.execute("PRAGMA journal_mode = delete").fetchone() == ("delete",)
    raw.close()
    store.open_floor(floor.path)
    assert asked()["journal_mode"] == "wal"


def test_the_file_and_its_folder_are_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "floor.db"
    connection.open_store(path, create=True)
    connection.close_store()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_an_existing_file_is_never_made_anew(floor: Floor) -> None:
    assert refusal(floor.path, create=True) == "exists"


def test_a_link_is_never_followed_to_make_a_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert refusal(tmp_path / "link", create=True) == "exists"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("any_schema", [False, True])
def test_a_missing_file_is_never_made_by_reading(tmp_path: Path, any_schema: bool) -> None:
    assert refusal(tmp_path / "none" / "floor.db", any_schema=any_schema) == "missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("any_schema", [False, True])
@pytest.mark.parametrize("content", [b"", b"no database at all\n" * 400], ids=["empty", "text"])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, any_schema: bool) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    assert refusal(path, any_schema=any_schema) == "foreign"
    assert path.read_bytes() == content


@pytest.mark.parametrize("any_schema", [False, True])
def test_another_programs_database_stays_as_it_is(tmp_path: Path, any_schema: bool) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.executescript("CREATE TABLE mine (x); INSERT INTO mine VALUES (1); PRAGMA user_version = 1")
    other.close()
    before = digest(path)
    assert refusal(path, any_schema=any_schema) == "foreign"
    connection.close_store()
    assert digest(path) == before
    assert [each.name for each in tmp_path.iterdir()] == ["other.db"]


@pytest.mark.parametrize(("number", "cause"), [(connection.SCHEMA + 1, "newer"), (connection.SCHEMA - 1, "older")])
def test_another_schema_is_refused_by_name(floor: Floor, number: int, cause: str) -> None:
    connection.database.pragma("user_version", number)
    store.close_floor()
    assert refusal(floor.path) == cause


def test_a_store_on_a_network_is_refused_by_type(floor: Floor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    store.close_floor()
    monkeypatch.setattr(connection, "_file_system", lambda path: "nfs4")
    assert refusal(floor.path) == "network"
    assert refusal(tmp_path / "new.db", create=True) == "network"
    assert not (tmp_path / "new.db").exists()


def test_the_file_system_is_that_of_the_longest_mount_point(monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = "/dev/sda1 / ext4 rw 0 0\nserver:/a /srv nfs4 rw 0 0\ntmpfs /srv/fast tmpfs rw 0 0\n"
    monkeypatch.setattr(Path, "read_text", lambda *args, **options: mounts)
    kinds = {where: connection._file_system(Path(where)) for where in ("/home/x", "/srv/x", "/srv/fast/x", "/srvx")}
    assert kinds == {"/home/x": "ext4", "/srv/x": "nfs4", "/srv/fast/x": "tmpfs", "/srvx": "ext4"}


def test_an_old_sqlite_is_refused(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "OLDEST_SQLITE", (99, 0, 0))
    assert refusal(floor.path) == "sqlite"


def test_the_sqlite_in_use_is_without_the_wal_fault() -> None:
    assert tuple(map(int, connection.sqlite_version().split("."))) >= (3, 51, 3)


def test_the_change_signal_moves_with_others_writes_only(floor: Floor) -> None:
    before = connection.data_version()
    with connection.transaction():
        connection.database.execute_sql("INSERT INTO setting VALUES (hex(randomblob(8)), 1)")
    assert connection.data_version() == before

    def write() -> None:
        with store.reading(), connection.transaction():
            connection.database.execute_sql("INSERT INTO setting VALUES (hex(randomblob(8)), 1)")

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert connection.data_version() > before


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_what_ended_a_transaction_is_told_though_sqlite_took_it_back_by_itself(floor: Floor, depth: int) -> None:
    def fail(left: int) -> None:
        with connection.transaction():
            if left > 1:
                fail(left - 1)
            connection.database.execute_sql("INSERT INTO setting VALUES ('half', 'done')")
            connection.database.connection().execute("ROLLBACK")  # as SQLite does on a full disk
            raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(sqlite3.OperationalError, match="disk is full"):
        fail(depth)
    assert not connection.in_transaction()
    assert connection.database.execute_sql("SELECT * FROM setting WHERE key = 'half'").fetchall() == []
    with connection.transaction():
        connection.database.execute_sql("INSERT INTO setting VALUES ('whole', 'done')")
    assert len(connection.database.execute_sql("SELECT * FROM setting WHERE key = 'whole'").fetchall()) == 1


def test_a_savepoint_rolls_back_alone(floor: Floor) -> None:
    with connection.transaction():
        connection.database.execute_sql("INSERT INTO setting VALUES ('kept', '1')")
        with pytest.raises(KeyError), connection.transaction():
            connection.database.execute_sql("INSERT INTO setting VALUES ('dropped', '1')")
            raise KeyError
    rows = connection.database.execute_sql("SELECT key FROM setting WHERE value = '1'").fetchall()
    assert rows == [("kept",)]

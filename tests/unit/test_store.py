"""Faults of the store's file, told by name whichever layer of SQLite's own raised them."""

from __future__ import annotations

import errno
from pathlib import Path

import peewee
import pytest
from peewee import sqlite3

from cstui.errors import StoreProblem
from cstui.floor import complaints, queue, store
from cstui.i18n import set_language
from db import connection
from db.faults import StoreFault, fault_of
from tests.conftest import Floor

SPOKEN = [
    ("database is locked", "locked"),
    ("database table is locked: complaint", "locked"),
    ("locking protocol", "locked"),
    ("database or disk is full", "full"),
    ("attempt to write a readonly database", "readonly"),
    ("database disk image is malformed", "damaged"),
    ("file is not a database", "foreign"),
    ("disk I/O error", "unreadable"),
    ("unable to open database file", "unreadable"),
]


@pytest.mark.parametrize(("words", "cause"), SPOKEN, ids=[cause for _words, cause in SPOKEN])
@pytest.mark.parametrize("kind", [peewee.OperationalError, peewee.DatabaseError, sqlite3.OperationalError])
def test_a_cause_is_read_from_sqlites_words(kind: type[Exception], words: str, cause: str) -> None:
    fault = fault_of(kind(words), "x.db")
    assert fault is not None
    assert (fault.cause, fault.about) == (cause, "x.db")


@pytest.mark.parametrize(
    ("number", "cause"), [(errno.ENOSPC, "full"), (errno.EROFS, "readonly"), (errno.ENOENT, "missing")]
)
def test_a_cause_is_read_from_the_systems_number(number: int, cause: str) -> None:
    fault = fault_of(OSError(number, "words", "/x.db"))
    assert fault is not None
    assert (fault.cause, fault.about) == (cause, "/x.db")


@pytest.mark.parametrize(
    "error", [peewee.IntegrityError("UNIQUE constraint failed"), sqlite3.OperationalError("no such table"), KeyError(1)]
)
def test_an_error_of_our_own_is_no_fault_of_the_store(error: Exception) -> None:
    assert fault_of(error) is None
    with pytest.raises(type(error)), store.translated():
        raise error


@pytest.mark.parametrize("cause", list(store._WORDS))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_cause_says_what_and_what_next(cause: str, language: str) -> None:
    set_language(language)
    problem = store.told(StoreFault(cause, "/data/floor.db"))  # type: ignore[arg-type]
    assert "/data/floor.db" in problem.title
    assert problem.detail
    assert problem.exit_code == 3


def test_a_raw_error_inside_an_action_is_told_too(floor: Floor) -> None:
    with pytest.raises(StoreProblem, match="disk is full"), store.transaction():
        raise sqlite3.OperationalError("database or disk is full")


def test_a_lock_held_too_long_is_told_after_the_wait(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "LOCK_SECONDS", 0.05)
    holder = sqlite3.connect(floor.path)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreProblem, match="stayed locked"):
        complaints.add(floor.agent, {"subject": "x"})
    assert queue.page(floor.agent).rows == ()  # reading goes on
    holder.execute("ROLLBACK")
    holder.close()
    assert complaints.add(floor.agent, {"subject": "x"}).ref == "C-000001"


def test_a_full_disk_is_told_and_changes_nothing(floor: Floor) -> None:
    complaints.add(floor.agent, {"subject": "x"})
    raw = connection.database.connection()
    raw.execute(f"PRAGMA max_page_count = {raw.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(StoreProblem, match="disk is full"):
        complaints.add(floor.agent, {"narrative": "long " * 15_000})
    assert [row.ref for row in queue.page(floor.agent).rows] == ["C-000001"]


def test_a_file_that_may_not_be_written_is_told(floor: Floor) -> None:
    connection.database.pragma("query_only", 1)
    with pytest.raises(StoreProblem, match="may not be written"):
        complaints.add(floor.agent, {"subject": "x"})


def test_a_thread_without_a_connection_gets_one_for_its_reading(floor: Floor) -> None:
    store.close_floor()
    with store.reading():
        assert store.settings().timezone == "Asia/Shanghai"
    assert connection.database.is_closed()


def test_a_floor_gone_meanwhile_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="no floor at"):
        store.open_floor(tmp_path / "floor.db")

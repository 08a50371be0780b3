"""Copies of the store: made from one snapshot, verified by content, brought back whole."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from peewee import sqlite3  # type: ignore[attr-defined]

from .connection import APPLICATION_ID, LOCK_SECONDS, SCHEMA, database
from .faults import StoreFault, fault_of
from .fields import words


class Copied(NamedTuple):
    """What a copy holds: the hash of its content, and the end of its journal."""

    content: str
    seq: int
    hash: str


def copy_to(target: Path) -> Copied:
    """Copy the open store into a new file (0600) and return what it holds.

    Raises StoreFault: exists, target where no file can be made, or damaged when the copy does not
    hold what the store holds; no file is left then.
    """
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
    except FileExistsError as error:
        raise StoreFault("exists", str(target)) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StoreFault("target", str(target)) from error
    try:
        return _copied(target)
    except BaseException as error:
        target.unlink(missing_ok=True)
        fault = fault_of(error, str(target)) if isinstance(error, Exception) else None
        if fault is not None and fault.cause == "full":  # the disk of the copy, not that of the store
            raise fault from error
        raise


def _copied(target: Path) -> Copied:
    source = database.connection()
    copy = sqlite3.connect(str(target))
    try:
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM setting").fetchone()  # the snapshot begins with the first read
        source.backup(copy)
        kept, copied = content_hash(source), content_hash(copy)
        head = copy.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
        copy.execute("PRAGMA journal_mode = delete")
    finally:
        source.execute("ROLLBACK")
        copy.close()
    if kept != copied:
        raise StoreFault("damaged", str(target))
    return Copied(kept, *head)


def copy_raw(target: Path) -> None:
    """Copy an open store that is damaged, byte by byte, for whoever may still save something of it."""
    path = str(database.database)
    for suffix in ("", "-wal"):
        if os.path.exists(path + suffix):
            shutil.copyfile(path + suffix, f"{target}{suffix}")
            os.chmod(f"{target}{suffix}", 0o600)


def move(path: Path, target: Path) -> None:
    """Move a store that cannot be opened, with its log; raises StoreFault when it is not a floor."""
    with path.open("rb") as file:
        header = file.read(72)
    if header[68:] != APPLICATION_ID.to_bytes(4, "big"):
        raise StoreFault("foreign", str(path))
    Path(f"{path}-shm").unlink(missing_ok=True)
    for suffix in ("-wal", ""):
        if os.path.exists(f"{path}{suffix}"):
            os.replace(f"{path}{suffix}", f"{target}{suffix}")


def examine(source: Path) -> None:
    """Raise StoreFault when a copy is missing, not a floor, newer, or damaged."""
    with _opened(source) as copy:
        if copy.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StoreFault("foreign", str(source))
        schema = copy.execute("PRAGMA user_version").fetchone()[0]
        if schema > SCHEMA:
            raise StoreFault("newer", f"{source}: {schema} > {SCHEMA}")
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise StoreFault("damaged", str(source))


def roles_in(source: Path, login: str) -> frozenset[str]:
    """Return the roles that an enabled person has in a copy, none when unknown there."""
    with _opened(source) as copy:
        found = copy.execute("SELECT roles FROM agent WHERE login = ? AND enabled = 1", (login,)).fetchone()
    return frozenset(words(found[0])) if found else frozenset()


def bring_back(source: Path) -> None:
    """Replace the content of the open store by that of an examined copy, in one step that others see whole.

    Raises StoreFault("locked") when somebody holds the store for longer than LOCK_SECONDS.
    """
    deadline = time.monotonic() + LOCK_SECONDS

    def waited(status: int, _remaining: int, _total: int) -> None:
        """Give up once the other writer has held the lock too long."""
        if status == sqlite3.SQLITE_BUSY and time.monotonic() > deadline:  # SQLite itself would try for ever
            raise StoreFault("locked", str(database.database))

    copy = sqlite3.connect(_read_only(source), uri=True)
    try:
        copy.backup(database.connection(), progress=waited, sleep=0.05)
    finally:
        copy.close()


@contextmanager
def _opened(source: Path) -> Iterator[Any]:
    if not source.is_file():
        raise StoreFault("missing", str(source))
    copy = sqlite3.connect(_read_only(source), uri=True)
    try:
        yield copy
    except sqlite3.DatabaseError as error:
        raise fault_of(error, str(source)) or StoreFault("damaged", str(source)) from error
    finally:
        copy.close()


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"


def _tables(connection: Any) -> list[str]:
    """Return the tables of our own; the search index is derived, copied but not compared."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
    return [name for (name,) in connection.execute(sql) if not name.startswith("complaint_words")]


def content_hash(connection: Any) -> str:
    """Return SHA-256 over every row of every table of our own, in order of its key."""
    running = hashlib.sha256()
    for table in _tables(connection):
        running.update(table.encode())
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):
            running.update(repr(row).encode())
    return running.hexdigest()

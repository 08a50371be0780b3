"""Opening the store: pragmas, write transactions, and the signal that something changed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
from peewee import sqlite3  # type: ignore[attr-defined]  # pysqlite3 where it is installed

from .faults import StoreFault, fault_of

APPLICATION_ID = 0x43535455  # "CSTU", in the file's header
SCHEMA = 4  # the number of the newest file in db/migrations
OLDEST_SQLITE = (3, 51, 3)  # 3.7.0-3.51.2 can corrupt a WAL file that several processes write
LOCK_SECONDS = 5

# Remote file systems on which WAL's shared memory does not work (statfs magic of Linux).
_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "9p", "afs", "fuse.sshfs"}

_PRAGMAS = {
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "journal_size_limit": 67_108_864,
}

# sqlite3 looks for an adapter of whatever is no number or text, and is seven times slower when it finds none: None and
# bool stand in nearly every row that is written.
sqlite3.register_adapter(type(None), lambda none: none)
sqlite3.register_adapter(bool, int)


class Store(peewee.SqliteDatabase):
    """A SQLite database whose writers wait fairly for each other."""

    def begin(self, lock_type: str | None = None) -> None:
        """Take the write lock, asking again after short random pauses, 5 s in all.

        SQLite's own busy handler sleeps longer and longer and lets a waiter starve among many
        writers.  Raises StoreFault("locked").
        """
        connection = self.connection()
        deadline = time.monotonic() + LOCK_SECONDS
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            while not _took_lock(connection):
                if time.monotonic() > deadline:
                    raise StoreFault("locked", str(self.database))
                import random  # only who waits pays for it

                time.sleep(random.uniform(0.0005, 0.006))
        finally:
            connection.execute(f"PRAGMA busy_timeout = {int(LOCK_SECONDS * 1000)}")

    def rollback(self) -> None:
        """Take the open transaction back, unless SQLite has done so by itself, as it does on a full disk."""
        if self.connection().in_transaction:
            super().rollback()


database = Store(None)


def open_store(path: Path, *, create: bool = False, any_schema: bool = False) -> None:
    """Bind the model to the file at ``path``.

    A missing file is made (0600, in a 0700 folder) only with ``create``.  Raises StoreFault:
    missing, exists, foreign, older, newer, network, sqlite.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StoreFault("sqlite", sqlite3.sqlite_version)
    if not create and not path.is_file():
        raise StoreFault("missing", str(path))
    if _file_system(path) in _NETWORK_TYPES:
        raise StoreFault("network", str(path))
    if create:
        _make_file(path)
    close_store()
    database.init(str(path), pragmas=_PRAGMAS, timeout=LOCK_SECONDS)
    try:
        database.connect()
        if not create:
            _check_schema(path, any_schema)
        database.pragma("journal_mode", "wal")  # only now: it would change the file of another program
    except peewee.DatabaseError as error:
        if create:
            discard(path)
        raise fault_of(error, str(path)) or StoreFault("unreadable", str(path)) from error


def discard(path: Path) -> None:
    """Remove a store that was made just now and cannot be finished."""
    close_store()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def close_store() -> None:
    """Close this thread's connection, if any."""
    if database.database is not None and not database.is_closed():
        database.close()


def store_path() -> Path:
    """Return the path of the open store."""
    return Path(database.database)


def empty_log() -> bool:
    """Bring the write-ahead log into the file and cut it to nothing, waiting LOCK_SECONDS for others to finish.

    Return False when somebody kept reading an older state all that time.
    """
    deadline = time.monotonic() + LOCK_SECONDS
    while database.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def schema_of() -> int:
    """Return the open file's schema number; raises StoreFault when it is not a floor."""
    if database.application_id != APPLICATION_ID:
        raise StoreFault("foreign", str(database.database))
    return int(database.user_version or 0)


@contextmanager
def transaction() -> Iterator[None]:
    """Hold the write lock for one action; inside another one it is a savepoint of it."""
    failed: BaseException | None = None
    try:
        with database.atomic():
            try:
                yield
            except BaseException as error:
                failed = error
                raise
    except peewee.OperationalError:
        if failed is not None and not database.connection().in_transaction:
            raise failed from None  # SQLite took all of it back; that a savepoint is gone then is not the cause
        raise


def in_transaction() -> bool:
    """Say whether this thread is inside a write transaction."""
    return bool(database.in_transaction())


@contextmanager
def reading() -> Iterator[None]:
    """Give this thread a connection, and close it again if it had none."""
    with database.connection_context() if database.is_closed() else _nothing():
        yield


def data_version() -> int:
    """Return a number that moves whenever another connection has committed a change."""
    return int(database.connection().execute("PRAGMA data_version").fetchone()[0])


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _took_lock(connection: Any) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if "lock" not in str(error):  # "database is locked", "locking protocol"
            raise
        return False
    return True


def _make_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        raise StoreFault("exists", str(path)) from error


def _check_schema(path: Path, any_schema: bool) -> None:
    schema = schema_of()
    if any_schema:
        return
    if schema > SCHEMA:
        raise StoreFault("newer", f"{path}: {schema} > {SCHEMA}")
    if schema < SCHEMA:
        raise StoreFault("older", f"{path}: {schema} < {SCHEMA}")


def _file_system(path: Path) -> str:
    """Return the type of the file system that holds ``path``, from the longest mount point above it."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    here = os.path.realpath(path)
    best, kind = "", ""
    for line in mounts:
        _, point, fs_type, *_ = line.split(" ")
        if len(point) > len(best) and (here == point or here.startswith(point.rstrip("/") + "/")):
            best, kind = point, fs_type
    return kind


def sqlite_version() -> str:
    """Return the version of the SQLite library in use."""
    return str(sqlite3.sqlite_version)
